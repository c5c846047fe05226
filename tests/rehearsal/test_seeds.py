"""The demo city: made through the same actions as a real one, the same on every machine, kept by a second start."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from wenming.assessment.queries import results_of
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import rounds_in, rows_in_order
from wenming.kernel.models import Account, City, Event
from wenming.kernel.queries.events import verify_chain
from wenming.rehearsal import seeds

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def city():
    slug, name, name_en = seeds.CITIES[0]
    return seeds.seed_city(slug=slug, name=name, name_en=name_en, at=AT)


def test_seed_city_writes_two_full_rounds_through_the_chain(city):
    results = results_of(list(rounds_in(city)), city)
    assert [(one.round.number, one.rows, one.result.attainable) for one in results] == [(2, 228, 39), (1, 228, 39)]
    assert verify_chain(city).whole


def test_seed_city_leaves_one_workbook_to_check_with_every_typical_mistake(city):
    import_ = RoundImport.objects.in_city(city).get(state="checking")
    kinds = sorted({row.kind for row in rows_in_order(import_)})
    assert kinds == [
        "deduction_above_one",
        "deduction_negative",
        "deduction_not_number",
        "name_unknown",
        "number_unknown",
    ]


def test_seed_city_twice_keeps_what_is_there(city):
    events = Event.objects.in_city(city).count()
    slug, name, name_en = seeds.CITIES[0]
    assert seeds.seed_city(slug=slug, name=name, name_en=name_en, at=AT).pk == city.pk
    assert Event.objects.in_city(city).count() == events


def test_round_workbook_is_the_same_on_every_machine():
    from wenming.documents.imports.workbooks import read_workbook

    first, again = (seeds.round_workbook("xinyang", seeds.TRIALS[0]) for _time in range(2))
    assert read_workbook(first) == read_workbook(again)
    other = seeds.round_workbook("xinyang", seeds.TRIALS[1])
    assert read_workbook(first) != read_workbook(other)


def test_seed_demo_prints_who_can_sign_in(capsys):
    call_command("seed_demo", cities=2)
    answer = json.loads(capsys.readouterr().out)
    names = {person["username"] for person in answer["cast"]}
    assert {"fang", "fang@zhumadian", "yunwei"} <= names
    assert City.objects.count() == 2
    assert Account.objects.get(username="fang").check_password(answer["password"])
    call_command("seed_demo", cities=2)
    assert City.objects.count() == 2
