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
from wenming.organisations.models import Post, Unit
from wenming.organisations.queries import posts_held, posts_here, units_held

MANAGES_ORGANISATION = frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR})
SEES_ACCOUNTS = MANAGES_ORGANISATION | {Role.SECURITY_ADMINISTRATOR}
SEES_PHONES = frozenset(Role) - {Role.FIRM, Role.INSPECTOR, Role.AUDITOR, Role.SECURITY_ADMINISTRATOR}
SEES_ORGANISATION = frozenset(Role) - {Role.FIRM}
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


def units_of(account: Account, city: City) -> list[Unit]:
    """Return the units for which the account holds a post in the city today, in protocol order; asked once per request."""
    held = account.__dict__.setdefault("_units", {})
    if city.pk not in held:
        inside = bool(roles_of(account, city))
        held[city.pk] = units_held(account, city, at=timezone.now()) if inside else []
    return held[city.pk]


def posts_now(account: Account, city: City) -> list[Post]:
    """Return the posts, with their units, that the account holds in the city today; asked of the database once per request."""
    held = account.__dict__.setdefault("_posts_now", {})
    if city.pk not in held:
        usable = account.is_authenticated and account.is_active
        held[city.pk] = posts_here(account, city, at=timezone.now()) if usable else []
    return held[city.pk]


@registry.predicate
def works_in_office(account: Account, city: City) -> bool:
    """The campaign office: keeps standards, rounds, ledgers."""
    return Role.OFFICE in roles_of(account, city)


@registry.predicate
def manages_organisation(account: Account, city: City) -> bool:
    """Units, people and posts are kept by the campaign office and the system administrator."""
    return bool(roles_of(account, city) & MANAGES_ORGANISATION)


@registry.predicate
def sees_accounts(account: Account, city: City) -> bool:
    """Who can sign in is seen by those who hand accounts out, and by the security administrator."""
    return bool(roles_of(account, city) & SEES_ACCOUNTS)


@registry.predicate
def locks_accounts(account: Account, city: City) -> bool:
    """Accounts are locked, and sign-ins watched, by the security administrator: by nobody who hands accounts out."""
    return Role.SECURITY_ADMINISTRATOR in roles_of(account, city)


@registry.predicate
def audits(account: Account, city: City) -> bool:
    """What was done by whom is read, and the chain of it checked, by the auditor alone: he does nothing himself."""
    return Role.AUDITOR in roles_of(account, city)


@registry.predicate
def sees_organisation(account: Account, city: City) -> bool:
    """Who is who in the campaign is open to everybody who works in it, except an outside firm."""
    return bool(roles_of(account, city) & SEES_ORGANISATION)


@registry.predicate
def sees_phones(account: Account, city: City) -> bool:
    """Telephone numbers are for those who have to call: not for inspectors, auditors and firms."""
    return bool(roles_of(account, city) & SEES_PHONES)


@registry.predicate
def keeps_calendar(account: Account, city: City) -> bool:
    """The calendar decides every limit: the campaign office keeps it."""
    return Role.OFFICE in roles_of(account, city)


def may_delegate(post: Post) -> Callable[[Account, City], bool]:
    """Return who may delegate this post: its holder, and those who keep the organisation."""
    return lambda account, city: account.pk == post.account_id or manages_organisation(account, city)


@registry.predicate
def works_in_city(account: Account, city: City) -> bool:
    """Whoever holds any post: handbook and cards say what everybody should know."""
    return bool(roles_of(account, city))


@registry.predicate
def sees_results(account: Account, city: City) -> bool:
    """Mock scores are internal: the office, leaders, supervisors and auditors see them."""
    return bool(roles_of(account, city) & SEES_RESULTS)


def require_again(predicate: Callable[[Account, City], bool], account: Account, city: City) -> None:
    """Ask the database anew and raise PermissionDenied if the predicate no longer holds: for actions, under their lock."""
    account.__dict__.pop("_posts", None)
    account.__dict__.pop("_units", None)
    account.__dict__.pop("_posts_now", None)
    if not predicate(account, city):
        raise PermissionDenied
