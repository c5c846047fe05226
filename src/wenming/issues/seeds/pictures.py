"""Drawn stand-ins for photos: a street, a bin, what lies before it; the same on every machine."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

SIZE = (640, 480)
SKIES = ("#bcd3e6", "#c9d8e4", "#d8dee3")
WALLS = ("#b59d80", "#a9907c", "#c0a892", "#96a2ad")
LEAVES = ("#3f6b3a", "#5b8050", "#7d8f5c", "#8a6d4c", "#6b5a48", "#9aa0a3", "#55606b", "#2f4a35")
LITTER = ("#2f3237", "#7a4b2b", "#c6403a", "#d8b13a", "#4a6fa5")


def street_photo(seed: str, *, dirty: bool) -> bytes:
    """Return a JPEG of a street corner; ``dirty`` as it was found, else as it was left. The same seed is the same place."""
    place, mess = random.Random(seed), random.Random(f"{seed}/mess")  # noqa: S311  a drawing, no secret
    picture = Image.new("RGB", SIZE, place.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    left = -40
    while left < SIZE[0]:
        width, height = place.randrange(110, 200), place.randrange(120, 210)
        draw.rectangle((left, 270 - height, left + width, 270), fill=place.choice(WALLS))
        for column in range(left + 16, left + width - 24, 44):
            for row in range(270 - height + 18, 240, 46):
                draw.rectangle((column, row, column + 22, row + 26), fill="#5d7185")
        left += width
    draw.rectangle((0, 270, SIZE[0], 330), fill="#d6cfc3")
    draw.rectangle((0, 330, SIZE[0], SIZE[1]), fill="#8d9095")
    for stripe in range(place.randrange(0, 60), SIZE[0], 110):
        draw.rectangle((stripe, 402, stripe + 60, 410), fill="#e8e6dd")
    stand = place.randrange(200, 400)
    for offset, colour in ((0, "#2f6b46"), (66, "#2f4f86")):
        draw.rectangle((stand + offset, 228, stand + offset + 54, 320), fill=colour)
        draw.rectangle((stand + offset - 4, 218, stand + offset + 58, 232), fill="#1f3d2d")
    if dirty:
        for _piece in range(26):
            x, y = stand + mess.randrange(-110, 190), mess.randrange(296, 372)
            size = mess.randrange(7, 26)
            draw.ellipse((x, y, x + size, y + size * 2 // 3), fill=mess.choice(LITTER))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def busy_photo(seed: str, *, dirty: bool, notice: str = "") -> bytes:
    """Return a street with what makes a real one easy to tell: bricks, leaves, letters; ``notice`` hangs a public notice up, the same for one name."""
    picture = Image.open(io.BytesIO(street_photo(seed, dirty=dirty))).convert("RGB")
    place, draw = random.Random(f"{seed}/busy"), ImageDraw.Draw(picture)  # noqa: S311  a drawing, no secret
    for _leaf in range(420):
        x, y, size = place.randrange(0, SIZE[0]), place.randrange(110, 470), place.randrange(2, 10)
        shade = place.choice(LEAVES)
        corners = [(x + place.randrange(-size, size), y + place.randrange(-size, size)) for _corner in range(4)]
        draw.polygon(corners, fill=shade)
    if notice:
        picture.paste(_notice(notice), (place.randrange(20, 380), place.randrange(60, 120)))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _notice(name: str) -> Image.Image:
    """Return a printed notice."""
    words, board = random.Random(name), Image.new("RGB", (210, 140), "#f3efe2")  # noqa: S311  as above
    draw = ImageDraw.Draw(board)
    draw.rectangle((0, 0, 209, 139), outline="#a01818", width=5)
    for row in range(16, 120, 15):
        for column in range(14, 194, 14):
            for _stroke in range(4):
                ends = [words.randrange(0, 12) for _end in range(4)]
                draw.line((column + ends[0], row + ends[1], column + ends[2], row + ends[3]), fill="#202020", width=2)
    return board


def used_again(photo: bytes, *, mirrored: bool = False, cut: float = 0.0) -> bytes:
    """Return a photo as somebody might send it a second time: mirrored, or a part of it."""
    picture = Image.open(io.BytesIO(photo)).convert("RGB")
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if cut:
        width, height = (round(side * (1 - cut) ** 0.5) for side in picture.size)
        left, top = (picture.width - width) // 3, (picture.height - height) // 2
        picture = picture.crop((left, top, left + width, top + height))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=72)
    return buffer.getvalue()
