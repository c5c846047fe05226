"""A file as an office sends it, whatever it is called: its tables, from Word or from Excel."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from wenming.standards.imports.grids import Grid, UnreadableError, read_grids
from wenming.standards.imports.wordtables import read_word_tables

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of the formats before 2007, and of every file that was closed with a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PDF = b"%PDF"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""The marks of UTF-16, which is a text although it is full of zeros."""
HEAD_BYTES = 1024
"""How much of a file tells whether it is a text."""


def read_any(content: bytes, file_name: str) -> tuple[Grid, ...]:
    """Return the tables of a Word document or the sheets of a workbook, told apart by what is in the file.

    Raises UnreadableError with one line for the person who sent it; ``file_name`` stands in that line only.
    """
    try:
        return _reader_of(content)(content)
    except UnreadableError as fault:
        raise UnreadableError(f"{file_name}: {fault}") from fault


def is_office_file(content: bytes) -> bool:
    """Say whether the bytes are those of an office program, or of a picture or a scan, rather than a text."""
    if content.startswith((b"PK\x03\x04", _OLE, _PDF)):
        return True
    return b"\0" in content[:HEAD_BYTES] and not content.startswith(_WIDE_TEXT)


def _reader_of(content: bytes):
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise UnreadableError(_("文件设有打开密码：请用办公软件打开，去掉密码后另存"))
        raise UnreadableError(_("是旧格式的文件（.doc 或 .xls）：请用办公软件打开，另存为 .docx 或 .xlsx 后重试"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = set()
    if "word/document.xml" in names:
        return read_word_tables
    if any(name.startswith("xl/") for name in names):
        return read_grids
    raise UnreadableError(_stranger(content))


def _stranger(content: bytes) -> str:
    """Say what a file is that holds no tables."""
    if not content:
        return _("文件是空的")
    if content.startswith(_PDF):
        return _("这是 PDF：请用办公软件打开，另存为 Word（.docx）或 Excel（.xlsx）后重试")
    if content.startswith(_PICTURES):
        return _("这是一张图片，读不出表格：请上传原来的 Word 文档（.docx）或 Excel 工作簿（.xlsx）")
    return _("不是能读的 Word 文档（.docx）或 Excel 工作簿（.xlsx）：请用办公软件打开，另存后重试")
