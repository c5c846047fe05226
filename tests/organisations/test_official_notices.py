"""The calendar against the notices of the State Council, typed by hand from their text, and against two libraries that know the same days."""

from datetime import date, timedelta
from itertools import chain

import chinese_calendar
import holidays
import pytest

from wenming.organisations.imports.calendars import statutory_years

DAY = timedelta(days=1)
NOTICES = {
    # 国办发明电〔2023〕7 号
    2024: (
        ("01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-08 06-10", "09-15 09-17", "10-01 10-07"),
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    # 国办发明电〔2024〕12 号
    2025: (
        ("01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"),
        "01-26 02-08 04-27 09-28 10-11",
    ),
    # 国办发明电〔2025〕7 号
    2026: (
        ("01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27", "10-01 10-07"),
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
"""Year -> stretches off, and the weekend days that are worked for them."""


def day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}-{text}")


def off(year: int) -> set[date]:
    """Return the days off of a notice."""
    found = set()
    for stretch in NOTICES[year][0]:
        first, last = (day(year, text) for text in stretch.split())
        found |= {first + number * DAY for number in range((last - first).days + 1)}
    return found


def works(year: int) -> dict[date, bool]:
    """Return for every day of a year whether it is worked."""
    days_off, made_up = off(year), {day(year, text) for text in NOTICES[year][1].split()}
    whole = [date(year, 1, 1) + number * DAY for number in range(366 if year % 4 == 0 else 365)]
    return {one: one in made_up or (one.weekday() < 5 and one not in days_off) for one in whole}


@pytest.mark.parametrize("year", NOTICES)
def test_compare_the_calendar_with_the_notice_finds_every_day_the_same(year):
    ours = {
        one.day: one.works
        for one in chain.from_iterable(known.days for known in statutory_years() if known.year == year)
    }
    typed = works(year)
    assert {one: ours.get(one, one.weekday() < 5) for one in typed} == typed
    # the notice of 2024 counts weekend days into its stretches; what our table holds is off or made up there as well
    assert {one for one, is_worked in ours.items() if is_worked} == {
        day(year, text) for text in NOTICES[year][1].split()
    }


@pytest.mark.parametrize("year", NOTICES)
def test_compare_the_notice_with_two_libraries_finds_every_day_the_same(year):
    typed = works(year)
    assert {one: chinese_calendar.is_workday(one) for one in typed} == typed
    official = holidays.China(years=year)
    assert {one: official.is_working_day(one) for one in typed} == typed


def test_count_the_days_of_2026_gives_what_is_known_of_them():
    # stack.md: 19 weekdays off, 6 weekend days worked
    typed = works(2026)
    assert sum(one.weekday() < 5 and not worked for one, worked in typed.items()) == 19
    assert sum(one.weekday() >= 5 and worked for one, worked in typed.items()) == 6
