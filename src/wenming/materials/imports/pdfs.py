"""PDF by PDFium, which works for one thread at a time: whoever opens one holds ``PDFIUM``."""

from __future__ import annotations

from threading import Lock

import pypdfium2
import pypdfium2.raw

PDFIUM = Lock()
MOST_READ = 60
"""Pages whose words are read."""


class LockedPdfError(Exception):
    """The PDF wants a password."""


class BrokenPdfError(Exception):
    """PDFium cannot open it, or it has no page."""


def words_of_pdf(content: bytes) -> str:
    """Return the words of a PDF, page by page, "" for a scan. LockedPdfError, BrokenPdfError."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            locked = (
                getattr(fault, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(fault).lower()
            )
            raise (LockedPdfError if locked else BrokenPdfError) from fault
        try:
            pages = len(document)
            if not pages:
                raise BrokenPdfError
            return "\n".join(_page(document, number) for number in range(min(pages, MOST_READ)))
        finally:
            document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return the words of one page; "" for one that cannot be read: others look at its picture."""
    try:
        return str(document[number].get_textpage().get_text_bounded())
    except pypdfium2.PdfiumError:
        return ""
