"""How far a round can be trusted, as the page and the workbook show it: no number where there are too few pairs, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.agreement import Agreement, Coefficient
from wenming.engine.intervals import Interval
from wenming.inspections.queries.fieldwork.quality import DISPUTED, UNFITTING, ItemQuality, Quality, TeamQuality
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, number_text
from wenming.standards.schemas import node_name

STEP = 5
"""Minutes that one bar of the histogram stands for."""
LAST = 60
"""From so many minutes on, visits share a bar."""
HEIGHT = 96
"""Pixels of the highest bar."""


def percent_text(interval: Interval) -> str:
    """Return a share with its interval, or the counts where there are too few looks to tell it."""
    if not interval.tells:
        hits = number_text(round(interval.estimate * interval.n))
        return _("%(hits)s/%(looks)s 样本不足") % {"hits": hits, "looks": number_text(interval.n)}
    return f"{100 * interval.estimate:.1f} ({range_text(interval)})"


def range_text(interval: Interval) -> str:
    """Return the bounds of a share in per cent."""
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def coefficient_text(found: Coefficient | None) -> str:
    """Return a coefficient with its interval; a dash where nothing varies, words where there are too few pairs."""
    if found is None:
        return DASH
    if not found.tells:
        return pgettext("rate", "样本不足")
    return f"{found.estimate:.2f} ({found.low:.2f}–{found.high:.2f})"


def band(interval: Interval) -> dict[str, str]:
    """Return where an interval lies between 0 and 100 %; no point where the share may not be told."""
    return {
        "x": f"{100 * interval.low:.2f}%",
        "width": f"{max(100 * (interval.high - interval.low), 0.2):.2f}%",
        "point": f"{100 * interval.estimate:.2f}%" if interval.tells else "",
        "label": _("%(text)s，95%% 范围 %(range)s") % {"text": percent_text(interval), "range": range_text(interval)},
    }


def agreement_view(agreed: Agreement) -> dict[str, Any]:
    """Return one line of agreement."""
    return {
        "pairs": number_text(agreed.pairs),
        "sites": number_text(agreed.sites),
        "percent": percent_text(agreed.percent),
        "tells": agreed.percent.tells,
        "band": band(agreed.percent) if agreed.pairs else None,
        "kappa": coefficient_text(agreed.kappa) if agreed.tells else DASH,
        "ac1": coefficient_text(agreed.ac1) if agreed.tells else DASH,
    }


def item_view(one: ItemQuality, city: City) -> dict[str, Any]:
    """Return one check item with the way to where the handbook says how it is judged."""
    sheet = reverse("standards:sheet", args=[city.slug, one.item.site_type])
    return {
        **agreement_view(one.agreed),
        "code": one.item.code,
        "name": node_name(one.item),
        "url": f"{sheet}#{one.item.code}",
        "differing": number_text(one.differing),
        "apart": _apart_text(one),
        "unfitting": percent_text(one.unfitting),
        "unfitting_band": band(one.unfitting),
        "looks": number_text(one.unfitting.n),
        "unfitting_count": number_text(round(one.unfitting.estimate * one.unfitting.n)),
        "reasons": _reasons(one),
    }


def _apart_text(one: ItemQuality) -> str:
    """Return how far counts lie apart, as a sentence; "" where nothing was counted twice."""
    if one.counts is None or not one.counts.pairs:
        return ""
    return _("计数平均相差 %(distance)s（%(pairs)s 对）") % {
        "distance": f"{one.counts.distance:.1f}",
        "pairs": number_text(one.counts.pairs),
    }


def _reasons(one: ItemQuality) -> list[str]:
    """Return why an item needs to be clarified, with the counts behind it."""
    found = []
    if one.agreed.trouble > DISPUTED:
        found.append(
            _("%(pairs)s 对里 %(differing)s 对判得不一样")
            % {"pairs": number_text(one.agreed.pairs), "differing": number_text(one.differing)}
        )
    if one.unfitting.low > UNFITTING:
        found.append(
            _("%(looks)s 次里 %(times)s 次不适用")
            % {
                "looks": number_text(one.unfitting.n),
                "times": number_text(round(one.unfitting.estimate * one.unfitting.n)),
            }
        )
    return found


def team_view(one: TeamQuality) -> dict[str, Any]:
    """Return one pair of teams."""
    first, second = one.teams
    inside = first == second
    return {
        **agreement_view(one.agreed),
        "name": _("%(team)s内部") % {"team": first}
        if inside
        else pgettext("teams", "%(one)s 与 %(other)s") % {"one": first, "other": second},
    }


def quality_view(found: Quality, city: City) -> dict[str, Any]:
    """Return everything that the page shows."""
    items = {one.item.code: item_view(one, city) for one in found.items}
    return {
        "whole": agreement_view(found.whole),
        "unclear": [items[one.item.code] for one in found.unclear],
        "coded": [items[one.item.code] for one in found.items if one.agreed.pairs],
        "lone": [items[one.item.code] for one in found.items if not one.agreed.pairs],
        "teams": [team_view(one) for one in found.teams],
        "unlisted": found.unlisted,
        "conflicts": number_text(found.conflicts),
        "answers": number_text(found.answers),
        "hours": minutes_view(found.minutes, found.planned),
    }


def minutes_view(minutes: Sequence[int], planned: Sequence[int]) -> dict[str, Any] | None:
    """Return how long the visits of the round took as a histogram; None below so many visits that one could be recognised."""
    if not minutes:
        return None
    bars = LAST // STEP + 1
    counts = [0] * bars
    for minute in minutes:
        counts[min(minute // STEP, bars - 1)] += 1
    highest = max(counts)
    heights = [round(HEIGHT * count / highest) for count in counts]
    middle = median(planned) if planned else None
    return {
        "bars": [
            {
                "x": f"{100 * place / bars + 0.3:.2f}%",
                "width": f"{100 / bars - 0.6:.2f}%",
                "y": HEIGHT - heights[place],
                "height": heights[place],
                "label": _bin_text(place, bars),
                "count": number_text(counts[place]),
            }
            for place in range(bars)
        ],
        "ticks": [
            {"x": f"{100 * place / bars:.2f}%", "label": str(place * STEP), "anchor": "middle" if place else "start"}
            for place in range(0, bars, 2)
        ],
        "planned": f"{100 * min(middle / STEP, bars - 0.5) / bars:.2f}%" if middle is not None else "",
        "planned_text": _("计划 %(minutes)s 分钟") % {"minutes": f"{middle:g}"} if middle is not None else "",
        "median": f"{median(minutes):g}",
        "visits": ngettext("%(count)s 次到点", "%(count)s 次到点", len(minutes)) % {"count": number_text(len(minutes))},
    }


def _bin_text(place: int, bars: int) -> str:
    """Return the minutes that a bar stands for."""
    begins = place * STEP
    if place == bars - 1:
        return _("%(minutes)s 分钟以上") % {"minutes": begins}
    return _("%(begins)s–%(ends)s 分钟") % {"begins": begins, "ends": begins + STEP - 1}
