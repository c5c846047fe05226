"""Who may do what because of a post.

Each predicate takes the account and the city. Posts are read once per account object, that is once per request.
"""

from __future__ import annotations

from collections.abc import Callable

import rules as registry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.queries import posts_held

MANAGES_ORGANISATION = frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR})
SEES_RESULTS = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})


def posts_of(account: Account) -> dict[City, frozenset[str]]:
    """Return city -> roles of the account today, asked of the database once per request."""
    if "_posts" not in account.__dict__:
        usable = account.is_authenticated and account.is_active
        account.__dict__["_posts"] = posts_held(account, at=timezone.now()) if usable else {}
    return account.__dict__["_posts"]


def cities_of(account: Account) -> list[City]:
    """Return the cities that the account may enter: those in which it holds a post."""
    return list(posts_of(account))


def roles_of(account: Account, city: City) -> frozenset[str]:
    """Return the account's roles in the city today."""
    return posts_of(account).get(city, frozenset())


@registry.predicate
def works_in_office(account: Account, city: City) -> bool:
    """The campaign office: keeps standards, rounds, ledgers."""
    return Role.OFFICE in roles_of(account, city)


@registry.predicate
def manages_organisation(account: Account, city: City) -> bool:
    """Units, people and posts are kept by the campaign office and the system administrator."""
    return bool(roles_of(account, city) & MANAGES_ORGANISATION)


@registry.predicate
def sees_results(account: Account, city: City) -> bool:
    """Mock scores are internal: the office, leaders, supervisors and auditors see them."""
    return bool(roles_of(account, city) & SEES_RESULTS)


def require_again(predicate: Callable[[Account, City], bool], account: Account, city: City) -> None:
    """Ask the database anew and raise PermissionDenied if the predicate no longer holds: for actions, under their lock."""
    account.__dict__.pop("_posts", None)
    if not predicate(account, city):
        raise PermissionDenied
