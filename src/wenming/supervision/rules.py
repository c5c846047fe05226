"""Who may see lists, decisions and appeals, who computes and approves, who reviews."""

from __future__ import annotations

import rules as registry

from wenming.issues.models import IssueStep
from wenming.issues.rules import SEES_OWN_ISSUES
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit
from wenming.organisations.rules import posts_now, roles_of, works_in_office
from wenming.supervision.enums import AppealInput
from wenming.supervision.models import Appeal

SEES_ALL = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})
RECORDS = {
    str(AppealInput.ISSUE_UNIT): ("dispatch", "arbitrate"),
    str(AppealInput.ISSUE_VOID): ("report", "file"),
    str(AppealInput.ISSUE_IN_TIME): ("answer", "self_handle"),
}
"""Input of an issue -> the steps by which it was recorded."""
SUPERVISES = frozenset({Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def sees_every_list(account: Account, city: City) -> bool:
    """Lists compare units: for the office, leaders, supervisors and auditors."""
    return bool(roles_of(account, city) & SEES_ALL)


@registry.predicate
def sees_supervision(account: Account, city: City) -> bool:
    """All of it, or what concerns one's own unit."""
    return bool(roles_of(account, city) & (SEES_ALL | SEES_OWN_ISSUES))


@registry.predicate
def keeps_list_rules(account: Account, city: City) -> bool:
    """Rules decide who is praised and criticised: the campaign office keeps them."""
    return works_in_office(account, city)


@registry.predicate
def makes_lists(account: Account, city: City) -> bool:
    """The office and the supervisors compute lists."""
    return bool(roles_of(account, city) & SUPERVISES)


@registry.predicate
def approves_lists(account: Account, city: City) -> bool:
    """The office, supervisors and leaders approve a list that somebody else computed."""
    return bool(roles_of(account, city) & (SUPERVISES | {Role.LEADER}))


@registry.predicate
def records_decisions(account: Account, city: City) -> bool:
    """The office and the supervisors record what was decided elsewhere, and what came of a suggestion."""
    return bool(roles_of(account, city) & SUPERVISES)


@registry.predicate
def reviews_appeals(account: Account, city: City) -> bool:
    """The office and the supervisors review appeals; not whoever recorded the input (``recorded_input``)."""
    return bool(roles_of(account, city) & SUPERVISES)


@registry.predicate
def files_appeals(account: Account, city: City) -> bool:
    """Whoever holds a post for a unit may appeal for it."""
    return bool(own_units(account, city))


def own_units(account: Account, city: City) -> list[Unit]:
    """Return the units for which the account answers."""
    return [post.unit for post in posts_now(account, city) if post.unit and post.role in SEES_OWN_ISSUES]


def recorded_input(appeal: Appeal, account: Account) -> bool:
    """Say whether the account recorded the input, or appealed itself: who reviews must not have.

    A row of a round is recorded by who wrote the round; whose an issue is by who dispatched it, that it is one by who reported or filed it,
    when it was settled by who entered the answer.
    """
    if appeal.filed_by_id == account.pk:
        return True
    if appeal.observation is not None:
        return appeal.observation.round.created_by_id == account.pk
    steps = IssueStep.objects.in_city(appeal.city).filter(issue=appeal.issue_id, by=account)
    return steps.filter(action__in=RECORDS[appeal.input]).exists()
