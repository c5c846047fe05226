"""Who may do what with alarms of relapse."""

from __future__ import annotations

import rules as registry

from wenming.assessment.models import ForecastReader
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, sees_results

JUDGES = frozenset({Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def sees_relapses(account: Account, city: City) -> bool:
    """Whoever sees results sees all alarms; a unit's liaison sees those at the sites that the unit answers for."""
    return sees_results(account, city) or Role.LIAISON in roles_of(account, city)


@registry.predicate
def judges_relapse(account: Account, city: City) -> bool:
    """The office and the supervisors say what was found at an alarm; the unit that answers for the site does not."""
    return bool(roles_of(account, city) & JUDGES)


@registry.predicate
def sees_chances(account: Account, city: City) -> bool:
    """Chances of the official result are seen by those who were named, as long as they see results at all; by nobody else. Asked once per request."""
    if not sees_results(account, city):
        return False
    held = account.__dict__.setdefault("_reads_forecasts", {})
    if city.pk not in held:
        named = ForecastReader.objects.in_city(city).filter(account=account, ended_at__isnull=True)
        held[city.pk] = named.exists()
    return bool(held[city.pk])
