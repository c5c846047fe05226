"""Pictures that people send: whether the bytes are a whole JPEG, PNG or WebP. Nothing is drawn or decoded here."""

from __future__ import annotations

import struct
import zlib

from django.utils.translation import gettext as _

PICTURE_LIMIT = 8 * 1024 * 1024
LONGEST_SIDE = 12_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZED = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""The markers of a JPEG that are followed by its height and width."""


class PictureError(Exception):
    """The bytes are no picture that can be shown; the message is one line for the person who sent them."""


def picture_type(content: bytes) -> str:
    """Return the media type of a picture by its own bytes, whatever it is called; PictureError says what is wrong."""
    if len(content) > PICTURE_LIMIT:
        raise PictureError(_("图片超过 8 MB；请用手机或电脑缩小后再传"))
    for signature, media_type, size in (
        (b"\xff\xd8\xff", "image/jpeg", _jpeg_size),
        (_PNG, "image/png", _png_size),
        (b"RIFF", "image/webp", _webp_size),
    ):
        if content.startswith(signature):
            width, height = size(content)
            if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
                raise PictureError(
                    _("图片的尺寸是 %(width)s×%(height)s，最长边不能超过 12000 像素")
                    % {"width": width, "height": height}
                )
            return media_type
    raise PictureError(_("这个文件不是 JPEG、PNG 或 WebP 图片（只改扩展名不行）；请用相机或截图得到的原图"))


def _broken() -> PictureError:
    return PictureError(_("图片文件不完整，可能没有传完；请重新选择原图再传"))


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walk from marker to marker up to the picture's size; the end marker must be there too."""
    if b"\xff\xd9" not in content[-4096:]:
        raise _broken()
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _SIZED:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        # a marker may be preceded by any number of fill bytes
        place += 1 if marker == 0xFF else 2 + struct.unpack_from(">H", content, place + 2)[0]
    raise _broken()


def _png_size(content: bytes) -> tuple[int, int]:
    """Read the first chunk, whose check sum must hold; the last chunk must be there too."""
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-64:]:
        raise _broken()
    if zlib.crc32(content[12:29]) != struct.unpack_from(">I", content, 29)[0]:
        raise _broken()
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _webp_size(content: bytes) -> tuple[int, int]:
    """Read the size from the first chunk of each of the three kinds; the file must be as long as it says."""
    if len(content) < 30 or content[8:12] != b"WEBP" or struct.unpack_from("<I", content, 4)[0] + 8 > len(content):
        raise _broken()
    kind = content[12:16]
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and content[20] == 0x2F:
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    raise _broken()
