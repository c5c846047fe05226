"""Grades by clause: the rule, what a reviewer gives, and what two who differ settle on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from wenming.campaigns.models import Campaign
from wenming.engine.grading import FULL, Grade, GradeStanding
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.steps import NotPossibleError, locked_campaign, office_campaign, require
from wenming.materials.enums import GradeStage, PointShare, RuleOrigin
from wenming.materials.models import ClauseGrade, GradeRule, SampledClause
from wenming.materials.queries.grades import ClauseLine, barred_nodes, clause_lines, grades_for, rule_of
from wenming.materials.rules import grades_materials
from wenming.organisations.rules import require_again
from wenming.standards.models import Node

MOST_STEPS = 12
LABEL_LENGTH, SOURCE_LENGTH, WORDS_LENGTH = 20, 300, 500


@transaction.atomic
def set_grade_rule(
    *,
    campaign: Campaign,
    steps: Sequence[Grade],
    share: str,
    points: Mapping[str, int | None],
    origin: str,
    source: str,
    by: Account,
    at: datetime,
) -> GradeRule:
    """Write down how papers are graded where the edition does not say, with what it rests on; grades that were given stay as they are.

    ``points``: filing, field and survey in milli-points. NotPossibleError("no_steps", "no_source", "uneven_points").
    """
    held = office_campaign(campaign, by)
    require(_fit(steps), "no_steps")
    require(source.strip() and origin in RuleOrigin.values and share in PointShare.values, "no_source")
    said = [points.get(name) for name in ("filing", "field", "survey")]
    require(all(one is None for one in said) or all(one is not None for one in said), "uneven_points")
    rule = GradeRule.objects.create(
        city=held.city,
        campaign=held,
        steps=[[one.label, one.milli] for one in steps],
        share=share,
        filing=said[0],
        field=said[1],
        survey=said[2],
        origin=origin,
        source=source.strip()[:SOURCE_LENGTH],
        by=by,
        at=at,
    )
    data = {"campaign": held.pk, "steps": len(steps), "origin": str(origin)}
    record_event(city=held.city, kind="material.rule_set", subject=rule, data=data, by=by, at=at)
    return rule


def _fit(steps: Sequence[Grade]) -> bool:
    """Tell whether these are grades: two at least, each with its word, falling from the full points."""
    labels, millis = [one.label.strip() for one in steps], [one.milli for one in steps]
    named = all(labels) and len(set(labels)) == len(labels) and max(map(len, labels), default=0) <= LABEL_LENGTH
    falls = all(above > below for above, below in pairwise(millis))
    return 2 <= len(steps) <= MOST_STEPS and named and falls and millis[0] == FULL and millis[-1] >= 0


@transaction.atomic
def grade_clause(
    *, campaign: Campaign, node: Node, year: int, label: str, by: Account, at: datetime, words: str = ""
) -> ClauseGrade:
    """Grade the papers of a clause: the second grade where a lot gave it to this person, else the first.

    NotPossibleError("not_in_list", "own_clause", "drawn_already", "no_rule", "no_grade", "no_grade_words").
    """
    held = locked_campaign(campaign)
    require_again(grades_materials, by, held.city)
    line = line_of(held, node, year, at)
    require(node.pk not in barred_nodes(by, held, year), "own_clause")
    second = line.blind(by)
    require(second or line.sampled is None, "drawn_already")
    stage = str(GradeStage.SECOND if second else GradeStage.FIRST)
    grade = _give(line, _chosen(held, node, label), campaign=held, year=year, stage=stage, words=words, by=by, at=at)
    if second:
        SampledClause.objects.in_city(held.city).filter(node=node, sample__campaign=held, sample__year=year).update(
            second=grade
        )
    return grade


@transaction.atomic
def settle_clause(
    *, campaign: Campaign, node: Node, year: int, label: str, words: str, by: Account, at: datetime
) -> ClauseGrade:
    """Write down what holds where two people graded differently, or where papers came in after both; both grades stay beside it.

    NotPossibleError("not_in_list", "nothing_to_settle", "no_rule", "no_grade", "no_reason").
    """
    held = office_campaign(campaign, by)
    line = line_of(held, node, year, at)
    apart = line.second is not None and line.first is not None and line.first.milli != line.second.milli
    open_still = apart or line.range.standing is not GradeStanding.HOLDS
    require(line.second is not None and open_still, "nothing_to_settle")
    require(words.strip(), "no_reason")
    grade, stage = _chosen(held, node, label), str(GradeStage.SETTLED)
    return _give(line, grade, campaign=held, year=year, stage=stage, words=words, by=by, at=at)


def line_of(campaign: Campaign, node: Node, year: int, at: datetime) -> ClauseLine:
    """Return the line of a clause of a year. NotPossibleError("not_in_list")."""
    lines = clause_lines(campaign, year, on=at.astimezone(campaign.city.zone).date())
    found = next((line for line in lines if line.node.pk == node.pk), None)
    if found is None:
        raise NotPossibleError("not_in_list")
    return found


def _chosen(campaign: Campaign, node: Node, label: str) -> Grade:
    """Return the grade that bears this word."""
    grades = grades_for(campaign, node.code, rule_of(campaign))
    require(grades, "no_rule")
    found = next((one for one in grades if one.label == label), None)
    if found is None:
        raise NotPossibleError("no_grade")
    return found


def _give(
    line: ClauseLine,
    grade: Grade,
    *,
    campaign: Campaign,
    year: int,
    stage: str,
    words: str,
    by: Account,
    at: datetime,
) -> ClauseGrade:
    """Append a grade with its event, which does not say what was given: who is to grade it a second time reads the chain too."""
    words = words.strip()[:WORDS_LENGTH]
    require(words or grade.milli == FULL, "no_grade_words")
    given = ClauseGrade.objects.create(
        city=campaign.city, campaign=campaign, node=line.node, year=year, stage=stage, label=grade.label, milli=grade.milli,
        words=words, by=by, at=max(at, line.latest.at) if line.latest else at,
    )  # fmt: skip
    data = {"campaign": campaign.pk, "year": year, "node": line.node.code, "stage": stage}
    kind = "material.grade_settled" if stage == GradeStage.SETTLED else "material.graded"
    record_event(city=campaign.city, kind=kind, subject=given, data=data, by=by, at=at)
    return given
