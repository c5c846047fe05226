"""The demo city: made through the same actions as a real one, the same on every machine, kept by a second start."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from tests.access import rehearsal, seed_rehearsal
from wenming.assessment.models import ForecastRun
from wenming.assessment.queries import results_of
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
    "达标了吗？": "还不知道",
    "差多少？": "按自查有 {have:.2f} 分，离 85 分最多差 {most:.2f} 分",
    "谁拖后腿，确定吗？": "分不出：2 个县区的名次区间都够得着前一半",
    "比上轮好了吗？": "无可辨变化：比第一轮实地测评 +2.5 个百分点，区间 −4.3 到 +9.4 含 0",
    "先抓哪三件？": "公共服务3（−4.00）、社会主义核心价值观深化推广普及1（−1.60）、“讲文明树新风”公益广告1（−1.60）",
}
"""What the first screen answers to a leader of the demo; what chance drew (the walked round) stands in braces."""


def test_state_page_of_the_demo_answers_the_five_questions_and_is_silent_for_an_honest_reason(city, client):
    run = ForecastRun.objects.in_city(city).order_by("-pk").first()
    gap = run.result["answer"]["shortfall"]
    client.force_login(Account.objects.get(username=cast.username_in(city.slug, "he")))
    page = " ".join(client.get(f"/{city.slug}/state/").content.decode().split())
    for question, answer in ANSWERS.items():
        told = answer.format(have=gap["have"], most=gap["short_at_most"])
        assert f"<dt>{question}</dt><dd>{told}" in page
    assert "survey" in {one["code"] for one in run.result["answer"]["missing"]}
    assert "近一年我们自己问过 0 个社区，至少要 2 个；平台暂时不收问卷" in page
    assert "fc-chart" not in page


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
