"""Days × teams: how many visits are done of how many. Teams only; nothing is counted by person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wenming.inspections.enums import SkipReason, VisitState
from wenming.inspections.forms.fieldwork import day_text
from wenming.inspections.models import FieldRound, Team, Visit


def calendar_view(
    field_round: FieldRound, teams: Iterable[Team], visits: Iterable[Visit], *, today: date
) -> dict[str, Any]:
    """Return the days as heads, and a row for each team with its cells, each a link to its visits."""
    url = reverse("inspections:field_visits", args=[field_round.city.slug, field_round.pk])
    counted: dict[tuple[int, str], list[int]] = {}
    free = 0
    for one in visits:
        if one.skip == SkipReason.REPLACED:
            continue
        if one.member is None or one.on is None:
            free += 1
            continue
        cell = counted.setdefault((one.member.team_id, one.on.isoformat()), [0, 0])
        cell[0] += one.state != VisitState.PLANNED
        cell[1] += 1
    days = [
        {"value": day, "label": day_text(date.fromisoformat(day)), "today": day == today.isoformat()}
        for day in field_round.days
    ]
    rows = [
        {
            "name": team.name,
            "firm": team.firm,
            "cells": [_cell(counted.get((team.pk, day), [0, 0]), f"{url}?{urlencode({'team': team.pk, 'on': day})}", day) for day in field_round.days],
        }
        for team in teams
    ]  # fmt: skip
    return {"days": days, "rows": rows, "free": free, "free_url": f"{url}?free=on"}


def _cell(numbers: list[int], url: str, day: str) -> dict[str, Any]:
    """Return a cell: done of all, and where its visits stand."""
    done, total = numbers
    return {
        "done": done,
        "total": total,
        "url": url if total else "",
        "full": bool(total) and done == total,
        "label": day_text(date.fromisoformat(day)),
    }
