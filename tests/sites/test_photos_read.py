"""Photos by their own bytes: what is shown, what is left out, what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date

import pytest
from PIL import Image

from tests.data import use_messages
from tests.sites.pictures import photo, written
from wenming.sites.imports import photos
from wenming.sites.imports.photos import PhotoError, read_photo

use_messages()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def near(pixel: tuple, wanted: tuple) -> bool:
    return all(abs(one - other) < 60 for one, other in zip(pixel, wanted, strict=True))


def test_read_a_photo_lying_on_its_side_stands_it_up_without_place_and_camera():
    content = photo(400, 300, turned=True, taken="2026:09:13 08:14:00", place=True)
    assert opened(content).size == (300, 400)
    assert opened(content).getexif().get_ifd(0x8825) != {}
    made = read_photo(content)
    assert (made.width, made.height, made.taken_on) == (400, 300, date(2026, 9, 13))
    for shown in (opened(made.large), opened(made.small)):
        assert dict(shown.getexif()) == {}
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert near(shown.getpixel((10, 10)), (255, 0, 0))
        assert near(shown.getpixel((10, 290)), (0, 0, 255))


@pytest.mark.parametrize(("size", "large", "small"), [
    ((4000, 3000), (1200, 900), (480, 360)),
    ((900, 1600), (675, 1200), (270, 480)),
    ((1000, 10), (1000, 10), (480, 5)),
    ((3, 5), (3, 5), (3, 5)),
])  # fmt: skip
def test_read_a_photo_makes_it_small_and_never_larger(size, large, small):
    made = read_photo(photo(*size))
    assert (made.width, made.height) == large
    assert opened(made.large).size == large
    assert opened(made.small).size == small


@pytest.mark.parametrize(("mode", "form"), [
    ("L", "JPEG"), ("CMYK", "JPEG"), ("RGB", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"),
    ("RGB", "WEBP"), ("RGBA", "WEBP"),
])  # fmt: skip
def test_read_a_picture_of_any_colours_gives_plain_ones(mode, form):
    made = read_photo(written(Image.new(mode, (20, 20)), form))
    assert opened(made.large).mode == "RGB"


def test_read_a_transparent_picture_shows_it_on_white():
    made = read_photo(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert near(opened(made.large).getpixel((10, 10)), (255, 255, 255))


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "gestern"])
def test_read_a_photo_without_a_day_leaves_it_empty(taken):
    assert read_photo(photo(taken=taken)).taken_on is None


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of few bytes that says it is very large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


@pytest.mark.parametrize(("content", "words"), [
    (b"", "不是 JPEG、PNG 或 WebP"),
    (b"%PDF-1.7", "不是 JPEG、PNG 或 WebP"),
    (written(Image.new("RGB", (9, 9)), "GIF"), "不是 JPEG、PNG 或 WebP"),
    (photo(400, 300)[:-900], "不完整或已损坏"),
    (written(Image.new("RGB", (90, 90), "red"), "PNG")[:-30], "不完整或已损坏"),
    (bomb(60_000, 60_000), "像素太多"),
    (bomb(10_000, 9_000), "像素太多"),
    (bytes(photos.PHOTO_LIMIT + 1), "超过 20 MB"),
])  # fmt: skip
def test_read_what_is_no_photo_says_what_is_wrong(content, words):
    with pytest.raises(PhotoError, match=words):
        read_photo(content)
