"""Findings that wait to become issues, and which clause and unit they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Responsibility
from wenming.engine.provisions import CheckItem
from wenming.inspections.enums import FieldRoundState, IssueOpening
from wenming.inspections.models import FieldFile, FieldFinding
from wenming.issues.models import IssuePhoto
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.enums import SitePart
from wenming.sites.models import SiteUnit
from wenming.standards.models import Node
from wenming.standards.queries import standard_of
from wenming.standards.queries.handbook import adopted_in, items_for

_RUNS = (FieldRoundState.RUNNING,)
_OVER = (FieldRoundState.ENDED, FieldRoundState.WRITTEN)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a finding is about: its check item, the clause, and who answers: the site's unit, else the clause's, else the area."""

    item: CheckItem | None
    node: Node | None
    unit: Unit | None


def findings_waiting(city: City) -> QuerySet[FieldFinding]:
    """Return the findings that may become issues, the oldest first; those of a round that waits for its end are left out while it runs."""
    rows = FieldFinding.objects.in_city(city).filter(issue__isnull=True, withdrawal__isnull=True)
    running = Q(visit__field_round__state__in=_RUNS) & ~Q(visit__field_round__opening=IssueOpening.AFTER)
    related = (
        "city",
        "visit__field_round__city",
        "visit__field_round__edition",
        "visit__site__type",
        "visit__site__area",
    )
    return rows.filter(running | Q(visit__field_round__state__in=_OVER)).select_related(*related).order_by("pk")


def photos_waiting(city: City) -> QuerySet[FieldFinding]:
    """Return the findings with an issue that lacks a photo which has become evidence since."""
    shown = IssuePhoto.objects.in_city(city).filter(evidence=OuterRef("evidence"))
    files = FieldFile.objects.in_city(city).filter(~Q(Exists(shown)), finding=OuterRef("pk"), evidence__isnull=False)
    rows = FieldFinding.objects.in_city(city).filter(Exists(files), issue__isnull=False)
    return rows.select_related("city").order_by("pk")


def suggested_for(finding: FieldFinding) -> Suggested:
    """Return the clause and the unit of a finding. Five queries at most."""
    city, edition = finding.city, finding.visit.field_round.edition
    crosswalk = items_for(city, edition)
    item = crosswalk.items.get(finding.item)
    own = crosswalk.leaves_by_item(standard_of(edition)).get(finding.item, ()) if item else ()
    node = Node.objects.in_city(city).filter(edition=edition, code__in=own[:1]).first()
    if node is None and item is not None:
        node = _elsewhere(city, item)
    return Suggested(item, node, _unit(finding, node))


def _elsewhere(city: City, item: CheckItem) -> Node | None:
    """Return the first clause of another adopted title that the item serves."""
    known = {standard.code for standard in adopted_in(city).standards}
    for clause in item.clauses:
        edition, _slash, code = clause.partition("/")
        if edition in known and (found := Node.objects.in_city(city).filter(edition__code=edition, code=code).first()):
            return found
    return None


def _unit(finding: FieldFinding, node: Node | None) -> Unit | None:
    """Return who answers: for the site, else for the clause, else the area."""
    site, city = finding.visit.site, finding.city
    part = SiteUnit.objects.in_city(city).filter(site=site, until__isnull=True, part=SitePart.RESPONSIBLE)
    here = part.select_related("unit").first()
    if here is not None:
        return here.unit
    lead = Responsibility.objects.in_city(city).filter(node=node, part=Part.LEAD, until__isnull=True) if node else None
    first = lead.select_related("unit").order_by("order", "pk").first() if lead is not None else None
    return first.unit if first is not None else site.area
