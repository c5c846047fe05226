"""The watch ledger as its pages show it: events, effects, conditions, clearance rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.campaigns.enums import ClearanceOpinion, ConditionState, WatchKind, WatchState
from wenming.campaigns.models import Campaign, Clearance, WatchEntry, WatchStep
from wenming.campaigns.queries.watching import (
    LOOKING_BACK,
    ConditionView,
    clearance_tone,
    proposed_penalty,
    until_of,
)
from wenming.campaigns.schemas.titles import day_text, left_text
from wenming.engine.provisions import ApplyCondition, NegativeEntry, Penalty
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text, points_text
from wenming.standards.enums import PENALTIES
from wenming.standards.schemas import node_name

Rules = dict[tuple[str, str], ApplyCondition | NegativeEntry]
STATE_PILLS = {
    WatchState.OPEN: ("warn", "half"),
    WatchState.COUNTS: ("bad", "square"),
    WatchState.CLEARED: ("ok", "check"),
}
CONDITION_PILLS = {
    ConditionState.MET: ("ok", "check"),
    ConditionState.FAILED: ("bad", "cross"),
    ConditionState.TOUCHED: ("warn", "triangle"),
    ConditionState.OPEN: ("", "half"),
}


def capacity_word(capacity: str) -> str:
    """Say as what the negative list takes the city."""
    return {
        "holder": _("称号城市"),
        "nominated": _("提名城市"),
        "applicant": _("申报城市"),
    }[capacity]


def penalty_text(penalty: Penalty | None) -> str:
    """Say what an entry does to the city; "" where it is not known."""
    if penalty is None:
        return ""
    words = [str(PENALTIES[penalty.effect])]
    if penalty.points is not None:
        words.append(_("%(points)s 分") % {"points": points_text(penalty.points)})
    text = " ".join(words)
    if penalty.months is None:
        return text
    facts = {"penalty": text, "months": penalty.months}
    if penalty.effect in LOOKING_BACK:
        return _("%(penalty)s（往前看 %(months)s 个月）") % facts
    return _("%(penalty)s %(months)s 个月") % facts


def rule_text(rule: ApplyCondition | NegativeEntry | None) -> str:
    """Return a rule with the code it has on paper; an unknown one says so."""
    return f"{paper_code(rule.code)} {node_name(rule)}".strip() if rule else _("未定条款")


def paper_code(code: str) -> str:
    """Return a code that stands in the official text (G15); names that our files give their rules say nothing to people."""
    return "" if code.isascii() and code.islower() else code


def rule_list(rules: Rules) -> list[tuple[str, str, str]]:
    """Return the rules as (kind, code, words) for a choice."""
    return [(kind, code, rule_text(rule)) for (kind, code), rule in rules.items()]


def state_pill(state: str) -> dict[str, str]:
    """Return where an event stands as a pill."""
    tone, shape = STATE_PILLS[WatchState(state)]
    return {"label": str(WatchState(state).label), "tone": tone, "shape": shape}


def until_text(until: date | None, today: date) -> str:
    """Say until when an event counts."""
    if until is None:
        return _("未公布时限")
    if until < today:
        return _("%(day)s 起不再计") % {"day": day_text(until)}
    return _("计到 %(day)s") % {"day": day_text(until)}


def entry_rows(entries: Sequence[WatchEntry], rules: Rules, capacity: str, city: City, today: date) -> str:
    """Return the body of the ledger."""
    texts = {
        "kind": pgettext("column", "类别"),
        "rule": pgettext("column", "条款"),
        "happened": pgettext("column", "发生"),
        "until": pgettext("column", "时限"),
        "effect": pgettext("column", "影响"),
        "state": pgettext("column", "研判"),
    }
    rows = [entry_row(one, rules, capacity, city, today) for one in entries]
    return render_to_string("campaigns/watch_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def entry_row(entry: WatchEntry, rules: Rules, capacity: str, city: City, today: date) -> dict[str, Any]:
    """Return one event, formatted."""
    rule = rules.get((entry.kind, entry.rule))
    penalty = proposed_penalty(rule, capacity)
    proposed = penalty_text(penalty) if entry.state == WatchState.OPEN else ""
    until = until_of(entry, rule, capacity)
    return {
        "event": entry.event,
        "source": entry.source,
        "url": reverse("campaigns:watch_entry", args=[city.slug, entry.pk]),
        "kind": str(WatchKind(entry.kind).label),
        "code": paper_code(entry.rule),
        "rule": rule_text(rule),
        "happened": day_text(entry.happened_on),
        "until": until_text(until, today),
        "over": until is not None and until < today,
        "effect": entry.effect or proposed,
        "proposed": bool(proposed and not entry.effect),
        "points": milli_text(entry.points) if entry.points else "",
        "pill": state_pill(entry.state),
    }


def step_line(step: WatchStep, city: City) -> dict[str, Any]:
    """Return one step of a watched event."""
    return {
        "day": day_text(step.at.astimezone(city.zone).date()),
        "pill": state_pill(step.state),
        "effect": step.effect,
        "points": milli_text(step.points) if step.points else "",
        "note": step.note,
        "by": step.by.name if step.by else "",
        "bad": step.state == WatchState.COUNTS,
    }


def condition_card(view: ConditionView, campaign: Campaign, city: City) -> dict[str, Any]:
    """Return a condition of the board."""
    state = ConditionState(view.state)
    tone, shape = CONDITION_PILLS[state]
    finding = view.finding
    return {
        "about": _about(view),
        "name": node_name(view.condition),
        "pill": {"label": str(state.label), "tone": tone, "shape": shape},
        "score": milli_text(finding.score) if finding and finding.score is not None else "",
        "source": finding.source if finding else "",
        "touching": [
            {
                "event": one.event,
                "day": day_text(one.happened_on),
                "url": reverse("campaigns:watch_entry", args=[city.slug, one.pk]),
                "state": state_pill(one.state),
            }
            for one in view.touching
        ],
        "url": f"{reverse('campaigns:finding', args=[city.slug, campaign.pk])}?rule={view.condition.code}",
    }


def _about(view: ConditionView) -> str:
    """Return the small line of a condition: its code on paper, how far it looks back, its line of points."""
    months = view.condition.months
    back = ngettext("往前看 %(n)s 个月", "往前看 %(n)s 个月", months) % {"n": months} if months else ""
    line = _("分数线 %(line)s") % {"line": points_text(view.line)} if view.line is not None else ""
    return " · ".join(filter(None, (paper_code(view.condition.code), back, line)))


def board_counts(views: Iterable[ConditionView]) -> list[dict[str, Any]]:
    """Return how many conditions stand where."""
    states = [view.state for view in views]
    return [
        {"label": str(label), "count": states.count(state), "tone": CONDITION_PILLS[ConditionState(state)][0]}
        for state, label in ConditionState.choices
    ]


def clearance_rounds(rows: Iterable[Clearance], city: City, today: date) -> list[dict[str, Any]]:
    """Return the questions round by round, with how many answered and who is late."""
    rounds: dict[date, list[Clearance]] = {}
    for row in rows:
        rounds.setdefault(row.asked_on, []).append(row)
    return [_round(asked_on, asked, city, today) for asked_on, asked in rounds.items()]


def _round(asked_on: date, rows: list[Clearance], city: City, today: date) -> dict[str, Any]:
    """Return one round of questions."""
    answered = sum(row.answered_on is not None for row in rows)
    late = sum(clearance_tone(row, today) == "bad" for row in rows)
    objections = sum(row.opinion == ClearanceOpinion.OBJECTION for row in rows)
    return {
        "asked": day_text(asked_on),
        "answered": answered,
        "asked_count": len(rows),
        "late": ngettext("逾期 %(n)s 家", "逾期 %(n)s 家", late) % {"n": late} if late else "",
        "objections": ngettext("有意见 %(n)s 家", "有意见 %(n)s 家", objections) % {"n": objections}
        if objections
        else "",
        "rows": [_clearance(row, city, today) for row in rows],
    }


def _clearance(row: Clearance, city: City, today: date) -> dict[str, Any]:
    """Return one question."""
    tone = clearance_tone(row, today)
    return {
        "unit": row.unit.name,
        "unit_url": reverse("organisations:unit", args=[city.slug, row.unit_id]),
        "due": day_text(row.due_on),
        "tone": tone,
        "lamp": left_text(row.due_on, today) if tone != "done" else "",
        "answered": day_text(row.answered_on),
        "objects": row.opinion == ClearanceOpinion.OBJECTION,
        "opinion": str(ClearanceOpinion(row.opinion).label) if row.opinion else "",
        "note": row.note,
        "url": reverse("campaigns:clearance_answer", args=[city.slug, row.pk]),
    }
