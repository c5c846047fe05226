"""The categories of a city, and what adopting a table would change in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.imports.categories import CategoryTable, Major, Minor
from wenming.issues.imports.limits import limit_written
from wenming.issues.models import DisposalLimit, MajorClass, MinorClass, StageLimit, VisitLimit
from wenming.kernel.models import City

SHIPPED = settings.ROOT / "data" / "categories"
FACTS = ("name", "name_en", "filing_condition", "closing_condition", "words", "is_urgent", "source")
"""What a table says of a category, as its columns are called on both sides."""


def minors_listed(city: City) -> QuerySet[MinorClass]:
    """Return every category with its group, unit and limits, occurrences first, as the table stands. Two queries."""
    limits = Prefetch("limits", DisposalLimit.objects.in_city(city).order_by("order", "pk"))
    rows = MinorClass.objects.in_city(city).select_related("city", "major", "unit").prefetch_related(limits)
    return rows.order_by("-major__kind", "major__order", "major__pk", "order", "pk")


def majors_listed(city: City) -> QuerySet[MajorClass]:
    """Return the groups, occurrences first."""
    return MajorClass.objects.in_city(city).order_by("-kind", "order", "pk")


def limits_now(city: City) -> tuple[dict[str, Limit], dict[bool, Limit]]:
    """Return the limits of stages, and those of a visit period by urgency. Two queries."""
    stages = {row.stage: Limit(row.amount, LimitUnit(row.unit)) for row in StageLimit.objects.in_city(city)}
    visit = {row.is_urgent: Limit(row.amount, LimitUnit(row.unit)) for row in VisitLimit.objects.in_city(city)}
    return stages, visit


def shipped_tables() -> dict[str, str]:
    """Return name of the file -> text of the tables that come with the product."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a category that a table would change: its column, what it is and what it would be, in words."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedMinor:
    """A category of a table: the one that the city has under the same codes (None: a new one), and what differs."""

    major: Major
    minor: Minor
    known: MinorClass | None
    changes: tuple[Change, ...]


@dataclass(slots=True)
class TablePlan:
    """What adopting a table would do. ``untouched`` are the city's own categories that the table does not name: they stay."""

    new: list[PlannedMinor] = field(default_factory=list)
    changed: list[PlannedMinor] = field(default_factory=list)
    same: int = 0
    untouched: list[MinorClass] = field(default_factory=list)
    limits: list[Change] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would change."""
        return not (self.new or self.changed or self.limits)


def plan_of(city: City, table: CategoryTable, units: Mapping[str, Any]) -> TablePlan:
    """Return what adopting a table would change; ``units`` are those of today by name. Four queries."""
    known = {(minor.major.kind, minor.major.code, minor.code): minor for minor in minors_listed(city)}
    plan = TablePlan()
    for major in table.majors:
        for minor in major.minors:
            row = known.pop((major.kind, major.code, minor.code), None)
            planned = PlannedMinor(major, minor, row, tuple(_changes(row, major, minor, units)) if row else ())
            if row is None:
                plan.new.append(planned)
            elif planned.changes:
                plan.changed.append(planned)
            else:
                plan.same += 1
            if minor.unit and minor.unit not in units and minor.unit not in plan.strangers:
                plan.strangers.append(minor.unit)
    plan.untouched = list(known.values())
    stages, visit = limits_now(city)
    named = {"urgent" if urgent else "usual": limit for urgent, limit in visit.items()}
    plan.limits = [*_limit_changes(stages, table.stages), *_limit_changes(named, table.visit)]
    return plan


def _limit_changes(before: Mapping[str, Limit], after: Mapping[str, Limit]) -> list[Change]:
    """Return which fixed limits would change."""
    return [
        Change(key, limit_written("", before[key]) if key in before else "", limit_written("", limit))
        for key, limit in after.items()
        if before.get(key) != limit
    ]


def facts_said(minor: Minor) -> dict[str, Any]:
    """Return what a row of a table says of a category; what it leaves empty it does not say, and the city's own stays."""
    facts = {name: getattr(minor, name) for name in FACTS}
    facts["words"] = list(minor.words)
    facts |= {"is_active": minor.is_active, "automatic_from": minor.automatic}
    return {name: value for name, value in facts.items() if value not in ("", [], None)}


def _changes(row: MinorClass, major: Major, minor: Minor, units: Mapping[str, Any]) -> list[Change]:
    """Return what differs between a category and its row in a table."""
    after = facts_said(minor)
    before: dict[str, Any] = {name: getattr(row, name) for name in after}
    before |= {"major": row.major.name, "limits": written_limits(row)}
    after |= {"major": major.name}
    after["limits"] = "；".join(limit_written(condition, limit) for condition, limit in minor.limits)
    if minor.unit in units:
        before["unit"], after["unit"] = row.unit.name if row.unit else "", minor.unit
    return [Change(name, _text(before[name]), _text(after[name])) for name in after if before[name] != after[name]]


def written_limits(row: MinorClass) -> str:
    """Return the limits of a category (prefetched) on one line."""
    return "；".join(limit_written(one.condition, Limit(one.amount, LimitUnit(one.unit))) for one in row.limits.all())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)
