"""A copy of a paper with a red straight line below its proving words, as a PDF; the original is left as it came in.

Lines are drawn on the page as it is shown, whichever way it is turned and however it is cut.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from wenming.materials.adapters.reading import PDFIUM

RED = (215, 0, 15, 255)
WHOLE = 1000
LONG = 842
"""Points of the longer side of a page that a picture makes: A4's."""
LOWEST = 0.994
"""A mark that reaches the foot of the page has its line a little above it."""
_NAMES = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*\]")
Mark = Sequence[int]
"""Page, left, top, width, height in thousandths of the page."""


def red_copy(content: bytes, marks: Sequence[Mark], *, picture: bool = False) -> bytes | None:
    """Return a PDF (or the JPEG of a picture) with a red line at the foot of every mark; None for a PDF that cannot be read."""
    with PDFIUM:
        try:
            document = _of_picture(content) if picture else pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return None
        try:
            for number, some in groupby(sorted(tuple(one) for one in marks), key=lambda one: one[0]):
                if number <= len(document):
                    _draw(document[number - 1], list(some))
            buffer = io.BytesIO()
            document.save(buffer)
        finally:
            document.close()
    return _nameless(buffer.getvalue())


def _of_picture(content: bytes) -> pypdfium2.PdfDocument:
    """Return a PDF of one page that is a picture."""
    with Image.open(io.BytesIO(content)) as opened:
        wide, high = (side * LONG / max(opened.size) for side in opened.size)
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(wide, high)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(io.BytesIO(content), inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    page.insert_obj(image)
    page.gen_content()
    return document


def _draw(page: pypdfium2.PdfPage, marks: Sequence[Mark]) -> None:
    """Draw the lines of one page."""
    for _page, left, top, wide, high in marks:
        foot = min((top + high) / WHOLE, LOWEST)
        line = pdfium.FPDFPageObj_CreateNewPath(*_point(page, left / WHOLE, foot))
        pdfium.FPDFPath_LineTo(line, *_point(page, (left + wide) / WHOLE, foot))
        pdfium.FPDFPageObj_SetStrokeColor(line, *RED)
        pdfium.FPDFPageObj_SetStrokeWidth(line, max(page.get_height() / 500, 1))
        pdfium.FPDFPath_SetDrawMode(line, pdfium.FPDF_FILLMODE_NONE, True)  # noqa: FBT003  the library's order
        pdfium.FPDFPage_InsertObject(page, line)
    page.gen_content()


def _point(page: pypdfium2.PdfPage, right: float, down: float) -> tuple[float, float]:
    """Return a point of the page as it is shown, from its upper left corner, in the page's own space."""
    left, bottom, wide, high = _box(page)
    across, up = {
        0: (right, 1 - down),
        90: (down, right),
        180: (1 - right, down),
        270: (1 - down, 1 - right),
    }[page.get_rotation()]
    return left + across * wide, bottom + up * high


def _box(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Return what of a page is shown: left, bottom, width, height."""
    left, bottom, right, top = page.get_cropbox()
    return left, bottom, right - left, top - bottom


def _nameless(content: bytes) -> bytes:
    """Return the PDF without the names that are drawn by chance whenever it is written, so that the same content has the same bytes."""
    found = list(_NAMES.finditer(content))
    if not found:
        return content
    last = found[-1]
    blank = re.sub(rb"<[0-9A-Fa-f]*>", lambda name: b"<" + b"0" * (len(name[0]) - 2) + b">", last[0])
    return content[: last.start()] + blank + content[last.end() :]
