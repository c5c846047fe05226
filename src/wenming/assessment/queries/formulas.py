"""Reading local formulas: versions, which one holds on a day, what changed from one to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Prefetch, QuerySet

from wenming.assessment.models import FormulaStart, LocalFormula
from wenming.engine.formulas import Formula, digest_of_formula, read_formula
from wenming.kernel.models import City

FOLDER = Path(__file__).resolve().parents[4] / "data" / "formulas"
TEMPLATES = ("jining", "wuhan", "ankang", "yingde", "jinhua")
"""The published formulas that a city may begin with (data/formulas)."""


def formulas_in(city: City) -> QuerySet[LocalFormula]:
    """Return every version with its starts, by key, the newest version first."""
    starts = FormulaStart.objects.in_city(city).order_by("-starts_on", "-pk")
    rows = LocalFormula.objects.in_city(city).select_related("by").prefetch_related(Prefetch("starts", starts))
    return rows.order_by("key", "-version")


def formula_in_force(city: City, level: str, *, on: date) -> LocalFormula | None:
    """Return the version that holds for a level on a day, or None."""
    rows = FormulaStart.objects.in_city(city).filter(level=level, starts_on__lte=on).select_related("formula")
    start = rows.order_by("-starts_on", "-pk").first()
    return start.formula if start else None


def starts_holding(city: City, *, on: date) -> dict[str, FormulaStart]:
    """Return level -> the start that holds on a day, in one query."""
    rows = FormulaStart.objects.in_city(city).filter(starts_on__lte=on).order_by("starts_on", "pk")
    return {start.level: start for start in rows}


def formula_of(version: LocalFormula) -> Formula:
    """Return the formula that a version says."""
    return read_formula(version.content)


def digest_of_version(formula: Formula, sources: Mapping[str, str], members: Mapping[str, list[str]]) -> str:
    """Return what a version is known by: the formula, where its inputs come from, who is in which group."""
    parts = [digest_of_formula(formula), dict(sources), dict(members)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def template_text(name: str) -> str:
    """Return a published formula as YAML. KeyError for a name that is none."""
    if name not in TEMPLATES:
        raise KeyError(name)
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def template(name: str) -> dict[str, Any]:
    """Return a published formula as parsed YAML. KeyError for a name that is none."""
    # numbers are read as they are written (engine/formulas/reading.py)
    found: dict[str, Any] = yaml.safe_load(template_text(name))
    return found


@dataclass(frozen=True, slots=True)
class FormulaChange:
    """What differs at one place between two versions; "" where a version has nothing there."""

    place: str
    before: str
    after: str


def changes_between(before: LocalFormula, after: LocalFormula) -> list[FormulaChange]:
    """Return what changed, place by place in the order of the formula."""
    was, now = (dict(_leaves(_whole(one))) for one in (before, after))
    places = [*now, *(place for place in was if place not in now)]
    pairs = ((place, was.get(place, ""), now.get(place, "")) for place in places)
    return [FormulaChange(*pair) for pair in pairs if pair[1] != pair[2]]


def _whole(one: LocalFormula) -> dict[str, Any]:
    """Return everything that a version says."""
    return {**one.content, "sources": one.sources, "members": one.members}


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text and number with its place; parts by their key, so that one moved is not one changed."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("key", inner.get("of", number)) if isinstance(inner, dict) else number
            yield from _leaves(inner, f"{place}[{name}]")
    elif value not in (None, ""):
        yield place, str(value)
