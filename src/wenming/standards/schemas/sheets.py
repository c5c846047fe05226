"""A type of site as a sheet of the handbook, ready to print: how it is walked, every check item with its examples, the chief."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.engine.provenance import Confidence
from wenming.engine.provisions import CheckItem, SiteType
from wenming.kernel.models import City
from wenming.standards.enums import ExampleKind, confidence_word
from wenming.standards.models import Example, SiteTypeChief
from wenming.standards.queries import Adopted
from wenming.standards.schemas import edition_title, in_language, limits_text, node_name

KINDS: tuple[str, ...] = tuple(ExampleKind.values)
"""The pictures beside a check item, in this order."""
_GROUP = re.compile(r"(.+)-[0-9]+\Z")
_CIRCLED = 0x2460
_LAST_CIRCLED = 20


@dataclass(frozen=True, slots=True)
class Title:
    """An edition as the handbook refers to it: ``mark`` (① and on) stands for it beside its clauses."""

    code: str
    mark: str
    name: str
    edition: str
    url: str
    names: Mapping[str, str]


def titles_of(adopted: Adopted, city: City) -> list[Title]:
    """Return the editions of the city with their marks, in the order of adoption."""
    return [
        Title(
            code=standard.code,
            mark=chr(_CIRCLED + place) if place < _LAST_CIRCLED else f"({place + 1})",
            name=edition_title(standard),
            edition=standard.edition,
            url=reverse("standards:edition", args=[city.slug, standard.code]),
            names={node.code: node_name(node) for node in standard.nodes},
        )
        for place, standard in enumerate(adopted.standards)
    ]


def walk_facts(site_type: SiteType) -> list[dict[str, str]]:
    """Return how a site of this type is walked: everything that is known; ``look`` is "wide" for a sentence, "short" for a figure."""
    hours = ""
    if site_type.time_from or site_type.time_to:
        hours = f"{site_type.time_from or '…'}—{site_type.time_to or '…'}"
    facts = [
        (_("怎么走"), in_language(site_type.walk, site_type.walk_en), "wide"),
        (_("路程"), _("%(metres)s 米") % {"metres": site_type.metres} if site_type.metres else "", "short"),
        (_("停留"), _("%(minutes)s 分钟") % {"minutes": site_type.minutes} if site_type.minutes else "", "short"),
        (_("时段"), hours, "short"),
        (_("也叫"), _("、").join(site_type.aliases), ""),
    ]
    return [{"name": name, "value": value, "look": look} for name, value, look in facts if value]


def items_of(adopted: Adopted, site_type: str) -> list[CheckItem]:
    """Return the check items of a type of site, in the order of their sources."""
    return [item for item in adopted.crosswalk.items.values() if item.site_type == site_type]


def tags_of(adopted: Adopted, titles: Sequence[Title], item: CheckItem) -> list[dict[str, str]]:
    """Return the clauses for which a check item counts, joined ones too: short on the page, whole where one points at it."""
    found = adopted.crosswalk.by_title(adopted.crosswalk.clauses_of("", item=item.code))
    return [
        {"text": f"{title.mark} {code}", "title": f"{title.name} · {code} {title.names[code]}"}
        for title in titles
        for code in found.get(title.code, [])
    ]


def chief_of(chief: SiteTypeChief | None) -> dict[str, str] | None:
    """Return who answers for a type of site, the telephone number masked."""
    if chief is None:
        return None
    who = " ".join(part for part in (chief.post, chief.name) if part)
    return {"unit": chief.unit, "who": who, "phone": masked(chief.phone)}


def masked(phone: str) -> str:
    """Return a telephone number with the digits in its middle hidden: enough to recognise it, not to call it."""
    places = [place for place, character in enumerate(phone) if character.isdigit()]
    hidden = places[3:-4] if len(places) > 7 else places[1:-2]
    return "".join("*" if place in hidden else character for place, character in enumerate(phone))


def sheet_of(
    adopted: Adopted,
    city: City,
    site_type: SiteType,
    *,
    examples: Mapping[tuple[str, str], Example],
    chief: SiteTypeChief | None,
    may_edit: bool,
) -> dict[str, Any]:
    """Return one page of the handbook."""
    items, titles = items_of(adopted, site_type.code), titles_of(adopted, city)
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        group = _GROUP.match(item.code)
        groups.setdefault(group[1] if group else "", []).append(
            {
                **item_facts(item),
                "tags": tags_of(adopted, titles, item),
                "slots": [slot_of(city, kind, examples.get((item.code, kind))) for kind in KINDS],
                "url": reverse("standards:item", args=[city.slug, site_type.code, item.code]) if may_edit else "",
            }
        )
    if all(len(found) == 1 for found in groups.values()):
        # every item a group of its own: heads between them would say nothing
        groups = {"": [found for (found,) in groups.values()]} if groups else {}
    return {
        "code": site_type.code,
        "name": node_name(site_type),
        "url": reverse("standards:sheet", args=[city.slug, site_type.code]),
        "facts": walk_facts(site_type),
        "chief": chief_of(chief),
        "chief_url": reverse("standards:chief", args=[city.slug, site_type.code]) if may_edit else "",
        "groups": [{"code": code, "items": found} for code, found in groups.items()],
        "count": len(items),
        "titles": titles,
    }


def item_facts(item: CheckItem) -> dict[str, str]:
    """Return what is to be seen, how it is judged, what is counted, and how sure that is where no published source says so."""
    origin = item.provenance
    unsure = confidence_word(origin.confidence) if origin and origin.confidence is not Confidence.SOURCED else ""
    return {
        "code": item.code,
        "name": node_name(item),
        "how": in_language(item.how, item.how_en),
        "limits": limits_text(item),
        "unsure": unsure,
        "source": origin.source if origin else "",
    }


def slot_of(city: City, kind: str, shown: Example | None) -> dict[str, str]:
    """Return the place of one example picture; without a picture the page says that one is to be taken."""
    label = str(ExampleKind(kind).label)
    return {
        "kind": kind,
        "label": label,
        "url": reverse("standards:picture", args=[city.slug, shown.pk]) if shown else "",
        "caption": shown.caption if shown else "",
        "alt": f"{label}：{shown.caption}" if shown else "",
    }
