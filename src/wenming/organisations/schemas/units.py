"""Units as tables show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, address, number_text
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Tenure, Unit
from wenming.organisations.queries.units import UnitFilter

POSITION = re.compile(r"^[0-9]{4}(\.[0-9]{4})*$")
DEEPEST = 5
"""Levels that are set off to the right; deeper ones stand with the fifth."""


def position_page(request: HttpRequest, rows: QuerySet[Any], *, size: int) -> tuple[list[Any], dict[str, str]]:
    """Return the stretch of ``rows`` that the address asks for (``after=`` or ``before=`` a position), and its neighbours' addresses.

    Like ``keyset_page``, for lists in protocol order: one query however long the list is.
    """
    after, before = (_position(request.GET.get(name, "")) for name in ("after", "before"))
    forward = not before
    if after and forward:
        rows = rows.filter(position__gt=after)
    elif before:
        rows = rows.filter(position__lt=before).order_by("-position", "-pk")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if not forward:
        found.reverse()
    has_previous, has_next = (bool(after), more) if forward else (more, True)
    return found, {
        "previous_url": address(request, before=found[0].position) if found and has_previous else "",
        "next_url": address(request, after=found[-1].position) if found and has_next else "",
    }


def _position(text: str) -> str:
    """Return the position of an address, or nothing for anything else."""
    return text if len(text) <= 60 and POSITION.match(text) else ""


def unit_rows(
    request: HttpRequest, city: City, units: Sequence[Unit], heads: Mapping[int, Sequence[Tenure]], wanted: UnitFilter
) -> str:
    """Return the body of the table of units; ``units`` carry ``called`` and ``below``."""
    texts = {
        "kind": _("类别"),
        "short": _("简称"),
        "heads": _("主要负责人"),
        "below": _("下级"),
        "since": _("设立"),
    }
    base = 0 if wanted.flat or not units else min(unit.position.count(".") for unit in units)
    rows = []
    for unit in units:
        depth = 0 if wanted.flat else min(unit.position.count(".") - base, DEEPEST)
        below_url = address(request, "q", "kind", under=str(unit.pk))
        rows.append(_row(city, unit, heads.get(unit.pk, ())) | {"depth": depth, "below_url": below_url})
    return render_to_string("organisations/unit_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _row(city: City, unit: Unit, heads: Sequence[Tenure]) -> dict[str, Any]:
    """Return one unit, formatted."""
    return {
        "name": unit.called,
        "now": unit.name if unit.called != unit.name else "",
        "url": reverse("organisations:unit", args=[city.slug, unit.pk]),
        "kind": str(UnitKind(unit.kind).label),
        "short": unit.short_name or DASH,
        "heads": people_text(heads),
        "below": number_text(unit.below) if unit.below else "",
        "since": day_text(unit.starts_on),
        "ends": _("至 %(day)s") % {"day": day_text(unit.ends_on)} if unit.ends_on else "",
    }


def people_text(tenures: Iterable[Tenure]) -> str:
    """Return people as lists name them: title and name."""
    return _("、").join(f"{one.title} {one.person.name}" for one in tenures) or DASH


def day_text(day: Any) -> str:
    """Return a day, short; a dash for none."""
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else DASH


def count_text(units: int) -> str:
    """Say how many units a page shows."""
    return ngettext("本页 %(rows)s 个单位", "本页 %(rows)s 个单位", units) % {"rows": units}


def period_text(first: Any, last: Any) -> str:
    """Return from when to when, as tables of tenures, names and posts show it."""
    begins = day_text(first) if first else ""
    return f"{begins}—{day_text(last)}" if last else pgettext("period", "%(day)s 起") % {"day": begins}
