"""Pages of field rounds: planned on one page, watched, written; who sees what while a round runs."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from tests.inspections.fieldwork_cases import (
    TODAY,
    find,
    finish,
    make_field_round,
    make_member,
    make_places,
    make_visits,
    running_round,
    say,
)
from tests.inspections.test_fieldwork_planning import draw_of, who
from tests.people import AUDITOR, FIRM, HOME, INSPECTOR, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_edition
from wenming.inspections.actions import fieldwork as actions
from wenming.inspections.models import FieldRound, Round
from wenming.inspections.queries.fieldwork import members_of, visits_of

pytestmark = pytest.mark.django_db
BASE = f"/{HOME}/rounds/field/"


def as_(client, person=OFFICER):
    client.force_login(make_account(person))
    return client


def text(answer):
    return answer.content.decode()


def form(**values):
    facts = {
        "name": "十二月暗访", "edition": make_field_round("void", void_reason="x").edition_id, "starts_on": "2026-12-04", "ends_on": "2026-12-08",
        "manner": "incognito", "opening": "", "double_percent": 50, "place_points": "0.2", "grades": "好 1、一般：0.6、差 0", "draw": "",
    }  # fmt: skip
    return {**facts, **values}


def test_plan_a_drawn_round_on_its_page_until_it_runs(client):
    as_(client)
    draw = draw_of(make_places(6))
    assert client.get(f"{BASE}new/").status_code == 200
    wrong = client.post(f"{BASE}new/", form(grades="好极了"))
    assert (wrong.status_code, "看不懂“好极了”" in text(wrong)) == (422, True)
    assert "结束日期早于开始日期" in text(client.post(f"{BASE}new/", form(ends_on="2026-12-01")))
    assert "最多 60 天" in text(client.post(f"{BASE}new/", form(ends_on="2027-12-01")))
    sent = client.post(f"{BASE}new/", form(draw=draw.pk))
    made = FieldRound.objects.in_city(make_city()).get(draw=draw)
    page = f"{BASE}{made.pk}/"
    assert sent["Location"] == f"{page}plan/"
    # Friday to Tuesday: the weekend is no working day
    assert (made.days, made.opening, made.place_milli) == (["2026-12-04", "2026-12-07", "2026-12-08"], "after", 200)
    assert made.grades == [["好", 1000], ["一般", 600], ["差", 0]]
    shown = text(client.get(f"{page}plan/"))
    assert [word in shown for word in ("先加一个小组", "小组里还没有人", "还有 6 个点位没有派人或没有定日子")] == [
        True,
        True,
        True,
    ]
    for name in ("甲组", "乙组"):
        client.post(f"{page}plan/teams/", {"team-name": name, "team-firm": ""})
    assert client.post(f"{page}plan/teams/", {"team-name": "甲组"}).status_code == 422
    teams = list(made.teams.order_by("pk"))
    for team, person, code in zip(teams, (INSPECTOR, FIRM), ("甲1", "乙1"), strict=True):
        client.post(
            f"{page}plan/members/",
            {"member-team": team.pk, "member-account": make_account(person).pk, "member-code": code},
        )
    assert client.post(f"{page}plan/members/", {"member-team": teams[0].pk, "member-code": "甲2"}).status_code == 422
    assert [row.code for row in members_of(made)] == ["甲1", "乙1"]
    client.post(f"{page}plan/days/", {"days": ["2026-12-04"]})
    client.post(f"{page}plan/spread/")
    visits = list(visits_of(made))
    assert {str(visit.on) for visit in visits} == {"2026-12-04"}
    assert "都齐了，可以开始" in text(client.get(f"{page}plan/"))
    changed = client.post(f"{page}plan/facts/", form(name="改名", double_percent=0))
    assert (changed.status_code, visits_of(made).count()) == (302, 4)
    assert client.post(f"{page}plan/start/")["Location"] == page
    made.refresh_from_db()
    assert (made.state, made.name) == ("running", "改名")
    assert client.get(f"{page}plan/facts/").status_code == 302
    assert "已经开始" in text(client.get(f"{page}plan/"))


def test_plan_by_hand_chooses_sites_and_gives_them_one_by_one(client):
    as_(client)
    client.post(f"{BASE}new/", form())
    made = FieldRound.objects.in_city(make_city()).get(state="planning")
    page, sites = f"{BASE}{made.pk}/", make_places(3)
    for site in sites:
        site.starts_on = date(2020, 1, 1)
        site.save()
    shown = text(client.get(f"{page}sites/?q=第1处"))
    assert (sites[0].name in shown, sites[1].name in shown) == (True, False)
    client.post(f"{page}sites/", {"site": [site.pk for site in sites], "act": "add"})
    client.post(f"{page}sites/", {"site": [sites[2].pk], "act": "remove"})
    assert {visit.site for visit in visits_of(made)} == set(sites[:2])
    team = actions.add_team(field_round=made, name="甲组", **who())
    member = actions.add_member(team=team, account=make_account(INSPECTOR), code="甲1", **who())
    client.post(f"{page}plan/days/", {"days": ["2026-12-04"]})
    assert client.post(f"{page}plan/days/", {"days": []}, follow=True).status_code == 200
    visits = list(visits_of(made).filter(coding="first"))
    give = {"visit": [visit.pk for visit in visits], "member": member.pk, "on": "2026-12-04"}
    assert (
        client.post(f"{page}visits/assignment/", {**give, "back": f"{page}visits/?free=on"})["Location"]
        == f"{page}visits/?free=on"
    )
    assert {visit.member for visit in visits_of(made).filter(coding="first")} == {member}
    assert "请选改派给谁" in text(client.post(f"{page}visits/assignment/", {"visit": visits[0].pk}, follow=True))
    assert "不能由同一个人做" in text(
        client.post(
            f"{page}visits/assignment/",
            {**give, "visit": [visits_of(made).get(coding="second").pk]},
            follow=True,
        )
    )
    left = text(client.post(f"{page}plan/spread/", follow=True))
    assert "派不出去" in left
    assert "名下还有点位" in text(client.post(f"{page}plan/members/{member.pk}/removal/", follow=True))
    assert "还有人" in text(client.post(f"{page}plan/teams/{team.pk}/removal/", follow=True))
    assert "还不能开始" in text(client.post(f"{page}plan/start/", follow=True))
    assert client.get(f"{page}plan/").status_code == 200


def test_watch_a_running_round_replace_close_and_settle(client):
    as_(client)
    made = actions.create_field_round(
        city=make_city(), plan=_plan(), draw=draw_of(make_places(6), 2), days=[TODAY], **who()
    )
    make_member(made)
    actions.spread_visits(field_round=made, **who())
    actions.start_field_round(field_round=made, **who())
    page = f"{BASE}{made.pk}/"
    one, other = visits_of(made)
    spot = f"{page}visits/{one.pk}/"
    assert client.post(f"{spot}replacement/", {"reason": ""}).status_code == 422
    assert client.post(f"{spot}replacement/", {"reason": "refused"})["Location"] == spot
    overview = text(client.get(page))
    assert ('<span class="num">3</span> 号' in overview, one.site.name in overview, "不让进入" in overview) == (
        True,
        True,
        True,
    )
    assert client.get(f"{spot}replacement/").status_code == 200
    first = say(other, "农贸-01-01", note="正门")
    second = say(other, "农贸-01-01", "unmet", places=2)
    find(other, "农贸-01-01", "东门积水")
    place = f"{page}visits/{other.pk}/"
    shown = text(client.get(place))
    assert [word in shown for word in ("两处作答不同", "以这个为准", "东门积水", "待立案", "不符合 2 处")] == [True] * 5
    assert "以这个为准" in text(client.get(f"{page}conflicts/"))
    assert client.post(f"{place}settling/").status_code == 404
    assert client.post(f"{place}settling/", {"answer": second.pk})["Location"] == place
    assert client.post(f"{place}settling/", {"answer": first.pk}, follow=True).status_code == 200
    assert "没有冲突" in text(client.get(f"{page}conflicts/"))
    assert client.post(f"{place}closing/", {"state": "skipped", "skip": ""}).status_code == 422
    client.post(f"{place}closing/", {"state": "finished", "skip": "", "note": "代办"})
    # the site that gave its place up, and the one that was closed in the inspector's stead
    assert "2 / 3" in text(client.get(f"{page}calendar/"))
    found = text(client.get(f"{page}visits/?state=finished&code=甲1&on={TODAY}&q={other.site.code}"))
    assert (other.site.name in found, one.site.name in found) == (True, False)
    assert "没有符合条件的点位" in text(client.get(f"{page}visits/?q=没有这处&team=1"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{page}visits/export/?state=finished").content))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert other.site.code in values
    assert INSPECTOR.name not in values
    assert client.post(f"{page}void/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}end/")["Location"] == page
    assert "现在不在进行中" in text(client.post(f"{page}end/", follow=True))
    assert client.get(f"{spot}replacement/").status_code == 404
    assert client.post(f"{page}void/", {"reason": "雨太大"})["Location"] == page
    assert "雨太大" in text(client.get(page))


def _plan():
    from tests.inspections.test_fieldwork_planning import plan

    return plan()


def test_write_a_round_by_its_page_shows_what_is_open_first(client):
    as_(client)
    made = make_field_round("ended", edition=make_edition())
    visits = make_visits(made, make_member(made), make_places(4))
    finish(*visits[:2])
    say(visits[0], "干道-01-01")
    say(visits[0], "干道-02-01")
    say(visits[1], "农贸-01-01")
    say(visits[1], "农贸-01-01", "unmet")
    actions.close_visit(visit=visits[3], state="skipped", skip="refused", **who())
    page = f"{BASE}{made.pk}/writing/"
    shown = text(client.get(page))
    assert [
        word in shown for word in ("还没办结的点位", "没定下来的冲突", "不对应这一版条目", "不让进入", "100.00%")
    ] == [True] * 5
    refused = client.post(page, {})
    assert (refused.status_code, "还有没去的点位或没解决的冲突" in text(refused)) == (422, True)
    assert client.post(page, {"partial": "on"})["Location"] == f"{BASE}{made.pk}/"
    round_ = Round.objects.in_city(make_city()).get()
    assert round_.left_out == 2
    assert client.get(page).status_code == 302
    assert f"/score/{round_.number}/" in text(client.get(f"{BASE}{made.pk}/")) or "看得分" in text(
        client.get(f"{BASE}{made.pk}/")
    )


@pytest.mark.parametrize(
    ("person", "status"),
    [(SUPERVISOR, 403), (LEADER, 403), (AUDITOR, 403), (LIAISON, 403), (INSPECTOR, 403), (OFFICER, 200)],
)
def test_open_what_runs_as_somebody_else_tells_progress_and_nothing_more(client, person, status):
    made, member, visits = running_round(3)
    finish(visits[0])
    find(visits[0])
    as_(client, person)
    secrets = [visits[1].site.name, visits[1].site.code, INSPECTOR.name, member.code, "2026年11月20日 第"]
    pages = {
        name: client.get(f"{BASE}{made.pk}/{name}")
        for name in (
            "plan/",
            "visits/",
            "visits/export/",
            f"visits/{visits[0].pk}/",
            "calendar/",
            "findings/",
            "conflicts/",
            "sites/",
        )
    }
    assert {answer.status_code for answer in pages.values()} == {status}
    overview = client.get(f"{BASE}{made.pk}/")
    if person in {LIAISON, INSPECTOR}:
        assert (overview.status_code, client.get(BASE).status_code) == (403, 403)
    elif person != OFFICER:
        assert "1 / 3" in text(overview)
        assert overview["Cache-Control"] == "no-store"
        everything = text(overview) + text(client.get(BASE))
        assert [word for word in secrets if word in everything] == []


def test_open_what_is_over_as_office_and_auditor_shows_everything(client):
    made, _member, visits = running_round(2, planner=make_account(SUPERVISOR))
    FieldRound.objects.in_city(make_city()).filter(pk=made.pk).update(state="ended", ended_at=timezone.now())
    for person, writes in ((AUDITOR, 403), (OFFICER, 200), (LEADER, 403)):
        as_(client, person)
        assert client.get(f"{BASE}{made.pk}/writing/").status_code == writes
        assert client.get(f"{BASE}{made.pk}/visits/").status_code == (403 if person == LEADER else 200)
    assert visits[0].site.name not in text(client.get(f"{BASE}{made.pk}/"))
    assert client.get(f"{BASE}999/").status_code == 404


def test_list_rounds_and_visits_costs_the_same_with_three(client):
    made = make_field_round("running")
    member = make_member(made)
    make_visits(made, member, make_places(1))
    as_(client)
    client.get(BASE)
    for number in (1, 2):
        if number == 2:
            make_field_round("planning", name="二")
            make_field_round("planning", name="三")
            make_visits(made, member, make_places(2, first=8))
        with assert_queries(5):
            assert client.get(f"{BASE}?state=").status_code == 200
        with assert_queries(6):
            assert client.get(f"{BASE}{made.pk}/visits/").status_code == 200
    assert "没有这个状态的任务" in text(client.get(f"{BASE}?state=void"))
