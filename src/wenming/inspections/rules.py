"""Who may do what with rounds."""

from __future__ import annotations

from datetime import datetime, timedelta

import rules as registry

from wenming.inspections.models import Round
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of

REVOCABLE = timedelta(hours=24)
"""A round may be taken back as a whole for so long after it was written; later, mistakes are corrected by appeal."""


def is_revocable(round_: Round, *, at: datetime) -> bool:
    """Tell whether the round still stands and was written less than a day ago."""
    return not hasattr(round_, "revocation") and at - round_.created_at < REVOCABLE


NOT_WALKING = frozenset({Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})
"""Posts that look after others' work; whoever holds nothing else walks in no round."""


@registry.predicate
def walks_rounds(account: Account, city: City) -> bool:
    """Whoever holds a post that works may be sent to look at sites, outside firms too; what there is to see is the own day alone."""
    return bool(roles_of(account, city) - NOT_WALKING)


@registry.predicate
def corrects_rows(account: Account, city: City) -> bool:
    """A row of a written round is corrected by the office or a supervisor, after an appeal."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})
