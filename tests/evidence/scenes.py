"""Generated photos: places that look different, the same poster in two of them, and what is done to a photo before it is used again."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a made-up street: sky, houses with windows, ground, things in front of them, grain; every number another place."""
    draw_of = np.random.default_rng(seed)
    picture = _clouds(draw_of, size, 90, 40)
    draw = ImageDraw.Draw(picture)
    _houses(draw, draw_of, size)
    ground = _clouds(draw_of, size, 60, 25).crop((0, 0, size[0], size[1] // 3))
    picture.paste(ground, (0, size[1] - size[1] // 3))
    _things(draw, draw_of, size)
    grain = draw_of.normal(0, 5, (size[1], size[0], 1))
    return Image.fromarray(np.clip(np.asarray(picture, np.float32) + grain, 0, 255).astype(np.uint8))


def _clouds(draw_of: np.random.Generator, size: tuple[int, int], middle: int, swing: int) -> Image.Image:
    """Return soft noise in three grades of roughness over a colour of its own."""
    base = np.zeros((size[1], size[0], 3), np.float32) + draw_of.integers(middle, middle + 80, 3)
    for cells, share in ((4, 1.0), (16, 0.6), (64, 0.5)):
        noise = draw_of.normal(0, swing * share, (cells, cells)).astype(np.float32)
        base += np.asarray(Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC))[:, :, None]
    return Image.fromarray(np.clip(base, 0, 255).astype(np.uint8))


def _colour(draw_of: np.random.Generator) -> tuple[int, ...]:
    return tuple(int(value) for value in draw_of.integers(20, 235, 3))


def _houses(draw: ImageDraw.ImageDraw, draw_of: np.random.Generator, size: tuple[int, int]) -> None:
    left = -int(draw_of.integers(0, 80))
    while left < size[0]:
        width, top = int(draw_of.integers(60, 190)), int(draw_of.integers(20, size[1] // 2))
        draw.rectangle((left, top, left + width, size[1]), fill=_colour(draw_of))
        step, window = int(draw_of.integers(18, 46)), _colour(draw_of)
        for x in range(left + 8, left + width - 12, step):
            for y in range(top + 10, size[1] * 2 // 3, step + int(draw_of.integers(0, 9))):
                wide, high = int(draw_of.integers(6, 14)), int(draw_of.integers(8, 20))
                draw.rectangle((x, y, x + wide, y + high), fill=window if draw_of.random() < 0.7 else _colour(draw_of))
        left += width + int(draw_of.integers(0, 30))


def _things(draw: ImageDraw.ImageDraw, draw_of: np.random.Generator, size: tuple[int, int]) -> None:
    for _thing in range(45):
        x, y = int(draw_of.integers(0, size[0])), int(draw_of.integers(size[1] // 3, size[1]))
        wide, high = int(draw_of.integers(8, 70)), int(draw_of.integers(8, 60))
        kind = draw_of.integers(0, 3)
        if kind == 0:
            draw.ellipse((x, y, x + wide, y + high), fill=_colour(draw_of), outline=_colour(draw_of))
        elif kind == 1:
            draw.rectangle((x, y, x + wide, y + high), fill=_colour(draw_of), outline=_colour(draw_of))
        else:
            corners = [
                (x + int(draw_of.integers(-wide, wide)), y + int(draw_of.integers(-high, high))) for _ in range(4)
            ]
            draw.polygon(corners, fill=_colour(draw_of), outline=_colour(draw_of))


def poster(seed: int, size: tuple[int, int] = (280, 200)) -> Image.Image:
    """Return a printed notice, rich in small forms."""
    draw_of = np.random.default_rng(seed)
    picture = Image.new("RGB", size, "#f3efe2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] - 1, size[1] - 1), outline="#a01818", width=6)
    for row in range(18, size[1] - 18, 16):
        for column in range(16, size[0] - 18, 15):
            for _stroke in range(4):
                ends = [int(value) for value in draw_of.integers(0, 12, 4)]
                draw.line((column + ends[0], row + ends[1], column + ends[2], row + ends[3]), fill="#202020", width=2)
    return picture


def with_poster(picture: Image.Image, notice: Image.Image, left: int, top: int, lean: float = 0.0) -> Image.Image:
    """Return the picture with the notice hung up in it, leaning by so many degrees."""
    hung = notice.convert("RGBA").rotate(lean, Image.Resampling.BICUBIC, expand=True)
    copy = picture.copy()
    copy.paste(hung, (left, top), hung)
    return copy


def jpeg(picture: Image.Image, quality: int = 85, **options: object) -> bytes:
    """Return the bytes of a JPEG."""
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def crop(share: float) -> Callable[[Image.Image], Image.Image]:
    """Return the attack that cuts away this share of the area, off the middle."""

    def cut(picture: Image.Image) -> Image.Image:
        side = (1 - share) ** 0.5
        width, height = int(picture.width * side), int(picture.height * side)
        left, top = (picture.width - width) // 3, (picture.height - height) * 2 // 3
        return picture.crop((left, top, left + width, top + height))

    return cut


def stamp(picture: Image.Image) -> Image.Image:
    """Lay a bar with time and place over the lowest 12 %."""
    copy = picture.copy()
    draw, top = ImageDraw.Draw(copy), int(picture.height * 0.88)
    draw.rectangle((0, top, picture.width, picture.height), fill="#101010")
    for column in range(10, picture.width - 20, 14):
        draw.line((column, top + 8, column + 7, picture.height - 8), fill="#f0f0f0", width=2)
    return copy


def screenshot(picture: Image.Image) -> Image.Image:
    """Put it on the screen of a phone: bars above and below, margins."""
    shot = Image.new("RGB", (picture.width + 24, picture.height * 2), "#ffffff")
    draw = ImageDraw.Draw(shot)
    draw.rectangle((0, 0, shot.width, 40), fill="#e9e9ee")
    draw.rectangle((0, shot.height - 60, shot.width, shot.height), fill="#e9e9ee")
    shot.paste(picture, (12, picture.height // 2))
    return shot


def _again(quality: int) -> Callable[[Image.Image], Image.Image]:
    return lambda picture: Image.open(io.BytesIO(jpeg(picture, quality)))


ATTACKS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "recompressed": _again(20),
    "half size": lambda picture: picture.resize((picture.width // 2, picture.height // 2)),
    "brighter": lambda picture: picture.point(lambda value: min(255, int(value * 1.3))),
    "softer": lambda picture: picture.filter(ImageFilter.GaussianBlur(1)),
    "stamp": stamp,
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned 90": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "turned 3": lambda picture: picture.rotate(3, Image.Resampling.BICUBIC),
    "crop 5": crop(0.05),
    "crop 10": crop(0.10),
    "crop 20": crop(0.20),
    "crop 40": crop(0.40),
    "screenshot": screenshot,
}
