"""Who asks for materials, who supplies and reviews them, who sees them."""

from __future__ import annotations

from collections.abc import Mapping

import rules as registry

from wenming.kernel.models import Account, City
from wenming.materials.enums import MaterialParty
from wenming.materials.enums.creation import CreationKind
from wenming.materials.models import MaterialItem, Programme
from wenming.organisations.enums import Role, UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.rules import posts_now, roles_of, works_in_office

SEES_ALL = frozenset({Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR})
SEES_COUNTS = SEES_ALL | {Role.LEADER}
SEES_FILINGS = frozenset({Role.OFFICE, Role.AUDITOR})
GRADERS = frozenset({Role.OFFICE, Role.SUPERVISOR})
SUPPLIES_OWN = frozenset({Role.LIAISON, Role.COMMUNITY_WORKER, Role.DISTRICT_OFFICE, Role.STREET_OFFICE})
SUPPLIES_BELOW = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE})
LIMITS = ("extensions", "bytes", "pixels", "characters")
"""What ``Requirement.limits`` may say: endings without dot, most bytes, fewest pixels of the longer side, most characters."""


@registry.predicate
def keeps_materials(account: Account, city: City) -> bool:
    """What is asked for, what passes and what is filed: the campaign office."""
    return works_in_office(account, city)


@registry.predicate
def sees_every_material(account: Account, city: City) -> bool:
    """Materials of every unit are for the office, for those who supervise and those who audit."""
    return bool(roles_of(account, city) & SEES_ALL)


@registry.predicate
def grades_materials(account: Account, city: City) -> bool:
    """Papers are graded by the office and by those who supervise; never what somebody supplied himself."""
    return bool(roles_of(account, city) & GRADERS)


@registry.predicate
def sees_material_counts(account: Account, city: City) -> bool:
    """How complete they are, month by month, is for leaders too."""
    return bool(roles_of(account, city) & SEES_COUNTS)


@registry.predicate
def supplies_materials(account: Account, city: City) -> bool:
    """Who holds a post for a unit supplies what is asked of it."""
    return bool(roles_of(account, city) & SUPPLIES_OWN)


@registry.predicate
def sees_filings(account: Account, city: City) -> bool:
    """The whole folder, with everything that every unit handed in, is for the office and for those who audit."""
    return bool(roles_of(account, city) & SEES_FILINGS)


@registry.predicate
def handles_materials(account: Account, city: City) -> bool:
    """Who supplies, and the office: supervisors and auditors read."""
    return keeps_materials(account, city) or supplies_materials(account, city)


@registry.predicate
def sees_materials(account: Account, city: City) -> bool:
    """Every material, or those of the own unit and of the units below it."""
    return sees_every_material(account, city) or supplies_materials(account, city)


@registry.predicate
def sees_requirements(account: Account, city: City) -> bool:
    """What is asked for is open to whoever supplies it, counts it or reviews it."""
    return sees_material_counts(account, city) or supplies_materials(account, city)


def units_supplied(account: Account, city: City) -> list[tuple[Unit, bool]]:
    """Return the units for which the account supplies: each post's own, and whether those below it too."""
    held: dict[int, tuple[Unit, bool]] = {}
    for post in posts_now(account, city):
        if post.unit is not None and post.role in SUPPLIES_OWN:
            below = post.role in SUPPLIES_BELOW or held.get(post.unit.pk, (None, False))[1]
            held[post.unit.pk] = (post.unit, below)
    return list(held.values())


def is_below(unit: Unit, upper: Unit) -> bool:
    """Tell whether a unit stands below another one."""
    return unit.position.startswith(f"{upper.position}.")


def parties_for(account: Account, unit: Unit) -> frozenset[str]:
    """Return in which capacities the account acts on what this unit supplies."""
    found: set[str] = set()
    if works_in_office(account, unit.city):
        found.add(str(MaterialParty.OFFICE))
    for held, below in units_supplied(account, unit.city):
        if held.pk == unit.pk:
            found.add(str(MaterialParty.UNIT))
        elif below and is_below(unit, held):
            found.add(str(MaterialParty.DESK))
    return frozenset(found)


def parties_of(account: Account, item: MaterialItem) -> frozenset[str]:
    """Return in which capacities the account may act on what is to be supplied."""
    return parties_for(account, item.unit)


MEANT_FOR: Mapping[str, frozenset[str]] = {
    str(CreationKind.COMMUNITY): frozenset({str(UnitKind.COMMUNITY)}),
    str(CreationKind.VILLAGE): frozenset({str(UnitKind.VILLAGE), str(UnitKind.TOWN)}),
}
"""Kind of programme -> the kinds of units that it is for; a kind that is not here is for every unit that a post can act for."""


def fits_programme(unit: Unit, programme: Programme) -> bool:
    """Tell whether a programme is for units of this kind."""
    kinds = MEANT_FOR.get(programme.kind)
    return kinds is None or unit.kind in kinds


def recommends_for(account: Account, unit: Unit) -> Unit | None:
    """Return the unit above for which the account sends in what another one applies for; None where it acts for the unit itself."""
    held = units_supplied(account, unit.city)
    if any(one.pk == unit.pk for one, _below in held):
        return None
    return next((one for one, below in held if below and is_below(unit, one)), None)
