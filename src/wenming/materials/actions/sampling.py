"""A sample of graded clauses for a second look: drawn by lot, stratified by project, repeatable by everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from wenming.campaigns.models import Campaign
from wenming.draws.actions import draw_lots, reveal_secret, seal_draw
from wenming.draws.enums import DrawPurpose
from wenming.draws.queries import chosen_units
from wenming.engine.sampling import FrameRow, Rule
from wenming.engine.standards import Standard
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.steps import office_campaign, require
from wenming.materials.models import GradeSample, SampledClause
from wenming.materials.queries.grades import ClauseLine, barred_nodes, clause_lines
from wenming.materials.rules import grades_materials
from wenming.standards.queries import standard_of

TITLE = "材料复评 {year}-{number} {name}"


@transaction.atomic
def draw_grade_sample(
    *, campaign: Campaign, year: int, size: int, grader: Account, by: Account, at: datetime
) -> GradeSample:
    """Draw so many graded clauses for a second grade by ``grader``, spread over the projects as the graded clauses are.

    Only what has its first grade is drawn from, so that nobody can grade more carefully where he expects a second look; the draw is sealed, drawn and laid
    open at once, by the system. NotPossibleError("unfit_grader", "too_few_drawn", "nothing_to_draw").
    """
    held = office_campaign(campaign, by)
    require(grades_materials(grader, held.city), "unfit_grader")
    require(size >= 1, "too_few_drawn")
    lines = drawable(held, year, grader, at)
    require(lines, "nothing_to_draw")
    strata = strata_of(standard_of(held.edition), lines)
    known = {line.node.code: line for line in lines}
    sizes = spread(Counter(strata.values()), size)
    before = GradeSample.objects.in_city(held.city).filter(campaign=held, year=year).aggregate(last=Max("number"))
    number = (before["last"] or 0) + 1
    sealed = seal_draw(
        city=held.city,
        title=TITLE.format(year=year, number=number, name=held.name),
        purpose=str(DrawPurpose.OTHER),
        frame=[FrameRow(code, stratum) for code, stratum in strata.items()],
        rule=Rule(round=f"materials-{held.pk}-{year}-{number}", sizes=sizes),
        keeper=None,
        by=None,
        at=at,
    )
    draw = reveal_secret(draw=draw_lots(draw=sealed, by=None, at=at), by=None, at=at)
    sample = GradeSample.objects.create(
        city=held.city, campaign=held, year=year, number=number, draw=draw, grader=grader, by=by, at=at
    )
    chosen = [known[unit.key] for unit in chosen_units(draw)]
    SampledClause.objects.bulk_create(
        SampledClause(city=held.city, sample=sample, node=line.node, first=line.first) for line in chosen
    )
    data = {"campaign": held.pk, "year": year, "number": number, "clauses": len(chosen), "draw": draw.pk}
    record_event(city=held.city, kind="material.sample_drawn", subject=sample, data=data, by=by, at=at)
    return sample


def drawable(campaign: Campaign, year: int, grader: Account, at: datetime) -> list[ClauseLine]:
    """Return the clauses that can be drawn: graded by somebody else, not drawn before, nothing in them from the second grader."""
    barred = barred_nodes(grader, campaign, year)
    lines = clause_lines(campaign, year, on=at.astimezone(campaign.city.zone).date())
    return [
        line
        for line in lines
        if line.first is not None
        and line.sampled is None
        and line.first.by_id != grader.pk
        and line.node.pk not in barred
    ]


def strata_of(standard: Standard, lines: Sequence[ClauseLine]) -> dict[str, str]:
    """Return code -> the project (the uppermost line) that it lies in."""
    wanted = {line.node.code for line in lines}
    return {node.code: top.code for top in standard.root.children for node in top.walk() if node.code in wanted}


def spread(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Share a size out in proportion to the strata, largest remainders first, one at least of each while there are as many; all where there are fewer."""
    whole = sum(counts.values())
    left = min(size, whole)
    found = dict.fromkeys(counts, 0)
    while left:
        # the stratum that is furthest behind its share gets the next one, one with none before all others
        open_ones = [name for name in counts if found[name] < counts[name]]
        name = min(open_ones, key=lambda one: (found[one] > 0, found[one] * whole / counts[one], one))
        found[name] += 1
        left -= 1
    return {name: count for name, count in found.items() if count}
