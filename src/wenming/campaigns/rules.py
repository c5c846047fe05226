"""Who may do what with campaigns, responsibilities and the watch ledger."""

from __future__ import annotations

import rules as registry

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, sees_organisation, works_in_office

WORKS_FOR_UNIT = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.LIAISON})
SEES_WATCH = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})


@registry.predicate
def keeps_campaigns(account: Account, city: City) -> bool:
    """Titles, cycles, responsibilities and the watch ledger are kept by the campaign office."""
    return works_in_office(account, city)


@registry.predicate
def sees_responsibilities(account: Account, city: City) -> bool:
    """Who answers for what, titles and milestones are open to everybody who works in the campaign, except an outside firm."""
    return sees_organisation(account, city)


@registry.predicate
def works_for_unit(account: Account, city: City) -> bool:
    """Who holds a post for a unit has duties of its own to look at."""
    return bool(roles_of(account, city) & WORKS_FOR_UNIT)


@registry.predicate
def sees_watch(account: Account, city: City) -> bool:
    """Events that may cost the title, and what authorities said of the city, are for the office, leaders, supervisors, auditors."""
    return bool(roles_of(account, city) & SEES_WATCH)
