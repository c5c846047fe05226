"""各级排行: the place by the formula, and beside it what can be said of it. Places and units; never people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.assessment.enums import LeagueLevel
from wenming.assessment.exports.leagues import league_workbook
from wenming.assessment.queries.leagues import LeagueView, leagues_of
from wenming.assessment.schemas import leagues as words
from wenming.assessment.schemas.league_tables import league_tables
from wenming.inspections.models import Round
from wenming.inspections.queries import rounds_in
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import choices, days_text, moment_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.schemas import edition_title

ROUNDS_SHOWN = 3
USUAL = str(LeagueLevel.STREET)


@require_safe
def latest(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the league of the latest round."""
    only(sees_results, request, city)
    newest = rounds_in(city).first()
    if newest is None:
        return render(request, "assessment/league.html", {"round": None})
    return redirect("assessment:league", city.slug, newest.number)


@require_safe
def league(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Show the league of a round on the level of the address."""
    only(sees_results, request, city)
    rounds = list(rounds_in(city))
    round_ = _round(rounds, number)
    found = leagues_of(round_)
    level = _level(request, found)
    context = {
        "round": _head(round_),
        "rounds": _rounds(city, rounds, round_, level),
        "levels": words.level_choices(found, level),
        "league": _view(found[level], round_, level) if level in found else None,
        "may": works_in_office(request.user, city),
        "formulas_url": reverse("assessment:formulas", args=[city.slug]),
        "export_url": f"{reverse('assessment:league_export', args=[city.slug, number])}?{urlencode({'level': level})}",
    }
    return render(request, "assessment/league.html", context)


@require_safe
def export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the league on the level of the address as a workbook."""
    only(sees_results, request, city)
    round_ = _round(list(rounds_in(city)), number)
    found = leagues_of(round_)
    level = _level(request, found)
    if level not in found:
        raise Http404
    label = str(LeagueLevel(level).label)
    return send_workbook(league_workbook(found[level], label), f"{round_.name}-{label}-{_('排行')}.xlsx")


def _round(rounds: list[Round], number: int) -> Round:
    """Return the round of the address, or 404."""
    found = next((one for one in rounds if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _level(request: HttpRequest, found: dict[str, LeagueView]) -> str:
    """Return the level of the address, else streets where there are any, else the first."""
    asked = request.GET.get("level", "")
    return next((level for level in (asked, USUAL, *found) if level in found), USUAL)


def _head(round_: Round) -> dict[str, str]:
    """Return the head of the page."""
    slug = round_.city.slug
    return {
        "name": round_.name,
        "standard": edition_title(round_.edition),
        "held": days_text(round_.starts_on, round_.ends_on),
        "rounds_url": reverse("workbench:rounds", args=[slug]),
        "score_url": reverse("assessment:score", args=[slug, round_.number]),
    }


def _rounds(city: City, rounds: list[Round], now: Round, level: str) -> list[dict[str, Any]]:
    """Return the segment of the latest rounds, the oldest first; the one that is open is always among them."""
    shown = [*(one for one in rounds[:ROUNDS_SHOWN] if one != now), now]
    ordered = sorted(shown[-ROUNDS_SHOWN:], key=lambda one: (one.ends_on, one.number))
    return choices([(words.league_url(city, one, level), one.name, one == now) for one in ordered])


def _view(view: LeagueView, round_: Round, level: str) -> dict[str, Any]:
    """Return a league ready to print."""
    formula = view.run.formula
    return {
        "level": str(LeagueLevel(level).label),
        "formula": str(formula.name) if formula else "",
        "formula_version": formula.version if formula else 0,
        "formula_url": reverse("assessment:formula", args=[round_.city.slug, formula.pk]) if formula else "",
        "refused": words.refusal_sentence(view),
        "left_out": words.left_out_sentence(view),
        "method": words.method_sentence(),
        "beside": words.beside_sentence(),
        "change_head": words.change_head(view),
        "kept": _("%(at)s 计算 · 校验码 %(digest)s")
        % {
            "at": moment_text(view.run.at, round_.city),
            "digest": f"{view.run.result_digest[:4]} {view.run.result_digest[4:8]}",
        },
        **league_tables(view, round_, level),
    }
