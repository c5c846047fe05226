"""What a field round would become if it were written now, and what of it would not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wenming.engine.fieldwork import Looked, Prices, Said, Written, rows_of
from wenming.inspections.enums import Coding, VisitState
from wenming.inspections.models import Answer, FieldRound, Visit
from wenming.inspections.queries.fieldwork.standing import standing_answers
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.sites.enums import SitePart
from wenming.sites.models import Site, SiteUnit
from wenming.standards.queries import standard_of
from wenming.standards.queries.handbook import items_for

STREETS = (UnitKind.STREET, UnitKind.TOWN)
PARTS = (SitePart.RESPONSIBLE, SitePart.COMPETENT)


@dataclass(frozen=True, slots=True)
class Result:
    """The rows, and what is open: visits that are not over, items with several standing answers (visit, item), answers of visits that are not done.

    ``unserved`` are (visit number, item) whose item serves no clause of the edition. Only first codings are counted; ``second`` are done ones that are not.
    """

    written: Written
    open_visits: tuple[Visit, ...]
    conflicts: tuple[tuple[Visit, str], ...]
    skipped: tuple[Visit, ...]
    uncounted: int
    second: int

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide before it is written."""
        return bool(self.open_visits or self.conflicts)

    @property
    def left_out(self) -> int:
        """How many answers make no row."""
        return self.uncounted + len(self.conflicts) + len(self.written.unserved)


def result_of(field_round: FieldRound) -> Result:
    """Return what would be written. Seven queries."""
    city = field_round.city
    crosswalk = items_for(city, field_round.edition)
    visits = list(visits_of(field_round))
    firsts = [visit for visit in visits if visit.coding == Coding.FIRST]
    said = _said(city, firsts)
    areas, units = areas_of(city, [visit.site for visit in firsts]), units_of_sites(city, firsts)
    looked, conflicts = [], []
    for visit in firsts:
        if visit.state != VisitState.FINISHED:
            continue
        items = said.get(visit.pk, {})
        conflicts += [(visit, item) for item, answers in items.items() if len(answers) > 1]
        kind = crosswalk.site_types.get(visit.site.type.checklist)
        plain = tuple((item, _plain(answers[0])) for item, answers in items.items() if len(answers) == 1)
        looked.append(
            Looked(
                visit.number, visit.site.name, areas.get(visit.site_id, ""), units.get(visit.site_id, ()), kind.metres if kind else None, plain
            )
        )  # fmt: skip
    clauses = crosswalk.leaves_by_item(standard_of(field_round.edition))
    written = rows_of(looked, crosswalk.items, clauses, prices_of(field_round))
    return Result(
        written=written,
        open_visits=tuple(visit for visit in firsts if visit.state == VisitState.PLANNED),
        conflicts=tuple(conflicts),
        skipped=tuple(visit for visit in firsts if visit.state == VisitState.SKIPPED),
        uncounted=sum(len(said.get(visit.pk, {})) for visit in firsts if visit.state != VisitState.FINISHED),
        second=sum(1 for visit in visits if visit.coding == Coding.SECOND and visit.state == VisitState.FINISHED),
    )


def prices_of(field_round: FieldRound) -> Prices:
    """Return what this round takes off."""
    return Prices(field_round.place_milli, {name: milli for name, milli in field_round.grades})  # noqa: C416  pairs of a JSON list


def _said(city: City, visits: Iterable[Visit]) -> dict[int, dict[str, list[Answer]]]:
    """Return visit -> check item -> its standing answers. One query."""
    found: dict[int, dict[str, list[Answer]]] = {}
    for answer in standing_answers(city, visits):
        found.setdefault(answer.visit_id, {}).setdefault(answer.item, []).append(answer)
    return found


def _plain(answer: Answer) -> Said:
    return Said(answer.verdict, answer.count, answer.places, answer.grade)


def areas_of(city: City, sites: Iterable[Site]) -> dict[int, str]:
    """Return site -> the street or town in which it lies, the area itself where it is none. One query."""
    streets = dict(units_in(city).filter(kind__in=STREETS).values_list("position", "name"))
    return {site.pk: _street(site.area, streets) for site in sites if site.area is not None}


def _street(area: Unit, streets: Mapping[str, str]) -> str:
    steps = area.position.split(".")
    above = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((streets[position] for position in above if position in streets), area.name)


def units_of_sites(city: City, visits: Iterable[Visit]) -> dict[int, tuple[str, ...]]:
    """Return site -> who answers for it: the responsible unit first, then the competent one. One query."""
    rows = SiteUnit.objects.in_city(city).filter(
        site__in=[visit.site_id for visit in visits], until__isnull=True, part__in=PARTS
    )
    found: dict[int, dict[str, None]] = {}
    for site, name in rows.order_by("-part", "pk").values_list("site_id", "unit__name"):
        found.setdefault(site, {})[name] = None
    return {site: tuple(names) for site, names in found.items()}
