"""Who sees what was found about photos, who explains it."""

from __future__ import annotations

from collections.abc import Callable

import rules as registry

from wenming.evidence.models import Evidence
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import posts_now, roles_of

CHECKS = frozenset({Role.OFFICE, Role.SUPERVISOR})
ANSWERS = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.LIAISON})


@registry.predicate
def sees_evidence(account: Account, city: City) -> bool:
    """What photos say beside the picture is seen by those who check: the campaign office and the supervisors."""
    return bool(roles_of(account, city) & CHECKS)


@registry.predicate
def explains_findings(account: Account, city: City) -> bool:
    """Whether a finding is cleared up say those who check, never the unit itself."""
    return sees_evidence(account, city)


def answers_for(evidence: Evidence) -> Callable[[Account, City], bool]:
    """Return who may say for the unit how a finding about its photo comes about: who holds a post for it."""

    def may(account: Account, city: City) -> bool:
        posts = posts_now(account, city)
        return any(
            post.unit_id is not None and post.unit_id == evidence.unit_id and post.role in ANSWERS for post in posts
        )

    return may
