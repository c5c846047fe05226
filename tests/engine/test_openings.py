"""Opening times as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.openings import (
    OpeningFault,
    UnusableOpeningError,
    are_times,
    groups,
    is_open,
    on_day,
    read_opening,
    united,
    written,
)

TIMES = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440)).filter(lambda time: time[1] < time[2]),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("周一至周五 8:00-12:00,14:30-17:30", "周一至周五 8:00—12:00、14:30—17:30"),
        ("全天", "全天"),
        ("24小时", "全天"),
        ("8:00—22:00（周一闭馆）", "周二至周日 8:00—22:00"),
        ("8:00-22:00（周一闭馆，周二休息）", "周三至周日 8:00—22:00"),
        ("周一闭馆，其余 9:00-17:00", "周二至周日 9:00—17:00"),
        ("周一 9:00-12:00；其他时间 8点至18点", "周一 9:00—12:00；周二至周日 8:00—18:00"),
        ("闭馆日：周一；9:00-17:00", "周二至周日 9:00—17:00"),
        ("周一、三、五 8点半至17点；周六 9:00-12:00", "周一、周三、周五 8:30—17:00；周六 9:00—12:00"),
        ("工作日8:30-17:30", "周一至周五 8:30—17:30"),
        ("上午8:00-12:00 下午2:30-5:30", "每天 8:00—12:00、14:30—17:30"),
        ("17:00-次日2:00", "每天 17:00—次日2:00"),
        ("周五至周日 18:00-4:00", "周五至周日 18:00—次日4:00"),
        ("周一、周二全天；周三 8-12时", "周一、周二 全天；周三 8:00—12:00"),
        ("星期六到星期一 ９：００～１１：３０", "周一、周六、周日 9:00—11:30"),
        ("周一 周三 8时30分-9时", "周一、周三 8:30—9:00"),
        ("8:00-10:00，9:00-12:00", "每天 8:00—12:00"),
    ],
)
def test_read_opening_times_understands_what_people_write(text, read):
    opening = read_opening(text)
    assert (written(opening.times), opening.beside) == (read, "")
    assert read_opening(written(opening.times)).times == opening.times


def test_read_opening_times_keeps_what_a_week_cannot_hold():
    opening = read_opening("周一至周五 8:30-17:30（法定节假日除外）")
    assert (written(opening.times), opening.beside) == ("周一至周五 8:30—17:30", "法定节假日除外")


@pytest.mark.parametrize(
    ("text", "fault", "part"),
    [
        ("看情况", OpeningFault.UNREADABLE, "看情况"),
        ("夏季8:00-18:00", OpeningFault.UNREADABLE, "夏季8:00-18:00"),
        ("25:00-26:00", OpeningFault.UNREADABLE, "25:00-26:00"),
        ("8:75-9:00", OpeningFault.UNREADABLE, "8:75-9:00"),
        ("24:30-25:00", OpeningFault.UNREADABLE, "24:30-25:00"),
        ("8:00-8:00", OpeningFault.BACKWARDS, "8:00-8:00"),
        ("17:00-14:00", OpeningFault.BACKWARDS, "17:00-14:00"),
        ("周一", OpeningFault.NO_TIME, "周一"),
        ("", OpeningFault.NO_TIME, ""),
        ("周一 8:00-9:00（周一闭馆）", OpeningFault.NO_TIME, "周一 8:00-9:00（周一闭馆）"),
    ],
)
def test_read_what_is_no_opening_time_says_where_it_stops(text, fault, part):
    with pytest.raises(UnusableOpeningError) as caught:
        read_opening(text)
    assert (caught.value.fault, caught.value.part) == (fault, part)


@given(TIMES)
def test_write_opening_times_and_read_them_returns_them(times):
    assert read_opening(written(times)).times == united(times)


@given(TIMES, st.integers(1, 7), st.integers(0, 1439))
def test_join_opening_times_opens_when_one_of_them_did(times, weekday, minute):
    assert is_open(united(times), weekday, minute) == is_open(times, weekday, minute)
    assert are_times(united(times))


@given(st.text(alphabet="周一二日至、8019:-—全天闭馆次日下午；（）节假 ", max_size=30))
def test_read_any_text_gives_opening_times_or_a_fault(text):
    try:
        times = read_opening(text).times
    except UnusableOpeningError:
        return
    assert are_times(times)


def test_ask_for_the_hours_of_a_day_follows_an_evening_past_midnight():
    times = read_opening("周五、周六 18:00-次日2:00；周日 9:00-17:00").times
    assert on_day(times, 6) == ((18 * 60, 26 * 60),)
    assert on_day(times, 7) == ((9 * 60, 17 * 60),)
    assert on_day(times, 1) == ()
    assert groups(times) == (((5, 6), ((18 * 60, 26 * 60),)), ((7,), ((9 * 60, 17 * 60),)))


@pytest.mark.parametrize("times", [[(0, 60, 120)], [(1, 120, 60)], [(1, 0, 1441)], [(1, 2)]])
def test_judge_what_is_no_opening_time_refuses_it(times):
    assert not are_times(times)
