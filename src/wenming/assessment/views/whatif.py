"""假如这样做: the score if some contents reached other rates. A trial: one exact difference, nothing is stored."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.assessment.forms.trials import SLOTS, Slot, TrialForm, untried
from wenming.assessment.queries import RoundResult, result_of
from wenming.assessment.views.tables import node_url
from wenming.engine.scoring.display import rate_text, round_half_up, score_text
from wenming.engine.scoring.exact import Part
from wenming.engine.scoring.whatif import Moved
from wenming.inspections.queries import round_in
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, Axis, points_text
from wenming.organisations.rules import sees_results
from wenming.standards.schemas import node_name

LINES_SHOWN = 12
KEPT = ("view", "node")
"""What the page shows beside the trial, kept while one tries."""


@require_safe
def answer(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Answer a trial with its result alone; the browser's address then holds the trial, to be shared or printed."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    page = reverse("assessment:score", args=[city.slug, number])
    query = request.GET.copy()
    query.pop("add", None)
    address = f"{page}?{query.urlencode()}"
    if not request.htmx:
        return redirect(f"{address}#whatif")
    now = result_of(round_in(city, number))
    response = render(request, "assessment/whatif_answer.html", {"whatif": _trial(TrialForm(query, now), now)})
    response["HX-Replace-Url"] = address
    return response


def context(data: QueryDict, now: RoundResult) -> dict[str, Any]:
    """Return the card of the score page: what is tried, and its result."""
    form, places = TrialForm(data, now), [now.round.city.slug, now.round.number]
    page = reverse("assessment:score", args=places)
    kept = QueryDict(mutable=True)
    kept.update({name: data[name] for name in KEPT if data.get(name)})
    return {
        "url": f"{page}#whatif",
        "answer_url": reverse("assessment:whatif", args=places),
        "reset_url": f"{page}?{kept.urlencode()}#whatif" if kept else f"{page}#whatif",
        "kept": list(kept.items()),
        "slots": [_slot(slot, form, now) for slot in form.slots],
        "single": len(form.slots) == 1,
        "choices": [{"code": leaf.code, "name": node_name(leaf)} for leaf in untried(form.slots, now)]
        if len(form.slots) < SLOTS
        else [],
        **_trial(form, now),
    }


def _slot(slot: Slot, form: TrialForm, now: RoundResult) -> dict[str, Any]:
    """Return one line of the form."""
    field = form[slot.field]
    value = field.value()
    line = {
        "code": slot.leaf.code,
        "name": node_name(slot.leaf),
        "url": node_url(now, slot.leaf.code),
        "field": field,
        "filled": slot.rate is None,
        "checked": bool(value),
        "now": "" if slot.rate is None else rate_text(slot.rate),
        "value": value,
        "invalid": bool(field.errors),
    }
    if slot.rate is not None:
        # an invalid number leaves the slider at today's rate
        to = slot.rate if field.errors or not value else Fraction(str(value)) / 100
        low, high = sorted((slot.rate, to))
        line |= {
            "slider": str(round_half_up(to * 100, 0)),
            "from_x": f"{float(slot.rate) * 100:.2f}%",
            "fill_x": f"{float(low) * 100:.2f}%",
            "fill_width": f"{float(high - low) * 100:.2f}%",
        }
    return line


def _trial(form: TrialForm, now: RoundResult) -> dict[str, Any]:
    """Compute the trial, exactly as the published score is: only what it moves is computed."""
    tried = form.values()
    trial = now.tried(tried)
    lines = [_line(now, one) for one in trial.moved if one.node is not now.standard.root]
    return {
        "errors": [error for errors in form.errors.values() for error in errors],
        "tried": bool(tried),
        "complete": now.total is not None,
        "total": _total(now, trial.total) if now.total is not None else None,
        "lines": lines[:LINES_SHOWN],
        "more": ngettext("另有 %(count)s 条随之变化", "另有 %(count)s 条随之变化", len(lines) - LINES_SHOWN)
        % {"count": len(lines) - LINES_SHOWN}
        if len(lines) > LINES_SHOWN
        else "",
    }


def _line(now: RoundResult, one: Moved) -> dict[str, str]:
    """Return one line that moves, before and after: points, out of how many where that changes."""
    texts = [_points(part, out_of=one.was.attainable != one.will.attainable) for part in (one.was, one.will)]
    return {
        "code": one.node.code,
        "name": node_name(one.node),
        "url": node_url(now, one.node.code),
        "before": texts[0],
        "after": texts[1],
        "change": signed(one.will.score - one.was.score, 3),
    }


def _points(scored: Part, *, out_of: bool) -> str:
    """Return points (out of attainable points), a dash where nothing is known."""
    if scored.rate is None:
        return DASH
    return f"{score_text(scored.score)} / {points_text(scored.attainable)}" if out_of else score_text(scored.score)


def _total(now: RoundResult, will: Part) -> dict[str, Any]:
    """Return the total of the trial beside today's."""
    was = now.result.nodes[0]
    axis = Axis.for_rates([was.rate, will.rate])
    rates = [DASH if one.rate is None else rate_text(one.rate) for one in (was, will)]
    label = _("试算得分率 %(after)s，现在 %(before)s") % {"after": rates[1], "before": rates[0]}
    return {
        "score": score_text(will.score),
        "attainable": points_text(will.attainable),
        "rates": _("得分率 %(before)s → %(after)s") % {"before": rates[0], "after": rates[1]},
        "change": _("比现在 %(points)s 分") % {"points": signed(will.score - was.score, 3)},
        "bar": {**axis.bar(label, will.rate, was.rate), "ticks": axis.ticks},
    }


def signed(value: Fraction, places: int) -> str:
    """Return a difference with its sign, rounded once; no sign where nothing is left of it."""
    rounded = round_half_up(value, places)
    return f"{rounded:+}".replace("-", "−") if rounded else f"{rounded:f}"
