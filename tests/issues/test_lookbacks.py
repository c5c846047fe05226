"""回头看: drawn by lot, sent to somebody else, answered on the spot; and what the answers say about everything that was settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import bring, make_issue
from tests.people import AT, FIRM, INSPECTOR, OFFICER, make_account, make_city
from tests.sites.pictures import photo
from wenming.draws.enums import DrawState
from wenming.draws.models import DrawnUnit
from wenming.evidence.models import Finding
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.lookback_weeks import draw_week, reveal_weeks, send_missing, sizes_of
from wenming.issues.models import Issue, IssuePhoto, IssueStep, LookBack, LookBackWeek
from wenming.issues.queries.lookbacks import Due, look_backs_known, look_backs_of
from wenming.issues.queries.periods import Period
from wenming.issues.queries.recurrence import (
    days_until_back,
    looks_in,
    share_back,
    shares_by_category,
    shares_by_unit,
    shares_of,
)
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 9)
"""What was closed in the week of ``AT`` is seven days old in this one."""
LATER = AT + 7 * DAY


def closed(number: int, *, at=AT):
    """Return so many issues closed on one day."""
    return [bring(make_issue(f"垃圾桶满溢 {one}", at=at), "closed", at=at) for one in range(number)]


def drawn(number: int = 5, per_week: int = 3) -> list[LookBack]:
    """Return the visits of a week in which the cast's inspector and firm can be sent."""
    closed(number)
    make_account(INSPECTOR)
    make_account(FIRM)
    actions.set_look_backs(
        city=make_city(), per_week=per_week, by_risk=0, risk_points=3, by=make_account(OFFICER), at=AT
    )
    draw_week(city=make_city(), monday=MONDAY, at=LATER)
    return list(LookBack.objects.in_city(make_city()).order_by("pk"))


def answer(row, result, **facts):
    """Answer a visit on its day by whoever was sent."""
    return actions.answer_look_back(row=row, result=result, by=row.visitor, at=LATER + DAY, **facts)


def test_draw_a_week_sends_visitors_who_had_no_part_and_shares_evenly():
    rows = drawn()
    assert [(row.day, row.reason, row.stratum, row.stratum_chosen, row.stratum_size) for row in rows] == [
        (7, "drawn", "07", 3, 5)
    ] * 3
    assert {row.due_on for row in rows} == {date(2026, 11, 9)}
    # the supervisor verified them all, so that nobody who decided looks again
    able = {make_account(INSPECTOR).pk, make_account(FIRM).pk}
    assert {row.visitor_id for row in rows} == able
    assert sorted([row.visitor_id for row in rows].count(one) for one in able) == [1, 2]


def test_draw_a_week_twice_draws_nothing_more():
    assert len(drawn()) == 3
    assert draw_week(city=make_city(), monday=MONDAY, at=LATER + DAY) is None
    assert LookBack.objects.in_city(make_city()).count() == 3


def test_draw_a_week_of_a_city_with_nothing_closed_keeps_the_week_without_a_draw():
    week = draw_week(city=make_city(), monday=MONDAY, at=LATER)
    assert (week.draw, week.drawn_at) == (None, LATER)


def test_reveal_a_week_waits_until_its_last_visit_is_over():
    rows = drawn()
    week = LookBackWeek.objects.in_city(make_city()).select_related("draw").get()
    assert reveal_weeks(city=make_city(), at=LATER + 12 * DAY) == 0
    assert reveal_weeks(city=make_city(), at=LATER + 13 * DAY) == 1
    week.draw.refresh_from_db()
    assert week.draw.state == DrawState.REVEALED
    keys = DrawnUnit.objects.in_city(make_city()).filter(draw=week.draw, state="chosen").values_list("key", flat=True)
    assert sorted(keys) == sorted(f"{row.issue.number}/7" for row in rows)


def test_share_a_week_among_ages_gives_what_one_cannot_use_to_the_others():
    def due(day, number):
        return [Due(Issue(pk=day * 1000 + one, number=f"{day}-{one}"), day, MONDAY) for one in range(number)]

    assert sizes_of([*due(7, 50), *due(30, 50), *due(90, 50)], 20) == {"07": 7, "30": 7, "90": 6}
    assert sizes_of([*due(7, 50), *due(30, 2)], 20) == {"07": 18, "30": 2}
    assert sizes_of(due(90, 4), 20) == {"90": 4}
    assert sizes_of([], 20) == {}


def test_hide_a_visit_from_everybody_but_its_visitor_until_it_is_answered():
    row = drawn()[0]
    city, today = make_city(), date(2026, 11, 10)
    assert row in look_backs_of(row.visitor, city, on=today)
    assert list(look_backs_known(city, on=today)) == []
    other = make_account(FIRM) if row.visitor == make_account(INSPECTOR) else make_account(INSPECTOR)
    assert row not in look_backs_of(other, city, on=today)
    events = Event.objects.in_city(city).filter(kind__startswith="look_back.")
    assert not any(row.issue.number in str(one.data) for one in events)
    answer(row, "holds")
    assert list(look_backs_known(city, on=today)) == [row]


def test_answer_that_it_holds_keeps_a_step_and_its_photo_with_the_issue():
    row = answer(drawn()[0], "holds", note="干净", photos=[("再看.jpg", photo())])
    step = IssueStep.objects.in_city(row.city).get(issue=row.issue, action="look_back")
    assert (step.after, step.party, step.data, step.note) == (
        "closed",
        "visitor",
        {"day": 7, "result": "holds"},
        "干净",
    )
    assert IssuePhoto.objects.in_city(row.city).get(step=step).moment == "again"
    assert (row.found, row.looked_by) == (None, row.visitor)


def test_answer_that_it_came_back_begins_an_issue_of_its_own():
    row = answer(drawn()[0], "came_back", note="又堆满了", photos=[("又.jpg", photo())])
    assert (row.found.source, row.found.text, row.found.minor, row.found.state) == (
        "look_back", "又堆满了", row.issue.minor, "reported",
    )  # fmt: skip
    assert row.found.photos.get().moment == "before"
    assert row.issue.state == "closed"


@pytest.mark.parametrize(
    ("result", "facts", "reason"),
    [("unjudged", {}, "no_text"), ("holds", {"at": LATER - DAY}, "look_back_early")],
)
def test_answer_a_visit_in_a_wrong_way_says_why(result, facts, reason):
    row = drawn()[0]
    with pytest.raises(NotPossibleError, match=reason):
        actions.answer_look_back(row=row, result=result, by=row.visitor, at=facts.get("at", LATER))


def test_answer_a_visit_twice_or_for_another_is_refused():
    first, *_others = drawn()
    stranger = make_account(FIRM) if first.visitor == make_account(INSPECTOR) else make_account(INSPECTOR)
    with pytest.raises(PermissionDenied):
        actions.answer_look_back(row=first, result="holds", by=stranger, at=LATER)
    answer(first, "unjudged", note="施工围挡，进不去")
    with pytest.raises(NotPossibleError, match="answered_already"):
        answer(first, "holds")


def test_reopen_an_issue_ends_the_visit_that_waits_for_it():
    row = drawn()[0]
    actions.reopen_issue(issue=row.issue, reason="群众又反映", by=make_account(OFFICER), at=LATER)
    row.refresh_from_db()
    assert (row.result, row.note, row.looked_by) == ("unjudged", "群众又反映", None)


def test_pass_a_visit_on_sends_somebody_else_and_only_the_visitor_can():
    row = drawn()[0]
    first = row.visitor
    with pytest.raises(PermissionDenied):
        actions.pass_on_look_back(row=row, by=make_account(OFFICER), at=LATER)
    row = actions.pass_on_look_back(row=row, by=first, at=LATER)
    assert {first.pk, row.visitor_id} == {make_account(INSPECTOR).pk, make_account(FIRM).pk}


def test_choose_an_issue_to_look_at_counts_in_no_rate():
    (issue,) = closed(1)
    with pytest.raises(NotPossibleError, match="nobody_free"):
        actions.choose_look_back(issue=issue, by=make_account(OFFICER), at=LATER)
    make_account(INSPECTOR)
    rows = [actions.choose_look_back(issue=issue, by=make_account(OFFICER), at=LATER) for _one in range(3)]
    assert [(row.day, row.reason) for row in rows] == [(7, "chosen"), (30, "chosen"), (90, "chosen")]
    with pytest.raises(NotPossibleError, match="looked_back_already"):
        actions.choose_look_back(issue=issue, by=None, at=LATER)
    with pytest.raises(NotPossibleError, match="not_here"):
        actions.choose_look_back(issue=make_issue(), by=None, at=LATER)
    answer(rows[0], "came_back")
    assert looks_in(make_city(), Period("", None, None)) == []


def test_send_somebody_where_photos_need_a_second_look_whatever_the_lots_say():
    doubtful, harmless = (make_issue("垃圾", at=AT, photos=[("前.jpg", photo(width, 60))]) for width in (80, 81))
    for issue in (doubtful, harmless):
        bring(issue, "closed")
    proof = doubtful.photos.get().evidence
    Finding.objects.create(city=make_city(), evidence=proof, kind="taken_earlier", minutes=90, found_at=AT)
    Finding.objects.create(city=make_city(), evidence=proof, kind="far_away", metres=900, found_at=AT)
    make_account(INSPECTOR)
    numbers = {"per_week": 0, "by_risk": 5, "risk_points": 50}
    actions.set_look_backs(city=make_city(), **numbers, by=None, at=AT)
    draw_week(city=make_city(), monday=MONDAY, at=LATER)
    row = LookBack.objects.in_city(make_city()).get()
    assert (row.issue, row.day, row.reason, row.stratum) == (doubtful, 7, "risk", "")
    assert looks_in(make_city(), Period("", None, None)) == []


def test_send_nobody_where_everybody_had_a_part_until_somebody_comes():
    closed(2)
    draw_week(city=make_city(), monday=MONDAY, at=LATER)
    assert {row.visitor for row in LookBack.objects.in_city(make_city())} == {None}
    assert send_missing(city=make_city(), at=LATER) == 0
    visitor = make_account(INSPECTOR)
    assert send_missing(city=make_city(), at=LATER + DAY) == 2
    assert {row.visitor for row in LookBack.objects.in_city(make_city())} == {visitor}


def test_count_what_came_back_weighs_each_visit_and_never_gives_a_certain_zero():
    rows = drawn(number=8, per_week=4)
    answer(rows[0], "came_back")
    answer(rows[1], "unjudged", note="进不去")
    for row in rows[2:]:
        answer(row, "holds")
    looks = looks_in(make_city(), Period("", None, None))
    share = share_back(looks)
    assert (share.looked, share.back, share.unjudged) == (3, 1, 1)
    assert share.interval.estimate == pytest.approx(1 / 3)
    assert 0 < share.interval.low < 1 / 3 < share.interval.high < 1
    assert [(one.name, one.back) for one in shares_by_unit(make_city(), looks)] == [("市环卫处", 1)]
    assert [(one.name, one.looked) for one in shares_by_category(make_city(), looks)] == [("暴露垃圾", 3)]
    assert days_until_back(looks).share_back(7) == pytest.approx((1 / 3, 1 / 3))


def test_read_what_came_back_of_some_places_counts_their_looks_and_no_others():
    rows = drawn(4, per_week=4)
    for row, result in zip(rows, ["came_back", "holds", "holds", "holds"], strict=True):
        answer(row, result)
    looks = looks_in(make_city(), Period("", None, None))
    unit = rows[0].issue.unit_id
    found = shares_of(looks, {"own": ("unit", {unit}), "other": ("unit", {unit + 1}), "area": ("area", set())})
    assert {key: (one.back, one.looked) for key, one in found.items()} == {"own": (1, 4)}
    assert found["own"].interval == share_back(looks).interval
