"""A kept forecast as a card: the chance, its density, what it rests on. Only for those who may see chances."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.enums import part_word
from wenming.assessment.models import ForecastRun
from wenming.assessment.schemas.forecasts.words import SOURCES, type_word
from wenming.engine.forecast import SpreadSource
from wenming.engine.grading import ScorePart
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.standards.schemas import in_language

SHOWN = 5
REACH = 3.2
"""So many standard deviations to either side are drawn."""
STEPS = (0.5, 1, 2, 5, 10, 20)
MOST_TICKS = 8
MOST_STRETCHES = 14


def clause_line(run: ForecastRun, part: str, kind: str, code: str) -> dict[str, str]:
    """Return a clause by its name, with the pages on which its gap is explained and tried out ("" where there are none)."""
    city = run.city
    name, name_en = run.past["names"].get(code, ("", ""))
    told = in_language(name, name_en or name)
    line = {"part": part_word(ScorePart(part)), "code": code, "name": told, "type": "", "url": "", "whatif": ""}
    number = run.past["seen"].get(kind)
    if part == ScorePart.FIELD:
        line["type"] = type_word(kind)
        if code and number:
            line["url"] = reverse("assessment:gap", args=[city.slug, number, code])
            score = reverse("assessment:score", args=[city.slug, number])
            line["whatif"] = f"{score}?{urlencode({'pick': code, f'to-{code}': 100})}#whatif"
    else:
        line["url"] = f"{reverse('assessment:year', args=[city.slug])}?campaign={run.campaign_id}&year={run.year}"
    return line


def forecast_card(run: ForecastRun, city: City) -> dict[str, Any] | None:
    """Return the card of a forecast that said something, None where it was silent."""
    answer, chances = run.result["answer"], run.result["chances"]
    told = answer["forecast"]
    if told is None:
        return None
    middle = {one["level"]: one for one in told["quantiles"]}
    facts = {"low": f"{middle[0.1]['points']:.1f}", "high": f"{middle[0.9]['points']:.1f}"}
    return {
        "reaches": chances["reaches"],
        "line": f"{answer['shortfall']['line']:g}",
        "median": f"{middle[0.5]['points']:.1f}",
        "range": _("80%% 区间 %(low)s—%(high)s") % facts,
        "pairs": _pairs(chances),
        "chart": chart_of(told, answer["shortfall"]["line"], chances["reaches"]),
        "quantiles": [
            {"level": f"{one['level'] * 100:g}%", "points": f"{one['points']:.1f}", "error": f"{one['error']:.2f}"}
            for one in told["quantiles"]
        ],
        "density": density_lines(told["density"], answer["shortfall"]["line"]),
        "shares": shares_of(told["shares"]),
        "sources": source_lines(told["shares"]),
        "drivers": [_driver(run, one, told["drivers"][0]["chance"]) for one in told["drivers"][:SHOWN]],
        "lessons": [
            {"name": type_word(one["type"]), "share": f"{one['share'] * 100:.0f}%"} for one in told["lessons"][:SHOWN]
        ],
        "kept": _("%(at)s 存证，指纹 %(digest)s；结果公布前不可更改")
        % {"at": moment_text(run.at, city), "digest": f"{run.digest[:4]} {run.digest[4:8]}"},
    }


def _pairs(chances: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the other chances, by name."""
    pairs = [(_("经省级推荐并达标"), chances["passes"])] if chances["passes"] else []
    pairs += [(_("进前 %(n)s 名") % {"n": place}, text) for place, text in chances["ranks"]]
    return pairs + [(_("假如 %(key)s") % {"key": key}, text) for key, text in chances["scenarios"]]


def chart_of(told: dict[str, Any], line: float, reaches: str) -> dict[str, Any]:
    """Return the density in per cent of its frame: the part below the line, the part above, axis, 80 % interval."""
    density, spread = told["density"], max(told["spread"], 0.05)
    low = min(told["mean"] - REACH * spread, line - spread)
    high = max(told["mean"] + REACH * spread, line + spread)
    counts, width = smoothed(density["counts"]), density["width"]
    top = max(counts)

    def x(points: float) -> float:
        return 100 * (points - low) / (high - low)

    def spot(points: float, count: float) -> str:
        return f"{x(points):.2f},{100 - 92 * count / top:.2f}"

    middles = [(density["first"] + width * (place + 0.5), count) for place, count in enumerate(counts)]
    middles = [(at, count) for at, count in middles if low <= at <= high]
    left, right = [one for one in middles if one[0] < line], [one for one in middles if one[0] >= line]
    edges = left[-1:] + right[:1]
    bound = spot(line, sum(count for _at, count in edges) / len(edges))
    level = {one["level"]: one["points"] for one in told["quantiles"]}
    step = next((one for one in STEPS if (high - low) / one <= MOST_TICKS), STEPS[-1])
    first = int(low / step) + 1
    ticks = [first * step + step * place for place in range(int((high - first * step) / step) + 1)]
    return {
        "label": _("得分的分布：达到 %(line)s 分的把握 %(chance)s，居中 %(middle)s 分")
        % {"line": f"{line:g}", "chance": reaches, "middle": f"{level[0.5]:.1f}"},
        "below": _area(left, bound, x(line), spot, before=True),
        "above": _area(right, bound, x(line), spot, before=False),
        "curve": " ".join(spot(*one) for one in middles),
        "line": f"{x(line):.2f}%",
        "line_text": _("达标线 %(line)s") % {"line": f"{line:g}"},
        "ticks": [{"x": f"{x(one):.2f}%", "label": f"{one:g}"} for one in ticks],
        "low": f"{x(level[0.1]):.2f}%",
        "high": f"{x(level[0.9]):.2f}%",
        "middle": f"{x(level[0.5]):.2f}%",
    }


def smoothed(counts: list[int]) -> list[float]:
    """Return counts for the eye: each with half of its neighbours, so that the simulation's own noise is not read as a shape."""
    padded = [0, *counts, 0]
    return [(padded[at - 1] + 2 * padded[at] + padded[at + 1]) / 4 for at in range(1, len(padded) - 1)]


def density_lines(density: dict[str, Any], line: float) -> list[dict[str, Any]]:
    """Return the density as a table: few stretches of scores, one of them from the line on, with how many evaluations lie there."""
    counts, width = density["counts"], density["width"]
    first, whole = round((density["first"] - line) / width), sum(counts)
    each = -(-len(counts) // MOST_STRETCHES)
    found: dict[int, int] = {}
    for place, count in enumerate(counts, start=first):
        found[place // each] = found.get(place // each, 0) + count
    return [
        {
            "from": f"{line + number * each * width:.1f}",
            "to": f"{line + (number + 1) * each * width:.1f}",
            "above": number >= 0,
            "count": count,
            "share": percent_text(count / whole),
        }
        for number, count in found.items()
    ]


def percent_text(share: float) -> str:
    """Return a share as people read it: one that is there is never told as none."""
    return "<0.1%" if 0 < share < 0.0005 else f"{share * 100:.1f}%"


def _area(spots: list[tuple[float, float]], bound: str, at: float, spot: Any, *, before: bool) -> str:
    """Return one side of the line as a polygon down to the base; "" for a side on which nothing lies."""
    if not spots:
        return ""
    drawn, foot = [spot(*one) for one in spots], f"{at:.2f},100"
    end = f"{(drawn[0] if before else drawn[-1]).partition(',')[0]},100"
    return " ".join([end, *drawn, bound, foot] if before else [foot, bound, *drawn, end])


def shares_of(shares: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return where the width comes from as stretches of one bar, the widest first."""
    found, at = [], 0.0
    ordered = sorted(enumerate(shares, start=1), key=lambda one: -one[1]["share"])
    for number, one in ordered:
        width = 100 * one["share"]
        if width >= 0.5:
            label = str(SOURCES[SpreadSource(one["source"])])
            found.append(
                {
                    "label": label,
                    "x": f"{at:.2f}%",
                    "width": f"{width:.2f}%",
                    "text": f"{width:.0f}%",
                    "tone": f"fc-s{number}",
                }
            )
        at += width
    return found


def source_lines(shares: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return where the width comes from as a table: every source, the widest first."""
    ordered = sorted(shares, key=lambda one: -one["share"])
    return [
        {"label": str(SOURCES[SpreadSource(one["source"])]), "share": percent_text(one["share"])} for one in ordered
    ]


def _driver(run: ForecastRun, one: dict[str, Any], most: float) -> dict[str, str]:
    """Return what mending a clause would do to the chance."""
    line = clause_line(run, one["part"], one["type"], one["clause"])
    line |= {
        "chance": pgettext("points", "+%(n)s 个百分点") % {"n": f"{one['chance'] * 100:.1f}"},
        "error": f"±{one['error'] * 100:.1f}",
        "points": f"+{one['points']:.2f}",
        "width": f"{100 * one['chance'] / most:.2f}%" if most else "0%",
    }
    return line
