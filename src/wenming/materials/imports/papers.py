"""Files that are sent as materials: what they are by their bytes, and what is shown of a picture. The bytes themselves stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from wenming.materials.enums import PaperKind
from wenming.sites.imports.photos import PhotoError, read_photo

PDF, WORD, EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # fmt: skip
MEDIA_TYPES = {
    "pdf": PDF, "docx": WORD, "xlsx": EXCEL, "txt": "text/plain",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp",
}  # fmt: skip
PICTURES = ("jpg", "jpeg", "png", "webp")
ENDINGS: Mapping[str, tuple[str, ...]] = {
    str(PaperKind.PICTURE): PICTURES,
    str(PaperKind.DOCUMENT): ("pdf", "docx", *PICTURES),
    str(PaperKind.REPORT): ("docx", "pdf", "txt"),
    str(PaperKind.STATISTICS): ("xlsx", "docx", "pdf", *PICTURES),
}
"""What each kind of material may come as."""
_HEADS = {"pdf": (b"%PDF-",), "docx": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",)}
MOST_BYTES = 50 * 1024 * 1024


class PaperError(Exception):
    """A file that cannot be taken; the message is one line for the person who sent it."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that can be a material: its name, bytes and media type; ``shown`` is a picture's JPEG without any data beside the picture."""

    name: str
    content: bytes
    media_type: str
    shown: bytes | None = None
    width: int = 0
    height: int = 0
    taken_on: date | None = None


def ending_of(name: str) -> str:
    """Return what stands behind the last dot of a name, in small letters."""
    return PurePath(name).suffix.lower().removeprefix(".")


def endings_for(kind: str, limits: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a material of this kind may come as, under the format limits of its requirement."""
    wanted: Collection[str] = limits.get("extensions") or ENDINGS[kind]
    return tuple(one for one in ENDINGS[kind] if one in wanted)


def read_paper(name: str, content: bytes, *, kind: str, limits: Mapping[str, Any]) -> PaperFile:
    """Look at a file that was sent as a material of this kind. PaperError says what is wrong and what helps."""
    name = PurePath(name.replace("\\", "/")).name
    ending, allowed = ending_of(name), endings_for(kind, limits)
    if ending not in allowed:
        facts = {"name": name, "allowed": "、".join(allowed)}
        raise PaperError(_("“%(name)s”的格式不能收；这里可以报送：%(allowed)s") % facts)
    if not content:
        raise PaperError(_("“%(name)s”是空文件；请重新选择") % {"name": name})
    most = int(limits.get("bytes") or MOST_BYTES)
    if len(content) > most:
        raise PaperError(
            _("“%(name)s”超过 %(most)s MB；请压缩或分成几个文件") % {"name": name, "most": f"{most / 1024**2:g}"}
        )
    if ending in PICTURES:
        return _picture(name, content, ending, int(limits.get("pixels") or 0))
    if not content.startswith(_HEADS.get(ending, (b"",))):
        raise PaperError(
            _("“%(name)s”的内容不是 %(ending)s 文件（只改扩展名不行）；请用原来的软件另存一份")
            % {"name": name, "ending": ending}
        )
    return PaperFile(name, content, MEDIA_TYPES[ending])


def _picture(name: str, content: bytes, ending: str, pixels: int) -> PaperFile:
    """Read a picture."""
    try:
        photo = read_photo(content)
    except PhotoError as fault:
        raise PaperError(f"“{name}”：{fault}") from fault
    if max(photo.width, photo.height) < pixels:
        facts = {"name": name, "pixels": pixels}
        raise PaperError(_("“%(name)s”太小，长边不到 %(pixels)s 像素；请传原图") % facts)
    return PaperFile(name, content, MEDIA_TYPES[ending], photo.large, photo.width, photo.height, photo.taken_on)
