"""Writing the register: kinds, sites, parts, chiefs, retiring, merging; who may, and what the chain of events says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import AT, ELSEWHERE, LEADER, LIAISON, OFFICER, SINCE, make_account, make_city
from tests.sites.places import SQUARE, make_site, make_type, make_unit
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain
from wenming.organisations.actions import add_person, merge_units
from wenming.organisations.models import Person, Post
from wenming.sites import actions
from wenming.sites.actions import NotPossibleError, SiteFacts
from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit
from wenming.sites.queries import current_of, neighbours_of
from wenming.sites.queries.details import left_by_ended_units
from wenming.sites.rules import keeps_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
EARLIER = date(2026, 6, 1)


@pytest.fixture
def who():
    return {"by": make_account(OFFICER), "at": AT}


def facts(name: str = "人民广场", **more) -> SiteFacts:
    return SiteFacts(name=name, type=make_type(), **more)


def add(name: str = "人民广场", since: date = SINCE, **more) -> Site:
    return actions.add_site(city=make_city(), facts=facts(name, **more), since=since, by=None, at=AT)


def kinds_of_events() -> list[str]:
    return list(
        Event.objects.in_city(make_city())
        .filter(kind__startswith="site")
        .order_by("number")
        .values_list("kind", flat=True)
    )


def refused(reason: str):
    return pytest.raises(NotPossibleError, match=f"^{reason}$")


def running(site: Site) -> list[tuple[str, str]]:
    rows = SiteUnit.objects.in_city(site.city).filter(site=site, until__isnull=True).order_by("pk")
    return [(row.unit.name, row.part) for row in rows]


def test_add_a_site_keeps_where_it_is_as_given_and_in_wgs84(who):
    given = (32.145055576, 114.096886901)
    site = actions.add_site(city=make_city(), facts=facts(given=given, datum="gcj02"), since=SINCE, **who)
    assert (site.code, site.datum, (site.given_lat, site.given_lng)) == ("00001", "gcj02", given)
    assert (site.lat, site.lng) == pytest.approx(SQUARE, abs=1e-8)
    assert site.sounds == "renminguangchang rmgc"
    assert kinds_of_events() == ["site.added"]
    assert verify_chain(site.city).whole
    assert add("第二个").code == "00002"


def test_add_a_site_refuses_what_cannot_be(who):
    add(code="A-1")
    with refused("code_taken"):
        actions.add_site(city=make_city(), facts=facts(code="A-1"), since=SINCE, **who)
    with refused("in_future"):
        actions.add_site(city=make_city(), facts=facts(), since=TODAY + timedelta(days=1), **who)
    with refused("no_hours"):
        actions.add_site(city=make_city(), facts=facts(hours=((1, 600, 500),)), since=SINCE, **who)
    ended = make_unit("旧街道")
    merge_units(units=[ended], into=make_unit("新街道"), on=EARLIER, by=None, at=AT)
    ended.refresh_from_db()
    with refused("unit_ended"):
        actions.add_site(city=make_city(), facts=facts(area=ended), since=SINCE, **who)
    assert Site.objects.in_city(make_city()).count() == 1


def test_change_a_site_says_what_was_before(who):
    site = add(area=make_unit("东街街道"))
    changed = replace(facts("人民公园"), area=make_unit("西街街道"), note="改名")
    actions.change_site(site=site, facts=changed, **who)
    site.refresh_from_db()
    assert (site.name, site.code, site.area.name, site.note) == ("人民公园", "00001", "西街街道", "改名")
    last = Event.objects.in_city(site.city).order_by("number").last()
    assert last.data["changed"]["name"] == ["人民广场", "人民公园"]
    other = add("别处")
    with refused("code_taken"):
        actions.change_site(site=other, facts=facts("别处", code="00001"), **who)


def test_set_opening_times_keeps_them_in_order_and_refuses_others(who):
    site = add()
    actions.set_opening(site=site, hours=((2, 480, 720), (1, 480, 720)), **who)
    site.refresh_from_db()
    assert site.hours == [[1, 480, 720], [2, 480, 720]]
    with refused("no_hours"):
        actions.set_opening(site=site, hours=((8, 480, 720),), **who)


def test_set_the_type_of_many_sites_writes_one_event(who):
    sites = [add("一"), add("二")]
    lane = make_type("背街小巷")
    assert actions.set_type(city=make_city(), sites=sites, type=lane, **who) == 2
    assert actions.set_type(city=make_city(), sites=sites, type=lane, **who) == 0
    assert kinds_of_events()[-2:] == ["site.typed", "site.typed"]
    with refused("no_sites"):
        actions.set_type(city=make_city(), sites=[], type=lane, **who)


def test_keep_the_kinds_of_places(who):
    city = make_city()
    first = actions.add_type(city=city, name="小区", hours=((1, 0, 1440),), **who)
    second = actions.add_type(city=city, name="医院", **who)
    with refused("type_taken"):
        actions.add_type(city=city, name="医院", **who)
    words = {"name_en": "", "checklist": "医院", "walking": "走一层", "hours": ()}
    actions.change_type(type=second, name="医院门诊", **words, **who)
    with refused("type_taken"):
        actions.change_type(type=second, name="小区", **words, **who)
    actions.arrange_types(city=city, keys=[second.pk, first.pk], **who)
    with refused("types_changed"):
        actions.arrange_types(city=city, keys=[first.pk], **who)
    names = SiteType.objects.in_city(city).order_by("order").values_list("name", "order", "hours")
    assert list(names) == [("医院门诊", 1, []), ("小区", 2, [[1, 0, 1440]])]


def test_give_a_part_replaces_the_responsible_unit_and_joins_sponsors(who):
    site, city = add(), make_city()
    first, second = make_unit("甲局", "department"), make_unit("乙局", "department")
    give = {"city": city, "sites": [site], "since": EARLIER, **who}
    assert actions.give_part(unit=first, part="responsible", **give) == 1
    assert actions.give_part(unit=first, part="responsible", **give) == 0
    actions.give_part(unit=first, part="sponsor", **give)
    actions.give_part(unit=second, part="sponsor", **give)
    assert running(site) == [("甲局", "responsible"), ("甲局", "sponsor"), ("乙局", "sponsor")]
    actions.give_part(unit=second, part="responsible", **{**give, "since": TODAY})
    actions.give_part(unit=second, part="sponsor", alone=True, **{**give, "since": TODAY})
    assert running(site) == [("乙局", "sponsor"), ("乙局", "responsible")]
    former = SiteUnit.objects.in_city(city).filter(until__isnull=False)
    assert {row.until for row in former} == {TODAY - timedelta(days=1)}


def test_give_a_part_refuses_days_that_cannot_be(who):
    site, unit = add(since=EARLIER), make_unit("甲局", "department")
    give = {"city": make_city(), "sites": [site], "unit": unit, "part": "sponsor", **who}
    with refused("ends_before_start"):
        actions.give_part(since=SINCE, **give)
    with refused("in_future"):
        actions.give_part(since=TODAY + timedelta(days=1), **give)
    with refused("unit_ended"):
        actions.give_part(since=SINCE - timedelta(days=1), **give)
    actions.retire_sites(city=make_city(), sites=[site], on=TODAY - timedelta(days=3), reason="", **who)
    with refused("ended"):
        actions.give_part(since=TODAY, **give)


def test_end_a_part_and_a_chief_once(who):
    site, city = add(), make_city()
    actions.give_part(
        city=city, sites=[site], unit=make_unit("甲局", "department"), part="sponsor", since=EARLIER, **who
    )
    actions.name_site_chief(city=city, sites=[site], person=("王某", "1390000"), kind="road", since=EARLIER, **who)
    part, chief = SiteUnit.objects.in_city(city).get(), SiteChief.objects.in_city(city).get()
    for end, row, over in (
        (lambda on: actions.end_part(part=part, on=on, **who), part, "part_ended"),
        (lambda on: actions.end_site_chief(chief=chief, on=on, **who), chief, "chief_ended"),
    ):
        with refused("ends_before_start"):
            end(SINCE)
        with refused("in_future"):
            end(TODAY + timedelta(days=1))
        end(TODAY)
        with refused(over):
            end(TODAY)
        row.refresh_from_db()
        assert row.until == TODAY


def test_name_a_chief_takes_the_place_of_the_one_before(who):
    sites, city = [add("一"), add("二")], make_city()
    known = add_person(city=city, name="李某", by=None, at=AT)
    name = {"city": city, "sites": sites, "kind": "site", **who}
    assert actions.name_site_chief(person=("王某", "13900000001"), since=EARLIER, **name) == 2
    assert actions.name_site_chief(person=known, since=TODAY, **name) == 2
    assert actions.name_site_chief(person=known, since=TODAY, **name) == 0
    assert Person.objects.in_city(city).get(name="王某").sounds == "wangmou wm"
    rows = SiteChief.objects.in_city(city).filter(until__isnull=True)
    assert [row.person.name for row in rows] == ["李某", "李某"]
    assert "13900000001" not in str(list(Event.objects.in_city(city).values_list("data", flat=True)))


def test_hand_over_what_an_ended_unit_left_finds_its_successor(who):
    city, old, new = make_city(), make_unit("环卫局", "department"), make_unit("城管局", "department")
    sites = [add("一"), add("二")]
    give = {"city": city, "part": "competent", "since": SINCE, **who}
    actions.give_part(sites=sites, unit=old, **give)
    actions.give_part(sites=sites[:1], unit=new, **give)
    assert left_by_ended_units(city, on=TODAY) == []
    merge_units(units=[old], into=new, on=EARLIER, by=None, at=AT)
    (left,) = left_by_ended_units(city, on=TODAY)
    assert (left.unit, left.parts, left.successors) == (old, 2, (new,))
    with refused("in_future"):
        actions.hand_over(unit=old, to=new, on=TODAY + timedelta(days=1), **who)
    assert actions.hand_over(unit=old, to=new, on=TODAY, **who) == 2
    assert [running(site) for site in sites] == [[("城管局", "competent")], [("城管局", "competent")]]
    assert left_by_ended_units(city, on=TODAY) == []


def test_retire_and_open_a_site_again_keeps_its_history(who):
    site, city = add(), make_city()
    actions.give_part(
        city=city, sites=[site], unit=make_unit("甲局", "department"), part="responsible", since=SINCE, **who
    )
    with refused("in_use"):
        actions.reopen_site(site=site, on=TODAY, reason="", **who)
    retire = {"city": city, "sites": [site], "reason": "拆迁", **who}
    actions.retire_sites(on=EARLIER, **retire)
    with refused("ended"):
        actions.retire_sites(on=EARLIER, **retire)
    assert running(site) == []
    with refused("ends_before_start"):
        actions.reopen_site(site=site, on=SINCE, reason="", **who)
    with refused("in_future"):
        actions.reopen_site(site=site, on=TODAY + timedelta(days=1), reason="", **who)
    actions.reopen_site(site=site, on=TODAY, reason="重建", **who)
    site.refresh_from_db()
    assert site.ends_on is None
    assert list(site.changes.order_by("pk").values_list("kind", "on", "reason")) == [
        ("retired", EARLIER, "拆迁"),
        ("reopened", TODAY, "重建"),
    ]


def test_merge_a_site_hands_over_what_was_chosen_and_leads_to_the_other(who):
    city, site, into = make_city(), add("老广场"), add("新广场")
    units = [make_unit(name, "department") for name in ("甲局", "乙局", "丙局")]
    give = {"city": city, "since": SINCE, **who}
    for unit, part in zip(units, ("responsible", "sponsor", "competent"), strict=True):
        actions.give_part(sites=[site], unit=unit, part=part, **give)
    actions.give_part(sites=[into], unit=units[2], part="responsible", **give)
    actions.give_part(sites=[into], unit=units[2], part="competent", **give)
    for person, kind in (("王某", "site"), ("李某", "road"), ("赵某", "lane")):
        actions.name_site_chief(sites=[site], person=(person, ""), kind=kind, **give)
    actions.name_site_chief(sites=[into], person=("钱某", ""), kind="site", **give)
    lane = SiteChief.objects.in_city(city).get(kind="lane").person
    actions.name_site_chief(sites=[into], person=lane, kind="lane", **give)
    parts = list(site.units.values_list("pk", flat=True))
    chiefs = list(site.chiefs.filter(kind__in=("site", "lane")).values_list("pk", flat=True))
    actions.merge_site(site=site, into=into, on=TODAY, reason="重复", parts=parts, chiefs=chiefs, **who)
    site.refresh_from_db()
    assert (site.ends_on, running(site), current_of(site)) == (TODAY, [], into)
    assert running(into) == [("丙局", "competent"), ("甲局", "responsible"), ("乙局", "sponsor")]
    led = into.chiefs.filter(until__isnull=True).order_by("pk")
    assert [(one.person.name, one.kind) for one in led] == [("赵某", "lane"), ("王某", "site")]
    with refused("merged_away"):
        actions.reopen_site(site=site, on=TODAY, reason="", **who)


def test_merge_a_site_refuses_what_cannot_be(who):
    site, into, gone = add("一"), add("二"), add("三")
    actions.retire_sites(city=make_city(), sites=[gone], on=TODAY, reason="", **who)
    merge = {"on": TODAY, "reason": "", **who}
    with refused("into_itself"):
        actions.merge_site(site=site, into=site, **merge)
    with refused("into_ended"):
        actions.merge_site(site=site, into=gone, **merge)
    with refused("ended"):
        actions.merge_site(site=gone, into=into, **merge)
    assert current_of(gone) == gone


def test_look_around_a_site_finds_those_within_fifty_metres():
    here = make_site("a", at=SQUARE)
    make_site("b", at=(SQUARE[0] + 0.0002, SQUARE[1]))
    make_site("c", at=(SQUARE[0] + 0.0006, SQUARE[1]))
    make_site("d", at=SQUARE, ends_on=TODAY)
    assert [(one.site.code, round(one.metres)) for one in neighbours_of(here)] == [("b", 22)]
    assert neighbours_of(make_site("e", at=None)) == []


@pytest.fixture
def street():
    """A street office, and the street with a community."""
    east = make_unit("东街街道")
    account = make_account(replace(LIAISON, username="street", role=""))
    Post.objects.create(city=make_city(), account=account, role="street_office", unit=east, starts_on=SINCE)
    return account, east, make_unit("公园社区", "community", east)


def test_keep_a_site_is_for_the_office_and_chiefs_and_hours_for_its_street(street):
    account, east, park = street
    inside, outside, nowhere = add("内", area=park), add("外", area=make_unit("西街街道")), add("无")
    city = make_city()
    keeps = [keeps_site(account, city, site) for site in (inside, outside, nowhere)]
    assert keeps == [True, False, False]
    assert keeps_site(make_account(OFFICER), city, outside)
    assert not keeps_site(make_account(LEADER), city, inside)
    by = {"by": account, "at": AT}
    actions.set_opening(site=inside, hours=((1, 480, 720),), **by)
    actions.name_site_chief(city=city, sites=[inside], person=("王某", ""), kind="site", since=TODAY, **by)
    for refuse in (
        lambda: actions.set_opening(site=outside, hours=(), **by),
        lambda: actions.change_site(site=inside, facts=facts("改"), **by),
        lambda: actions.retire_sites(city=city, sites=[inside], on=TODAY, reason="", **by),
    ):
        with pytest.raises(PermissionDenied):
            refuse()
    assert east.name == "东街街道"


def test_count_codes_stays_inside_the_city():
    other = make_city(ELSEWHERE)
    kind = SiteType.objects.create(city=other, name="公共广场", order=1)
    actions.add_site(city=other, facts=SiteFacts("别市广场", kind), since=SINCE, by=None, at=AT)
    assert add().code == "00001"
