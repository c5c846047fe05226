"""Packs written anew: canonical YAML, the workbook that people edit, and the way back without loss."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from tests.standards.packtexts import collections, contents
from wenming.standards.exports.packs import pack_text
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.imports.checklists import CHECKLISTS, checklists_contents, load_checklists, parse_checklists
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.imports.lists import divided, joined
from wenming.standards.imports.packs import load_contents, load_standard, parse_pack
from wenming.standards.imports.workbooks import read_workbook_pack

# reading files is the same whatever the database
pytestmark = pytest.mark.sqlite_only

use_messages()

OURS = pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
properties = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NODES, STANDARD, FUNCTIONS, TITLES = "条目 nodes", "体系 standard", "规则 functions", "标题线 title_lines"


def parsed(text):
    """Return the standard without what names its file."""
    return replace(parse_pack(text, file_name="pack.yaml"), digest="")


@OURS
def test_write_pack_of_ours_as_yaml_reads_back_equal_and_stays_canonical(path, tmp_path):
    said, own = load_contents(path)
    text = pack_text(said)
    (tmp_path / "again.yaml").write_text(text, encoding="utf-8")
    assert (parsed(text), own) == (replace(load_standard(path), digest=""), ())
    assert load_contents(tmp_path / "again.yaml") == (said, ())


@OURS
def test_write_pack_of_ours_as_workbook_reads_back_without_loss(path):
    said, _own = load_contents(path)
    read, findings = read_workbook_pack(pack_workbook(said), "pack.xlsx")
    assert (findings, read, pack_text(read)) == ((), said, pack_text(said))


@properties
@given(contents())
def test_write_any_pack_as_yaml_and_workbook_loses_nothing(tmp_path_factory, pack):
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    text = pack_text(pack)
    path.write_text(text, encoding="utf-8")
    said, own = load_contents(path)
    read, findings = read_workbook_pack(pack_workbook(said), "pack.xlsx")
    assert (said, own, findings, read, pack_text(read)) == (pack, (), (), pack, text)


@pytest.mark.parametrize("path", sorted(CHECKLISTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_write_collection_of_ours_as_yaml_and_workbook_loses_nothing(path):
    said = checklists_contents(path.read_bytes(), str(path))
    text = pack_text(said)
    again = replace(parse_checklists(text, file_name="again.yaml"), digest="")
    assert (again, checklists_contents(text.encode(), "")) == (replace(load_checklists(path), digest=""), said)
    assert read_workbook_pack(pack_workbook(said), "forms.xlsx") == (said, ())


@settings(properties, max_examples=30)
@given(collections())
def test_write_any_collection_as_yaml_and_workbook_loses_nothing(forms):
    said = checklists_contents(pack_text(forms).encode(), "forms.yaml")
    assert (said, read_workbook_pack(pack_workbook(said), "forms.xlsx")) == (forms, (forms, ()))


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        (["甲", "乙"], "甲；乙"),
        (["a;b", "c\\"], "a\\;b；c\\\\"),
        (["两\n行"], "两\\\n行"),
        ([], ""),
        (["甲、乙"], "甲、乙"),
    ],
)
def test_join_texts_in_one_cell_keeps_each_apart(texts, cell):
    assert (joined(texts), divided(cell)) == (cell, texts)


@pytest.mark.parametrize("number", ["0", "0.05", "12", "1/3", "0.000000000000000000000000000001"])
def test_write_number_says_it_exactly(number):
    assert number_text(Fraction(number)) == number


def test_load_contents_of_own_keys_names_them_with_their_lines(tmp_path):
    path = tmp_path / "own.yaml"
    text = (PACKS / "jining-2017-street-index.yaml").read_text(encoding="utf-8")
    path.write_text(text + "x-note: {a: 1}\n", encoding="utf-8")
    said, own = load_contents(path)
    assert (own, said) == (
        (("x-note", text.count("\n") + 1),),
        load_contents(PACKS / "jining-2017-street-index.yaml")[0],
    )


# ---- workbooks as people change them


@pytest.fixture
def changed():
    """Return a function that changes the exported national or district pack with openpyxl and reads it back."""

    def read(change, code="suzhou-2016-district"):
        said, _own = load_contents(PACKS / f"{code}.yaml")
        book = openpyxl.load_workbook(io.BytesIO(pack_workbook(said)))
        change(book)
        content = io.BytesIO()
        book.save(content)
        read, findings = read_workbook_pack(content.getvalue(), "pack.xlsx")
        return (
            said,
            read,
            [(cell.place.sheet, cell.place.row, cell.place.column, cell.problem, cell.mend) for cell in findings],
        )

    return read


def test_read_workbook_with_merged_levels_wide_digits_and_blank_rows_gives_the_same(changed):
    def change(book):
        page = book[NODES]
        for row in range(2, page.max_row + 1):
            page.cell(row, 3).value = page.cell(row, 3).value.replace("1", "１").replace(".", "．")
            page.cell(row, 5).value = "１" if page.cell(row, 5).value == 1 else page.cell(row, 5).value
        page.merge_cells("A2:A5")
        page.merge_cells("H3:H5")
        page.insert_rows(2)
        page.merged_cells.ranges.clear()
        page.merge_cells("A3:A6")
        page.merge_cells("H4:H6")
        book.create_sheet("空表")
        book.create_sheet("x-笔记")["A1"] = "自己的话"

    said, read, findings = changed(change)
    assert (findings, read) == ([], said)


def test_read_workbook_that_repeats_the_upper_names_gives_the_same(changed):
    def change(book):
        page = book[NODES]
        name = ""
        for row in range(2, page.max_row + 1):
            name = page.cell(row, 1).value or name
            page.cell(row, 1).value = name

    said, read, findings = changed(change)
    assert (findings, read) == ([], said)


def test_read_workbook_without_optional_sheets_and_columns_gives_what_is_left(changed):
    def change(book):
        for name in ("情形 facts", FUNCTIONS, "标题线 title_lines"):
            del book[name]
        book[NODES].delete_cols(11, 4)
        book["单位 units"].delete_cols(3, 3)
        book["单位 units"].delete_rows(2)
        book[NODES]["A1"] = "Indicator"

    said, read, findings = changed(change)
    assert (findings, [node["code"] for node in read["tree"]]) == ([], [node["code"] for node in said["tree"]])
    assert "units" not in read


def test_read_workbook_with_grades_in_several_rows_gives_the_steps(changed):
    def change(book):
        page = book[FUNCTIONS]
        page.append(["filing", "分档计分", None, None, "A", 0.9, 1])
        page.append([None, None, None, None, "B", 0.6, "1/2"])
        page.append(["filing", "cap", None, "４０"])

    _said, read, findings = changed(change, "national-civilized-city-2018-2020")
    assert findings == []
    assert read["tree"][0]["functions"] == [
        {
            "kind": "grade",
            "steps": [
                {"label": "A", "rate_from": "0.9", "share": "1"},
                {"label": "B", "rate_from": "0.6", "share": "0.5"},
            ],
        },
        {"kind": "cap", "limit": "40"},
    ]


def put(sheet, cell, value):
    """Return a change of one cell."""

    def change(book):
        book[sheet][cell] = value

    return change


def rename(sheet, name):
    def change(book):
        book[sheet].title = name

    return change


def merge(sheet, area):
    def change(book):
        book[sheet].merge_cells(area)

    return change


def append(sheet, *values):
    def change(book):
        book[sheet].append(values)

    return change


def drop(sheet):
    def change(book):
        del book[sheet]

    return change


SHEETS = (
    "体系 standard、来源表 sources、条目 nodes、情形 facts、规则 functions、标题线 title_lines、单位 units、属地 areas、"
    "申报条件 conditions、负面清单 negative_list、加分项 bonus、问卷题目 questions、材料要求 materials、指标数值 figures、"
    "抽样规模 samples、点位类型 site_types、检查项 check_items、标准对照 crosswalk、应知应会 cards"
)
JUNK = ("甲", "points", "1.1", -1, 0.5, True, date(2026, 1, 3), "=1/0", "x-", "；\\", "project", "１/３", None)
FAULTS = [
    (put(NODES, "E3", 2), [(NODES, 2, "", "下级分值之和是 4，应为 3", "改正下级或本级的数字")]),
    (put(NODES, "E3", "多"), [(NODES, 3, "分值 points", "“多”不是数字", "写成普通数字，例如 40、0.85 或 1/3")]),
    (put(NODES, "E3", date(2026, 1, 3)),
     [(NODES, 3, "分值 points", "单元格是日期或时间“2026-01-03”，表格软件可能改了原来的内容（例如 1/3）", "把单元格格式改为文本，再重新填写")]),
    (put(NODES, "G3", "=1/0"), [(NODES, 3, "点位数 sites", "单元格是错误值，或是没有存下结果的公式", "改写成数值或文字")]),
    (put(NODES, "Z70", "=1/0"), [(NODES, 70, "Z", "这一列没有列名，却有内容", "写上列名，或删去内容")]),
    (put(NODES, "C3", None), [(NODES, 3, "编号 code", "缺少“编号 code”", "填写“编号 code”")]),
    (put(NODES, "C4", "1.1"), [(NODES, 4, "", "编号“1.1”在第 3 行已经用过", "换一个编号")]),
    (put(NODES, "D3", None), [(NODES, 3, "英文名称 name_en", "缺少“英文名称 name_en”", "填写“英文名称 name_en”")]),
    (put(NODES, "B3", None), [(NODES, 3, "", "这一行没有名称", "在所属层级的一列写上名称，或删去整行")]),
    (put(NODES, "A3", "别的指标"),
     [(NODES, 3, "测评指标 indicator", "“别的指标”没有自己的一行", "在它的下级之前单独给它一行，写明编号、英文名称和分值")]),
    (put(NODES, "A2", None), [(NODES, 2, "", "这一行没有名称", "在所属层级的一列写上名称，或删去整行")]),
    (put(NODES, "H3", "现场考察"),
     [(NODES, 3, "方法 methods", "“方法 methods”不认识“现场考察”这个词", "可用的词：材料审核、网上申报、实地考察、问卷调查、入户调查、街头拦访、媒体调查、部门意见、整体观察")]),
    (put(NODES, "E1", "分植"), [(NODES, 1, "分植", "不认识的列“分植”", "可能是“分值”？不需要的列删去，或在列名前加 x-")]),
    (put(NODES, "E1", "心得"), [(NODES, 1, "心得", "不认识的列“心得”", "删去这一列，或在列名前加 x-，就不再读它")]),
    (put(NODES, "F1", "points"), [(NODES, 1, "points", "列“points”写了两次", "删去其中一列")]),
    (put(NODES, "P3", "看这里"), [(NODES, 3, "P", "这一列没有列名，却有内容", "写上列名，或删去内容")]),
    (merge(NODES, "E3:E5"), [(NODES, 3, "分值 points", "第 3 至 5 行合并成一格，不知道这个值属于哪一行", "取消合并，逐行填写")]),
    (put(STANDARD, "A5", "版次"), [(STANDARD, 5, "项 item", "不认识的项“版次”", "可能是“版本”？不需要的行删去，或在前面加 x-")]),
    (put(STANDARD, "A5", "心得"), [(STANDARD, 5, "项 item", "不认识的项“心得”", "删去这一行，或在前面加 x-，就不再读它")]),
    (put(STANDARD, "A5", "x-心得"), [(STANDARD, None, "版本 edition", "缺少“版本 edition”", "填写“版本 edition”")]),
    (put(STANDARD, "B4", None), [(STANDARD, 4, "内容 value", "缺少“内容 value”", "填写“内容 value”")]),
    (put(STANDARD, "C5", "second"), [(STANDARD, 5, "英文 en", "“版本 edition”没有英文，这一格不应有内容", "删去这一格")]),
    (append(STANDARD, "版本", "2018"), [(STANDARD, 18, "项 item", "“版本”在第 5 行已经写过", "删去其中一个")]),
    (put(STANDARD, "B6", "也许"), [(STANDARD, 6, "是否完整 complete", "“是否完整 complete”的值“也许”应为 true 或 false", "写“是”或“否”")]),
    (drop("来源表 sources"), [("来源表 sources", None, "", "缺少这张表", "从一份导出的工作簿开始写")]),
    (rename("单位 units", "部门"), [("部门", None, "", "不认识的表，或同一张表有两份", f"可用的表：{SHEETS}；不需要的表删去，或在表名前加 x-，就不再读它")]),
    (append("来源表 sources", None, "无键", "No key", "推断"), [("来源表 sources", 5, "键 key", "缺少“键 key”", "填写“键 key”")]),
    (append(FUNCTIONS, "filling", "封顶", None, 1),
     [(FUNCTIONS, 2, "条目编号 node", "条目表里没有编号“filling”", "写条目表里的编号；整个体系的规则写体系的代号")]),
    (append(FUNCTIONS, None, "封顶", None, 1),
     [(FUNCTIONS, 2, "条目编号 node", "条目表里没有编号“”", "写条目表里的编号；整个体系的规则写体系的代号")]),
    (append(FUNCTIONS, "1.1", None, None, 1), [(FUNCTIONS, 2, "规则 kind", "缺少“规则 kind”", "填写“规则 kind”")]),
    (append(FUNCTIONS, "1.1", "封顶"), [(FUNCTIONS, 2, "规则 kind", "“cap”缺少 limit", "填写限额")]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), FAULTS)
def test_read_workbook_with_a_fault_names_the_cell_and_the_mend(changed, change, expected):
    _said, read, findings = changed(change)
    # what is told of the parent or the whole because of it may stand before it
    assert (read, [finding for finding in findings if finding in expected]) == (None, expected)


def test_read_workbook_with_nine_faults_names_all_of_them(changed):
    def change(book):
        for cell, value in {"E3": "多", "C7": None, "D9": None, "H11": "看"}.items():
            book[NODES][cell] = value
        book[STANDARD]["B6"] = "也许"
        book[STANDARD]["C5"] = "x"
        book["属地 areas"]["B2"] = None
        book["单位 units"]["D2"] = "没有的来源"
        book["标题线 title_lines"].append(["表彰", 90])

    _said, read, findings = changed(change)
    methods = "材料审核、网上申报、实地考察、问卷调查、入户调查、街头拦访、媒体调查、部门意见、整体观察"
    assert (read, findings) == (
        None,
        [
            (STANDARD, 5, "英文 en", "“版本 edition”没有英文，这一格不应有内容", "删去这一格"),
            (STANDARD, 6, "是否完整 complete", "“是否完整 complete”的值“也许”应为 true 或 false", "写“是”或“否”"),
            (NODES, 3, "分值 points", "“多”不是数字", "写成普通数字，例如 40、0.85 或 1/3"),
            (NODES, 7, "编号 code", "缺少“编号 code”", "填写“编号 code”"),
            (NODES, 9, "英文名称 name_en", "缺少“英文名称 name_en”", "填写“英文名称 name_en”"),
            (NODES, 11, "方法 methods", "“方法 methods”不认识“看”这个词", f"可用的词：{methods}"),
            (TITLES, 2, "效果 effect", "“效果 effect”不认识“表彰”这个词", "可用的词：通报表扬、通报批评、停牌"),
            ("单位 units", 2, "来源 source", "sources 里没有来源“没有的来源”", "在来源表里写明这个来源"),
            ("属地 areas", 2, "英文名称 name_en", "缺少“英文名称 name_en”", "填写“英文名称 name_en”"),
        ],
    )


@settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SHEETS.split("、")), st.integers(1, 8), st.integers(1, 13), st.sampled_from(JUNK))
def test_read_workbook_with_any_cell_changed_gives_a_pack_or_faults(changed, sheet, row, column, junk):
    def change(book):
        book[sheet].cell(row, column).value = junk

    _said, read, findings = changed(change, "national-civilized-city-2018-2020")
    assert (read is None) == bool(findings)
    assert [finding for finding in findings if not all((finding[0], finding[3], finding[4]))] == []


def test_read_workbook_of_one_sheet_names_what_it_lacks(changed):
    def change(book):
        for name in book.sheetnames[1:]:
            del book[name]
        book[STANDARD].delete_rows(1, 99)

    _said, read, findings = changed(change)
    assert read is None
    assert [finding[:3] for finding in findings if finding[3] == "缺少这张表"] == [
        ("来源表 sources", None, ""),
        (NODES, None, ""),
    ]
    assert (STANDARD, None, "", "没有找到表头", "在第一行写表头：项 item、内容 value、英文 en") in findings


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04" + bytes(50)])
def test_read_bytes_that_are_no_workbook_says_so(content):
    with pytest.raises(UnreadableError, match=r"不是能读的 Word 文档|这是 PDF|文件是空的"):
        read_workbook_pack(content, "pack.xlsx")


def test_read_workbook_that_unpacks_to_far_too_much_says_so():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(65 * 1024 * 1024))
    with pytest.raises(UnreadableError, match="工作簿展开后过大"):
        read_workbook_pack(content.getvalue(), "pack.xlsx")


@pytest.mark.parametrize("junk", ["far away", "=1/0"])
def test_read_workbook_with_a_cell_at_the_end_of_the_sheet_says_so(changed, junk):
    with pytest.raises(UnreadableError, match="工作簿展开后过大"):
        changed(put(NODES, "XFD1048576", junk))


def test_read_workbook_whose_cells_do_not_say_their_place_still_finds_the_broken_one():
    content = io.BytesIO()
    said, _own = load_contents(PACKS / "jining-2017-street-index.yaml")
    with zipfile.ZipFile(io.BytesIO(pack_workbook(said))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                data = re.sub(rb'<c r="[A-Z]+[0-9]+"', b"<c", data).replace(b"<v>0.85</v>", b"<f>1-0.15</f>")
            new.writestr(name, data)
    _read, findings = read_workbook_pack(content.getvalue(), "pack.xlsx")
    place = findings[0].place
    assert (place.sheet, place.row, place.column) == (NODES, 2, "权重 weight")
    assert findings[0].problem == "单元格是错误值，或是没有存下结果的公式"
