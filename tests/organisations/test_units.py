"""Units in mid-cycle: renamed, merged, split, closed, moved; nothing of their history is lost."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from wenming.kernel.models import Event
from wenming.organisations.actions import (
    NotPossibleError,
    add_alias,
    arrange_units,
    close_unit,
    describe_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    set_group,
    split_unit,
    withdraw_alias,
)
from wenming.organisations.enums import AliasKind, SuccessionKind, UnitKind
from wenming.organisations.models import Succession, Unit, UnitAlias
from wenming.organisations.queries import name_index, units_in
from wenming.organisations.queries.units import units_found

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SINCE, LATER = date(2026, 1, 1), date(2026, 6, 1)


def unit(name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None, **more) -> Unit:
    """Found a unit as the office."""
    return found_unit(
        city=make_city(), kind=kind, name=name, since=SINCE, by=make_account(OFFICER), at=AT, parent=parent, **more
    )


def done(**more) -> dict:
    """Return who and when."""
    return {"by": make_account(OFFICER), "at": AT, **more}


def names(**more) -> list[str]:
    """Return the names of the units in protocol order."""
    return [one.name for one in units_in(make_city(), **more)]


def test_found_units_stand_in_protocol_order_whatever_the_order_of_founding():
    first, second = unit("市委宣传部"), unit("浉河区", UnitKind.DISTRICT)
    unit("五里墩街道", UnitKind.STREET, second)
    unit("文明办", parent=first)
    assert names() == ["市委宣传部", "文明办", "浉河区", "五里墩街道"]


def test_found_a_unit_under_a_name_that_is_taken_is_refused():
    known = unit("市城市管理局")
    add_alias(unit=known, name="市城管局", kind=AliasKind.SHORT, **done())
    for name in ("市城市管理局", "市 城管局"):
        with pytest.raises(NotPossibleError, match="name_taken"):
            unit(name)


def test_found_a_unit_by_the_operator_needs_no_post():
    found = found_unit(city=make_city(), kind="department", name="甲局", since=SINCE, by=None, at=AT)
    assert (str(found), found.position) == ("甲局", "0001")


def test_found_a_unit_without_the_right_is_refused():
    with pytest.raises(PermissionDenied):
        found_unit(city=make_city(), kind="department", name="甲", since=SINCE, by=make_account(LEADER), at=AT)


def test_rename_a_unit_keeps_its_former_name_as_alias_and_in_its_history():
    office = unit("市环保局")
    rename_unit(unit=office, name="市生态环境局", on=LATER, **done())
    office.refresh_from_db()
    assert office.name == "市生态环境局"
    assert list(office.names.order_by("since").values_list("name", "until")) == [
        ("市环保局", date(2026, 5, 31)),
        ("市生态环境局", None),
    ]
    index = name_index(make_city(), on=LATER)
    assert index.find("市环保局").keys == index.find("市生态环境局").keys == (office.pk,)


def test_rename_a_unit_back_takes_the_name_from_its_aliases():
    office = unit("甲局")
    rename_unit(unit=office, name="乙局", on=LATER, **done())
    rename_unit(unit=office, name="甲局", on=date(2026, 7, 1), **done())
    assert [alias.name for alias in office.aliases.all()] == ["乙局"]


def test_rename_a_unit_to_its_own_name_changes_nothing():
    office = unit("甲局")
    before = Event.objects.in_city(make_city()).count()
    assert rename_unit(unit=office, name="甲局", on=LATER, **done()) == office
    assert Event.objects.in_city(make_city()).count() == before


def test_rename_a_unit_before_it_had_its_name_is_refused():
    with pytest.raises(NotPossibleError, match="renamed_before_named"):
        rename_unit(unit=unit("甲局"), name="乙局", on=SINCE, **done())


def test_merge_units_ends_them_and_remembers_who_carries_on():
    old, other, new = unit("市规划局"), unit("市国土局"), unit("市自然资源局")
    merge_units(units=[old, other], into=new, on=LATER, **done())
    assert names(on=LATER) == ["市自然资源局"]
    assert names(on=date(2026, 5, 31)) == ["市规划局", "市国土局", "市自然资源局"]
    rows = Succession.objects.in_city(make_city()).order_by("pk").values_list("before", "after", "kind")
    assert list(rows) == [(old.pk, new.pk, SuccessionKind.MERGED), (other.pk, new.pk, SuccessionKind.MERGED)]


def test_merge_units_lets_their_names_and_aliases_mean_the_one_that_carries_on():
    old, new = unit("市规划局"), unit("市自然资源局")
    add_alias(unit=old, name="规划局", kind=AliasKind.SHORT, **done())
    merge_units(units=[old], into=new, on=LATER, **done())
    index = name_index(make_city(), on=LATER)
    assert index.find("市规划局").keys == index.find("规划局").keys == (new.pk,)
    assert name_index(make_city(), on=SINCE).find("市规划局").keys == (old.pk,)


def test_merge_a_unit_into_itself_is_refused():
    one = unit("甲局")
    with pytest.raises(NotPossibleError, match="into_itself"):
        merge_units(units=[one], into=one, on=LATER, **done())


def test_describe_a_unit_changes_its_kind_short_name_and_sounds():
    one = describe_unit(unit=unit("甲局"), kind="party_department", short_name="乙", code="1", **done())
    one.refresh_from_db()
    assert (one.kind, one.short_name, one.code, one.sounds) == ("party_department", "乙", "1", "jiajuyi jjy")


def test_split_a_unit_ends_it_and_names_its_parts():
    whole, first, second = unit("市工商局"), unit("市市场监管局"), unit("市知识产权局")
    split_unit(unit=whole, into=[first, second], on=LATER, **done())
    assert [one.after.name for one in whole.successions.order_by("pk")] == ["市市场监管局", "市知识产权局"]
    with pytest.raises(NotPossibleError, match="ended"):
        rename_unit(unit=whole, name="丙局", on=date(2026, 7, 1), **done())


def test_close_a_unit_with_units_below_is_refused_until_they_are_closed():
    district = unit("甲区", UnitKind.DISTRICT)
    street = unit("乙街道", UnitKind.STREET, district)
    with pytest.raises(NotPossibleError, match="units_below"):
        close_unit(unit=district, on=LATER, **done())
    close_unit(unit=street, on=LATER, **done())
    close_unit(unit=district, on=LATER, **done())
    assert names(on=LATER) == []


def test_close_a_unit_before_it_began_is_refused():
    with pytest.raises(NotPossibleError, match="ended_before_named"):
        close_unit(unit=unit("甲局"), on=SINCE, **done())


def test_move_a_unit_carries_everything_below_it():
    first, second = unit("甲区", UnitKind.DISTRICT), unit("乙区", UnitKind.DISTRICT)
    street = unit("丙街道", UnitKind.STREET, first)
    unit("丁社区", UnitKind.COMMUNITY, street)
    move_unit(unit=street, parent=second, **done())
    assert names() == ["甲区", "乙区", "丙街道", "丁社区"]
    move_unit(unit=street, parent=None, **done())
    assert names() == ["甲区", "乙区", "丙街道", "丁社区"]
    with pytest.raises(NotPossibleError, match="under_itself"):
        move_unit(unit=street, parent=Unit.objects.in_city(make_city()).get(name="丁社区"), **done())


def test_arrange_units_gives_the_protocol_order():
    first, second, third = unit("甲"), unit("乙"), unit("丙")
    unit("乙一", parent=second)
    arrange_units(city=make_city(), parent=None, keys=[third.pk, second.pk, first.pk], **done())
    assert names() == ["丙", "乙", "乙一", "甲"]
    with pytest.raises(NotPossibleError, match="siblings_changed"):
        arrange_units(city=make_city(), parent=None, keys=[third.pk], **done())
    arrange_units(city=make_city(), parent=second, keys=[second.children.get().pk], **done())


def test_alias_of_a_unit_is_added_once_and_may_be_withdrawn():
    office, other = unit("市城市管理局"), unit("市公安局")
    alias = add_alias(unit=office, name="城管", kind=AliasKind.CONFIRMED, **done())
    assert add_alias(unit=office, name="城　管", kind=AliasKind.SHORT, **done()) == alias
    with pytest.raises(NotPossibleError, match="name_taken"):
        add_alias(unit=other, name="城管", kind=AliasKind.SHORT, **done())
    withdraw_alias(alias=alias, **done())
    assert not UnitAlias.objects.in_city(make_city()).exists()


def test_group_means_its_units_in_protocol_order_and_only_those_that_exist():
    first, second = unit("甲区", UnitKind.DISTRICT), unit("乙区", UnitKind.DISTRICT)
    set_group(city=make_city(), name="各区", units=[second, first], **done())
    assert name_index(make_city(), on=SINCE).find("各区").keys == (first.pk, second.pk)
    close_unit(unit=first, on=LATER, **done())
    assert name_index(make_city(), on=LATER).find("各区").keys == (second.pk,)
    set_group(city=make_city(), name="各 区", units=[], **done())
    assert name_index(make_city(), on=LATER).find("各区").keys == ()


@pytest.mark.parametrize("words", ["城市管理", "csgl", "chengshi", "cheng shi guan", "城管局", "执法队"])
def test_search_finds_a_unit_by_characters_sounds_and_initials(words):
    office = unit("市城市管理局", short_name="城管局")
    unit("市公安局")
    add_alias(unit=office, name="综合执法队", kind=AliasKind.FORMER, **done())
    assert [one.name for one in units_found(make_city(), words)] == ["市城市管理局"]


def test_search_without_words_gives_all_in_order():
    unit("甲"), unit("乙")
    assert [one.name for one in units_found(make_city(HOME), " ", on=SINCE)] == ["甲", "乙"]


def test_firm_ends_by_itself_and_may_be_renamed_before():
    firm = unit("某测评公司", UnitKind.OUTSIDE_FIRM, until=date(2026, 12, 31))
    rename_unit(unit=firm, name="某数据公司", on=LATER, **done())
    assert (names(on=date(2026, 12, 31)), names(on=date(2027, 1, 1))) == (["某数据公司"], [])
    assert list(firm.names.order_by("since").values_list("until", flat=True)) == [date(2026, 5, 31), date(2026, 12, 31)]
