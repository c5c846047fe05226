"""The steps of planning: what was said, and what is missing before it can start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.inspections.enums import Coding
from wenming.inspections.forms.fieldwork import day_text
from wenming.inspections.models import FieldRound, Team, TeamMember, Visit
from wenming.inspections.queries.fieldwork.choices import days_between, working_days
from wenming.inspections.queries.fieldwork.readiness import Missing
from wenming.kernel.schemas import number_text


def missing_lines(missing: Mapping[str, int]) -> list[str]:
    """Return what is missing, in words."""
    words = {
        Missing.DAYS: _("还没有选实地日期"),
        Missing.MEMBERS: _("小组里还没有人"),
        Missing.VISITS: _("还没有点位"),
        Missing.UNASSIGNED: ngettext("还有 %(count)s 个点位没有派人或没有定日子", "还有 %(count)s 个点位没有派人或没有定日子", missing.get(Missing.UNASSIGNED, 0)),
    }  # fmt: skip
    return [words[one] % {"count": count} for one, count in missing.items()]


def planning_view(
    field_round: FieldRound,
    teams: Iterable[Team],
    members: Iterable[TeamMember],
    visits: Iterable[Visit],
    missing: Mapping[str, int],
) -> dict[str, Any]:
    """Return what the planning page shows beside its forms."""
    rows, people = list(visits), list(members)
    sites = sum(1 for one in rows if one.coding == Coding.FIRST and not one.skip)
    twice = sum(1 for one in rows if one.coding == Coding.SECOND and not one.skip)
    return {
        "teams": [
            {
                "pk": team.pk, "name": team.name, "firm": team.firm,
                "members": [{"pk": one.pk, "code": one.code, "name": one.account.name} for one in people if one.team_id == team.pk],
            }
            for team in teams
        ],
        "sites": number_text(sites),
        "twice": number_text(twice),
        "visits": number_text(len(rows)),
        "free": missing.get(Missing.UNASSIGNED, 0),
        "kinds": _kinds(rows),
        "days": _days(field_round),
        "missing": missing_lines(missing),
    }  # fmt: skip


def _kinds(rows: Iterable[Visit]) -> list[dict[str, Any]]:
    """Return how many sites of each type there are, and whether a type has no checklist."""
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        if one.coding == Coding.FIRST and not one.skip:
            kind = found.setdefault(
                one.site.type.name, {"name": one.site.type.name, "count": 0, "bare": not one.site.type.checklist}
            )
            kind["count"] += 1
    return sorted(found.values(), key=lambda kind: kind["name"])


def _days(field_round: FieldRound) -> list[dict[str, Any]]:
    """Return every day of the round: chosen or not, and whether the city works."""
    first, last = field_round.starts_on, field_round.ends_on
    works = {*working_days(field_round.city, first, last)}
    return [
        {
            "value": day.isoformat(),
            "label": day_text(day),
            "chosen": day.isoformat() in field_round.days,
            "works": day in works,
        }
        for day in days_between(first, last)
    ]


def day_choices(field_round: FieldRound) -> list[tuple[str, str]]:
    """Return the round's days as the entries of a filter."""
    return [(day, day_text(date.fromisoformat(day))) for day in field_round.days]
