"""Counters of a case from its steps; the numbers are counted by hand from the histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wenming.engine.casework import Standing, Step, counters_of, marks_of

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MONDAY = AT.date()
SANITATION, GARDENS = 7, 8


def step(action: str, days: int = 0, **facts) -> Step:
    at = AT + days * DAY
    return Step(action, at, at.date(), **facts)


FILED = [step("report"), step("accept", in_time=True), step("file", in_time=False)]
SENT = [*FILED, step("dispatch", unit=SANITATION)]
BASE = {"report": 1, "accept": 1, "accept_in_time": 1, "file": 1, "dispatch_need": 1, "valid_report": 1}
ONCE = {"dispatch": 1, "dispatch_in_time": 1, "accurate_dispatch": 1}
CASES = {
    "only reported": ([step("report")], Standing("reported"), {"report": 1}),
    "void before it was filed": (
        [step("report"), step("void")], Standing("void"), {"report": 1, "void": 1, "valid_report": 1},
    ),
    "filed late": (FILED, Standing("filed"), BASE),
    "a part of a divided case": (
        [step("report", after="filed")],
        Standing("filed"),
        {"report": 1, "file": 1, "file_in_time": 1, "dispatch_need": 1, "valid_report": 1},
    ),
    "dispatched, without a limit": (SENT, Standing("dispatched", SANITATION), {**BASE, **ONCE}),
    "dispatched, due": (
        SENT, Standing("dispatched", SANITATION, MONDAY), {**BASE, **ONCE, "dispose_need": 1, "to_close": 1},
    ),
    "closed at once, with an answer that says nothing": (
        [*SENT, step("answer", in_time=True, text="已处理"), step("close", in_time=None)],
        Standing("closed", SANITATION, MONDAY + DAY, MONDAY, is_urgent=True),
        {
            **BASE, **ONCE, "answer": 1, "vague_answer": 1, "verify": 1, "verify_in_time": 1, "first_check": 1, "first_pass": 1,
            "close": 1, "dispose_need": 1, "dispose": 1, "dispose_in_time": 1, "to_close": 1, "closed": 1, "closed_in_time": 1,
            "urgent_to_close": 1, "urgent_closed": 1, "urgent_closed_in_time": 1,
        },
    ),
    "answered late, done again, closed, and done again after all": (
        [
            *SENT, step("answer", 1, in_time=False, text="清运两桶"), step("rework", 1), step("answer", 2, in_time=False, text="冲洗"),
            step("close", 3, in_time=False), step("reopen", 4),
        ],
        Standing("dispatched", SANITATION, MONDAY),
        {
            **BASE, **ONCE, "answer": 2, "rework": 1, "reopen": 1, "verify": 2, "verify_in_time": 1, "first_check": 1, "close": 1,
            "dispose_need": 1, "to_close": 1,
        },
    ),
    "closed late": (
        [*SENT, step("answer", 1, in_time=False, text="清运两桶"), step("close", 2)],
        Standing("closed", SANITATION, MONDAY, MONDAY + 2 * DAY),
        {
            **BASE, **ONCE, "answer": 1, "verify": 1, "verify_in_time": 1, "first_check": 1, "first_pass": 1, "close": 1,
            "dispose_need": 1, "dispose": 1, "overtime": 1, "to_close": 1, "closed": 1,
        },
    ),
    "closed late, and in time after an appeal": (
        [*SENT, step("answer", 1, in_time=False, text="清运两桶"), step("close", 2), step("amend", 3, in_time=True)],
        Standing("closed", SANITATION, MONDAY, MONDAY + 2 * DAY),
        {
            **BASE, **ONCE, "answer": 1, "verify": 1, "verify_in_time": 1, "first_check": 1, "first_pass": 1, "close": 1,
            "dispose_need": 1, "dispose": 1, "dispose_in_time": 1, "to_close": 1, "closed": 1, "closed_in_time": 1,
        },
    ),
    "another unit's after an appeal, before it was answered": (
        [*SENT, step("amend", 1, unit=GARDENS, in_time=True)],
        Standing("dispatched", GARDENS, MONDAY),
        {**BASE, "dispatch": 1, "dispatch_in_time": 1, "wrong_dispatch": 1, "dispose_need": 1, "to_close": 1},
    ),
    "closed, and none after an appeal": (
        [*SENT, step("answer", in_time=True, text="清运两桶"), step("close"), step("strike", 1)],
        Standing("void", SANITATION),
        {
            **BASE, **ONCE, "answer": 1, "verify": 1, "verify_in_time": 1, "first_check": 1, "first_pass": 1, "close": 1, "void": 1,
        },
    ),
    "returned, and sent to another unit": (
        [*SENT, step("return", unit=SANITATION), step("dispatch", unit=GARDENS)],
        Standing("dispatched", GARDENS),
        {**BASE, "dispatch": 1, "dispatch_in_time": 1, "wrong_dispatch": 1, "return": 1},
    ),
    "disputed, decided for the same unit, extended, reminded, asked": (
        [
            *SENT, step("dispute", unit=SANITATION), step("arbitrate", unit=SANITATION), step("ask"), step("extend", minutes=480),
            step("remind"),
        ],
        Standing("dispatched", SANITATION),
        {**BASE, **ONCE, "dispute": 1, "extension": 1, "extension_minutes": 480, "reminder": 1},
    ),
    "suspended": (
        [*SENT, step("suspend", before="dispatched", after="suspended"), step("remind", before="suspended", after="suspended")],
        Standing("suspended", SANITATION, MONDAY),
        {**BASE, **ONCE, "suspension": 1, "reminder": 1, "dispose_need": 1, "to_close": 1, "deferred": 1},
    ),
    "suspended, void, restored, resumed": (
        [
            *SENT, step("suspend", before="dispatched", after="suspended"), step("void", 1, before="suspended", after="void"),
            step("restore", 2, before="void", after="suspended"), step("resume", 4, before="suspended", after="dispatched"),
        ],
        Standing("dispatched", SANITATION),
        {**BASE, **ONCE, "suspension": 1, "void": 1, "suspension_minutes": 3 * 24 * 60},
    ),
    "suspended before what was kept": (
        [step("report"), step("resume", before="suspended", after="dispatched"), step("restore", before="void", after="filed")],
        Standing("reported"),
        {"report": 1, "suspension_minutes": 0},
    ),
    "put right on the spot and closed": (
        [step("report"), step("self_handle", text="当场扶正"), step("close")],
        Standing("closed", closed=MONDAY),
        {
            "report": 1, "answer": 1, "self_handled": 1, "verify": 1, "verify_in_time": 1, "first_check": 1, "first_pass": 1, "close": 1,
            "dispose_need": 1, "dispose": 1, "dispose_in_time": 1, "to_close": 1, "closed": 1, "closed_in_time": 1,
        },
    ),
    "joined, nothing to reckon": ([*SENT, step("join")], Standing("joined", SANITATION, MONDAY), {**BASE, **ONCE, "join": 1}),
    "no history": ([], Standing("reported"), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_count_a_case_finds_what_its_history_says(name):
    steps, now, expected = CASES[name]
    assert {word: number for word, number in counters_of(steps, now).items() if number} == {
        word: number for word, number in expected.items() if number
    }


def test_mark_a_case_reckons_it_on_the_day_it_was_due_or_settled_before():
    early, _now, _expected = CASES["closed at once, with an answer that says nothing"]
    due = MONDAY + DAY
    marks = marks_of(early, Standing("closed", SANITATION, due, MONDAY))
    assert (marks[MONDAY, SANITATION, "closed"], marks[due, SANITATION, "to_close"]) == (1, 0)
    late = marks_of(early, Standing("closed", SANITATION, MONDAY - DAY, MONDAY))
    assert (late[MONDAY - DAY, SANITATION, "closed"], late[MONDAY, SANITATION, "close"]) == (1, 1)
