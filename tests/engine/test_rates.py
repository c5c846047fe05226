"""Rates and sheets; the golden numbers are those of 天门 and 金华 (domain.md, W-2 and W-6)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wenming.engine.rates import Deduction, Item, Rate, Scheme, judge, sum_of, terms_of

CLOSING = Rate("closing", "结案率", "", terms_of("closed"), terms_of("to_close - deferred"))
COUNTERS = {"closed": 87, "to_close": 105, "deferred": 5, "rework": 3}


def sheet(*items: Item) -> Scheme:
    return Scheme("one", "一", "", "测试", (CLOSING,), items)


def test_read_a_sum_of_counters_keeps_signs_and_order():
    assert terms_of("to_close-deferred + rework") == ((1, "to_close"), (-1, "deferred"), (1, "rework"))
    assert sum_of(terms_of("to_close - deferred + none"), COUNTERS) == 100


@pytest.mark.parametrize("text", ["", "a +", "a b", "+ a", "3", "a * b", "a - - b"])
def test_read_what_is_no_sum_of_counters_raises(text):
    with pytest.raises(ValueError, match=r".*"):
        terms_of(text)


def test_judge_a_rate_is_exact_and_takes_off_what_is_deferred():
    (closing,) = judge(sheet(), COUNTERS).rates
    assert (closing.of, closing.per, closing.value) == (87, 100, Fraction(87, 100))


def test_judge_a_rate_of_nothing_has_no_value():
    verdict = judge(
        sheet(
            Item("a", "甲", "", Fraction(5), (Deduction(Fraction(1), "closing"),)),
            Item("b", "乙", "", Fraction(5), share="closing"),
        ),
        {},
    )
    assert [line.value for line in verdict.rates] == [None]
    assert [line.points for line in verdict.items] == [None, None]
    assert (verdict.total, verdict.total_of) == (0, 0)


def test_judge_a_sheet_takes_points_off_for_percentage_points_and_for_cases():
    below = Deduction(Fraction(1), "closing", Fraction(9, 10))
    each = Deduction(Fraction(1, 5), counter="rework")
    items = (
        Item("below", "甲", "", Fraction(20), (below,)),
        Item("each", "乙", "", Fraction(5), (each, below)),
        Item("share", "丙", "", Fraction(60), share="closing"),
        Item("floor", "丁", "", Fraction(2), (below,)),
        Item("unknown", "戊", "", Fraction(5)),
    )
    verdict = judge(sheet(*items), COUNTERS)
    assert [line.points for line in verdict.items] == [17, Fraction(7, 5), Fraction(261, 5), 0, None]
    assert verdict.items[1].lost == (Fraction(3, 5), 3)
    assert (verdict.total, verdict.total_of) == (17 + Fraction(7, 5) + Fraction(261, 5), 87)
