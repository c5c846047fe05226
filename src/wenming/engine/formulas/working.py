"""A score as sums that anybody can follow with a pocket calculator; only names of the formula and figures, so that it needs no translation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wenming.engine.formulas.models import Combine, Part, Start
from wenming.engine.formulas.reading import decimal_text
from wenming.engine.formulas.scoring import PartSource, PartValue, Score
from wenming.engine.scoring.display import round_half_up

LONGEST = 8
"""Decimals of an intermediate figure that does not end."""


def worked(score: Score, *, digits: int) -> tuple[str, ...]:
    """Return the lines, lowest parts first: "街道指数 = 0.85 × 97.96 + 0.15 × 96.65 = 97.7635 ≈ 97.76". ``digits``: of the published score."""
    lines = [line for value in score.parts.values() if (line := _line(value, score))]
    top = list(score.parts.values())[-1]
    if top.points == score.published:
        return tuple(lines)
    return (*lines, f"{top.part.name} ≈ {round_half_up(score.exact, digits)}")


def figure(value: Fraction) -> str:
    """Return a figure in full where it ends within eight decimals, else cut there."""
    text = decimal_text(value)
    if "/" in text or len(text.partition(".")[2]) > LONGEST:
        return f"{round_half_up(value, LONGEST)}…"
    return text


def _line(value: PartValue, score: Score) -> str:
    """Return the sum of one part; "" where there is nothing to reckon."""
    part = value.part
    if value.source is not PartSource.MEASURED or value.raw is None:
        return ""
    first = _joined(part, score) if part.children else _measured(part, score)
    steps = [f"- {figure(points)}" for points in value.lost] + [f"+ {figure(points)}" for points in value.won]
    found = " ".join([first, *steps])
    points = value.points or Fraction(0)
    if found == figure(points):
        return ""
    exact = value.raw - sum(value.lost, Fraction(0)) + sum(value.won, Fraction(0))
    tail = f" = {figure(exact)}" if found != figure(exact) else ""
    if points != exact:
        # rounded, or held between nothing and full points
        tail += f" → {figure(points)}"
    return f"{part.name} = {found}{tail}"


def _measured(part: Part, score: Score) -> str:
    """Return where a lowest part begins."""
    if part.start is Start.FULL:
        return figure(part.full)
    value = figure(score.entrant.inputs[part.key])
    return value if part.scale == part.full else f"{value} ÷ {figure(part.scale)} × {figure(part.full)}"


def _joined(part: Part, score: Score) -> str:
    """Return the parts below with their weights."""
    return " + ".join(_terms(part, score))


def _terms(part: Part, score: Score) -> Iterator[str]:
    """Yield one term for each part that counts."""
    for child in part.children:
        value = score.parts[child.key]
        if value.points is not None:
            plain = part.combine is Combine.SUM and value.share == 1
            yield figure(value.points) if plain else f"{figure(value.share)} × {figure(value.points)}"
