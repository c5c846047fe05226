"""Who may have which key, and who watches over all of them."""

from __future__ import annotations

import rules as registry

from wenming.api.enums import KeyPurpose
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, works_in_city
from wenming.sites.rules import sees_sites

KEYS_AT_ONCE = 10
"""So many keys of one person may be open in a city at a time."""


@registry.predicate
def watches_keys(account: Account, city: City) -> bool:
    """The security administrator sees which keys are open, never their secrets, and may revoke each."""
    return Role.SECURITY_ADMINISTRATOR in roles_of(account, city)


def may_have_key(purpose: str, account: Account, city: City) -> bool:
    """Tell whether the account may have a key for this purpose: one's own dates for whoever works here, sites for who sees the register."""
    return sees_sites(account, city) if purpose == KeyPurpose.FEATURES else works_in_city(account, city)
