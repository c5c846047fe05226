"""The times that papers name, as offices write them."""

from datetime import date

import pytest

from wenming.engine.papers.periods import outside, spans_in

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年11月5日", (2026, 11, 5), (2026, 11, 5)),
        ("2026 年 11 月 5 日", (2026, 11, 5), (2026, 11, 5)),
        ("2026年11月份", (2026, 11, 1), (2026, 11, 30)),
        ("2026.11", (2026, 11, 1), (2026, 11, 30)),
        ("2026-02-09", (2026, 2, 9), (2026, 2, 9)),
        ("二〇二六年十一月十五日", (2026, 11, 15), (2026, 11, 15)),
        ("二○二六年二十月", None, None),
        ("二〇二六年一月一日", (2026, 1, 1), (2026, 1, 1)),
        ("2026年第三季度", (2026, 7, 1), (2026, 9, 30)),
        ("2026年四季度", (2026, 10, 1), (2026, 12, 31)),
        ("2026年上半年", (2026, 1, 1), (2026, 6, 30)),
        ("2026年度下半年", (2026, 7, 1), (2026, 12, 31)),
        ("2026年度", (2026, 1, 1), (2026, 12, 31)),
        ("2026年1—6月", (2026, 1, 1), (2026, 6, 30)),
        ("2026年1月至3月", (2026, 1, 1), (2026, 3, 31)),
        ("2026年6-1月", None, None),
        ("2026年2月30日", None, None),
        ("2026年13月", None, None),
        ("1066年", None, None),
        ("城文〔2026〕3号", None, None),
        ("11月5日", None, None),
        ("12026年", None, None),
    ],
)
def test_read_time_returns_its_days(text, first, last):
    found = [(one.first, one.last) for one in spans_in(f"截至{text}，")]
    assert found == ([] if first is None else [(date(*first), date(*last))])


def test_read_period_of_a_paper_prefers_its_title():
    text = "2025年全年共检查 12 次。2026年11月又检查 3 次。"
    assert outside("2026年10月情况说明", text, *NOVEMBER).words == "2026年10月"
    assert outside("2026年第四季度情况说明", text, *NOVEMBER) is None


def test_read_period_without_a_title_asks_only_where_no_time_fits():
    assert outside("情况说明", "2025年共检查 12 次。2026年11月 3 次。", *NOVEMBER) is None
    assert outside("情况说明", "2025年共检查 12 次，2024年 9 次。", *NOVEMBER).words == "2025年"
    assert outside("情况说明", "本月检查 12 次。", *NOVEMBER) is None
