"""Pages of routes: planned by a form, looked at, adopted; pinned and moved; seen by the planner alone, the own day by whoever walks it."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from tests.inspections.fieldwork_cases import make_field_round, make_member, make_places, make_visits
from tests.people import FIRM, HOME, INSPECTOR, LEADER, OFFICER, SUPERVISOR, make_account
from tests.queries import assert_queries
from wenming.inspections import tasks
from wenming.inspections.models import RoutePlan, Visit
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(client):
    """A running incognito round of today and tomorrow with two people, four visits of nobody; the planner is signed in."""
    today = timezone.now().astimezone(timezone.get_default_timezone()).date()
    days = [(today + timedelta(days=n)).isoformat() for n in range(3)]
    one = make_field_round(days=days, starts_on=today, ends_on=today + timedelta(days=2))
    people = [make_member(one, INSPECTOR, mode="car"), make_member(one, FIRM, mode="car")]
    visits = make_visits(one, None, make_places(4), on=None, order=None)
    Visit.objects.in_city(one.city).update(order=None)
    client.force_login(make_account(OFFICER))
    return one, people, visits


def base(one) -> str:
    return f"/{HOME}/rounds/field/{one.pk}/routes/"


def filled(one, people, **changes):
    facts = {"days": one.days[1:2], "most": "", "overtime": "0", "seconds": "5", "returns": "on"}
    for member in people:
        key = f"m{member.pk}"
        facts |= {
            f"{key}_in": "on",
            f"{key}_mode": "car",
            f"{key}_begin": "08:00",
            f"{key}_until": "17:30",
            f"{key}_start": "",
        }
    return facts | changes


def compute(plan, monkeypatch):
    from wenming.engine.routes import Effort

    monkeypatch.setattr(tasks, "Effort", lambda _seconds: Effort(None, 30))
    tasks.plan_asked_routes(
        Event.objects.across_cities().get(kind="route_plan.asked", subject=f"{plan._meta.label}:{plan.pk}")
    )


def test_plan_look_adopt_pin_move_and_print_by_the_pages(client, town, monkeypatch):
    one, people, visits = town
    assert "这一天还没有排人" in client.get(base(one)).content.decode()
    assert "甲1" in client.get(f"{base(one)}new/").content.decode()
    sent = client.post(f"{base(one)}new/", filled(one, people, **{f"m{people[0].pk}_start": "114.05,32.13"}))
    plan = RoutePlan.objects.in_city(one.city).get()
    assert (sent.status_code, sent["Location"]) == (302, f"{base(one)}plans/{plan.pk}/")
    page = sent["Location"]
    assert "every 2s" in client.get(page).content.decode()
    assert "every 2s" in client.get(page, headers={"HX-Request": "true"}).content.decode()
    compute(plan, monkeypatch)
    assert client.get(page, headers={"HX-Request": "true"})["HX-Redirect"] == page
    shown = client.get(page)
    assert "采用这个方案" in shown.content.decode()
    assert "与现在的安排相比" in shown.content.decode()
    assert "map-svg" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert client.post(f"{page}adoption/").status_code == 302
    assert "已经采用、放弃或没有算成" in client.post(f"{page}adoption/", follow=True).content.decode()
    day = f"{base(one)}?day={one.days[1]}"
    listed = client.get(day).content.decode()
    assert all(visit.site.name in listed for visit in visits)
    first = Visit.objects.in_city(one.city).get(pk=visits[0].pk)
    assert client.post(f"{base(one)}visits/{first.pk}/pin/", {"pinned": "1"})["Location"] == day
    assert "取消固定" in client.get(day).content.decode()
    assert "挪动" in client.get(f"{base(one)}visits/{first.pk}/move/").content.decode()
    moved = {"member": people[1].pk, "on": one.days[1], "place": "1"}
    assert client.post(f"{base(one)}visits/{first.pk}/move/", moved)["Location"] == day
    assert client.post(f"{base(one)}visits/{first.pk}/move/", {"place": "x"}).status_code == 422
    sheet = client.get(f"{base(one)}sheets/{people[1].pk}/{one.days[1]}/").content.decode()
    assert first.site.name in sheet
    assert people[1].account.name not in sheet.split("<main")[1]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base(one)}export/").content))
    assert sum(1 for _row in book.active.iter_rows(min_row=3)) == 4


def test_plan_with_a_form_that_says_nothing_sensible_tells_it_at_the_field(client, town):
    one, people, _visits = town
    key = f"m{people[0].pk}"
    sent = client.post(f"{base(one)}new/", filled(one, people, **{f"{key}_until": "07:00", f"{key}_start": "那边"}))
    assert sent.status_code == 422
    assert "收工要晚于出发" in sent.content.decode()
    assert "看不懂这个位置" in sent.content.decode()
    nobody = client.post(f"{base(one)}new/", filled(one, []))
    assert "请至少选一个人参加" in nobody.content.decode()
    assert not RoutePlan.objects.in_city(one.city).exists()


def test_move_by_hand_shows_what_the_checker_finds_and_does_not_refuse(client, town):
    one, people, visits = town
    visits[0].site.hours = [[day, 60, 70] for day in range(1, 8)]
    visits[0].site.save()
    moved = {"member": people[0].pk, "on": one.days[1], "place": "1"}
    page = client.post(f"{base(one)}visits/{visits[0].pk}/move/", moved, follow=True).content.decode()
    assert "照现在的次序走不通的地方" in page
    assert "这段时间不开放" in page


def test_look_at_plans_that_failed_or_were_dropped_says_so(client, town, monkeypatch):
    one, people, visits = town
    for visit in visits:
        visit.site.hours = [[day, 60, 70] for day in range(1, 8)]
        visit.site.save()
    client.post(f"{base(one)}new/", filled(one, people))
    plan = RoutePlan.objects.in_city(one.city).get()
    compute(plan, monkeypatch)
    page = client.get(f"{base(one)}plans/{plan.pk}/").content.decode()
    assert "没有排出可用的路线" in page
    assert visits[0].site.name in page
    assert client.post(f"{base(one)}plans/{plan.pk}/drop/").status_code == 302
    assert "未采用" in client.get(base(one)).content.decode()


@pytest.mark.parametrize("person", [INSPECTOR, FIRM, LEADER, SUPERVISOR])
def test_open_routes_of_another_planner_is_refused(client, town, person):
    one, people, visits = town
    client.force_login(make_account(person))
    for path in ("", "new/", "export/", f"visits/{visits[0].pk}/move/", f"sheets/{people[0].pk}/{one.days[1]}/"):
        assert client.get(f"{base(one)}{path}").status_code in {403, 404}


def test_open_the_own_sheet_of_today_and_no_other(client, town):
    one, people, visits = town
    Visit.objects.in_city(one.city).filter(pk=visits[0].pk).update(member=people[0], on=one.days[0], order=1)
    client.force_login(make_account(INSPECTOR))
    own = f"{base(one)}sheets/{people[0].pk}/{one.days[0]}/"
    assert client.get(own).status_code == 403  # it has not begun
    one.state, one.started_at = "running", timezone.now()
    one.save()
    assert visits[0].site.name in client.get(own).content.decode()
    assert client.get(f"{base(one)}sheets/{people[0].pk}/{one.days[1]}/").status_code == 403
    assert client.get(f"{base(one)}sheets/{people[1].pk}/{one.days[0]}/").status_code == 403
    assert client.get(f"{base(one)}sheets/{people[0].pk}/2001-01-01/").status_code == 404


def test_show_a_day_takes_the_same_queries_with_one_visit_and_with_four(client, town):
    one, people, visits = town
    rows = Visit.objects.in_city(one.city)
    rows.filter(pk=visits[0].pk).update(member=people[0], on=one.days[0], order=1)
    client.get(base(one))
    with assert_queries(9):
        client.get(base(one))
    rows.update(member=people[0], on=one.days[0], order=1)
    with assert_queries(9):
        client.get(base(one))
