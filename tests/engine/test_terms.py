"""Limits and days as offices write them; a year that is not written is never added."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.engine.terms import AT_ONCE, Term, days_in, read_term

SPANS = {
    LimitUnit.WORK_DAY: ("{}个工作日", "{}个工作日内", "限{}个工作日", " {} 工作日内完成"),
    LimitUnit.WORK_HOUR: ("{}工作时", "{}个工作小时内"),
    LimitUnit.HOUR: ("{}小时", "{}个小时内", "限{}小时内整改完成", "{}时内"),
    LimitUnit.DAY: ("{}日内", "{}天", "{}天内", "限{}日", "限期{}日内整改到位", "{}个自然日", "在{}日内"),
}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("立行立改", Term(at_once=True)),
        ("立即整改。", Term(at_once=True)),
        ("立行立改完成", Term(at_once=True)),
        ("3日内", Term(limit=Limit(3, LimitUnit.DAY))),
        ("三日内", Term(limit=Limit(3, LimitUnit.DAY))),
        ("十五日内", Term(limit=Limit(15, LimitUnit.DAY))),
        ("二十天", Term(limit=Limit(20, LimitUnit.DAY))),
        ("两周内", Term(limit=Limit(14, LimitUnit.DAY))),
        ("3个工作日", Term(limit=Limit(3, LimitUnit.WORK_DAY))),
        ("11.30", Term(days=((11, 30),))),
        ("11.30前", Term(days=((11, 30),))),
        ("11月30日前完成", Term(days=((11, 30),))),
        ("11.3", Term(days=((11, 3), (11, 30)))),
        ("2.3", Term(days=((2, 3),))),
        ("2-29", Term(days=((2, 29),))),
        ("2026-11-30", Term(day=date(2026, 11, 30))),
        ("2026.11.3", Term(day=date(2026, 11, 3))),
        ("2026年11月30日之前", Term(day=date(2026, 11, 30))),
        ("2026-11-30 00:00:00", Term(day=date(2026, 11, 30))),
        ("20261130", Term(day=date(2026, 11, 30))),
        *((text, None) for text in (
            "", "尽快", "3日", "8时", "30日前", "0日内", "一二日内", "十十日内", "二三十天", "999周", "13.1", "2026-02-30", "20261340", "10.15-11.30", "一个月", "长期坚持",
        )),
    ],
)  # fmt: skip
def test_read_what_offices_write_gives_what_it_says(text, term):
    assert read_term(text) == term
    assert term is None or term.is_asked == (term.at_once or bool(term.days))


@given(
    amount=st.integers(1, 999),
    where=st.sampled_from([(unit, way) for unit, ways in SPANS.items() for way in ways]),
)
def test_read_a_span_gives_its_amount_and_unit(amount, where):
    unit, way = where
    assert read_term(way.format(amount)) == Term(limit=Limit(amount, unit))


@given(
    day=st.dates(date(1000, 1, 1)),
    way=st.sampled_from(["%Y-%m-%d", "%Y/%m/%d前", "%Y年%m月%d日", "%Y.%m.%d以前", "%Y%m%d"]),
)
def test_read_a_whole_day_gives_that_day(day, way):
    assert read_term(day.strftime(way)) == Term(day=day)


@given(
    day=st.dates(),
    way=st.sampled_from(["{0.month}.{0.day}", "{0.month}月{0.day}日", "{0.month}-{0.day:02}前", "{0.month}/{0.day}"]),
)
def test_read_a_day_without_a_year_asks_for_it(day, way):
    term = read_term(way.format(day))
    assert term is not None
    assert (day.month, day.day) in term.days
    assert term.is_asked
    assert day in days_in(term, day.year)


@given(text=st.one_of(st.text(max_size=12), st.text("0123456789.-/年月日前内限天时个工作小周一二三十两", max_size=12)))
def test_read_any_text_never_invents_a_year_or_a_limit(text):
    term = read_term(text)
    if term is None:
        return
    assert sum((term.limit is not None, term.day is not None, term.at_once, bool(term.days))) == 1
    if term.day is not None:
        assert f"{term.day.year:04d}" in re.sub(r"\s", "", text)
    if term.limit is not None and str(term.limit.amount) not in text:
        assert re.search("[一二两三四五六七八九十周期]", text) or re.search(r"0+\d|[０-９]", text)
    assert all(days_in(Term(days=(one,)), 2024) for one in term.days)


def test_know_what_means_at_once_reads_every_word_of_it():
    assert [word for word in AT_ONCE if read_term(word) != Term(at_once=True)] == []


def test_place_a_day_in_a_year_without_it_gives_none():
    assert days_in(Term(days=((2, 29), (11, 3))), 2026) == (date(2026, 11, 3),)
