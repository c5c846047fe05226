"""Rows inserted past the model layer obey the database like all others."""

import pytest
from django.db import IntegrityError

from tests.rounds import make_round, row
from wenming.inspections.models import Observation, ObservationUnit
from wenming.kernel.adapters.bulk import insert_rows, reserve_keys

pytestmark = pytest.mark.django_db
FIELDS = ("id", "city", "observation", "name")


def test_reserve_keys_gives_keys_that_nobody_else_gets():
    seen = Observation.objects.in_city(make_round([row(units=("甲局",))]).city).get()
    keys = list(reserve_keys(ObservationUnit, 3))
    insert_rows(ObservationUnit, FIELDS, [(key, seen.city_id, seen.pk, f"局{key}") for key in keys])
    later = ObservationUnit.objects.create(city=seen.city, observation=seen, name="乙局")
    assert len({*keys, later.pk, *seen.units.values_list("pk", flat=True)}) == seen.units.count() == 5


def test_insert_rows_twice_the_same_is_refused_by_the_database():
    seen = Observation.objects.in_city(make_round([row(units=("甲局",))]).city).get()
    with pytest.raises(IntegrityError):
        insert_rows(ObservationUnit, FIELDS[1:], [(seen.city_id, seen.pk, "甲局")])
