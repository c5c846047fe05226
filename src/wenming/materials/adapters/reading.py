"""A paper as it can be looked at: pages as pictures, or its words sentence by sentence. Nothing of it is kept; the bytes are the record."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.kernel.adapters.stores import path_of
from wenming.materials.imports.formats import EXCEL, OLD_EXCEL, PDF
from wenming.materials.imports.words import PDFIUM, text_of
from wenming.materials.models import Paper

MOST_PAGES = 60
MOST_SENTENCES = 400
MOST_ROWS = 60
WIDTH = 1100
"""Pixels of a page's width."""
QUALITY = 80
_SENTENCE = re.compile(r"[^。！？；!?;]+[。！？；!?;]*")


@dataclass(frozen=True, slots=True)
class Preview:
    """How a paper can be looked at: pages as pictures, paragraphs of numbered sentences, or rows of a table; none where it cannot be read."""

    pages: int = 0
    paragraphs: tuple[tuple[tuple[int, str], ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    characters: int = 0


def preview_of(paper: Paper) -> Preview:
    """Return how a paper can be looked at."""
    if paper.shown_id:
        return Preview(pages=1)
    content = _bytes(paper)
    if paper.media_type == PDF:
        return Preview(pages=min(pages_of(content), MOST_PAGES))
    if paper.media_type in {EXCEL, OLD_EXCEL}:
        return Preview(rows=_rows(content))
    read = text_of(paper.name, paper.media_type, content)
    return Preview(paragraphs=_paragraphs(read.text), characters=read.characters)


def page_picture(paper: Paper, page: int) -> bytes | None:
    """Return a page of a PDF as a JPEG, None where there is no such page."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(_bytes(paper))
        except pypdfium2.PdfiumError:
            return None
        try:
            if not 1 <= page <= min(len(document), MOST_PAGES):
                return None
            drawn = document[page - 1]
            bitmap = drawn.render(scale=WIDTH / max(drawn.get_width(), 1))
            buffer = io.BytesIO()
            bitmap.to_pil().convert("RGB").save(buffer, "JPEG", quality=QUALITY)
            return buffer.getvalue()
        finally:
            document.close()


def _bytes(paper: Paper) -> bytes:
    """Read the bytes as they came in."""
    return path_of(paper.city.slug, paper.file.sha256).read_bytes()


def _rows(content: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of a workbook's first sheet, nothing for one that cannot be read."""
    try:
        sheets = read_workbook(content)
    except NothingReadableError:
        return ()
    found = sheets[0].rows[:MOST_ROWS] if sheets else []
    return tuple(tuple("" if cell is None else str(cell) for cell in row) for row in found)


def _paragraphs(text: str) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Return a text as paragraphs of sentences, numbered from 1 through the whole text."""
    found, number = [], 0
    for line in text.splitlines():
        sentences = []
        for sentence in _SENTENCE.findall(line.strip()):
            number += 1
            sentences.append((number, sentence))
        if sentences and number <= MOST_SENTENCES:
            found.append(tuple(sentences))
    return tuple(found)


def read_for_filing(paper: Paper, sentences: Sequence[int]) -> tuple[int, dict[int, str]]:
    """Return how many pages a PDF has, 0 for anything else, and the sentences of these numbers of a paper that is shown as text."""
    if paper.media_type == PDF:
        return pages_of(_bytes(paper)), {}
    if not sentences or paper.media_type in {EXCEL, OLD_EXCEL}:
        return 0, {}
    wanted = set(sentences)
    return 0, {n: text for some in preview_of(paper).paragraphs for n, text in some if n in wanted}


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has, 0 for one that cannot be read."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()
