"""Who may do what with rounds."""

from __future__ import annotations

from datetime import datetime, timedelta

import rules as registry

from wenming.inspections.enums.fieldwork import FieldRoundState
from wenming.inspections.models import FieldRound, Round
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of

REVOCABLE = timedelta(hours=24)
"""A round may be taken back as a whole for so long after it was written; later, mistakes are corrected by appeal."""


def is_revocable(round_: Round, *, at: datetime) -> bool:
    """Tell whether the round still stands and was written less than a day ago."""
    return not hasattr(round_, "revocation") and at - round_.created_at < REVOCABLE


@registry.predicate
def corrects_rows(account: Account, city: City) -> bool:
    """A row of a written round is corrected by the office or a supervisor, after an appeal."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})


SEES_QUALITY = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR})


def is_over(field_round: FieldRound) -> bool:
    """Tell whether nobody walks in the round any more."""
    return field_round.state in {FieldRoundState.ENDED, FieldRoundState.WRITTEN}


@registry.predicate
def sees_quality(account: Account, field_round: FieldRound) -> bool:
    """How far a round can be trusted is seen by its planner from the start, by office, supervisors and auditors when it is over.

    Before, it would tell that sites are looked at twice.
    """
    if is_over(field_round):
        return bool(roles_of(account, field_round.city) & SEES_QUALITY)
    running = field_round.state == FieldRoundState.RUNNING
    return running and account == field_round.planner and Role.OFFICE in roles_of(account, field_round.city)
