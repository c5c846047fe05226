"""The matrix of a campaign: its clauses, the units with a part in them, and who led before. Two queries, however large it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, Responsibility
from wenming.engine.crosswalk import Clause
from wenming.engine.matching import fold
from wenming.engine.responsibility import Held, LeadConflict, Matrix, clauses_of, lead_conflicts
from wenming.engine.standards import Node, Standard
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.standards.queries import Adopted, adopted_in, standard_of

TOP = (UnitKind.CAMPAIGN_OFFICE, UnitKind.WORKING_GROUP)
"""Units that lead clauses although they stand below another one."""


@dataclass(frozen=True, slots=True)
class Head:
    """A unit as a column: its names, where it stands, whether it has ended, and who carries on for it (key, name)."""

    pk: int
    name: str
    short_name: str
    kind: str
    position: str
    sounds: str
    ended: bool
    successors: tuple[tuple[int, str], ...] = ()

    @property
    def label(self) -> str:
        """The short name, where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True)
class CampaignMatrix:
    """Everything that the pages of a campaign's matrix show. ``heads`` are in protocol order; ``groups``: name -> units named by it."""

    campaign: Campaign
    standard: Standard
    matrix: Matrix
    heads: Mapping[int, Head]
    before: Mapping[str, Sequence[int]]
    groups: Mapping[str, frozenset[int]]

    @property
    def alive(self) -> frozenset[int]:
        """The units that exist."""
        return frozenset(pk for pk, head in self.heads.items() if not head.ended)

    @property
    def over(self) -> list[Head]:
        """The units that have ended and still have open parts, in protocol order."""
        held = self.matrix.clauses
        busy = {unit for clause in held for units in clause.units.values() for unit in units}
        return [head for pk, head in self.heads.items() if head.ended and pk in busy]


@dataclass
class _Rows:
    """The rows of parts, sorted: those that run in the campaign, who led which clause before, which units a group stands for."""

    held: list[Held] = field(default_factory=list)
    before: dict[str, list[int]] = field(default_factory=dict)
    groups: dict[str, set[int]] = field(default_factory=dict)


def campaign_matrix(campaign: Campaign, *, on: date, everyone: bool = False) -> CampaignMatrix:
    """Return the matrix of a campaign on a day; ``everyone``: with the units that could have a part as well."""
    standard = standard_of(campaign.edition)
    rows = _rows(campaign, standard)
    heads = _heads(campaign, on=on, everyone=everyone)
    return CampaignMatrix(
        campaign=campaign,
        standard=standard,
        matrix=Matrix(standard, rows.held),
        heads=heads,
        before=rows.before,
        groups={name: frozenset(units) for name, units in rows.groups.items()},
    )


def _rows(campaign: Campaign, standard: Standard) -> _Rows:
    """Read the parts that run and the leads of before: of this cycle, and of earlier editions by the name of the clause."""
    found = _Rows()
    names: dict[str, str] | None = None  # asked for only where an earlier edition plays a part
    known = {clause.code for clause in clauses_of(standard)}
    for row in _relevant(campaign).values_list(
        "campaign_id", "node__edition_id", "node__code", "node__name", "unit_id", "part", "until", "group__name"
    ):
        of_campaign, edition, code, name, unit, part, until, group = row
        here = edition == campaign.edition_id
        if of_campaign == campaign.pk and until is None:
            found.held.append(Held(code if here else f"{edition}/{code}", unit, part))
            if group:
                found.groups.setdefault(group, set()).add(unit)
            if here:
                continue
        if part == Part.LEAD:
            if here and code in known:
                clause = code
            else:
                names = _names(standard) if names is None else names
                clause = names.get(fold(name), "")
            led = found.before.setdefault(clause, [])
            if unit not in led:
                led.insert(0, unit)
    found.before.pop("", None)
    return found


def _relevant(campaign: Campaign) -> QuerySet[Responsibility]:
    """Return the parts of the campaign that run, and the leads of its title that do not, the earliest first."""
    running = Q(campaign=campaign, until__isnull=True)
    led = Q(campaign__title=campaign.title_id, part=Part.LEAD)
    rows = Responsibility.objects.in_city(campaign.city).filter(running | led)
    return rows.order_by("since", "order", "pk")


def _names(standard: Standard) -> dict[str, str]:
    """Return folded name -> code of the clauses whose name is theirs alone."""
    found: dict[str, str] = {}
    for clause in clauses_of(standard):
        key = fold(clause.name)
        found[key] = "" if key in found else clause.code
    return found


def _heads(campaign: Campaign, *, on: date, everyone: bool) -> dict[int, Head]:
    """Return the units with a part in the title's campaigns in protocol order, each with its successors."""
    ours = Responsibility.objects.in_city(campaign.city).filter(campaign__title=campaign.title_id)
    wanted = Q(pk__in=ours.values("unit"))
    if everyone:
        upper = Q(kind__in=TOP) | ~Q(position__contains=".")
        wanted |= upper & (Q(ends_on__isnull=True) | Q(ends_on__gte=on)) & Q(starts_on__lte=on)
    return heads_of(campaign.city, wanted, on=on)


def heads_of(city: City, wanted: Q, *, on: date) -> dict[int, Head]:
    """Return units as columns by key, in protocol order. One query."""
    fields = ("pk", "name", "short_name", "kind", "position", "sounds", "ends_on")
    after = ("successions__after_id", "successions__after__name")
    found: dict[int, Head] = {}
    for pk, name, short, kind, position, sounds, ends_on, successor, called in (
        Unit.objects.in_city(city)
        .filter(wanted)
        .order_by("position", "pk", "successions__pk")
        .values_list(*fields, *after)
    ):
        known = found[pk].successors if pk in found else ()
        successors = (*known, (successor, called)) if successor else known
        found[pk] = Head(pk, name, short, kind, position, sounds, ends_on is not None and ends_on < on, successors)
    return found


def path_names(standard: Standard) -> dict[str, tuple[Node, ...]]:
    """Return clause -> the parts of the tree in which it stands, from the top down, without the whole."""
    found: dict[str, tuple[Node, ...]] = {standard.root.code: ()}
    for node in standard.nodes:
        for child in node.children:
            found[child.code] = (*found[node.code], *(() if node is standard.root else (node,)))
    return {clause.code: found[clause.code] for clause in clauses_of(standard)}


@dataclass(frozen=True)
class SharedClauses:
    """Running campaigns, who leads which clause, what belongs together in them, and where the leads differ."""

    campaigns: Sequence[Campaign]
    adopted: Adopted
    leads: Mapping[Clause, tuple[int, ...]]
    linked: Mapping[Clause, tuple[Clause, ...]]
    conflicts: tuple[LeadConflict, ...]
    order: tuple[str, ...]

    def links_of(self, clause: Clause) -> list[Clause]:
        """Return the clauses of other titles that one observation satisfies together with this one, whichever of them it is made for."""
        back = [one for one, others in self.linked.items() if clause in others]
        return [one for one in self.leads if one in {*self.linked.get(clause, ()), *back}]


def shared_clauses(campaigns: Sequence[Campaign]) -> SharedClauses:
    """Return what clauses of these campaigns (the foremost title first) share, and where one observation would have two leads.

    Two queries. Of two campaigns by one edition only the foremost counts: whoever answers there, answers for both.
    """
    first: dict[str, Campaign] = {}
    for campaign in campaigns:
        first.setdefault(campaign.edition.code, campaign)
    order = tuple(first)
    city = campaigns[0].city
    adopted = adopted_in(city)
    leads = _leads(city, first)
    linked = {
        clause: tuple(
            other
            for other in adopted.crosswalk.clauses_of(clause[0], node=clause[1])
            if other in leads and other != clause
        )
        for clause in leads
    }
    linked = {clause: tuple(one for one in others if one[0] != clause[0]) for clause, others in linked.items()}
    linked = {clause: others for clause, others in linked.items() if others}
    return SharedClauses(campaigns, adopted, leads, linked, lead_conflicts(linked, leads, order), order)


def _leads(city: City, campaigns: Mapping[str, Campaign]) -> dict[Clause, tuple[int, ...]]:
    """Return every clause of these campaigns with the units that lead it, in published order. One query."""
    rows = Responsibility.objects.in_city(city).filter(
        campaign__in=[campaign.pk for campaign in campaigns.values()], part=Part.LEAD, until__isnull=True
    )
    led: dict[Clause, list[int]] = {
        (edition, clause.code): []
        for edition, one in campaigns.items()
        for clause in clauses_of(standard_of(one.edition))
    }
    for edition, code, unit in rows.order_by("order", "pk").values_list("node__edition__code", "node__code", "unit_id"):
        if (edition, code) in led:
            led[edition, code].append(unit)
    return {clause: tuple(units) for clause, units in led.items()}
