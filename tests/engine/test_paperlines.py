"""Rows typed in from paper forms: understood, or named as a fault; never dropped."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wenming.engine import paperlines
from wenming.engine.paperlines import MET, NOT_APPLICABLE, UNMET, Fault, Line, Row, read_lines
from wenming.engine.provisions import Judgement

GRADES = ("好", "一般", "差")
ROWS = [
    *(Row(number, f"小区-01-0{number}") for number in range(1, 7)),
    Row(7, "小区-02-01", Judgement.COUNT),
    Row(8, "小区-02-02", Judgement.GRADE),
]


def read(text: str) -> list[Line]:
    """Return the lines of a text without a fault."""
    found = read_lines(text, ROWS, grades=GRADES)
    assert found.faults == ()
    return list(found.lines)


def test_read_rows_with_places_note_and_not_applicable():
    assert read("3 x2 公益广告褪色; 5 不适用") == [
        Line(3, UNMET, places=2, note="公益广告褪色", entry=1), Line(5, NOT_APPLICABLE, entry=2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "3 x2 褪色",
        "3 ×2 褪色",
        "第3行 2处 褪色",
        "３：x２，褪色",
        "3、2处褪色",
        "3. 不符合 x2 褪色",
        "  3*2 褪色；",
        "\n3 x2 褪色\r\n",
    ],
)
def test_read_a_row_as_people_type_it_says_the_same(text: str):
    assert read(text) == [Line(3, UNMET, places=2, note="褪色", entry=1)]


def test_read_counts_grades_stretches_and_verdicts():
    assert read("1-2,4 不适用 没有电梯; 7 看到3 少两处; 8 一般; 3 符合 已整改") == [
        Line(1, NOT_APPLICABLE, note="没有电梯", entry=1),
        Line(2, NOT_APPLICABLE, note="没有电梯", entry=1),
        Line(3, MET, note="已整改", entry=4),
        Line(4, NOT_APPLICABLE, note="没有电梯", entry=1),
        Line(7, UNMET, places=1, count=3, note="少两处", entry=2),
        Line(8, UNMET, places=1, grade="一般", entry=3),
    ]
    assert read("8 好") == [Line(8, MET, grade="好", entry=1)]
    assert read("8 不适用; 7 n/a") == [Line(7, NOT_APPLICABLE, entry=2), Line(8, NOT_APPLICABLE, entry=1)]


@pytest.mark.parametrize(
    ("text", "kind", "row"),
    [
        ("垃圾没清", paperlines.NO_ROW, 0),
        ("9 褪色", paperlines.UNKNOWN_ROW, 9),
        ("5-3 不适用", paperlines.BACKWARDS, 0),
        ("3 x0", paperlines.PLACES, 3),
        ("3 x1000", paperlines.PLACES, 3),
        ("3 不适用 x2", paperlines.PLACES_UNASKED, 3),
        ("3 看到4", paperlines.COUNT_UNASKED, 3),
        ("7 不适用 看到4", paperlines.COUNT_UNASKED, 7),
        ("7 看到100000", paperlines.COUNTED, 7),
        ("8 很差", paperlines.GRADE_MISSING, 8),
        ("8 不适用 差", paperlines.GRADE_MISSING, 8),
        ("3 不符合标准的广告", paperlines.UNCLEAR, 3),
        ("3 5 不适用", paperlines.UNCLEAR, 3),
        ("3 不适用 不符合", paperlines.MARK_TWICE, 3),
        ("3 " + "长" * 501, paperlines.TOO_LONG, 3),
    ],
)
def test_read_what_cannot_be_names_entry_and_row(text: str, kind: str, row: int):
    found = read_lines(f"1 不适用; {text}", ROWS, grades=GRADES)
    assert found.faults == (Fault(kind, 2, text, row),)
    assert [line.row for line in found.lines] == [1], "the entry at fault is not half kept"


def test_read_a_row_typed_twice_names_the_second():
    found = read_lines("3 褪色; 4 不适用; 3 破损", ROWS)
    assert found.faults == (Fault(paperlines.TWICE, 3, "3 破损", 3),)
    assert set(paperlines.FAULTS) >= {fault.kind for fault in found.faults}


def test_rest_leaves_out_what_was_typed_and_what_must_be_graded():
    found = read_lines("3 褪色; 5 不适用", ROWS, grades=GRADES)
    assert [row.number for row in found.rest(ROWS)] == [1, 2, 4, 6, 7]
    assert [row.number for row in found.ungraded(ROWS)] == [8]


def test_read_an_endless_stretch_stays_small():
    assert len(read_lines("1-999999 不适用", ROWS).faults) == 992


WORDS = st.text(alphabet="公益广告褪色破损不适用符合处x×*;；\n 0123456789０-—、,，:=看到数好一般差n/a第行", max_size=40)


@settings(max_examples=300, deadline=None)
@example("3 不适用的牌子")
@example("3不符合")
@given(WORDS)
def test_read_anything_drops_nothing_in_silence(text: str):
    found = read_lines(text, ROWS, grades=GRADES)
    entries = [part.strip() for part in re.split(r"[;；\n\r]", text) if part.strip()]
    assert found.entries == len(entries)
    answered = {line.entry for line in found.lines} | {fault.entry for fault in found.faults}
    assert answered == set(range(1, len(entries) + 1))
    for fault in found.faults:
        assert fault.source == entries[fault.entry - 1]
    for line in found.lines:
        # every word of the note stands in what was typed, and nothing but marks was taken off it
        source = entries[line.entry - 1]
        assert source.endswith(line.note)
        taken = source[: len(source) - len(line.note)]
        assert re.fullmatch(r"[\s,，、:：.．x×*=\-—0-9０第行处看到数个次不适用符合na/好一般差]*", taken), taken


LINES = st.builds(
    Line,
    row=st.integers(1, 6),
    verdict=st.sampled_from([MET, UNMET, NOT_APPLICABLE]),
    places=st.integers(1, 999),
    note=st.text(alphabet="垃圾桶满溢广告破损", max_size=20),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, max_size=6, unique_by=lambda line: line.row))
def test_read_what_was_written_gives_the_same_lines(lines: list[Line]):
    wanted = [
        Line(line.row, line.verdict, line.places if line.verdict == UNMET else 0, note=line.note, entry=number)
        for number, line in enumerate(sorted(lines, key=lambda one: one.row), start=1)
    ]
    assert read("; ".join(line.written() for line in wanted)) == wanted


def test_write_a_graded_and_a_counted_line_reads_back():
    wanted = [Line(7, UNMET, 2, count=4, note="少", entry=1), Line(8, MET, grade="好", entry=2)]
    assert read("; ".join(line.written() for line in wanted)) == wanted
