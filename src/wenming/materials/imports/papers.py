"""The door for materials: what a file is by its bytes, and every reason not to take it, in one line each. What is taken stays as it is.

Of the old formats ``.xls`` is taken, for statistics: its cells can be read, so that a mark of secrecy is seen, and the page shows them. ``.doc``, ``.wps``
and ``.et`` are not: nothing here reads their text, so that nobody could say what is in them; the line says as what to save them.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from wenming.engine.secrecy import mark_in_name, mark_in_text
from wenming.materials.enums import PaperKind
from wenming.materials.imports.faults import PaperError, PapersError
from wenming.materials.imports.formats import MEDIA_TYPES, PDF, PICTURES, ending_of
from wenming.materials.imports.heads import PROGRAM_ENDINGS, hides_program, insides_of_ole, kind_of, word_for
from wenming.materials.imports.packages import look_through
from wenming.materials.imports.scanning import Scanner, ScannerSilentError, look_for_known
from wenming.materials.imports.words import DAMAGED, LOCKED, text_of
from wenming.sites.imports.photos import FORMATS, PHOTO_LIMIT, PIXEL_LIMIT, PhotoError, read_photo

__all__ = ["PaperError", "PapersError"]

ENDINGS: Mapping[str, tuple[str, ...]] = {
    str(PaperKind.PICTURE): PICTURES,
    str(PaperKind.DOCUMENT): ("pdf", "docx", *PICTURES),
    str(PaperKind.REPORT): ("docx", "pdf", "txt"),
    str(PaperKind.STATISTICS): ("xlsx", "xls", "docx", "pdf", *PICTURES),
}
"""What each kind of material may come as."""
ANY = tuple(MEDIA_TYPES)
"""What may come before anybody has said what it is for."""
BETTER = {
    "doc": "docx", "wps": "docx", "dot": "docx", "rtf": "docx", "et": "xlsx", "ppt": "pdf", "pptx": "pdf", "dps": "pdf", "ofd": "pdf",
}  # fmt: skip
"""Formats whose words cannot be read here -> as what to save them."""
WITH_MACROS = {"docm": "docx", "dotm": "docx", "xlsm": "xlsx", "xltm": "xlsx", "xlsb": "xlsx", "pptm": "pdf"}
_SAME = {"jpeg": "jpg"}
_INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
HEIC = ("heic", "heif")
_NONE: Mapping[str, Any] = MappingProxyType({})
MOST_BYTES = 50 * 1024 * 1024
MOST_READ = 400_000
"""Characters of a file in which a mark of secrecy is looked for."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that can be a material: its name, bytes and media type; ``shown`` is a picture's JPEG without any data beside the picture. ``taken`` is when, by the camera's own clock; ``words`` its text."""

    name: str
    content: bytes
    media_type: str
    shown: bytes | None = None
    width: int = 0
    height: int = 0
    taken_on: date | None = None
    taken: datetime | None = None
    words: str = ""


def endings_for(kind: str, limits: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a material of this kind may come as, under the format limits of its requirement."""
    wanted: Collection[str] = limits.get("extensions") or ENDINGS[kind]
    return tuple(one for one in ENDINGS[kind] if one in wanted)


def most_bytes(limits: Mapping[str, Any]) -> int:
    """Return how many bytes a file may have under the limits of its requirement."""
    return int(limits.get("bytes") or MOST_BYTES)


def count_characters(text: str) -> int:
    """Return how many characters a text has as people here count them: blanks are none."""
    return len(re.sub(r"\s", "", text))


def check_name(name: str, allowed: Collection[str], size: int, most: int) -> None:
    """Say what name and size alone tell against a file, before anything of it is read. PaperError."""
    name = PurePath(name.replace("\\", "/")).name
    ending = ending_of(name)
    _check_ending(name, ending, allowed)
    if not size:
        raise PaperError("empty", name)
    if size > most:
        raise PaperError("large", name, most=f"{most / 1024**2:g}")
    mark = mark_in_name(name)
    if mark:
        raise PaperError("secret", name, mark=mark.mark)


def _check_ending(name: str, ending: str, allowed: Collection[str]) -> None:
    """Say what the ending of a name tells against it: a program, macros, a format that cannot be read, or not what is asked for. PaperError."""
    if ending in PROGRAM_ENDINGS:
        raise PaperError("program", name)
    if ending in WITH_MACROS:
        raise PaperError("macros", name, better=WITH_MACROS[ending])
    if ending in BETTER:
        raise PaperError("old_format", name, ending=ending, better=BETTER[ending])
    if ending in HEIC:
        raise PaperError("heic", name)
    if ending not in allowed:
        raise PaperError("format", name, allowed="、".join(allowed))


def read_paper(
    name: str,
    content: bytes,
    *,
    kind: str = "",
    limits: Mapping[str, Any] = _NONE,
    scan: Scanner = look_for_known,
    size: int | None = None,
) -> PaperFile:
    """Look at a file that was sent as a material of this kind, "" where nobody has said yet what it is for. PaperError says what is wrong and what helps.

    ``size``: of a file that was not read because it is larger than what is taken.
    """
    name = PurePath(name.replace("\\", "/")).name
    ending, allowed = ending_of(name), endings_for(kind, limits) if kind else ANY
    check_name(name, allowed, len(content) if size is None else size, most_bytes(limits))
    _scanned(name, content, scan)
    _insides(name, content, ending)
    if ending in PICTURES:
        return _picture(name, content, ending, int(limits.get("pixels") or 0))
    words = _words(name, content, ending)
    most = int(limits.get("characters") or 0)
    count = count_characters(words)
    if most and count > most and ending in ENDINGS[str(PaperKind.REPORT)]:
        raise PaperError("long", name, count=count, most=most)
    return PaperFile(name, content, MEDIA_TYPES[ending], words=words)


def _scanned(name: str, content: bytes, scan: Scanner) -> None:
    """Let the scanner look at the bytes."""
    try:
        found = scan(content)
    except ScannerSilentError as fault:
        raise PaperError("unchecked", name) from fault
    if found:
        raise PaperError("virus", name, found=found)


def _insides(name: str, content: bytes, ending: str) -> None:
    """Compare what a file is called with what it is."""
    kind = kind_of(content)
    if kind == "zip":
        names = look_through(name, content, better=ending)
        kind = next((one for one, part in _INSIDE.items() if part in names), "zip")
    elif kind == "ole":
        kind = _ole(name, content, ending)
    elif kind == "html" and ending == "txt":
        kind = "txt"
    if not kind:
        # bytes that begin as nothing known: a file that was cut or overwritten
        raise PaperError("damaged", name)
    if kind != _SAME.get(ending, ending):
        raise PaperError("renamed", name, ending=ending, really=word_for(kind))
    if kind != "zip" and hides_program(content):
        raise PaperError("program_inside", name, inside="exe")


def _ole(name: str, content: bytes, ending: str) -> str:
    """Return what an OLE container is."""
    kind, names = insides_of_ole(content)
    if kind in {"encrypted", "damaged"}:
        raise PaperError(kind, name)
    if any("VBA" in one.upper() for one in names):
        raise PaperError("macros", name, better="xlsx" if ending in {"xls", "xlsx"} else "docx")
    return kind


def _words(name: str, content: bytes, ending: str) -> str:
    """Return the words of a file that bears no mark of secrecy."""
    kind = MEDIA_TYPES[ending]
    read = text_of(name, kind, content, most=MOST_READ)
    if read.fault == LOCKED:
        raise PaperError("encrypted", name)
    if read.fault == DAMAGED or (kind == PDF and not read.pages):
        raise PaperError("damaged", name)
    mark = mark_in_text(read.text)
    if mark:
        raise PaperError("secret", name, mark=mark.mark)
    return read.text


def _picture(name: str, content: bytes, ending: str, pixels: int) -> PaperFile:
    """Read a picture; its size is that of the original, not of what is shown."""
    (width, height), taken = _facts(name, content)
    if len(content) > PHOTO_LIMIT:
        raise PaperError("large", name, most=f"{PHOTO_LIMIT / 1024**2:g}")
    if max(width, height) < pixels:
        raise PaperError("small", name, found=max(width, height), pixels=pixels)
    try:
        photo = read_photo(content)
    except PhotoError as fault:
        raise PaperError("damaged", name) from fault
    return PaperFile(name, content, MEDIA_TYPES[ending], photo.large, width, height, photo.taken_on, taken)


def _facts(name: str, content: bytes) -> tuple[tuple[int, int], datetime | None]:
    """Return width and height of a picture, and when it was taken; nothing is decoded for it."""
    try:
        with warnings.catch_warnings():
            # the pixels are counted by the caller, against a limit of our own
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXEL_LIMIT:
                    raise PaperError("pixels", name)
                # other formats would be decoded to the end for it
                return picture.size, _taken(picture) if picture.format == "JPEG" else None
    except Image.DecompressionBombError as fault:
        raise PaperError("pixels", name) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise PaperError("damaged", name) from fault


def _taken(picture: Image.Image) -> datetime | None:
    """Return the moment that the camera wrote down, if it wrote one."""
    exif = picture.getexif()
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(written)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  by the camera's own clock
    except ValueError:
        return None
