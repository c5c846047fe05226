"""The steps of a table's import in detail: what a person chose about columns, what is asked, and what an answer does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Sheet
from wenming.engine.terms import read_term
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.ledgers import answer_ledger_import, settle_ledger
from wenming.issues.enums import refusal_words
from wenming.issues.imports.heads import FIELDS, PRIVATE
from wenming.issues.models import LedgerImport, MinorClass
from wenming.issues.schemas.ledger_questions import questions
from wenming.issues.schemas.ledgers import column_words, problem_line
from wenming.kernel.adapters.pages import attempting, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.organisations.actions import NotPossibleError as OrganisationRefusal
from wenming.organisations.actions import add_alias
from wenming.organisations.enums import AliasKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.imports.columns import SheetMapping, text_of

SAMPLES, SHOWN = 3, 60
attempt = attempting(NotPossibleError, refusal_words)


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
            if before.columns[place] == PRIVATE:
                columns.append(PRIVATE)
            else:
                columns.append(name if name in FIELDS and name not in columns else "")
        used = f"used-{number}" in request.POST and "text" in columns
        found[sheet.name] = SheetMapping(before.head, tuple(columns), "", used).as_json()
    return {"sheets": found}


def sheet_rows(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> list[dict[str, Any]]:
    """Return the sheets with their columns: heads, samples and the meanings to choose from."""
    words = column_words()
    return [_sheet(number, sheet, mappings[sheet.name], words) for number, sheet in enumerate(sheets)]


def _sheet(number: int, sheet: Sheet, mapping: SheetMapping, words: Mapping[str, str]) -> dict[str, Any]:
    """Return one sheet; a column with personal data has nothing to choose."""
    rows = list(sheet.lines(mapping.head, mapping.head + 1 + SAMPLES))
    columns = []
    for place, name in enumerate(mapping.columns):
        texts = [text_of(row[place]) for row in rows]
        if any(texts) or name:
            choices = [("", _("不用这一列"), not name), *((value, words[value], value == name) for value in FIELDS)]
            columns.append(
                {
                    "field": f"column-{number}-{place}",
                    "head": texts[0] if texts else "",
                    "samples": [text[:40] for text in texts[1:] if text],
                    "choices": [] if name == PRIVATE else choices,
                }
            )
    return {
        "number": number,
        "name": sheet.name,
        "rows": number_text(max(sheet.height - mapping.head - 1, 0)),
        "used": mapping.used,
        "columns": columns,
    }


def context(city: City, ledger: LedgerImport) -> dict[str, Any]:
    """Return what the page of the check asks and lists."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in ledger.reading["problems"]:
        groups.setdefault(str(one["group"]), []).append(one)
    plain, doubles, closing = (groups.pop(name, []) for name in ("", "double", "closing"))
    keys = {key for name, rows in groups.items() if name.startswith("unit:") for key in rows[0]["suggestions"]}
    units = {unit.pk: unit.name for unit in units_in(city).filter(pk__in=keys)} if keys else {}
    asked = questions(groups, units, _minors(city, groups), today_in(city).year)
    return {
        "questions": asked,
        "yearless": any(
            one["group"].startswith("term:") and one["kind"] == "no_year" for one in ledger.reading["problems"]
        ),
        "years": _years(city),
        "doubles": [problem_line(one) for one in doubles[:SHOWN]],
        "double_count": len(doubles),
        "doubles_said": ledger.answers.get("doubles", ""),
        "closing_count": len(closing),
        "closing_said": ledger.answers.get("closing", ""),
        "plain": [problem_line(one) for one in plain[:SHOWN]],
        "plain_count": len(plain),
        "plain_more": max(len(plain) - SHOWN, 0),
        "notes": [problem_line(one) for one in ledger.reading["notes"][:SHOWN]],
        "note_count": len(ledger.reading["notes"]),
        "said": sum(len(ledger.answers.get(what, {})) for what in ("units", "minors", "sources", "terms", "rows")),
    }


def _years(city: City) -> list[int]:
    year = today_in(city).year
    return [year - 1, year, year + 1]


def _minors(city: City, groups: Mapping[str, Any]) -> dict[int, MinorClass]:
    """Return the categories in use, where one is asked for."""
    if not any(name.startswith("minor:") for name in groups):
        return {}
    rows = MinorClass.objects.in_city(city).filter(is_active=True).select_related("major")
    return {minor.pk: minor for minor in rows.order_by("major__kind", "major__order", "order")}


def answer(request: HttpRequest, city: City, ledger: LedgerImport) -> None:
    """Do what a button of the check says: ``act`` is what, ``name`` about what."""
    act, _colon, value = request.POST.get("act", "").partition(":")
    name = request.POST.get("name", "")[:200]
    typed = request.POST.get("typed", "").strip()[:80]
    if act == "alias":
        _accept(request, city, ledger, name, value or typed)
    elif act in {"doubles", "closing"}:
        settle(request, ledger, act, value)
    elif act in {"unit", "minor", "source", "row"}:
        keep(request, ledger, f"{act}s", {name: int(value) if value.isdecimal() else value or None})
    elif act == "term":
        _keep_term(request, ledger, name, value or typed)
    elif act == "year" and value.isdecimal():
        keep(request, ledger, "terms", _in_year(ledger, int(value)))
    elif act == "reset":
        for what in ("units", "minors", "sources", "terms", "rows"):
            keep(request, ledger, what, dict.fromkeys(ledger.answers.get(what, {})))


def settle(request: HttpRequest, ledger: LedgerImport, what: str, how: str) -> None:
    """Keep what was said of all rows alike."""
    if how in {"", "new", "today", "answered"}:
        attempt(
            lambda: settle_ledger(ledger=ledger, what=what, how=how, by=request.user, at=timezone.now()),
            request=request,
        )


def keep(request: HttpRequest, ledger: LedgerImport, what: str, values: Mapping[str, Any]) -> None:
    """Keep an answer."""
    attempt(
        lambda: answer_ledger_import(ledger=ledger, what=what, values=values, by=request.user, at=timezone.now()),
        request=request,
    )


def _keep_term(request: HttpRequest, ledger: LedgerImport, name: str, said: str) -> None:
    """Keep what a limit or day means, if that itself can be told."""
    term = read_term(said)
    if said != "none" and (term is None or term.is_asked):
        messages.error(request, _("看不懂“%(text)s”；请写成 3个工作日、2小时、2026-11-30 这样的") % {"text": said})
        return
    keep(request, ledger, "terms", {name: said})


def _in_year(ledger: LedgerImport, year: int) -> dict[str, str]:
    """Return every day without a year, in this year; one that may be two days stays asked."""
    found: dict[str, str] = {}
    for one in ledger.reading["problems"]:
        term = read_term(one["value"]) if one["kind"] == "no_year" else None
        if term is not None and len(term.days) == 1:
            month, day = term.days[0]
            said = f"{year}-{month:02}-{day:02}"
            if read_term(said) is not None:
                found[one["value"]] = said
    return found


def _accept(request: HttpRequest, city: City, ledger: LedgerImport, name: str, value: str) -> None:
    """Let a written name mean a unit from now on: chosen by its key, or typed by any name it has."""
    unit = Unit.objects.in_city(city).filter(pk=value).select_related("city").first() if value.isdecimal() else None
    if unit is None and value:
        named = name_index(city, on=today_in(city)).find(value)
        unit = units_in(city).select_related("city").get(pk=named.keys[0]) if len(named.keys) == 1 else None
    if unit is None:
        messages.error(request, _("没有叫“%(name)s”的单位；请写单位的全称、简称或别名") % {"name": value})
        return
    with suppress(OrganisationRefusal):  # the name means something else elsewhere: the answer holds for this file alone
        add_alias(unit=unit, name=name[:80], kind=AliasKind.CONFIRMED, by=request.user, at=timezone.now())
    keep(request, ledger, "units", {name: unit.pk})
