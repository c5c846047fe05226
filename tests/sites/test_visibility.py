"""Who sees which sites of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.people import AT, INSPECTOR, LEADER, LIAISON, OFFICER, SINCE, make_account, make_city
from tests.sites.places import make_site, make_unit
from wenming.organisations.models import Post
from wenming.sites.models import SiteUnit
from wenming.sites.queries import sites_in, sites_visible_to

pytestmark = pytest.mark.django_db


def seen(account: Any) -> list[str]:
    """Return the codes of the sites that the account sees."""
    return [site.code for site in sites_visible_to(account, make_city(), at=AT)]


@pytest.fixture
def register() -> dict[str, Any]:
    """Two streets with communities, a department, and a site in each place."""
    east, west = make_unit("东街街道"), make_unit("西街街道")
    park = make_unit("公园社区", "community", east)
    bureau = make_unit("园林局", "department")
    sites = {code: make_site(code, area=area) for code, area in (("a", east), ("b", park), ("c", west))}
    part = {"city": make_city(), "unit": bureau, "part": "responsible", "since": SINCE, "at": AT}
    SiteUnit.objects.create(site=sites["c"], **part)
    SiteUnit.objects.create(site=sites["a"], until=date(2026, 10, 1), **part)
    return {"east": east, "bureau": bureau}


@pytest.mark.parametrize("person", [OFFICER, LEADER])
def test_look_at_the_register_for_the_whole_city_shows_every_site(register, person):
    assert seen(make_account(person)) == ["a", "b", "c"]


def test_look_at_the_register_as_a_street_shows_what_lies_in_it(register):
    street = replace(LIAISON, username="street", role="street_office")
    account = make_account(replace(street, role=""))
    Post.objects.create(city=make_city(), account=account, role="street_office", unit=register["east"], starts_on=SINCE)
    assert seen(account) == ["a", "b"]


def test_look_at_the_register_as_a_liaison_shows_the_units_own_sites(register):
    account = make_account(replace(LIAISON, role=""))
    Post.objects.create(city=make_city(), account=account, role="liaison", unit=register["bureau"], starts_on=SINCE)
    assert seen(account) == ["c"]


@pytest.mark.parametrize("person", [INSPECTOR, LIAISON])
def test_look_at_the_register_without_a_unit_shows_nothing(register, person):
    assert seen(make_account(person)) == []


def test_list_sites_of_a_day_leaves_out_what_was_retired_before():
    make_site("old", ends_on=date(2026, 3, 1))
    make_site("new")
    assert [site.code for site in sites_in(make_city(), on=date(2026, 11, 2))] == ["new"]
    assert [site.code for site in sites_in(make_city(), on=date(2026, 3, 1) - timedelta(days=1))] == ["new", "old"]
