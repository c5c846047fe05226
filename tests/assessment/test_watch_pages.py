"""The pages of the watch: alarms, one alarm, settings, the everyday level; and how a round was done."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from tests.assessment.rows import FIRST, officer, quiet, watch, write_rounds
from tests.people import HOME, INSPECTOR, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT
from wenming.assessment.models import RelapseAlarm
from wenming.assessment.queries.everyday import everyday_of
from wenming.assessment.schemas.watching import everyday_sentence
from wenming.engine.monitoring.runlengths import half_alarmed, limit_for
from wenming.organisations.models import VisitPeriod

pytestmark = pytest.mark.django_db
LIST = f"/{HOME}/scores/relapses/"
EVERYDAY = f"/{HOME}/scores/everyday/"


def relapse(sites: int = 1) -> list[RelapseAlarm]:
    """Let so many places relapse, ten days ago."""
    bad = {f"河湾菜市场{place}": "." * 8 + "xxxx" for place in range(sites)}
    write_rounds({**quiet(40, 12), **bad})
    watch()
    return list(RelapseAlarm.objects.in_city(make_city()).order_by("-pk"))


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


@pytest.fixture
def office(client):
    client.force_login(officer())
    return client


def rows_of(content: bytes) -> list[list[object]]:
    """Return the first sheet of a workbook."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("sites", [1, 3])
def test_list_of_alarms_costs_the_same_for_one_and_for_three(leader, sites):
    alarms = relapse(sites)
    with assert_queries(6):
        page = leader.get(LIST)
    assert len(page.context["rows"]) == len(alarms) >= sites
    assert page.context["sentence"].startswith(f"近 90 天 {len(alarms)} 个报警，其中约 ")


def test_list_of_alarms_without_one_says_what_will_stand_there(leader):
    write_rounds(quiet(3, 1), manner="")
    page = leader.get(LIST).content.decode()
    assert "没有复发报警" in page
    assert "有 1 轮没有说明检查方式" in page


def test_filter_alarms_by_outcome_and_words(office):
    alarms = relapse(2)
    office.post(f"{LIST}{alarms[0].pk}/verdict/", {"outcome": "once", "note": "当天有活动"})
    seen = office.get(f"{LIST}?outcome=once").context["rows"]
    unseen = office.get(f"{LIST}?outcome=open").context["rows"]
    assert [row["url"] for row in seen] == [f"{LIST}{alarms[0].pk}/"]
    assert len(unseen) == len(alarms) - 1
    assert office.get(f"{LIST}?q=菜市场1").context["rows"][0]["site"] == "河湾菜市场1"
    assert "没有符合条件的报警" in office.get(f"{LIST}?q=没有这个").content.decode()
    assert office.get(f"{LIST}?outcome=strange&unit=x").status_code == 200


def test_export_alarms_gives_the_filter_with_its_sentence(leader):
    alarms = relapse()
    head, _names, *rows = rows_of(leader.get(f"{LIST}export/?outcome=open").content)
    assert "可能只是碰巧" in str(head[0])
    assert len(rows) == len(alarms)
    assert rows[0][0] == "河湾菜市场0"


def test_alarm_page_draws_the_climb_and_lists_it(leader):
    alarm = relapse()[0]
    with assert_queries(6):
        page = leader.get(f"{LIST}{alarm.pk}/")
    chart = page.context["chart"]
    assert len(chart["marks"]) == len(chart["rows"])
    assert chart["rows"][0]["height"] == str(alarm.height)
    assert page.context["form"] is None
    assert f"警戒线 {alarm.limit}" in page.content.decode()


def test_judge_an_alarm_on_its_page_keeps_it_and_says_so_twice(office):
    url = f"{LIST}{relapse()[0].pk}/"
    assert office.post(f"{url}verdict/", {"outcome": ""}).status_code == 422
    assert office.post(f"{url}verdict/", {"outcome": "real", "note": "占道又回来了"}, follow=True).status_code == 200
    again = office.post(f"{url}verdict/", {"outcome": "wrong"}, follow=True).content.decode()
    assert "已经有人看过了" in again
    assert "占道又回来了" in again


def test_alarms_are_seen_by_the_liaison_of_the_unit_alone(client):
    from tests.sites.places import make_unit

    alarm = relapse()[0]
    account = make_account(LIAISON)
    client.force_login(account)
    assert client.get(LIST).context["rows"] == []
    assert client.get(f"{LIST}{alarm.pk}/").status_code == 404
    from wenming.organisations.rules import units_of

    unit = units_of(account, make_city())[0] if units_of(account, make_city()) else make_unit("市场局", "department")
    RelapseAlarm.objects.in_city(make_city()).filter(pk=alarm.pk).update(unit=unit)
    client.force_login(make_account(LIAISON))
    shown = [row["url"] for row in client.get(LIST).context["rows"]]
    assert shown == ([f"{LIST}{alarm.pk}/"] if units_of(account, make_city()) else [])
    assert client.get(LIST).context["sentence"] == ""
    rows_of(client.get(f"{LIST}export/").content)


def test_alarms_are_not_for_inspectors(client):
    client.force_login(make_account(INSPECTOR))
    assert [client.get(url).status_code for url in (LIST, EVERYDAY, f"{LIST}settings/")] == [403, 403, 403]


def test_settings_page_keeps_what_is_set_and_refuses_what_is_not(office):
    assert office.get(f"{LIST}settings/").status_code == 200
    assert office.post(f"{LIST}settings/", {"per_month": 0, "times": 3}).status_code == 422
    assert office.post(f"{LIST}settings/", {"per_month": 4, "times": 2}, follow=True).status_code == 200
    assert office.get(f"{LIST}settings/").context["form"].initial == {"per_month": 4, "times": 2}
    assert office.get(f"{LIST}settings/").context["delay"] == ""


def test_settings_page_says_how_soon_a_relapse_is_found(office):
    # 600 looks in one round are 200 a month, two false alarms a month: a hundred looks to a false alarm
    write_rounds(quiet(600, 1))
    watch()
    lift = 17
    looks = half_alarmed(0.15, rate=0.03, lift=lift, limit=limit_for(0.03, lift, 100))
    assert f"看 {looks} 次以内有一半会报警" in office.get(f"{LIST}settings/").context["delay"]


def everyday_rounds(everyday: str, announced: str) -> None:
    """Write four ordinary and four announced rounds of forty sites; every letter of a text is the pattern of a site in turn."""
    for number, (text, manner) in enumerate([(everyday, "incognito"), (announced, "announced")]):
        looks = {f"点位{place:02}": (text[place % len(text)] * 4) for place in range(40)}
        write_rounds(looks, manner=manner, start=1 + 4 * number, first=FIRST + timedelta(days=28 * number))


def test_everyday_level_far_below_visits_says_so(leader):
    everyday_rounds("..x.", "....")
    page = leader.get(EVERYDAY)
    assert page.context["sentence"].startswith("常态低于迎检（差 -25.0 个百分点")
    assert [row["level"] for row in page.context["bars"]["rows"]] == ["75.0%", "100.0%"]
    assert page.context["separates"] is True


def test_everyday_level_like_visits_has_no_discernible_difference(leader):
    everyday_rounds("..x.", "..x.")
    page = leader.get(EVERYDAY)
    assert page.context["sentence"].startswith("常态与迎检：无可辨变化")
    assert 'class="delta delta-none"' in page.content.decode()


def test_everyday_level_above_visits_says_so():
    everyday_rounds("....", "..x.")
    assert everyday_sentence(everyday_of(make_city())).startswith("常态高于迎检")


@pytest.mark.parametrize("rounds", [1, 3])
def test_everyday_page_costs_the_same_for_one_round_and_three(leader, rounds):
    write_rounds(quiet(5, rounds))
    with assert_queries(5):
        page = leader.get(EVERYDAY)
    assert len(page.context["rows"]) == rounds
    assert page.context["sentence"].startswith("还不能比较")


def test_everyday_page_of_both_sides_costs_two_queries_more(leader):
    everyday_rounds("..x.", "....")
    with assert_queries(7):
        leader.get(EVERYDAY)


def test_round_in_a_visit_period_counts_as_a_visit_and_one_of_chosen_sites_as_ordinary():
    write_rounds(quiet(5, 2), drawn=False)
    day = AT.replace(month=9, day=12)
    VisitPeriod.objects.create(
        city=make_city(), reason="迎检", starts_at=day, ended_at=day + timedelta(days=1), started_by=officer(), ended_by=officer()
    )  # fmt: skip
    sided = [(one.side, one.reason) for one in everyday_of(make_city()).rounds]
    assert sided == [("inside", "visit"), ("outside", "incognito")]


def test_everyday_of_sides_that_saw_different_places_cannot_be_compared():
    write_rounds({"甲": "..", "乙": ".."})
    assert everyday_of(make_city()).contrast is None


def test_export_everyday_gives_the_rounds_and_the_sentence(leader):
    everyday_rounds("..x.", "....")
    head, _names, *rows = rows_of(leader.get(f"{EVERYDAY}export/").content)
    assert "常态低于迎检" in str(head[0])
    assert len(rows) == 8


def test_say_manner_on_its_page_is_kept_and_shown(office):
    write_rounds(quiet(2, 1), manner="")
    url = f"/{HOME}/rounds/1/manner/"
    assert office.get(url).status_code == 200
    assert office.post(url, {"manner": "incognito"}).status_code == 422
    page = office.post(url, {"manner": "incognito", "drawn": "no"}, follow=True)
    assert page.context["rows"][0]["manner"] == "暗访 · 指定点位"
    assert office.get(url).context["form"].initial == {"manner": "incognito", "drawn": "no"}


def test_say_manner_is_the_office_s_work(client):
    write_rounds(quiet(2, 1))
    client.force_login(make_account(SUPERVISOR))
    assert client.get(f"/{HOME}/rounds/1/manner/").status_code == 403
    assert OFFICER.role == "office"
