"""Reads a table of categories with their limits (data/categories/*.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from wenming.engine.deadlines import Limit, LimitUnit

LIMIT = re.compile(r"(?:(?P<condition>[^:：]+)[:：]\s*)?(?P<amount>\d+) (?P<unit>\w+)")


@dataclass(frozen=True, slots=True)
class Minor:
    """A category as its table gives it; ``limits`` are (condition, limit), ``unit`` the name of the unit that disposes."""

    code: str
    name: str
    name_en: str
    filing_condition: str
    closing_condition: str
    words: tuple[str, ...]
    unit: str
    is_urgent: bool
    limits: tuple[tuple[str, Limit], ...]


@dataclass(frozen=True, slots=True)
class Major:
    """A group of categories; ``kind`` is fixture or occurrence."""

    kind: str
    code: str
    name: str
    name_en: str
    minors: tuple[Minor, ...]


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """A whole table: its name, its groups, and the limits of stages."""

    name: str
    majors: tuple[Major, ...]
    stages: Mapping[str, Limit]


def read_categories(source: str) -> CategoryTable:
    """Read a table. KeyError or ValueError for one that is not as it should be."""
    facts = yaml.safe_load(source)
    majors = tuple(
        Major(
            group["kind"], major["code"], major["name"], major.get("name_en", ""), tuple(map(_minor, major["minors"]))
        )
        for group in facts["kinds"]
        for major in group["majors"]
    )
    stages = {stage: _limit(text)[1] for stage, text in facts.get("stages", {}).items()}
    return CategoryTable(facts["name"], majors, stages)


def _minor(facts: Mapping[str, Any]) -> Minor:
    """Read one category."""
    return Minor(
        code=facts["code"],
        name=facts["name"],
        name_en=facts.get("name_en", ""),
        filing_condition=facts.get("filing", ""),
        closing_condition=facts.get("closing", ""),
        words=tuple(facts.get("words", ())),
        unit=facts.get("unit", ""),
        is_urgent=facts.get("urgent", False),
        limits=tuple(_limit(text) for text in facts["limits"]),
    )


def _limit(text: str) -> tuple[str, Limit]:
    """Read "4 work_hour", or "积水: 4 work_hour" with its condition."""
    found = LIMIT.fullmatch(text)
    if found is None:
        raise ValueError(f'a limit is written like "4 work_hour", not "{text}"')
    return found["condition"] or "", Limit(int(found["amount"]), LimitUnit(found["unit"]))
