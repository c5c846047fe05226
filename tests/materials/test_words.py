"""The words of papers: what is read of each format, and that nothing that is wrong with a file gets through as an error."""

import io
import zipfile

import pytest
from PIL import Image

from tests.materials.cases import word_file
from tests.sites.pictures import photo
from wenming.documents.exports import Column, Sheet, workbook
from wenming.materials.imports.formats import EXCEL, PDF, WORD
from wenming.materials.imports.words import MOST_CHARACTERS, ReadText, text_of

LINES = ("一、工作做法", "整治背街小巷 12 条，A&B 路段已完成。")
LATIN_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F1 18 Tf 20 100 Td (12 streets done) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>"
)


def scan() -> bytes:
    """Return a PDF that is a picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PDF")
    return buffer.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """Return a zip file with one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_read_each_format_returns_its_words():
    assert text_of("a.docx", WORD, word_file(*LINES)).text == "\n".join(LINES)
    assert text_of("a.txt", "text/plain", "\r\n".join(LINES).encode()).text == "\n".join(LINES)
    assert text_of("a.txt", "text/plain", LINES[1].encode("gb18030")).text == LINES[1]
    assert text_of("a.txt", "text/plain", LINES[1].encode("utf-16")).text == LINES[1]
    read = text_of("a.pdf", PDF, LATIN_PDF)
    assert (read.text, read.pages, read.characters) == ("12 streets done", 1, 13)
    assert text_of("a.pdf", PDF, scan()) == ReadText(pages=1)
    assert text_of("a.jpg", "image/jpeg", photo(8, 8)) == ReadText(pages=1)
    assert text_of("a.TXT", "", b"12 streets").text == "12 streets"
    assert text_of("a.bin", "application/zip", b"PK") == ReadText()


def test_read_workbook_returns_rows_with_whole_numbers():
    columns = [Column("路段", 10), Column("人次", 10)]
    sheet = Sheet("统计", "", columns, [["人民路", 12], ["解放路", 8.5]])
    read = text_of("a.xlsx", EXCEL, workbook([sheet]))
    assert "人民路 12\n解放路 8.5" in read.text


def test_read_deleted_words_and_fields_leaves_them_out():
    markup = '<w:p><w:r><w:t xml:space="preserve">留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>'
    assert text_of("a.docx", WORD, zipped("word/document.xml", markup.encode())).text == "留下"


def test_read_long_text_keeps_the_first_of_it():
    read = text_of("a.txt", "text/plain", ("整" * 50 + "\n").encode() * 5000)
    assert (len(read.text) <= MOST_CHARACTERS, read.cut) == (True, True)


@pytest.mark.parametrize(
    ("media_type", "content", "fault"),
    [
        (WORD, word_file(*LINES)[:300], "damaged"),
        (WORD, b"", "damaged"),
        (WORD, zipped("word/other.xml", b""), "damaged"),
        (WORD, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 OLE", "locked"),
        (WORD, zipped("word/document.xml", b"0" * (17 * 1024 * 1024)), "too_large"),
        (EXCEL, zipped("xl/workbook.xml", b"0" * (65 * 1024 * 1024)), "too_large"),
        (EXCEL, b"PK\x03\x04 not a workbook", "damaged"),
        (EXCEL, zipped("[Content_Types].xml", b"<x/>"), "damaged"),
        (PDF, b"%PDF-1.4 broken", "damaged"),
    ],
)
def test_read_what_cannot_be_read_says_why(media_type, content, fault):
    assert text_of("x", media_type, content) == ReadText(fault=fault)
