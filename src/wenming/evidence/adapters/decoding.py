"""Bytes of a photo to arrays, upright; and what the camera wrote beside the picture."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

Bytes = NDArray[np.uint8]
LONGEST = 512
"""Pixels of the longer side on which fingerprints and features are computed."""
PIXEL_LIMIT = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
FIELD = 60


class UnreadablePictureError(Exception):
    """The bytes are no picture; the message is a word: "none", "damaged", "too_many_pixels"."""


@dataclass(frozen=True, slots=True)
class CameraNotes:
    """What the camera wrote (EXIF): a signal, never a proof. ``taken_at`` is by the camera's own clock, without a zone; degrees are WGS-84."""

    taken_at: datetime | None
    camera: str
    lat: float | None
    lng: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is looked at: colours of at most, greys of exactly 512 pixels on the longer side, its own size, the digest of all its pixels."""

    colours: Bytes
    greys: Bytes
    width: int
    height: int
    pixels_sha256: str
    notes: CameraNotes


def read_picture(content: bytes) -> Picture:
    """Decode the whole picture once, turned as its EXIF says. UnreadablePictureError where that cannot be done."""
    with _opened(content) as image:
        notes = _notes(image)
        whole = ImageOps.exif_transpose(image).convert("RGB")
        digest = hashlib.sha256(f"{whole.width}x{whole.height}:".encode())
        digest.update(whole.tobytes())
        small = whole.copy()
        small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Picture(
        colours=np.asarray(small),
        greys=_large_enough(small.convert("L")),
        width=whole.width,
        height=whole.height,
        pixels_sha256=digest.hexdigest(),
        notes=notes,
    )


def read_greys(content: bytes) -> Bytes:
    """Decode only as much as is compared: a JPEG at an eighth, a quarter or a half of its size where that is enough."""
    with _opened(content) as image:
        image.draft("L", (LONGEST, LONGEST))
        small = ImageOps.exif_transpose(image).convert("L")
        small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _large_enough(small)


def _large_enough(grey: Image.Image) -> Bytes:
    """Return the greys, enlarged where the picture is smaller than what is compared: corners need some pixels around them."""
    longest = max(grey.size)
    if longest >= LONGEST:
        return np.asarray(grey)
    width, height = (max(1, round(side * LONGEST / longest)) for side in grey.size)
    return np.asarray(grey.resize((width, height), Image.Resampling.BICUBIC))


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever is wrong with it, now or while it is decoded, is one error."""
    try:
        with warnings.catch_warnings():
            # the pixels are counted here, against a limit of our own
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise UnreadablePictureError("too_many_pixels")
                yield image
    except Image.DecompressionBombError:
        raise UnreadablePictureError("too_many_pixels") from None
    except UnidentifiedImageError:
        raise UnreadablePictureError("none") from None
    except (OSError, SyntaxError, ValueError):
        raise UnreadablePictureError("damaged") from None


def _notes(image: Image.Image) -> CameraNotes:
    """Return what the camera wrote; what cannot be read counts as not written."""
    try:
        exif = image.getexif()
        inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return CameraNotes(None, "", None, None)
    taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    maker, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    camera = model if model.startswith(maker) else f"{maker} {model}".strip()
    lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), 90)
    lng = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), 180)
    if lat is None or lng is None or (lat, lng) == (0.0, 0.0):
        lat = lng = None
    return CameraNotes(_moment(taken), camera[:FIELD], lat, lng)


def _text(value: Any) -> str:
    """Return a text of the camera without what cannot be printed."""
    return "".join(sign for sign in str(value or "") if sign.isprintable()).strip()


def _moment(value: Any) -> datetime | None:
    """Return a moment by the camera's own clock, if it wrote one."""
    try:
        return datetime.strptime(str(value)[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  a camera knows no zone
    except ValueError:
        return None


def _degrees(parts: Any, side: Any, most: int) -> float | None:
    """Return degrees, minutes and seconds as degrees, if they are."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:
        return None
    return -value if str(side).strip().upper() in {"S", "W"} else value
