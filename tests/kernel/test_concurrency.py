"""Several writers at once: the chain neither forks nor skips, and one import becomes one round."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests.people import ELSEWHERE, OFFICER, make_account, make_city
from tests.rounds import make_import, row
from wenming.inspections.actions import NotPossibleError, write_round
from wenming.inspections.models import Round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WRITERS = 4


def together(work, times: int) -> list:
    """Run the work so many times on several threads, each with a connection of its own."""

    def one(number: int):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(times)))


def test_record_event_by_several_writers_at_once_keeps_one_chain_per_city():
    cities = [make_city(), make_city(ELSEWHERE)]

    def write(number: int) -> None:
        city = cities[number % 2]
        with transaction.atomic():
            record_event(city=city, kind="x", subject=city, data={"n": number}, by=None, at=AT)

    together(write, 60)
    assert [verify_chain(city).whole for city in cities] == [True, True]
    assert [Event.objects.in_city(city).count() for city in cities] == [30, 30]


def test_write_round_by_several_people_at_once_writes_one_round():
    import_, officer = make_import([row(site=f"点位{number}") for number in range(50)]), make_account(OFFICER)

    def write(_number: int) -> str:
        try:
            write_round(import_=import_, partial=False, by=officer, at=AT)
        except NotPossibleError as refusal:
            return str(refusal)
        return "written"

    assert sorted(together(write, WRITERS)) == ["not_in_check"] * (WRITERS - 1) + ["written"]
    assert Round.objects.in_city(import_.city).count() == 1
    assert verify_chain(import_.city).whole
