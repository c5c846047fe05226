"""The chain of events: one per action, hashed, and any change found."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django_q.models import OrmQ

from tests.people import ELSEWHERE, OFFICER, make_account, make_city
from wenming.config import jobs
from wenming.kernel.actions import record_event
from wenming.kernel.models import Event, EventHead
from wenming.kernel.queries.events import ChainReport, verify_chain

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def write(city, number: int = 1, **data) -> list[Event]:
    with transaction.atomic():
        return [
            record_event(city=city, kind="thing.done", subject=city, data={"n": n, **data}, by=None, at=AT)
            for n in range(number)
        ]


def change(event: Event, **columns) -> None:
    """Change a row behind the program's back."""
    assignments = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_event SET {assignments} WHERE id = %s", [*columns.values(), event.pk])


def test_record_event_in_one_city_numbers_and_links_the_chain():
    city = make_city()
    first, second = write(city, 2)
    assert (first.number, second.number) == (1, 2)
    assert first.previous == "0" * 64
    assert second.previous == first.digest
    head = EventHead.objects.get(city=city)
    assert (head.number, head.digest) == (2, second.digest)


def test_record_event_in_two_cities_keeps_two_chains():
    write(make_city(), 2)
    (event,) = write(make_city(ELSEWHERE))
    assert event.number == 1
    assert verify_chain(make_city(ELSEWHERE)).whole


def test_record_event_outside_a_transaction_is_refused(monkeypatch):
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        record_event(city=None, kind="x", subject=None, data={}, by=None, at=AT)


def test_record_event_of_a_kind_that_has_jobs_queues_it_in_the_same_transaction(monkeypatch):
    city = make_city()
    write(city)
    assert OrmQ.objects.count() == 0
    monkeypatch.setattr(jobs, "JOBS", {"thing.done": (("a.b", "fast"),)})
    before = OrmQ.objects.count()
    write(city)
    assert OrmQ.objects.count() == before + 1
    with transaction.atomic():
        write(city)
        transaction.set_rollback(True)
    assert OrmQ.objects.count() == before + 1


@pytest.mark.parametrize("data", [{"x": 0.1}, {"x": [1, {"y": 2.5}]}, {"x": AT}, {"x": {1: "a"}}])
def test_record_event_with_inexact_data_is_refused(data):
    city = make_city()
    with pytest.raises(TypeError, match="event data"), transaction.atomic():
        record_event(city=city, kind="x", subject=city, data=data, by=None, at=AT)


def test_record_event_keeps_who_and_nested_data():
    city, officer = make_city(), make_account(OFFICER)
    with transaction.atomic():
        record_event(city=city, kind="x", subject=city, data={"a": [1, None, True, {"b": "文"}]}, by=officer, at=AT)
    saved = Event.objects.in_city(city).order_by("-number").first()
    assert (saved.by, saved.data, saved.subject) == (
        officer,
        {"a": [1, None, True, {"b": "文"}]},
        f"kernel.City:{city.pk}",
    )
    assert verify_chain(city).whole


def test_verify_chain_of_an_untouched_city_finds_nothing():
    city = make_city()
    write(city, 3)
    assert verify_chain(city) == ChainReport("qinghe", 3, None, "")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"data": '{"n": 7}'}, "row_changed"),
        ({"kind": "thing.undone"}, "row_changed"),
        ({"subject": "kernel.City:9"}, "row_changed"),
        ({"at": datetime(2026, 11, 20, 9, 31, tzinfo=UTC)}, "row_changed"),
        ({"previous": "f" * 64}, "link_broken"),
        ({"number": 9}, "row_missing"),
    ],
)
def test_verify_chain_with_a_changed_row_names_the_first_one(columns, reason):
    city = make_city()
    events = write(city, 5)
    change(events[2], **columns)
    report = verify_chain(city)
    assert (report.broken, report.reason, report.whole) == (3, reason, False)


def test_verify_chain_with_a_removed_row_names_its_place():
    city = make_city()
    events = write(city, 5)
    Event.objects.across_cities().filter(pk=events[1].pk).delete()
    assert verify_chain(city).broken == 2


def test_verify_chain_with_a_cut_off_end_names_the_first_missing_event():
    city = make_city()
    events = write(city, 5)
    Event.objects.across_cities().filter(pk__gt=events[2].pk).delete()
    report = verify_chain(city)
    assert (report.broken, report.reason) == (4, "end_missing")


def test_verify_chain_of_a_city_without_events_is_whole():
    assert verify_chain(make_city("leer")) == ChainReport("leer", 0, None, "")
