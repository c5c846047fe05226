"""Grades as pages show them: lines of clauses, what was given, agreement with its intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.agreement import Agreement, Coefficient
from wenming.engine.grading import FULL, ClausePoints, Grade, GradeStanding
from wenming.engine.intervals import Interval
from wenming.engine.scoring.display import score_text
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import DASH, moment_text, number_text, points_text
from wenming.materials.enums import STANDINGS, GradeStage
from wenming.materials.models import ClauseGrade
from wenming.materials.queries.grades import ClauseLine, Wanted
from wenming.materials.schemas.items import asks_text, number_of
from wenming.standards.schemas import node_name

KEYS = "123456789-=["
"""Number keys of the grades, best first."""


def standing_view(standing: GradeStanding) -> dict[str, str]:
    """Return how far a grade is as a pill."""
    tone, shape, label = STANDINGS[standing]
    return {"tone": tone, "shape": shape, "label": str(label)}


def stage_word(stage: Any) -> str:
    """Say whose grade it is."""
    return str(GradeStage(stage).label)


def grade_view(grade: ClauseGrade, city: City) -> dict[str, Any]:
    """Return a grade that was given."""
    return {
        "stage": stage_word(grade.stage),
        "label": grade.label,
        "rate": milli_percent(grade.milli),
        "words": grade.words,
        "by": grade.by.name,
        "at": moment_text(grade.at, city),
        "year": grade.year,
        "full": grade.milli == FULL,
    }


def milli_percent(milli: int) -> str:
    """Return milli-points as per cent without needless zeros: 60%, 62.5%."""
    return f"{milli / 10:g}%"


def steps_view(grades: Sequence[Grade]) -> list[dict[str, Any]]:
    """Return the grades that can be given, each with its key."""
    return [
        {"label": one.label, "rate": milli_percent(one.milli), "key": KEYS[place], "full": one.milli == FULL}
        for place, one in enumerate(grades)
    ]


def wanted_view(one: Wanted) -> dict[str, Any]:
    """Return a requirement with how much of it is there."""
    return {
        "number": number_of(one.row),
        "name": one.row.name,
        "asks": asks_text(one.row),
        "held": f"{one.held.complete} / {one.held.asked}" if one.held.asked else DASH,
        "full": one.held.asked > 0 and one.held.complete == one.held.asked,
        "note": one.row.note,
    }


def held_text(line: ClauseLine) -> str:
    """Say how much of what is asked for is there."""
    if not line.held.asked:
        return _("没有要报的")
    return f"{line.held.complete} / {line.held.asked}"


def grade_rows(
    lines: Iterable[ClauseLine], points: Mapping[str, ClausePoints], city: City, *, year: int, reader: Account
) -> str:
    """Return the clauses of a year as rows; what the reader has still to grade blind is shown without the first grade."""
    rows = [_row(line, points.get(line.node.code), city, year=year, reader=reader) for line in lines]
    texts = {
        "held": _("材料"),
        "first": stage_word(GradeStage.FIRST),
        "second": stage_word(GradeStage.SECOND),
        "settled": stage_word(GradeStage.SETTLED),
        "points": _("分值"),
        "reached": _("得分（低—高）"),
        "state": _("状态"),
        "hidden": _("复评后可见"),
    }
    return render_to_string("materials/grade_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _row(line: ClauseLine, points: ClausePoints | None, city: City, *, year: int, reader: Account) -> dict[str, Any]:
    """Return one row."""
    blind = line.blind(reader)
    return {
        "code": line.node.code,
        "name": node_name(line.node),
        "url": f"{reverse('materials:grade', args=[city.slug, line.node.pk])}?year={year}",
        "held": held_text(line),
        "late": line.held.late,
        "blind": blind,
        "first": _short(line.first),
        "second": _short(line.second),
        "settled": _short(line.settled),
        "drawn": line.sampled is not None,
        "points": points_text(points.points) if points and not blind else DASH,
        "reached": span_text(points) if points and not blind else DASH,
        "state": standing_view(GradeStanding.UNGRADED if blind else line.range.standing),
    }


def _short(grade: ClauseGrade | None) -> dict[str, str] | None:
    """Return a grade in a cell: its word, and why as a title."""
    return {"label": grade.label, "words": grade.words} if grade else None


def span_text(points: ClausePoints) -> str:
    """Return what is reached of a clause: a number, or from the least to the most."""
    if points.low == points.high:
        return score_text(points.low)
    return f"{score_text(points.low)}—{score_text(points.high)}"


def agreement_view(found: Agreement, weighted: Agreement) -> dict[str, Any]:
    """Return how far two agree: counts always, coefficients only where the pairs are worth thirty independent ones."""
    same = round(found.percent.estimate * found.pairs)
    return {
        "pairs": number_text(found.pairs),
        "same": number_text(same),
        "range": range_text(found.percent) if found.pairs else "",
        "band": {
            "x": f"{100 * found.percent.low:.2f}%",
            "width": f"{max(100 * (found.percent.high - found.percent.low), 0.2):.2f}%",
            "point": f"{100 * found.percent.estimate:.2f}%",
        },
        "rate": f"{100 * found.percent.estimate:.1f}" if found.pairs else DASH,
        "tells": found.tells,
        "kappa": coefficient_text(found.kappa),
        "weighted": coefficient_text(weighted.kappa),
        "ac1": coefficient_text(found.ac1),
    }


def range_text(interval: Interval) -> str:
    """Return the bounds of a share in per cent."""
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def coefficient_text(found: Coefficient | None) -> str:
    """Return a coefficient with its interval, said to be too little where few pairs stand behind it; a dash where nothing varies."""
    if found is None:
        return DASH
    text = f"{found.low:.2f}–{found.high:.2f}"
    if not found.tells:
        return pgettext("rate", "样本不足（%(range)s）") % {"range": text}
    return f"{found.estimate:.2f} ({text})"
