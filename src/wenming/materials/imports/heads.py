"""What bytes really are, whatever the name says: by their first bytes, and for packages by what lies in them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.utils.translation import gettext as _

from wenming.documents.imports.xlscells import stream_names

ZIP, OLE, PDF_HEAD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe", b"#!/")
PROGRAM_ENDINGS = frozenset({
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar", "apk", "lnk", "sh", "cpl", "reg",
})  # fmt: skip
_STUB = b"This program cannot be run in DOS mode"
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"),
    (ZIP, "zip"), (OLE, "ole"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"{\\rtf", "rtf"),
)  # fmt: skip
_HEIC = frozenset({b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"})
_WORDS: dict[str, Callable[[], str]] = {
    "pdf": lambda: _("PDF 文件"),
    "docx": lambda: _("Word 文档（docx）"),
    "xlsx": lambda: _("Excel 工作簿（xlsx）"),
    "pptx": lambda: _("演示文稿（pptx）"),
    "doc": lambda: _("旧版 Word 文档（doc）"),
    "xls": lambda: _("旧版 Excel 工作簿（xls）"),
    "wps": lambda: _("WPS 文档（wps）"),
    "et": lambda: _("WPS 表格（et）"),
    "zip": lambda: _("压缩包（zip）"),
    "rar": lambda: _("压缩包（rar）"),
    "7z": lambda: _("压缩包（7z）"),
    "rtf": lambda: _("RTF 文档"),
    "jpg": lambda: _("JPEG 图片"),
    "png": lambda: _("PNG 图片"),
    "webp": lambda: _("WebP 图片"),
    "gif": lambda: _("GIF 图片"),
    "bmp": lambda: _("BMP 图片"),
    "tiff": lambda: _("TIFF 图片"),
    "heic": lambda: _("苹果手机的 HEIC 图片"),
    "html": lambda: _("网页或 XML"),
    "program": lambda: _("程序"),
    "ole": lambda: _("旧格式的办公文档"),
    "txt": lambda: _("文本"),
    "": lambda: _("认不出的内容"),
}


def word_for(kind: str) -> str:
    """Say in words what something is."""
    return _WORDS[kind]()


def is_program(head: bytes) -> bool:
    """Tell whether bytes begin as a program or a script does."""
    return head.startswith(PROGRAMS[1:]) or (head.startswith(b"MZ") and b"\0" in head[:64])


def hides_program(content: bytes) -> bool:
    """Tell whether a Windows program lies anywhere in these bytes, as an object in an old file for one."""
    return _STUB in content


def kind_of(content: bytes) -> str:
    """Return what bytes are: an ending, "zip" or "ole" for a container whose insides others look at, "" for nothing known."""
    if is_program(content[:64]):
        return "program"
    if PDF_HEAD in content[:1024]:
        return "pdf"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content[4:12] in _HEIC:
        return "heic"
    found = next((kind for head, kind in _HEADS if content.startswith(head)), "")
    return found or _text_kind(content)


def _text_kind(content: bytes) -> str:
    """Tell text from bytes that are none."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "html"
    return "" if b"\0" in content[:2048] and not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "txt"


def insides_of_ole(content: bytes) -> tuple[str, frozenset[str]]:
    """Return what an OLE container holds ("encrypted", "xls", "doc", "ole") and the names in it; "damaged" for one that cannot be read."""
    names: frozenset[str] = frozenset()
    with suppress(Exception):  # whatever a damaged container makes the reader raise
        names = stream_names(content)
    if not names:
        return "damaged", names
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        return "encrypted", names
    if names & {"Workbook", "Book"}:
        return "xls", names
    return ("doc" if "WordDocument" in names else "ole"), names
