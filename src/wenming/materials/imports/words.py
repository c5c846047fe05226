"""The words of a paper, whatever it came as: bounded in size and pages, and never an error for what cannot be read.

Not read: words in pictures and scans, files behind a password, what was deleted in a document that keeps its changes.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

import pypdfium2
import pypdfium2.raw

from wenming.documents.imports.workbooks import Stream, with_sheets
from wenming.engine.observations import NothingReadableError
from wenming.materials.imports.formats import EXCEL, MEDIA_TYPES, OLD_EXCEL, PDF, WORD, ending_of
from wenming.materials.imports.packages import BROKEN

MOST_CHARACTERS = 30_000
"""Characters that are kept; the papers of the field have a few thousand."""
MOST_PAGES, MOST_ROWS, MOST_SHEETS = 60, 2_000, 20
LARGEST = 16 * 1024 * 1024
"""Bytes of a document's text, unpacked; what is larger is no text."""
LARGEST_BOOK = 64 * 1024 * 1024
"""Bytes of a whole workbook, unpacked."""
PDFIUM = Lock()
"""PDFium works for one thread at a time."""
DAMAGED, LOCKED, TOO_LARGE = "damaged", "locked", "too_large"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_RUN = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br[^>]*/>|<w:cr/>)|(<w:tab[^>]*/>|</w:tc>)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class ReadText:
    """What was read of a paper: at most ``MOST_CHARACTERS`` of its words, how many pages it has (0: not known) and whether there is more.

    ``fault`` says why there are no words: "damaged", "locked" (behind a password), "too_large"; "" where there is nothing wrong, which a scan or
    a picture has no words for either.
    """

    text: str = ""
    pages: int = 0
    cut: bool = False
    fault: str = ""

    @property
    def characters(self) -> int:
        """How many characters there are, blanks apart."""
        return len("".join(self.text.split()))


def text_of(name: str, media_type: str, content: bytes, *, most: int = MOST_CHARACTERS) -> ReadText:
    """Return the words of a file by its media type, so many characters at most; where the type is not known ("") by the ending of its name."""
    media_type = media_type or MEDIA_TYPES.get(ending_of(name), "")
    if media_type == PDF:
        return _of_pdf(content, most)
    if content.startswith(_OLE) and media_type in {WORD, EXCEL}:
        return ReadText(fault=LOCKED)
    if media_type == WORD:
        return _of_word(content, most)
    if media_type in {EXCEL, OLD_EXCEL}:
        return _of_book(content, most, zipped=media_type == EXCEL)
    if media_type.startswith("text/"):
        return _kept([_decoded(content, most)], most)
    return ReadText(pages=1 if media_type.startswith("image/") else 0)


def _kept(parts: Iterator[str] | list[str], most: int, pages: int = 0) -> ReadText:
    """Put parts together, as much as is kept; control characters, which no database takes, and empty lines apart."""
    found, size = [], 0
    for part in parts:
        plain = _CONTROLS.sub("", part.replace("\r\n", "\n").replace("\r", "\n"))
        plain = plain.encode("utf-8", "ignore").decode("utf-8")
        found.append(_LINES.sub("\n", _BLANKS.sub(" ", plain)).strip())
        size += len(found[-1]) + 1
        if size > most:
            break
    whole = "\n".join(one for one in found if one)
    return ReadText(whole[:most].rstrip(), pages, cut=len(whole) > most)


def _decoded(content: bytes, most: int) -> str:
    """Return a plain text in whichever of the usual encodings it is."""
    content = content[: most * 4 + 4]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "ignore")
    try:
        # the cut may have gone through a character
        return content[: len(content) - 3].decode("utf-8-sig") + content[len(content) - 3 :].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _of_word(content: bytes, most: int) -> ReadText:
    """Read a Word file: its paragraphs and cells in their order; heads, feet and deleted words apart."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = package.getinfo(_MAIN)
            if part.flag_bits & 1:
                return ReadText(fault=LOCKED)
            if part.file_size > LARGEST:
                return ReadText(fault=TOO_LARGE)
            markup = package.read(part).decode("utf-8", "replace")
    except (*BROKEN, KeyError):
        return ReadText(fault=DAMAGED)
    pieces = (
        "\n" if ends else "\t" if between else html.unescape(words) for words, ends, between in _RUN.findall(markup)
    )
    return _kept(["".join(islice(pieces, most * 2))], most)


def _of_pdf(content: bytes, most: int) -> ReadText:
    """Read the layer of text of a PDF; a scan has none."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            return ReadText(fault=LOCKED if fault.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD else DAMAGED)
        try:
            pages = len(document)
            return _kept(_page_texts(document, min(pages, MOST_PAGES), most), most, pages)
        finally:
            document.close()


def _page_texts(document: pypdfium2.PdfDocument, pages: int, most: int) -> Iterator[str]:
    """Yield the words of each page; a page that cannot be read has none."""
    for number in range(pages):
        try:
            page = document[number]
            layer = page.get_textpage()
            yield layer.get_text_range(0, min(layer.count_chars(), most))
            layer.close()
            page.close()
        except pypdfium2.PdfiumError:
            yield ""


def _of_book(content: bytes, most: int, *, zipped: bool) -> ReadText:
    """Read a workbook: sheet by sheet, a line for each row."""
    try:
        if zipped and _unpacked(content) > LARGEST_BOOK:
            return ReadText(fault=TOO_LARGE)
        return with_sheets(content, lambda sheets: _kept(_rows(sheets), most))
    except (NothingReadableError, *BROKEN):
        return ReadText(fault=DAMAGED)


def _unpacked(content: bytes) -> int:
    """Return how many bytes an archive says it has unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(part.file_size for part in package.infolist())


def _rows(sheets: Iterator[Stream]) -> Iterator[str]:
    """Yield the rows as lines, whole numbers without a point."""
    for sheet in islice(sheets, MOST_SHEETS):
        for row in islice(sheet.rows, MOST_ROWS):
            cells = (f"{cell:g}" if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row)
            yield "\t".join(cells)
