"""The issues that a batch is about: chosen one by one, or all that a filter finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from wenming.issues.models import Issue
from wenming.issues.queries.issues import issues_visible_to
from wenming.issues.queries.listing import KEY, filter_of, issues_listed
from wenming.issues.queries.paging import in_order
from wenming.kernel.models import Account, City


def chosen_issues(account: Account, city: City, keys: Iterable[str], *, most: int) -> list[Issue]:
    """Return the issues with these keys that the account sees, the most urgent first; what is no key is none. One query."""
    wanted = [int(key) for key in list(keys)[: most + 1] if KEY.match(key)]
    return list(issues_visible_to(account, city).filter(pk__in=wanted).order_by("runs_out_at", "pk"))


def found_issues(account: Account, city: City, query: Mapping[str, str], *, at: datetime, most: int) -> list[Issue]:
    """Return all that an address of the ledger finds, in its order, one more than ``most`` where there are more. One query."""
    wanted = filter_of(query, city=city, at=at)
    return list(in_order(issues_listed(account, city, wanted), wanted, city=city)[: most + 1])
