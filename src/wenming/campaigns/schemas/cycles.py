"""A cycle as its page shows it: the axis with today, milestones with lamps, the years with what they weigh together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import MilestoneKind
from wenming.campaigns.models import Campaign, Milestone, OfficialScore
from wenming.campaigns.queries.cycles import (
    MILLE,
    cycle_of,
    latest_scores,
    milestone_tone,
    open_gates,
    rulebook_of,
    waits_for,
    years_of,
)
from wenming.campaigns.schemas.titles import day_text, left_text
from wenming.engine.cycles import CycleScore, add_months, lines_met
from wenming.engine.scoring.display import score_text
from wenming.engine.standards import TitleEffect, TitleLine
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, milli_text, points_text

APART = 15.0
"""Per cent of the axis between two labels, below which the later one is left out (its mark stays, with its name as a hint)."""
EDGE = 8.0
MONTHS = 12
LINE_TONES = {TitleEffect.COMMEND: "ok", TitleEffect.CRITICISE: "warn", TitleEffect.SUSPEND: "bad"}


def line_words(line: TitleLine) -> str:
    """Say what a line of the title does to a year."""
    words = {
        TitleEffect.COMMEND: _("通报表扬"),
        TitleEffect.CRITICISE: _("通报批评"),
        TitleEffect.SUSPEND: _("停止资格一年"),
    }
    limits = []
    if line.rank_to is not None:
        limits.append(_("同组前 %(rank)s 名") % {"rank": line.rank_to})
    if line.score_below is not None:
        limits.append(_("低于 %(score)s 分") % {"score": points_text(line.score_below)})
    facts = {"effect": words[line.effect], "limits": _("、").join(limits)}
    return _("%(effect)s（%(limits)s）") % facts if limits else words[line.effect]


def axis(campaign: Campaign, milestones: Sequence[Milestone], today: date) -> dict[str, Any]:
    """Return the axis of a cycle in per cent of its width: the years, what has passed, the milestones, today."""
    place = _Place(campaign)
    marks = [_mark(one, place, today) for one in milestones if one.cancelled_on is None]
    for mark in sorted(marks, key=lambda one: (not one["weighty"], one["at"])):
        taken = [other["at"] for other in marks if other["label"]]
        mark["label"] = all(abs(mark["at"] - at) >= APART for at in taken) and EDGE / 4 <= mark["at"] <= 100 - EDGE / 4
    running = campaign.starts_on <= today <= campaign.ends_on
    return {
        "years": _years(campaign, place, today),
        "marks": marks,
        "now": _now(campaign, place, today) if running else None,
    }


class _Place:
    """Where a day lies on the axis."""

    def __init__(self, campaign: Campaign) -> None:
        self.first = campaign.starts_on
        self.days = (campaign.ends_on - campaign.starts_on).days + 1

    def of(self, day: date) -> float:
        """Return the per cent of the width, within the axis."""
        return min(100.0, max(0.0, (day - self.first).days / self.days * 100))

    def text(self, day: date) -> str:
        """Return it as an attribute."""
        return f"{self.of(day):.2f}%"


def _years(campaign: Campaign, place: _Place, today: date) -> list[dict[str, str]]:
    """Return the years of the cycle as stretches of the axis, with what has passed of each."""
    found = []
    for step, year in enumerate(years_of(campaign)):
        first = add_months(campaign.starts_on, MONTHS * step)
        last = min(add_months(first, MONTHS), campaign.ends_on + timedelta(days=1))
        begin, end, now = place.of(first), place.of(last), place.of(today)
        weight = campaign.year_weights[step] if step < len(campaign.year_weights) else None
        label = _("%(year)s 年度") % {"year": year}
        if weight is not None:
            label = _("%(year)s · 权重 %(weight)s%%") % {"year": label, "weight": f"{weight / 10:g}"}
        passed = max(0.0, min(end, now) - begin)
        found.append(
            {
                "x": f"{begin:.2f}%",
                "width": f"{max(0.0, end - begin - 0.2):.2f}%",
                "passed": f"{passed:.2f}%",
                "label": label,
            }
        )
    return found


def _mark(one: Milestone, place: _Place, today: date) -> dict[str, Any]:
    """Return a milestone on the axis."""
    tone, at = milestone_tone(one, today), place.of(one.done_on or one.due_on)
    return {
        "at": at,
        "x": f"{at:.2f}%",
        "anchor": _anchor(at),
        "name": one.name,
        "day": day_text(one.done_on or one.due_on),
        "tone": tone,
        "gate": one.kind == MilestoneKind.GATE,
        "weighty": one.kind in {MilestoneKind.GATE, MilestoneKind.VISIT},
        "label": False,
    }


def _anchor(at: float) -> str:
    """Return how a label stands at a place of the axis: within its ends."""
    if at < EDGE:
        return "start"
    return "end" if at > 100 - EDGE else "middle"


def _now(campaign: Campaign, place: _Place, today: date) -> dict[str, str]:
    """Return where today is, and which day of the cycle it is."""
    text = _("今天 第 %(day)s 天") % {"day": (today - campaign.starts_on).days + 1}
    return {"x": place.text(today), "anchor": _anchor(place.of(today)), "text": text}


def next_visit(campaign: Campaign, milestones: Sequence[Milestone], today: date) -> dict[str, Any] | None:
    """Return what the countdown counts to: the next assessment or gate, else whatever comes next; None where nothing does."""
    coming = [one for one in milestones if one.due_on >= today and one.done_on is None and one.cancelled_on is None]
    weighty = [one for one in coming if one.kind in {MilestoneKind.GATE, MilestoneKind.VISIT}]
    for one in weighty or coming:
        left = (one.due_on - today).days
        return {
            "name": one.name,
            "day": day_text(one.due_on),
            "left": left,
            "end": max(0, (campaign.ends_on - today).days),
        }
    return None


def milestone_rows(milestones: Sequence[Milestone], city: City, today: date) -> str:
    """Return the body of the table of milestones."""
    gates = open_gates(list(milestones))
    texts = {
        "kind": pgettext("column", "类别"),
        "due": pgettext("column", "时限"),
        "unit": pgettext("column", "责任单位"),
        "state": pgettext("column", "状态"),
    }
    rows = [_milestone_row(one, gates, city, today) for one in milestones]
    return render_to_string("campaigns/milestone_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _milestone_row(one: Milestone, gates: list[Milestone], city: City, today: date) -> dict[str, Any]:
    """Return one milestone, formatted."""
    tone, gate = milestone_tone(one, today), waits_for(one, gates)
    return {
        "name": one.name,
        "note": one.note,
        "url": reverse("campaigns:milestone", args=[city.slug, one.pk]),
        "kind": str(MilestoneKind(one.kind).label),
        "gate": one.kind == MilestoneKind.GATE,
        "due": day_text(one.due_on),
        "unit": (one.unit.short_name or one.unit.name) if one.unit else DASH,
        "unit_title": one.unit.name if one.unit else "",
        "unit_url": reverse("organisations:unit", args=[city.slug, one.unit_id]) if one.unit_id else "",
        **milestone_state(one, today),
        "cancelled": tone == "cancelled",
        "waits": _("先过关口“%(gate)s”") % {"gate": gate.name} if gate else "",
    }


def milestone_state(one: Milestone, today: date) -> dict[str, str]:
    """Return where a milestone stands: lamp or pill with its words."""
    tone = milestone_tone(one, today)
    if tone == "done":
        return {"look": "pill-ok", "shape": "p-check", "label": _("%(day)s 完成") % {"day": day_text(one.done_on)}}
    if tone == "cancelled":
        return {"look": "", "shape": "p-dash", "label": _("%(day)s 取消") % {"day": day_text(one.cancelled_on)}}
    return {"look": f"lamp-{tone}", "shape": f"l-{tone}", "label": left_text(one.due_on, today)}


def gate_warning(milestones: Sequence[Milestone]) -> dict[str, Any] | None:
    """Return the first open gate and how many milestones wait for it; None where the way is free."""
    gates = open_gates(list(milestones))
    waiting = [one for one in milestones if waits_for(one, gates)]
    return {"name": gates[0].name, "day": day_text(gates[0].due_on), "count": len(waiting)} if waiting else None


def year_table(campaign: Campaign, scores: list[OfficialScore]) -> dict[str, Any]:
    """Return the years of a cycle with weights, scores and what they bring, and the sentences beneath."""
    held, cycle = latest_scores(scores), cycle_of(campaign, scores)
    weights = {part.year: part for part in cycle.parts}
    lines = rulebook_of(campaign).title_lines
    rows = []
    for year in years_of(campaign):
        row, part = held.get(year), weights.get(year)
        marks = lines_met(lines, Fraction(row.score, MILLE), row.rank) if row else ()
        rows.append(
            {
                "year": year,
                "weight": f"{float(part.weight) * 100:g}%" if part else DASH,
                "score": milli_text(row.score) if row else "",
                "rank": _rank(row) if row else "",
                "source": row.source if row else "",
                "earned": score_text(part.earned) if part and part.earned is not None else DASH,
                "marks": [{"tone": LINE_TONES[line.effect], "label": line_words(line)} for line in marks],
            }
        )
    total = score_text(cycle.score) if cycle.score is not None else ""
    return {"rows": rows, "total": total, "weighed": bool(cycle.parts), **_known(campaign, cycle)}


def _rank(row: OfficialScore) -> str:
    """Return a rank among those ranked."""
    if row.rank is None:
        return DASH
    return f"{row.rank} / {row.ranked}" if row.ranked else str(row.rank)


def _known(campaign: Campaign, cycle: CycleScore) -> dict[str, str]:
    """Say how much of the cycle is known, and what the missing years must bring for the target."""
    if not cycle.parts:
        return {"known": _("没有公布年度权重，不合成周期成绩。"), "needed": "", "tone": ""}
    known = len(cycle.parts) - len(cycle.missing)
    facts = {"known": known, "weight": f"{float(cycle.known_weight) * 100:g}", "earned": score_text(cycle.earned)}
    text = _("已知 %(known)s 年，占权重 %(weight)s%%，已得 %(earned)s 分。") % facts
    return {"known": text, **_needed(campaign, cycle)}


def _needed(campaign: Campaign, cycle: CycleScore) -> dict[str, str]:
    """Say what the missing years must bring, each alike."""
    if campaign.target is None:
        return {"needed": "", "tone": ""}
    target = Fraction(campaign.target, MILLE)
    need, facts = cycle.needed(target), {"target": points_text(target), "years": _("、").join(map(str, cycle.missing))}
    if need is None:
        reached = cycle.earned >= target
        words = _("达到目标 %(target)s 分。") if reached else _("没有达到目标 %(target)s 分。")
        return {"needed": words % facts, "tone": "ok" if reached else "bad"}
    if need <= 0:
        return {"needed": _("目标 %(target)s 分已经达到。") % facts, "tone": "ok"}
    if need > 100:
        most = {**facts, "most": score_text(cycle.at_most())}
        return {
            "needed": _("%(years)s 年度就是满分也只有 %(most)s 分，达不到目标 %(target)s 分。") % most,
            "tone": "bad",
        }
    # rounded up: with what is shown the target is really reached
    need_text = {**facts, "need": score_text(Fraction(math.ceil(need * MILLE), MILLE))}
    return {"needed": _("要达到目标 %(target)s 分，%(years)s 年度需 %(need)s 分。") % need_text, "tone": "info"}
