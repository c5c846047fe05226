"""A standard from the file that the office really has: Word tables and Excel sheets, in our own layout and in the office's form."""

import io
from datetime import date

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from tests.standards.officefiles import (
    RICH,
    RICH_TREE,
    Table,
    excel,
    form,
    inner,
    leaf,
    own_document,
    saved,
    shown,
    trees,
    word,
)
from tests.standards.packtexts import contents
from wenming.standards.exports.packs import pack_text
from wenming.standards.imports.files import read_any
from wenming.standards.imports.grids import Grid, cell_text
from wenming.standards.imports.offices import MEANINGS, PackFacts, office_contents, read_office
from wenming.standards.imports.packs import load_contents, parse_pack
from wenming.standards.imports.workbooks import lies_in_our_layout, read_workbook_pack

# reading files is the same whatever the database
pytestmark = pytest.mark.sqlite_only

use_messages()

FACTS = PackFacts("office-1", "测评体系", "2021", "创建办收到的文件")
OURS = pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
properties = settings(
    derandomize=True,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told(reading):
    """Return the faults of a reading as a person sees them."""
    return [(item.place.row, item.place.column, item.problem, item.mend) for item in reading.findings]


def both(table, *paragraphs):
    """Return what the same table says in Word and in Excel."""
    return [read_office(read_any(content, "f")) for content in (word([table], *paragraphs), excel([table]))]


@OURS
def test_read_pack_of_ours_as_a_word_document_loses_nothing(path):
    said, _own = load_contents(path)
    read, findings = read_workbook_pack(own_document(said), "pack.docx")
    assert (findings, read) == ((), said)


@properties
@given(contents())
def test_read_any_pack_as_a_word_document_loses_nothing(pack):
    read, findings = read_workbook_pack(own_document(pack), "pack.docx")
    assert (findings, read) == ((), pack)


@properties
@given(trees(), st.sampled_from(["merged", "repeated", "blank"]), st.booleans())
def test_read_any_tree_as_an_office_keeps_it_gives_it_back_from_word_and_excel(made, below, several):
    tree, levels, coded = made
    table = form(tree, levels, below=below, several=several, coded=coded)
    for reading in both(table):
        assert (told(reading), reading.listed) == ([], ())
        assert list(reading.tree) == tree
        assert reading.levels == tuple(
            level for level in levels if any(_has(node, levels.index(level)) for node in tree)
        )
        assert reading.unpublished == ("points" not in tree[0])


def _has(node, depth):
    return depth == 0 or any(_has(child, depth - 1) for child in node.get("children", []))


# ---- what makes offices' tables hard


def test_read_a_rich_form_gives_the_tree_written_by_hand_from_both(tmp_path):
    readings = both(RICH, "全国文明城市测评体系", "（2021年版）")
    for reading in readings:
        assert (told(reading), reading.listed) == ([], ())
        assert (list(reading.tree), reading.total, reading.unpublished) == (RICH_TREE, "50", False)
        kept = [(item.code, item.kind, item.texts) for item in reading.assignments]
        assert kept == [
            ("Ⅲ-1", "lead", ("市委宣传部",)),
            ("Ⅲ-2", "lead", ("市委组织部",)),
            ("Ⅲ-3.1", "lead", ("市城管局",)),
            ("Ⅲ-1", "cooperating", ("市委组织部", "市教育局")),
            ("Ⅲ-3.1", "cooperating", ("各街道",)),
        ]
        notes = [(note.code, note.text) for note in reading.notes]
        assert notes == [("Ⅲ-2.2", "注：以课程表为准"), ("", "注：实地考察为暗访。"), ("Ⅲ-1", "以文件为准")]
    assert [(reading.title, reading.edition) for reading in readings] == [("全国文明城市测评体系", "2021"), ("", "")]


def test_read_the_national_system_as_an_office_keeps_it_gives_equal_packs():
    said, _own = load_contents(PACKS / "national-civilized-city-2018-2020.yaml")
    rows = [[node["name"]["zh"], shown(node), node["points"]] for node in said["tree"]]
    table = Table("测评体系", [["测评项目", "测评方法", "分值"], *rows, ["合计", "", "100"]])
    packs = [office_contents(reading, FACTS) for reading in both(table)]
    assert packs[0] == packs[1]
    assert packs[0]["tree"] == [
        leaf("1", "网上申报", "40", "online_filing"),
        leaf("2", "实地考察", "40", "field_inspection"),
        leaf("3", "问卷调查", "20", "survey"),
    ]
    standard = parse_pack(pack_text(packs[0]), file_name="pack.yaml")
    assert (standard.root.points, standard.complete, standard.levels) == (100, False, ("project",))


def test_read_tables_under_headings_continues_the_tree_from_table_to_table():
    heads = ["测评指标", "测评标准", "权重（%）"]
    tables = [
        Table("Ⅰ-1 公共环境（60分）", [heads, ["Ⅱ-1 街面", "1. 干净", "40"], ["", "2. 平整", "60%"]]),
        Table("Ⅰ-2 公共秩序（40分）", [heads, ["Ⅱ-2 交通", "1、守法", "30"]]),
        Table("续表", [["", "2、让行", "70"]]),
    ]
    for content in (word(tables), excel(tables)):
        reading = read_office(read_any(content, "f"))
        assert (told(reading), reading.listed) == ([], ())
        assert [(node["code"], node["points"]) for node in reading.tree] == [("Ⅰ-1", "60"), ("Ⅰ-2", "40")]
        weights = [[(node["code"], node["weight"]) for node in top["children"][0]["children"]] for top in reading.tree]
        assert weights == [[("Ⅱ-1.1", "0.4"), ("Ⅱ-1.2", "0.6")], [("Ⅱ-2.1", "0.3"), ("Ⅱ-2.2", "0.7")]]
        assert [column.table for column in reading.columns[-3:]] == ["续表"] * 3


def test_read_merged_points_belong_to_the_entry_with_the_same_rows():
    table = Table(
        "测评体系",
        [
            ["测评项目", "测评内容", "测评标准", "分值"],
            ["Ⅰ-1 环境", "Ⅲ-1 街面", "1) 干净", "12"],
            ["", "", "2) 平整", ""],
            ["", "Ⅲ-2 楼院", "1) 整洁", "8"],
        ],
        [(1, 0, 3, 0), (1, 1, 2, 1), (1, 3, 2, 3)],
    )
    unmerged = Table(table.name, table.rows, table.merged[:2])
    for reading in (*both(table), *both(unmerged)):
        assert told(reading) == []
        assert reading.tree[0] == inner("Ⅰ-1", "环境", [
            inner("Ⅲ-1", "街面", [leaf("Ⅲ-1.1", "干净"), leaf("Ⅲ-1.2", "平整")], points="12", shares="unpublished"),
            inner("Ⅲ-2", "楼院", [leaf("Ⅲ-2.1", "整洁", "8")]),
        ])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1)甲等；2)乙等；3)丙等", ["1", "2", "3"]),
        ("１）甲等　２）乙等", ["1", "2"]),
        ("（1）甲等（见 2.5 条）\n（2）乙等", ["1", "2"]),
        ("①甲等②乙等", ["1", "2"]),
        ("1.甲等达到 2.5 倍\n2.乙等", ["1", "2"]),
        ("1、甲等；2、乙等", ["1", "2"]),
        ("一、甲等\n二、乙等", ["1", "2"]),
        ("达到以下要求：\n1)甲等\n2)乙等", ["1", "2"]),
        ("1)甲等\n3)丙等", ["1", "3"]),
        ("甲等，达到 1)以上", ["1"]),
        ("甲等\n乙等", ["1"]),
        ("2)乙等", ["2"]),
    ],
)
def test_read_standards_of_one_cell_by_their_numbers(text, codes):
    for reading in both(Table("测评体系", [["测评内容", "测评标准"], ["Ⅲ-1 街面", text]])):
        assert told(reading) == []
        assert [node["code"] for node in reading.tree[0]["children"]] == [f"Ⅲ-1.{code}" for code in codes]


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("Ⅲ-12 健全制度", "Ⅲ-12", "健全制度"),
        ("III-12健全制度", "Ⅲ-12", "健全制度"),
        ("Ⅲ—12　健全制度", "Ⅲ-12", "健全制度"),
        ("ＩＩＩ－１２、健全制度", "Ⅲ-12", "健全制度"),
        ("iii–94a 区域噪声 dB(A)", "Ⅲ-94a", "区域噪声 dB(A)"),
        ("3.2.1 健全制度", "3.2.1", "健全制度"),
        ("（四）健全制度", "4", "健全制度"),
        ("十二、健全制度", "12", "健全制度"),
        ("健全制度【5分】", "1", "健全制度"),
        ("健全\n制度 ABC\nDEF（5 分）", "1", "健全制度 ABC DEF"),
        ("健全制度（续表）", "1", "健全制度"),
        ("2021年以来成绩明显", "1", "2021年以来成绩明显"),
        ("1.5倍以上", "1", "1.5倍以上"),
    ],
)
def test_read_codes_and_names_however_they_are_written(written, code, name):
    for reading in both(Table("测评体系", [["测评内容", "分值"], [written, "５分"]])):
        assert (told(reading), list(reading.tree)) == ([], [leaf(code, name, "5")])


@pytest.mark.parametrize(
    ("cell", "methods"),
    [
        ("材料审核", [["material_review"]] * 3),
        ("1)材料审核 2)材料审核、问卷调查 3)实地考察", [["material_review"], ["material_review", "survey"], ["field_inspection"]]),
        ("1)2)网上申报/材料审核\n３）实地测评", [["online_filing", "material_review"]] * 2 + [["field_inspection"]]),
        ("1)-3)问卷调查（入户）", [["survey", "household"]] * 3),
        ("①、③整体观察；②网络媒体调查＋征求部门意见", [["overall_view"], ["media_check", "department_opinion"], ["overall_view"]]),
        ("", [[]] * 3),
    ],
)  # fmt: skip
def test_read_methods_of_numbered_standards(cell, methods):
    rows = [["测评内容", "测评标准", "测评方法"], ["Ⅲ-1 街面", "1)甲等2)乙等3)丙等", cell]]
    apart = [rows[0], ["Ⅲ-1 街面", "1)甲等", cell], ["", "2)乙等", ""], ["", "3)丙等", ""]]
    merged = [(1, 0, 3, 0), (1, 2, 3, 2)]
    for reading in (*both(Table("测评体系", rows)), *both(Table("测评体系", apart, merged))):
        assert told(reading) == []
        assert [node.get("methods", []) for node in reading.tree[0]["children"]] == methods


def test_read_same_name_under_two_entries_tells_them_apart_by_the_code():
    rows = [["测评内容", "测评标准"], ["Ⅲ-1 街面", "有方案"], ["Ⅲ-2 楼院", "有方案"]]
    for reading in both(Table("测评体系", rows)):
        names = [node["children"][0]["name"]["zh"] for node in reading.tree]
        assert (told(reading), names) == ([], ["有方案", "有方案（Ⅲ-2.1）"])


def test_read_what_goes_into_nothing_is_listed_with_its_place():
    tables = [
        Table("测评体系", [["填表单位：某办", "", ""], ["测评项目", "分值", ""], ["Ⅰ-1 环境", "5", "看这里"], ["跨列的话", "", ""], ["合计", "", "全部"]],
              [(3, 0, 3, 2)]),
        Table("负面清单", [["编号", "内容"], ["G1", "重大事故"]]),
        Table("签字", [["负责人", "日期", "", ""]]),
    ]  # fmt: skip
    made = docx.Document(io.BytesIO(word(tables, "附件 1", "某市工作通知")))
    made.add_paragraph("由某办负责解释")
    reading = read_office(read_any(saved(made), "f"))
    assert [
        (item.place.sheet, item.place.row, item.place.column, item.text, item.reason) for item in reading.listed
    ] == [
        ("测评体系", None, "", "某市工作通知", "表格之外的文字"),
        ("测评体系", 1, "", "填表单位：某办", "表头之上的文字"),
        ("测评体系", 3, "C", "看这里", "这一列没有列名"),
        ("测评体系", 4, "", "跨列的话", "跨列的一行，看不出属于哪一级"),
        ("测评体系", 5, "C", "全部", "合计一行里的其他内容"),
        ("测评体系", 5, "", "合计", "合计没有数字"),
        ("负面清单", 1, "", "编号 | 内容", "这张表不是测评条目，请另行写入标准文件"),
        ("负面清单", 2, "", "G1 | 重大事故", "这张表不是测评条目，请另行写入标准文件"),
        ("签字", 1, "", "负责人 | 日期", "这张表没有测评体系的表头"),
        ("文末", None, "", "由某办负责解释", "表格之外的文字"),
    ]
    assert (told(reading), list(reading.tree)) == ([], [leaf("Ⅰ-1", "环境", "5")])


def test_read_with_a_mapping_by_hand_takes_its_word_for_columns():
    table = Table("测评体系", [["条款", "要求", "怎么看", ""], ["Ⅰ-1 环境", "1)干净 2)平整", "实地考察", "市城管局"]])
    for content in (word([table]), excel([table])):
        grids = read_any(content, "f")
        by_hand = {
            ("测评体系", 0): "project",
            ("测评体系", 1): "criterion",
            ("测评体系", 2): "ignore",
            ("测评体系", 3): "lead",
        }
        reading = read_office(grids, mapping=by_hand)
        columns = [(column.heading, column.meaning) for column in reading.columns]
        assert columns == [("条款", "project"), ("要求", "criterion"), ("怎么看", "ignore"), ("D", "lead")]
        assert [(item.code, item.texts) for item in reading.assignments] == [("Ⅰ-1", ("市城管局",))]
        assert (told(reading), reading.listed) == ([], ())
        assert [node["code"] for node in reading.tree[0]["children"]] == ["Ⅰ-1.1", "Ⅰ-1.2"]
        lone = read_office(grids)
        assert [finding.problem for finding in lone.findings] == ["没有读出任何条目"]
        assert [item.place.row for item in lone.listed] == [1, 2]


@pytest.mark.parametrize(
    ("rows", "total", "faults"),
    [
        ([["甲", "A", "5", ""], ["", "B", "6", ""], ["", "小计", "11", ""], ["合计", "", "11分", ""]], "11", []),
        ([["甲", "A", "5", ""], ["甲", "小计", "５", ""], ["乙", "B", "6", ""], ["", "总分：11分", "", ""]], "11", []),
        ([["甲", "A", "5", ""], ["小计", "", "6", ""]], "",
         [(3, "", "小计是 6，上面各条之和是 5", "改正合计或上面的分值")]),
        ([["甲", "A", "5", ""], ["合计", "", "六", ""]], "",
         [(3, "", "“六”不是数字", "写成普通数字，例如 40、0.85 或 1/3")]),
        ([["甲", "A", "", ""], ["乙", "B", "", ""], ["合计", "", "90", ""]], "90", []),
        ([["甲（权重60%）", "A", "", ""], ["乙（40%）", "B", "", ""], ["合计", "", "", "100%"]], "100", []),
        ([["甲（权重60%）", "A", "", ""], ["乙（40%）", "B", "", ""]], "",
         [(None, "", "没有写明总分", "在表末加一行“合计”，写明总分")]),
        ([["甲", "A", "4", ""], ["", "B", "", ""], ["", "C", "3", ""]], "",
         [(3, "Ⅱ级指标", "没有写明分值或权重", "填写分值或权重")]),
        ([["甲", "A", "5", ""], ["", "A", "6", ""]], "", [(3, "分值", "“A”的分值写了两次：5 和 6", "改正其中一个，或删去")]),
    ],
)  # fmt: skip
def test_read_rows_of_totals_must_agree_with_what_stands_above(rows, total, faults):
    table = Table("测评体系", [["Ⅰ级指标", "Ⅱ级指标", "分值", "权重"], *rows])
    for reading in both(table):
        assert (told(reading), reading.total, reading.listed) == (faults, total, ())


@pytest.mark.parametrize(
    ("paragraphs", "title", "edition"),
    [
        (["关于印发《某市文明城市测评体系》的通知", "《某市文明城市测评体系》（2018－2020年版）"], "《某市文明城市测评体系》", "2018-2020"),
        (["测评体系由三部分组成，满分一百。", "文明程度指数测评细则", "（２０２３年度）"], "文明程度指数测评细则", "2023"),
        (["2021年全国文明城市测评体系任务分解表"], "2021年全国文明城市测评体系任务分解表", "2021"),
        (["某某办公室"], "", ""),
    ],
)  # fmt: skip
def test_read_the_title_and_the_edition_above_the_first_table(paragraphs, title, edition):
    table = Table("一览", [["测评项目", "分值"], ["甲", "5"]])
    reading = read_office(read_any(word([table], *paragraphs), "f"))
    assert (reading.title, reading.edition) == (title, edition)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Ⅱ-1 街面", "编号“Ⅱ-1”属于“测评指标”，却写在“测评内容”里"),
        ("Ⅲ-1 街面（2O分）", "“2O”不是数字"),
        ("Ⅲ-1 街面\nⅢ-2 楼院", "一格里有 2 个条目，分不清下级属于哪一个"),
    ],
)
def test_read_a_cell_that_contradicts_itself_says_so(text, fault):
    for reading in both(Table("测评体系", [["测评内容", "测评标准"], [text, "1)干净"]])):
        assert [finding.problem for finding in reading.findings] == [fault]


def test_read_values_that_fit_no_entry_are_faults_or_listed():
    table = Table(
        "测评体系",
        [
            ["测评项目", "测评标准", "分值", "测评方法", "编号", "点位数"],
            ["甲", "1)干净 2)平整", "7", "1)3)实地考察", "", ""],
            ["", "3)明亮", "5", "", "", "12"],
            ["乙", "", "4", "", "Ⅰ－9", ""],
        ],
        [(2, 2, 3, 2)],
    )
    for reading in both(table):
        assert told(reading) == [
            (3, "分值", "第 3 至 4 行合并成一格，不知道这个值属于哪一行", "取消合并，逐行填写"),
            (4, "测评项目", "没有写明分值或权重", "填写分值或权重"),
        ]
        assert [node["code"] for node in reading.tree] == ["1", "Ⅰ-9"]
        assert [node.get("methods") for node in reading.tree[0]["children"]] == [
            ["field_inspection"],
            None,
            ["field_inspection"],
        ]


# ---- faults, every one with its place and mend

PLANTED = Table(
    "测评体系",
    [
        ["测评项目", "测评指标", "测评内容", "测评标准", "测评方法", "分值", "心得体会"],
        ["Ⅰ-1 重点工作（20分）", "Ⅱ-1 学习", "Ⅲ-1 健全制度", "1) 有计划", "材料审核", "12", ""],
        ["", "", "", "2) 有考核", "看一看", "7", ""],
        ["Ⅰ-2 环境（10分）", "", "Ⅲ-2 街面", "1) 干净", "实地考察", "10", ""],
        ["Ⅰ-3 秩序（10分）", "Ⅱ-3 交通", "", "1) 守法", "实地考察", "10", ""],
        ["Ⅰ-4 公益（10分）", "Ⅱ-4 志愿", "Ⅲ-4 队伍", "1) 人数", "实地考察", "十来", ""],
        ["Ⅰ-5 关系（10分）", "Ⅱ-5 邻里", "Ⅲ-5", "1) 和睦", "问卷调查", "10", ""],
        ["Ⅰ-6 安全（10分）", "Ⅱ-6 生产", "Ⅲ-6 制度", "1) 健全", "材料审核", "", ""],
        ["", "", "Ⅲ-7 检查", "", "", "", ""],
        ["Ⅰ-7 未成年人（10分）", "Ⅱ-7 校园", "Ⅲ-4 周边", "1) 整治", "实地考察", "10", ""],
    ],
    [(7, 3, 8, 3)],
)
PLACES = [
    (1, "心得体会", "不认识的列“心得体会”", "删去这一列，或在列名前加 x-，就不再读它"),
    (2, "测评项目", "下级分值之和是 19，应为 20", "改正下级或本级的分值"),
    (3, "测评方法", "不认识测评方法“看一看”", "可用的词：材料审核、网上申报、实地考察、问卷调查、入户调查、街头拦访、媒体调查、部门意见、整体观察"),
    (4, "测评指标", "“测评指标”空着，它的下级“测评内容”却有内容", "补写这一级，或把下级移到它所属的条目"),
    (5, "测评内容", "“测评内容”空着，它的下级“测评标准”却有内容", "补写这一级，或把下级移到它所属的条目"),
    (6, "分值", "“十来”不是数字", "写成普通数字，例如 40、0.85 或 1/3"),
    (7, "测评内容", "“Ⅲ-5”只有编号，没有名称", "在编号后面写上名称"),
    (8, "测评标准", "第 8 至 9 行合并成一格，跨了上一级的两个条目", "取消合并，逐行填写"),
    (10, "测评内容", "编号“Ⅲ-4”在第 6 行已经用过", "换一个编号"),
]  # fmt: skip


def test_read_a_form_with_nine_planted_faults_names_all_of_them_from_both():
    for reading in both(PLANTED):
        assert [finding for finding in told(reading) if finding in PLACES] == PLACES
        assert told(reading) == PLACES


def test_read_a_broken_cell_and_a_date_of_a_workbook_are_faults():
    book = openpyxl.load_workbook(
        io.BytesIO(excel([Table("测评体系", [["测评项目", "分值"], ["Ⅰ-1 环境", "5"], ["Ⅰ-2 秩序", "5"]])]))
    )
    book["测评体系"]["B2"] = "=1/0"
    book["测评体系"]["B3"] = date(2026, 1, 3)
    reading = read_office(read_any(saved(book), "f"))
    assert told(reading)[:2] == [
        (2, "分值", "单元格是错误值，或是没有存下结果的公式", "改写成数值或文字"),
        (
            3,
            "分值",
            "单元格是日期或时间“2026-01-03”，表格软件可能改了原来的内容（例如 1/3）",
            "把单元格格式改为文本，再重新填写",
        ),
    ]


# ---- nothing is lost, whatever the table

JUNK = (
    "", "", "测评项目", "测评内容", "测评标准", "分值", "测评方法", "责任单位", "备注", "序号", "编号", "心得", "Ⅰ-1 环境（5分）",
    "Ⅱ-1", "Ⅲ-2 街面\nⅢ-3 楼院", "1)甲 2)乙", "（3）丙", "注：说明", "合计", "小计 5", "5", "五", "40%", "1)材料审核 5)看",
    "实地考察", "（2O分）", "一、公共环境", "Ⅰ", "Ⅱ", date(2026, 1, 3), 4.0, True,
)  # fmt: skip


@st.composite
def grids(draw):
    """Return tables of anything, with cells merged anywhere."""
    made = []
    for name in draw(
        st.lists(st.sampled_from(["表 1", "Ⅰ-1 环境", "负面清单", "续表"]), min_size=1, max_size=3, unique=True)
    ):
        width, height = draw(st.integers(1, 5)), draw(st.integers(0, 7))
        cell = st.sampled_from(JUNK)
        rows = [[draw(cell) for _column in range(width)] for _row in range(height)]
        if height and draw(st.booleans()):
            rows[0] = ["测评项目", "测评标准", "分值", "测评方法", "心得"][:width]
        spot = st.tuples(st.integers(0, 7), st.integers(0, 5))
        areas = [
            (top, left, top + down, left + right)
            for (top, left), (down, right) in draw(st.lists(st.tuples(spot, spot), max_size=3))
            if top < height and left < width
        ]
        broken = draw(st.frozensets(spot, max_size=1)) if height else frozenset()
        before = tuple(
            draw(st.lists(st.sampled_from(["测评体系（2021年版）", "注：看", "Ⅰ-2 秩序", "话"]), max_size=2))
        )
        made.append(Grid(name, rows, tuple(areas), broken, before))
    return tuple(made)


@settings(properties, max_examples=400)
@given(
    grids(),
    st.dictionaries(st.tuples(st.just("表 1"), st.integers(0, 4)), st.sampled_from([*MEANINGS, ""]), max_size=2),
)
def test_read_any_tables_uses_or_lists_every_row_and_text(tables, mapping):
    reading = read_office(tables, mapping=mapping)
    told_of = {(place.sheet, place.row) for place in reading.used}
    told_of |= {(item.place.sheet, item.place.row) for item in reading.listed}
    rows = {
        (grid.name, number)
        for grid in tables
        for number, row in enumerate(grid.rows, 1)
        if any(cell_text(cell) for cell in row)
    }
    assert rows - told_of == set()
    assert [item for item in (*reading.findings, *reading.listed) if not item.problem or item.place.sheet == ""] == []
    assert [finding for finding in reading.findings if not finding.mend] == []
    if not reading.findings:
        pack = pack_text(office_contents(reading, FACTS))
        assert len(parse_pack(pack, file_name="pack.yaml").nodes) > 1


def test_tell_our_layout_from_an_office_s_form_by_the_sheets_that_ours_must_have():
    empty = [["甲"]]
    ours = [Table(name, empty) for name in ("体系", "条目 nodes", "别的")]
    theirs = [Table(name, empty) for name in ("体系", "单位", "情形", "Sheet1")]
    assert [lies_in_our_layout(read_any(excel(tables), "f")) for tables in (ours, theirs)] == [True, False]
