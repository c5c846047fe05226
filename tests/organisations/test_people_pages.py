"""The pages of people and posts: found, registered, handed over; numbers masked; who may."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.people import (
    AT,
    AUDITOR,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from wenming.kernel.models import Event
from wenming.organisations.actions import add_person, appoint, begin_tenure, found_unit
from wenming.organisations.models import Person, Post, Tenure, Unit
from wenming.organisations.queries import tenures_in
from wenming.organisations.schemas.people import masked

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
PEOPLE, POSTS = f"/{HOME}/people/", f"/{HOME}/posts/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def unit(name: str = "市城市管理局") -> Unit:
    return found_unit(city=make_city(), kind="department", name=name, since=SINCE, by=None, at=AT)


def tenure(name: str = "林松涛", where: Unit | None = None, title: str = "局长") -> Tenure:
    person = add_person(city=make_city(), name=name, phone="13900000001", by=None, at=AT)
    return begin_tenure(person=person, unit=where or unit(), title=title, since=SINCE, is_head=True, by=None, at=AT)


def faults(page) -> list[str]:
    return [fault for errors in page.context["form"].errors.values() for fault in errors]


def running() -> list[tuple[str, str]]:
    """Return who is what today."""
    rows = tenures_in(make_city(), on=timezone.now().date())
    return [(one.person.name, one.title) for one in rows]


@pytest.mark.parametrize(
    ("phone", "shown"), [("13912340001", "139****0001"), ("0376-6550123", "037****0123"), ("12345", "*****"), ("", "")]
)
def test_mask_hides_the_middle_of_a_number(phone, shown):
    assert masked(phone) == shown


def test_list_of_people_finds_by_initials_and_says_what_they_are(office):
    tenure()
    page = office.get(f"{PEOPLE}?q=lst").content.decode()
    assert [word in page for word in ("林松涛", "局长", "139****0001", "13900000001")] == [True, True, True, False]
    assert "没有找到这个人" in office.get(f"{PEOPLE}?q=zzz").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_people_takes_five_queries(office, rows):
    for number in range(rows):
        tenure(f"张{number}", unit(f"第{number}局"))
    with assert_queries(5):  # session, account, posts, people, tenures
        office.get(PEOPLE)


def test_number_is_shown_when_asked_for_and_the_look_is_remembered(office):
    person = tenure().person
    assert "13900000001" in office.post(f"{PEOPLE}{person.pk}/phone/").content.decode()
    assert Event.objects.in_city(make_city()).latest("number").kind == "person.phone_seen"
    assert office.get(f"{PEOPLE}{person.pk}/phone/").status_code == 405


@pytest.mark.parametrize(("person", "answer"), [(LIAISON, 200), (INSPECTOR, 403), (AUDITOR, 403)])
def test_number_is_for_those_who_have_to_call(client, person, answer):
    one = tenure().person
    client.force_login(make_account(person))
    assert client.post(f"{PEOPLE}{one.pk}/phone/").status_code == answer
    assert ("显示号码" in client.get(f"{PEOPLE}{one.pk}/").content.decode()) == (answer == 200)


def test_register_a_new_person_in_a_unit(office):
    where = unit()
    form = {"name": "周知远", "phone": "139-0000-0001", "title": "联络员", "rank": "deputy", "since": "2026-02-01"}
    here = f"/{HOME}/units/{where.pk}/people/new/"
    assert office.get(here).status_code == 200
    assert office.post(here, form).url == f"/{HOME}/units/{where.pk}/"
    one = where.tenures.get()
    assert (one.person.name, one.is_deputy, one.is_head) == ("周知远", True, False)


def test_register_a_name_that_is_known_asks_who_is_meant(office):
    known, where = tenure().person, unit("市公安局")
    here = f"/{HOME}/units/{where.pk}/people/new/"
    form = {"name": "林松涛", "title": "局长", "rank": "head", "since": "2026-02-01"}
    page = office.post(here, form)
    assert faults(page) == ["已有同名人员：请说明是同一个人，还是另一个人"]
    assert "林松涛（市城市管理局局长）" in page.content.decode()
    office.post(here, form | {"person": str(known.pk)})
    assert where.tenures.get().person == known
    office.post(here, form | {"person": "0", "title": "副局长"})
    assert Person.objects.in_city(make_city()).filter(name="林松涛").count() == 2


def test_register_a_number_that_is_none_says_so(office):
    form = {"name": "周知远", "phone": "微信", "title": "联络员", "since": "2026-02-01"}
    page = office.post(f"/{HOME}/units/{unit().pk}/people/new/", form)
    assert (page.status_code, faults(page)) == (422, ["电话只能有数字、空格、+、- 和括号"])


def test_hand_a_tenure_over_and_end_it_by_their_forms(office):
    one = tenure()
    successor = f"{PEOPLE}tenures/{one.pk}/successor/"
    assert office.get(successor).status_code == 200
    office.post(successor, {"name": "周知远", "on": "2026-06-01"})
    assert running() == [("周知远", "局长")]
    after = Tenure.objects.in_city(make_city()).get(ends_on__isnull=True)
    end = f"{PEOPLE}tenures/{after.pk}/end/"
    assert office.get(end).status_code == 200
    office.post(end, {"on": "2026-07-01"})
    assert running() == []
    assert faults(office.post(end, {"on": "2026-07-01"})) == ["这项任职到那一天已经结束；请看过现在的任职再改"]


def test_correct_a_person_keeps_a_number_that_is_not_typed(office):
    person = tenure().person
    here = f"{PEOPLE}{person.pk}/edit/"
    assert "13900000001" not in office.get(here).content.decode()
    office.post(here, {"name": "林松韬", "phone": ""})
    person.refresh_from_db()
    assert (person.name, person.phone) == ("林松韬", "13900000001")


def test_order_of_people_in_a_unit_changes_by_single_steps(office):
    where = unit()
    first, second = tenure("甲", where), tenure("乙", where, "副局长")
    here = f"/{HOME}/units/{where.pk}/people/order/"
    office.post(here, {"step": f"down:{first.pk}"})
    assert running() == [("乙", "副局长"), ("甲", "局长")]
    office.post(here, {"step": f"up:{second.pk}"})
    office.post(here, {"step": "x"})
    assert running() == [("乙", "副局长"), ("甲", "局长")]


def test_list_of_posts_is_for_those_who_keep_them_and_others_see_their_own(office, client):
    make_account(LEADER)
    assert "gao.changming" in office.get(POSTS).content.decode()
    assert "gao.changming" not in office.get(f"{POSTS}?role=office").content.decode()
    client.force_login(make_account(LEADER))
    page = client.get(POSTS).content.decode()
    assert [word in page for word in ("gao.changming", "chen.yulan", "授予岗位")] == [True, False, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_posts_takes_four_queries(office, rows):
    for number in range(rows):
        appoint(city=make_city(), account=make_account(LIAISON), role="liaison", unit=unit(f"{number}"), by=None, at=AT)
    with assert_queries(4):  # session, account, posts of the person, posts
        office.get(POSTS)


def test_appoint_and_end_a_post_by_their_forms(office):
    unit()
    make_account(LIAISON)
    form = {"account": "LIU.xiaohe", "role": "liaison", "unit": "市城市管理局"}
    assert office.get(f"{POSTS}new/").status_code == 200
    assert office.post(f"{POSTS}new/", form).url == POSTS
    post = Post.objects.in_city(make_city()).get(unit__isnull=False)
    assert office.get(f"{POSTS}{post.pk}/end/").status_code == 200
    office.post(f"{POSTS}{post.pk}/end/", {"on": timezone.now().date() + timedelta(days=3)})
    post.refresh_from_db()
    assert post.ends_on is not None
    assert "市城市管理局" in office.get(f"{POSTS}?past=on").content.decode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"account": "niemand", "role": "leader"}, "没有登录名为“niemand”的可用账号；账号由系统管理员建立"),
        ({"account": "chen.yulan", "role": "firm"}, "第三方机构的岗位要有到期日期；请填合同的最后一天"),
        ({"account": "liu.xiaohe", "role": "liaison"}, "这个账号已经有同样的岗位；不必重复授予"),
        ({"account": "chen.yulan", "role": "leader"}, "不能给自己授予岗位；请由另一位管理人员办理"),
    ],
)
def test_appoint_what_does_not_fit_says_why(office, form, words):
    make_account(LIAISON)
    assert faults(office.post(f"{POSTS}new/", form)) == [words]


def test_delegate_a_post_by_its_holder(client):
    make_account(AUDITOR)
    post = make_account(LEADER).posts.get()
    client.force_login(make_account(LEADER))
    here = f"{POSTS}{post.pk}/delegation/"
    assert client.get(here).status_code == 200
    until = timezone.now().date() + timedelta(days=7)
    assert client.post(here, {"account": "ding.mingcha", "until": until}).url == POSTS
    assert post.delegations.get().account == make_account(AUDITOR)
    client.force_login(make_account(AUDITOR))
    assert client.get(here).status_code == 403
