"""Pictures by their own bytes: what is one, what only says so."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data import use_messages
from wenming.standards.imports.pictures import PICTURE_LIMIT, PictureError, picture_type

use_messages()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width=4, height=3):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x7f" * 3 * 4) * 3)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg(width=4, height=3, marker=b"\xff\xc0", fill=b""):
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    frame = fill + marker + struct.pack(">HBHH", 8, 8, height, width) + b"\x01"
    return b"\xff\xd8" + app + frame + b"\xff\xda" + bytes(20) + b"\xff\xd9"


def webp(kind, data):
    body = b"WEBP" + kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


LOSSY = webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 4, 3) + bytes(4))
LOSSLESS = webp(b"VP8L", b"\x2f" + struct.pack("<I", 3 | 2 << 14) + bytes(8))
EXTENDED = webp(b"VP8X", bytes(4) + b"\x03\0\0\x02\0\0" + bytes(2))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (jpeg(marker=b"\xff\xc2", fill=b"\xff"), "image/jpeg"),
        (LOSSY, "image/webp"),
        (LOSSLESS, "image/webp"),
        (EXTENDED, "image/webp"),
    ],
)
def test_read_a_picture_gives_its_type(content, expected):
    assert picture_type(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        b"<html><script>1</script>",
        b"%PDF-1.7",
    ],
)
def test_read_something_else_says_that_it_is_no_picture(content):
    with pytest.raises(PictureError, match="不是 JPEG、PNG 或 WebP"):
        picture_type(content)


@pytest.mark.parametrize(
    "content",
    [
        png()[:-20],
        png()[:20],
        png()[:29] + b"\0\0\0\0" + png()[33:],
        b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" + bytes(40),
        jpeg()[:-2],
        b"\xff\xd8\xff<script>alert(1)</script>\xff\xd9",
        b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"\xff\xd9",
        LOSSY[:-4],
        LOSSY[:12],
        webp(b"VP9 ", bytes(20)),
        webp(b"VP8 ", bytes(20)),
        webp(b"VP8L", bytes(20)),
        b"RIFF" + bytes(40),
    ],
)
def test_read_a_broken_picture_asks_for_the_whole(content):
    with pytest.raises(PictureError, match="不完整"):
        picture_type(content)


@pytest.mark.parametrize("content", [png(0, 3), jpeg(3, 0), png(12_001, 3), jpeg(4, 13_000)])
def test_read_a_picture_of_an_absurd_size_is_refused(content):
    with pytest.raises(PictureError, match="最长边"):
        picture_type(content)


def test_read_too_large_a_picture_asks_for_a_smaller_one():
    with pytest.raises(PictureError, match="8 MB"):
        picture_type(png() + bytes(PICTURE_LIMIT))


@given(st.sampled_from([png(), jpeg(), LOSSY, LOSSLESS, EXTENDED]), st.integers(0, 200), st.binary(max_size=60))
def test_read_any_bytes_gives_a_type_or_a_reason(content, cut, tail):
    try:
        answer = picture_type(content[:cut] + tail)
    except PictureError as fault:
        answer = str(fault)
    assert answer.startswith(("image/", "这个文件不是", "图片"))
