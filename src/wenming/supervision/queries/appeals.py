"""Appeals: which there are, who sees them, and what a unit can appeal against."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from wenming.inspections.models import Observation, Round
from wenming.issues.enums import IssueAction
from wenming.issues.models import Issue
from wenming.issues.queries import issues_in
from wenming.issues.queries.amending import was_late
from wenming.issues.queries.counted import Counted
from wenming.issues.queries.periods import Period
from wenming.issues.workflow import transition_of
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index
from wenming.supervision.enums import AppealInput, GroupSide
from wenming.supervision.models import Appeal, ListEntry
from wenming.supervision.queries.measuring import rate_of
from wenming.supervision.rules import own_units, sees_every_list

_ACTIONS = {
    str(AppealInput.ISSUE_UNIT): str(IssueAction.AMEND),
    str(AppealInput.ISSUE_IN_TIME): str(IssueAction.AMEND),
    str(AppealInput.ISSUE_VOID): str(IssueAction.STRIKE),
}
MOST = 50
"""So many inputs are listed to choose from."""


def appeals_in(city: City) -> QuerySet[Appeal]:
    """Return the appeals of a city with what a list names."""
    related = ("city", "unit", "issue", "observation__round", "entry__run__rule", "wanted", "filed_by", "settled_by")
    return Appeal.objects.in_city(city).select_related(*related)


def appeals_visible_to(account: Account, city: City) -> QuerySet[Appeal]:
    """Return the appeals that an account may see: those who see every list all, a unit its own."""
    appeals = appeals_in(city)
    return appeals if sees_every_list(account, city) else appeals.filter(unit__in=own_units(account, city))


def appealable(issue: Issue, what: str) -> str:
    """Return why this cannot be said of an issue where it stands (a word of ``refusal_words``), "" where it can."""
    if transition_of(issue.state, _ACTIONS[what]) is None:
        return "wrong_stage"
    return "not_late" if what == AppealInput.ISSUE_IN_TIME and not was_late(issue) else ""


def issues_behind(entry: ListEntry) -> QuerySet[Issue]:
    """Return the unit's own issues that an entry counts: what was to be done in its period, the newest first."""
    rate, run = rate_of(entry.run.version.measure), entry.run
    if rate is None:
        return issues_in(run.city).none()
    period = Period(f"{run.begins_on}..{run.ends_on}", run.begins_on, run.ends_on)
    side = "unit" if entry.group.side == GroupSide.UNIT else "district"
    wanted = Counted("", rate.per, period, run.begins_on, side, entry.unit_id)
    found = issues_in(run.city).filter(wanted.condition(run.city))
    return found.filter(unit=entry.unit_id).order_by("-pk")


def observations_against(round_: Round, unit: Unit) -> QuerySet[Observation]:
    """Return the rows of a round that cost a unit points, as the round names it, in their order."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_, milli__lt=1000).select_related("node", "round")
    names = _names_of(unit, round_)
    return (rows.filter(area__in=names) | rows.filter(units__name__in=names)).distinct().order_by("pk")


def is_own_observation(row: Observation, unit: Unit) -> bool:
    """Say whether a row names the unit, as responsible or as the place."""
    names = _names_of(unit, row.round)
    return row.area in names or row.units.filter(name__in=names).exists()


def _names_of(unit: Unit, round_: Round) -> Collection[str]:
    """Return the spellings in a round that mean a unit."""
    index = name_index(unit.city, on=round_.ends_on)
    return {
        name
        for name in round_.tallies.exclude(kind="site").order_by().values_list("name", flat=True).distinct()
        if name and index.known(name).keys == (unit.pk,)
    }
