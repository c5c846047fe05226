"""What is proposed for a report, by rules: category, unit and clause, each with why."""

from __future__ import annotations

import pytest

from tests.issues.cases import make_disposer, make_minor
from tests.people import AT, SINCE, make_city
from tests.queries import assert_queries
from tests.sites.places import SQUARE, make_site, make_unit
from wenming.issues.queries import propose
from wenming.sites.models import SiteUnit

pytestmark = pytest.mark.django_db


def test_propose_by_words_names_the_category_its_unit_and_why():
    cleaners = make_disposer()
    rubbish = make_minor(words=["垃圾", "桶满"])
    rubbish.unit = cleaners
    rubbish.save()
    make_minor("占道经营", code="03", words=["占道", "摆摊"])
    make_minor("旧小类", code="09", words=["垃圾桶满溢"], is_active=False)
    with assert_queries(4):
        found = propose(make_city(), "垃圾桶满溢，有人摆摊")
    assert [(one.target.name, one.thousandths, [(why.ground, why.words) for why in one.whys]) for one in found.categories] == [
        ("暴露垃圾", 500, [("words", "垃圾、桶满")]),
        ("占道经营", 250, [("words", "摆摊")]),
    ]  # fmt: skip
    assert [(one.target, one.thousandths) for one in found.units] == [(cleaners, 275)]
    assert found.nodes == ()


def test_propose_at_a_position_takes_the_site_that_lies_there_and_who_answers_for_it():
    keeper, street = make_unit("市园林中心", "department"), make_unit("望河街道", "street")
    site = make_site("A1", area=street)
    SiteUnit.objects.create(city=site.city, site=site, unit=keeper, part="responsible", since=SINCE, at=AT)
    found = propose(make_city(), "说不清", position=(SQUARE[0] + 0.0001, SQUARE[1]))
    assert [(one.target, one.whys[0].ground, one.whys[0].words) for one in found.units] == [
        (keeper, "responsible", site.name), (street, "area", site.name),
    ]  # fmt: skip
    assert propose(make_city(), "说不清", position=(SQUARE[0] + 0.01, SQUARE[1])).units == ()
    assert [one.target for one in propose(make_city(), "说不清", area=street).units] == [street]
