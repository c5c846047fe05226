"""The pages of units: the folded tree, the search, every change with its words, and how many queries they take."""

from datetime import date

import pytest

from tests.people import (
    AT,
    CAST,
    FIRM,
    HOME,
    LEADER,
    NOBODY,
    OFFICER,
    OPERATOR,
    STRANGER,
    SYSTEM,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from wenming.organisations.actions import (
    add_alias,
    add_person,
    begin_tenure,
    close_unit,
    found_unit,
    rename_unit,
    set_group,
)
from wenming.organisations.models import Unit, UnitGroup

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)
UNITS = f"/{HOME}/units/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def unit(name: str = "市城市管理局", kind: str = "department", parent: Unit | None = None, **more) -> Unit:
    return found_unit(city=make_city(), kind=kind, name=name, since=SINCE, parent=parent, by=None, at=AT, **more)


def head(where: Unit, name: str, title: str = "局长") -> None:
    person = add_person(city=make_city(), name=name, phone="13900000001", by=None, at=AT)
    begin_tenure(person=person, unit=where, title=title, since=SINCE, is_head=True, by=None, at=AT)


def names(page) -> list[str]:
    """Return the names of the rows in their order."""
    return [part.split(">")[1].split("<")[0] for part in page.content.decode().split('class="t1"')[1:]]


def faults(page) -> list[str]:
    """Return what the form of a page says is wrong."""
    return [fault for errors in page.context["form"].errors.values() for fault in errors]


def test_list_of_units_is_folded_and_unfolds_by_level_and_by_unit(office):
    district = unit("甲区", "district")
    street = unit("乙街道", "street", district)
    unit("丙社区", "community", street)
    assert names(office.get(UNITS)) == ["甲区", "乙街道"]
    assert names(office.get(f"{UNITS}?levels=1")) == ["甲区"]
    assert names(office.get(f"{UNITS}?levels=0")) == ["甲区", "乙街道", "丙社区"]
    assert names(office.get(f"{UNITS}?under={street.pk}")) == ["乙街道", "丙社区"]


def test_list_of_units_finds_by_sounds_and_kind_and_forgets_what_is_not_valid(office):
    unit(), unit("甲区", "district")
    assert names(office.get(f"{UNITS}?q=csgl")) == ["市城市管理局"]
    assert names(office.get(f"{UNITS}?kind=district")) == ["甲区"]
    assert names(office.get(f"{UNITS}?kind=x&levels=9&on=gestern&under=x&after=y")) == ["市城市管理局", "甲区"]
    assert "没有符合条件的单位" in office.get(f"{UNITS}?q=没有").content.decode()


def test_list_of_units_as_of_a_day_has_the_units_and_names_of_that_day(office):
    rename_unit(unit=unit("市环保局"), name="市生态环境局", on=date(2026, 6, 1), by=None, at=AT)
    close_unit(unit=unit("市环卫局"), on=date(2026, 6, 1), by=None, at=AT)
    assert names(office.get(f"{UNITS}?on=2026-05-31")) == ["市环保局", "市环卫局"]
    assert names(office.get(UNITS)) == ["市生态环境局"]


def test_list_of_units_pages_in_protocol_order(office, monkeypatch):
    monkeypatch.setattr("wenming.organisations.views.units.PAGE", 2)
    for name in "甲乙丙丁戊":
        unit(f"{name}局")
    first = office.get(UNITS)
    second = office.get(UNITS + first.context["page"]["next_url"])
    third = office.get(UNITS + second.context["page"]["next_url"])
    back = office.get(UNITS + third.context["page"]["previous_url"])
    assert [names(page) for page in (first, second, third, back)] == [
        ["甲局", "乙局"],
        ["丙局", "丁局"],
        ["戊局"],
        ["丙局", "丁局"],
    ]
    assert (first.context["page"]["previous_url"], third.context["page"]["next_url"]) == ("", "")
    assert office.get(f"{UNITS}?after=9999").context["page"]["previous_url"] == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_units_takes_five_queries(office, rows):
    for number in range(rows):
        head(unit(f"第{number}局"), f"张{number}")
    with assert_queries(5):  # session, account, posts, units, heads
        office.get(UNITS)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_unit_takes_the_same_queries_with_more_of_everything(office, rows):
    where = unit("甲局", parent=unit("市政府"))
    for number in range(rows):
        head(where, f"张{number}", f"职务{number}")
        unit(f"下级{number}", parent=where)
        add_alias(unit=where, name=f"别名{number}", kind="short", by=None, at=AT)
        set_group(city=make_city(), name=f"组{number}", units=[where], by=None, at=AT)
    with assert_queries(13):
        office.get(f"{UNITS}{where.pk}/")


def test_page_of_a_unit_shows_its_history_and_masks_numbers(office):
    where = rename_unit(unit=unit("市环保局"), name="市生态环境局", on=date(2026, 6, 1), by=None, at=AT)
    head(where, "林松涛")
    page = office.get(f"{UNITS}{where.pk}/")
    assert [line["name"] for line in page.context["names"]] == ["市生态环境局", "市环保局"]
    text = page.content.decode()
    assert ("139****0001" in text, "13900000001" in text) == (True, False)


def test_pages_of_units_are_for_those_who_work_in_the_campaign(client):
    where = unit()
    answers = {}
    for person in CAST:
        client.force_login(make_account(person))
        answers[person] = [
            client.get(path).status_code
            for path in (UNITS, f"{UNITS}{where.pk}/", f"{UNITS}headquarters/", f"{UNITS}groups/", f"{UNITS}new/")
        ]
    outside = (OPERATOR, STRANGER, NOBODY)
    keepers = (OFFICER, SYSTEM)
    inside = {
        person: [403] * 5 if person is FIRM else [200] * 4 + [200 if person in keepers else 403] for person in CAST
    }
    assert answers == {person: [404] * 5 if person in outside else inside[person] for person in CAST}


def test_found_a_unit_by_its_form_leads_to_its_page(office):
    above = unit("市政府")
    assert office.get(f"{UNITS}new/?under={above.pk}").context["form"].initial["parent"] == "市政府"
    form = {"name": "市城管局", "kind": "department", "parent": "市政府", "since": "2026-02-01"}
    page = office.post(f"{UNITS}new/", form)
    made = Unit.objects.in_city(make_city()).get(name="市城管局")
    assert (page.url, made.parent) == (f"{UNITS}{made.pk}/", above)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "市政府"}, "这个名称已经是另一个单位的名称或别名；请换一个名称，或先取消那个别名"),
        ({"parent": "市政付"}, "没有叫“市政付”的单位；是不是：市政府？"),
        ({"parent": "火星"}, "没有叫“火星”的单位；请写单位页上的名称、简称或别名"),
        ({"parent": "市政府、市委"}, "这里只能写一个单位，现在写的是 2 个"),
        ({"until": "2026-01-01"}, "到期日期早于设立日期；请改正其中一个"),
    ],
)
def test_found_a_unit_that_does_not_fit_says_why_and_how_to_mend_it(office, changes, words):
    unit("市政府"), unit("市委")
    form = {"name": "市城管局", "kind": "department", "since": "2026-02-01", **changes}
    page = office.post(f"{UNITS}new/", form)
    assert (page.status_code, faults(page)) == (422, [words])


CHANGES = [
    ("rename", {"name": "市城管局", "on": "2026-06-01"}, lambda one: one.name == "市城管局"),
    ("describe", {"kind": "party_department"}, lambda one: one.kind == "party_department"),
    ("move", {"parent": "市政府"}, lambda one: one.parent.name == "市政府"),
    ("move", {"parent": ""}, lambda one: one.parent is None),
    ("merge", {"into": "市政府", "on": "2026-06-01"}, lambda one: one.successions.get().after.name == "市政府"),
    ("split", {"into": "市政府、市委", "on": "2026-06-01"}, lambda one: one.successions.count() == 2),
    ("close", {"on": "2026-06-01"}, lambda one: one.ends_on == date(2026, 5, 31)),
    ("alias", {"name": "城管"}, lambda one: one.aliases.get().name == "城管"),
]


@pytest.mark.parametrize(("what", "form", "holds"), CHANGES, ids=[f"{one[0]}-{n}" for n, one in enumerate(CHANGES)])
def test_change_a_unit_by_its_form_does_it_and_goes_back(office, what, form, holds):
    one = unit()
    unit("市政府"), unit("市委")
    assert office.get(f"{UNITS}{one.pk}/{what}/").status_code == 200
    assert office.post(f"{UNITS}{one.pk}/{what}/", form).url == f"{UNITS}{one.pk}/"
    assert holds(Unit.objects.in_city(make_city()).get(pk=one.pk))


def test_change_that_cannot_be_undone_asks_once(office):
    one = unit()
    asked = {what: "data-confirm=" in office.get(f"{UNITS}{one.pk}/{what}/").content.decode() for what, *_ in CHANGES}
    assert {what for what, question in asked.items() if question} == {"merge", "split", "close"}


def test_change_that_does_not_exist_is_not_found(office):
    assert office.get(f"{UNITS}{unit().pk}/explode/").status_code == 404


def test_change_that_does_not_fit_says_why(office):
    one = unit()
    unit("下级", parent=one)
    page = office.post(f"{UNITS}{one.pk}/close/", {"on": "2026-06-01"})
    assert faults(page) == ["还有下级单位；请先撤销下级单位，或把它们移到别的单位之下"]


def test_alias_is_withdrawn_from_the_page_of_its_unit(office):
    one = unit()
    alias = add_alias(unit=one, name="城管", kind="short", by=None, at=AT)
    assert office.post(f"{UNITS}aliases/{alias.pk}/withdrawal/").url == f"{UNITS}{one.pk}/"
    assert not one.aliases.exists()


def order(page_of_order) -> list[str]:
    return [one.name for one in page_of_order.context["units"]]


def test_order_of_units_changes_by_number_and_by_single_steps(office):
    keys = [unit(f"{name}局").pk for name in "甲乙丙"]
    close_unit(unit=unit("旧局"), on=date(2026, 6, 1), by=None, at=AT)
    here = f"{UNITS}order/"
    places = {f"place-{key}": number for number, key in enumerate(keys, start=1)}
    office.post(here, places | {"step": f"up:{keys[1]}"})
    assert order(office.get(here)) == ["乙局", "甲局", "丙局"]
    office.post(here, places | {"step": f"down:{keys[2]}"})
    office.post(here, {**places, f"place-{keys[2]}": "0.5", f"place-{keys[0]}": "x"})
    assert order(office.get(here)) == ["丙局", "乙局", "甲局"]


def test_order_of_units_that_changed_meanwhile_is_refused_in_words(office, monkeypatch):
    unit()
    monkeypatch.setattr("wenming.organisations.views.units._arranged", lambda _request, _siblings: [])
    page = office.post(f"{UNITS}order/", follow=True)
    assert [str(one) for one in page.context["messages"]] == ["排序期间有单位增减；请看过现在的名单再排一次"]


def test_order_below_a_unit_is_of_its_own_units(office):
    above = unit("甲区", "district")
    unit("乙街道", "street", above)
    assert order(office.get(f"{UNITS}{above.pk}/order/")) == ["乙街道"]


def test_group_is_set_by_its_form_and_shown_in_protocol_order(office):
    unit("甲区", "district"), unit("乙区", "district")
    office.post(f"{UNITS}groups/new/", {"name": "各区", "units": "乙区、甲区"})
    group = UnitGroup.objects.in_city(make_city()).get()
    page = office.get(f"{UNITS}groups/")
    assert [[one.name for one in line["units"]] for line in page.context["groups"]] == [["甲区", "乙区"]]
    assert office.get(f"{UNITS}groups/{group.pk}/").context["form"].initial["units"] == "甲区、乙区"
    office.post(f"{UNITS}groups/{group.pk}/", {"units": "乙区"})
    assert group.members.get().unit.name == "乙区"


def test_group_with_a_name_that_means_nothing_says_so(office):
    page = office.post(f"{UNITS}groups/new/", {"name": "各区", "units": "甲区"})
    assert faults(page) == ["没有叫“甲区”的单位；请写单位页上的名称、简称或别名"]


def test_headquarters_names_people_by_title_with_what_they_are_elsewhere(office):
    top = unit("市指挥部", "headquarters")
    part = unit("综合协调组", "working_group", top)
    person = add_person(city=make_city(), name="林松涛", by=None, at=AT)
    for where, title in ((top, "副指挥长"), (part, "组长"), (unit("市委宣传部", short_name="宣传部"), "部长")):
        begin_tenure(person=person, unit=where, title=title, since=SINCE, by=None, at=AT)
    page = office.get(f"{UNITS}headquarters/")
    own = [{"name": "林松涛", "own": "宣传部部长"}]
    assert [line["titles"] for line in (*page.context["tops"], *page.context["parts"])] == [
        [{"title": "副指挥长", "people": own}],
        [{"title": "组长", "people": own}],
    ]


def test_headquarters_that_is_not_founded_yet_says_how(client):
    client.force_login(make_account(LEADER))
    assert "还没有指挥部" in client.get(f"{UNITS}headquarters/").content.decode()
