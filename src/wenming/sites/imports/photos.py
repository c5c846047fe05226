"""Photos that people send of a site: checked, turned upright, made small; nothing but the picture stays in what is shown."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

PHOTO_LIMIT = 20 * 1024 * 1024
PIXEL_LIMIT = 80_000_000
"""Phones take up to 50 megapixels, 12 as a rule; a file of few bytes that unfolds to more than this is none."""
FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1200, 480
QUALITY = 82


class PhotoError(Exception):
    """The bytes are no photo that can be shown; the message is one line for the person who sent them."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is shown: two JPEGs without any data beside the picture, the larger one's size, the day it was taken."""

    large: bytes
    small: bytes
    width: int
    height: int
    taken_on: date | None


def read_photo(content: bytes, *, limit: int = PHOTO_LIMIT) -> Photo:
    """Check the bytes and make both pictures of them. PhotoError says what is wrong and what helps."""
    if len(content) > limit:
        raise PhotoError(_("照片超过 20 MB；请在相机里选小一点的尺寸，或压缩后再传"))
    try:
        with warnings.catch_warnings():
            # The pixels are counted below, against a limit of our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                return _read(picture)
    except Image.DecompressionBombError as fault:
        raise _too_many() from fault
    except UnidentifiedImageError as fault:
        raise PhotoError(
            _("这个文件不是 JPEG、PNG 或 WebP 照片（只改扩展名不行）；苹果手机请在设置里选“兼容性最佳”")
        ) from fault
    except (OSError, SyntaxError, ValueError) as fault:
        raise PhotoError(_("照片文件不完整或已损坏，可能没有传完；请重新选择原图再传")) from fault


def _too_many() -> PhotoError:
    return PhotoError(_("照片的像素太多（上限 8000 万）；请缩小尺寸后再传"))


def _read(picture: Image.Image) -> Photo:
    """Make both pictures, the smaller one from the larger."""
    if picture.width * picture.height > PIXEL_LIMIT:
        raise _too_many()
    taken_on = _taken_on(picture)
    # A JPEG is decoded at an eighth, a quarter or a half of its size where that is enough.
    picture.draft("RGB", (2 * LARGE, 2 * LARGE))
    upright = _plain(ImageOps.exif_transpose(picture))
    upright.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    large = _jpeg(upright)
    width, height = upright.size
    upright.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Photo(large, _jpeg(upright), width, height, taken_on)


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours; what is transparent becomes white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    """Write a picture of its pixels alone: a new image has no position, no camera, no colour profile to carry along."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


def _taken_on(picture: Image.Image) -> date | None:
    """Return the day that the camera wrote down, if it wrote one that is a day."""
    exif = picture.getexif()
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007  a day by the camera's own clock
    except ValueError:
        return None
