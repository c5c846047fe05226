"""One long picture for a chat: a title, figures, sections with rows and photos, a code to scan, drawn 1080 pixels wide.

What goes in is text that may leave the house: the caller decides what that is.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageOps

from wenming.documents.adapters.fonts import font

WIDTH, MARGIN, PAD, GAP = 1080, 48, 36, 24
INNER = WIDTH - 2 * MARGIN
LEAST, CODE = 40, 176
PAGE, CARD, LINE, INK, SOFT, FAINT, BRAND = "#edf0f4", "#ffffff", "#e3e8ee", "#1b2430", "#4a5564", "#5f6b7a", "#173f75"
TONES = {
    "": (SOFT, "#eff2f5"), "red": ("#9b231a", "#fcecea"), "yellow": ("#744800", "#fdf4de"), "green": ("#145c35", "#e8f5ed"),
    "grey": (SOFT, "#eff2f5"), "blue": ("#1d4f91", "#eaf2fb"),
}  # fmt: skip
NOT_FIRST = frozenset("，。、；：！？）》」』”’】％%,.;:!?)]}…")
MOST_LINES = 6
PHOTO_HEIGHT = 360
MOST_HEIGHT = 60_000
"""Pixels; what is longer no phone opens."""


class TooLongError(Exception):
    """The picture would be longer than a phone can open."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo in a row: what stands under it, and its bytes."""

    caption: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A matter: its head (number and place), a pill on the right with its tone, what is the matter, small lines under it, photos beside each other."""

    head: str
    text: str
    pill: str = ""
    tone: str = ""
    notes: Sequence[str] = ()
    photos: Sequence[Photo] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is seen first: what it counts, what it is, its tone."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A card: its title, what stands at the right of it, figures, lines, rows."""

    title: str
    aside: str = ""
    figures: Sequence[Figure] = ()
    lines: Sequence[str] = ()
    rows: Sequence[PictureRow] = ()


@dataclass(frozen=True, slots=True)
class LongPicture:
    """The whole: title, the line under it, sections, the address in the code with the words beside it, the last line."""

    title: str
    subtitle: str
    sections: Sequence[Section]
    code: str = ""
    code_note: str = ""
    footer: str = ""


Draw = Callable[[Image.Image, ImageDraw.ImageDraw, int], Any]


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the picture: how high it is, and what draws it from a given line down; ``card`` = on white."""

    height: int
    draw: Draw
    card: bool = True


def long_picture(picture: LongPicture) -> bytes:
    """Return the picture as PNG. NoFontError where this machine has no Chinese font, TooLongError beyond what phones open."""
    blocks = [_title(picture)]
    for section in picture.sections:
        blocks += [_space(GAP), *_section(section)]
    if picture.code:
        blocks += [_space(GAP), _code(picture.code, picture.code_note)]
    blocks += [_space(GAP), _footer(picture.footer)]
    height = sum(block.height for block in blocks)
    if height > MOST_HEIGHT:
        raise TooLongError
    page = Image.new("RGB", (WIDTH, height), PAGE)
    pen = ImageDraw.Draw(page)
    top = 0
    for block in blocks:
        if block.card:
            pen.rectangle((MARGIN // 2, top, WIDTH - MARGIN // 2, top + block.height), fill=CARD)
        block.draw(page, pen, top)
        top += block.height
    buffer = io.BytesIO()
    page.save(buffer, "PNG", optimize=False, compress_level=6)
    return buffer.getvalue()


def wrapped(text: str, size: int, width: int, *, bold: bool = False, most: int = MOST_LINES) -> list[str]:
    """Return a text in lines of this width: Chinese breaks anywhere but before a closing mark; what is too long ends in "…"."""
    face, lines = font(size, bold=bold), []
    for paragraph in text.split("\n"):
        line = ""
        for letter in paragraph:
            if face.getlength(line + letter) > width and letter not in NOT_FIRST and line:
                lines.append(line)
                line = ""
            line += letter
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines


def _space(height: int) -> _Block:
    return _Block(height, lambda _page, _pen, _top: None, card=False)


def _title(picture: LongPicture) -> _Block:
    """Draw the head: white on the brand's blue."""
    lines = wrapped(picture.title, 52, INNER, bold=True, most=3)
    below = wrapped(picture.subtitle, 30, INNER, most=2) if picture.subtitle else []
    height = 52 + 68 * len(lines) + 44 * len(below) + 40

    def draw(_page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        pen.rectangle((0, top, WIDTH, top + height), fill=BRAND)
        _write(pen, (MARGIN, top + 48), lines, (52, 68), "#ffffff", bold=True)
        _write(pen, (MARGIN, top + 52 + 68 * len(lines)), below, (30, 44), "#d6e5f6")

    return _Block(height, draw, card=False)


def _section(section: Section) -> list[_Block]:
    """Return a card's stretches."""
    blocks = [_heading(section)]
    if section.figures:
        blocks.append(_figures(section.figures))
    blocks += [_lines(line) for line in section.lines]
    for number, row in enumerate(section.rows):
        blocks += _row(row, first=number == 0 and not section.figures and not section.lines)
    return [*blocks, _padding(PAD // 2)]


def _padding(height: int) -> _Block:
    return _Block(height, lambda _page, _pen, _top: None)


def _heading(section: Section) -> _Block:
    """Draw a card's title with a bar before it."""
    room = INNER - (int(font(28).getlength(section.aside)) + GAP if section.aside else 0) - 24
    lines = wrapped(section.title, 36, room, bold=True, most=2)
    height = PAD + 50 * len(lines) + 12

    def draw(_page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        pen.rectangle((MARGIN, top + PAD + 4, MARGIN + 8, top + PAD + 40), fill=BRAND)
        _write(pen, (MARGIN + 24, top + PAD - 2), lines, (36, 50), INK, bold=True)
        if section.aside:
            pen.text((WIDTH - MARGIN, top + PAD + 6), section.aside, font=font(28), fill=FAINT, anchor="ra")

    return _Block(height, draw)


def _figures(figures: Sequence[Figure]) -> _Block:
    """Draw numbers beside each other, four to a line."""
    across = min(len(figures), 4)
    width, lines = INNER // across, -(-len(figures) // across)

    def draw(_page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        for number, figure in enumerate(figures):
            left = MARGIN + number % across * width
            down = top + 12 + number // across * 136
            colour = TONES[figure.tone][0] if figure.tone else INK
            pen.text((left, down), figure.value, font=font(60, bold=True), fill=colour)
            pen.text((left, down + 80), figure.label, font=font(26), fill=FAINT)

    return _Block(136 * lines + 16, draw)


def _lines(text: str) -> _Block:
    """Draw a paragraph."""
    lines = wrapped(text, 30, INNER, most=12)
    return _Block(46 * len(lines) + 10, lambda _page, pen, top: _write(pen, (MARGIN, top + 4), lines, (30, 46), SOFT))


def _row(row: PictureRow, *, first: bool) -> list[_Block]:
    """Return a matter's stretches: what is said, then its photos."""
    pill = int(font(26, bold=True).getlength(row.pill)) + 32 if row.pill else 0
    heads = wrapped(row.head, 28, INNER - pill - GAP, most=2)
    texts = wrapped(row.text, 34, INNER, bold=True)
    notes = [line for note in row.notes for line in wrapped(note, 28, INNER, most=3)]
    height = 28 + 42 * len(heads) + 6 + 50 * len(texts) + 6 + 42 * len(notes) + 14

    def draw(_page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        if not first:
            pen.line((MARGIN, top + 4, WIDTH - MARGIN, top + 4), fill=LINE, width=2)
        down = top + 24
        if row.pill:
            ink, ground = TONES[row.tone]
            pen.rounded_rectangle((WIDTH - MARGIN - pill, down - 2, WIDTH - MARGIN, down + 42), 8, fill=ground)
            pen.text((WIDTH - MARGIN - 16, down + 20), row.pill, font=font(26, bold=True), fill=ink, anchor="rm")
        down = _write(pen, (MARGIN, down), heads, (28, 42), FAINT) + 6
        down = _write(pen, (MARGIN, down), texts, (34, 50), INK, bold=True) + 6
        _write(pen, (MARGIN, down), notes, (28, 42), SOFT)

    pairs = [row.photos[start : start + 2] for start in range(0, len(row.photos), 2)]
    return [_Block(height, draw), *map(_photos, pairs)]


def _photos(photos: Sequence[Photo]) -> _Block:
    """Draw one or two photos beside each other, whole, on a quiet ground, each with its caption."""
    width = (INNER - 16) // 2

    def draw(page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        for number, photo in enumerate(photos):
            left = MARGIN + number * (width + 16)
            pen.rectangle((left, top + 4, left + width, top + 4 + PHOTO_HEIGHT), fill="#eff2f5")
            with Image.open(io.BytesIO(photo.content)) as opened:
                shown = ImageOps.contain(opened.convert("RGB"), (width, PHOTO_HEIGHT))
            at = (left + (width - shown.width) // 2, top + 4 + (PHOTO_HEIGHT - shown.height) // 2)
            page.paste(shown, at)
            pen.text((left, top + PHOTO_HEIGHT + 14), photo.caption, font=font(26), fill=FAINT)

    return _Block(PHOTO_HEIGHT + 68, draw)


def _code(address: str, note: str) -> _Block:
    """Draw the code on the right, and beside it what it leads to."""
    code = segno.make(address, error="m")
    scale = max(1, CODE // code.symbol_size(border=2)[0])
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=scale, border=2)
    side = int(code.symbol_size(scale=scale, border=2)[0])
    lines = wrapped(note, 30, INNER - side - GAP, most=4)
    height = max(side, 46 * len(lines)) + 2 * PAD

    def draw(page: Image.Image, pen: ImageDraw.ImageDraw, top: int) -> None:
        with Image.open(io.BytesIO(buffer.getvalue())) as drawn:
            page.paste(drawn.convert("RGB"), (WIDTH - MARGIN - side, top + (height - side) // 2))
        _write(pen, (MARGIN, top + (height - 46 * len(lines)) // 2), lines, (30, 46), SOFT)

    return _Block(height, draw)


def _footer(text: str) -> _Block:
    """Draw the last line."""
    lines = wrapped(text, 26, INNER, most=3)
    return _Block(
        38 * len(lines) + 56, lambda _page, pen, top: _write(pen, (MARGIN, top + 8), lines, (26, 38), FAINT), card=False
    ) if text else _space(32)  # fmt: skip


def _write(
    pen: ImageDraw.ImageDraw, place: tuple[int, int], lines: Sequence[str], sizes: tuple[int, int], colour: str, *, bold: bool = False
) -> int:  # fmt: skip
    """Write lines one below the other, in a size and with a pitch; return where the next one begins."""
    (left, top), (size, pitch) = place, sizes
    for line in lines:
        pen.text((left, top), line, font=font(size, bold=bold), fill=colour)
        top += pitch
    return top
