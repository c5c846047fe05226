"""Tallies: what lists read instead of the rows, and always equal to a recount."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rounds import make_round, row
from wenming.inspections.models import RoundTally
from wenming.inspections.queries import node_statistics, recount, recounted_statistics

pytestmark = pytest.mark.django_db
ROWS = st.lists(
    st.builds(
        row,
        name=st.sampled_from(["文明交通1", "公共服务2", "公共服务10"]),
        deduction=st.sampled_from(["", 0.1, 0.5, 1]),
        area=st.sampled_from(["", "望河街道", "南关街道"]),
        units=st.sampled_from([(), ("平安建设局",), ("平安建设局", "客运交通局")]),
    ),
    min_size=1,
    max_size=12,
)


def tallies(round_) -> list[tuple]:
    """Return the tallies of a round."""
    kept = RoundTally.objects.in_city(round_.city).filter(round=round_)
    return sorted(kept.values_list("kind", "node_id", "name", "rows", "milli"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_write_a_round_keeps_tallies_that_equal_a_recount(rows):
    round_ = make_round(rows)
    assert tallies(round_) == sorted(recount(round_))
    assert node_statistics([round_], round_.city)[round_.pk] == recounted_statistics(round_)


def test_upgrade_an_installation_counts_the_rounds_it_has():
    round_ = make_round([row(deduction=0.2), row(area="", units=()), row(units=("平安建设局", "客运交通局"))])
    before = tallies(round_)
    RoundTally.objects.in_city(round_.city).delete()
    migration = import_module("wenming.inspections.migrations.0002_round_tallies")
    migration.tally(apps, SimpleNamespace(connection=connection))
    assert tallies(round_) == before
