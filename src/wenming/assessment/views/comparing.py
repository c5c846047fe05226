"""The parts of the comparison page, ready to print: sentence, bridge from total to total, tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundPair
from wenming.assessment.schemas import ChangeLine, ChangeTable
from wenming.assessment.views.whatif import signed
from wenming.engine.scoring.changes import Split
from wenming.engine.scoring.display import rate_text, round_parts, score_text
from wenming.inspections.models import Round
from wenming.kernel.schemas import DASH, number_text
from wenming.standards.schemas import edition_title

CAUSES = ("rate", "mix", "coverage", "rules")
TICKS = 5


def cause_names(view: str = "tree") -> list[str]:
    """Return what the four causes are called; the rows of an area or unit differ by what was looked at there."""
    mix = _("点位构成") if view == "tree" else _("内容构成")
    return [_("点位得分"), mix, _("测评覆盖"), _("规则作用")]


def head(pair: RoundPair) -> dict[str, Any]:
    """Return the two rounds with their scores' addresses, and what stands in the way of comparing totals."""
    return {
        "before": _round(pair.before),
        "after": _round(pair.after),
        "comparable": pair.comparable,
        "same_edition": pair.same_edition,
        "incomplete": pair.same_edition and not pair.complete,
    }


def _round(round_: Round) -> dict[str, str]:
    """Return one round."""
    url = reverse("assessment:score", args=[round_.city.slug, round_.number])
    edition = round_.edition
    return {
        "name": round_.name,
        "standard": edition_title(edition),
        "edition": f"{edition.edition} {edition.code}",
        "url": url,
    }


def bridge(pair: RoundPair, total: ChangeLine, *, by_points: bool) -> dict[str, Any] | None:
    """Return the way from one total to the other, cause by cause: a sentence, and a bar for each on one axis."""
    before, after = total.values
    if total.split is None or before is None or after is None or total.change is None:
        return None
    scale, places = (1, 3) if by_points else (100, 2)
    causes = [getattr(total.split, cause) * scale for cause in CAUSES]
    shown = round_parts(causes, places)
    steps = [before * scale]
    for cause in causes:
        steps.append(steps[-1] + cause)
    axis = _BridgeAxis(steps)
    texts = [value_text(value, by_points=by_points) for value in (before, after)]
    names = cause_names()
    facts = {
        "before": pair.before.name,
        "after": pair.after.name,
        "was": texts[0],
        "now": texts[1],
        "change": signed(total.change * scale, places),
    }
    sentence = (
        _("%(after)s总分 %(now)s 分，%(before)s %(was)s 分，相差 %(change)s 分。")
        if by_points
        else _("%(after)s总分得分率 %(now)s，%(before)s %(was)s，相差 %(change)s 个百分点。")
    )
    rows = [
        {"name": name, "help": hint, "value": _signed(part), "kind": _kind(cause), **axis.bar(step, step + cause)}
        for name, hint, part, cause, step in zip(names, _hints(), shown, causes, steps, strict=False)
    ]
    ends = [_rows_page(round_) for round_ in (pair.before, pair.after)]
    return {
        "sentence": sentence % facts,
        "parts": _("其中%(parts)s。") % {"parts": _("、").join(f"{row['name']} {row['value']}" for row in rows)},
        "start": {"name": pair.before.name, "value": texts[0], "x": axis.place(steps[0]), "url": ends[0]},
        "end": {"name": pair.after.name, "value": texts[1], "x": axis.place(steps[-1]), "url": ends[1]},
        "rows": rows,
        "ticks": axis.ticks,
        "change": signed(total.change * scale, places),
    }


def _hints() -> list[str]:
    """Say what each cause means."""
    return [
        _("同一内容、同一属地里，点位得分的变化"),
        _("各属地点位所占份额的变化"),
        _("看了哪些内容；没有看的按体系规则处理"),
        _("扣分、否决、加分、达标线等规则"),
    ]


def _kind(value: Fraction) -> str:
    """Return how a bar is drawn."""
    return "up" if value > 0 else "down" if value < 0 else "none"


class _BridgeAxis:
    """An axis just wide enough for every step of the way, with round marks; floats, for drawing only."""

    def __init__(self, steps: Sequence[Fraction]) -> None:
        low, high = float(min(steps)), float(max(steps))
        room = max((high - low) * 0.08, 0.05)
        self.low, self.high = low - room, high + room

    def place(self, value: float | Fraction) -> str:
        """Return where a value lies, as the per cent of the width."""
        return f"{(float(value) - self.low) / (self.high - self.low) * 100:.2f}%"

    def bar(self, first: Fraction, last: Fraction) -> dict[str, str]:
        """Return the bar of one step, and where it ends."""
        width = abs(float(last - first)) / (self.high - self.low) * 100
        return {"x": self.place(min(first, last)), "width": f"{width:.2f}%", "to": self.place(last)}

    @property
    def ticks(self) -> list[dict[str, str]]:
        """Return at most five marks at round numbers."""
        rough = (self.high - self.low) / TICKS
        size = 10.0 ** math.floor(math.log10(rough))
        step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [
            {"x": self.place(mark * step), "label": f"{mark * step:.{places}f}", "anchor": "middle"}
            for mark in range(first, last + 1)
        ]


def table(pair: RoundPair, changes: ChangeTable, view: str, *, by_points: bool) -> dict[str, Any]:
    """Return the table of a view."""
    pages = [_rows_page(round_) for round_ in (pair.before, pair.after)]
    rows = [_row(pages, line, by_points=by_points and view == "tree") for line in changes.lines]
    shared = view == "tree" and pair.complete
    names = cause_names(view)
    shown = names if view == "tree" else names[:2]
    columns = [
        {"tree": _("测评内容"), "areas": _("属地"), "units": _("责任单位")}[view],
        pair.before.name,
        pair.after.name,
        pgettext("column", "相差"),
        *shown,
        *([pgettext("column", "对总分")] if shared else []),
        pgettext("column", "行数"),
    ]
    texts = {
        "causes": shown,
        "before": pgettext("column", "前一轮"),
        "after": pgettext("column", "后一轮"),
        "change": pgettext("column", "相差"),
        "share": pgettext("column", "对总分"),
        "rows": pgettext("column", "行数"),
        "toggle": _("展开或收起"),
        "altered": _("分值或规则有改动"),
    }
    html = render_to_string(
        "assessment/change_rows.html",
        {"rows": rows, "texts": texts, "shared": shared, "tree": view == "tree"},
        using="jinja2",
    )
    return {
        "columns": columns,
        "rows_html": html if rows else "",
        "table_note": _note(pair, view, by_points=by_points),
        "apart": changes.apart,
    }


def _note(pair: RoundPair, view: str, *, by_points: bool) -> str:
    """Return the foot of the table: the unit, and what a difference does not say."""
    notes = [_("单位：分。") if by_points and view == "tree" else _("单位：百分点。")]
    if view == "tree" and pair.complete:
        notes.append(_("“对总分”是本条及其下级使总分变化的部分。"))
    if view != "tree":
        notes.append(_("按行合计：每行 1 分。"))
    notes.append(_("各部分之和恰等于相差。未经区间检验，不作升降判断。"))
    return "".join(notes)


def _row(pages: Sequence[str], line: ChangeLine, *, by_points: bool) -> dict[str, Any]:
    """Return one line, formatted."""
    scale, places = (1, 3) if by_points else (100, 2)
    urls = [f"{page}?{urlencode(where)}" if where else page for page, where in zip(pages, line.wheres, strict=True)]
    return {
        "node": line.code,
        "parent": line.parent,
        "level": line.level,
        "has_children": line.has_children,
        "altered": line.altered,
        "label": line.name,
        "title": f"{line.code} {line.name}" if line.code != line.name else line.name,
        "values": [
            {"text": value_text(value, by_points=by_points), "url": url if value is not None else ""}
            for value, url in zip(line.values, urls, strict=True)
        ],
        "change": DASH if line.change is None else signed(line.change * scale, places),
        "parts": parts_text(line.split, scale, places),
        "share": "" if line.share is None else signed(line.share.total * scale, places),
        "rows": [
            {"text": number_text(count), "url": url if count else ""}
            for count, url in zip(line.rows, urls, strict=True)
        ],
    }


def parts_text(split: Split | None, scale: int, places: int) -> list[str]:
    """Return the four causes rounded so that they add up to the rounded change; dashes where there is no split."""
    if split is None:
        return [DASH] * len(CAUSES)
    return [_signed(part) for part in round_parts([getattr(split, cause) * scale for cause in CAUSES], places)]


def _signed(part: Any) -> str:
    """Return a rounded number with its sign."""
    return f"{part:+}".replace("-", "−") if part else f"{part:f}"


def value_text(value: Fraction | None, *, by_points: bool) -> str:
    """Return a rate or points as published."""
    if value is None:
        return DASH
    return score_text(value) if by_points else rate_text(value)


def _rows_page(round_: Round) -> str:
    """Return the address of the rows of a round."""
    return reverse("inspections:observations", args=[round_.city.slug, round_.number])
