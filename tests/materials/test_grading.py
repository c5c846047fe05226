"""Grades by clause: who may give which, what is drawn for a second look, what two settle on, what the score rests on."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.materials.cases import SECOND, bring, campaign, file_for, make_item, make_requirement, node
from tests.people import AT, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.draws.models import Draw
from wenming.engine.grading import Grade, GradeStanding, ScorePart
from wenming.kernel.models import Event
from wenming.materials import actions
from wenming.materials.actions import NotPossibleError
from wenming.materials.actions.sampling import spread
from wenming.materials.models import ClauseGrade, SampledClause
from wenming.materials.queries.agreeing import agreed_on, graders_in, samples_of
from wenming.materials.queries.grades import (
    barred_nodes,
    clause_inputs,
    clause_lines,
    earlier_grades,
    grades_for,
    open_differences,
    papers_of_clause,
    part_weights,
    rule_of,
    rules_before,
    shares_assumed,
    wanted_for,
)
from wenming.standards.queries import standard_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = 2026
STEPS = (Grade("A", 1000), Grade("B", 600), Grade("C", 0))
POINTS = {"filing": 40_000, "field": 40_000, "survey": 20_000}


def set_rule(**facts):
    usual = {
        "steps": STEPS,
        "share": "equal",
        "points": POINTS,
        "origin": "own",
        "source": "演练办公室会议",
        "by": make_account(OFFICER),
        "at": AT,
    }
    return actions.set_grade_rule(campaign=campaign(), **{**usual, **facts})


def give(code: str = "1.1", label: str = "A", words: str = "", *, by=OFFICER, at=AT + DAY):
    return actions.grade_clause(
        campaign=campaign(), node=node(code), year=YEAR, label=label, words=words, by=make_account(by), at=at
    )


def settle(code: str = "1.1", label: str = "B", words: str = "缺第三季度", *, by=OFFICER, at=AT + 3 * DAY):
    return actions.settle_clause(
        campaign=campaign(), node=node(code), year=YEAR, label=label, words=words, by=make_account(by), at=at
    )


def draw(size: int = 12, *, grader=SUPERVISOR, by=OFFICER, at=AT + DAY):
    return actions.draw_grade_sample(
        campaign=campaign(), year=YEAR, size=size, grader=make_account(grader), by=make_account(by), at=at
    )


def lines():
    return {line.node.code: line for line in clause_lines(campaign(), YEAR, on=AT.date())}


def passed(*codes: str) -> None:
    """One complete requirement for each clause."""
    for code in codes:
        bring(make_item(clause=code, name=f"材料{code}"), "passed")


def test_set_the_rule_appends_with_its_source_and_one_event():
    first = set_rule()
    latest = set_rule(points={}, origin="issued", source="上级通知")
    assert (rule_of(campaign()), rules_before(campaign())) == (latest, [latest, first])
    assert (latest.steps, latest.filing) == ([["A", 1000], ["B", 600], ["C", 0]], None)
    assert Event.objects.in_city(make_city()).filter(kind="material.rule_set").count() == 2


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"steps": STEPS[:1]}, "no_steps"),
        ({"steps": (Grade("A", 1000), Grade("A", 0))}, "no_steps"),
        ({"steps": (Grade("A", 1000), Grade(" ", 0))}, "no_steps"),
        ({"steps": (Grade("A", 900), Grade("B", 0))}, "no_steps"),
        ({"steps": (Grade("A", 1000), Grade("B", 1000))}, "no_steps"),
        ({"steps": ()}, "no_steps"),
        ({"source": "  "}, "no_source"),
        ({"origin": "?"}, "no_source"),
        ({"share": "?"}, "no_source"),
        ({"points": {"filing": 40_000}}, "uneven_points"),
    ],
)
def test_set_a_rule_that_says_nothing_is_refused(facts, reason):
    with pytest.raises(NotPossibleError, match=reason):
        set_rule(**facts)


def test_set_the_rule_as_a_supervisor_is_denied():
    with pytest.raises(PermissionDenied):
        set_rule(by=make_account(SUPERVISOR))


def test_grade_a_clause_twice_keeps_both_and_the_latest_holds():
    passed("1.1")
    set_rule()
    give(label="B", words="缺数据")
    give(label="A")
    line = lines()["1.1"]
    assert (line.first.label, line.range.standing, line.range.low) == ("A", GradeStanding.HOLDS, 1000)
    assert ClauseGrade.objects.in_city(make_city()).count() == 2
    event = Event.objects.in_city(make_city()).filter(kind="material.graded").last()
    assert event.data == {"campaign": campaign().pk, "year": YEAR, "node": "1.1", "stage": "first"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"code": "10.1"}, "not_in_list"),
        ({"label": "D"}, "no_grade"),
        ({"label": "B", "words": " "}, "no_grade_words"),
        ({"by": LIAISON}, None),
    ],
)
def test_grade_what_cannot_be_graded_is_refused(given, reason):
    passed("1.1")
    set_rule()
    with pytest.raises(PermissionDenied if reason is None else NotPossibleError, match=reason):
        give(**given)


def test_grade_without_a_rule_is_refused_and_the_database_wants_words_below_full():
    passed("1.1")
    with pytest.raises(NotPossibleError, match="no_rule"):
        give()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseGrade.objects.create(
            city=make_city(), campaign=campaign(), node=node(), year=YEAR, stage="first", label="B", milli=1,
            by=make_account(OFFICER), at=AT,
        )  # fmt: skip


def test_grade_what_one_uploaded_or_ones_unit_supplied_is_refused():
    set_rule()
    file_for(make_item(), by=make_account(OFFICER))
    with pytest.raises(NotPossibleError, match="own_clause"):
        give()
    assert give(by=SECOND).by == make_account(SECOND)
    assert barred_nodes(make_account(LIAISON), campaign(), YEAR) == {node().pk}


def test_grade_of_what_is_incomplete_or_changed_since_is_a_range_over_all_points():
    requirement = make_requirement()
    bring(make_item(requirement), "passed")
    open_item = make_item(requirement, period=AT.date().replace(month=10, day=1))
    set_rule()
    give(label="B", words="少一期")
    line = lines()["1.1"]
    assert (line.range.standing, line.range.low, line.range.high) == (GradeStanding.INCOMPLETE, 0, 1000)
    assert not line.waits(make_account(OFFICER))
    bring(open_item, "passed", at=AT + 2 * DAY)
    line = lines()["1.1"]
    assert (line.full, line.stale, line.waits(make_account(OFFICER))) == (True, True, True)
    give(at=AT + 3 * DAY)
    assert lines()["1.1"].range.standing is GradeStanding.HOLDS


def test_draw_a_sample_takes_only_what_others_graded_and_can_be_repeated():
    passed("1.1", "4.1", "10.1", "10.2")
    file_for(make_item(clause="12.1"), by=make_account(SECOND))
    set_rule()
    for code in ("1.1", "4.1", "10.1", "12.1"):
        give(code)
    give("10.2", by=SECOND)
    sample = draw(grader=SECOND)
    assert sorted(one.node.code for one in sample.clauses.select_related("node")) == ["1.1", "10.1", "4.1"]
    assert (sample.draw.state, bool(sample.draw.secret), samples_of(campaign(), YEAR)) == ("revealed", True, [sample])
    with pytest.raises(NotPossibleError, match="nothing_to_draw"):
        draw(grader=SECOND)
    assert Draw.objects.in_city(make_city()).count() == 1


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [({"grader": LEADER}, "unfit_grader"), ({"size": 0}, "too_few_drawn"), ({"by": SUPERVISOR}, None)],
)
def test_draw_for_somebody_unfit_or_nothing_is_refused(wanted, reason):
    with pytest.raises(PermissionDenied if reason is None else NotPossibleError, match=reason):
        draw(**wanted)


def test_spread_a_sample_gives_each_project_one_and_then_its_share():
    assert spread(Counter(a=40, b=10, c=1), 12) == {"a": 9, "b": 2, "c": 1}
    assert spread(Counter(a=1, b=1), 12) == {"a": 1, "b": 1}
    assert spread(Counter(a=5, b=5, c=5), 2) == {"a": 1, "b": 1}


def test_second_grade_is_given_blind_by_whom_the_lot_names_and_differences_are_settled():
    passed("1.1", "4.1", "10.1")
    set_rule()
    for code in ("1.1", "4.1", "10.1"):
        give(code)
    draw()
    second = make_account(SUPERVISOR)
    assert [line.blind(second) and line.waits(second) for line in lines().values()] == [True] * 3
    for by in (OFFICER, SECOND):
        with pytest.raises(NotPossibleError, match="drawn_already"):
            give(by=by)
    with pytest.raises(NotPossibleError, match="nothing_to_settle"):
        settle()
    for code in ("4.1", "10.1"):
        give(code, by=SUPERVISOR, at=AT + 2 * DAY)
    give(label="C", words="材料写成总结", by=SUPERVISOR, at=AT + 2 * DAY)
    found = lines()
    assert [one.node.code for one in open_differences(list(found.values()))] == ["1.1"]
    assert (found["1.1"].range.low, found["1.1"].range.high) == (0, 1000)
    for wrong, reason in (({"code": "4.1"}, "nothing_to_settle"), ({"words": ""}, "no_reason")):
        with pytest.raises(NotPossibleError, match=reason):
            settle(**wrong)
    assert settle().stage == "settled"
    line = lines()["1.1"]
    assert (line.first.label, line.second.label, line.settled.label, line.range.low) == ("A", "C", "B", 600)
    agreed = agreed_on(list(lines().values()), [one.milli for one in STEPS])
    assert (agreed.drawn, agreed.plain.pairs, [one.node.code for one in agreed.differing]) == (3, 3, ["1.1"])
    assert round(agreed.plain.percent.estimate, 3) == 0.667
    assert SampledClause.objects.in_city(make_city()).filter(second=None).count() == 0


def test_agreement_counts_grades_that_nobody_gave_among_its_categories():
    assert agreed_on([], [1000, 0]).plain.pairs == 0


def test_inputs_of_the_score_follow_the_edition_and_the_rule():
    passed("1.1", "4.1")
    assert part_weights(campaign(), None) == ({}, False)
    rule = set_rule(share="edition")
    give()
    standard, found = standard_of(campaign().edition), list(lines().values())
    inputs = {one.code: one for one in clause_inputs(standard, found, rule)}
    assert (inputs["1.1"].weight, inputs["1.1"].low) == (standard.node("1.1").points, 1000)
    assert (inputs["4.1"].low, inputs["4.1"].high) == (0, 1000)
    points, by_edition = part_weights(campaign(), rule)
    assert (points[ScorePart.FILING], points[ScorePart.SURVEY], by_edition) == (Fraction(40), Fraction(20), False)
    assert (shares_assumed(standard, found, set_rule()), part_weights(campaign(), set_rule(points={}))[0]) == (
        False,
        {},
    )
    assert shares_assumed(standard, found, rule) == any(standard.node(code).assumed for code in ("1.1", "4.1"))
    assert [one.label for one in grades_for(campaign(), "1.1", rule)] == ["A", "B", "C"]


def test_papers_and_wishes_of_a_clause_come_in_the_order_of_filing():
    second = make_requirement("甲", clause="4.1")
    first = make_requirement("乙", clause="4.1", number=9)
    bring(make_item(first), "passed")
    bring(make_item(second), "submitted")
    make_item(second, period=AT.date().replace(month=10, day=1))
    rows = papers_of_clause(campaign(), node("4.1"), YEAR)
    assert [row.version.item.requirement.name for row in rows] == ["甲", "乙"]
    wanted = wanted_for(campaign(), node("4.1"), YEAR)
    assert [(one.row.name, one.held.complete, one.held.asked) for one in wanted] == [("甲", 0, 2), ("乙", 1, 1)]


def test_earlier_years_show_what_held_and_graders_are_office_and_supervisors():
    passed("1.1")
    facts = {"city": make_city(), "campaign": campaign(), "node": node(), "by": make_account(OFFICER), "at": AT}
    for year, stage, milli in ((2024, "first", 0), (2025, "settled", 600), (2025, "second", 0)):
        ClauseGrade.objects.create(year=year, stage=stage, label=str(milli), milli=milli, words="旧", **facts)
    found = earlier_grades(lines()["1.1"], campaign(), YEAR)
    assert [(one.year, one.milli) for one in found] == [(2025, 600), (2024, 0)]
    make_account(SUPERVISOR)
    assert graders_in(make_city(), on=AT.date()) == [make_account(OFFICER), make_account(SUPERVISOR)]
