"""Reading the accounts of a city: those that hold or held a post in it, and those of its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from axes.models import AccessFailureLog, AccessLog
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Lower

from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role, UnitKind
from wenming.organisations.models import Person, Post, Tenure, Unit
from wenming.organisations.queries.people import people_found, running, tenures_in
from wenming.organisations.queries.units import STEP, units_in, units_under

STATES = ("waiting", "active", "locked")
APART = (
    frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR}),
    frozenset({Role.SECURITY_ADMINISTRATOR}),
    frozenset({Role.AUDITOR}),
)
"""三员分立: roles of two of these groups are never one person's."""
OF_THE_CAMPAIGN = frozenset({UnitKind.HEADQUARTERS, UnitKind.CAMPAIGN_OFFICE, UnitKind.WORKING_GROUP})
GUARDS = frozenset({Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What a list of accounts or people shows: words, the units under one (its key, 0 for all), a state."""

    words: str = ""
    under: int = 0
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> AccountFilter:
        """Return what an address asks for."""
        under, state = query.get("under", ""), query.get("state", "")
        number = int(under) if under.isascii() and under.isdigit() and len(under) < 19 else 0
        return cls(query.get("q", "").strip()[:60], number, state if state in STATES else "")


def accounts_in(city: City) -> QuerySet[Account]:
    """Return the accounts of a city."""
    posts = Post.objects.in_city(city).filter(account=OuterRef("pk"))
    people = Person.objects.in_city(city).filter(account=OuterRef("pk"))
    return Account.objects.filter(Exists(posts) | Exists(people))


def accounts_listed(city: City, wanted: AccountFilter) -> QuerySet[Account]:
    """Return the accounts under a filter."""
    accounts = accounts_in(city)
    if wanted.words:
        sounds = wanted.words.replace(" ", "").lower()
        people = Person.objects.in_city(city).filter(account=OuterRef("pk"), sounds__icontains=sounds)
        accounts = accounts.filter(
            Q(name__icontains=wanted.words) | Q(username__icontains=wanted.words) | Exists(people)
        )
    if wanted.under:
        posts = Post.objects.in_city(city).filter(account=OuterRef("pk"), unit__in=_under(city, wanted.under))
        accounts = accounts.filter(Exists(posts))
    states = {
        "waiting": Q(is_active=True, must_change_password=True),
        "active": Q(is_active=True, must_change_password=False),
        "locked": Q(is_active=False),
    }
    return accounts.filter(states[wanted.state]) if wanted.state else accounts


def _under(city: City, key: int) -> QuerySet[Unit]:
    """Return a unit of the city and everything below it; nothing for a key that is none."""
    unit = units_in(city).filter(pk=key).select_related("city").first()
    return units_under(unit) if unit else Unit.objects.in_city(city).none()


def upper_units(city: City, *, on: date) -> QuerySet[Unit]:
    """Return the units of the two upper levels, to choose from: everything below them comes along."""
    return units_in(city, on=on).annotate(depth=Length("position")).filter(depth__lt=2 * STEP)


def people_without_account(city: City, wanted: AccountFilter, *, on: date) -> QuerySet[Person]:
    """Return the people who cannot sign in yet, under a filter; those who are nothing any more are left out."""
    there = tenures_in(city, on=on).filter(person=OuterRef("pk"))
    if wanted.under:
        there = there.filter(unit__in=_under(city, wanted.under))
    return people_found(city, wanted.words, on=on).filter(Exists(there), account__isnull=True)


def first_tenures(city: City, people: Iterable[Person], *, on: date) -> dict[int, Tenure]:
    """Return for each person the first of what he or she is on a day, in protocol order; a real unit goes before the campaign's own. One query."""
    found: dict[int, Tenure] = {}
    for tenure in tenures_in(city, on=on).filter(person__in=[one.pk for one in people]):
        known = found.setdefault(tenure.person_id, tenure)
        if known.unit.kind in OF_THE_CAMPAIGN and tenure.unit.kind not in OF_THE_CAMPAIGN:
            found[tenure.person_id] = tenure
    return found


def posts_of_accounts(city: City, accounts: Iterable[Account], *, on: date) -> dict[int, list[Post]]:
    """Return the posts that run, by the account's key. One query."""
    found: dict[int, list[Post]] = {}
    posts = Post.objects.in_city(city).filter(running(on), account__in=[one.pk for one in accounts])
    for post in posts.select_related("unit").order_by("pk"):
        found.setdefault(post.account_id, []).append(post)
    return found


def names_taken(names: Iterable[str]) -> set[str]:
    """Return which of these sign-in names somebody has, in small letters."""
    wanted = {name.lower() for name in names}
    rows = Account.objects.annotate(small=Lower("username")).filter(small__in=wanted)
    return set(rows.values_list("small", flat=True))


def names_like(roots: Iterable[str]) -> set[str]:
    """Return the sign-in names that begin with one of these, in small letters: what a new name must differ from."""
    found: set[str] = set()
    wanted = sorted(set(roots))
    for start in range(0, len(wanted), 100):
        begins = Q()
        for root in wanted[start : start + 100]:
            begins |= Q(username__istartswith=root)
        if begins:
            found |= {name.lower() for name in Account.objects.filter(begins).values_list("username", flat=True)}
    return found


def belongs_elsewhere(city: City, keys: Sequence[int]) -> bool:
    """Tell whether one of these accounts has posts in another city, or runs the installation."""
    others = Post.objects.across_cities().filter(account__in=keys).exclude(city=city)
    return others.exists() or Account.objects.filter(pk__in=keys, is_operator=True).exists()


def guards(city: City, keys: Sequence[int]) -> bool:
    """Tell whether one of these accounts holds a post that watches over those who hand out accounts."""
    return Post.objects.in_city(city).filter(account__in=keys, role__in=GUARDS).exists()


def roles_held(city: City, account: Account, *, on: date) -> set[str]:
    """Return the roles that an account holds on a day or will hold."""
    posts = Post.objects.in_city(city).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), account=account)
    return set(posts.values_list("role", flat=True))


def stands_apart(role: str, held: Iterable[str]) -> bool:
    """Tell whether a role would stand beside one that it must be apart from."""
    groups = {number for one in (role, *held) for number, group in enumerate(APART) if one in group}
    return len(groups) > 1


def sign_ins(city: City, words: str) -> QuerySet[AccessLog]:
    """Return the sign-ins of the city's accounts."""
    return _of_city(AccessLog.objects.all(), city, words)


def failures(city: City, words: str) -> QuerySet[AccessFailureLog]:
    """Return the sign-ins that failed under the name of one of the city's accounts."""
    return _of_city(AccessFailureLog.objects.all(), city, words)


def _of_city(rows: QuerySet, city: City, words: str) -> QuerySet:
    """Keep the rows of the city's accounts, with the account's name."""
    own = (
        accounts_in(city)
        .annotate(small=Lower("username"))
        .filter(Q(small=OuterRef("small")) | (Q(phone=OuterRef("username")) & ~Q(phone="")))
    )
    rows = rows.annotate(small=Lower("username")).filter(Exists(own))
    rows = rows.annotate(whose=Subquery(own.values("name")[:1]), account_name=Subquery(own.values("username")[:1]))
    return rows.filter(Q(whose__icontains=words) | Q(account_name__icontains=words)) if words else rows
