"""The rehearsal city's matrix shows exactly the gaps and doubles that were planted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.people import AT, HOME, OFFICER, make_account, make_city
from tests.rounds import PACKS
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in
from wenming.campaigns.queries.matrix import campaign_matrix, shared_clauses
from wenming.campaigns.seeds.responsibilities import (
    _Names,
    campaign_of,
    responsibility_facts,
    seed_responsibilities,
)
from wenming.engine.responsibility import Standing
from wenming.kernel.models import City
from wenming.organisations.seeds import seed_organisation
from wenming.standards.actions import adopt_checklists, adopt_edition
from wenming.standards.imports.checklists import CHECKLISTS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]
FAULTS = (Standing.NO_LEAD, Standing.SEVERAL_LEADS, Standing.NO_COOPERATING)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """Yield the city with its matrices, made once; every test gets it back as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_town()
        transaction.set_rollback(True)


def make_town() -> City:
    """Return the city with its organisation, both editions, the checklists and the matrices."""
    city, officer = make_city(), make_account(OFFICER)
    seed_organisation(city=city, at=AT)
    for code in ("suzhou-2016-district", "sanitary-city-2014"):
        pack = PACKS / f"{code}.yaml"
        adopt_edition(city=city, source=pack.read_text(encoding="utf-8"), file_name=pack.name, by=officer, at=AT)
    forms = CHECKLISTS / "field-forms.yaml"
    adopt_checklists(city=city, source=forms.read_text(encoding="utf-8"), file_name=forms.name, by=officer, at=AT)
    seed_responsibilities(city=city, at=AT)
    return city


def test_read_the_demo_matrix_finds_exactly_what_was_planted(town):
    planted = responsibility_facts()["planted"]
    day = AT.astimezone(town.zone).date()
    for campaign in campaigns_in(town):
        found = campaign_matrix(campaign, on=day)
        faults = {
            standing.value: [clause.code for clause in found.matrix.clauses if clause.standing is standing]
            for standing in FAULTS
        }
        assert faults == planted[campaign.edition.code]
        over = {
            head.name: [
                clause.code
                for clause in found.matrix.clauses
                if any(head.pk in units for units in clause.units.values())
            ]
            for head in found.over
        }
        assert over == (planted["ended"] if campaign.title.order == 1 else {})
    shared = shared_clauses(list(campaigns_in(town, on=day)))
    assert [["/".join(one.clause), "/".join(one.other)] for one in shared.conflicts] == planted["conflicts"]


def test_open_the_demo_matrix_shows_what_was_planted_and_who_carries_on(town, client):
    client.force_login(make_account(OFFICER))
    campaign = Campaign.objects.in_city(town).get(edition__code="suzhou-2016-district")
    page = client.get(f"/{HOME}/campaigns/{campaign.pk}/matrix/?only=faulty").context
    assert (page["fix_count"], len(page["fixes"])) == ("9", 9)
    assert [(one["name"], one["successors"][0]["name"]) for one in page["overs"]] == [
        ("市爱国卫生服务中心", "市卫生健康委员会")
    ]


def test_seed_responsibilities_takes_a_campaign_that_is_there_already(town):
    known = Campaign.objects.in_city(town).get(edition__code="sanitary-city-2014")
    facts = responsibility_facts()["campaigns"][1]
    assert campaign_of(known.edition, {**facts, "name": "另一个名称"}, AT) == known
    assert Campaign.objects.in_city(town).count() == 2


def test_seed_responsibilities_with_an_unknown_unit_names_it(town):
    with pytest.raises(ValueError, match="无此局"):
        _Names(town, AT).units("市城管局、无此局")
