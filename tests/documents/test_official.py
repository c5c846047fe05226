"""Official papers: the layout of GB/T 9704 in Word and PDF, measured by readers that are not ours; slides."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from wenming.documents.adapters import typesetter
from wenming.documents.adapters.fonts import NoFontError
from wenming.documents.exports.official import Annex, Block, Body, Figure, OfficialPaper, numeral, paper_data, paper_of
from wenming.documents.exports.official_pdf import official_pages, official_pdf
from wenming.documents.exports.official_word import official_word
from wenming.documents.exports.slides import (
    Slide,
    SlideSet,
    slides_data,
    slides_file,
    slides_of,
    slides_pages,
    slides_pdf,
)
from wenming.issues.seeds.pictures import street_photo

PICTURES = {1: street_photo("a", dirty=True), 2: street_photo("a", dirty=False)}
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="not installed: poppler-utils")


def make_paper(**facts) -> OfficialPaper:
    """Return a paper with everything on it."""
    body = Body()
    body.text("开头。", "# 情况", "## 小节", "正文。", "", "### 一件")
    body.table((("名次", 30), ("单位", 126)), [["1", "市城管局"]])
    annexes = (
        Annex("清单", (Block("table", columns=(("编号", 100), ("照片", 56)), rows=(("1", Figure(1)), ("2", Figure(9, "照片已删")))),)),
        Annex("照片", (Block("photos", photos=(Figure(1, "整改前"), Figure(2, "整改后"), Figure(9))), Block("left", "完"))),
    )  # fmt: skip
    usual = {
        "title": "关于整改情况的\n通报", "blocks": body.blocks, "recipients": "各单位", "annexes": annexes, "issuer": "市创建办公室",
        "day": "2026年11月23日", "number": "清创〔2026〕1号", "headed": True, "head": "清河市文件", "signer": "何", "remark": "此件公开发布",
        "copies": "市领导", "printer": "市创建办公室", "printed": "2026年11月23日",
    }  # fmt: skip
    return OfficialPaper(**{**usual, **facts})


def told(content: bytes, *command: str) -> str:
    """Return what a program of poppler says of a PDF."""
    return subprocess.run([*command], input=content, capture_output=True, check=True).stdout.decode()


def read(content: bytes, page: int) -> list[str]:
    """Return the lines of a page, without what is blank."""
    text = told(content, "pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-")
    return [line.strip() for line in text.replace("\f", "").splitlines() if line.strip()]


@poppler
def test_typeset_a_long_text_stands_in_22_lines_of_28_characters():
    paper = OfficialPaper("题目", [Block("p", "国" * 28 * 60)])
    content = official_pdf(paper, {})
    assert read(content, 2) == [*["国" * 28] * 22, "—2—"]
    first = read(content, 1)
    assert (first[0], first[1], first[2]) == ("题目", "国" * 26, "国" * 28)
    boxes = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">国', told(content, "pdftotext", "-bbox", "-", "-"))
    lines = sorted({float(top) for top in boxes})
    pitches = [after - before for before, after in pairwise(lines)]
    # 225 mm in 22 lines
    assert max(pitches) == pytest.approx(225 / 22 / 25.4 * 72, abs=0.01)


@poppler
def test_typeset_a_paper_uses_the_fonts_that_were_asked_for_and_no_other():
    listed = told(official_pdf(make_paper(), PICTURES), "pdffonts", "-").splitlines()[2:]
    found = {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]).split("-")[0].casefold() for line in listed}
    faces = typesetter.faces()
    wanted = {faces[name][0].replace(" ", "").casefold() for name in ("title", "fangsong", "hei", "kai", "song")}
    assert found == wanted
    assert all(" yes yes " in line for line in listed)


@poppler
@pytest.mark.parametrize("letters", [1, 600])
def test_typeset_the_imprint_stands_at_the_foot_of_an_even_page(letters):
    blocks = [Block("p", "国" * letters)]
    content = official_pdf(make_paper(blocks=blocks, head=""), PICTURES)
    count = int(re.search(r"Pages:\s+(\d+)", told(content, "pdfinfo", "-"))[1])
    assert count == 4
    last = read(content, count)
    assert [re.sub(r"\s+", " ", line) for line in last[-3:]] == [
        "抄送：市领导。",
        "市创建办公室 2026年11月23日印发",
        f"—{count}—",
    ]


@poppler
def test_typeset_a_paper_to_superiors_names_who_signs_and_numbers_its_annexes():
    content = official_pdf(make_paper(), PICTURES)
    text = re.sub(r"\s+", "", told(content, "pdftotext", "-layout", "-", "-"))
    for wanted in (
        "清创〔2026〕1号签发人：何", "关于整改情况的通报", "各单位：", "一、情况", "（一）小节", "1．一件", "附件：1．清单", "2．照片",
        "（此件公开发布）", "附件1清单", "照片已删", "整改前", "附件2照片",
    ):  # fmt: skip
        assert wanted in text
    alone = make_paper(annexes=[Annex("清单", [Block("p", "一行")])], headed=False, copies="", printer="", signer="")
    text = re.sub(r"\s+", "", told(official_pdf(alone, {}), "pdftotext", "-layout", "-", "-"))
    assert "附件：清单" in text
    assert "附件清单一行" in text
    assert len(official_pages(alone, {}, ppi=10)) == 2


def test_typeset_twice_gives_the_same_bytes():
    assert official_pdf(make_paper(), PICTURES) == official_pdf(make_paper(), PICTURES)


def test_typeset_without_a_chinese_font_names_the_package_and_the_variable(monkeypatch):
    monkeypatch.setattr(typesetter, "_known", lambda _folder: (None, frozenset({"Libertinus Serif"})))
    with pytest.raises(NoFontError, match=r"fonts-noto-cjk.*WENMING_FONTS"):
        official_pdf(make_paper(), PICTURES)


def test_find_fonts_takes_the_official_ones_where_they_are(monkeypatch):
    there = frozenset({"FangSong_GB2312", "KaiTi", "Noto Serif CJK SC", "SimHei"})
    monkeypatch.setattr(typesetter, "_known", lambda _folder: (None, there))
    assert typesetter.faces() == {
        "title": ["Noto Serif CJK SC"], "fangsong": ["FangSong_GB2312", "Noto Serif CJK SC"], "hei": ["SimHei", "Noto Serif CJK SC"],
        "kai": ["KaiTi", "Noto Serif CJK SC"], "song": ["Noto Serif CJK SC"],
    }  # fmt: skip


def test_write_an_official_paper_in_word_lays_out_the_grid_of_the_standard():
    document = docx.Document(io.BytesIO(official_word(make_paper(), PICTURES)))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert document.settings.odd_and_even_pages_header_footer
    sides = [one.paragraphs[0].alignment for one in (section.footer, section.even_page_footer)]
    assert [str(one) for one in sides] == ["RIGHT (2)", "LEFT (0)"]
    assert document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-4"
    runs = [run for line in document.paragraphs for run in line.runs]
    fonts = {run.text: (run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt) for run in runs}
    wanted = ("清河市文件", "关于整改情况的", "一、情况", "（一）小节", "1．一件", "正文。", "附件1", "何")
    assert {text: fonts[text] for text in wanted} == {
        "清河市文件": ("方正小标宋简体", 52), "关于整改情况的": ("方正小标宋简体", 22), "一、情况": ("黑体", 16),
        "（一）小节": ("楷体_GB2312", 16), "1．一件": ("仿宋_GB2312", 16), "正文。": ("仿宋_GB2312", 16), "附件1": ("黑体", 16),
        "何": ("楷体_GB2312", 16),
    }  # fmt: skip


def test_write_an_official_paper_in_word_keeps_photos_tables_and_the_imprint():
    document = docx.Document(io.BytesIO(official_word(make_paper(), PICTURES)))
    assert len(document.inline_shapes) == 3
    ranking, annex, photos, imprint = document.tables
    assert [cell.text for row in ranking.rows for cell in row.cells] == ["名次", "单位", "1", "市城管局"]
    assert [cell.text for row in annex.rows for cell in row.cells] == ["编号", "照片", "1", "", "2", "照片已删"]
    assert [cell.text.strip() for row in photos.rows for cell in row.cells] == ["整改前", "整改后"]
    assert [cell.text for row in imprint.rows for cell in row.cells] == [
        "抄送：市领导。",
        "市创建办公室\t2026年11月23日印发",
    ]
    assert imprint._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    bare = OfficialPaper("题", [Block("photos", photos=(Figure(9),))], number="编号：1", headed=False)
    written = docx.Document(io.BytesIO(official_word(bare, {})))
    assert ([line.text for line in written.paragraphs if line.text], written.tables) == (["题", "编号：1"], [])
    unsigned = docx.Document(io.BytesIO(official_word(make_paper(head="", signer="", copies=""), PICTURES)))
    assert len(unsigned.tables[-1].rows) == 1


def test_keep_a_paper_as_data_gives_it_back():
    kept = json.loads(json.dumps(paper_data(make_paper())))
    assert json.loads(json.dumps(paper_data(paper_of(kept)))) == kept
    assert paper_of(kept).photos == {1, 2, 9}
    assert [numeral(number) for number in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]


def test_write_slides_gives_one_page_for_each_matter_with_its_photos_on_the_page():
    facts = (("责任单位", "市城管局"), ("完成时限", "11月26日12时"))
    slides = SlideSet("问题清单", "市创建办公室", [
        Slide("中心农贸市场", "垃圾桶满溢", facts, 1, 2), Slide("一巷", "占道经营" * 20, facts),
    ], "整改前", "整改后", "没有照片")  # fmt: skip
    kept = slides_of(json.loads(json.dumps(slides_data(slides))))
    assert (kept.photos, kept.slides[0].facts) == ({1, 2}, list(facts))
    show = Presentation(io.BytesIO(slides_file(kept, PICTURES)))
    assert (len(show.slides), round(show.slide_width / show.slide_height, 3)) == (2, round(16 / 9, 3))
    assert [sum(shape.shape_type == 13 for shape in page.shapes) for page in show.slides] == [2, 0]
    for page in show.slides:
        for shape in page.shapes:
            assert shape.left + shape.width <= show.slide_width
            assert shape.top + shape.height <= show.slide_height
    texts = [shape.text_frame.text for shape in show.slides[1].shapes if shape.has_text_frame]
    assert {"2　一巷", "2 / 2", "没有照片", "占道经营" * 20, "市城管局"} <= set(texts)
    assert len(slides_pages(kept, PICTURES, ppi=10)) == 2
    assert slides_pdf(kept, PICTURES).startswith(b"%PDF")
