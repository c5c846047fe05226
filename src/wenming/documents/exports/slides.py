"""Slides, one matter to a page, 16:9: as PowerPoint, to be edited further, and as PDF from the same data."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Mm, Pt

from wenming.documents.adapters.typesetter import typeset

WIDTH, HEIGHT = Mm(338.67), Mm(190.5)
MARGIN, BAR = Mm(12), Mm(24)
BLUE, INK, SOFT, QUIET, WHITE = (
    RGBColor.from_string(one) for one in ("173F75", "1B2430", "4A5564", "EFF2F5", "FFFFFF")
)
FACE = "微软雅黑"
FIXED = datetime(2016, 1, 1)  # noqa: DTZ001  PowerPoint knows no zones; fixed, so that the same slides say nothing of when
LONG = 46
"""Characters from which a matter is written smaller."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A page: where, what is the matter, facts with their labels, the photos before and after by their keys."""

    title: str
    text: str
    facts: Sequence[tuple[str, str]]
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class SlideSet:
    """All pages: what they are about, who shows them when, the captions of the photos, and what stands where there is none."""

    title: str
    subtitle: str
    slides: Sequence[Slide]
    before: str
    after: str
    none: str

    @property
    def photos(self) -> set[int]:
        """Return the keys of the photos."""
        return {key for slide in self.slides for key in (slide.before, slide.after) if key is not None}


def slides_data(slides: SlideSet) -> dict[str, Any]:
    """Return the slides as plain data, to be kept."""
    return asdict(slides)


def slides_of(data: Mapping[str, Any]) -> SlideSet:
    """Return the slides that plain data holds."""
    pages = [Slide(**{**one, "facts": [(name, value) for name, value in one["facts"]]}) for one in data["slides"]]
    return SlideSet(**{**data, "slides": pages})


def slides_pdf(slides: SlideSet, pictures: Mapping[int, bytes]) -> bytes:
    """Return the slides as a PDF. NoFontError."""
    return typeset("slides", _facts(slides, pictures), pictures)[0]


def slides_pages(slides: SlideSet, pictures: Mapping[int, bytes], *, ppi: int = 60) -> list[bytes]:
    """Return the slides as PNG. NoFontError."""
    return typeset("slides", _facts(slides, pictures), pictures, kind="png", ppi=ppi)


def _facts(slides: SlideSet, pictures: Mapping[int, bytes]) -> dict[str, Any]:
    data = slides_data(slides)
    for one in data["slides"]:
        for name in ("before", "after"):
            one[name] = f"{one[name]}.jpg" if one[name] in pictures else None
    return data


def slides_file(slides: SlideSet, pictures: Mapping[int, bytes]) -> bytes:
    """Return the slides for PowerPoint and WPS."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    blank = show.slide_layouts[6]
    for number, one in enumerate(slides.slides, start=1):
        page = show.slides.add_slide(blank)
        _bar(page, f"{number}　{one.title}", f"{number} / {len(slides.slides)}")
        _photos(page, slides, one, pictures)
        _words(page, one)
        _text(
            page, (MARGIN, HEIGHT - Mm(12), WIDTH - 2 * MARGIN, Mm(8)), f"{slides.title}　{slides.subtitle}", 11, SOFT
        )
    facts = show.core_properties
    facts.author = facts.last_modified_by = facts.title = ""
    facts.created = facts.modified = FIXED
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


def _bar(page: Any, title: str, place: str) -> None:
    """Draw the head: number and place on the brand's blue."""
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, WIDTH, BAR)
    bar.fill.solid()
    bar.fill.fore_color.rgb = BLUE
    bar.line.fill.background()
    _text(page, (MARGIN, Mm(4), WIDTH - 2 * MARGIN - Mm(30), Mm(16)), title, 28, WHITE, bold=True)
    _text(page, (WIDTH - MARGIN - Mm(30), Mm(6), Mm(30), Mm(12)), place, 16, WHITE)


def _photos(page: Any, slides: SlideSet, one: Slide, pictures: Mapping[int, bytes]) -> None:
    """Draw the photo before large on the left, the one after small under the facts; where there is none, say so."""
    frame = (MARGIN, BAR + Mm(8), Mm(190), Mm(136))
    if one.before is None or one.before not in pictures:
        ground = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *frame)
        ground.fill.solid()
        ground.fill.fore_color.rgb = QUIET
        ground.line.fill.background()
        _text(page, (frame[0], frame[1] + Mm(60), frame[2], Mm(16)), slides.none, 20, SOFT)
    else:
        _photo(page, frame, pictures[one.before])
    if one.after is not None and one.after in pictures:
        right = frame[0] + frame[2] + Mm(10)
        _text(page, (right, BAR + Mm(93), Mm(60), Mm(8)), slides.after, 14, SOFT)
        _photo(page, (right, BAR + Mm(101), WIDTH - right - MARGIN, Mm(43)), pictures[one.after])


def _photo(page: Any, frame: tuple[int, int, int, int], content: bytes) -> None:
    """Fit a photo into a frame, whole, against its left edge."""
    left, top, width, height = frame
    with Image.open(io.BytesIO(content)) as opened:
        wide, high = opened.size
    scale = min(width / wide, height / high)
    page.shapes.add_picture(io.BytesIO(content), left, top, Emu(int(wide * scale)), Emu(int(high * scale)))


def _words(page: Any, one: Slide) -> None:
    """Write what is the matter, and the facts under it."""
    left = MARGIN + Mm(200)
    width = WIDTH - left - MARGIN
    _text(page, (left, BAR + Mm(6), width, Mm(30)), one.text, 18 if len(one.text) > LONG else 22, INK, bold=True)
    for number, (label, value) in enumerate(one.facts):
        top = BAR + Mm(38) + number * Mm(10.4)
        _text(page, (left, top, Mm(26), Mm(9)), label, 15, SOFT)
        _text(page, (left + Mm(26), top, width - Mm(26), Mm(9)), value, 17, INK)


def _text(
    page: Any, frame: tuple[int, int, int, int], text: str, size: int, colour: RGBColor, *, bold: bool = False
) -> None:
    """Write a text into a box without borders."""
    box = page.shapes.add_textbox(*(Emu(int(part)) for part in frame)).text_frame
    box.word_wrap = True
    box.vertical_anchor = MSO_ANCHOR.TOP
    box.margin_left = box.margin_right = box.margin_top = box.margin_bottom = 0
    run = box.paragraphs[0].add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FACE
    run.font.color.rgb = colour
    properties = run._r.get_or_add_rPr()  # noqa: SLF001  the library names no font for Chinese characters
    east = properties.makeelement(qn("a:ea"), {"typeface": FACE})
    properties.append(east)
