"""The steps of a register's import in detail: what a person chose about columns, what is asked, and what an answer does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Sheet
from wenming.engine.registers import FIELDS
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City, JobRun
from wenming.kernel.schemas import number_text
from wenming.organisations.actions import NotPossibleError, add_alias
from wenming.organisations.enums import AliasKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites import actions
from wenming.sites.enums import Datum
from wenming.sites.imports.columns import SheetMapping, text_of
from wenming.sites.models import SiteImport, SiteType
from wenming.sites.queries import types_in
from wenming.sites.schemas.imports import column_words, field_words, grouped, problem_line, problem_words
from wenming.sites.schemas.sites import type_name
from wenming.sites.views.edges import attempt

SAMPLES, SHOWN = 3, 60
PLACED = {"position", "lng", "lat"}


def chosen_mapping(
    request: HttpRequest, sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]
) -> dict[str, Any]:
    """Return what the form says about every sheet; a meaning that was chosen twice counts once, for the first column."""
    found: dict[str, Any] = {}
    for number, sheet in enumerate(sheets):
        before = mappings[sheet.name]
        columns: list[str] = []
        for place in range(sheet.width):
            name = request.POST.get(f"column-{number}-{place}", "")
            columns.append(name if name in FIELDS and name not in columns else "")
        kind = request.POST.get(f"type-{number}", "").strip()[:60]
        used = f"used-{number}" in request.POST and "name" in columns
        found[sheet.name] = SheetMapping(before.head, tuple(columns), kind, used).as_json()
    return {"datum": request.POST.get("datum", ""), "sheets": found}


def asks_datum(mapping: Mapping[str, Any]) -> bool:
    """Tell whether positions come without a datum of their own in any sheet that counts."""
    return any(
        sheet["used"] and PLACED & set(sheet["columns"]) and "datum" not in sheet["columns"]
        for sheet in mapping["sheets"].values()
    )


def columns_context(
    import_: SiteImport, sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping], hint: tuple[str, str]
) -> dict[str, Any]:
    """Return what the page of the columns shows."""
    words = column_words()
    return {
        "sheets": [_sheet(number, sheet, mappings[sheet.name], words) for number, sheet in enumerate(sheets)],
        "data": [(value, label, value == import_.mapping.get("datum")) for value, label in Datum.choices],
        "hint": _hint(*hint),
    }


def _sheet(number: int, sheet: Sheet, mapping: SheetMapping, words: Mapping[str, str]) -> dict[str, Any]:
    """Return one sheet: its columns with heads, samples and the meanings to choose from."""
    rows = list(sheet.lines(mapping.head, mapping.head + 1 + SAMPLES))
    columns = []
    for place, name in enumerate(mapping.columns):
        texts = [text_of(row[place]) for row in rows]
        if any(texts):
            choices = [("", _("不用这一列"), not name), *((value, words[value], value == name) for value in FIELDS)]
            columns.append(
                {
                    "field": f"column-{number}-{place}",
                    "head": texts[0] if texts else "",
                    "samples": [text[:40] for text in texts[1:] if text],
                    "choices": choices,
                }
            )
    return {
        "number": number,
        "name": sheet.name,
        "rows": number_text(max(sheet.height - mapping.head - 1, 0)),
        "used": mapping.used,
        "type": mapping.type,
        "columns": columns,
    }


def _hint(datum: str, why: str) -> str:
    """Say which datum it seems to be, and why."""
    if not datum:
        return ""
    name = str(Datum(datum).label)
    if why == "heads":
        return _("表头里写着，像是 %(name)s；请核对后选择") % {"name": name}
    return _("与台账里同一点位的位置比较，像是 %(name)s；请核对后选择") % {"name": name}


def context(city: City, import_: SiteImport) -> dict[str, Any]:
    """Return what the page of the check asks and lists."""
    groups = grouped(import_.reading["problems"])
    plain = groups.pop("", [])
    doubles = groups.pop("double", [])
    units = {
        unit.pk: unit.name
        for unit in units_in(city).filter(pk__in={key for rows in groups.values() for key in rows[0]["suggestions"]})
    }
    kinds = list(types_in(city))
    return {
        "types": [_type_question(name, rows, kinds) for name, rows in groups.items() if name.startswith("type:")],
        "units": [_unit_question(name, rows, units) for name, rows in groups.items() if name.startswith("unit:")],
        "doubles": [problem_line(one) for one in doubles[:SHOWN]],
        "double_count": len(doubles),
        "doubles_said": import_.answers.get("doubles", ""),
        "plain": [problem_line(one) for one in plain[:SHOWN]],
        "plain_count": len(plain),
        "plain_more": max(len(plain) - SHOWN, 0),
        "notes": [problem_line(one) for one in import_.reading["notes"][:SHOWN]],
        "note_count": len(import_.reading["notes"]),
        "said": _said(import_),
    }


def _type_question(name: str, rows: Sequence[Mapping[str, Any]], kinds: Sequence[SiteType]) -> dict[str, Any]:
    """Return the question about a kind that is not there."""
    near = rows[0]["suggestions"]
    order = sorted(kinds, key=lambda kind: (kind.pk not in near, kind.order))
    return {
        "name": name.partition(":")[2],
        "count": len(rows),
        "near": [(kind.pk, type_name(kind)) for kind in order if kind.pk in near],
        "kinds": [(kind.pk, type_name(kind)) for kind in order],
    }


def _unit_question(name: str, rows: Sequence[Mapping[str, Any]], units: Mapping[int, str]) -> dict[str, Any]:
    """Return the question about a name that means no unit."""
    near = [(key, units[key]) for key in rows[0]["suggestions"] if key in units]
    return {"name": name.partition(":")[2], "count": len(rows), "near": near}


def _said(import_: SiteImport) -> int:
    """Return how many answers were given so far."""
    return sum(len(import_.answers.get(what, {})) for what in ("types", "units", "rows"))


def answer(request: HttpRequest, city: City, import_: SiteImport) -> None:
    """Do what a button of the check says: ``act`` is what, ``name`` about what."""
    act, _colon, value = request.POST.get("act", "").partition(":")
    name = request.POST.get("name", "")[:200]
    if act == "alias":
        _accept(request, city, import_, name, value)
    elif act == "double":
        attempt(
            lambda: actions.settle_doubles(import_=import_, how=value, by=request.user, at=timezone.now()),
            request=request,
        )
    elif act in {"type", "unit", "row"}:
        said: Any = {"new": "new", "skip": "skip", "update": "update", "sure": "sure", "": None}.get(value, value)
        if act != "row" and isinstance(said, str) and said.isdigit():
            said = int(said)
        _keep(request, import_, f"{act}s", {name: said})
    elif act == "reset":
        for what in ("types", "units", "rows"):
            _keep(request, import_, what, dict.fromkeys(import_.answers.get(what, {})))


def _keep(request: HttpRequest, import_: SiteImport, what: str, values: Mapping[str, Any]) -> None:
    """Keep an answer."""
    attempt(
        lambda: actions.answer_site_import(
            import_=import_, what=what, values=values, by=request.user, at=timezone.now()
        ),
        request=request,
    )


def _accept(request: HttpRequest, city: City, import_: SiteImport, name: str, value: str) -> None:
    """Let a written name mean a unit from now on: chosen by its key, or typed by any name it has."""
    unit = Unit.objects.in_city(city).filter(pk=value).select_related("city").first() if value.isdigit() else None
    typed = request.POST.get("unit", "").strip()
    if unit is None and typed:
        named = name_index(city, on=today_in(city)).find(typed)
        unit = units_in(city).select_related("city").get(pk=named.keys[0]) if len(named.keys) == 1 else None
    if unit is None:
        messages.error(request, _("没有叫“%(name)s”的单位；请写单位的全称、简称或别名") % {"name": typed})
        return
    with suppress(NotPossibleError):  # the name means something else elsewhere: the answer holds for this file alone
        add_alias(unit=unit, name=name[:80], kind=AliasKind.CONFIRMED, by=request.user, at=timezone.now())
    _keep(request, import_, "units", {name: unit.pk})


def preview_context(import_: SiteImport) -> dict[str, Any]:
    """Return what the rehearsal says: what would change, field by field, and what stays out."""
    reading = import_.reading
    return {
        "fields": [
            {"name": field_words(name), "count": number_text(count)} for name, count in _most_first(reading["fields"])
        ],
        "new_types": [{"name": name, "count": number_text(count)} for name, count in _most_first(reading["new_types"])],
        "reasons": _reasons(reading["problems"]),
    }


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts in an order of their own, the most first: PostgreSQL keeps the names of a document in another one."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _reasons(problems: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return why rows stay out, with how many."""
    found: dict[str, int] = {}
    for one in problems:
        why = problem_words({**one, "facts": {**one["facts"]}})[0]
        found[why] = found.get(why, 0) + 1
    return [{"why": why, "count": count} for why, count in sorted(found.items(), key=lambda one: -one[1])][:12]


def job_failure(import_: SiteImport) -> str:
    """Return why the job that should write failed, "" where it did not."""
    run = JobRun.objects.filter(event=import_.work_id).order_by("-pk").first() if import_.work_id else None
    return run.error if run else ""
