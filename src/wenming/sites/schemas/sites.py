"""Sites as lists and cards show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wenming.kernel.models import City
from wenming.organisations.schemas.people import masked
from wenming.organisations.schemas.units import period_text
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit


def type_name(kind: SiteType) -> str:
    """Return a kind's name in the reader's language."""
    return kind.name_en if get_language() == "en" and kind.name_en else kind.name


def site_rows(
    city: City,
    sites: Sequence[Site],
    parts: Mapping[int, Sequence[SiteUnit]],
    chiefs: Mapping[int, Sequence[SiteChief]],
    *,
    pick: bool,
) -> str:
    """Return the body of the table of sites; with ``pick`` each row has a box to choose it by."""
    texts = {
        "type": _("类型"),
        "area": _("属地"),
        "responsible": _("责任单位"),
        "sponsor": _("包保单位"),
        "chief": pgettext("column", "负责人"),
        "pick": _("选择"),
        "no_position": _("缺坐标"),
    }
    rows = [_row(city, site, parts.get(site.pk, ()), chiefs.get(site.pk, ())) for site in sites]
    context = {"rows": rows, "texts": texts, "pick": pick}
    return render_to_string("sites/site_rows.html", context, using="jinja2")


def _row(city: City, site: Site, parts: Sequence[SiteUnit], chiefs: Sequence[SiteChief]) -> dict[str, Any]:
    """Return one site, formatted."""
    return {
        "pk": site.pk,
        "code": site.code,
        "name": site.name,
        "url": reverse("sites:site", args=[city.slug, site.pk]),
        "type": type_name(site.type),
        "area": site.area.name if site.area else "",
        "responsible": _units(parts, SitePart.RESPONSIBLE),
        "sponsor": _units(parts, SitePart.SPONSOR),
        "chief": _("、").join(one.person.name for one in chiefs),
        "no_position": site.lat is None,
        "ended": formats.date_format(site.ends_on, "SHORT_DATE_FORMAT") if site.ends_on else "",
    }


def _units(parts: Iterable[SiteUnit], part: Any) -> str:
    """Return the units with a part, by their short names."""
    return _("、").join(one.unit.short_name or one.unit.name for one in parts if one.part == part)


def part_lines(parts: Iterable[SiteUnit], city: City) -> list[dict[str, Any]]:
    """Return parts as a card shows them."""
    return [
        {
            "pk": one.pk,
            "unit": one.unit.name,
            "url": reverse("organisations:unit", args=[city.slug, one.unit_id]),
            "part": str(SitePart(one.part).label),
            "period": period_text(one.since, one.until),
            "over": one.until is not None,
        }
        for one in parts
    ]


def chief_lines(chiefs: Iterable[SiteChief], city: City, *, shown: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return chiefs as a card shows them, the number masked unless it is among ``shown``, by the key of the chief."""
    return [
        {
            "pk": one.pk,
            "person": one.person.name,
            "url": reverse("organisations:person", args=[city.slug, one.person_id]),
            "kind": str(ChiefKind(one.kind).label),
            "phone": shown.get(one.pk, ""),
            "masked": masked(one.person.phone),
            "period": period_text(one.since, one.until),
            "over": one.until is not None,
        }
        for one in chiefs
    ]
