"""Cycles: started and described, milestones with their lamps and gates, official scores weighed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, ELSEWHERE, LEADER, OFFICER, make_account, make_city
from wenming.campaigns.actions import campaigns as actions
from wenming.campaigns.actions.titles import add_title, plan_recheck, record_title_change
from wenming.campaigns.models import Campaign, ClauseTerms, Milestone, Responsibility
from wenming.campaigns.queries.cycles import (
    cycle_of,
    milestone_tone,
    milestones_of,
    open_gates,
    rulebook_of,
    scores_of,
    waits_for,
    years_of,
)
from wenming.campaigns.queries.dates import dates_of
from wenming.kernel.models import Event
from wenming.organisations.actions import NotPossibleError, found_unit

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
TODAY = date(2026, 11, 2)


def office() -> dict[str, Any]:
    return {"by": make_account(OFFICER), "at": AT}


def cycle(**facts: Any) -> Campaign:
    """Return a cycle made by the office."""
    known = make_campaign("省级文明城市", order=9, since=2000)
    title = add_title(city=make_city(), name="全国文明城市", **office())
    whole = {"name": "第七届", "edition": known.edition, "starts_on": FIRST, "ends_on": LAST, **facts}
    return actions.start_campaign(title=title, **whole, **office())


def milestone(
    campaign: Campaign, name: str = "网上申报", due_on: date = TODAY, kind: str = "paper", **facts: Any
) -> Milestone:
    return actions.add_milestone(campaign=campaign, kind=kind, name=name, due_on=due_on, **facts, **office())


def test_start_a_cycle_records_edition_days_and_weights():
    one = cycle(year_weights=[150, 250, 600], target=88000, applies_on=date(2026, 12, 1))
    assert (years_of(one), rulebook_of(one).code) == ([2024, 2025, 2026], "suzhou-2016-district")
    event = Event.objects.in_city(make_city()).get(kind="campaign.started")
    assert event.data == {
        "title": "全国文明城市", "name": "第七届", "edition": "suzhou-2016-district",
        "starts_on": "2024-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip


def test_count_the_years_without_weights_goes_by_the_days():
    assert years_of(cycle(ends_on=date(2025, 6, 1))) == [2024]
    assert years_of(Campaign(starts_on=FIRST, ends_on=date(2027, 12, 31))) == [2024, 2025, 2026, 2027]
    assert years_of(Campaign(starts_on=FIRST, ends_on=date(2024, 2, 1))) == [2024]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"name": "别的", "ends_on": date(2023, 12, 31)}, "cycle_ends_before"),
        ({"name": "别的"}, "cycle_on_that_day"),
        ({"starts_on": date(2024, 2, 1)}, "campaign_known"),
    ],
)
def test_start_a_cycle_that_does_not_fit_is_not_possible(facts, reason):
    one = cycle()
    whole = {"title": one.title, "name": one.name, "edition": one.edition, "starts_on": FIRST, "ends_on": LAST, **facts}
    with pytest.raises(NotPossibleError, match=reason):
        actions.start_campaign(**whole, **office())


def test_start_a_cycle_is_for_the_office():
    one = cycle()
    with pytest.raises(PermissionDenied):
        actions.start_campaign(
            title=one.title, name="x", edition=one.edition, starts_on=date(2027, 1, 1), ends_on=LAST.replace(year=2029),
            by=make_account(LEADER), at=AT,
        )  # fmt: skip


def test_describe_a_cycle_keeps_its_edition():
    one = cycle()
    facts = {"name": "本届", "starts_on": FIRST, "ends_on": LAST, "year_weights": [500, 500], "target": None,
             "applies_on": None, "material_month": 10, "rulebook": one.edition}  # fmt: skip
    changed = actions.describe_campaign(campaign=one, **facts, **office())
    assert (changed.name, changed.year_weights, changed.material_month) == ("本届", [500, 500], 10)
    assert changed.edition_id == one.edition_id
    assert Event.objects.in_city(make_city()).get(kind="campaign.described").data["weights"] == [500, 500]


def test_milestone_is_added_changed_done_reopened_and_cancelled():
    one = cycle()
    row = milestone(one)
    with pytest.raises(NotPossibleError, match="milestone_known"):
        milestone(one)
    facts = {"kind": "visit", "name": "综合测评", "due_on": date(2026, 12, 1), "unit": None, "note": "预计"}
    assert actions.change_milestone(milestone=row, **facts, **office()).name == "综合测评"
    assert str(actions.finish_milestone(milestone=row, on=TODAY, **office())) == "综合测评"
    for action, more in (
        (actions.change_milestone, facts),
        (actions.finish_milestone, {"on": TODAY}),
        (actions.cancel_milestone, {}),
    ):
        with pytest.raises(NotPossibleError, match="milestone_closed"):
            action(milestone=row, **more, **office())
    assert actions.reopen_milestone(milestone=row, **office()).done_on is None
    assert actions.cancel_milestone(milestone=row, **office()).cancelled_on == TODAY
    with pytest.raises(NotPossibleError, match="milestone_closed"):
        actions.finish_milestone(milestone=row, on=TODAY, **office())
    actions.reopen_milestone(milestone=row, **office())
    with pytest.raises(NotPossibleError, match="milestone_open"):
        actions.reopen_milestone(milestone=row, **office())
    with pytest.raises(NotPossibleError, match="done_in_future"):
        actions.finish_milestone(milestone=row, on=date(2026, 11, 3), **office())


@pytest.mark.parametrize(
    ("days", "tone"), [(-1, "bad"), (0, "warn"), (3, "warn"), (4, "ok")], ids=["overdue", "today", "third", "fourth"]
)
def test_lamp_of_a_milestone_is_yellow_within_three_days(days, tone):
    row = Milestone(due_on=TODAY + timedelta(days=days))
    assert milestone_tone(row, TODAY) == tone
    assert milestone_tone(Milestone(due_on=TODAY, done_on=TODAY), TODAY) == "done"
    assert milestone_tone(Milestone(due_on=TODAY, cancelled_on=TODAY), TODAY) == "cancelled"


def test_open_gate_holds_up_what_comes_after_it():
    one = cycle()
    before = milestone(one, "材料预审", date(2026, 11, 10))
    gate = milestone(one, "省级测评", date(2026, 11, 20), "gate")
    after = milestone(one, "综合测评", date(2026, 12, 20), "visit")
    gates = open_gates(milestones_of(one))
    assert [(row.name, waits_for(row, gates)) for row in (before, gate, after)] == [
        ("材料预审", None), ("省级测评", None), ("综合测评", gate),
    ]  # fmt: skip
    actions.finish_milestone(milestone=after, on=TODAY, **office())
    assert waits_for(milestones_of(one)[-1], gates) is None
    actions.cancel_milestone(milestone=gate, **office())
    assert open_gates(milestones_of(one)) == []


def score(one: Campaign, year: int, points: int, **facts: Any) -> Any:
    return actions.record_score(campaign=one, year=year, score=points, source="通报", **facts, **office())


def test_record_scores_weighs_the_latest_of_each_year():
    one = cycle(year_weights=[150, 250, 600])
    score(one, 2024, 99000)
    actions.record_score(campaign=one, year=2024, score=81240, source="更正", by=None, at=AT + timedelta(seconds=1))
    score(one, 2025, 84670, rank=52, ranked=113)
    found = cycle_of(one, scores_of(one))
    assert (found.earned, found.missing) == (Fraction("33.3535"), (2026,))


@pytest.mark.parametrize(
    ("year", "facts", "reason"),
    [(2027, {}, "year_outside"), (2024, {"rank": 114, "ranked": 113}, "rank_outside")],
)
def test_record_a_score_that_cannot_be_is_not_possible(year, facts, reason):
    one = cycle()
    with pytest.raises(NotPossibleError, match=reason):
        score(one, year, 80000, **facts)
    assert score(one, 2024, 80000, rank=3).rank == 3


def test_dates_of_city_and_unit_tell_what_concerns_them():
    one = cycle()
    unit = found_unit(city=make_city(), kind="department", name="市公安局", since=FIRST, **office())
    own, all_ = milestone(one, "联合检查", unit=unit), milestone(one, "动员大会", kind="stage")
    milestone(one, "内部报告"), milestone(one, "往年", date(2020, 1, 1))
    actions.cancel_milestone(milestone=all_, **office())
    recheck = plan_recheck(title=one.title, due_on=TODAY, alarm_days=30, **office())
    nodes = list(one.edition.nodes.filter(level="content")[:3])
    facts = {"city": one.city, "campaign": one, "due": "年底前"}
    for place, (node, day) in enumerate(zip(nodes, (TODAY, None, TODAY), strict=True)):
        ClauseTerms.objects.create(node=node, due_on=day, at=AT + timedelta(seconds=place), **facts)
    part = {"city": one.city, "campaign": one, "unit": unit, "part": "lead", "since": FIRST, "at": AT}
    Responsibility.objects.create(node=nodes[0], **part)
    span = {"since": TODAY, "until": TODAY}
    told = [(found.uid, found.cancelled) for found in dates_of(one.city, unit, **span)]
    assert told == [
        (("clause", one.pk, nodes[0].pk), False), (("milestone", own.pk), False), (("milestone", all_.pk), True),
        (("recheck", recheck.pk), False),
    ]  # fmt: skip
    assert len(dates_of(one.city, None, **span)) == 6
    assert dates_of(make_city(ELSEWHERE), None, **span) == []
    nowhere = {"since": date(2030, 1, 1), "until": date(2030, 1, 2)}
    assert dates_of(one.city, unit, **nowhere) == []


def test_dates_of_a_lost_title_are_cancelled_and_old_editions_are_silent():
    one = cycle()
    plan_recheck(title=one.title, due_on=TODAY, alarm_days=30, **office())
    record_title_change(title=one.title, status="cancelled", on=FIRST, **office())
    node = one.edition.nodes.filter(level="content").first()
    ClauseTerms.objects.create(city=one.city, campaign=one, node=node, due_on=TODAY, at=AT)
    from tests.campaigns.moving import adopt
    from tests.standards.editions import BEFORE

    Campaign.objects.in_city(one.city).filter(pk=one.pk).update(edition=adopt(BEFORE))
    assert [(found.kind, found.cancelled) for found in dates_of(one.city, None, since=TODAY, until=TODAY)] == [
        ("recheck", True)
    ]
