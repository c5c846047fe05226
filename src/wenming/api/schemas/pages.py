"""The same answers as pages for people: tables whose values are ready to print."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.schemas import DASH, number_text

Cell = dict[str, str]


def link_page(title: str, text: str, links: list[dict[str, str]]) -> dict[str, Any]:
    """Return a resource that is nothing but links."""
    columns = [pgettext("column", "内容"), pgettext("column", "关系"), pgettext("column", "格式")]
    rows = [[_cell(one["title"], one["href"]), _cell(one["rel"]), _cell(one["type"])] for one in links]
    return {"title": title, "text": text, "columns": columns, "rows_html": _rows(rows, columns)}


def api_page(document: dict[str, Any]) -> dict[str, Any]:
    """Return the description of the service: what can be read, with which parameters."""
    columns = [pgettext("column", "内容"), pgettext("column", "网址"), pgettext("column", "参数")]
    rows = []
    for path, methods in document["paths"].items():
        names = "、".join(one["name"] for one in methods["get"]["parameters"])
        rows.append([_cell(methods["get"]["summary"]), _cell(path), _cell(names)])
    text = _("用密钥读取：请求头 Authorization: Bearer 密钥，或以登录名和密钥作用户名和密码。")
    title = pgettext("features", "接口说明")
    return {"title": title, "text": text, "columns": columns, "rows_html": _rows(rows, columns)}


def sites_page(answer: dict[str, Any]) -> dict[str, Any]:
    """Return sites as a table, with the neighbours of the page."""
    columns = [
        pgettext("column", "编号"),
        pgettext("column", "点位名称"),
        pgettext("column", "点位类型"),
        pgettext("column", "属地"),
        pgettext("column", "点位责任单位"),
        pgettext("column", "经度，纬度"),
    ]
    by_rel = {one["rel"]: one["href"] for one in answer["links"]}
    matched = answer.get("numberMatched", 1)
    return {
        "title": pgettext("features", "点位"),
        "text": _("共 %(count)s 个点位，坐标为 WGS84。") % {"count": number_text(matched)},
        "columns": columns,
        "rows_html": _rows([_site(one) for one in answer["features"]], columns),
        "previous_url": by_rel.get("prev", ""),
        "next_url": by_rel.get("next", ""),
        "paged": "numberMatched" in answer,
    }


def _site(feature: dict[str, Any]) -> list[Cell]:
    """Return one site as a row."""
    facts, point = feature["properties"], feature["geometry"]
    place = ", ".join(f"{number:.5f}" for number in point["coordinates"]) if point else DASH
    values = [facts["name"], facts["type"], facts["area"] or DASH, facts["responsible_unit"] or DASH, place]
    return [_cell(facts["code"]), *(_cell(value) for value in values)]


def _cell(text: str, url: str = "") -> Cell:
    return {"text": text, "url": url}


def _rows(rows: list[list[Cell]], columns: list[str]) -> str:
    """Return the body of a table; each cell brings the head of its column along for the phone."""
    context = {"rows": [list(zip(row, columns, strict=True)) for row in rows]}
    return render_to_string("api/rows.html", context, using="jinja2") if rows else ""
