"""What waits at somebody's desk, by what is to be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.models import Issue
from wenming.issues.queries import filter_of, issues_listed
from wenming.issues.queries.counts import bounded_counts
from wenming.issues.queries.issues import RELATED
from wenming.issues.queries.paging import page_of
from wenming.issues.rules import SEES_OWN_ISSUES, dispatches_issues, reminds_units
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.ledger import count_text
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, works_in_office

FIRST = 8
Who = Callable[[Account, City], bool]


def _checks(account: Account, city: City) -> bool:
    """A supervisor verifies what has come up to the city."""
    return Role.SUPERVISOR in roles_of(account, city) and not works_in_office(account, city)


def _reports(account: Account, city: City) -> bool:
    """Everybody may look at what became of the own reports; for finders and leaders it is all that waits."""
    others = dispatches_issues(account, city) or _checks(account, city)
    return not others and not roles_of(account, city) & SEES_OWN_ISSUES


PILES: tuple[tuple[Who, str, Any, str], ...] = (
    (dispatches_issues, "mine=desk&state=reported", pgettext_lazy("issue", "待受理"), "triage"),
    (dispatches_issues, "mine=desk&state=accepted,filed", gettext_lazy("待立案、待派遣"), "triage"),
    (dispatches_issues, "asked=on", gettext_lazy("申请待答复"), ""),
    (works_in_office, "state=disputed", pgettext_lazy("issue", "权属待裁定"), ""),
    (dispatches_issues, "mine=desk&state=answered", pgettext_lazy("issue", "待核查"), ""),
    (_checks, "state=answered", pgettext_lazy("issue", "待核查"), ""),
    (reminds_units, "lamp=red&state=dispatched", gettext_lazy("超期待催办"), ""),
    (_reports, "mine=reported", gettext_lazy("我上报的，未结"), ""),
)
"""Who has the pile, what the ledger finds in it, its name, and whether it is worked off one by one."""


def piles_of(account: Account, city: City, lamps: Lamps) -> list[dict[str, Any]]:
    """Return the piles of a person with their counts. One query."""
    mine = [pile for pile in PILES if pile[0](account, city)]
    lists = {
        query: issues_listed(account, city, filter_of(QueryDict(query), city=city, at=lamps.at))
        for _who, query, _label, _way in mine
    }
    counts = bounded_counts(city, lists)
    ledger = reverse("issues:issues", args=[city.slug])
    return [
        {
            "label": str(label),
            "count": count_text(counts[query]),
            "some": bool(counts[query]),
            "url": f"{ledger}?{query}",
            "triage": way == "triage" and bool(counts[query]),
            "tone": "bad" if "lamp=red" in query and counts[query] else "",
        }
        for _who, query, label, way in mine
    ]


def first_rows(account: Account, city: City, lamps: Lamps) -> list[Issue]:
    """Return the first rows of what is the person's turn, by their clock. One or two queries."""
    text = (
        "mine=desk"
        if dispatches_issues(account, city)
        else "state=answered"
        if _checks(account, city)
        else "mine=reported"
    )
    wanted = filter_of(QueryDict(text), city=city, at=lamps.at)
    found = issues_listed(account, city, wanted).select_related(*RELATED)
    return page_of(found, wanted, QueryDict(), city=city).rows[:FIRST]
