"""Checklists as JSON: grouped as on the official form, each item with its rule one tap away, examples, and words that are a tap instead of typing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django.urls import reverse

from wenming.engine.provisions import CheckItem
from wenming.inspections.queries.fieldwork.days import Day
from wenming.kernel.models import City
from wenming.standards.enums import ExampleKind
from wenming.standards.schemas import in_language, node_name

_GROUP = re.compile(r"(?:.*-)?([^-]+)-[^-]+\Z")
_PART = re.compile(r"[；;]\s*")
_NOT_COUNTED = re.compile(r"不算|不计|不视为|is no |are no ")
_COUNTED = re.compile(r"算一?处|计为|按一处|即不符合|fails|is one|are one")
_MISSING = re.compile(r"(?:^|[，,])[^，,]{0,4}?(?:没有|无)([^，,；;（(障]+)")
MOST_CHIPS, LONGEST_CHIP = 6, 8


def checklists_of(day: Day, city: City) -> dict[str, Any]:
    """Return code -> checklist, of the kinds of places at which the day leads past."""
    wanted = {visit.site.type.checklist for visit in day.visits} & day.crosswalk.site_types.keys()
    items: dict[str, list[CheckItem]] = {code: [] for code in sorted(wanted)}
    for item in day.crosswalk.items.values():
        if item.site_type in items:
            items[item.site_type].append(item)
    return {code: _checklist(code, found, day, city) for code, found in items.items()}


def _checklist(code: str, items: list[CheckItem], day: Day, city: City) -> dict[str, Any]:
    kind = day.crosswalk.site_types[code]
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        match = _GROUP.match(item.code)
        groups.setdefault(match[1] if match else "", []).append(_item(item, day, city))
    return {
        "name": node_name(kind),
        "walk": in_language(kind.walk, kind.walk_en),
        "metres": kind.metres,
        "minutes": kind.minutes,
        "groups": [{"code": group, "name": "", "items": found} for group, found in groups.items()],
    }


def _item(item: CheckItem, day: Day, city: City) -> dict[str, Any]:
    how = in_language(item.how, item.how_en)
    return {
        "code": item.code,
        "name": node_name(item),
        "how": [{"sign": _sign(part), "text": part} for part in _PART.split(how) if part],
        "judge": str(item.judge),
        "at_least": _number(item.at_least),
        "at_most": _number(item.at_most),
        "per_metres": item.per_metres,
        "apart_metres": item.apart_metres,
        "chips": chips_of(item.name),
        "examples": [
            {"kind": kind, "caption": shown.caption, "url": reverse("standards:picture", args=[city.slug, shown.pk])}
            for kind in ExampleKind.values
            if (shown := day.examples.get((item.code, kind)))
        ],
    }


def _sign(part: str) -> str:
    """Return whether a part of a rule says what counts, what does not, or neither."""
    if _NOT_COUNTED.search(part):
        return "no"
    return "yes" if _COUNTED.search(part) else "note"


def _number(value: Fraction | None) -> float | int | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def chips_of(name: str) -> list[str]:
    """Return what an item says that there should not be (无坑洼、积水 -> 坑洼, 积水): ready words for a finding."""
    found = [word.strip() for match in _MISSING.finditer(name) for word in match[1].split("、")]
    return [word for word in dict.fromkeys(found) if 0 < len(word) <= LONGEST_CHIP][:MOST_CHIPS]
