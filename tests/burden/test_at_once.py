"""Several people ask the same unit at once: together they never ask more than its week may hold, nor one fact twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.burden.asks import AT, budget, unit, wanted
from tests.people import OFFICER, make_account, make_city
from wenming.burden.actions import OverBudgetError, RepeatedAskError, register_ask
from wenming.burden.models import Ask, WeekLoad

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 4


def together(work, times: int) -> list:
    """Run the work so many times on several threads, each with a connection of its own."""

    def one(number: int):
        try:
            work(number)
        except (OverBudgetError, RepeatedAskError) as fault:
            return type(fault).__name__
        finally:
            connection.close()
        return "asked"

    with ThreadPoolExecutor(WRITERS) as pool:
        return sorted(pool.map(one, range(times)))


def test_register_by_several_people_at_once_keeps_within_the_budget():
    budget(forms=3)
    city, one, community, officer = make_city(), unit(), unit("槐荫社区", "community"), make_account(OFFICER)

    def ask_numbered(number: int) -> None:
        asks = [wanted(one, community=community, reference=f"f{number}")]
        register_ask(city=city, asks=asks, by=officer, at=AT)

    assert together(ask_numbered, 8) == ["OverBudgetError"] * 5 + ["asked"] * 3
    assert {row.forms for row in WeekLoad.objects.in_city(city)} == {3}
    other = unit("市园林局")
    again = together(lambda _number: register_ask(city=city, asks=[wanted(other)], by=None, at=AT), 4)
    assert again == ["RepeatedAskError"] * 3 + ["asked"]
    assert Ask.objects.in_city(city).count() == 4
