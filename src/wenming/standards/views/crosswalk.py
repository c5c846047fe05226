"""The crosswalk: which check item counts for which clauses of which titles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.engine.matching import fold
from wenming.engine.provisions import CheckItem
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import choices
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.exports.handbook import crosswalk_workbook
from wenming.standards.forms.handbook import CrosswalkForm
from wenming.standards.queries import Adopted, adopted_in
from wenming.standards.schemas import in_language, limits_text, node_name
from wenming.standards.schemas.sheets import Title, titles_of

VIEWS = ("items", "matrix")


@require_safe
def crosswalk(request: HttpRequest, city: City) -> HttpResponse:
    """Show the check items under the filter with their clauses in every title, or how many stand where."""
    adopted, titles, form, lines = _filtered(request, city)
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "items"
    here = reverse("standards:crosswalk", args=[city.slug])
    query = {name: value for name, value in form.wanted().items() if value}
    labels = {"items": _("逐项"), "matrix": _("汇总")}
    context = {
        "views": choices(
            [(f"{here}?{urlencode({**query, 'view': name})}", labels[name], name == view) for name in VIEWS]
        ),
        "view": view,
        "filter": form,
        "titles": titles,
        "rows_html": _rows_html(adopted, titles, lines) if view == "items" and lines else "",
        "matrix": _matrix(adopted, titles, lines, here) if view == "matrix" else [],
        "count": len(lines),
        "clear_url": here,
        "export_url": f"{reverse('standards:crosswalk_export', args=[city.slug])}?{urlencode(query)}",
        "handbook_url": reverse("standards:handbook", args=[city.slug]),
        "adopt_url": reverse("standards:checklists", args=[city.slug]) if works_in_office(request.user, city) else "",
        "empty": not adopted.crosswalk.items,
    }
    return render(request, "standards/crosswalk.html", context)


@require_safe
def crosswalk_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the crosswalk under the filter as a workbook."""
    adopted, titles, _form, lines = _filtered(request, city)
    types = {code: node_name(one) for code, one in adopted.crosswalk.site_types.items()}
    named = [
        (
            types.get(item.site_type, item.site_type),
            item.code,
            node_name(item),
            limits_text(item),
            [_("；").join(f"{code} {title.names[code]}" for code in found.get(title.code, [])) for title in titles],
        )
        for item, found in lines
    ]
    heads = [f"{title.name} {title.edition}" for title in titles]
    return send_workbook(crosswalk_workbook(heads, named), f"{_('标准对照')}.xlsx")


Line = tuple[CheckItem, dict[str, list[str]]]


def _filtered(request: HttpRequest, city: City) -> tuple[Adopted, list[Title], CrosswalkForm, list[Line]]:
    """Return the check items that the filter lets through, each with its clauses by title; for people who may see results."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    adopted = adopted_in(city)
    titles, walk = titles_of(adopted, city), adopted.crosswalk
    form = CrosswalkForm(
        request.GET,
        site_types=[(code, node_name(one)) for code, one in walk.site_types.items()],
        titles=[(title.code, f"{title.mark} {title.name} {title.edition}") for title in titles],
    )
    wanted = form.wanted()
    lines = [(item, walk.by_title(walk.clauses_of("", item=item.code))) for item in walk.items.values()]
    return adopted, titles, form, [line for line in lines if _is_wanted(line, wanted)]


def _is_wanted(line: Line, wanted: dict[str, str]) -> bool:
    """Say whether an item passes the filter; words are compared as names are."""
    item, found = line
    if wanted["site_type"] and item.site_type != wanted["site_type"]:
        return False
    if wanted["title"] and wanted["title"] not in found:
        return False
    texts = (item.code, item.name, item.name_en, item.how, *(code for codes in found.values() for code in codes))
    return not wanted["q"] or any(fold(wanted["q"]) in fold(text) for text in texts)


def _rows_html(adopted: Adopted, titles: list[Title], lines: list[Line]) -> str:
    """Return the body of the table: a heading for each type of site, a row for each item."""
    rows: list[dict[str, Any]] = []
    for place, (item, found) in enumerate(lines):
        if not place or item.site_type != lines[place - 1][0].site_type:
            rows.append({"head": node_name(adopted.crosswalk.site_types[item.site_type])})
        rows.append(
            {
                "head": "",
                "code": item.code,
                "name": node_name(item),
                "how": in_language(item.how, item.how_en),
                "limits": limits_text(item),
                "cells": [
                    {
                        "label": f"{title.mark} {title.name}",
                        "tags": [{"code": code, "name": title.names[code]} for code in found.get(title.code, [])],
                    }
                    for title in titles
                ],
            }
        )
    context = {"rows": rows, "span": 2 + len(titles), "texts": {"code": pgettext("column", "编号")}}
    return render_to_string("standards/crosswalk_rows.html", context, using="jinja2")


def _matrix(adopted: Adopted, titles: list[Title], lines: list[Line], here: str) -> list[dict[str, Any]]:
    """Return, for each type of site, how many of its items count for each title, and for how many clauses."""
    rows = []
    for code, site_type in adopted.crosswalk.site_types.items():
        own = [(item, found) for item, found in lines if item.site_type == code]
        if not own:
            continue
        cells = []
        for title in titles:
            reached = [found[title.code] for _item, found in own if title.code in found]
            cells.append(
                {
                    "label": f"{title.mark} {title.name}",
                    "items": len(reached),
                    "clauses": len({clause for codes in reached for clause in codes}),
                    "url": f"{here}?{urlencode({'site_type': code, 'title': title.code})}",
                }
            )
        url = f"{here}?{urlencode({'site_type': code})}"
        rows.append({"name": node_name(site_type), "url": url, "count": len(own), "cells": cells})
    return rows
