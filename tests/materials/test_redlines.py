"""Red lines below proving words: where they are on the page as it is shown, whichever way it is turned and however it is cut."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from tests.sites.pictures import photo
from wenming.materials.adapters.redlines import red_copy

MARK = [1, 100, 200, 300, 100]


def scanned(turned: int = 0, *, cut: bool = False) -> bytes:
    """Return a PDF of one white page, turned and cut as scanners do."""
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(buffer, "PDF")
    document = pypdfium2.PdfDocument(buffer.getvalue())
    document[0].set_rotation(turned)
    if cut:
        document[0].set_cropbox(50, 80, 700, 550)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def red_box(content: bytes) -> list[int]:
    """Return where the red of the first page is, in hundredths: left, right, top, bottom."""
    document = pypdfium2.PdfDocument(content)
    shown = document[0].render(scale=0.5).to_pil().convert("RGB")
    document.close()
    # what is red is not green
    reds = shown.getchannel("G").point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = reds.getbbox() or (0, 0, 0, 0)
    return [
        round(100 * left / shown.width),
        round(100 * right / shown.width),
        round(100 * top / shown.height),
        round(100 * bottom / shown.height),
    ]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("cut", [False, True])
def test_draw_a_red_line_at_the_foot_of_a_mark_however_the_page_lies(turned, cut):
    found = red_box(red_copy(scanned(turned, cut=cut), [MARK]))
    assert all(abs(one - wanted) <= 1 for one, wanted in zip(found, [10, 40, 30, 30], strict=True)), found


def test_draw_on_a_picture_and_at_the_foot_of_the_page():
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(content, "JPEG")
    copy = red_copy(content.getvalue(), [[1, 0, 0, 1000, 1000], [9, 0, 0, 10, 10]], picture=True)
    assert red_box(copy) == [0, 100, 99, 100]


def test_draw_the_same_lines_twice_gives_the_same_bytes():
    content = scanned()
    assert red_copy(content, [MARK]) == red_copy(content, [MARK])
    assert red_copy(photo(40, 30), [MARK], picture=True) == red_copy(photo(40, 30), [MARK], picture=True)


def test_draw_on_what_is_no_pdf_gives_nothing():
    assert red_copy(b"%PDF-", [MARK]) is None
