"""How precise a round becomes, as pages and workbooks show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.engine.sampling import AllocationError
from wenming.engine.sampling.precision import (
    Line,
    Seen,
    Survey,
    rates_for,
    spread_of,
    table,
    units_for_difference,
    units_for_half_width,
)
from wenming.kernel.schemas import number_text
from wenming.workbench.queries import type_of

POINTS = 100


@dataclass(frozen=True)
class Expected:
    """What is expected of each class: its units, its rate, and how many sites of its type were seen (None = typed, 0 = none)."""

    counts: Mapping[str, int]
    rates: Mapping[str, Fraction]
    sites: Mapping[str, int | None]

    @property
    def spreads(self) -> dict[str, Fraction]:
        """The spreads that follow from the rates."""
        return {name: spread_of(rate) for name, rate in self.rates.items()}


def expected_of(counts: Mapping[str, int], seen: Mapping[str, Seen]) -> Expected:
    """Return what is expected of classes, whose names begin with the type of site, by what was seen of the types."""
    types = {name: name if name in seen else type_of(name) for name in counts}
    rates = rates_for(set(types.values()), seen)
    sites = {name: seen[kind].sites if kind in seen else 0 for name, kind in types.items()}
    return Expected(counts, {name: rates[kind] for name, kind in types.items()}, sites)


def plan_of(expected: Expected, *, points: float, power: float) -> dict[str, Any]:
    """Return how many sites it takes, their shares, and what other numbers would tell; ``short`` where all sites do not suffice."""
    survey = Survey(expected.counts, expected.spreads)
    try:
        apart = units_for_difference(survey, points, power=power)
        wide = units_for_half_width(survey, points)
    except AllocationError:
        return {"short": True}
    sizes, narrow = survey.shared(apart), survey.shared(wide)
    lines = table(survey, power=power, also=(apart, wide))
    return {
        "units": number_text(sum(expected.counts.values())),
        "apart": apart,
        "wide": wide,
        "visits": number_text(apart),
        "narrow": number_text(wide),
        "classes": [
            {
                "name": name,
                "units": number_text(expected.counts[name]),
                "rate": f"{float(expected.rates[name]) * POINTS:.1f}%",
                "source": source_words(expected.sites[name]),
                "spread": f"{float(expected.spreads[name]):.3f}",
                "apart": number_text(sizes[name]),
                "wide": number_text(narrow[name]),
            }
            for name in sorted(expected.counts)
        ],
        "lines": [line_row(line, apart, wide) for line in lines],
    }


def line_row(line: Line, apart: int, wide: int) -> dict[str, Any]:
    """Return one line of the table, in points."""
    return {
        "total": number_text(line.total),
        "half_width": f"{line.half_width * POINTS:.2f}",
        "difference": f"{line.difference * POINTS:.2f}",
        "mark": _("看出差别要这么多") if line.total == apart else _("误差要这么多") if line.total == wide else "",
    }


def source_words(sites: int | None) -> str:
    """Say where the rate of a class comes from."""
    if sites is None:
        return _("手填")
    if not sites:
        return _("没有记录，取平均")
    words: str = ngettext("上一轮 %(n)s 处", "上一轮 %(n)s 处", sites)
    return words % {"n": sites}
