"""Requirements as the office lists them, and what the edition and the matrix propose to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, Responsibility
from wenming.engine.provisions import MaterialKind
from wenming.kernel.models import City
from wenming.materials.enums import PaperKind, Rhythm
from wenming.materials.models import Requirement, Supplier
from wenming.organisations.models import Unit
from wenming.standards.models import Node
from wenming.standards.queries import standard_of

USUAL_RHYTHM = {
    str(PaperKind.PICTURE): str(Rhythm.QUARTERLY),
    str(PaperKind.DOCUMENT): str(Rhythm.YEARLY),
    str(PaperKind.REPORT): str(Rhythm.YEARLY),
    str(PaperKind.STATISTICS): str(Rhythm.YEARLY),
}
"""How often each kind is asked for where nobody has said more: activities are pictured when they happen."""


def requirements_listed(campaign: Campaign, *, kind: str = "", ended: bool = False, on: date) -> QuerySet[Requirement]:
    """Return the requirements of a campaign in the order of filing, each with its running suppliers. Two queries."""
    suppliers = Supplier.objects.in_city(campaign.city).filter(until__isnull=True).select_related("unit")
    rows = (
        Requirement.objects.in_city(campaign.city)
        .filter(campaign=campaign)
        .select_related("node", "campaign")
        .prefetch_related(Prefetch("suppliers", suppliers.order_by("unit__position", "pk"), to_attr="running"))
    )
    if kind:
        rows = rows.filter(kind=kind)
    if not ended:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on))
    return rows.order_by("node__position", "number", "pk")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the edition asks for and is not listed yet, with the units that the matrix names for its clause."""

    source: str
    node: Node
    kind: str
    name: str
    count: int
    months: int | None
    units: tuple[Unit, ...]


def proposals_for(campaign: Campaign) -> list[Proposal]:
    """Return what the edition asks for and is not listed yet, clause by clause. Four queries.

    Reports, documents and tables are the lead's; pictures are taken by those who do the work as well.
    """
    city, edition = campaign.city, campaign.edition
    materials = standard_of(edition).provisions.materials
    nodes = {row.code: row for row in Node.objects.in_city(city).filter(edition=edition)}
    known = set(
        Requirement.objects.in_city(city).filter(campaign=campaign).exclude(source="").values_list("source", "node")
    )
    parts = _parts(city, campaign)
    found = []
    for material in materials:
        for code in material.clauses:
            node = nodes.get(code)
            if node is None or (material.code, node.pk) in known:
                continue
            lead, others = parts.get((node.pk, str(Part.LEAD)), []), parts.get((node.pk, str(Part.RESPONSIBLE)), [])
            both = [*lead, *others] if material.kind == MaterialKind.PICTURE else lead or others
            units = tuple(dict.fromkeys(both))
            count = material.count or 1
            found.append(
                Proposal(material.code, node, str(material.kind), material.name, count, material.months, units)
            )
    order = {
        pk: place for place, pk in enumerate(row.pk for row in sorted(nodes.values(), key=lambda one: one.position))
    }
    return sorted(found, key=lambda one: (order[one.node.pk], one.source))


def _parts(city: City, campaign: Campaign) -> dict[tuple[int, str], list[Unit]]:
    """Return (clause, part) -> the units that have it now, in their order."""
    rows = Responsibility.objects.in_city(city).filter(campaign=campaign, until__isnull=True)
    found: dict[tuple[int, str], list[Unit]] = {}
    for row in rows.filter(unit__ends_on__isnull=True).select_related("unit").order_by("order", "pk"):
        found.setdefault((row.node_id, row.part), []).append(row.unit)
    return found
