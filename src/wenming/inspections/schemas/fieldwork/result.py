"""What would be written, before it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork.result import Result
from wenming.inspections.schemas.fieldwork.visits import visit_line
from wenming.kernel.schemas import number_text
from wenming.standards.models import Node
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

SHOWN = 50
"""So many open things are listed; all of them stand in the list of visits."""


def result_view(field_round: FieldRound, result: Result) -> dict[str, Any]:
    """Return the numbers of the preview, the contents with their rates, and what is open or does not count."""
    slug = field_round.city.slug
    conflicts = [
        {"number": visit.number, "site": visit.site.name, "item": item,
         "url": reverse("inspections:field_visit", args=[slug, field_round.pk, visit.pk])}
        for visit, item in result.conflicts[:SHOWN]
    ]  # fmt: skip
    return {
        "rows": number_text(len(result.written.rows)),
        "sites": number_text(len({row.serial for row in result.written.rows})),
        "left_out": number_text(result.left_out),
        "second": number_text(result.second),
        "contents": _contents(field_round, result),
        "open_visits": [visit_line(field_round, visit) for visit in result.open_visits[:SHOWN]],
        "open_count": len(result.open_visits),
        "conflicts": conflicts,
        "conflict_count": len(result.conflicts),
        "skipped": [visit_line(field_round, visit) for visit in result.skipped[:SHOWN]],
        "unserved": [
            {"item": item, "numbers": _("、").join(str(number) for number in numbers)}
            for item, numbers in _unserved(result).items()
        ],
        "is_open": result.is_open,
        "some": bool(result.written.rows),
    }


def _contents(field_round: FieldRound, result: Result) -> list[dict[str, Any]]:
    """Return every content that has rows, in published order: how many, and the share of points reached."""
    sums: dict[str, list[int]] = {}
    for row in result.written.rows:
        one = sums.setdefault(row.code, [0, 0])
        one[0] += 1
        one[1] += row.milli
    names = {
        node.code: node_name(node)
        for node in Node.objects.in_city(field_round.city).filter(edition=field_round.edition, code__in=list(sums))
    }
    order = [leaf.code for leaf in standard_of(field_round.edition).leaves if leaf.code in sums]
    return [
        {
            "code": code,
            "name": names[code],
            "rows": number_text(sums[code][0]),
            "rate": f"{float(Fraction(sums[code][1], sums[code][0] * 10)):.2f}%",
        }
        for code in order
    ]


def _unserved(result: Result) -> dict[str, list[int]]:
    """Return check item -> the visits whose answers to it serve no clause."""
    found: dict[str, list[int]] = {}
    for number, item in result.written.unserved:
        found.setdefault(item, []).append(number)
    return dict(sorted(found.items()))
