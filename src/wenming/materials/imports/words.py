"""The words of a material, whatever it is: the one place that knows how each format is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.kernel.imports.papers import words_of
from wenming.materials.imports.pdfs import words_of_pdf

MOST = 400_000
"""Characters that are read of one file."""


def words_in(name: str, content: bytes, ending: str) -> str:
    """Return the words of a file by its ending, "" where it has none that can be read. LockedPdfError, BrokenPdfError."""
    reader = _READERS.get(ending)
    return reader(name, content)[:MOST] if reader else ""


def plain_text(content: bytes) -> str:
    """Return text as editors here write it: UTF-8, UTF-16 with its mark, else GB 18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _workbook(_name: str, content: bytes) -> str:
    """Return the cells of every sheet, a line each: a mark stands in a cell by itself."""
    try:
        sheets = read_workbook(content)
    except NothingReadableError:
        return ""
    return "\n".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row if cell != "")


_READERS: Mapping[str, Callable[[str, bytes], str]] = {
    "docx": words_of,
    "pdf": lambda _name, content: words_of_pdf(content),
    "xlsx": _workbook,
    "xls": _workbook,
    "txt": lambda _name, content: plain_text(content),
}
