"""What a machine can see of a picture that was sent as a material: size, sharpness, source, and what is left of it once it is made small enough.

Of watermarks only this: a file that names a picture site or an agency in its own notes (EXIF, IPTC, XMP) comes from there. What is drawn over the
picture itself is not told from what it shows: the stamp of a camera app in a corner is a caption and welcome, and both a tiled watermark and a
tiled wall repeat themselves. It was tried (the repetition of one picture, and what several pictures have in common) and missed half of what lies
over pictures, or took windows for it; so that remains for the eyes of who reviews.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps

from wenming.engine.pictures.sharpness import sharpness
from wenming.evidence.adapters.decoding import FORMATS, LONGEST, PIXEL_LIMIT, UnreadablePictureError, read_greys

SOURCES = (
    "视觉中国", "千图", "图虫", "昵图", "包图", "摄图", "全景网", "海洛", "花瓣", "百度图片", "新华社", "中新社", "人民视觉",
    "Getty", "Shutterstock", "123RF", "iStock", "Depositphotos", "VCG", "Alamy",
)  # fmt: skip
"""Picture sites and agencies by the name that they write into files."""
_DOMAIN = re.compile(
    r"(?<![@\w.])(?:https?://)?(?:www\.)?([a-z0-9-]{2,40}\.(?:com|cn|net|org)(?:\.cn)?)(?![\w@])", re.IGNORECASE
)
_STANDARDS = (
    "adobe.com",
    "w3.org",
    "purl.org",
    "iptc.org",
    "cipa.jp",
    "xmp.com",
    "useplus.org",
    "prismstandard.org",
    "google.com",
    "apple.com",
)
"""Domains that name a format, not a source."""
_NOTES = (ExifTags.Base.Copyright, ExifTags.Base.Artist, ExifTags.Base.ImageDescription)
NOTE_LENGTH = 4000
QUALITIES = (85, 75, 65)
SHRINK = 0.8
SMALLEST_SIDE = 320


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture's own size, its sharpness (None: it has no edges, or is too small to be judged), and where its notes say that it comes from."""

    width: int
    height: int
    sharp: float | None
    source: str

    @property
    def longest(self) -> int:
        """Pixels of the longer side."""
        return max(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Compressed:
    """What a picture is like when it takes no more bytes than allowed."""

    width: int
    height: int
    size: int
    sharp: float | None


def look_at_picture(content: bytes) -> SeenPicture | None:
    """Look at a picture, None for what cannot be read as one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                width, height = image.size
                if width * height > PIXEL_LIMIT:
                    return None
                source = _source(image)
        large = max(width, height) >= LONGEST
        return SeenPicture(width, height, sharpness(read_greys(content)) if large else None, source)
    except (UnreadablePictureError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None


def _source(image: Image.Image) -> str:
    """Return the site or agency that the notes of a file name, "" for none."""
    for note in _notes(image):
        text = note[:NOTE_LENGTH]
        named = next((one for one in SOURCES if one.casefold() in text.casefold()), "")
        if named:
            return named
        domains = (found[1].lower() for found in _DOMAIN.finditer(text))
        domain = next((one for one in domains if not one.endswith(_STANDARDS)), "")
        if domain:
            return domain
    return ""


def _notes(image: Image.Image) -> Iterator[str]:
    """Yield what a file says of itself in words."""
    try:
        exif = image.getexif()
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        exif = Image.Exif()
    yield from (str(exif.get(tag) or "") for tag in _NOTES)
    for name in ("xmp", "comment", "Copyright", "Author", "Source", "Description", "XML:com.adobe.xmp"):
        value = image.info.get(name, "")
        yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def compressed(content: bytes, most: int) -> Compressed | None:
    """Return what a picture becomes in at most so many bytes: less quality first, then fewer pixels. None where that is no picture any more."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            image.draft("RGB", (2400, 2400))
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    while max(picture.size) >= SMALLEST_SIDE:
        for quality in QUALITIES:
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=quality, optimize=True)
            if buffer.tell() <= most:
                return Compressed(*picture.size, buffer.tell(), sharpness(read_greys(buffer.getvalue())))
        size = tuple(max(1, round(side * SHRINK)) for side in picture.size)
        picture = picture.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    return None
