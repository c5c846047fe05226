"""The calendar of completeness: units or clauses against months; every number leads to its items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.kernel.models import City
from wenming.materials.enums import CheckKind
from wenming.materials.queries.completeness import MONTHS, Count12, Line
from wenming.standards.models import Node


def calendar_rows(
    city: City, lines: Sequence[Line], sums: Mapping[int, Count12], *, year: int, side: str, links: bool
) -> str:
    """Return the rows of the calendar and its sum as the body of a table."""
    base = reverse("materials:items", args=[city.slug]) if links else ""
    rows = [_row(city, line, year=year, side=side, base=base) for line in lines]
    whole = Count12()
    for one in sums.values():
        whole = whole + one
    total = {
        "name": _("合计"),
        "code": "",
        "url": "",
        "cells": [_cell(sums[month], f"{base}?month={year}-{month:02}" if base else "", month) for month in MONTHS],
        "whole": _cell(whole, base, 0),
        "sum": True,
    }
    texts = {"whole": _("全年")}
    return render_to_string("materials/calendar_rows.html", {"rows": [*rows, total], "texts": texts}, using="jinja2")


def _row(city: City, line: Line, *, year: int, side: str, base: str) -> dict[str, Any]:
    """Return one unit or clause."""
    query = f"?{side}={line.one.pk}"
    node = line.one if isinstance(line.one, Node) else None
    return {
        "name": line.one.name,
        "code": node.code if node else "",
        "url": reverse("materials:clause", args=[city.slug, node.pk])
        if node and base
        else f"{base}{query}"
        if base
        else "",
        "cells": [
            _cell(line.months.get(month, Count12()), f"{base}{query}&month={year}-{month:02}" if base else "", month)
            for month in MONTHS
        ],
        "whole": _cell(line.whole, f"{base}{query}" if base else "", 0),
        "sum": False,
    }


def _cell(count: Count12, url: str, month: int) -> dict[str, Any]:
    """Return one month: complete of asked, its tone, and the rest in words."""
    if not count.asked:
        return {"text": "", "label": month_name(month), "tone": "none", "url": "", "title": "", "looks": 0}
    words = [
        ngettext("要报 %(n)s 份", "要报 %(n)s 份", count.asked) % {"n": count.asked},
        ngettext("通过 %(n)s 份", "通过 %(n)s 份", count.complete) % {"n": count.complete},
    ]
    more = (
        (count.waiting, pgettext("material", "待审核")),
        (count.returned, pgettext("material", "已退回")),
        (count.late, pgettext("material", "已过期")),
    )
    words += [f"{label} {number}" for number, label in more if number]
    words += [f"{CheckKind(kind).label} {number}" for kind, number in sorted(count.checks.items())]
    return {
        "text": f"{count.complete}/{count.asked}",
        "label": month_name(month),
        "tone": tone_of(count),
        "url": url,
        "title": "，".join(words),
        "late": count.late,
        "looks": sum(count.checks.values()),
    }


def tone_of(count: Count12) -> str:
    """Return how a month looks: all there, something late, something under way."""
    if count.complete == count.asked:
        return "ok"
    return "bad" if count.late else "warn" if count.waiting or count.returned or count.complete else "wait"


def month_name(month: int) -> str:
    """Return a month as a column has it, 0 = the whole year."""
    return pgettext("month", "%(n)s 月") % {"n": month} if month else _("全年")
