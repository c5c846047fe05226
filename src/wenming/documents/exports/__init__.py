"""Files for people: Excel workbooks, papers in Word and PDF, slides."""

from wenming.documents.exports.papers import Paper, PaperTable, archive, paper_file
from wenming.documents.exports.problems import unused_workbook
from wenming.documents.exports.workbooks import (
    PAGE_WIDTH,
    Cell,
    Column,
    Pictures,
    Rate,
    Sheet,
    workbook,
    write_workbook,
)

__all__ = [
    "PAGE_WIDTH", "Cell", "Column", "Paper", "PaperTable", "Pictures", "Rate", "Sheet", "archive", "paper_file", "unused_workbook",
    "workbook", "write_workbook",
]  # fmt: skip
