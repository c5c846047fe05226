"""The door for materials: one hostile file each, one line each, and nothing else of the same upload is lost."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.materials import hostile
from tests.materials.cases import make_item, papers_of, picture, report, word_file
from tests.people import AT, HOME, LIAISON, make_account
from tests.sites.pictures import photo
from wenming.materials import actions
from wenming.materials.adapters.scanning import scan
from wenming.materials.imports import heads
from wenming.materials.imports.faults import CODES, fault_words
from wenming.materials.imports.papers import PaperError, PapersError, count_characters, read_paper
from wenming.materials.imports.scanning import ScannerSilentError

WORD, JPEG = word_file(), photo()
BOMB = hostile.word_with(("word/media/a.bin", b"\0" * (8 * 1024 * 1024)))
NESTED = hostile.package(
    ("a.zip", hostile.package(("b.zip", hostile.package(("c.zip", hostile.package(("d", b"d")))))))
)
MANY = hostile.package(*((f"{number}", b"") for number in range(2001)))
TABLE = [
    # name, bytes, kind, limits -> code, words of the line
    ("甲.mp4", b"x", "report", {}, "format", "这里可以报送：docx、pdf、txt"),
    ("甲.pdf", hostile.pdf(), "report", {"extensions": ["docx"]}, "format", "这里可以报送：docx"),
    ("甲.doc", b"x", "report", {}, "old_format", "另存为 docx"),
    ("甲.wps", b"x", "report", {}, "old_format", "另存为 docx"),
    ("甲.et", b"x", "statistics", {}, "old_format", "另存为 xlsx"),
    ("甲.heic", b"x", "picture", {}, "heic", "兼容性最佳"),
    ("甲.exe", hostile.PROGRAM, "report", {}, "program", "是程序或脚本"),
    ("甲.docm", WORD, "report", {}, "macros", "另存为不带宏的 docx"),
    ("甲.docx", b"", "report", {}, "empty", "是空文件"),
    ("dir/甲.txt", "字字".encode(), "report", {"bytes": 2}, "large", "“甲.txt”超过"),
    ("机密文件.docx", WORD, "report", {}, "secret", "标有“机密文件”"),
    ("甲.docx", WORD[:-200], "report", {}, "damaged", "打不开"),
    ("甲.docx", b"\0\1\2\3" * 50, "report", {}, "damaged", "没有传完"),
    ("甲.xlsx", WORD, "statistics", {}, "renamed", "其实是Word 文档（docx）"),
    ("甲.docx", JPEG, "report", {}, "renamed", "不是 docx 文件，其实是JPEG 图片"),
    ("甲.docx", hostile.package(("a.txt", b"a")), "report", {}, "renamed", "其实是压缩包（zip）"),
    ("甲.docx", b"<html></html>", "report", {}, "renamed", "其实是网页"),
    ("甲.jpg", b"no picture", "picture", {}, "renamed", "其实是文本"),
    ("甲.txt", hostile.PROGRAM, "report", {}, "renamed", "其实是程序"),
    ("甲.jpg", b"\0\0\0\x18ftypheic", "picture", {}, "renamed", "HEIC"),
    ("甲.docx", hostile.old_workbook("x"), "report", {}, "renamed", "其实是旧版 Excel"),
    ("甲.docx", hostile.locked_word(), "report", {}, "encrypted", "加了密码"),
    ("甲.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "report", {}, "damaged", "打不开"),
    ("甲.docx", hostile.locked_zip(), "report", {}, "encrypted", "去掉密码"),
    ("甲.pdf", hostile.pdf(locked=True), "report", {}, "encrypted", "加了密码"),
    ("甲.pdf", b"%PDF-1.4 nothing", "report", {}, "damaged", "打不开"),
    ("甲.docx", BOMB, "report", {}, "bomb", "大得不正常"),
    ("甲.docx", NESTED, "report", {}, "bomb", "大得不正常"),
    ("甲.docx", MANY, "report", {}, "bomb", "大得不正常"),
    ("甲.docx", hostile.word_with(("word/vbaProject.bin", b"x")), "report", {}, "macros", "带有宏"),
    ("甲.docx", hostile.word_with(("word/embeddings/a.exe", b"x")), "report", {}, "program_inside", "（a.exe）"),
    ("甲.docx", hostile.word_with(("word/embeddings/a.bin", hostile.PROGRAM)), "report", {}, "program_inside", "夹带程序"),
    ("甲.pdf", hostile.pdf() + hostile.PROGRAM[4:], "report", {}, "program_inside", "夹带程序"),
    ("甲.txt", hostile.EICAR, "report", {}, "virus", "EICAR"),
    ("甲.pdf", hostile.pdf() + hostile.EICAR, "report", {}, "virus", "查出病毒"),
    ("甲.docx", hostile.word_with(("word/a.bin", b"x" * 400_000 + hostile.EICAR)), "report", {}, "virus", "EICAR"),
    ("甲.docx", hostile.word_with(("a.zip", hostile.package(("b.com.txt", hostile.EICAR)))), "report", {}, "virus", "EICAR"),
    ("甲.docx", word_file("机密★5年", "正文"), "report", {}, "secret", "标有“机密★5年”"),
    ("甲.pdf", hostile.pdf("x"), "report", {}, "", ""),
    ("甲.xlsx", hostile.workbook("表", "内部资料"), "statistics", {}, "secret", "标有“内部资料”"),
    ("甲.xls", hostile.old_workbook("表", "秘密★1年"), "statistics", {}, "secret", "标有“秘密★1年”"),
    ("甲.txt", "不得外传\n正文".encode("gb18030"), "report", {}, "secret", "标有“不得外传”"),
    ("甲.docx", word_file("字" * 51), "report", {"characters": 50}, "long", "有 51 字，超过 50 字"),
    ("甲.docx", word_file("字 " * 50), "report", {"characters": 50}, "", ""),
    ("甲.jpg", JPEG, "picture", {"pixels": 100}, "small", "长边 40 像素，不到 100 像素"),
    ("甲.jpg", photo(1600, 20), "picture", {"pixels": 1500}, "", ""),
    ("甲.jpg", photo(400, 300)[:-60], "picture", {}, "damaged", "没有传完"),
    ("甲.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "picture", {}, "damaged", "打不开"),
    ("甲.xls", hostile.old_workbook("人数"), "statistics", {}, "", ""),
    ("甲.txt", b"<html>text</html>", "report", {}, "", ""),
    ("甲.docx", WORD, "", {}, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kind", "limits", "code", "words"), TABLE)
def test_read_a_file_says_the_one_thing_that_is_wrong(name, content, kind, limits, code, words):
    if not code:
        assert read_paper(name, content, kind=kind, limits=limits).content == content
        return
    with pytest.raises(PaperError) as fault:
        read_paper(name, content, kind=kind, limits=limits)
    assert (fault.value.code, words in str(fault.value), "\n" in str(fault.value)) == (code, True, False)
    assert str(fault.value).startswith(f"“{name.rpartition('/')[2]}”")


def test_read_the_table_meets_every_fault_that_there_is():
    # what is left needs a picture of 80 million pixels, a scanner that is silent, or a batch (test_batches)
    left = {"pixels", "unchecked", "long_path", "zip_damaged", "zip_bomb", "zip_many", "zip_large"}
    assert set(CODES) - {row[4] for row in TABLE} == left


def test_say_a_fault_that_is_not_known_any_more_says_its_code():
    assert fault_words("gone", {}) == "gone"


@pytest.mark.parametrize("side", [12_000, 60_000], ids=["beyond our limit", "beyond the library's own"])
def test_read_a_picture_that_unfolds_to_too_many_pixels_refuses_it(side):
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0), b"IDAT"]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks
    )
    with pytest.raises(PaperError, match="像素太多"):
        read_paper("甲.png", content, kind="picture")


def test_read_a_file_that_was_left_unread_says_how_large_it_may_be():
    with pytest.raises(PaperError, match="超过 50 MB"):
        read_paper("甲.pdf", b"", size=60 * 1024 * 1024)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"RIFF\0\0\0\0WEBP", "webp"),
        (b"Rar!\x1a", "rar"),
        (b"#!/bin/sh", "program"),
        (b"MZ is how this begins", "txt"),
        (b"\0", ""),
    ],
)
def test_look_at_heads_tells_what_bytes_are(content, kind):
    assert heads.kind_of(content) == kind


def test_count_characters_leaves_blanks_out_and_takes_a_character_as_one():
    assert count_characters("文明 创建\n\t2026 年𠮷") == 10


@contextmanager
def daemon(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of something that listens as ClamAV does and gives this answer, and what it was sent."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            wire, _from = server.accept()
            with wire, wire.makefile("rb") as lines:
                assert lines.read(10) == b"zINSTREAM\0"
                while size := struct.unpack(">I", lines.read(4))[0]:
                    heard.append(lines.read(size))
                wire.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
        thread.join()


@pytest.mark.parametrize(
    ("answer", "found"), [(b"stream: OK\0", ""), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")]
)
def test_scan_by_the_daemon_of_the_installation_believes_it(settings, answer, found):
    content = b"x" * 70_000
    with daemon(answer) as (address, heard):
        settings.CLAMD = address
        assert (scan(content), b"".join(heard)) == (found, content)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_scan_by_a_daemon_that_cannot_say_lets_nothing_in(settings, answer):
    with daemon(answer) as (address, _heard):
        settings.CLAMD = address
        with pytest.raises(PaperError, match="查毒服务现在没有应答"):
            read_paper("甲.docx", WORD, scan=scan)


def test_scan_by_a_socket_where_nobody_listens_lets_nothing_in(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "clamd.sock")
    with pytest.raises(ScannerSilentError):
        scan(b"x")
    assert scan(hostile.EICAR) == "EICAR-Test-File"


@pytest.mark.django_db
def test_send_several_files_names_each_bad_one_and_writes_nothing():
    item = make_item()
    sent = [report(), picture("乙.jpg"), actions.Given("丙.docx", b"")]
    with pytest.raises(PapersError) as fault:
        actions.submit_material(item=item, given=sent, by=make_account(LIAISON), at=AT)
    assert (fault.value.places, len(fault.value.lines), item.versions.count()) == ({1, 2}, 2, 0)


@pytest.mark.django_db
def test_send_several_files_by_the_form_keeps_the_good_ones_in_the_draft():
    item = make_item()
    files = [
        SimpleUploadedFile("甲.docx", WORD),
        SimpleUploadedFile("乙.docx", hostile.EICAR),
        SimpleUploadedFile("丙.txt", b"c"),
    ]
    liaison = Client()
    liaison.force_login(make_account(LIAISON))
    answer = liaison.post(f"/{HOME}/materials/items/{item.pk}/file/", {"files": files})
    page = answer.content.decode()
    item.refresh_from_db()
    assert (answer.status_code, item.state, [one.name for one in papers_of(item)]) == (
        422,
        "drafting",
        ["甲.docx", "丙.txt"],
    )
    assert all(one in page for one in ("“乙.docx”查出病毒", "另外 2 份已存入草稿"))
