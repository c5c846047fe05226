"""Who may do what with rounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import rules as registry

from wenming.draws.rules import KEEPERS
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.models import FieldRound, Round, Visit
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import audits, roles_of, sees_results, works_in_office

REVOCABLE = timedelta(hours=24)
"""A round may be taken back as a whole for so long after it was written; later, mistakes are corrected by appeal."""
WALKS = frozenset({Role.INSPECTOR, Role.FIRM})
"""Who is sent to look at sites."""
OPEN = frozenset({str(FieldRoundState.PLANNING), str(FieldRoundState.RUNNING)})
"""While a field round is not over, where somebody goes is known to its planner alone."""


def is_revocable(round_: Round, *, at: datetime) -> bool:
    """Tell whether the round still stands and was written less than a day ago."""
    return not hasattr(round_, "revocation") and at - round_.created_at < REVOCABLE


@registry.predicate
def walks_rounds(account: Account, city: City) -> bool:
    """Inspectors and outside firms take their day along on the phone; what there is to see is the own day alone."""
    return bool(roles_of(account, city) & WALKS)


@registry.predicate
def corrects_rows(account: Account, city: City) -> bool:
    """A row of a written round is corrected by the office or a supervisor, after an appeal."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def plans_field_rounds(account: Account, city: City) -> bool:
    """Field rounds are planned by those who keep draws: the campaign office and supervisors."""
    return bool(roles_of(account, city) & KEEPERS)


@registry.predicate
def sees_field_rounds(account: Account, city: City) -> bool:
    """That there is a field round, and how many visits are done, is seen by those who see results. Units see nothing of it before it is written."""
    return sees_results(account, city)


def keeps_field_round(field_round: FieldRound) -> Callable[[Account, City], bool]:
    """Return who plans this one: whoever began it, while the post for it lasts."""
    return lambda account, city: account.pk == field_round.planner_id and plans_field_rounds(account, city)


def sees_visits(field_round: FieldRound) -> Callable[[Account, City], bool]:
    """Return who sees sites, people and days: the planner; once it is over the office and auditors as well."""

    def rule(account: Account, city: City) -> bool:
        if keeps_field_round(field_round)(account, city):
            return True
        return field_round.state not in OPEN and (works_in_office(account, city) or audits(account, city))

    return rule


def ends_field_round(field_round: FieldRound) -> Callable[[Account, City], bool]:
    """Return who ends it or throws it away: the planner, and the office where the planner plans no more."""

    def rule(account: Account, city: City) -> bool:
        if keeps_field_round(field_round)(account, city):
            return True
        return works_in_office(account, city) and not plans_field_rounds(field_round.planner, city)

    return rule


def tends_field_round(field_round: FieldRound) -> Callable[[Account, City], bool]:
    """Return who puts visits right and settles what is open: the planner; once it is over the office as well."""

    def rule(account: Account, city: City) -> bool:
        if keeps_field_round(field_round)(account, city):
            return True
        return field_round.state not in OPEN and works_in_office(account, city)

    return rule


OVER = frozenset({str(FieldRoundState.ENDED), str(FieldRoundState.WRITTEN)})
"""Nobody walks in these any more, and what was found is on record."""
TYPED = frozenset({str(FieldRoundState.RUNNING), str(FieldRoundState.ENDED)})
"""While a round is in these, what stands on paper is typed in."""


def sees_quality(field_round: FieldRound) -> Callable[[Account, City], bool]:
    """Return who sees how far a round can be trusted: its planner while it runs; when it is over office, supervisors and auditors.

    Before, it would tell that sites are looked at twice.
    """

    def rule(account: Account, city: City) -> bool:
        if field_round.state in OVER:
            return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR})
        return field_round.state == FieldRoundState.RUNNING and keeps_field_round(field_round)(account, city)

    return rule


def types_visit(visit: Visit, *, on: date) -> Callable[[Account, City], bool]:
    """Return who types in the form of a visit: the planner; from its day ``on`` the office, and whoever was there."""

    def rule(account: Account, city: City) -> bool:
        if keeps_field_round(visit.field_round)(account, city):
            return True
        mine = visit.member is not None and visit.member.account_id == account.pk and bool(roles_of(account, city))
        return visit.on is not None and visit.on <= on and (mine or works_in_office(account, city))

    return rule
