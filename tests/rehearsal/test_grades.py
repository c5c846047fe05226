"""The demo's grades: every clause graded, a second look with one difference open and one settled, a kept score."""

from __future__ import annotations

import pytest

from tests.materials.cases import campaign
from tests.materials.test_grading import YEAR, lines, passed
from tests.people import AT, OFFICER, SUPERVISOR, make_account, make_city
from wenming.assessment.models import MaterialRun
from wenming.engine.grading import GradeStanding
from wenming.materials.queries.grades import open_differences
from wenming.rehearsal.seeds.grades import Graders, seed_grades

pytestmark = pytest.mark.django_db


def test_seed_grades_grades_every_clause_and_leaves_one_difference_open_and_one_settled():
    passed("1.1", "4.1", "10.1", "10.2", "12.1")
    seed_grades(city=make_city(), cast=Graders(make_account(OFFICER), make_account(SUPERVISOR)), at=AT.replace(day=20))
    found = list(lines().values())
    assert [line.range.standing for line in found].count(GradeStanding.UNGRADED) == 0
    assert (sum(line.sampled is not None for line in found), len(open_differences(found))) == (4, 1)
    assert sum(line.settled is not None for line in found) == 1
    assert MaterialRun.objects.in_city(make_city()).get().year == YEAR


def test_seed_grades_of_a_city_without_campaign_or_clauses_adds_as_much_as_it_can():
    cast = Graders(make_account(OFFICER), make_account(SUPERVISOR))
    seed_grades(city=make_city(), cast=cast, at=AT)
    campaign()
    seed_grades(city=make_city(), cast=cast, at=AT)
    assert MaterialRun.objects.in_city(make_city()).count() == 0
