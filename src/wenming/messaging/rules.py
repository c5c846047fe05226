"""Who may do what with the inbox."""

from __future__ import annotations

import rules as registry

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of


@registry.predicate
def finishes_tasks(account: Account, city: City) -> bool:
    """Whoever a task was put to may say that it is done; an auditor watches and changes nothing."""
    return bool(roles_of(account, city) - {Role.AUDITOR})
