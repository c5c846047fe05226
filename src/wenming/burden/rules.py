"""Who may ask, who sets the budget, and who sees how much was asked of whom."""

from __future__ import annotations

from collections.abc import Callable

import rules as registry

from wenming.burden.models import Ask
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, works_in_office

ASKS = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.GROUP_HEAD, Role.DISTRICT_OFFICE, Role.STREET_OFFICE})
SEES_ALL = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD})
SEES_OWN = frozenset({Role.LIAISON, Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER})


@registry.predicate
def asks_units(account: Account, city: City) -> bool:
    """Who may ask units for something: those who dispatch and supervise."""
    return bool(roles_of(account, city) & ASKS)


@registry.predicate
def sets_budgets(account: Account, city: City) -> bool:
    """How much the city asks at most decides the campaign office."""
    return works_in_office(account, city)


@registry.predicate
def sees_whole_burden(account: Account, city: City) -> bool:
    """What is asked of every unit is seen by those who work for the whole city."""
    return bool(roles_of(account, city) & SEES_ALL)


@registry.predicate
def sees_burden(account: Account, city: City) -> bool:
    """A unit sees what is asked of it, and of those below it."""
    return bool(roles_of(account, city) & (SEES_ALL | SEES_OWN))


def withdraws(ask: Ask) -> Callable[[Account, City], bool]:
    """Return who may withdraw a request: who asked, and the office."""
    return lambda account, city: (
        works_in_office(account, city) or (asks_units(account, city) and ask.by_id == account.pk)
    )
