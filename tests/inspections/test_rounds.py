"""Field rounds from workbooks: the real one to the last digit (W-9), and every damage named."""

import io
from collections import defaultdict
from fractions import Fraction
from functools import cache

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from tests.data import PACKS, data_file, use_messages
from wenming.engine.observations import Note, NoteKind, NothingReadableError, Problem, ProblemKind
from wenming.engine.scoring.tables import score_round
from wenming.inspections.imports.messages import note_words, problem_words
from wenming.inspections.imports.rounds import read_round
from wenming.standards.imports.packs import load_standard

use_messages()

HEAD = ["序号", "项目", "考察点位", "扣分", "得分", "区域", "责任单位2", "责任单位3"]
ROW = [1, "公共服务1", "主干道", 0.2, "", "吴江街道", "城管局", ""]


@cache
def suzhou():
    return load_standard(PACKS / "suzhou-2016-district.yaml")


def real():
    return data_file("suzhou-2016-round2.xlsx").read_bytes()


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def damaged(change):
    """The real workbook after a change to its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(real()))
    change(book)
    return saved(book)


def sheet(*rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    return saved(book)


def changed(**cells):
    """The usual row with some columns changed: name, site, deduction, score, area, unit, more, serial."""
    places = {"serial": 0, "name": 1, "site": 2, "deduction": 3, "score": 4, "area": 5, "unit": 6, "more": 7}
    row = list(ROW)
    for column, value in cells.items():
        row[places[column]] = value
    return row


def read(content, **options):
    return read_round(content, suzhou(), **options)


def row_notes(reading):
    """The notes about rows (a small sheet lacks most contents)."""
    return [(note.kind, note.row, note.value, note.facts) for note in reading.notes if note.row]


def test_read_real_round_uses_all_rows():
    reading = read(real())
    assert (reading.rows_read, len(reading.observations), reading.problems) == (228, 228, ())


def test_read_real_round_notes_what_deserves_a_look():
    kinds = defaultdict(int)
    for note in read(real()).notes:
        kinds[note.kind] += 1
    # 77 rows have no first unit; five of them name the fire brigade in the second column
    assert kinds == {
        NoteKind.ALIAS_USED: 2,
        NoteKind.SERIAL_REPEATED: 3,
        NoteKind.AREA_MISSING: 56,
        NoteKind.UNIT_MISSING: 72,
    }


def test_read_real_round_names_the_first_row_of_a_repeated_serial():
    notes = [note for note in read(real()).notes if note.kind is NoteKind.SERIAL_REPEATED]
    assert [(note.row, note.value, note.facts["first"]) for note in notes] == [
        (23, "吴江街道21", "22"),
        (60, "吴江街道57", "59"),
        (69, "吴江街道65", "68"),
    ]


def expected_tables():
    """The scheme of domain.md 2.4 straight from the cells, by other means than ours: decimals of the written text."""
    rows = load_workbook(io.BytesIO(real())).get_sheet_by_name("模板").to_python()[1:]
    contents, areas, units = defaultdict(list), defaultdict(list), defaultdict(list)
    for _serial, name, _site, deduction, _score, area, first, second in rows:
        points = 1 - Fraction(str(deduction or 0))
        stem = name.rstrip("0123456789")
        official = {"诚信建设制度": "诚信建设制度化"}.get(stem, stem)
        contents[official, int(name[len(stem) :] or 1)].append(points)
        areas[area].append(points)
        for unit in {first, second} - {""} or {""}:
            units[unit].append(points)
    means = {key: sum(values) / len(values) for key, values in contents.items()}
    indicators = defaultdict(list)
    for (indicator, _number), mean in means.items():
        indicators[indicator].append(mean)
    return means, indicators, areas, units


def test_score_real_round_equals_the_scheme_content_by_content():
    means, _indicators, _areas, _units = expected_tables()
    nodes = score_round(suzhou(), read(real()).observations).result.nodes
    found = {node.name: (node.score, node.attainable) for node in nodes if node.level == "content"}
    assert found == {f"{indicator}{number}": (mean, 1) for (indicator, number), mean in means.items()}


def test_score_real_round_equals_the_scheme_indicator_by_indicator():
    _means, indicators, _areas, _units = expected_tables()
    nodes = score_round(suzhou(), read(real()).observations).result.nodes
    rates = {name: sum(means) / len(means) for name, means in indicators.items()}
    found = [
        (node.name, node.score, node.attainable, node.rate, node.rank) for node in nodes if node.level == "indicator"
    ]
    assert found == [
        (name, sum(means), len(means), rates[name], 1 + sum(other > rates[name] for other in rates.values()))
        for name, means in indicators.items()
    ]


def test_score_real_round_equals_the_scheme_in_total():
    result = score_round(suzhou(), read(real()).observations).result
    means, _indicators, _areas, _units = expected_tables()
    assert (result.score, result.attainable, result.rate) == (sum(means.values()), 39, sum(means.values()) / 39)
    # by hand, from the 27 rows with a deduction: what each content loses, in the order of the sheet
    lost = "2/12 2/6 2/18 .2/4 .4/6 .4/6 .2/2 .2/10 .1/8 .2/3 .2/3 .2/3 2/3 .4/12 1/2"
    assert 39 - result.score == sum(Fraction(part.split("/")[0]) / int(part.split("/")[1]) for part in lost.split())
    assert result.score == Fraction(132023, 3600)


@pytest.mark.parametrize("table", ["areas", "units"])
def test_score_real_round_equals_the_scheme_street_by_street_and_unit_by_unit(table):
    _means, _indicators, areas, units = expected_tables()
    groups = {"areas": areas, "units": units}[table]
    rates = {name: sum(points) / len(points) for name, points in groups.items()}
    named = [rate for name, rate in rates.items() if name]
    found = getattr(score_round(suzhou(), read(real()).observations), table)
    assert {group.name: (group.rows, group.score, group.rate, group.rank) for group in found} == {
        name: (len(points), sum(points), rates[name], 1 + sum(other > rates[name] for other in named) if name else None)
        for name, points in groups.items()
    }


def test_read_real_round_with_a_letter_changed_lists_the_row_with_its_candidate():
    content = damaged(lambda book: book.active.__setitem__("B178", "公共服物10"))
    reading = read(content)
    problem = Problem(ProblemKind.NAME_UNKNOWN, "模板", 178, "项目", "公共服物10", ("10.10",))
    assert (reading.rows_read, len(reading.observations), reading.problems) == (228, 227, (problem,))
    assert problem_words(problem, suzhou()) == ("标准里没有“公共服物10”", "是否应为“公共服务10”？确认后才会采用")


@pytest.mark.parametrize("options", [{"accept_suggestions": True}, {"accepted": {"公共服物10": "10.10"}}])
def test_read_changed_letter_accepted_uses_the_row_and_says_so(options):
    reading = read(damaged(lambda book: book.active.__setitem__("B178", "公共服物10")), **options)
    note = Note(NoteKind.SUGGESTION_ACCEPTED, "模板", 178, "项目", "公共服物10", {"name": "公共服务10"})
    assert (len(reading.observations), [each for each in reading.notes if each.kind is note.kind]) == (228, [note])


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ("未见", ProblemKind.DEDUCTION_NOT_NUMBER, "扣分“未见”不是数字"),
        (True, ProblemKind.DEDUCTION_NOT_NUMBER, "扣分“TRUE”不是数字"),
        (3, ProblemKind.DEDUCTION_ABOVE_ONE, "扣分“3”大于 1"),
        ("3", ProblemKind.DEDUCTION_ABOVE_ONE, "扣分“3”大于 1"),
        ("120%", ProblemKind.DEDUCTION_ABOVE_ONE, "扣分“120%”大于 1"),
        (-1, ProblemKind.DEDUCTION_NEGATIVE, "扣分“-1”是负数"),
        ("－1", ProblemKind.DEDUCTION_NEGATIVE, "扣分“－1”是负数"),
        ("−0.1", ProblemKind.DEDUCTION_NEGATIVE, "扣分“−0.1”是负数"),
        (0.1234, ProblemKind.DEDUCTION_TOO_FINE, "扣分“0.1234”的小数多于三位"),
        ("=1/0", ProblemKind.DEDUCTION_BROKEN_CELL, "扣分单元格是错误值，或公式没有保存计算结果"),
    ],
)
def test_read_real_round_with_a_wrong_deduction_lists_the_row(value, kind, words):
    reading = read(damaged(lambda book: book.active.__setitem__("D8", value)))
    (problem,) = reading.problems
    assert (reading.rows_read, len(reading.observations), problem.kind, problem.row, problem.column) == (
        228,
        227,
        kind,
        8,
        "扣分",
    )
    assert problem_words(problem, suzhou())[0] == words


def test_read_error_cell_in_deduction_is_never_a_blank():
    def change(book):
        book.active["D8"] = "#REF!"
        book.active["D8"].data_type = "e"

    reading = read(damaged(change))
    assert [(problem.kind, problem.row) for problem in reading.problems] == [(ProblemKind.DEDUCTION_BROKEN_CELL, 8)]


def test_read_percent_cell_of_one_hundred_is_the_legal_value_one():
    def change(book):
        book.active["D8"], book.active["D8"].number_format = 1, "0%"

    assert read(damaged(change)).observations == read(real()).observations


@pytest.mark.parametrize(
    ("value", "milli", "as_text"),
    [
        ("", 1000, False), (" \u3000", 1000, False), (0, 1000, False), (0.1 + 0.2, 700, False), (1, 0, False), (0.125, 875, False),
        ("0.2", 800, True), ("０．２", 800, True), (" 20 %", 800, True), ("100%", 0, True), (".5", 500, True), ("0", 1000, True),
    ],
)  # fmt: skip
def test_read_legal_deduction_gives_exact_milli_points(value, milli, as_text):
    reading = read(sheet(changed(deduction=value)))
    assert [observation.milli for observation in reading.observations] == [milli]
    text = value.strip() if as_text else None
    assert row_notes(reading) == ([(NoteKind.NUMBER_AS_TEXT, 2, text, {})] if as_text else [])


@pytest.mark.parametrize(("score", "due"), [(0.7, "0.8"), (80, "0.8"), ("好", "0.8"), ("0.9", "0.8")])
def test_read_score_that_contradicts_the_deduction_lists_the_row(score, due):
    (problem,) = read(sheet(changed(score=score))).problems
    assert (problem.kind, problem.column, problem.facts) == (ProblemKind.SCORE_CONTRADICTS, "得分", {"due": due})


@pytest.mark.parametrize("score", [0.8, "0.8", "80%", 1 - 0.2, ""])
def test_read_score_that_agrees_is_used(score):
    assert len(read(sheet(changed(score=score))).observations) == 1


REQUIRED = {
    "项目": "工作表“模板”第 1 行的表头缺少“项目”列：请补上后重试",
    "扣分": "工作表“模板”第 1 行的表头缺少“扣分”列：请补上后重试",
}


@pytest.mark.parametrize("place", range(1, 9))
def test_read_real_round_without_a_column_says_so_once_or_refuses(place):
    heading = HEAD[place - 1]
    content = damaged(lambda book: book.active.delete_cols(place))
    if heading in REQUIRED:
        with pytest.raises(NothingReadableError) as caught:
            read(content)
        assert str(caught.value) == REQUIRED[heading]
        return
    reading = read(content)
    assert (reading.rows_read, len(reading.observations), reading.problems) == (228, 228, ())
    missing = [note.column for note in reading.notes if note.kind is NoteKind.COLUMN_MISSING]
    assert missing == ([] if heading.startswith("责任单位") else [heading])
    unit_rows = [observation.units for observation in reading.observations if observation.units]
    assert len(unit_rows) == {"责任单位2": 12, "责任单位3": 151}.get(heading, 156)


def test_read_round_without_any_unit_column_has_one_note():
    reading = read(sheet(ROW[:6], [2, *ROW[1:6]], head=HEAD[:6]))
    missing = [(note.kind, note.column) for note in reading.notes if note.kind is not NoteKind.CONTENT_WITHOUT_ROWS]
    assert missing == [(NoteKind.COLUMN_MISSING, "责任单位")]


def test_read_second_sheet_with_the_same_header_is_read_too():
    def change(book):
        for row in (HEAD, changed(serial="x")):
            book["Sheet2"].append(row)

    reading = read(damaged(change))
    assert (reading.rows_read, len(reading.observations)) == (229, 229)
    assert (reading.observations[-1].sheet, reading.observations[-1].row) == ("Sheet2", 2)


def test_read_second_sheet_with_another_header_lists_its_rows():
    def change(book):
        for row in (["姓名", "电话"], ["甲", "1"], [None, None], ["乙", "2"]):
            book["Sheet2"].append(row)

    reading = read(damaged(change))
    assert (reading.rows_read, len(reading.observations)) == (231, 228)
    assert [(problem.kind, problem.sheet, problem.row, problem.value) for problem in reading.problems] == [
        (ProblemKind.SHEET_UNREADABLE, "Sheet2", 1, "姓名 电话"),
        (ProblemKind.SHEET_UNREADABLE, "Sheet2", 2, "甲 1"),
        (ProblemKind.SHEET_UNREADABLE, "Sheet2", 4, "乙 2"),
    ]
    words = problem_words(reading.problems[0], suzhou())
    assert words == ("工作表“Sheet2”没有可识别的表头（缺少：项目、扣分）", "补上表头；不是测评记录的工作表请删去")


def test_read_real_round_as_xls_is_equal():
    book, source = xlwt.Workbook(), openpyxl.load_workbook(io.BytesIO(real()))
    page = book.add_sheet("模板")
    for row in source["模板"].iter_rows():
        for cell in row:
            if cell.value is not None:
                page.write(cell.row - 1, cell.column - 1, cell.value)
    assert read(saved(book)) == read(real())


def test_read_formula_without_value_in_an_xls_is_never_a_blank():
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for place, value in enumerate(HEAD):
        page.write(0, place, value)
    page.write(1, 1, "文明旅游")
    page.write(1, 3, xlwt.Formula("0.5+0.5"))
    assert [problem.kind for problem in read(saved(book)).problems] == [ProblemKind.DEDUCTION_BROKEN_CELL]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([], "工作簿里没有内容"),
        ([["甲", "乙"], [1, 2]], "没有找到表头：前 10 行里应有一行同时写明“项目”和“扣分”"),
        ([["序号", "区域", "得分"]], "工作表“Sheet”第 1 行的表头缺少“项目”、“扣分”列：请补上后重试"),
        ([["项目", "扣分", "扣分"], ["文明旅游", 0, 1]], "工作表“Sheet”第 1 行的表头里“扣分”不止一列：请只保留一列"),
        (
            [["项目", "项目", "扣分"], ["文明旅游", "文明交通", 1]],
            "工作表“Sheet”第 1 行的表头里“项目”不止一列：请只保留一列",
        ),
        ([HEAD], "工作簿里没有内容"),
        ([["测评表"], HEAD, [" "]], "工作簿里没有内容"),
        ([[None]] * 10 + [["项目", "扣分"]], "没有找到表头：前 10 行里应有一行同时写明“项目”和“扣分”"),
    ],
)
def test_read_workbook_without_a_usable_header_gives_one_clear_line(rows, line):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    with pytest.raises(NothingReadableError) as caught:
        read(saved(book))
    assert str(caught.value) == line


def test_read_header_in_other_words_below_a_title_is_found():
    head = [" 编号 ", "测评 内容", "测评点位", "扣分（0～1）", "得分:", "所属街道", "责任单位", "备注"]
    book = openpyxl.Workbook()
    for row in (["实地测评表"], [], head, [7, "文明交通", "路口", 0.3, None, "松陵", "公安局", "晚高峰"]):
        book.active.append(row)
    reading = read(saved(book))
    (seen,) = reading.observations
    assert (seen.row, seen.serial, seen.code, seen.site, seen.milli, seen.area, seen.units) == (
        4, "7", "9.1", "路口", 700, "松陵", ("公安局",)
    )  # fmt: skip
    strangers = [(note.column, note.facts) for note in reading.notes if note.kind is NoteKind.COLUMN_UNKNOWN]
    assert strangers == [("备注", {"letter": "H"})]


def test_read_rows_that_sorting_moved_above_the_header_are_used():
    book = openpyxl.Workbook()
    wrong = changed(serial=8, name="公共服物2")
    for row in (["吴江区", "实地测评表"], ROW, wrong, HEAD, changed(serial=2, name="公共服务2")):
        book.active.append(row)
    reading = read(saved(book))
    assert [(seen.row, seen.code) for seen in reading.observations] == [(2, "10.1"), (5, "10.2")]
    assert [(problem.row, problem.suggestions) for problem in reading.problems] == [(3, ("10.2",))]


def test_read_real_round_sorted_with_its_header_scores_the_same():
    def change(book):
        rows = [list(row) for row in book.active.iter_rows(max_row=229, values_only=True)]
        book.active.delete_rows(1, 300)
        for row in (*rows[1:5], rows[0], *rows[5:]):
            book.active.append(row)

    score = score_round(suzhou(), read(damaged(change)).observations)
    assert score.result == score_round(suzhou(), read(real()).observations).result


def test_read_heading_beside_its_text_takes_the_first():
    reading = read(sheet(["文明旅游", "有无不文明现象", 0.5], head=["测评项目", "测评内容", "扣分"]))
    assert [(seen.code, seen.milli) for seen in reading.observations] == [("3.1", 500)]


def test_read_stray_cells_without_heading_are_noted():
    reading = read(sheet([*ROW, None, "晚"]))
    notes = [note for note in reading.notes if note.kind is NoteKind.COLUMN_UNKNOWN]
    assert [note_words(note) for note in notes] == ["第 J 列没有表头，没有使用"]


def test_read_blank_rows_are_not_counted():
    reading = read(sheet([None], ROW, [" ", "\u3000"], changed(serial=2)))
    assert (reading.rows_read, [observation.row for observation in reading.observations]) == (2, [3, 5])


def test_read_row_without_a_name_is_listed():
    reading = read(sheet(ROW, [None, None, "主干道"]))
    assert [(problem.kind, problem.row) for problem in reading.problems] == [(ProblemKind.NAME_MISSING, 3)]


def test_read_whole_row_repeated_counts_and_is_noted():
    reading = read(sheet(ROW, ROW))
    assert len(reading.observations) == 2
    assert row_notes(reading) == [(NoteKind.ROW_REPEATED, 3, "1", {"first": "2", "sheet": "Sheet"})]


def test_read_serials_of_two_sheets_are_no_repetition():
    book = openpyxl.load_workbook(io.BytesIO(sheet(ROW)))
    for row in (HEAD, changed(name="公共服务2")):
        book.create_sheet("二").append(row) if "二" not in book.sheetnames else book["二"].append(row)
    assert row_notes(read(saved(book))) == []


def test_read_what_a_row_leaves_open_is_noted():
    assert row_notes(read(sheet(changed(area="", unit=" ", site="")))) == [
        (NoteKind.AREA_MISSING, 2, "", {}),
        (NoteKind.UNIT_MISSING, 2, "", {}),
        (NoteKind.SITE_MISSING, 2, "", {}),
    ]


def test_read_several_units_in_one_cell_are_split():
    (seen,) = read(
        sheet(changed(unit="城管局、公安局，住建局;\n水利局/城管局／商务局+教育局", more="公安局"))
    ).observations
    assert seen.units == ("城管局", "公安局", "住建局", "水利局", "商务局", "教育局")


def test_read_alias_of_a_unit_takes_the_official_name():
    reading = read(sheet(changed(unit="市场 监管局")))
    assert reading.observations[0].units == ("市场监督局",)
    assert row_notes(reading) == [(NoteKind.ALIAS_USED, 2, "市场 监管局", {"name": "市场监督局"})]


def test_read_contents_without_rows_are_noted():
    bare = [note.value for note in read(sheet(ROW)).notes if note.kind is NoteKind.CONTENT_WITHOUT_ROWS]
    assert bare == [leaf.name for leaf in suzhou().leaves if leaf.name != "公共服务1"]


def test_read_with_an_incomplete_standard_says_so():
    pack = load_standard(PACKS / "national-civilized-city-2018-2020.yaml")
    reading = read_round(sheet(changed(name="实地考察")), pack)
    assert (len(reading.observations), reading.notes[-1].kind) == (1, NoteKind.STANDARD_INCOMPLETE)


def merged(ranges, *rows):
    book = openpyxl.load_workbook(io.BytesIO(sheet(*rows)))
    for place in ranges:
        book.active.merge_cells(place)
    return saved(book)


def test_read_merged_texts_are_filled_down():
    blank = [None, None, "次干道", 0.1, None, None, None, None]
    reading = read(merged(["B2:B3", "F2:F3", "G2:G3"], ROW, blank))
    second = reading.observations[1]
    assert (second.code, second.area, second.units, second.milli, second.serial) == (
        "10.1",
        "吴江街道",
        ("城管局",),
        900,
        "",
    )


def test_read_merged_cells_alone_make_no_row():
    assert read(merged(["B2:B4"], ROW, [None] * 8, [None] * 8)).rows_read == 1


def test_read_merged_deduction_lists_the_rows_under_it():
    reading = read(merged(["D2:D3"], ROW, changed(serial=2, deduction=None)))
    assert [(problem.kind, problem.row) for problem in reading.problems] == [(ProblemKind.DEDUCTION_MERGED, 3)]


def test_read_merged_cells_below_the_last_row_change_nothing():
    reading = read(merged(["D50:D60", "B70:B75", "K1:M2"], ROW))
    assert (reading.rows_read, len(reading.observations)) == (1, 1)


def test_read_merged_blank_deduction_is_a_blank():
    reading = read(merged(["D2:D3"], changed(deduction=None), changed(serial=2, deduction=None)))
    assert [observation.milli for observation in reading.observations] == [1000, 1000]


PLACES = st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 3), st.integers(0, 3))
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["公共服务1", "公共服务10", "文明旅游", "公共服物2", "环境保护", "0.2", "20%", "#REF!", "=A1", "项目", "扣分"]
    ),
    st.floats(-2, 2),
    st.integers(-2, 4),
    st.booleans(),
    st.dates(),
    st.text("公共服务0123.%、/- ", max_size=8),
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=6), st.lists(st.permutations(HEAD), max_size=1))
def test_read_any_rows_uses_or_lists_each_of_them(rows, heads):
    content = sheet(*rows, head=heads[0] if heads else HEAD)
    filled = [
        row for row in rows if any(value is not None and (not isinstance(value, str) or value.strip()) for value in row)
    ]
    if not filled:
        with pytest.raises(NothingReadableError):
            read(content)
        return
    reading = read(content)
    assert reading.rows_read == len(reading.observations) + len(reading.problems) == len(filled)
    assert all(all(problem_words(problem, suzhou())) for problem in reading.problems)
    assert all(note_words(note) for note in reading.notes)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=5), PLACES)
def test_read_any_merged_range_uses_or_lists_each_row(rows, place):
    row, column, down, across = place
    book = openpyxl.load_workbook(io.BytesIO(sheet(*rows, ROW)))
    book.active.merge_cells(start_row=row + 1, start_column=column, end_row=row + 1 + down, end_column=column + across)
    reading = read(saved(book))
    assert reading.rows_read == len(reading.observations) + len(reading.problems)
