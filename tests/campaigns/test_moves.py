"""The move of a campaign to another edition: decided clause by clause, applied in one stroke, taken back while nothing was built upon it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.campaigns.moving import PARTS, SINCE, adopt, make_move
from tests.people import AT, LIAISON, OFFICER, make_account, make_city
from tests.standards.editions import BEFORE
from wenming.assessment.actions import set_target
from wenming.assessment.models import Target
from wenming.assessment.tasks import carry_moved_targets
from wenming.campaigns.actions import moves as actions
from wenming.campaigns.models import Campaign, ClauseChief, ClauseTerms, EditionMove, Responsibility
from wenming.campaigns.queries.moves import (
    built_upon,
    editions_to_move_to,
    latest_terms,
    moves_of,
    open_chiefs,
    open_parts,
    review_of,
)
from wenming.kernel.models import Event
from wenming.organisations.actions import NotPossibleError
from wenming.standards.models import Edition

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
YESTERDAY = AT.date()


def office(at: Any = AT) -> dict[str, Any]:
    return {"by": make_account(OFFICER), "at": at}


def edition(code: str) -> Edition:
    return Edition.objects.in_city(make_city()).get(code=code)


def begin() -> tuple[Campaign, EditionMove]:
    campaign = make_move()
    return campaign, actions.begin_move(campaign=campaign, after=edition("riverside-2024"), **office())


def decide_all(move: EditionMove, **choices: str) -> EditionMove:
    """Accept what is certain, and decide the rest as usual or as chosen by key."""
    actions.accept_certain(move=move, **office())
    move.refresh_from_db()
    review = review_of(move, move.campaign)
    rest = {one.key: choices.get(one.key, one.choices[0]) for one in review.open}
    return actions.decide_move(move=move, decisions=rest, **office())


def applied(**choices: str) -> tuple[Campaign, EditionMove]:
    campaign, move = begin()
    move = actions.apply_move(move=decide_all(move, **choices), **office(LATER))
    return Campaign.objects.in_city(make_city()).select_related("city", "edition").get(pk=campaign.pk), move


def test_begin_a_move_changes_nothing_and_stands_alone():
    campaign, move = begin()
    assert (str(move), move.state, campaign.edition.code) == (
        f"{move.before_id} → {move.after_id}",
        "reviewing",
        "riverside-2021",
    )
    with pytest.raises(NotPossibleError, match="move_open"):
        actions.begin_move(campaign=campaign, after=edition("riverside-2024"), **office())
    with pytest.raises(NotPossibleError, match="move_same_edition"):
        actions.begin_move(campaign=campaign, after=edition("riverside-2021"), **office())
    assert [one.code for one in editions_to_move_to(campaign)] == ["riverside-2024"]


def test_move_is_for_the_office():
    _campaign, move = begin()
    with pytest.raises(PermissionDenied):
        actions.apply_move(move=move, by=make_account(LIAISON), at=AT)


def test_accept_certain_decides_only_what_nobody_needs_to_think_about():
    _campaign, move = begin()
    assert actions.accept_certain(move=move, **office()) == 6
    move.refresh_from_db()
    assert sorted(one.key for one in review_of(move, move.campaign).open) == [
        "1.1.2>1.1.2", "2.1.1>2.1.1+2.1.2", "2.2.1+2.2.2>2.2.1", "2.2.3>", ">1.2.2", ">3.2",
    ]  # fmt: skip
    assert actions.accept_certain(move=move, **office()) == 0


def test_decide_takes_a_decision_back_and_refuses_what_is_none():
    _campaign, move = begin()
    actions.decide_move(move=move, decisions={"2.2.3>": "to:1.1.1"}, **office())
    move = actions.decide_move(move=move, decisions={"2.2.3>": "", "3.1>3.1": "end"}, **office())
    assert move.decisions == {"3.1>3.1": "end"}
    for decisions in ({"2.2.3>": "to:9.9"}, {"8>8": "keep"}):
        with pytest.raises(NotPossibleError, match="choice_unknown"):
            actions.decide_move(move=move, decisions=decisions, **office())


def test_apply_before_everything_is_decided_is_not_possible():
    _campaign, move = begin()
    with pytest.raises(NotPossibleError, match="move_undecided"):
        actions.apply_move(move=move, **office())


def test_apply_carries_every_part_and_the_count_line_adds_up():
    campaign, move = applied(**{"2.2.3>": "to:1.1.1", ">1.2.2": "like:1.2.1"})
    counts = move.effect["counts"]
    assert counts == {"old": 19, "kept": 17, "united": 2, "ended": 0}
    assert counts["old"] == len(PARTS) == counts["kept"] + counts["united"] + counts["ended"]
    assert (campaign.edition.code, move.state, move.decided_at) == ("riverside-2024", "applied", LATER)
    found = [(row.node.code, row.unit.name, row.part) for row in open_parts(campaign, campaign.edition)]
    assert found == [
        ("1.1.1", "市城市管理局", "lead"), ("1.1.1", "市住房和城乡建设局", "responsible"),
        ("1.1.2", "市住房和城乡建设局", "lead"),
        ("1.1.3", "市城市管理局", "lead"), ("1.1.3", "市民政局", "cooperating"),
        ("1.1.4", "市园林绿化中心", "lead"), ("1.1.4", "市城市管理局", "cooperating"),
        ("1.2.1", "市园林绿化中心", "lead"),
        ("1.2.2", "市园林绿化中心", "lead"),
        ("2.1.1", "市公安局交通警察支队", "lead"), ("2.1.1", "市城市管理局", "responsible"),
        ("2.1.2", "市公安局交通警察支队", "lead"), ("2.1.2", "市城市管理局", "responsible"),
        ("2.1.3", "市公安局交通警察支队", "lead"),
        ("2.2.1", "市政务服务和大数据管理局", "lead"), ("2.2.1", "市民政局", "responsible"),
        ("2.2.1", "市城市管理局", "sponsor"), ("2.2.1", "市民政局", "lead"),
        ("2.2.1", "市政务服务和大数据管理局", "cooperating"),
        ("3.1", "市民政局", "lead"),
    ]  # fmt: skip


def test_apply_keeps_the_history_of_the_old_edition():
    campaign, _move = applied()
    old = Responsibility.objects.in_city(make_city()).filter(campaign=campaign, node__edition__code="riverside-2021")
    assert [(row.since, row.until) for row in old] == [(SINCE, YESTERDAY)] * len(PARTS)
    assert list(open_parts(campaign, edition("riverside-2021"))) == []


def test_apply_unites_terms_and_chooses_one_leader():
    campaign, _move = applied()
    terms = latest_terms(campaign, campaign.edition)
    assert list(terms) == ["1.1.1", "2.2.1"]
    one = terms["2.2.1"]
    assert (one.materials, one.due, one.due_on, one.spots) == (
        "窗口名册\n社区名册", "6 月底前、9 月底前", date(2026, 6, 30), "丰泽社区",
    )  # fmt: skip
    assert (one.chief, one.note) == ("甲" * 100, f"{'甲' * 100}、{'乙' * 100}")
    assert [(row.node.code, row.person.name) for row in open_chiefs(campaign, campaign.edition)] == [
        ("1.1.1", "甘霖"), ("2.2.1", "穆清"),
    ]  # fmt: skip
    ended = ClauseChief.objects.in_city(make_city()).filter(until=YESTERDAY).values_list("person__name", flat=True)
    assert sorted(ended) == sorted(["甘霖", "穆清", "岳明", "甘棠"])


def test_apply_records_one_event_and_leaves_other_campaigns_alone():
    _campaign, move = begin()
    other = Campaign.objects.create(
        city=make_city(), title=move.campaign.title, name="另一个", edition=move.before, starts_on=date(2020, 1, 1),
        ends_on=date(2022, 1, 1), created_at=AT,
    )  # fmt: skip
    node = move.before.nodes.get(code="3.1")
    unit = Responsibility.objects.in_city(make_city()).first().unit
    row = Responsibility.objects.create(
        city=make_city(), campaign=other, node=node, unit=unit, part="lead", since=SINCE, at=AT
    )
    actions.apply_move(move=decide_all(move), **office(LATER))
    row.refresh_from_db(), other.refresh_from_db()
    assert (row.until, other.edition_id) == (None, move.before_id)
    events = Event.objects.in_city(make_city()).filter(at=LATER)
    assert [(one.kind, one.data["old"], one.data["ended"]) for one in events] == [("edition_move.applied", 19, 1)]


def test_apply_on_the_day_the_parts_began_ends_them_that_day():
    _campaign, move = begin()
    Responsibility.objects.in_city(make_city()).update(since=LATER.date())
    actions.apply_move(move=decide_all(move), **office(LATER))
    old = Responsibility.objects.in_city(make_city()).filter(node__edition=move.before)
    assert {row.until for row in old} == {LATER.date()}


def test_move_that_is_closed_takes_no_more_steps():
    _campaign, move = begin()
    actions.drop_move(move=move, **office())
    for action, facts in (
        (actions.drop_move, {}), (actions.apply_move, {}), (actions.accept_certain, {}),
        (actions.decide_move, {"decisions": {}}),
    ):  # fmt: skip
        with pytest.raises(NotPossibleError, match="move_closed"):
            action(move=move, **facts, **office())
    with pytest.raises(NotPossibleError, match="move_not_applied"):
        actions.undo_move(move=move, **office())


def test_apply_after_the_campaign_went_elsewhere_is_not_possible():
    campaign, move = begin()
    third = adopt(BEFORE.replace("riverside-2021", "riverside-2025"))
    decide_all(move)
    Campaign.objects.in_city(make_city()).filter(pk=campaign.pk).update(edition=third)
    with pytest.raises(NotPossibleError, match="move_stale"):
        actions.apply_move(move=move, **office())


def test_undo_brings_everything_back_and_deletes_nothing():
    campaign, move = applied()
    undone = actions.undo_move(move=move, **office(LATER + timedelta(hours=1)))
    campaign.refresh_from_db()
    assert (undone.state, campaign.edition.code) == ("undone", "riverside-2021")
    assert open_parts(campaign, campaign.edition).count() == len(PARTS)
    assert [row.person.name for row in open_chiefs(campaign, campaign.edition)] == ["甘霖", "穆清", "岳明", "甘棠"]
    assert open_parts(campaign, edition("riverside-2024")).count() == 0
    begun = Responsibility.objects.in_city(make_city()).filter(node__edition__code="riverside-2024")
    assert begun.count() == len(move.effect["parts"])
    with pytest.raises(NotPossibleError, match="move_not_applied"):
        actions.undo_move(move=undone, **office())
    assert [one.state for one in moves_of(campaign)] == ["undone"]


@pytest.mark.parametrize("what", ["part", "terms", "chief", "edition"])
def test_undo_after_something_else_changed_is_not_possible(what):
    campaign, move = applied()
    node = campaign.edition.nodes.get(code="3.2")
    whole = {"city": make_city(), "campaign": campaign, "node": node, "at": LATER}
    first = Responsibility.objects.in_city(make_city()).first()
    if what == "part":
        Responsibility.objects.create(unit=first.unit, part="lead", since=SINCE, **whole)
    elif what == "terms":
        ClauseTerms.objects.create(note="新", **whole)
    elif what == "chief":
        person = ClauseChief.objects.in_city(make_city()).first().person
        ClauseChief.objects.create(person=person, since=SINCE, **whole)
    else:
        Campaign.objects.in_city(make_city()).filter(pk=campaign.pk).update(edition=move.before)
    assert built_upon(move, Campaign.objects.in_city(make_city()).select_related("edition").get(pk=campaign.pk))
    with pytest.raises(NotPossibleError, match="move_built_upon"):
        actions.undo_move(move=move, **office(LATER))


def test_undo_while_another_move_is_under_review_is_not_possible():
    campaign, move = applied()
    actions.begin_move(campaign=campaign, after=edition("riverside-2021"), **office(LATER))
    with pytest.raises(NotPossibleError, match="move_open"):
        actions.undo_move(move=move, **office(LATER))


def test_move_without_anything_on_it_applies_and_comes_back():
    campaign = make_move()
    for model in (Responsibility, ClauseTerms, ClauseChief):
        model.objects.in_city(make_city()).delete()
    move = actions.begin_move(campaign=campaign, after=edition("riverside-2024"), **office())
    move = actions.apply_move(move=decide_all(move), **office(LATER))
    assert move.effect["counts"] == {"old": 0, "kept": 0, "united": 0, "ended": 0}
    assert actions.undo_move(move=move, **office(LATER)).state == "undone"


def target(code: str, of: str = "riverside-2021") -> int | None:
    rows = Target.objects.in_city(make_city()).filter(node__code=code, node__edition__code=of).order_by("-pk")
    return rows.values_list("rate", flat=True).first()


def test_targets_go_with_their_lines_when_a_move_is_applied():
    _campaign, move = begin()
    rates = {"riverside-2021": 9000, "2.2.1": 8000, "2.2.2": 8500, "2.1.1": 7000, "2.2.3": 6000, "1.1.1": 9100}
    for code, rate in rates.items():
        set_target(node=move.before.nodes.get(code=code), rate=rate, **office())
    set_target(node=move.after.nodes.get(code="1.1.1"), rate=9999, **office())
    actions.apply_move(move=decide_all(move), **office(LATER))
    carry_moved_targets(Event.objects.in_city(make_city()).get(kind="edition_move.applied"))
    found = {
        code: target(code, "riverside-2024") for code in ("riverside-2024", "2.2.1", "2.1.1", "2.1.2", "1.1.1", "3.1")
    }
    assert found == {"riverside-2024": 9000, "2.2.1": 8500, "2.1.1": 7000, "2.1.2": 7000, "1.1.1": 9999, "3.1": None}


def test_targets_stay_where_the_system_itself_moved():
    _campaign, move = begin()
    set_target(node=move.before.nodes.get(code="3.1"), rate=9000, **office())
    actions.apply_move(move=decide_all(move), by=None, at=LATER)
    carry_moved_targets(Event.objects.in_city(make_city()).get(kind="edition_move.applied"))
    assert target("3.1", "riverside-2024") is None
