"""Conditions and negative list of a programme's edition, with what was found out about them for an application; its materials."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from wenming.materials.enums import ItemState, Rhythm
from wenming.materials.enums.creation import RuleSide
from wenming.materials.models import Application, ApplicationFinding, MaterialItem, Programme, Requirement
from wenming.materials.workflow import COMPLETE
from wenming.standards.queries import standard_of


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition, or an entry of the negative list."""

    side: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule with the latest finding about it, None while nobody has looked."""

    rule: Rule
    finding: ApplicationFinding | None

    @property
    def clear(self) -> bool:
        """Whether somebody has looked, and nothing stands against the unit."""
        return self.finding is not None and self.finding.clear


def rules_of(programme: Programme) -> list[Rule]:
    """Return the conditions, then the negative list of a programme's edition, in the reader's language."""
    said = standard_of(programme.edition).provisions
    english = (get_language() or "").startswith("en")
    sides = ((RuleSide.CONDITION, said.conditions), (RuleSide.NEGATIVE, said.negative_list))
    return [
        Rule(str(side), one.code, one.name_en if english and one.name_en else one.name)
        for side, found in sides
        for one in found
    ]


def conditions_of(application: Application) -> list[Checked]:
    """Return every rule with the latest finding for an application. One query."""
    rows = ApplicationFinding.objects.in_city(application.city).filter(application=application).select_related("by")
    latest = {(row.side, row.rule): row for row in rows.order_by("pk")}
    return [Checked(one, latest.get((one.side, one.code))) for one in rules_of(application.programme)]


def materials_of(application: Application) -> QuerySet[MaterialItem]:
    """Return what the unit was asked for by the programme since it applied, by the day on which it is due."""
    rows = MaterialItem.objects.in_city(application.city).filter(
        requirement__programme=application.programme,
        unit=application.unit,
        due_on__gte=application.at.astimezone(application.city.zone).date(),
    )
    return rows.select_related("unit", "requirement__node", "city").order_by("due_on", "pk")


def open_materials(application: Application) -> QuerySet[Requirement]:
    """Return what applicants supply once and this one has not completely: not asked yet, not handed in, not passed."""
    done = materials_of(application).filter(Q(state__in=COMPLETE) | Q(state=ItemState.WAIVED))
    rows = Requirement.objects.in_city(application.city).filter(
        programme=application.programme, rhythm=Rhythm.ONCE, until__isnull=True
    )
    return rows.exclude(pk__in=done.order_by().values("requirement"))
