"""The pages of titles and cycles: who may, what they show, that what is typed is kept, how much they ask the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.campaigns.test_campaigns import make_campaign
from tests.people import (
    AT,
    CAST,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    NOBODY,
    OFFICER,
    STRANGER,
    Person,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from wenming.campaigns.actions import campaigns as cycles
from wenming.campaigns.actions import titles as actions
from wenming.campaigns.models import Campaign, Milestone, Recheck, Title, TitleChange
from wenming.organisations.actions import found_unit

pytestmark = pytest.mark.django_db
TITLES, CYCLES = f"/{HOME}/titles/", f"/{HOME}/campaigns/"
FIRM = Person("role.firm", "某公司", "firm")
ONE = timedelta(seconds=1)


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def today() -> date:
    return timezone.now().astimezone(make_city().zone).date()


def add(name: str = "国家卫生城市", status: str = "holder", **facts: Any) -> Title:
    title = actions.add_title(city=make_city(), name=name, by=None, at=AT, **facts)
    actions.record_title_change(title=title, status=status, on=date(2020, 1, 1), by=None, at=AT)
    return title


def cycle(**facts: Any) -> Campaign:
    """Return a cycle around today with weights, a target and a gate that is still open."""
    edition = make_campaign("省级文明城市", order=9, since=2000).edition
    first = date(today().year - 2, 1, 1)
    whole = {"edition": edition, "year_weights": [150, 250, 600], "target": 88000, **facts}
    return cycles.start_campaign(
        title=add("全国文明城市", "nominated"), name="本届", starts_on=first, ends_on=date(today().year, 12, 31), by=None, at=AT,
        **whole,
    )  # fmt: skip


def milestone(one: Campaign, name: str, days: int, kind: str = "paper", **facts: Any) -> Milestone:
    due_on = today() + timedelta(days=days)
    return cycles.add_milestone(campaign=one, kind=kind, name=name, due_on=due_on, by=None, at=AT, **facts)


def faults(page) -> list[str]:
    return [fault for errors in page.context["form"].errors.values() for fault in errors]


@pytest.mark.parametrize("person", CAST, ids=lambda person: person.username)
def test_titles_and_cycles_are_for_those_who_work_in_the_campaign(client, person):
    one, title = cycle(), Title.objects.in_city(make_city()).get(name="全国文明城市")
    row = milestone(one, "预审", 5)
    client.force_login(make_account(person))
    sees = person.city == HOME and person.role not in ("", "firm")
    keeps = person.city == HOME and person.role == "office"
    wanted = {
        TITLES: sees, f"{TITLES}{title.pk}/": sees, CYCLES: sees, f"{CYCLES}{one.pk}/": sees, f"{CYCLES}{one.pk}/move/": sees,
        f"{CYCLES}milestones/{row.pk}/": sees, f"{TITLES}new/": keeps, f"{TITLES}order/": keeps,
        f"{TITLES}{title.pk}/edit/": keeps, f"{TITLES}{title.pk}/change/": keeps, f"{TITLES}{title.pk}/rechecks/new/": keeps,
        f"{CYCLES}new/": keeps, f"{CYCLES}{one.pk}/edit/": keeps, f"{CYCLES}{one.pk}/milestones/new/": keeps,
        f"{CYCLES}{one.pk}/scores/new/": keeps,
    }  # fmt: skip
    refused = 404 if person in (STRANGER, NOBODY) or not person.role else 403
    assert {url: client.get(url).status_code for url in wanted} == {
        url: 200 if allowed else refused for url, allowed in wanted.items()
    }


def test_titles_take_six_queries_with_one_and_with_three(office):
    add()
    with assert_queries(6):  # session, account, posts, titles, changes, cycles
        office.get(TITLES)
    cycle(), add("国家园林城市")
    with assert_queries(6):
        page = office.get(TITLES)
    assert [card["name"] for card in page.context["cards"]] == [
        "国家卫生城市", "省级文明城市", "全国文明城市", "国家园林城市",
    ]  # fmt: skip


def test_title_card_shows_standing_recheck_cycle_and_last_score(office):
    one = cycle()
    cycles.record_score(campaign=one, year=one.starts_on.year, score=81240, source="通报", by=None, at=AT)
    actions.plan_recheck(title=one.title, due_on=today() + timedelta(days=40), alarm_days=60, by=None, at=AT)
    card = office.get(TITLES).context["cards"][-1]
    assert (card["pill"]["label"], card["campaign"], card["score"], card["score_year"]) == (
        "提名",
        "本届",
        "81.24",
        one.starts_on.year,
    )
    assert (card["recheck"]["tone"], card["recheck"]["rest"]) == ("warn", "还有 40 天")


def test_titles_without_any_invite_to_add_one(office, client):
    assert "还没有称号" in office.get(TITLES).content.decode()
    client.force_login(make_account(LEADER))
    assert "加称号" not in client.get(TITLES).content.decode()


def test_title_shows_its_history_with_mistakes_struck_through(office):
    title = add()
    wrong = actions.record_title_change(title=title, status="suspended", on=date(2026, 1, 1), by=None, at=AT + ONE)
    page = office.get(f"{TITLES}{title.pk}/")
    assert [line["correct_url"] != "" for line in page.context["lines"]] == [True, False]
    form = {"status": "holder", "on": "2026-01-01", "paper": "", "note": "误录"}
    assert office.post(f"{TITLES}changes/{wrong.pk}/correction/", form).url == f"{TITLES}{title.pk}/"
    lines = office.get(f"{TITLES}{title.pk}/").context["lines"]
    assert [(line["corrected"], line["corrects"], line["by"]) for line in lines] == [
        (False, True, "陈玉兰"), (True, False, ""), (False, False, ""),
    ]  # fmt: skip
    assert office.get(f"{TITLES}{title.pk + 99}/").status_code == 404


def test_correct_offers_what_may_follow_or_what_was_before(office):
    wrong = TitleChange.objects.in_city(make_city())
    title = add()
    first = wrong.get()
    assert len(office.get(f"{TITLES}changes/{first.pk}/correction/").context["form"].fields["status"].choices) == 9
    change = actions.record_title_change(title=title, status="suspended", on=date(2026, 1, 1), by=None, at=AT + ONE)
    choices = office.get(f"{TITLES}changes/{change.pk}/correction/").context["form"].fields["status"].choices
    assert [value for value, _label in choices] == ["holder", "suspended", "cancelled"]


def test_add_and_edit_a_title_by_form(office):
    form = {"name": "国家卫生城市", "name_en": "Sanitary", "conferred_by": "爱卫会", "recheck_months": "36"}
    assert office.post(f"{TITLES}new/", form).url == TITLES
    again = office.post(f"{TITLES}new/", form)
    assert (again.status_code, faults(again)) == (422, ["已经有这个名称的称号；请换一个名称，或打开已有的那个"])
    title = Title.objects.in_city(make_city()).get()
    office.post(f"{TITLES}{title.pk}/edit/", form | {"name": "国家卫生城市（市）"})
    title.refresh_from_db()
    assert (title.name, title.recheck_months) == ("国家卫生城市（市）", 36)


def test_order_titles_step_by_step(office):
    first, second = add(), add("国家园林城市")
    office.post(f"{TITLES}order/step/", {"step": f"up:{second.pk}"})
    page = office.get(f"{TITLES}order/")
    assert [one["pk"] for one in page.context["titles"]] == [second.pk, first.pk]
    for step in ("down:x", f"sideways:{first.pk}", "down:999", ""):
        office.post(f"{TITLES}order/step/", {"step": step})
    office.post(f"{TITLES}order/step/", {"step": f"down:{first.pk}"})
    assert [one["pk"] for one in office.get(f"{TITLES}order/").context["titles"]] == [second.pk, first.pk]


def test_record_a_change_by_form_offers_only_what_may_follow(office):
    title = add()
    page = office.get(f"{TITLES}{title.pk}/change/")
    assert [value for value, _label in page.context["form"].fields["status"].choices] == [
        "holder",
        "suspended",
        "cancelled",
    ]
    form = {"status": "suspended", "on": today().isoformat(), "paper": "〔演练〕1号", "note": ""}
    assert office.post(f"{TITLES}{title.pk}/change/", form).url == f"{TITLES}{title.pk}/"
    late = office.post(f"{TITLES}{title.pk}/change/", form | {"status": "restored", "on": "2019-01-01"})
    assert "日期早于上一次变动" in faults(late)[0]


def test_recheck_is_planned_moved_and_done_with_the_next_one_proposed(office):
    title = add(recheck_months=36)
    due = today() + timedelta(days=10)
    office.post(f"{TITLES}{title.pk}/rechecks/new/", {"due_on": due.isoformat(), "alarm_days": "90"})
    one = Recheck.objects.in_city(make_city()).get()
    office.post(f"{TITLES}rechecks/{one.pk}/move/", {"due_on": today().isoformat(), "alarm_days": "60"})
    page = office.get(f"{TITLES}rechecks/{one.pk}/done/")
    proposed = page.context["form"].fields["next_on"].initial
    assert proposed.year == today().year + 3
    form = {"on": today().isoformat(), "passed": "no", "note": "两处未达标", "next_on": proposed.isoformat()}
    assert office.post(f"{TITLES}rechecks/{one.pk}/done/", form).url == f"{TITLES}{title.pk}/"
    lines = office.get(f"{TITLES}{title.pk}/").context["rechecks"]
    assert [(line["passed"], bool(line["done_url"])) for line in lines] == [(None, True), (False, False)]


def test_recheck_of_a_title_without_a_rhythm_proposes_nothing(office):
    one = actions.plan_recheck(title=add(), due_on=today(), alarm_days=9, by=None, at=AT)
    assert office.get(f"{TITLES}rechecks/{one.pk}/done/").context["form"].fields["next_on"].initial is None


def start_form(one: Campaign, **facts: str) -> dict[str, str]:
    return {"title": str(one.title_id), "edition": str(one.edition_id), "name": "下一届", "starts_on": "2030-01-01",
            "ends_on": "2032-12-31", "year_weights": "", "target": "", "applies_on": "", "rulebook": "", **facts}  # fmt: skip


def test_start_a_cycle_takes_the_weights_of_the_edition(office):
    from tests.campaigns.moving import adopt
    from tests.standards.editions import BEFORE

    one, edition = cycle(), adopt(BEFORE)
    assert office.post(f"{CYCLES}new/", start_form(one, edition=str(edition.pk))).url == CYCLES
    assert Campaign.objects.in_city(make_city()).get(name="下一届").year_weights == [150, 250, 600]
    office.post(
        f"{CYCLES}new/",
        start_form(one, name="再下届", starts_on="2033-01-01", ends_on="2035-12-31", year_weights="20、20%，60"),
    )
    assert Campaign.objects.in_city(make_city()).get(name="再下届").year_weights == [200, 200, 600]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("15 25 五十", "看不懂“五十”；请写成百分数，如 15 25 60"), ("15 25 50", "各年权重之和是 90%，应为 100%；请改正")],
)
def test_start_a_cycle_with_wrong_weights_says_so(office, text, fault):
    page = office.post(f"{CYCLES}new/", start_form(cycle(), year_weights=text))
    assert (page.status_code, faults(page)) == (422, [fault])


def test_edit_a_cycle_shows_and_keeps_what_it_is(office):
    one = cycle()
    form = office.get(f"{CYCLES}{one.pk}/edit/").context["form"]
    assert (form.initial["year_weights"], str(form.initial["target"])) == ("15 25 60", "88")
    sent = start_form(one, name="本届（改）", target="88.5", year_weights="15 25 60")
    assert office.post(f"{CYCLES}{one.pk}/edit/", sent).url == f"{CYCLES}{one.pk}/"
    one.refresh_from_db()
    assert (one.name, one.target) == ("本届（改）", 88500)


def test_cycles_list_every_title_and_state_in_four_queries(office):
    cycle()
    with assert_queries(4):  # session, account, posts, cycles
        page = office.get(CYCLES)
    assert [(row["name"], row["state"]["label"]) for row in page.context["rows"]] == [
        ("省级文明城市 2000", "已结束"), ("本届", "进行中"),
    ]  # fmt: skip
    Campaign.objects.in_city(make_city()).filter(name="本届").update(
        starts_on=date(2090, 1, 1), ends_on=date(2091, 1, 1)
    )
    assert office.get(CYCLES).context["rows"][1]["state"]["label"] == "未开始"


def test_cycle_takes_six_queries_with_one_and_with_three_milestones(office):
    one = cycle()
    milestone(one, "预审", 5)
    office.get(f"{CYCLES}{one.pk}/")
    with assert_queries(6):  # session, account, posts, cycle, milestones, scores
        office.get(f"{CYCLES}{one.pk}/")
    milestone(one, "再审", 6), milestone(one, "三审", 7)
    with assert_queries(6):
        office.get(f"{CYCLES}{one.pk}/")


def test_cycle_says_plainly_what_is_known_and_what_is_needed(office):
    one = cycle()
    first = one.starts_on.year
    for place, (year, score) in enumerate([(first, 81240), (first + 1, 84670)]):
        cycles.record_score(campaign=one, year=year, score=score, source="通报", by=None, at=AT + place * ONE)
    years = office.get(f"{CYCLES}{one.pk}/").context["years"]
    assert (years["known"], years["total"]) == ("已知 2 年，占权重 40%，已得 33.354 分。", "")
    assert years["needed"] == f"要达到目标 88 分，{first + 2} 年度需 91.078 分。"
    assert [row["earned"] for row in years["rows"]] == ["12.186", "21.168", "—"]


@pytest.mark.parametrize(
    ("third", "target", "needed", "tone"),
    [
        (None, 20000, "目标 20 分已经达到。", "ok"),
        (None, 99000, "年度就是满分也只有 92.000 分，达不到目标 99 分。", "bad"),
        (95000, 88000, "达到目标 88 分。", "ok"),
        (70000, 88000, "没有达到目标 88 分。", "bad"),
        (None, None, "", ""),
    ],
)
def test_cycle_says_whether_the_target_can_be_reached(office, third, target, needed, tone):
    one = cycle(target=target)
    scores = [80000, 80000, *([third] if third else [])]
    for place, score in enumerate(scores):
        cycles.record_score(
            campaign=one, year=one.starts_on.year + place, score=score, source="x", by=None, at=AT + place * ONE
        )
    years = office.get(f"{CYCLES}{one.pk}/").context["years"]
    assert (years["needed"].endswith(needed), years["tone"]) == (True, tone)


def test_cycle_marks_scores_by_the_lines_of_its_rulebook(office):
    from tests.campaigns.test_watching import RULEBOOK
    from wenming.standards.actions import adopt_edition

    text = RULEBOOK.read_text("utf-8")
    rules = adopt_edition(city=make_city(), source=text, file_name=RULEBOOK.name, by=None, at=AT)
    one = cycle(rulebook=rules)
    facts = [(90000, 3, 113), (75000, None, None), (69000, 113, None)]
    for place, (score, rank, ranked) in enumerate(facts):
        cycles.record_score(campaign=one, year=one.starts_on.year + place, score=score, rank=rank, ranked=ranked, source="x", by=None, at=AT + place * ONE)  # fmt: skip
    rows = office.get(f"{CYCLES}{one.pk}/").context["years"]["rows"]
    assert [[mark["label"] for mark in row["marks"]] for row in rows] == [
        ["通报表扬（同组前 10 名）"], ["通报批评（低于 80 分）"], ["停止资格一年（低于 70 分）"],
    ]  # fmt: skip
    assert [row["rank"] for row in rows] == ["3 / 113", "—", "113"]


def test_cycle_without_weights_says_that_nothing_is_weighed(office):
    one = cycle(year_weights=[])
    years = office.get(f"{CYCLES}{one.pk}/").context["years"]
    assert (years["weighed"], years["known"]) == (False, "没有公布年度权重，不合成周期成绩。")


def test_cycle_counts_down_and_warns_of_an_open_gate(office):
    one = cycle()
    page = office.get(f"{CYCLES}{one.pk}/")
    assert (page.context["coming"], page.context["gate"]) == (None, None)
    milestone(one, "预审", 1)
    assert office.get(f"{CYCLES}{one.pk}/").context["coming"]["name"] == "预审"
    milestone(one, "省级测评", 2, "gate"), milestone(one, "综合测评", 3, "visit")
    done = milestone(one, "动员", -20, "stage")
    cycles.finish_milestone(milestone=done, on=today() - timedelta(days=20), by=None, at=timezone.now())
    cycles.cancel_milestone(milestone=milestone(one, "互查", 4), by=None, at=AT)
    page = office.get(f"{CYCLES}{one.pk}/")
    assert (page.context["coming"]["name"], page.context["coming"]["left"]) == ("省级测评", 2)
    assert (page.context["gate"]["name"], page.context["gate"]["count"]) == ("省级测评", 1)
    assert len(page.context["axis"]["marks"]) == 4
    assert "先过关口“省级测评”" in page.content.decode()


def test_cycle_that_is_over_shows_no_today(office):
    one = make_campaign(since=2010)
    assert office.get(f"{CYCLES}{one.pk}/").context["axis"]["now"] is None


def test_milestone_by_form_is_added_changed_done_and_taken_back(office):
    one = cycle()
    found_unit(city=make_city(), kind="department", name="市公安局", since=date(2026, 1, 1), by=None, at=AT)
    form = {"kind": "paper", "name": "材料预审", "due_on": today().isoformat(), "unit": "市公安局", "note": ""}
    assert office.post(f"{CYCLES}{one.pk}/milestones/new/", form).url == f"{CYCLES}{one.pk}/"
    row = Milestone.objects.in_city(make_city()).get()
    page = f"{CYCLES}milestones/{row.pk}/"
    assert row.unit.name == "市公安局"
    assert office.get(page).context["form"].initial["unit"] == "市公安局"
    assert office.post(page, form | {"name": "材料初审", "unit": ""}).url == f"{CYCLES}{one.pk}/"
    assert office.post(page, form | {"unit": "没有的局"}).status_code == 422
    office.post(f"{page}done/", {"on": today().isoformat()})
    assert office.get(page).context["form"] is None
    assert "要改先撤回" in office.post(f"{page}done/", {"on": "x"}, follow=True).content.decode()
    office.post(f"{page}reopen/"), office.post(f"{page}cancel/")
    row.refresh_from_db()
    assert (row.name, row.unit, row.done_on, row.cancelled_on) == ("材料初审", None, None, today())


def test_milestone_is_changed_by_the_office_alone(client):
    row = milestone(cycle(), "预审", 5)
    page = f"{CYCLES}milestones/{row.pk}/"
    for person in (LIAISON, INSPECTOR):
        client.force_login(make_account(person))
        assert client.get(page).context["form"] is None
        assert [client.post(f"{page}{step}").status_code for step in ("", "done/", "cancel/")] == [403, 403, 403]


def test_score_by_form_starts_with_the_first_year_that_is_missing(office):
    one = cycle()
    first = one.starts_on.year
    page = f"{CYCLES}{one.pk}/scores/new/"
    assert office.get(page).context["form"].initial["year"] == first
    form = {"year": str(first), "score": "81.24", "rank": "52", "ranked": "113", "source": "年度通报"}
    assert office.post(page, form).url == f"{CYCLES}{one.pk}/#scores"
    assert office.get(page).context["form"].initial["year"] == first + 1
    wrong = office.post(page, form | {"rank": "114"})
    assert faults(wrong) == ["名次大于参评数；请改正其中一个"]
    assert office.post(page, form | {"score": "81.2401"}).status_code == 422
    for place in (1, 2):
        office.post(page, form | {"year": str(first + place)})
    assert office.get(page).context["form"].initial["year"] == first + 2
