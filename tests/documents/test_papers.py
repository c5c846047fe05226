"""Papers in Word: the layout of official documents, the fonts by name, annexes across, the same bytes each time."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml.ns import qn

from wenming.documents.exports import Paper, PaperTable, archive, paper_file

ANNEX = PaperTable("附件", "清单", (("条目", 20), ("内容", 100)), (("1.1", "第一行\n第二行"), ("1.2", "")))
PAPER = Paper("责任书", "（　号）", "各单位：", ["# 一、内容", "正文。"], [("甲方：", "乙方：")], [ANNEX])


def opened(paper: Paper = PAPER):
    """Return a paper as Word reads it."""
    return docx.Document(io.BytesIO(paper_file(paper)))


def fonts(run) -> tuple[str, float]:
    """Return the font of Chinese characters and the size of a stretch of text."""
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_write_a_paper_sets_title_heading_and_body_in_their_fonts():
    found = {run.text: fonts(run) for line in opened().paragraphs for run in line.runs}
    assert {text: found[text] for text in ("责任书", "一、内容", "正文。", "附件")} == {
        "责任书": ("方正小标宋简体", 22), "一、内容": ("黑体", 16), "正文。": ("仿宋_GB2312", 16), "附件": ("黑体", 16),
    }  # fmt: skip


def test_write_an_annex_stands_across_on_its_own_page_with_a_head_that_repeats():
    paper = opened()
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in paper.sections] == [(210, 297), (297, 210)]
    table = paper.tables[1]
    assert [cell.text for row in table.rows for cell in row.cells] == [
        "条目",
        "内容",
        "1.1",
        "第一行\n第二行",
        "1.2",
        "",
    ]
    assert [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows] == [True, False, False]


def test_write_a_paper_without_number_signatures_and_annexes_leaves_them_out():
    paper = opened(Paper("计划", "", "", ["正文。"], []))
    assert ([line.text for line in paper.paragraphs if line.text], paper.tables) == (["计划", "正文。"], [])


def test_write_a_paper_says_nothing_of_who_or_what_wrote_it():
    facts = opened().core_properties
    assert (facts.author, facts.last_modified_by, facts.comments, facts.created.year) == ("", "", "", 2016)


def test_pack_an_archive_keeps_chinese_names_and_gives_the_same_bytes_again():
    files = [("市城管局-目标责任书.docx", b"1"), ("甲.docx", b"2")]
    packed = archive(files)
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == [name for name, _content in files]
    assert archive(files) == packed
