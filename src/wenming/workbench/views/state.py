"""态势研判: where the city stands, on one page, the gap first; chances only for those who were named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wenming.assessment.queries.changes import whole_change
from wenming.assessment.queries.forecasts.kept import latest_forecast
from wenming.assessment.queries.leagues import leading_level, leagues_of
from wenming.assessment.rules import sees_chances
from wenming.assessment.schemas.forecasts.card import forecast_card
from wenming.assessment.schemas.forecasts.words import lacks_of
from wenming.assessment.schemas.league_tables import short_tables
from wenming.assessment.schemas.leagues import level_choices
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.workbench.queries.standing import closing_of, latest_rounds
from wenming.workbench.schemas import state as shapes


@require_safe
def state(request: HttpRequest, city: City) -> HttpResponse:
    """Answer the five questions; below them forecast, areas, changes, what was closed and what came back."""
    only(sees_results, request, city)
    run, rounds = latest_forecast(city), latest_rounds(city)
    after, before = rounds
    leagues = leagues_of(after) if after else {}
    level = leading_level(leagues)
    asked = request.GET.get("level", "")
    shown = asked if asked in leagues else level
    changes = whole_change(before, after) if before and after else None
    answers = shapes.answers_of(run, leagues.get(level), changes, rounds)
    shown_round = shapes.round_words(rounds, city)
    grounds = shapes.grounds_of(after, city, shown_round, leagues.get(level))
    context = {
        "answers": [{**answer, "ground": ground} for answer, ground in zip(answers, grounds, strict=True)],
        "as_of": moment_text(run.at, city) if run else "",
        "printed": moment_text(timezone.now(), city),
        "campaign": run.campaign.name if run else "",
        "three": shapes.first_three(run) if run else [],
        **_forecast(request, city, run),
        "league": short_tables(leagues[shown], after, shown) if after and shown else None,
        "levels": level_choices(leagues, shown, "#areas"),
        "round": shown_round,
        "closing": shapes.closing_lines(closing_of(city, on=today_in(city))),
        "gaps_url": reverse("assessment:gaps_latest", args=[city.slug]),
        "recurrence_url": reverse("issues:recurrence", args=[city.slug]),
    }
    return render(request, "workbench/state.html", context)


def _forecast(request: HttpRequest, city: City, run: Any) -> dict[str, Any]:
    """Return what of the forecast this person may see: what is missing everybody, chances who was named."""
    office, reader = works_in_office(request.user, city), sees_chances(request.user, city)
    found: dict[str, Any] = {
        "reader": reader,
        "silent": False,
        "lacks": [],
        "card": None,
        "calibration_url": reverse("assessment:forecast_calibration", args=[city.slug]),
        "settings_url": reverse("assessment:forecast_settings", args=[city.slug]) if office else "",
    }
    if run is None:
        return found
    answer = run.result["answer"]
    found["silent"] = answer["forecast"] is None
    found["lacks"] = lacks_of(answer["missing"], city, office=office)
    found["card"] = forecast_card(run, city) if reader else None
    return found
