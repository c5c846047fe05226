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
    order, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    pair = {
        "earlier_url": _next(rows, issue, order, down=down, back=True),
        "later_url": _next(rows, issue, order, down=down, back=False),
    }
    urls = {
        name: f"{reverse('issues:issue', args=[city.slug, number])}?{urlencode({'list': listed})}" if number else ""
        for name, number in pair.items()
    }
    return {**urls, "listed": listed}


def _next(rows: QuerySet[Issue], issue: Issue, order: str, *, down: bool, back: bool) -> str:
    """Return the number of the issue that follows in an order, or with ``back`` comes before it; "" at the end.

    What has no value stands last, whichever way the order runs (as in ``paging``).
    """
    field = FIELDS[order]
    value: Any = issue
    for part in field.split("__"):
        value = getattr(value, part) if value is not None else None
    falls = down != back
    side, sign = ("lt", "-") if falls else ("gt", "")
    further, empty = Q(**{f"pk__{side}": issue.pk}), Q(**{f"{field}__isnull": True})
    if value is None:
        beyond = empty & further
        beyond = beyond | ~empty if back else beyond
    else:
        beyond = Q(**{f"{field}__{side}": value}) | (Q(**{field: value}) & further)
        beyond = beyond if back else beyond | empty
    place = F(field)
    first = {"nulls_first": True} if back else {"nulls_last": True}
    ordered = rows.filter(beyond).order_by(place.desc(**first) if falls else place.asc(**first), f"{sign}pk")
    return ordered.values_list("number", flat=True).first() or ""
