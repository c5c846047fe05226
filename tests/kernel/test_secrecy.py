"""Uploads that bear a mark: refused before any page sees them, by name and by the words of Word and PDF files."""

import io
import zipfile
import zlib

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import HOME, OFFICER, make_account
from wenming.documents.adapters.typesetter import faces
from wenming.kernel.imports.papers import words_of

pytestmark = pytest.mark.django_db
URL = f"/{HOME}/issues/paste/"


def word(*paragraphs: str, head: str = "") -> bytes:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.sections[0].header.paragraphs[0].text = head
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(text: str) -> bytes:
    """Return a page as the house's own typesetter makes it: compressed, with fonts of its own."""
    import typst

    family = faces()["song"][0]
    source = f'#set text(font: "{family}")\n{text}'
    return typst.compile(source.encode())


def test_read_words_of_word_files_reads_heads_too():
    assert words_of("a.docx", word("关于点位的通知", head="机密★5年")).split() == ["关于点位的通知", "机密★5年"]


def test_read_words_of_pdf_files_reads_what_the_page_shows():
    assert "内部资料，注意保存" in words_of("a.pdf", pdf("关于点位的通知\n\n内部资料，注意保存"))


def test_read_words_of_pdf_files_of_other_makers():
    """Codes counted on or listed, characters of the old national set, escapes, streams that are not packed."""
    table = b"beginbfrange <0001> <0002> <673A> <0003> <0003> [<5BC6>] endbfrange beginbfchar <0004> <2605> endbfchar"
    page = b"BT <0001 0003> Tj (\\000\\004) Tj T* ET"
    old = b"BT (" + "秘密★1年".encode("gb18030") + b") Tj (a\\(\\n\\q) Tj ET"
    parts = [zlib.compress(table), zlib.compress(page), old]
    content = b"%PDF-1.7\n" + b"".join(b"stream\n" + part + b"endstream\n" for part in parts)
    words = words_of("a.pdf", content)
    assert "机密★" in words
    assert "秘密★1年" in words


@pytest.mark.parametrize(("name", "content"), [
    ("a.docx", b"PK\x03\x04 damaged"), ("a.pdf", b"%PDF-1.7 stream\n\xff\xfeendstream"), ("a.jpg", b"\xff\xd8"), ("a.zip", b"PK\x03\x04"), ("a.docx", b""),
])  # fmt: skip
def test_read_words_of_what_has_none_gives_nothing(name, content):
    assert words_of(name, content) == ""


def test_read_words_of_a_part_too_large_to_be_text_leaves_it_out(monkeypatch):
    monkeypatch.setattr("wenming.kernel.imports.papers.LARGEST", 10)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<w:p>机密★5年</w:p>")
    assert words_of("a.docx", buffer.getvalue()) == ""


@pytest.mark.parametrize(("name", "content", "said"), [
    ("机密-名单.jpg", b"\xff\xd8", "文件名“机密-名单.jpg”里有“机密”"),
    ("通知.docx", word("标题", "内部资料 注意保存"), "文件“通知.docx”的文字里有“内部资料注意保存”：“内部资料 注意保存”"),
])  # fmt: skip
def test_send_file_with_a_mark_is_refused_and_says_where(client, name, content, said):
    from wenming.kernel.models import StoredFile

    client.force_login(make_account(OFFICER))
    sent = {"text": "垃圾桶满了", "photos": [SimpleUploadedFile("现场.jpg", b"x"), SimpleUploadedFile(name, content)]}
    response = client.post(URL, sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "图片里的文字" in response.content.decode()
    assert not StoredFile.objects.across_cities().exists()


def test_send_file_without_a_mark_reaches_its_page_unread(client):
    client.force_login(make_account(OFFICER))
    file = SimpleUploadedFile("秘密花园小区.docx", word("秘书处通知"))
    response = client.post(f"/{HOME}/issues/paste/", {"text": "垃圾桶满了", "photos": [file]})
    assert response.status_code == 422
    assert "没有上传" not in response.content.decode()


def test_paste_chat_with_a_mark_is_refused_with_the_line(client):
    client.force_login(make_account(OFFICER))
    answer = client.post(
        URL, {"form": "3f0e3c0a-58a5-4f0c-9a55-0a1f7f0d9a11", "text": "张三：\n绝密\n东门垃圾"}
    ).content.decode()
    assert "文字里有“绝密”" in answer
