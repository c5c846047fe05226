"""The sheets of the sections beside the tree as people fill them in: what is understood, and how faults are named."""

import io
from datetime import time

import openpyxl
import pytest
import yaml

from tests.data import use_messages
from wenming.standards.exports.packs import pack_text
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.imports.checklists import checklists_contents
from wenming.standards.imports.contents import contents_of
from wenming.standards.imports.packs import parse_pack
from wenming.standards.imports.workbooks import read_workbook_pack

use_messages()

COLLECTION = """\
format: wenming-checklists/1
code: forms
title: {zh: 检查表, en: Forms}
edition: "2018"
sources: {form: {zh: 操作表, en: Form, confidence: shared}}
source: form
site_types: [{code: 公交车, name: {zh: 公交车, en: Bus}, time_from: "7:40"}]
check_items:
  - {code: 公交-01-01, site_type: 公交车, name: {zh: 净, en: Clean}, clauses: [civilized/field, sanitary/3]}
  - {code: 公交-01-02, site_type: 公交车, name: {zh: 烟, en: Smoke}, judge: count, at_most: 0, clauses: [civilized/field]}
"""
PACK = """\
format: wenming-standard/1
code: example
title: {zh: 例, en: Example}
edition: "1"
complete: false
not_covered: [{zh: 其余, en: The rest}]
shares: unpublished
levels: [project]
rules: {missing: exclude, not_applicable: exclude}
sources: {notice: {zh: 通知, en: Notice, confidence: sourced}}
source: notice
tree:
  - {code: Ⅱ-1, name: {zh: 甲, en: A}}
  - {code: Ⅱ-2, name: {zh: 乙, en: B}}
negative_list:
  - {code: G15, name: {zh: 事故, en: Accident}, holder: {effect: cancel}, nominated: {effect: deduct, points: 3}}
  - {code: G16, name: {zh: 污染, en: Pollution}, applicant: {effect: disqualify, months: 12}}
questions:
  - {code: q1, name: {zh: 满意吗, en: Satisfied}, options: [好, 一般], scores: [1, 0.6], headline: satisfaction, clauses: [Ⅱ-1, Ⅱ-2]}
materials: [{code: m1, name: {zh: 文件, en: Paper}, kind: document, count: 2, clauses: [Ⅱ-1]}]
figures: [{code: f1, name: {zh: 绿地率, en: Green}, at_least: 36.5, unit: m²}]
"""
NEGATIVE, QUESTIONS, ITEMS = "负面清单 negative_list", "问卷题目 questions", "检查项 check_items"


def changed(text, change=lambda book: None):
    """Return what a file says, what its workbook says once changed, and the faults of that."""
    said = checklists_contents(text.encode(), "") if text is COLLECTION else None
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(said or contents(text))))
    change(book)
    content = io.BytesIO()
    book.save(content)
    read, findings = read_workbook_pack(content.getvalue(), "pack.xlsx")
    return (
        said or contents(text),
        read,
        [(cell.place.sheet, cell.place.row, cell.place.column, cell.problem, cell.mend) for cell in findings],
    )


def contents(text):
    """Return everything that the text of a pack says, without its file."""
    parse_pack(text, file_name="pack.yaml")
    return contents_of(yaml.compose(text, Loader=yaml.SafeLoader))


def test_write_sections_shows_the_words_of_the_trade():
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(contents(PACK))))
    rows = list(book[NEGATIVE].values)
    assert rows[0][3:12] == (
        "称号城市后果 holder_effect", "称号城市扣分 holder_points", "称号城市月数 holder_months",
        "提名城市后果 nominated_effect", "提名城市扣分 nominated_points", "提名城市月数 nominated_months",
        "申报城市后果 applicant_effect", "申报城市扣分 applicant_points", "申报城市月数 applicant_months",
    )  # fmt: skip
    assert [row[3:12] for row in rows[1:]] == [
        ("取消称号", None, None, "扣年度分", 3, None, None, None, None),
        (None, None, None, None, None, None, "取消申报资格", None, 12),
    ]
    assert list(book[QUESTIONS].values)[1][3:9] == ("好；一般", "1；0.6", "满意率", None, None, "Ⅱ-1；Ⅱ-2")
    assert list(book["材料要求 materials"].values)[1][3:5] == ("规范性文件", 2)
    assert list(book["体系 standard"].values)[8][:2] == ("下级分值 shares", "分值未公布")


def test_read_sections_as_people_fill_them_in_gives_the_same():
    def change(book):
        page = book[QUESTIONS]
        page["E2"], page["I2"], page["A2"] = "1、０.６", "Ⅱ-1, Ⅱ－2", "ｑ1"
        book[NEGATIVE]["D2"] = "cancel"
        book[NEGATIVE]["H2"] = "３"
        del book["应知应会 cards"]

    said, read, findings = changed(PACK, change)
    assert (findings, read) == ([], said)


def test_read_a_collection_as_people_fill_it_in_gives_the_same():
    def change(book):
        book["点位类型 site_types"]["H2"] = time(7, 40)
        page = book[ITEMS]
        page.merge_cells("B2:B3")
        page["G2"] = "是否"
        page["G3"] = "计数"

    said, read, findings = changed(COLLECTION, change)
    said["check_items"][0]["judge"] = "yes_no"
    assert (findings, read) == ([], said)
    assert "format: wenming-checklists/1" in pack_text(read)


def put(sheet, **cells):
    def change(book):
        for cell, value in cells.items():
            book[sheet][cell] = value

    return change


SHARED_SHEETS = (
    "体系 standard、来源表 sources、问卷题目 questions、材料要求 materials、点位类型 site_types、检查项 check_items、"
    "标准对照 crosswalk、应知应会 cards"
)
EFFECTS = "扣年度分、点名批评、停止提名、取消申报资格、停止称号、取消称号"


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        (PACK, put(NEGATIVE, D2="停牌"),
         (NEGATIVE, 2, "称号城市后果 holder_effect", "“称号城市后果 holder_effect”不认识“停牌”这个词", f"可用的词：{EFFECTS}")),
        (PACK, put(NEGATIVE, D2=None, F2=6),
         (NEGATIVE, 2, "称号城市后果 holder_effect", "缺少“称号城市后果 holder_effect”", "填写“称号城市后果 holder_effect”")),
        (PACK, put(NEGATIVE, E2=5),
         (NEGATIVE, 2, "称号城市扣分 holder_points", "只有扣年度分才写扣分", "删去扣分，或把后果改为“扣年度分”")),
        (PACK, put(NEGATIVE, J3=None, L3=None), (NEGATIVE, 3, "", "没有写明后果", "至少填写一类城市的后果")),
        (PACK, put(NEGATIVE, A3="G15"), (NEGATIVE, 3, "编号 code", "编号“G15”在第 2 行已经用过", "换一个编号")),
        (PACK, put(QUESTIONS, E2="1"),
         (QUESTIONS, 2, "选项得分 scores", "选项得分与选项的个数不同", "每个选项写一个得分，或清空这一格")),
        (PACK, put(QUESTIONS, I2="Ⅱ-1；Ⅲ-1"), (QUESTIONS, 2, "对应条目 clauses", "体系里没有条目“Ⅲ-1”", "可能是“Ⅱ-1”？")),
        (PACK, put("材料要求 materials", D2="照片"),
         ("材料要求 materials", 2, "材料类型 kind", "“材料类型 kind”不认识“照片”这个词", "可用的词：规范性文件、说明报告、实景图片、统计表")),
        (PACK, put("材料要求 materials", E2=1.5),
         ("材料要求 materials", 2, "份数 count", "“份数 count”应为不小于 1 的整数", "改成整数")),
        (PACK, put("指标数值 figures", D2=None),
         ("指标数值 figures", 2, "", "没有写明要达到的数值", "填写“不低于”或“不高于”")),
        (PACK, put("体系 standard", B9="不知道"),
         ("体系 standard", 9, "下级分值 shares", "“下级分值 shares”不认识“不知道”这个词", "可用的词：分值未公布")),
        (PACK, put("体系 standard", B6="是"),
         ("体系 standard", 6, "", "写明完整，却有条目的分值没有公布", "把“是否完整”改为“否”，或补上分值")),
        (PACK, put("指标数值 figures", E2=30),
         ("指标数值 figures", 2, "不高于 at_most", "“不高于”小于“不低于”", "对调两个数字，或改正其一")),
        (COLLECTION, put(ITEMS, B2="公交"),
         (ITEMS, 2, "点位类型 site_type", "点位类型表里没有“公交”", "可能是“公交车”？")),
        (COLLECTION, put(ITEMS, L2="field"),
         (ITEMS, 2, "对应条目 clauses", "“field”没有写明属于哪个体系", "写成“体系代号/条目编号”")),
        (COLLECTION, put("点位类型 site_types", H2=time(7, 40, 30)),
         ("点位类型 site_types", 2, "时间起 time_from", "单元格是日期或时间“07:40:30”，表格软件可能改了原来的内容（例如 1/3）",
          "把单元格格式改为文本，再重新填写")),
        (COLLECTION, lambda book: book.create_sheet("申报条件").append(["编号"]),
         ("申报条件", None, "", "不认识的表，或同一张表有两份",
          f"可用的表：{SHARED_SHEETS}；不需要的表删去，或在表名前加 x-，就不再读它")),
    ],
)  # fmt: skip
def test_read_a_section_with_a_fault_names_the_cell_and_the_mend(text, change, expected):
    _said, read, findings = changed(text, change)
    assert (read, [finding for finding in findings if finding == expected] or findings) == (None, [expected])
