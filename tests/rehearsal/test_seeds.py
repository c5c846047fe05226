"""The demo city: made through the same actions as a real one, the same on every machine, kept by a second start."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from tests.access import rehearsal, seed_rehearsal
from wenming.assessment.enums import LeagueLevel
from wenming.assessment.models import ForecastRun
from wenming.assessment.queries import results_of
from wenming.assessment.queries.leagues import leagues_of
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import rounds_in, rows_in_order
from wenming.kernel.models import Account, City, Event
from wenming.kernel.queries.events import verify_chain
from wenming.rehearsal import seeds
from wenming.rehearsal.seeds import cast

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("seeds")]
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def city(kept, django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """The demo's city, made once; every test gets it back as it was."""
    with django_db_blocker.unblock(), kept.standing("demo", seed_rehearsal):
        yield rehearsal()


def test_seed_city_writes_two_imported_rounds_and_a_walked_one_through_the_chain(city):
    results = results_of(list(rounds_in(city)), city)
    assert [(one.round.number, one.result.attainable) for one in results] == [(2, 39), (3, 40), (1, 39)]
    # chance drew the sites of the third, and with them how many items there were to look at
    imported, walked = (results[0].rows, results[2].rows), results[1].rows
    assert (imported, walked > 200) == ((228, 228), True)
    assert verify_chain(city).whole


def test_seed_city_leaves_one_workbook_to_check_with_every_typical_mistake(city):
    import_ = RoundImport.objects.in_city(city).get(state="checking")
    kinds = sorted({row.kind for row in rows_in_order(import_)})
    assert kinds == [
        "deduction_above_one",
        "deduction_negative",
        "deduction_not_number",
        "name_unknown",
        "number_unknown",
    ]


def test_seed_city_twice_keeps_what_is_there(city):
    events = Event.objects.in_city(city).count()
    slug, name, name_en = seeds.CITIES[0]
    assert seeds.seed_city(slug=slug, name=name, name_en=name_en, at=city.created_at).pk == city.pk
    assert Event.objects.in_city(city).count() == events


ANSWERS = {
    "达标了吗？": "按自查够了",
    "差多少？": "按自查有 {have:.2f} 分，够 78 分",
    "谁拖后腿，确定吗？": "分不出：2 个县区的名次区间都够得着前一半",
    "比上轮好了吗？": "无可辨变化：比第一轮实地测评 +2.5 个百分点，区间 −4.3 到 +9.4 含 0",
    "先抓哪三件？": "公共服务3（−4.00）、社会主义核心价值观深化推广普及1（−1.60）、公共服务1（−1.60）",
}
"""What the first screen answers to a leader of the demo; what hangs on the day of the month (which papers have passed) stands in braces."""


@pytest.fixture
def demo(city):
    """The demo as ``seed_demo`` leaves it: with the weekly visits, and the forecast that they make possible."""
    from wenming.rehearsal.seeds.forecasts import seed_forecasts
    from wenming.rehearsal.seeds.weeks import seed_weeks

    seed_weeks(city=city, at=city.created_at)
    seed_forecasts(city=city, at=city.created_at)
    return city


def state_as(username: str, city: City, client: Any) -> str:
    """Return what the state page says to somebody."""
    client.force_login(Account.objects.get(username=cast.username_in(city.slug, username)))
    return " ".join(client.get(f"/{city.slug}/state/").content.decode().split())


def test_state_page_of_the_demo_answers_the_five_questions_and_tells_a_named_reader_the_chances(demo, client):
    run = ForecastRun.objects.in_city(demo).order_by("-pk").first()
    answer, chances = run.result["answer"], run.result["chances"]
    assert (answer["missing"], 0.2 < answer["forecast"]["reaches"]["value"] < 0.8) == ([], True)
    page = state_as("he", demo, client)
    for question, words in ANSWERS.items():
        assert f"<dt>{question}</dt><dd>{words.format(have=answer['shortfall']['have'])}" in page
    assert f'达到 78 分的把握</span><span class="stat-v big nw">{chances["reaches"]}</span>' in page
    assert "fc-chart" in page


def test_state_page_of_the_demo_shows_the_level_that_is_asked_for(city, client):
    client.force_login(Account.objects.get(username=cast.username_in(city.slug, "he")))
    found = leagues_of(rounds_in(city).first())
    assert found.keys() >= {"district", "street"}
    for level in ("district", "street"):
        page = client.get(f"/{city.slug}/state/?level={level}").content.decode()
        areas = page[page.index('id="areas"') :].split("</section>")[0]
        assert {row.name for row in found[level].rows if row.name in areas} == {row.name for row in found[level].rows}
        assert f'href="?level={level}#areas" title="{LeagueLevel(level).label}" class="on"' in areas
    unknown = client.get(f"/{city.slug}/state/?level=nothing").content.decode()
    assert 'href="?level=district#areas" title="县区" class="on"' in unknown


def test_state_page_of_the_demo_tells_who_was_not_named_the_gap_and_no_chance(demo, client):
    run = ForecastRun.objects.in_city(demo).order_by("-pk").first()
    page = state_as("du", demo, client)
    assert "够 78 分" in page
    assert "概率只给指定的人看，您不在名单里" in page
    assert ("fc-chart" in page, run.result["chances"]["reaches"] in page) == (False, False)


def test_forecast_of_the_demo_is_silent_until_places_drawn_by_lot_were_seen_incognito(city, client):
    run = ForecastRun.objects.in_city(city).order_by("-pk").first()
    assert {one["code"] for one in run.result["answer"]["missing"]} == {"sites", "plan"}
    page = state_as("he", city, client)
    assert "近一年没有随机暗访过" in page
    assert "fc-chart" not in page


def test_plan_of_the_demo_names_types_of_which_the_register_has_as_many(city):
    from collections import Counter

    from wenming.rehearsal.seeds.forecasts import PLAN
    from wenming.sites.queries import sites_in

    frame = Counter(sites_in(city).values_list("type__name", flat=True))
    assert {name: frame[name] for name, drawn in PLAN.items() if frame[name] < drawn} == {}


def test_round_workbook_is_the_same_on_every_machine():
    from wenming.documents.imports.workbooks import read_workbook

    first, again = (seeds.round_workbook("xinyang", seeds.TRIALS[0]) for _time in range(2))
    assert read_workbook(first) == read_workbook(again)
    other = seeds.round_workbook("xinyang", seeds.TRIALS[1])
    assert read_workbook(first) != read_workbook(other)


def test_seed_weeks_plants_relapses_that_the_watch_finds(city):
    from wenming.assessment.models import RelapseAlarm
    from wenming.rehearsal.seeds.weeks import PLANTED, seed_weeks

    seed_weeks(city=city, at=city.created_at)
    found = set(RelapseAlarm.objects.in_city(city).values_list("node__name", "site"))
    assert found >= PLANTED
    events = Event.objects.in_city(city).count()
    seed_weeks(city=city, at=city.created_at)
    assert Event.objects.in_city(city).count() == events


def test_seed_demo_prints_who_can_sign_in_and_keeps_what_is_there(city, capsys):
    call_command("seed_demo")
    answer = json.loads(capsys.readouterr().out)
    names = {person["username"] for person in answer["cast"]}
    assert {"fang", "yunwei"} <= names
    assert Account.objects.get(username="fang").check_password(answer["password"])
    assert (City.objects.count(), City.objects.get()) == (1, city)
    # a second city takes as long again: its people are known by where they sign in
    assert cast.username_in("zhumadian", "fang") == "fang@zhumadian"


def test_seed_city_gives_titles_cycles_and_a_watch_ledger_around_the_day(city):
    from wenming.campaigns.models import Clearance, Milestone, OfficialScore, WatchEntry
    from wenming.campaigns.queries import current_campaign
    from wenming.campaigns.queries.titles import standings_in

    standings = {one.title.name: one.status for one in standings_in(city)}
    assert standings == {
        "全国文明城市": "nominated", "国家卫生城市": "holder", "省级文明城市": "holder", "国家园林城市": "holder", "国家森林城市": "none",
    }  # fmt: skip
    today = city.created_at.astimezone(city.zone).date()
    campaign = current_campaign(city, on=today)
    assert (campaign.edition.code, campaign.rulebook.code, campaign.year_weights) == (
        "suzhou-2016-district", "national-civilized-city-2018-2020", [150, 250, 600],
    )  # fmt: skip
    assert campaign.starts_on <= today <= campaign.ends_on
    days = Milestone.objects.in_city(city).filter(campaign=campaign).values_list("due_on", flat=True)
    assert (min(days) >= campaign.starts_on, max(days) <= campaign.ends_on) == (True, True)
    counts = [model.objects.in_city(city).count() for model in (OfficialScore, WatchEntry, Clearance)]
    assert counts == [2, 5, 6]
    assert Clearance.objects.in_city(city).filter(answered_on__isnull=True).count() == 3


def test_milestones_of_the_seed_fit_into_the_cycle_on_every_day_of_two_years():
    import yaml
    from django.conf import settings

    from wenming.engine.cycles import add_months

    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "campaigns.yaml").read_text(encoding="utf-8"))
    days = [one["days"] for found in facts["campaigns"] for one in found["milestones"]]
    outside = []
    for step in range(731):
        today = DAY + timedelta(days=step)
        first = add_months(today, -facts["cycle"]["months_before"]).replace(day=1)
        last = add_months(first, 12 * facts["cycle"]["years"]) - timedelta(days=1)
        outside += [day for day in days if not first <= today + timedelta(days=day) <= last]
    assert outside == []
