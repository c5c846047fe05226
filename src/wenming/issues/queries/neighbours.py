"""The issues before and after one in the list of the ledger from which its page was opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from wenming.issues.models import Issue
from wenming.issues.queries.listing import filter_of, issues_listed
from wenming.kernel.models import Account, City

FIELDS = {"clock": "runs_out_at", "number": "number", "reported": "reported_at", "unit": "unit__position"}
LONGEST = 2000


def neighbours_of(account: Account, city: City, issue: Issue, listed: str, *, at: datetime) -> dict[str, str]:
    """Return the addresses of the neighbours (``earlier_url``, ``later_url``) under the ledger's filter ``listed``, "" for none.

    Two queries; none where the page was opened from elsewhere.
    """
    if not listed or len(listed) > LONGEST:
        return {"earlier_url": "", "later_url": "", "listed": ""}
    wanted = filter_of(QueryDict(listed).dict(), city=city, at=at)
    rows = issues_listed(account, city, wanted)
    order, back = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    pair = {"earlier_url": _next(rows, issue, order, back=not back), "later_url": _next(rows, issue, order, back=back)}
    urls = {
        name: f"{reverse('issues:issue', args=[city.slug, number])}?{urlencode({'list': listed})}" if number else ""
        for name, number in pair.items()
    }
    return {**urls, "listed": listed}


def _next(rows: QuerySet[Issue], issue: Issue, order: str, *, back: bool) -> str:
    """Return the number of the issue that follows in an order, or with ``back`` comes before it; "" at the end."""
    field = FIELDS[order]
    value: Any = issue
    for part in field.split("__"):
        value = getattr(value, part) if value is not None else None
    side, sign = ("lt", "-") if back else ("gt", "")
    keyed = Q(**{f"pk__{side}": issue.pk})
    empty = Q(**{f"{field}__isnull": True})
    if value is None:
        # what has no value stands last
        beyond = (empty & keyed) | (~empty if back else Q(pk__isnull=True))
    else:
        same = Q(**{field: value}) & keyed
        beyond = Q(**{f"{field}__{side}": value}) | same | (Q(pk__isnull=True) if back else empty)
    found = rows.filter(beyond).order_by(*_ordering(field, sign, back=back))
    return found.values_list("number", flat=True).first() or ""


def _ordering(field: str, sign: str, *, back: bool) -> list[Any]:
    """Return the order in which the next one comes first."""
    place = F(field).desc(nulls_first=True) if back else F(field).asc(nulls_last=True)
    return [place, f"{sign}pk"]
