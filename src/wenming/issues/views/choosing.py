"""Which issues a batch is about, and what the pages of batches have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from wenming.issues.actions import Outcome
from wenming.issues.actions.rows import MOST_ROWS
from wenming.issues.enums import refusal_words
from wenming.issues.models import Issue
from wenming.issues.queries.chosen import chosen_issues, found_issues
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.links import issue_url
from wenming.issues.schemas.rows import place_text, unit_text
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in


def chosen(request: HttpRequest, city: City) -> tuple[list[Issue], int]:
    """Return the issues of a batch, and how many more the filter finds than one batch holds (0 = none, 1 = some)."""
    given = request.POST if request.method == "POST" else request.GET
    if "all" in given:
        query = QueryDict(given.get("query", "")[:2000])
        found = found_issues(request.user, city, query, at=timezone.now(), most=MOST_ROWS)
    else:
        found = chosen_issues(request.user, city, given.getlist("issue"), most=MOST_ROWS)
    return found[:MOST_ROWS], max(len(found) - MOST_ROWS, 0)


def ledger_url(request: HttpRequest, city: City) -> str:
    """Return the ledger as it was left."""
    return f"{reverse('issues:issues', args=[city.slug])}?{request.POST.get('query', '')[:2000]}"


def lines(city: City, issues: Sequence[Issue], lamps: Lamps) -> list[dict[str, Any]]:
    """Return issues as short lines."""
    return [
        {
            "pk": one.pk,
            "number": one.number,
            "text": one.text,
            "place": place_text(one),
            "unit": unit_text(one),
            "url": issue_url(city, one),
            "lamp": lamps(one),
            "state": reworked_view(one),
        }
        for one in issues
    ]


def told(city: City, outcomes: Sequence[Outcome], done: Callable[[Issue], str]) -> dict[str, Any]:
    """Return row by row what was done and what was not, and why; what was not stands first."""
    rows = [
        {
            "number": one.issue.number,
            "text": one.issue.text,
            "url": issue_url(city, one.issue),
            "done": one.done,
            "words": done(one.issue) if one.done else refusal_words(one.reason),
        }
        for one in sorted(outcomes, key=lambda one: one.done)
    ]
    number = sum(1 for one in outcomes if one.done)
    failed = len(rows) - number
    return {
        "rows": rows,
        "done": number,
        "done_text": ngettext("办了 %(n)s 件", "办了 %(n)s 件", number) % {"n": number},
        "failed": failed,
        "failed_text": ngettext("%(n)s 件没有办", "%(n)s 件没有办", failed) % {"n": failed},
        "keys": [one.issue.pk for one in outcomes if one.done],
    }


def unit_names(city: City) -> list[str]:
    """Return the names of today's units, for the list that a field of units offers. One query."""
    today = timezone.now().astimezone(city.zone).date()
    return [unit.name for unit in units_in(city, on=today)]


def same_unit(unit: Unit | None) -> int:
    """Return by what issues are grouped: the unit's key, 0 for none."""
    return unit.pk if unit else 0
