"""Who may do what with a draw, and who may see what it chose."""

from __future__ import annotations

from collections.abc import Callable

import rules as registry

from wenming.draws.enums import DrawState
from wenming.draws.models import Draw
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of, sees_results, works_in_office

KEEPERS = frozenset({Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def seals_draws(account: Account, city: City) -> bool:
    """Draws are sealed, and kept, by the campaign office and by supervisors."""
    return bool(roles_of(account, city) & KEEPERS)


@registry.predicate
def sees_draws(account: Account, city: City) -> bool:
    """That there is a draw, its rule and its digests are seen by those who see results; what it chose, by its keeper alone."""
    return sees_results(account, city)


def keeps_draw(draw: Draw) -> Callable[[Account, City], bool]:
    """Return who draws, and sees what was drawn: the keeper. A draw of the system has none; the office may set it going, and sees nothing."""
    return lambda account, city: (
        seals_draws(account, city) and account.pk == draw.keeper_id
        if draw.keeper_id
        else works_in_office(account, city)
    )


def ends_draw(draw: Draw) -> Callable[[Account, City], bool]:
    """Return who reveals or voids: the keeper, and the office where there is none or the keeper keeps no more."""

    def rule(account: Account, city: City) -> bool:
        if keeps_draw(draw)(account, city):
            return True
        return works_in_office(account, city) and not (draw.keeper and seals_draws(draw.keeper, city))

    return rule


def hands_over(draw: Draw) -> Callable[[Account, City], bool]:
    """Return who gives a draw to another keeper: its keeper, and the office where that one keeps no more. Nobody gives one of the system away."""
    return lambda account, city: draw.keeper_id is not None and ends_draw(draw)(account, city)


def sees_outcome(draw: Draw) -> Callable[[Account, City], bool]:
    """Return who sees what was chosen: before it is over the keeper alone, afterwards everybody who sees draws."""

    def rule(account: Account, city: City) -> bool:
        if draw.state in {DrawState.REVEALED, DrawState.VOID}:
            return sees_draws(account, city)
        return draw.keeper_id is not None and keeps_draw(draw)(account, city)

    return rule
