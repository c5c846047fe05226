"""Files of decomposition tables: workbooks of three formats and Word documents, as grids of cells."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.standards.imports.grids import Grid, UnreadableError
from wenming.standards.imports.wordtables import read_word_tables

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "WordDocument".encode("utf-16-le")


def read_table_file(content: bytes) -> tuple[Grid, ...]:
    """Return every sheet of a workbook, or every table of a document; UnreadableError says in one line why there is none."""
    if content.startswith(_ZIP) and b"word/document.xml" in content:
        return tuple(grid for grid in read_word_tables(content) if grid.rows)
    if content.startswith(_OLE) and _OLD_WORD in content:
        raise UnreadableError(_("这是旧版 Word 文档（.doc）：请用文字处理软件打开，另存为 .docx 后重试"))
    try:
        return tuple(Grid(one.name, one.rows, one.merged, one.broken) for one in read_workbook(content))
    except NothingReadableError as fault:
        raise UnreadableError(str(fault)) from fault
