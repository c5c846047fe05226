"""A city's categories as a workbook and as YAML, as the imports read them again without loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.imports.category_workbooks import CATEGORIES, HEADS, LIMITS, STAGES, VISIT
from wenming.issues.imports.limits import limit_written
from wenming.issues.models import MinorClass, StageLimit, VisitLimit
from wenming.issues.queries.categories import minors_listed
from wenming.kernel.models import City

KINDS = {"fixture": "部件", "occurrence": "事件"}
YES, NO = "是", "否"


def categories_workbook(city: City) -> bytes:
    """Return every category, switched off ones too, with the limits of stages and of a visit period on a second sheet."""
    columns = [Column(head, width) for head, width in HEADS.values()]
    rows = [_row(minor) for minor in minors_listed(city)]
    stages, visit = _fixed(city)
    lines: list[list[Cell]] = [[name, stages.get(key, "")] for name, key in STAGES.items()]
    lines += [[name, visit.get(key, "")] for name, key in VISIT.items()]
    limits = Sheet(LIMITS, "", [Column("环节", 18), Column("时限", 18)], lines)
    return workbook([Sheet(CATEGORIES, "", columns, rows, frozen=6), limits])


def _row(minor: MinorClass) -> list[Cell]:
    """Return a category's row, in the order of HEADS."""
    return [
        KINDS[minor.major.kind],
        minor.major.code,
        minor.major.name,
        minor.major.name_en,
        minor.code,
        minor.name,
        minor.name_en,
        minor.filing_condition,
        "\n".join(_limits(minor)),
        minor.closing_condition,
        minor.unit.name if minor.unit else "",
        "、".join(minor.words),
        YES if minor.is_urgent else NO,
        YES if minor.is_active else NO,
        minor.automatic_from,
        minor.source,
    ]


def _limits(minor: MinorClass) -> list[str]:
    """Return the limits of a category as people write them."""
    return [limit_written(row.condition, Limit(row.amount, LimitUnit(row.unit))) for row in minor.limits.all()]


def _fixed(city: City) -> tuple[dict[str, str], dict[str, str]]:
    """Return the limits of stages, and those of a visit period, as they are written."""
    stages = {row.stage: row for row in StageLimit.objects.in_city(city)}
    visit = {"urgent" if row.is_urgent else "usual": row for row in VisitLimit.objects.in_city(city)}
    return _written(stages), _written(visit)


def _written(rows: dict[str, Any]) -> dict[str, str]:
    return {key: limit_written("", Limit(row.amount, LimitUnit(row.unit))) for key, row in rows.items()}


def categories_yaml(city: City) -> str:
    """Return the same as YAML in the shape of data/categories."""
    stages, visit = _fixed(city)
    facts: dict[str, Any] = {"name": f"{city.name}立案处置结案表", "kinds": list(_kinds(city))}
    facts |= {"stages": {key: stages[key] for key in STAGES.values() if key in stages}, "visit": visit}
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=160)


def _kinds(city: City) -> Iterator[dict[str, Any]]:
    """Yield the groups by kind, each with its major classes and categories."""
    kinds: dict[str, dict[int, dict[str, Any]]] = {}
    for minor in minors_listed(city):
        major = minor.major
        majors = kinds.setdefault(major.kind, {})
        group = majors.setdefault(
            major.pk, {"code": major.code, "name": major.name, "name_en": major.name_en, "minors": []}
        )
        group["minors"].append(_facts(minor))
    for kind, majors in kinds.items():
        yield {"kind": kind, "majors": list(majors.values())}


def _facts(minor: MinorClass) -> dict[str, Any]:
    """Return a category without what is empty or usual."""
    facts = {
        "code": minor.code,
        "name": minor.name,
        "name_en": minor.name_en,
        "filing": minor.filing_condition,
        "limits": _limits(minor),
        "closing": minor.closing_condition,
        "unit": minor.unit.name if minor.unit else "",
        "words": list(minor.words),
        "urgent": minor.is_urgent,
        "automatic": minor.automatic_from,
        "source": minor.source,
    }
    kept = {key: value for key, value in facts.items() if value}
    return {**kept, "limits": facts["limits"], "urgent": minor.is_urgent, "active": minor.is_active}
