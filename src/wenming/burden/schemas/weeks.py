"""A week's burden as pages show it: units against what they may be asked, and twelve weeks as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import ngettext, pgettext

from wenming.burden.enums import Measure
from wenming.burden.queries import Limits, Load
from wenming.burden.schemas.refusals import measure_name
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.organisations.enums import UnitKind

NEAR = 0.8
GAP = 1.2
"""Per cent between two bars."""
MEASURES = tuple(Measure.values)


def week_text(week: date) -> str:
    """Return a week by its first and last day."""
    return f"{formats.date_format(week, 'SHORT_DATE_FORMAT')}—{formats.date_format(week + timedelta(days=6), 'SHORT_DATE_FORMAT')}"


def load_row(load: Load, city: City, week: date) -> dict[str, Any]:
    """Return one unit against its budget."""
    return {
        "name": load.unit.name,
        "kind": str(UnitKind(load.unit.kind).label),
        "url": f"{reverse('burden:unit', args=[city.slug, load.unit.pk])}?week={week.isoformat()}",
        "cells": [_cell(getattr(load.used, name), getattr(load.most, name), measure_name(name)) for name in MEASURES],
        "state": _state(load.share),
    }


def _cell(used: int, most: int, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "text": f"{number_text(used)} / {number_text(most)}",
        "value": min(used, most),
        "most": max(most, 1),
        "full": used >= most and used > 0,
    }


def _state(share: float) -> dict[str, str]:
    """Return how full a week is: shape, word and colour."""
    if share >= 1:
        return {"label": pgettext("burden", "已满"), "tone": "bad", "shape": "square"}
    if share >= NEAR:
        return {"label": pgettext("burden", "快满"), "tone": "warn", "shape": "triangle"}
    return {"label": pgettext("burden", "有余"), "tone": "ok", "shape": "check"}


def charts(trend: Sequence[tuple[date, Limits]]) -> list[dict[str, Any]]:
    """Return twelve weeks of each measure as bars, in per cent of width and height, with the table behind them."""
    found = []
    for name in MEASURES:
        values = [(week, getattr(limits, name)) for week, limits in trend]
        top, part = max([number for _week, number in values] + [1]), 100 / len(values)
        bars = [
            {
                "x": f"{place * part + GAP / 2:.2f}%",
                "y": f"{100 - number / top * 100:.2f}%",
                "width": f"{part - GAP:.2f}%",
                "height": f"{number / top * 100:.2f}%",
                "label": f"{week_text(week)}: {number_text(number)}",
                "now": place == len(values) - 1,
            }
            for place, (week, number) in enumerate(values)
        ]
        said = {"name": str(Measure(name).label), "top": number_text(top), "now": number_text(values[-1][1])}
        found.append({**said, "bars": bars, "label": _trend_words(said, len(values))})
    return found


def _trend_words(said: dict[str, str], weeks: int) -> str:
    text = ngettext(
        "%(name)s，近 %(weeks)s 周：本周 %(now)s，最多的一周 %(top)s",
        "%(name)s，近 %(weeks)s 周：本周 %(now)s，最多的一周 %(top)s",
        weeks,
    )
    return text % {**said, "weeks": weeks}


def week_links(week: date, today: date) -> dict[str, str]:
    """Return the addresses of the week before and, unless it lies ahead, the week after."""
    after = week + timedelta(weeks=1)
    return {
        "before": f"?week={(week - timedelta(weeks=1)).isoformat()}",
        "after": f"?week={after.isoformat()}" if after <= today else "",
        "this": "" if week <= today < after else "?",
    }


def limit_rows(limits: dict[str, Limits], city: City) -> list[dict[str, Any]]:
    """Return what each kind of unit may be asked in a week."""
    return [
        {
            "name": str(UnitKind(kind).label),
            "url": reverse("burden:limit", args=[city.slug, kind]),
            "numbers": [{"label": measure_name(name), "text": number_text(getattr(most, name))} for name in MEASURES],
        }
        for kind, most in limits.items()
    ]


def heads() -> list[str]:
    """Return the heads of the three measures."""
    return [str(Measure(name).label) for name in MEASURES]
