"""Photos as cameras write them: turned on their side, with the place and the day."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

WHERE = (32.0, 8.0, 49.2)


def photo(width: int = 40, height: int = 30, *, turned: bool = False, taken: str = "", place: bool = False) -> bytes:
    """Return a JPEG, red above and blue below; ``turned`` lies on its side and says so."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste((255, 0, 0), (0, 0, width, height // 2))
    exif = Image.Exif()
    if turned:
        picture, exif[0x0112] = picture.transpose(Image.Transpose.ROTATE_90), 6
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: WHERE, 3: "E", 4: (114.0, 5.0, 27.6)})
    return written(picture, "JPEG", exif=exif)


def written(picture: Image.Image, form: str, **options: Any) -> bytes:
    """Return an image as a file."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()
