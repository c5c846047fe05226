"""The watch ledger: events and what was found out, conditions with their states, authorities asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, LEADER, OFFICER, make_account, make_city
from tests.rounds import PACKS
from wenming.burden.actions import OverBudgetError, RepeatedAskError, set_budget
from wenming.burden.models import Ask, RefusedAsk
from wenming.burden.queries import Limits
from wenming.campaigns.actions import watching as actions
from wenming.campaigns.models import Campaign, Clearance, WatchEntry, WatchStep
from wenming.campaigns.queries.watching import (
    clearance_tone,
    clearances_of,
    conditions_of,
    entries_of,
    proposed_penalty,
    provisions_of,
    rules_of,
    until_of,
    window_of,
)
from wenming.engine.provisions import PenaltyEffect
from wenming.kernel.models import Event
from wenming.organisations.actions import NotPossibleError, found_unit
from wenming.standards.actions import adopt_edition

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
RULEBOOK = PACKS / "national-civilized-city-2018-2020.yaml"
ONE = timedelta(seconds=1)


def office(at: Any = AT) -> dict[str, Any]:
    return {"by": make_account(OFFICER), "at": at}


def make_watched(*, applies_on: date | None = date(2027, 6, 1)) -> Campaign:
    """Return a campaign by a local edition, whose conditions come from the national one."""
    campaign = make_campaign()
    campaign.rulebook = adopt_edition(
        city=make_city(), source=RULEBOOK.read_text("utf-8"), file_name=RULEBOOK.name, **office()
    )
    campaign.applies_on = applies_on
    campaign.save()
    return campaign


def watch(campaign: Campaign, rule: str = "events-12-months", kind: str = "condition", **facts: Any) -> WatchEntry:
    whole = {"event": "城北火情（演练）", "happened_on": date(2026, 8, 1), "source": "快报", **facts}
    return actions.watch_event(campaign=campaign, kind=kind, rule=rule, **whole, **office())


def judge(entry: WatchEntry, state: str, later: int = 1, **facts: Any) -> WatchStep:
    return actions.judge_event(entry=entry, state=state, **facts, **office(AT + later * ONE))


def states(campaign: Campaign, on: date = TODAY) -> dict[str, str]:
    return {view.condition.code: view.state for view in conditions_of(campaign, on=on)}


def test_watch_an_event_begins_open_and_records_no_words_of_it():
    entry = watch(make_watched())
    assert [(step.state, str(step)) for step in entry.steps.all()] == [("open", f"{entry.pk} open")]
    event = Event.objects.in_city(make_city()).get(kind="watch.entered")
    assert event.data == {"kind": "condition", "rule": "events-12-months", "happened_on": "2026-08-01"}
    assert str(entry) == "城北火情（演练）"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"rule": "G15"}, "rule_unknown"),
        ({"rule": "events-12-months", "kind": "negative"}, "rule_unknown"),
        ({"happened_on": date(2026, 11, 3)}, "event_in_future"),
    ],
)
def test_watch_an_event_that_does_not_fit_is_not_possible(facts, reason):
    campaign = make_watched()
    with pytest.raises(NotPossibleError, match=reason):
        watch(campaign, **facts)


def test_watch_an_event_under_no_known_rule_is_possible():
    campaign = make_watched()
    watch(campaign, "", "negative")
    entry = entries_of(campaign, {"rule": "unknown"}).get()
    assert until_of(entry, rules_of(campaign).get((entry.kind, entry.rule)), "nominated") is None


def test_watch_an_event_is_for_the_office():
    campaign = make_watched()
    with pytest.raises(PermissionDenied):
        actions.watch_event(
            campaign=campaign, kind="negative", event="x", happened_on=TODAY, source="x", by=make_account(LEADER), at=AT
        )


def test_judge_an_event_appends_and_the_latest_step_holds():
    campaign = make_watched()
    entry = watch(campaign, "G15", "negative")
    judge(entry, "counts", effect="扣年度分", points=3000)
    judge(entry, "cleared", 2, note="不属全国影响")
    assert [(one.state, one.points, one.note) for one in entries_of(campaign, {})] == [
        ("cleared", None, "不属全国影响")
    ]
    with pytest.raises(NotPossibleError, match="points_without_effect"):
        judge(entry, "open", 3, points=3000)


def test_list_events_under_a_filter():
    campaign = make_watched()
    first, second = watch(campaign), watch(campaign, "G15", "negative", event="河道水色（演练）")
    judge(second, "cleared")
    found = {
        "kind=negative": entries_of(campaign, {"kind": "negative"}),
        "state=open": entries_of(campaign, {"state": "open"}),
        "rule=G15": entries_of(campaign, {"rule": "G15"}),
        "q=河道": entries_of(campaign, {"q": "河道"}),
        "nonsense": entries_of(campaign, {"kind": "x", "state": "y"}),
    }
    assert {name: [one.pk for one in rows] for name, rows in found.items()} == {
        "kind=negative": [second.pk], "state=open": [first.pk], "rule=G15": [second.pk], "q=河道": [second.pk],
        "nonsense": [second.pk, first.pk],
    }  # fmt: skip


def test_effect_of_an_entry_goes_by_what_the_city_is():
    campaign = make_watched()
    rule = rules_of(campaign)["negative", "G15"]
    found = {name: proposed_penalty(rule, name).effect for name in ("holder", "nominated", "applicant")}
    assert found == {
        "holder": PenaltyEffect.SUSPEND, "nominated": PenaltyEffect.DEDUCT, "applicant": PenaltyEffect.DISQUALIFY,
    }  # fmt: skip
    # a suspension lasts twelve months; only deductions and disqualifications look back
    assert [window_of(rule, name) for name in ("holder", "nominated", "applicant")] == [None, 12, 12]
    condition = rules_of(campaign)["condition", "events-12-months"]
    assert (window_of(condition, "holder"), proposed_penalty(condition, "holder")) == (12, None)
    assert (window_of(None, "holder"), proposed_penalty(None, "holder")) == (None, None)


def test_board_of_conditions_says_open_touched_failed_and_met():
    campaign = make_watched()
    assert set(states(campaign).values()) == {"open"}
    entry = watch(campaign)
    assert states(campaign)["events-12-months"] == "touched"
    judge(entry, "cleared")
    assert states(campaign)["events-12-months"] == "open"
    finding = {"campaign": campaign, "source": "复函"}
    actions.record_finding(rule="nominated", met=True, **finding, **office())
    actions.record_finding(rule="leader-12-months", met=False, **finding, **office())
    assert [states(campaign)[code] for code in ("nominated", "leader-12-months")] == ["met", "failed"]
    actions.record_finding(rule="nominated", **finding, **office(AT + ONE))
    assert states(campaign)["nominated"] == "open"


def test_board_of_conditions_looks_back_from_the_application():
    campaign = make_watched(applies_on=date(2027, 8, 2))
    watch(campaign)
    assert states(campaign)["events-12-months"] == "open"
    campaign.applies_on = date(2027, 8, 1)
    assert states(campaign)["events-12-months"] == "touched"
    campaign.applies_on = None
    assert states(campaign)["events-12-months"] == "touched"


def test_board_of_an_edition_without_conditions_is_empty():
    assert conditions_of(make_campaign(), on=TODAY) == []
    assert provisions_of(make_campaign(since=2027)).negative_list == ()


@pytest.mark.parametrize(("score", "state"), [(85000, "met"), (84999, "failed"), (None, "open")])
def test_minors_line_of_85_judges_by_the_score(score, state):
    campaign = make_watched()
    finding = actions.record_finding(campaign=campaign, rule="minors-85", score=score, source="成绩单", **office())
    assert (states(campaign)["minors-85"], str(finding)) == (state, f"minors-85 {finding.met}")
    assert next(view.line for view in conditions_of(campaign, on=TODAY) if view.condition.code == "minors-85") == 85


@pytest.mark.parametrize(
    ("rule", "facts", "reason"),
    [
        ("minors-85", {"met": True}, "score_wanted"),
        ("nominated", {"score": 90000}, "no_line"),
        ("没有这一条", {"met": True}, "rule_unknown"),
    ],
)
def test_record_a_finding_that_does_not_fit_is_not_possible(rule, facts, reason):
    campaign = make_watched()
    with pytest.raises(NotPossibleError, match=reason):
        actions.record_finding(campaign=campaign, rule=rule, source="x", **facts, **office())


def ask(campaign: Campaign, *names: str, due_on: date = date(2026, 11, 12)) -> list[Clearance]:
    units = [
        found_unit(city=make_city(), kind="department", name=name, since=date(2026, 1, 1), **office()) for name in names
    ]
    return actions.ask_units(campaign=campaign, units=units, asked_on=TODAY, due_on=due_on, **office())


def test_ask_many_units_at_once_and_nobody_twice_a_day():
    campaign = make_watched()
    rows = ask(campaign, "市公安局", "市财政局")
    assert [str(row) for row in clearances_of(campaign)] == [f"{row.unit_id} 2026-11-02" for row in rows]
    again = {"campaign": campaign, "asked_on": TODAY, "due_on": TODAY}
    with pytest.raises(NotPossibleError, match="nobody_asked"):
        actions.ask_units(units=[rows[0].unit], **again, **office())
    with pytest.raises(NotPossibleError, match="due_before_asked"):
        ask(campaign, "市民政局", due_on=date(2026, 11, 1))


def test_ask_units_counts_a_form_in_the_week_of_each_or_asks_nobody():
    campaign, forms = make_watched(), Limits(photos=0, forms=1, minutes=99)
    set_budget(city=make_city(), unit_kind="department", limits=forms, since=TODAY, **office())
    rows = ask(campaign, "市公安局")
    assert [row.unit for row in Ask.objects.in_city(make_city())] == [rows[0].unit]
    Clearance.objects.in_city(make_city()).delete()
    with pytest.raises(RepeatedAskError):
        actions.ask_units(campaign=campaign, units=[rows[0].unit], asked_on=TODAY, due_on=TODAY, **office())
    Ask.objects.in_city(make_city()).update(reference="another")
    with pytest.raises(OverBudgetError):
        actions.ask_units(campaign=campaign, units=[rows[0].unit], asked_on=TODAY, due_on=TODAY, **office())
    assert (campaign.clearances.count(), RefusedAsk.objects.in_city(make_city()).count()) == (0, 2)


def answer(row: Clearance, on: date = TODAY, opinion: str = "clear", note: str = "") -> Clearance:
    return actions.record_opinion(clearance=row, answered_on=on, opinion=opinion, note=note, **office())


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"on": date(2026, 11, 1)}, "answer_before_asked"),
        ({"on": date(2026, 11, 3)}, "answer_in_future"),
        ({"opinion": "objection"}, "objection_without_words"),
    ],
)
def test_record_an_opinion_that_does_not_fit_is_not_possible(facts, reason):
    row = ask(make_watched(), "市公安局")[0]
    with pytest.raises(NotPossibleError, match=reason):
        answer(row, **facts)


def test_lamp_of_a_question_is_yellow_near_its_day_and_red_after():
    row = ask(make_watched(), "市公安局")[0]
    days = (date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13))
    assert [clearance_tone(row, day) for day in days] == ["ok", "warn", "warn", "bad"]
    assert clearance_tone(answer(row, opinion="objection", note="排水未验收"), days[3]) == "done"


def test_database_refuses_an_opinion_without_a_day():
    row = ask(make_watched(), "市公安局")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.in_city(make_city()).filter(pk=row.pk).update(opinion="clear")
