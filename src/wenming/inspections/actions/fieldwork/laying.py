"""Visits are laid out from sites: one for each, a second one for those that are coded twice, numbered so that nothing tells the two apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenming.draws.models import DrawnUnit
from wenming.draws.queries import chosen_units
from wenming.engine.fieldwork import coded_twice, shuffled
from wenming.engine.sampling import digest_of
from wenming.inspections.actions.fieldwork.steps import require
from wenming.inspections.enums import Coding
from wenming.inspections.models import FieldRound, Visit
from wenming.sites.models import Site

FIRST, SECOND = str(Coding.FIRST), str(Coding.SECOND)
_KEPT = ("member_id", "on", "order", "arrives", "leaves", "pinned")
"""What a visit keeps when it is laid out anew."""


def drawn_sites(held: FieldRound) -> dict[str, Site]:
    """Return the sites that the round's draw has chosen now, by code. FieldRefusedError("no_site") where the register lacks one."""
    keys = [unit.key for unit in chosen_units(held.draw)]
    sites = {site.code: site for site in Site.objects.in_city(held.city).filter(code__in=keys)}
    require(len(sites) == len(keys), "no_site")
    return sites


def lay_out(held: FieldRound, sites: Mapping[str, Site]) -> int:
    """Replace the visits of a round that is being planned; who goes there and when is kept. Return how many there are."""
    units = {unit.key: unit for unit in chosen_units(held.draw)} if held.draw_id is not None else {}
    tickets = {code: ticket_of_site(held, code, units) for code in sites}
    twice = coded_twice(tickets, held.double_percent)
    wanted = {(code, FIRST): tickets[code] for code in sites} | {(code, SECOND): tickets[code] for code in twice}
    rows = Visit.objects.in_city(held.city).filter(field_round=held)
    before = {(visit.site_id, visit.coding): {name: getattr(visit, name) for name in _KEPT} for visit in rows}
    rows.delete()
    Visit.objects.bulk_create(
        Visit(city=held.city, field_round=held, number=number, site=sites[code], coding=coding, drawn=units.get(code),
              **before.get((sites[code].pk, coding), {}))
        for number, (code, coding) in enumerate(shuffled(wanted), start=1)
    )  # fmt: skip
    return len(wanted)


def ticket_of_site(held: FieldRound, code: str, units: Mapping[str, DrawnUnit]) -> str:
    """Return the ticket that decides whether a site is coded twice: the draw's own, else a digest of the kept seed."""
    unit: Any = units.get(code)
    return unit.ticket if unit is not None else digest_of(f"{held.seed}|{code}")
