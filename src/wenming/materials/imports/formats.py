"""What materials come as: the endings of their names, and what each of them is called."""

from __future__ import annotations

from pathlib import PurePath

PDF, WORD, EXCEL, OLD_EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"  # fmt: skip
MEDIA_TYPES = {
    "pdf": PDF, "docx": WORD, "xlsx": EXCEL, "xls": OLD_EXCEL, "txt": "text/plain",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp",
}  # fmt: skip
PICTURES = ("jpg", "jpeg", "png", "webp")


def ending_of(name: str) -> str:
    """Return what stands behind the last dot of a name, in small letters."""
    return PurePath(name).suffix.lower().removeprefix(".")
