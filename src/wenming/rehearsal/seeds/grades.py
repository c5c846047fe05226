"""Grades of the year's papers in the rehearsal city: a rule, every clause graded, a second look on a drawn sample, one difference open and one settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wenming.assessment.actions import keep_material_score
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.engine.grading import Grade
from wenming.kernel.models import Account, City
from wenming.materials.actions import draw_grade_sample, grade_clause, set_grade_rule, settle_clause
from wenming.materials.queries.grades import barred_nodes, clause_lines

STEPS = (Grade("A", 1000), Grade("B", 600), Grade("C", 0))
SOURCE = "三部分分值按 2018-2020 周期公开报道；A、B、C 各得多少为演练自定"
POINTS = {"filing": 40_000, "field": 40_000, "survey": 20_000}
WORDS = (
    "",
    "说明报告没有数据，只写了做法",
    "",
    "",
    "实景图片缺第三季度，说明不全",
    "",
    "三份材料都写成了总结，没有对应标准",
)
"""Why a clause does not get the full grade, in turn; "" where it does. The last is the least grade."""
UNPASSED = "报来的还没有审完，看得出在做，缺印章"
SAMPLE = 12


@dataclass(frozen=True, slots=True)
class Graders:
    """Who grades first, who looks a second time."""

    first: Account
    second: Account


def seed_grades(*, city: City, cast: Graders, at: datetime) -> None:
    """Grade the clauses of which something has passed, all but the last one; look a second time at a sample; then grade the rest; needs the materials."""
    today = at.astimezone(city.zone).date()
    campaign = current_campaign(city, on=today)
    if campaign is None:
        return
    by = cast.first
    set_grade_rule(
        campaign=campaign, steps=STEPS, share="edition", points=POINTS, origin="reported", source=SOURCE, by=by, at=at
    )
    barred = barred_nodes(by, campaign, today.year)
    lines = [
        line
        for line in clause_lines(campaign, today.year, on=today)
        if line.held.complete and line.node.pk not in barred
    ]
    for number, line in enumerate(lines[:-1]):
        words = WORDS[number % len(WORDS)]
        grade_clause(campaign=campaign, node=line.node, year=today.year, label=_label(words), words=words, by=by, at=at)
    if lines[1:]:
        _second(campaign, today.year, cast, at)
        _rest(campaign, today.year, cast.second, at)
        keep_material_score(campaign=campaign, year=today.year, by=by, at=at)


def _rest(campaign: Campaign, year: int, by: Account, at: datetime) -> None:
    """Let the second person grade what the first one left: a forecast is told only where every clause has its grade."""
    barred = barred_nodes(by, campaign, year)
    for line in clause_lines(campaign, year, on=at.astimezone(campaign.city.zone).date()):
        if line.latest is None and line.node.pk not in barred:
            words = "" if line.held.complete else UNPASSED
            grade_clause(campaign=campaign, node=line.node, year=year, label=_label(words), words=words, by=by, at=at)


def _label(words: str) -> str:
    """Return the grade that goes with these words."""
    if not words:
        return "A"
    return "C" if words == WORDS[-1] else "B"


def _second(campaign: Campaign, year: int, cast: Graders, at: datetime) -> None:
    """Draw, grade a second time alike but for two, and settle one of these."""
    sample = draw_grade_sample(campaign=campaign, year=year, size=SAMPLE, grader=cast.second, by=cast.first, at=at)
    drawn = list(sample.clauses.select_related("node", "first").order_by("node__position"))
    apart = [one for one in drawn if one.first.label == "A"][:2]
    for one in drawn:
        label, words = one.first.label, one.first.words
        if one in apart:
            label, words = "B", "有一期写的是计划，看不出办了没有"
        grade_clause(campaign=campaign, node=one.node, year=year, label=label, words=words, by=cast.second, at=at)
    if apart:
        settle_clause(
            campaign=campaign, node=apart[0].node, year=year, label="B", by=cast.first, at=at,
            words="一起重看：第二季度确是计划，请单位补做法和结果，先按 B",
        )  # fmt: skip
