"""Accounts as an office hands them out: many at once with their posts, new first passwords, links, telephone numbers, locked and unlocked.

三员分立: who keeps the organisation makes accounts and posts, the security administrator locks and unlocks, the auditor reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.actions.accounts import (
    FIRST_PASSWORD_LASTS,
    LINK_LASTS,
    end_sessions,
    first_password,
    kill_links,
    make_link,
    new_secret,
    quick_hash,
)
from wenming.kernel.actions.codes import PhoneTakenError, set_phone
from wenming.kernel.actions.identities import NotLinkedError, link_identity
from wenming.kernel.enums import LinkPurpose
from wenming.kernel.models import Account, City, SignInLink
from wenming.organisations.actions.units import NotPossibleError
from wenming.organisations.adapters import sounds_of
from wenming.organisations.enums import Role
from wenming.organisations.models import Person, Post, Tenure, Unit
from wenming.organisations.queries.accounts import accounts_in, belongs_elsewhere, guards, names_taken
from wenming.organisations.rules import locks_accounts, manages_organisation, require_again

MOST = 300
"""Accounts in one batch: as many slips as somebody cuts apart in an hour."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One account of a batch: whose it is (None: a new person, with ``title`` in ``unit``), and the post that comes with it."""

    name: str
    username: str
    role: str
    unit: Unit | None = None
    until: date | None = None
    phone: str = ""
    person: Person | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What goes on one slip: the password and the secret of the link are nowhere else."""

    account: Account
    unit: str
    password: str
    secret: str
    until: datetime


@dataclass(frozen=True, slots=True)
class BatchProblem:
    """What is wrong with one row of a batch (from 0): ``field`` and ``reason``."""

    row: int
    field: str
    reason: str


class BatchRefusedError(Exception):
    """Nothing of the batch was written; ``problems`` says why."""

    def __init__(self, problems: Sequence[BatchProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@transaction.atomic
def issue_accounts(*, city: City, rows: Sequence[NewAccount], by: Account | None, at: datetime) -> list[Issued]:
    """Make accounts with their posts and tie them to their people, all or none; one event tells of the batch, without any secret.

    Raises BatchRefusedError with every problem of every row.
    """
    _allow(city, by)
    day = at.astimezone(city.zone).date()
    problems = _problems(city, rows, day)
    if problems:
        raise BatchRefusedError(problems)
    passwords = [first_password() for _row in rows]
    accounts = Account.objects.bulk_create(
        Account(
            username=row.username,
            name=row.name,
            phone=row.phone,
            password=quick_hash(password),
            must_change_password=True,
            password_until=at + FIRST_PASSWORD_LASTS,
            created_at=at,
        )
        for row, password in zip(rows, passwords, strict=True)
    )
    Post.objects.bulk_create(
        Post(city=city, account=account, role=row.role, unit=row.unit, starts_on=day, ends_on=row.until)
        for row, account in zip(rows, accounts, strict=True)
    )
    _tie(city, rows, accounts, day)
    units = [row.unit.name if row.unit else "" for row in rows]
    issued = _slips(accounts, units, passwords, by, at)
    data = {"accounts": [account.pk for account in accounts], "roles": dict(Counter(row.role for row in rows))}
    record_event(city=city, kind="account.issued", subject=city, data=data, by=by, at=at)
    return issued


def _problems(city: City, rows: Sequence[NewAccount], day: date) -> list[BatchProblem]:
    """Return what is wrong, row by row."""
    found = [BatchProblem(0, "", "too_many")] if len(rows) > MOST else []
    taken = names_taken([row.username for row in rows])
    phones = set(
        Account.objects.filter(phone__in=[row.phone for row in rows if row.phone]).values_list("phone", flat=True)
    )
    names = Counter(row.username.lower() for row in rows)
    numbers = Counter(row.phone for row in rows if row.phone)
    people = Counter(row.person.pk for row in rows if row.person)
    free = _free(city, [row.person for row in rows if row.person])
    for number, row in enumerate(rows):
        found += [
            BatchProblem(number, field, reason)
            for field, reason, wrong in (
                ("username", "name_invalid", not _name_fits(row)),
                ("username", "name_taken", row.username.lower() in taken),
                ("username", "name_twice", names[row.username.lower()] > 1),
                ("phone", "phone_taken", row.phone in phones),
                ("phone", "phone_twice", numbers[row.phone] > 1),
                ("person", "person_twice", row.person is not None and people[row.person.pk] > 1),
                ("person", "person_has_account", row.person is not None and row.person.pk not in free),
                ("role", "role_unknown", row.role not in Role.values),
                ("unit", "unit_ended", _ended(city, row.unit, day)),
                ("until", "ends_before_start", row.until is not None and row.until < day),
                ("until", "firm_without_end", row.role == Role.FIRM and row.until is None),
            )
            if wrong
        ]
    return found


def _name_fits(row: NewAccount) -> bool:
    """Whether sign-in name and name are what an account takes."""
    try:
        Account(username=row.username, name=row.name).clean_fields(exclude=["password", "created_at"])
    except ValidationError:
        return False
    return True


def _free(city: City, people: Sequence[Person]) -> set[int]:
    """Return the keys of those among these people who are the city's and have no account yet."""
    rows = Person.objects.in_city(city).filter(pk__in=[one.pk for one in people], account__isnull=True)
    return set(rows.values_list("pk", flat=True))


def _ended(city: City, unit: Unit | None, day: date) -> bool:
    """Whether a unit is another city's, or has ended."""
    return unit is not None and (unit.city_id != city.pk or (unit.ends_on is not None and unit.ends_on < day))


def _tie(city: City, rows: Sequence[NewAccount], accounts: Sequence[Account], day: date) -> None:
    """Tie accounts to their people; new people get what they are in their unit."""
    for row, account in zip(rows, accounts, strict=True):
        if row.person is not None:
            Person.objects.in_city(city).filter(pk=row.person.pk).update(account=account)
            continue
        person = Person.objects.create(
            city=city, name=row.name, phone=row.phone, sounds=sounds_of(row.name), account=account
        )
        if row.unit is not None and row.title:
            order = row.unit.tenures.count() + 1
            Tenure.objects.create(city=city, person=person, unit=row.unit, title=row.title, order=order, starts_on=day)


def _slips(
    accounts: Sequence[Account], units: Sequence[str], passwords: Sequence[str], by: Account | None, at: datetime
) -> list[Issued]:
    """Give every account a link, and return what goes on the slips."""
    until = at + FIRST_PASSWORD_LASTS
    secrets = [new_secret() for _account in accounts]
    SignInLink.objects.bulk_create(
        SignInLink(account=account, digest=digest, purpose=LinkPurpose.FIRST, made_by=by, made_at=at, until=until)
        for account, (_secret, digest) in zip(accounts, secrets, strict=True)
    )
    return [
        Issued(account, unit, password, secret, until)
        for account, unit, password, (secret, _digest) in zip(accounts, units, passwords, secrets, strict=True)
    ]


@transaction.atomic
def reissue_accounts(*, city: City, accounts: Sequence[Account], by: Account, at: datetime) -> list[Issued]:
    """Give accounts new first passwords and links; the old ones, and every session, are dead.

    NotPossibleError: as for ``link_for`` where one of them is not the office's to hand out.
    """
    _allow(city, by)
    found = _handed_out(city, accounts, by)
    passwords = [first_password() for _account in found]
    for account, password in zip(found, passwords, strict=True):
        account.password = quick_hash(password)
        account.must_change_password, account.password_until = True, at + FIRST_PASSWORD_LASTS
    Account.objects.bulk_update(found, ["password", "must_change_password", "password_until"])
    kill_links(accounts=found, by=by, at=at)
    units = _units(city, found)
    issued = _slips(found, [units.get(one.pk, "") for one in found], passwords, by, at)
    data = {"accounts": [account.pk for account in found]}
    record_event(city=city, kind="account.reissued", subject=city, data=data, by=by, at=at)
    return issued


def _units(city: City, accounts: Sequence[Account]) -> dict[int, str]:
    """Return for which unit each account holds its latest post."""
    posts = Post.objects.in_city(city).filter(account__in=accounts, unit__isnull=False).select_related("unit")
    return {post.account_id: post.unit.name for post in posts.order_by("starts_on", "pk")}


@transaction.atomic
def link_for(*, city: City, account: Account, by: Account, at: datetime) -> str:
    """Return the secret of a link that signs one person in once, for a day.

    NotPossibleError: "account_not_here", "account_elsewhere" (posts in another city, or the operator's), "account_guards" (security
    administrator, auditor: their account is the operator's to renew), "own_account".
    """
    _allow(city, by)
    (account,) = _handed_out(city, [account], by)
    secret = make_link(account=account, purpose=LinkPurpose.HELP, until=at + LINK_LASTS, by=by, at=at)
    record_event(city=city, kind="account.link_made", subject=account, data={}, by=by, at=at)
    return secret


@transaction.atomic
def give_phone(*, city: City, account: Account, number: str, by: Account, at: datetime) -> None:
    """Let a normalised number open an account that has none, or take its number away (""). The number stays out of the event.

    NotPossibleError("phone_set"): another number than the one it has is only the person's own to prove; ("phone_taken").
    """
    _allow(city, by)
    (account,) = _handed_out(city, [account], by)
    if number and account.phone:
        raise NotPossibleError("phone_set")
    try:
        set_phone(account=account, number=number, by=by, at=at)
    except PhoneTakenError:
        raise NotPossibleError("phone_taken") from None
    record_event(city=city, kind="account.phone_set", subject=account, data={"given": bool(number)}, by=by, at=at)


@transaction.atomic
def give_identity(*, city: City, account: Account, reference: str, by: Account, at: datetime) -> None:
    """Let the identity that got this reference sign in as the account. NotPossibleError("reference_…")."""
    _allow(city, by)
    (account,) = _handed_out(city, [account], by)
    try:
        request = link_identity(account=account, reference=reference, by=by, at=at)
    except NotLinkedError as fault:
        raise NotPossibleError(f"reference_{fault}") from None
    data = {"provider": request.provider}
    record_event(city=city, kind="account.identity_linked", subject=account, data=data, by=by, at=at)


@transaction.atomic
def lock_account(*, city: City, account: Account, by: Account, at: datetime) -> None:
    """Let nobody sign in with an account; its sessions and links end at once. NotPossibleError("locked_already")."""
    account = _to_lock(city, account, by)
    if not account.is_active:
        raise NotPossibleError("locked_already")
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account=account, by=by, at=at)
    record_event(city=city, kind="account.locked", subject=account, data={}, by=by, at=at)


@transaction.atomic
def unlock_account(*, city: City, account: Account, by: Account, at: datetime) -> None:
    """Let an account be used again, with the password that it had. NotPossibleError("not_locked")."""
    account = _to_lock(city, account, by)
    if account.is_active:
        raise NotPossibleError("not_locked")
    account.is_active = True
    account.save(update_fields=["is_active"])
    record_event(city=city, kind="account.unlocked", subject=account, data={}, by=by, at=at)


def _allow(city: City, by: Account | None) -> None:
    """Lock the city's organisation, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(manages_organisation, by, city)


def _handed_out(city: City, accounts: Sequence[Account], by: Account) -> list[Account]:
    """Lock accounts that this office may hand out, in the order given; whoever could take one over could do its work."""
    keys = [account.pk for account in accounts]
    _of_city(city, keys, by)
    if guards(city, keys):
        raise NotPossibleError("account_guards")
    found = {account.pk: account for account in Account.objects.select_for_update().filter(pk__in=keys)}
    if any(not account.is_active for account in found.values()):
        raise NotPossibleError("account_locked")
    return [found[key] for key in keys]


def _of_city(city: City, keys: Sequence[int], by: Account) -> None:
    """Refuse accounts that are not this city's alone, and one's own."""
    if accounts_in(city).filter(pk__in=keys).count() != len(set(keys)):
        raise NotPossibleError("account_not_here")
    if by.pk in keys:
        raise NotPossibleError("own_account")
    if belongs_elsewhere(city, keys):
        raise NotPossibleError("account_elsewhere")


def _to_lock(city: City, account: Account, by: Account) -> Account:
    """Lock the row of an account that the security administrator wants to lock or unlock."""
    City.objects.select_for_update().get(pk=city.pk)
    require_again(locks_accounts, by, city)
    _of_city(city, [account.pk], by)
    return Account.objects.select_for_update().get(pk=account.pk)
