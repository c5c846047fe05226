"""A decomposition table beside what stands: read by the edition, the names of the day, and what people answered; what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from wenming.campaigns.enums import ResponsibilityImportState
from wenming.campaigns.imports.files import read_table_file
from wenming.campaigns.imports.heads import mapping_from
from wenming.campaigns.imports.tables import tables_of
from wenming.campaigns.models import Campaign, ClauseTerms, Responsibility, ResponsibilityImport
from wenming.engine.decomposition.clauses import ClauseFinder
from wenming.engine.decomposition.plans import PartPlan, Scope, Standing, changed_terms, plan_parts
from wenming.engine.decomposition.reader import read_decomposition
from wenming.engine.decomposition.readings import Reading
from wenming.engine.decomposition.tables import TERMS, Meaning, Table
from wenming.engine.decomposition.units import UnitReader
from wenming.engine.responsibility import clauses_of
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.organisations.queries import name_index
from wenming.standards.imports.grids import Grid
from wenming.standards.queries import standard_of


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said of an import: clauses by the keys of entries, units by folded words, places left out."""

    clauses: Mapping[str, str]
    units: Mapping[str, tuple[int, ...]]
    left_out: frozenset[str]


NO_ANSWERS = Answers({}, {}, frozenset())


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a table says and what adopting it would do: parts, and all terms of the clauses whose terms change."""

    reading: Reading
    parts: PartPlan
    terms: Mapping[str, Mapping[Meaning, str]]
    before: PartPlan
    """The same for a table that says nothing: what is missing or double now."""


def table_imports(campaign: Campaign) -> QuerySet[ResponsibilityImport]:
    """Return the imports of a campaign with their files, the latest first."""
    rows = ResponsibilityImport.objects.in_city(campaign.city).filter(campaign=campaign)
    return rows.select_related("city", "file", "created_by", "campaign__edition").order_by("-created_at", "-pk")


def tables_in_check(city: City) -> QuerySet[ResponsibilityImport]:
    """Return the imports of a city that somebody has yet to finish, the latest first."""
    rows = ResponsibilityImport.objects.in_city(city).filter(state=ResponsibilityImportState.CHECKING)
    return rows.select_related("city", "file", "created_by", "campaign").order_by("-created_at", "-pk")


def answers_of(import_: ResponsibilityImport) -> Answers:
    """Return what people said, the later answer before the earlier one."""
    clauses: dict[str, str] = {}
    units: dict[str, tuple[int, ...]] = {}
    out: set[str] = set()
    for one in answers_in(import_):
        if one["kind"] == "clause":
            clauses[one["key"]] = one["code"]
        elif one["kind"] == "unit":
            units[one["key"]] = (one["unit"],)
        elif one["kind"] == "out":
            out |= set(one["places"])
    return Answers(clauses, units, frozenset(out))


def answers_in(import_: ResponsibilityImport) -> list[dict[str, Any]]:
    """Return every answer, step by step, the first one first."""
    return [one for step in import_.answers.get("steps", ()) for one in step["answers"]]


def grids_of(import_: ResponsibilityImport) -> tuple[Grid, ...]:
    """Return the cells of an import's file."""
    return _grids(path_of(import_.city.slug, import_.file.sha256))


@lru_cache(maxsize=8)
def _grids(path: Path) -> tuple[Grid, ...]:
    """Read a stored file, whose path is its digest, once per process."""
    return read_table_file(path.read_bytes())


def tables_in(import_: ResponsibilityImport) -> tuple[Table, ...]:
    """Return the tables of an import's file under what was said of their columns."""
    return tables_of(grids_of(import_), mapping_from(import_.mapping))


def read_tables(campaign: Campaign, tables: Iterable[Table], answers: Answers, *, on: date) -> Reading:
    """Return what tables say of a campaign by the names of a day."""
    clauses = ClauseFinder(standard_of(campaign.edition), answers.clauses)
    units = UnitReader(name_index(campaign.city, on=on), answers.units)
    return read_decomposition(tables, clauses, units, answers.left_out)


def read_import(import_: ResponsibilityImport, *, on: date) -> Reading:
    """Return what an import's table says by the names of a day and what people answered."""
    return read_tables(import_.campaign, tables_in(import_), answers_of(import_), on=on)


def plan_import(import_: ResponsibilityImport, scope: Scope, *, on: date) -> TablePlan:
    """Return what adopting an import would do on a day."""
    return plan_tables(import_.campaign, tables_in(import_), answers_of(import_), scope, on=on)


def plan_tables(campaign: Campaign, tables: Iterable[Table], answers: Answers, scope: Scope, *, on: date) -> TablePlan:
    """Return what adopting tables would do to a campaign on a day."""
    reading = read_tables(campaign, tables, answers, on=on)
    codes = [node.code for node in clauses_of(standard_of(campaign.edition))]
    standing = standing_parts(campaign, on=on)
    nothing = Reading((), (), {}, ())
    return TablePlan(
        reading=reading,
        parts=plan_parts(reading, standing, codes, scope),
        terms=changed_terms(reading, standing_terms(campaign)),
        before=plan_parts(nothing, standing, codes, Scope.NONE),
    )


def open_parts(campaign: Campaign, *, on: date) -> QuerySet[Responsibility]:
    """Return the parts that go on after a day."""
    rows = Responsibility.objects.in_city(campaign.city).filter(campaign=campaign, node__edition=campaign.edition)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=on))


def standing_parts(campaign: Campaign, *, on: date) -> list[Standing]:
    """Return the parts that go on after a day, as the engine compares them. One query."""
    fields = ("pk", "node__code", "part", "unit_id", "group__name", "written", "order")
    rows = open_parts(campaign, on=on).order_by("node__position", "part", "order", "pk").values_list(*fields)
    return [
        Standing(key, code, Meaning(part), unit, group or "", written, order)
        for key, code, part, unit, group, written, order in rows
    ]


def standing_terms(campaign: Campaign) -> dict[str, dict[Meaning, str]]:
    """Return the terms of the clauses that have any, by their codes. One query."""
    rows = ClauseTerms.objects.in_city(campaign.city).filter(campaign=campaign, node__edition=campaign.edition)
    found: dict[str, dict[Meaning, str]] = {}
    for code, *texts in rows.order_by("at", "pk").values_list("node__code", *(term.value for term in TERMS)):
        found[code] = {term: text for term, text in zip(TERMS, texts, strict=True) if text}
    return found


def remembered_mapping(import_: ResponsibilityImport) -> dict[str, Any]:
    """Return what was said of the columns of earlier tables of the city with the very heads of this one, sheet by sheet."""
    rows = ResponsibilityImport.objects.in_city(import_.city).exclude(pk=import_.pk).exclude(mapping={})
    known: dict[str, dict[str, Any]] = {}
    for mapping in rows.order_by("created_at", "pk").values_list("mapping", flat=True):
        known |= {one["heads"]: one for one in mapping.values() if one.get("heads")}
    return {table.sheet: known[heads] for table in tables_of(grids_of(import_)) if (heads := heads_key(table)) in known}


def heads_key(table: Table) -> str:
    """Return under which key the heads of a table are remembered; "" where it has none."""
    return "|".join(column.heading for column in table.columns)
