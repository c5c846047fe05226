"""People and their tenures: several at once, handed over, ended; the attendance list of the meeting of 24 April 2015."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import INSPECTOR, LEADER, OFFICER, make_account, make_city
from wenming.kernel.models import Event
from wenming.organisations.actions import (
    NotPossibleError,
    add_person,
    arrange_tenures,
    begin_tenure,
    change_person,
    close_unit,
    end_tenure,
    found_unit,
    look_at_phone,
    succeed_tenure,
)
from wenming.organisations.models import Person, Tenure, Unit
from wenming.organisations.queries import people_found, tenures_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SINCE, LATER = date(2026, 1, 1), date(2026, 6, 1)


def done(**more) -> dict:
    return {"by": make_account(OFFICER), "at": AT, **more}


def unit(name: str = "市城市管理局", kind: str = "department", parent: Unit | None = None) -> Unit:
    return found_unit(city=make_city(), kind=kind, name=name, since=SINCE, parent=parent, **done())


def person(name: str = "林松涛", phone: str = "13900000001") -> Person:
    return add_person(city=make_city(), name=name, phone=phone, **done())


def tenure(one: Person, where: Unit, title: str, **more) -> Tenure:
    return begin_tenure(person=one, unit=where, title=title, **{"since": SINCE, **done(), **more})


def titles(day: date) -> list[str]:
    return [f"{one.unit} {one.title} {one.person}" for one in tenures_in(make_city(), on=day)]


def test_begin_several_tenures_of_one_person_keeps_all_of_them():
    one, first, second = person(), unit("市指挥部", "headquarters"), unit("市委宣传部")
    tenure(one, first, "副指挥长", is_deputy=True)
    tenure(one, second, "部长", is_head=True)
    assert titles(SINCE) == ["市指挥部 副指挥长 林松涛", "市委宣传部 部长 林松涛"]


def test_begin_a_tenure_that_runs_already_is_refused():
    one, where = person(), unit()
    tenure(one, where, "局长")
    with pytest.raises(NotPossibleError, match="holds_already"):
        tenure(one, where, "局长", since=LATER)


def test_begin_a_tenure_in_a_unit_that_has_ended_is_refused():
    where = unit()
    close_unit(unit=where, on=LATER, **done())
    where.refresh_from_db()
    assert tenure(person(), where, "局长").ends_on is None
    with pytest.raises(NotPossibleError, match="unit_ended"):
        tenure(person(), where, "局长", since=date(2026, 7, 1))


def test_begin_a_tenure_that_ends_before_it_begins_is_refused():
    with pytest.raises(NotPossibleError, match="ends_before_start"):
        tenure(person(), unit(), "顾问", until=date(2025, 12, 31))


def test_begin_a_tenure_by_the_operator_needs_no_post_and_by_a_leader_is_refused():
    assert str(tenure(person(), unit(), "局长", by=None)) == "局长"
    with pytest.raises(PermissionDenied):
        tenure(person(), unit("市公安局"), "局长", by=make_account(LEADER))


def test_end_a_tenure_makes_a_day_the_last_one():
    one = tenure(person(), unit(), "局长")
    end_tenure(tenure=one, on=LATER, **done())
    assert (titles(LATER), titles(date(2026, 6, 2))) == (["市城市管理局 局长 林松涛"], [])
    with pytest.raises(NotPossibleError, match="tenure_ended"):
        end_tenure(tenure=one, on=LATER, **done())
    with pytest.raises(NotPossibleError, match="ends_before_start"):
        end_tenure(tenure=one, on=date(2025, 1, 1), **done())


def test_succeed_a_tenure_keeps_title_rank_and_place():
    where = unit()
    first = tenure(person(), where, "局长", is_head=True)
    tenure(person("周知远"), where, "副局长", is_deputy=True)
    after = succeed_tenure(tenure=first, person=person("郑若溪"), on=LATER, **done())
    assert (after.title, after.is_head, after.order) == ("局长", True, 1)
    assert titles(date(2026, 5, 31)) == ["市城市管理局 局长 林松涛", "市城市管理局 副局长 周知远"]
    assert titles(LATER) == ["市城市管理局 局长 郑若溪", "市城市管理局 副局长 周知远"]


def test_succeed_oneself_is_refused():
    one = person()
    with pytest.raises(NotPossibleError, match="same_person"):
        succeed_tenure(tenure=tenure(one, unit(), "局长"), person=one, on=LATER, **done())


def test_arrange_tenures_gives_the_protocol_order():
    where = unit()
    first, second = tenure(person(), where, "副局长"), tenure(person("周知远"), where, "局长")
    arrange_tenures(unit=where, keys=[second.pk, first.pk], **done())
    assert titles(SINCE) == ["市城市管理局 局长 周知远", "市城市管理局 副局长 林松涛"]
    with pytest.raises(NotPossibleError, match="tenures_changed"):
        arrange_tenures(unit=where, keys=[first.pk], **done())


def test_look_at_a_phone_is_remembered_without_the_number():
    one = person()
    assert look_at_phone(person=one, by=make_account(LEADER), at=AT) == "13900000001"
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, event.by, event.data) == ("person.phone_seen", make_account(LEADER), {})
    with pytest.raises(PermissionDenied):
        look_at_phone(person=one, by=make_account(INSPECTOR), at=AT)


def test_change_a_person_says_that_the_number_changed_but_not_which():
    change_person(person=person(), name="林松韬", phone="13900000002", **done())
    one = Person.objects.in_city(make_city()).get()
    assert (str(one), one.phone, one.sounds) == ("林松韬", "13900000002", "linsongtao lst")
    event = Event.objects.in_city(make_city()).latest("number")
    assert event.data == {"name": "林松韬", "from": "林松涛", "phone_changed": True}


@pytest.mark.parametrize("words", ["松涛", "linsong", "lst", "lin song", "城市管理", ""])
def test_search_finds_people_by_characters_sounds_and_unit(words):
    tenure(person(), unit(), "局长")
    assert [one.name for one in people_found(make_city(), words, on=SINCE)] == ["林松涛"]


def test_search_by_a_unit_somebody_has_left_finds_nobody():
    end_tenure(tenure=tenure(person(), unit(), "局长"), on=LATER, **done())
    assert list(people_found(make_city(), "城市管理", on=date(2026, 7, 1))) == []


# domain.md 0.1: 市委各部委, 市直各单位, 中直和省直驻信单位, the two urban districts, propaganda heads and directors of the civilisation offices
# of counties and districts, heads of zones, secretaries and directors of street offices; the meeting is chaired by the deputy secretary.
ATTENDANCE = (
    ("headquarters", "市创建指挥部", ("市委书记", "市长", "市委副书记", "纪委书记", "宣传部长", "秘书长")),
    ("party_department", "市委组织部", ("部长",)),
    ("department", "市教育局", ("局长",)),
    ("central_unit", "市税务局", ("局长",)),
    ("provincial_unit", "市公路局", ("局长",)),
    ("district", "浉河区", ("宣传部长", "文明办主任")),
    ("county", "罗山县", ("宣传部长", "文明办主任")),
    ("development_zone", "羊山新区", ("管委会主任",)),
)


def test_attendance_list_of_the_meeting_of_2015_can_be_founded_and_printed(client):
    names = iter("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    for kind, name, held in ATTENDANCE:
        where = unit(name, kind)
        for title in held:
            tenure(person(f"某{next(names)}", ""), where, title)
    district = Unit.objects.in_city(make_city()).get(name="浉河区")
    street = unit("五里墩街道", "street", district)
    for title in ("党工委书记", "办事处主任"):
        tenure(person(f"某{next(names)}", ""), street, title, is_head=True)
    assert [line.rsplit(" ", 1)[0] for line in titles(SINCE)] == [
        *(f"{name} {title}" for _kind, name, held in ATTENDANCE[:6] for title in held),
        "五里墩街道 党工委书记",
        "五里墩街道 办事处主任",
        *(f"{name} {title}" for _kind, name, held in ATTENDANCE[6:] for title in held),
    ]
    client.force_login(make_account(OFFICER))
    paper = client.get("/qinghe/units/headquarters/?on=2026-02-01")
    assert [line["title"] for line in paper.context["tops"][0]["titles"]] == list(ATTENDANCE[0][2])
    assert "data-print" in paper.content.decode()


def test_sounds_of_the_longest_names_keep_their_initials_within_the_columns():
    one, long = person("庄" * 40), unit("双" * 80)
    assert (len(one.sounds), one.sounds[-41:]) == (200, " " + "z" * 40)
    assert (len(long.sounds), long.sounds[-81:]) == (400, " " + "s" * 80)
