"""任务分解表 read by the engine: every cell used or listed exactly once, whatever mess an office makes of its matrix."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import use_messages

use_messages()

from tests.campaigns.decompositions import (  # noqa: E402
    COLUMNS,
    DISTRICTS,
    EVERYTHING,
    GROUPS,
    KEYS,
    TIDY,
    UNITS,
    Mess,
    Paper,
    as_docx,
    as_xlsx,
    filled,
    index,
    meant,
    papers,
    random_matrix,
    standard,
)
from wenming.campaigns.imports.files import read_table_file  # noqa: E402
from wenming.campaigns.imports.heads import SheetMapping, mapping_from, meaning_of  # noqa: E402
from wenming.campaigns.imports.tables import tables_of  # noqa: E402
from wenming.engine.decomposition.clauses import ClauseFinder, code_key, pairs, shared  # noqa: E402
from wenming.engine.decomposition.plans import Scope, Standing, changed_terms, lead_faults, plan_parts  # noqa: E402
from wenming.engine.decomposition.problems import places_to_leave, problems_of  # noqa: E402
from wenming.engine.decomposition.reader import read_decomposition  # noqa: E402
from wenming.engine.decomposition.readings import Reading, Reason, Use  # noqa: E402
from wenming.engine.decomposition.tables import Entry, Meaning, Table, letters  # noqa: E402
from wenming.engine.decomposition.terms import due_day  # noqa: E402
from wenming.engine.decomposition.units import UnitReader, is_nothing, kinds_meant  # noqa: E402
from wenming.engine.naming import Known, NameIndex  # noqa: E402
from wenming.standards.imports.grids import Grid, UnreadableError  # noqa: E402
from wenming.standards.queries import shipped_standard  # noqa: E402

LEAD, RESPONSIBLE, COOPERATING = Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.COOPERATING
HEADS = ["测评内容", "测评标准", "牵头单位", "责任单位", "配合单位", "完成时限"]


def read_bytes(content: bytes, **more) -> Reading:
    return read_decomposition(
        tables_of(read_table_file(content)), ClauseFinder(standard()), UnitReader(index()), **more
    )


def read(
    *rows, merged=(), heads=HEADS, broken=(), mapping=None, answers=None, chosen=None, left_out=frozenset()
) -> Reading:
    """Read rows below one row of heads."""
    lines = [heads, *rows] if heads else list(rows)
    width = max(map(len, lines))
    grid = Grid("表", [[*row, *[""] * (width - len(row))] for row in lines], tuple(merged), frozenset(broken))
    tables = tables_of([grid], mapping)
    return read_decomposition(tables, ClauseFinder(standard(), answers), UnitReader(index(), chosen or {}), left_out)


def listed(reading: Reading) -> dict[str, list[str]]:
    return {fate.cell.address: [fault.reason.value for fault in fate.faults] for fate in reading.listed}


def shares(text: str, part: Meaning = RESPONSIBLE, **chosen) -> list[tuple]:
    said = UnitReader(index(), chosen).read(text, part)
    return [(share.part.value, share.fault and share.fault.value, *share.keys) for share in said]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(1, 40),
    mess=st.builds(Mess, **{name: st.booleans() for name in Mess.__dataclass_fields__}),
    word=st.booleans(),
)
def test_read_any_matrix_in_any_mess_gives_it_back_and_accounts_for_every_cell(seed, size, mess, word):
    rng = random.Random(seed)
    matrix = random_matrix(rng, size)
    made = papers(matrix, mess, rng)
    reading = read_bytes((as_docx if word else as_xlsx)(made))
    assert {(row.code, row.part.value, row.unit) for row in reading.parts} == meant(matrix)
    assert (len(reading.fates), reading.used, len(reading.listed)) == (filled(made), filled(made), 0)
    assert reading.named == tuple(matrix)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=8), max_size=12))
def test_read_any_text_at_all_uses_or_lists_every_cell_once(seed, rows):
    rng = random.Random(seed)
    made = papers(random_matrix(rng, 5), TIDY, rng)
    noise = [[*row, *[""] * (len(COLUMNS) - len(row))][: len(COLUMNS)] for row in rows]
    lines = [*made[0].rows[:3], *noise, *made[0].rows[3:]]
    grid = Grid("表", lines, (), frozenset())
    reading = read_decomposition(tables_of([grid]), ClauseFinder(standard()), UnitReader(index()))
    cells = [(row, at) for row, line in enumerate(lines, 1) for at, text in enumerate(line) if text.strip()]
    assert sorted((fate.cell.row, fate.cell.column) for fate in reading.fates) == cells
    assert reading.used + len(reading.listed) == len(cells)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (UNITS[0], [("responsible", None, 1)]),
        (f"{UNITS[0]}、{UNITS[1]}，{UNITS[2]}；{UNITS[3]}\n{UNITS[4]}", [("responsible", None, key) for key in range(1, 6)]),
        (f"1.{UNITS[0]} 2.{UNITS[1]}", [("responsible", None, 1), ("responsible", None, 2)]),
        (f"（1）{UNITS[0]}（２）{UNITS[1]}", [("responsible", None, 1), ("responsible", None, 2)]),
        (f"①{UNITS[0]}②{UNITS[1]}", [("responsible", None, 1), ("responsible", None, 2)]),
        (f"{UNITS[0]} {UNITS[1]}", [("responsible", None, 1), ("responsible", None, 2)]),
        (f"{UNITS[0]}和{UNITS[1]}", [("responsible", None, 1), ("responsible", None, 2)]),
        (UNITS[0][1:], [("responsible", None, 1)]),
        ("各区", [("responsible", None, *(KEYS[name] for name in DISTRICTS))]),
        (f"{UNITS[0]}（牵头）、{UNITS[1]}", [("lead", None, 1), ("responsible", None, 2)]),
        (f"{UNITS[0]}（牵头单位）、{UNITS[1]}（配合）", [("lead", None, 1), ("cooperating", None, 2)]),
        (f"{UNITS[0]}牵头，{UNITS[1]}配合", [("lead", None, 1), ("cooperating", None, 2)]),
        (f"由{UNITS[0]}负责落实", [("responsible", None, 1)]),
        (f"牵头单位：{UNITS[0]}；配合单位：{UNITS[1]}、{UNITS[2]}", [("lead", None, 1), ("cooperating", None, 2), ("cooperating", None, 3)]),
        (f"{UNITS[0]}（办公室，电话 0376-5550000、5550001）", [("responsible", None, 1)]),
        (f"{UNITS[0]}等部门", [("responsible", None, 1)]),
        (f"{UNITS[0]}、{UNITS[1]}等", [("responsible", None, 1), ("responsible", None, 2)]),
        (f"{UNITS[0]}、等单位、按职责分工负责", [("responsible", None, 1)]),
        (f"{UNITS[0]}（见附件）、（另有说明）", [("responsible", None, 1)]),
        (f"{UNITS[0]}（没有关上的括号、{UNITS[1]}", [("responsible", "unknown_unit"), ("responsible", None, 2)]),
        ("相关部门", [("responsible", "vague_unit")]),
        ("有关单位、责任单位", [("responsible", "vague_unit"), ("responsible", "vague_unit")]),
        ("按职责分工负责", [("responsible", "vague_unit")]),
        ("各乡镇", [("responsible", "unknown_group")]),
        ("市没有的局", [("responsible", "unknown_unit")]),
        (f"{UNITS[0]}和市没有的局", [("responsible", "unknown_unit")]),
        ("市" + "长" * 130 + f"（{UNITS[0]}）", [("responsible", "unknown_unit")]),
        (f"{UNITS[0]}（{'很长的说明' * 30}）", [("responsible", "too_long")]),
    ],
)  # fmt: skip
def test_read_a_cell_of_units_gives_every_word_its_part(text, found):
    assert shares(text) == found


def test_read_a_word_that_a_person_chose_a_unit_for_uses_it():
    assert shares("某某局（牵头）", 某某局=(7,)) == [("lead", None, 7)]


def test_read_a_group_without_members_is_a_fault_of_its_own():
    reader = UnitReader(NameIndex([Known(1, "甲局")], {"各县": ()}))
    assert [share.fault for share in reader.read("各县", LEAD)] == [Reason.EMPTY_GROUP]


def test_read_a_near_name_proposes_and_uses_nothing():
    (share,) = UnitReader(index()).read("市科学枝术局", LEAD)
    assert (share.keys, share.suggestions[0], share.written) == ((), 3, "市科学枝术局")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("各县区", ("district", "county")), ("各管理区", ("development_zone",)), ("各街道办事处", ("street",)),
        ("市直各单位", ("party_department", "department")), ("中直、省直驻市单位", ("central_unit", "provincial_unit")),
        ("各乡镇、村", ("town", "village")), ("各社区", ("community",)), ("各医院", ()),
    ],
)  # fmt: skip
def test_ask_of_which_kinds_a_word_speaks_gives_them(name, kinds):
    assert kinds_meant(name) == kinds


def test_find_a_clause_by_code_number_name_and_place():
    finder = ClauseFinder(standard())
    content = finder.nodes["Ⅲ-2"]
    codes = {
        finder.find(entry, above).node.code
        for entry, above in (
            (Entry("", code="Ⅲ-2.3"), None),
            (Entry("", code="iii—2.3"), None),
            (Entry("", code="ＩＩＩ2.3"), None),
            (Entry("宣传到位使群众知晓", number=3), content),
            (Entry("", number=3), content),
            (Entry("政务公开宣传到位，使群众知晓"), content),
            (Entry("政务公开宣传到位使群众知晓"), None),
            (Entry("政务公开宣传到位使群众知晓", code="9.9.9"), None),
        )
    }
    assert codes == {"Ⅲ-2.3"}
    assert finder.find(Entry("政务公开", code="Ⅲ-2")).node.code == "Ⅲ-2"
    assert finder.find(Entry("公正透明法治环境", number=2)).node.code == "Ⅰ-2"
    assert finder.find(Entry("", number=2)).node is None


def test_find_a_code_beside_the_name_of_another_clause_proposes_both():
    found = ClauseFinder(standard()).find(Entry("办事效率", code="Ⅲ-2"))
    assert (found.node, found.near, found.contradicts) == (None, ("Ⅲ-3", "Ⅲ-2"), True)
    stranger = ClauseFinder(standard()).find(Entry("毫不相干的另一句话", code="Ⅲ-2"))
    assert (stranger.near, stranger.contradicts) == (("Ⅲ-2",), True)


def test_find_a_number_beside_the_name_of_nothing_finds_nothing():
    finder = ClauseFinder(standard())
    assert finder.find(Entry("毫不相干的另一句话", number=1), finder.nodes["Ⅲ-2"]).node is None
    assert finder.find(Entry("", number=9), finder.nodes["Ⅲ-2"]).near == ()


def test_find_a_near_name_proposes_the_nearest_below_the_open_node_first():
    finder = ClauseFinder(standard())
    assert finder.find(Entry("政务公开组织建全有专人"), finder.nodes["Ⅲ-2"]).near[0] == "Ⅲ-2.1"
    assert finder.find(Entry("市容环竟")).near[0].startswith("Ⅲ-21")
    assert finder.find(Entry("龘")).near == ()


def test_find_what_a_person_chose_uses_it():
    finder = ClauseFinder(standard(), {"|说不清的": "Ⅲ-5", "|坏": "没有"})
    assert finder.find(Entry("说不清的")).node.code == "Ⅲ-5"
    assert finder.find(Entry("坏")).node is None


def test_find_in_the_scheme_of_a_district_tells_equal_names_apart_by_their_place():
    scheme = shipped_standard("suzhou-2016-district")
    finder = ClauseFinder(scheme)
    assert finder.find(Entry("诚信建设制度")).node.code == "5"
    assert finder.find(Entry("空气和水环境"), finder.nodes["12"]).near == ("12", "12.1", "12.2")
    twin = replace(scheme.root.children[0], children=(), code="99", name="文化培育", aliases=())
    double = ClauseFinder(replace(scheme, root=replace(scheme.root, children=(*scheme.root.children, twin))))
    assert double.find(Entry("文化培育")).several
    assert double.find(Entry("文化培育1"), double.nodes["2"]).node.code == "2.1"
    inner = replace(scheme.root.children[0].children[0], name="同名", code="1.9")
    outer = replace(scheme.root.children[1].children[0], name="同名", code="2.9")
    parts = [
        replace(one, children=(*one.children, more))
        for one, more in zip(scheme.root.children[:2], (inner, outer), strict=True)
    ]
    same = ClauseFinder(replace(scheme, root=replace(scheme.root, children=tuple(parts))))
    assert same.find(Entry("同名"), same.nodes["2"]).node.code == "2.9"
    assert same.find(Entry("同名"), same.standard.root).several


def test_ask_which_clauses_a_node_stands_for_leads_methods_to_their_clause():
    whole = ClauseFinder(shipped_standard("jining-2017-street-index"))
    root = whole.standard.root
    assert whole.below(whole.nodes["survey"]) == (root.code,) == whole.below(root)
    assert whole.find(Entry(root.name)).node is root


def test_compare_codes_and_texts_of_nothing_gives_nothing():
    assert (code_key("Ⅲ－12）"), code_key("III 12"), shared(pairs(""), pairs("甲")), pairs("甲")) == (
        "iii-12",
        "iii-12",
        0.0,
        {"甲"},
    )
    assert [letters(number) for number in (0, 25, 26, 702)] == ["A", "Z", "AA", "AAA"]
    assert Entry("名", number=2).text == "2 名"


def test_read_rows_that_go_on_from_the_one_above_speak_of_its_clause():
    rows = [["党风廉政", "1）", UNITS[0]], ["", "", "", UNITS[1]], ["", "2）", UNITS[2]]]
    reading = read(*rows)
    assert [(row.code, row.unit) for row in reading.parts] == [("Ⅲ-1.1", 1), ("Ⅲ-1.1", 2), ("Ⅲ-1.2", 3)]


def test_read_a_value_merged_over_rows_gives_it_to_all_of_them():
    rows = [["党风廉政", "1）", UNITS[0], "", "", "长期"], ["", "2）", "", UNITS[1]]]
    reading = read(*rows, merged=[(1, 0, 2, 0), (1, 2, 2, 2), (1, 5, 2, 5)])
    assert [(row.code, row.unit) for row in reading.parts if row.part is LEAD] == [("Ⅲ-1.1", 1), ("Ⅲ-1.2", 1)]
    assert reading.terms == {code: {Meaning.DUE: "长期"} for code in ("Ⅲ-1.1", "Ⅲ-1.2")}


def test_read_several_entries_of_one_cell_gives_the_row_to_each():
    reading = read(["党风廉政", "1）组织健全并有专人落实 2）制度上墙且年年修订\n9）没有这一条", UNITS[0]])
    assert ([row.code for row in reading.parts], listed(reading)) == (["Ⅲ-1.1", "Ⅲ-1.2"], {"B2": ["unknown_clause"]})


def test_read_an_upper_row_holds_for_every_clause_below_and_gives_way_to_what_these_say():
    reading = read(["政务公开", "", UNITS[0]], ["", "1）", UNITS[0], UNITS[1]])
    assert [(row.code, row.inherited) for row in reading.parts if row.part is LEAD] == [
        ("Ⅲ-2.1", False), *((f"Ⅲ-2.{number}", True) for number in range(2, 6)),
    ]  # fmt: skip
    again = read(["政务公开", "1）", UNITS[0]], ["政务公开", "", UNITS[0]])
    assert [row.inherited for row in again.parts] == [False, True, True, True, True]


def test_read_a_heading_across_the_table_opens_its_entry_and_a_strange_one_is_listed():
    width = len(HEADS)
    rows = [
        ["Ⅲ-2 政务公开"],
        ["", "1）", UNITS[0]],
        ["一句看不懂的话"],
        ["", UNITS[1]],
        ["注：见附件"],
        ["合计", "5", "6"],
    ]
    lines = [[*row, *[""] * (width - len(row))] for row in rows]
    reading = read(*lines, merged=[(1, 0, 1, 5), (3, 0, 3, 5)])
    uses = {fate.cell.address: fate.use for fate in reading.fates}
    assert (uses["A2"], uses["A6"], uses["A7"], uses["B7"]) == (Use.CLAUSE, Use.NOTE, Use.TOTAL, Use.TOTAL)
    assert [row.code for row in reading.parts] == ["Ⅲ-2.1"]
    assert listed(reading) == {"A4": ["unknown_row"], "B5": ["unknown_clause"]}


def test_read_words_below_a_clause_as_its_wording():
    scheme = ClauseFinder(shipped_standard("suzhou-2016-district"))
    rows = [
        ["测评指标", "测评内容", "测评标准", "牵头单位"],
        ["文化培育", "文化培育1", "1）有活动；2）有总结", UNITS[0]],
    ]
    rows += [["", "", "另一条要求", UNITS[1]], ["", "文化培育1", "文化培育1", UNITS[2]]]
    reading = read_decomposition(tables_of([Grid("表", rows, (), frozenset())]), scheme, UnitReader(index()))
    assert [(row.code, row.unit) for row in reading.parts] == [("2.1", 1), ("2.1", 2), ("2.1", 3)]
    assert [fate.use for fate in reading.fates if fate.meaning is Meaning.CRITERION] == [
        Use.HEAD,
        Use.WORDING,
        Use.WORDING,
        Use.WORDING,
    ]
    assert reading.listed == ()


def test_read_a_level_that_the_standard_has_not_uses_it_where_a_clause_was_found_below():
    heads = ["测评项目", "测评内容", "测评标准", "牵头单位"]
    reading = read(["没有这一级", "政务公开", "1）", UNITS[0]], ["也没有", "也没有的内容", "", UNITS[1]], heads=heads)
    uses = {fate.cell.address: fate.use for fate in reading.fates}
    assert uses["A2"] is Use.ABOVE
    assert listed(reading) == {"A3": ["unknown_clause"], "B3": ["unknown_clause"], "D3": ["no_clause"]}


def test_read_a_code_in_a_column_of_its_own_decides_and_a_wrong_one_is_listed():
    heads = ["编号", "测评内容", "测评标准", "牵头单位"]
    rows = [["Ⅲ-2.1", "政务公开", "政务公开组织健全并有专人落实", UNITS[0]], ["Ⅲ-3", "", "", UNITS[1]]]
    rows += [["Ⅲ-99", "", "", UNITS[2]], ["Ⅲ-2.2", "", "政务公开组织健全并有专人落实", UNITS[3]]]
    reading = read(*rows, heads=heads)
    assert {row.code for row in reading.parts} == {"Ⅲ-2.1", *(f"Ⅲ-3.{number}" for number in range(1, 6))}
    assert listed(reading) == {
        "A4": ["unknown_clause"], "D4": ["no_clause"], "A5": ["code_contradicts"], "D5": ["no_clause"],
    }  # fmt: skip


def test_read_a_broken_entry_gives_its_row_to_nobody():
    rows = [["政务公开", "1）", UNITS[0]], ["", "", UNITS[1]], ["", "3）", UNITS[2]]]
    reading = read(*rows, broken={(2, 1)})
    assert [(row.code, row.unit) for row in reading.parts] == [("Ⅲ-2.1", 1), ("Ⅲ-2.3", 3)]
    assert listed(reading)["B3"] == ["broken"]
    assert listed(reading)["C3"] == ["no_clause"]


def test_read_a_broken_code_gives_its_row_to_nobody():
    heads = ["编号", "测评内容", "牵头单位"]
    reading = read(["", "政务公开", UNITS[0]], heads=heads, broken={(1, 0)})
    assert (reading.parts, listed(reading)) == ((), {"A2": ["broken"], "C2": ["no_clause"]})


def test_read_words_below_an_entry_that_may_soon_be_known_wait_for_it():
    reading = read(["政务公平", "一些要求", UNITS[0]])
    assert listed(reading) == {"A2": ["unknown_clause"], "B2": ["no_clause"], "C2": ["no_clause"]}


def test_read_a_broken_value_lists_it():
    assert listed(read(["政务公开", "1）", UNITS[0], ""], broken={(1, 3)})) == {"D2": ["broken"]}


def test_read_a_cell_that_says_nothing_uses_it_as_that():
    reading = read(["政务公开", "1）", UNITS[0], "无", "——", "/"])
    assert [fate.use for fate in reading.fates[-3:]] == [Use.NOTHING] * 3


def test_read_ditto_says_what_the_cell_above_says():
    reading = read(["政务公开", "1）", UNITS[0], "同上"], ["", "2）", "同上", UNITS[1]], ["", "3）", "〃", "同上"])
    assert [(row.code, row.unit) for row in reading.parts if row.part is LEAD] == [(f"Ⅲ-2.{at}", 1) for at in (1, 2, 3)]
    assert listed(reading) == {"D2": ["unknown_unit"]}


def test_read_terms_of_several_rows_line_by_line_each_once_and_none_too_long():
    heads = ["测评内容", "测评标准", "牵头单位", "材料要求", "完成时限"]
    rows = [
        ["政务公开", "1）", UNITS[0], "照片", "长期坚持"],
        ["", "", "", "文件", "长期坚持"],
        ["", "", "", "照片", "完" * 60],
    ]
    reading = read(*rows, heads=heads)
    assert reading.terms == {"Ⅲ-2.1": {Meaning.MATERIALS: "照片\n文件", Meaning.DUE: "长期坚持"}}
    assert listed(reading) == {"E4": ["too_long"]}


def test_read_words_left_out_uses_the_rest_and_ends_nothing_there():
    rows = [["政务公开", "1）", f"{UNITS[0]}、没有的局", "没有的局"]]
    open_, closed = read(*rows), read(*rows, left_out=frozenset({"表!C2", "表!D2"}))
    assert open_.unsettled == {("Ⅲ-2.1", LEAD), ("Ⅲ-2.1", RESPONSIBLE)}
    assert (closed.unsettled, closed.waiting, len(closed.listed)) == (frozenset(), (), 2)
    clause = read(["不认识的条目", "", UNITS[0]], left_out=frozenset({"表!A2", "表!C2"}))
    assert {fate.settled for fate in clause.listed} == {True}


def test_read_cells_without_a_head_lists_them_until_a_person_says_what_they_are():
    rows = [["政务公开", "1）", UNITS[0], UNITS[1], "多的", "", "更多"]]
    heads = [*HEADS[:3], "说不清", *HEADS[4:5], ""]
    assert listed(read(*rows, heads=heads)) == {"D2": ["unknown_column"], "E2": ["unknown_unit"], "G2": ["no_column"]}
    said = SheetMapping(head=0, columns={3: RESPONSIBLE, 4: Meaning.IGNORE, 6: Meaning.NOTE})
    reading = read(*rows, heads=heads, mapping={"表": said})
    assert (listed(reading), reading.waiting, reading.terms) == (
        {"E2": ["left_out"]},
        (),
        {"Ⅲ-2.1": {Meaning.NOTE: "更多"}},
    )


def test_read_a_sheet_without_heads_or_left_out_lists_all_of_it():
    assert listed(read(["甲", "乙"], heads=None)) == {"A1": ["no_heads"], "B1": ["no_heads"]}
    out = read(["政务公开", "1）", UNITS[0]], mapping=mapping_from({"表": {"used": False}}))
    assert {fate.settled for fate in out.fates} == {True}
    by_hand = read(
        ["甲", "乙"],
        ["政务公开", UNITS[0]],
        heads=None,
        mapping=mapping_from({"表": {"head": 0, "columns": {"0": "content", "1": "lead"}}}),
    )
    assert len(by_hand.parts) == 5


def test_read_a_table_that_a_page_break_cut_in_two_goes_on_under_its_heads():
    first = Grid("表 1", [HEADS, ["政务公开", "1）", UNITS[0], "", "", ""]], (), frozenset())
    second = Grid("表 2", [["Ⅲ-3", "2）", UNITS[1], "", "", ""]], (), frozenset())
    reading = read_decomposition(tables_of([first, second]), ClauseFinder(standard()), UnitReader(index()))
    assert [(row.code, row.unit) for row in reading.parts] == [("Ⅲ-2.1", 1), ("Ⅲ-3.2", 2)]


def test_read_a_day_as_the_day_it_is():
    reading = read(["政务公开", "1）", UNITS[0], "", "", date(2026, 6, 30)])
    assert reading.terms["Ⅲ-2.1"] == {Meaning.DUE: "2026-06-30"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年6月30日前", date(2026, 6, 30)), ("2026-6-30", date(2026, 6, 30)), ("２０２６年１０月底前", date(2026, 10, 31)),
        ("2026年6月", None), ("2026年13月1日", None), ("2026年2月30日", None), ("2026年1月1日至2026年3月1日", None), ("长期", None),
    ],
)  # fmt: skip
def test_read_a_time_limit_gives_the_one_day_that_it_names(text, day):
    assert due_day(text) == day


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("牵头单位", "lead"), ("牵 头\n部门", "lead"), ("主办单位（部门）", "lead"), ("承办单位", "responsible"), ("责任单位1", "responsible"),
        ("协同单位", "cooperating"), ("包保单位", "sponsor"), ("办结时限", "due"), ("佐证材料", "materials"), ("迎检点位", "spots"),
        ("分管领导", "chief"), ("备注", "note"), ("序号", "number"), ("测评指标", "indicator"), ("Ⅲ级指标", "content"), ("分值", "points"),
        ("测评方法", "method"), ("编号", "code"), ("心情", ""),
    ],
)  # fmt: skip
def test_read_a_head_gives_its_meaning(heading, meaning):
    assert meaning_of(heading) == meaning


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".doc"),
        (b"", "空"),
    ],
)
def test_read_a_file_that_is_none_says_what_it_is(content, said):
    with pytest.raises(UnreadableError, match=said):
        read_table_file(content)


def test_put_problems_together_so_that_one_answer_settles_all_of_them():
    heads = [*HEADS, "说不清"]
    rows = [
        ["政务公开", "1）", "没有的局（牵头）", "没有的局", "", "", "甲"], ["", "2）", UNITS[0], "", "", "", "乙"],
        ["不认识的条目", "", UNITS[0], UNITS[1]], ["", "", UNITS[2]], ["办事效率", "1）", UNITS[0]],
    ]  # fmt: skip
    reading = read(*rows, heads=heads)
    problems = {problem.reason: problem for problem in problems_of(reading)}
    assert [(reason.value, len(one.fates)) for reason, one in problems.items()] == [
        ("unknown_unit", 2), ("unknown_column", 2), ("unknown_clause", 1),
    ]  # fmt: skip
    unit, clause = problems[Reason.UNKNOWN_UNIT], problems[Reason.UNKNOWN_CLAUSE]
    assert (unit.name, unit.asks, unit.token != clause.token) == ("没有的局", False, True)
    assert places_to_leave(reading, unit) == ["表!C2", "表!D2"]
    assert places_to_leave(reading, clause) == ["表!A4", "表!C4", "表!D4", "表!C5"]
    last = read(["不认识的条目", "", UNITS[0]])
    assert places_to_leave(last, problems_of(last)[0]) == ["表!A2", "表!C2"]
    whole = read(["甲", "乙"], ["丙"], heads=None)
    assert [len(problem.fates) for problem in problems_of(whole)] == [3]
    assert (
        problems_of(
            read(*rows, heads=heads, left_out=frozenset(f"表!{cell}" for cell in ("C2", "D2", "G2", "G3", "A4")))
        )
        == ()
    )


def test_plan_a_table_tells_what_begins_ends_stays_and_is_named_anew():
    reading = read(["政务公开", "1）", UNITS[0], UNITS[1]], ["", "2）", "没有的局", ""])
    codes = [node.code for node in standard().leaves]
    stand = [
        Standing(1, "Ⅲ-2.1", LEAD, 1, "", UNITS[0], 1), Standing(2, "Ⅲ-2.1", LEAD, 9), Standing(3, "Ⅲ-2.1", Meaning.SPONSOR, 5),
        Standing(4, "Ⅲ-2.2", LEAD, 7), Standing(5, "Ⅲ-2.2", LEAD, 8), Standing(6, "Ⅲ-2.1", RESPONSIBLE, 2), Standing(7, "Ⅲ-9.1", LEAD, 4),
    ]  # fmt: skip
    plan = plan_parts(reading, stand, codes, Scope.NAMED)
    assert ([one.key for one in plan.ended], [one.key for one in plan.same]) == ([2], [1, 6])
    assert ([one.key for one, _row in plan.reworded], plan.added) == ([6], ())
    assert (plan.double, len(plan.uncovered)) == ((("Ⅲ-2.2", (7, 8)),), 122)
    assert [one.key for one in plan_parts(reading, stand, codes, Scope.ALL).ended] == [2, 7]
    assert plan_parts(reading, stand, codes, Scope.NONE).ended == ()
    assert lead_faults([], ["甲"]) == (("甲",), ())


def test_compare_terms_gives_those_that_change_with_all_that_stands():
    reading = read(["政务公开", "1）", UNITS[0], "", "", "长期坚持"], ["", "2）", "", "", "", "长期坚持"])
    before = {
        "Ⅲ-2.1": {Meaning.DUE: "长期坚持", Meaning.NOTE: "旧"},
        "Ⅲ-2.2": {Meaning.DUE: "今年", Meaning.NOTE: "旧"},
    }
    assert changed_terms(reading, before) == {"Ⅲ-2.2": {Meaning.DUE: "长期坚持", Meaning.NOTE: "旧"}}


def test_ask_a_table_without_heads_for_its_columns_gives_none():
    assert (Table("表", ()).columns, list(Table("表", ()).cells())) == ((), [])
    (table,) = tables_of(read_table_file(as_xlsx([Paper("表", [HEADS, ["政务公开"]])])))
    assert [cell.address for cell in table.cells()] == ["A1", "B1", "C1", "D1", "E1", "F1", "A2"]


def test_say_of_cells_that_they_say_nothing():
    assert [is_nothing(text) for text in ("无", "—", "/", "无锡", "")] == [True, True, True, False, False]


def test_read_the_table_with_everything_wrong_at_once_still_gives_the_matrix():
    rng = random.Random(99)
    matrix = random_matrix(rng)
    reading = read_bytes(as_xlsx(papers(matrix, EVERYTHING, rng)))
    assert {(row.code, row.part.value, row.unit) for row in reading.parts} == meant(matrix)
    assert len(reading.parts) > 125 * 4 > len(GROUPS)
