"""The filing folder (申报文件夹): names that every computer takes, the official order and numbering, what changed from one to the next."""

from wenming.engine.filing.changes import Changes, Row, compare, digest_of
from wenming.engine.filing.folders import (
    MOST_FOLDER,
    Line,
    Piece,
    Placed,
    Step,
    arrange,
    clause_number,
    folders_of,
    number_text,
)
from wenming.engine.filing.names import (
    FIELDS,
    MOST_NAME,
    MOST_PATH,
    Names,
    TemplateError,
    check_template,
    fill,
    in_order,
    safe,
    width,
)

__all__ = [
    "FIELDS", "MOST_FOLDER", "MOST_NAME", "MOST_PATH", "Changes", "Line", "Names", "Piece", "Placed", "Row", "Step", "TemplateError", "arrange", "check_template", "clause_number",
    "compare", "digest_of", "fill", "folders_of", "in_order", "number_text", "safe", "width",
]  # fmt: skip
