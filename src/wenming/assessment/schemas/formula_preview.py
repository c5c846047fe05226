"""What a formula gives, worked out on an example: shown beside the form while it is filled in, and on the page of a version."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.enums import FormulaSource
from wenming.assessment.schemas.formula_words import ABSENT, COMBINE, START, input_words
from wenming.engine.formulas import Formula, FormulaEntrant, InputError, Part, score_all, worked
from wenming.engine.formulas.reading import decimal_text
from wenming.engine.formulas.working import figure
from wenming.engine.scoring.display import round_half_up

USUAL = Fraction(9, 10)
"""An input that no example names is taken as nine tenths of what it may be."""


def examples(formula: Formula) -> list[dict[str, Any]]:
    """Return an example for every group: what goes in, the sums, what comes out."""
    return [_example(formula, group.key, group.name) for group in formula.leagues] or [_example(formula, "", "")]


def _example(formula: Formula, group: str, name: str) -> dict[str, Any]:
    """Return the example of a group."""
    known = formula.example.inputs if formula.example and formula.example.league == group else {}
    inputs = {key: known.get(key, _usual(key, part)) for key, part in formula.inputs(group).items()}
    shown = [{"name": _input_name(formula, key), "value": decimal_text(value)} for key, value in inputs.items()]
    try:
        (score,) = score_all(formula, [FormulaEntrant(_("示例"), inputs, group)]).scores
    except InputError as fault:
        return {"name": name, "inputs": shown, "lines": [], "score": "", "grade": "", "fault": input_words(fault)}
    return {
        "name": name,
        "inputs": shown,
        "lines": list(worked(score, digits=formula.digits)),
        "score": str(round_half_up(score.published, formula.digits)),
        "grade": score.grade,
        "fault": "",
    }


def _usual(key: str, part: Part) -> Fraction:
    """Return what an input is taken as: a measured part nine tenths, a percentage that is compared with a limit its limit, a count one."""
    if part.key == key and not part.children:
        return part.scale * USUAL
    limits = [one.limit for one in (*part.deductions, *part.bonuses) if one.of == key and one.limit is not None]
    return limits[0] if limits else Fraction(1)


def _input_name(formula: Formula, key: str) -> str:
    """Return what an input is called: its part, else its key."""
    part = formula.parts.get(key)
    return part.name if part else key


def part_lines(formula: Formula, sources: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parts from the top down as a table: how deep, what it is worth, how it comes about."""
    return _lines(formula.root, sources, 0)


def _lines(part: Part, sources: Mapping[str, str], depth: int) -> list[dict[str, Any]]:
    """Return a part and those below it."""
    line = {
        "depth": min(depth, 4),
        "name": part.name,
        "key": part.key,
        "weight": "" if depth == 0 else decimal_text(part.weight),
        "full": decimal_text(part.full),
        "how": str(COMBINE[part.combine]) if part.children else str(START[part.start]),
        "absent": str(ABSENT[part.absent]),
        "source": "" if part.children or part.key not in sources else str(FormulaSource(sources[part.key]).label),
        "moves": [*_moves(part, sign=-1), *_moves(part, sign=1)],
    }
    return [line, *(below for child in part.children for below in _lines(child, sources, depth + 1))]


def _moves(part: Part, *, sign: int) -> list[str]:
    """Return what is taken off or added, in words."""
    found = []
    for one in part.deductions if sign < 0 else part.bonuses:
        facts = {
            "of": one.of,
            "each": figure(one.each),
            "limit": figure(one.limit or Fraction(0)),
            "most": figure(one.most or Fraction(0)),
        }
        if one.limit is None:
            line = (
                pgettext("formula", "%(of)s 每次扣 %(each)s 分")
                if sign < 0
                else pgettext("formula", "%(of)s 每次加 %(each)s 分")
            )
        else:
            line = (
                pgettext("formula", "%(of)s 低于 %(limit)s%%，每低 1 个百分点扣 %(each)s 分")
                if sign < 0
                else pgettext("formula", "%(of)s 高于 %(limit)s%%，每高 1 个百分点加 %(each)s 分")
            )
        most = pgettext("formula", "，最多 %(most)s 分") if one.most is not None else ""
        found.append((line + most) % facts)
    return found
