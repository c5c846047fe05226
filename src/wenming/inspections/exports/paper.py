"""Field rounds on paper: the forms that an inspector fills in without a phone, and the ledger by street."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

import segno
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.adapters.typesetter import typeset
from wenming.documents.exports import Cell, Column, workbook
from wenming.documents.exports import Sheet as Table
from wenming.engine.provisions import CheckItem, Judgement
from wenming.inspections.enums.fieldwork import Verdict
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.queries.fieldwork.paper import Sheet
from wenming.kernel.schemas import days_text
from wenming.sites.schemas.words import hours_of, opening_text
from wenming.standards.schemas import in_language, limits_text, node_name

_GROUP = re.compile(r"(.+)-[0-9]+\Z")


def forms_pdf(
    field_round: FieldRound,
    visits: Iterable[Visit],
    sheets: Mapping[str, Sheet],
    address: Callable[[Visit, Sheet], str],
) -> bytes:
    """Return one form for each visit, in this order; ``address`` is where it is typed in again. NoFontError."""
    grades = [str(name) for name, _milli in field_round.grades]
    forms = []
    for visit in visits:
        sheet = sheets[visit.site.type.checklist]
        forms.append({**_head(field_round, visit, sheet, address(visit, sheet)), "groups": groups_of(sheet, grades)})
    return _forms(f"{field_round.name} {_('实地考察操作表')}", forms)


def blank_pdf(sheets: Iterable[Sheet], city: str) -> bytes:
    """Return a form without a visit for each kind of site: everything that a plan would say is left to be written. NoFontError."""
    blank = dict.fromkeys(("number", "place", "address", "day", "code", "window", "code_svg"), "")
    forms = [
        {
            **blank,
            "round": city,
            "type": node_name(sheet.site_type) if sheet.site_type else sheet.code,
            "walk": _walk(sheet, ""),
            "foot": _foot(sheet),
            "groups": groups_of(sheet, ()),
        }
        for sheet in sheets
    ]
    return _forms(_("实地考察操作表"), forms)


def _forms(title: str, forms: list[dict[str, Any]]) -> bytes:
    """Return the forms as one PDF."""
    return typeset("fieldforms", {"title": title, "forms": forms, "words": _words()}, {})[0]


def _words() -> dict[str, Any]:
    """Return what is printed on every form."""
    return {
        "form": _("实地考察操作表"),
        "number": _("到点编号"),
        "place": _("测评地点"),
        "day": _("日期"),
        "code": _("测评员代号"),
        "address": _("地址"),
        "window": _("时段"),
        "times": _("到 — 离"),
        "walk": _("走测规则"),
        "columns": [
            pgettext("form", "行"), pgettext("form", "编号、内容"), _("考察情况（怎么判）"), pgettext("form", "结果"), pgettext("form", "处数"), pgettext("form", "备注"),
        ],
        "seen": _("看到几处"),
        "rule": _("每行打一个勾；不符合的写几处、在哪里、什么样。录入时只敲不符合和不适用的行号，其余各行要由录入人确认全部符合。没有看到的项不要打勾。"),
        "signed": _("测评员签名"),
        "others": _("同行人"),
        "typed": _("录入人、日期"),
    }  # fmt: skip


def _head(field_round: FieldRound, visit: Visit, sheet: Sheet, address: str) -> dict[str, str]:
    """Return the head of one form. An inspector stands on it by code, never by name."""
    site = visit.site
    area = site.area.name if site.area else ""
    return {
        "round": f"{field_round.city.name} · {field_round.name}",
        "type": site.type.name,
        "number": str(visit.number),
        "place": site.name,
        "address": " ".join(filter(None, (area, site.address))),
        "day": days_text(visit.on, visit.on) if visit.on else "",
        "code": visit.member.code if visit.member else "",
        "window": _window(visit, sheet),
        "walk": _walk(sheet, site.walking or site.type.walking),
        "code_svg": _code(address),
        "foot": _foot(sheet),
    }


def _window(visit: Visit, sheet: Sheet) -> str:
    """Return when the site is looked at: the time that its kind asks for, else when it is open."""
    kind = sheet.site_type
    if kind and (kind.time_from or kind.time_to):
        return f"{kind.time_from or '…'}—{kind.time_to or '…'}"
    return opening_text(hours_of(visit.site))


def _walk(sheet: Sheet, own: str) -> str:
    """Return how the site is walked: its own rule, else that of its kind, with the way and the stay."""
    kind = sheet.site_type
    parts = [own or (in_language(kind.walk, kind.walk_en) if kind else "")]
    if kind and kind.metres:
        parts.append(_("路程 %(metres)s 米") % {"metres": kind.metres})
    if kind and kind.minutes:
        parts.append(_("停留 %(minutes)s 分钟") % {"minutes": kind.minutes})
    return _("；").join(filter(None, parts))


def _foot(sheet: Sheet) -> str:
    """Return what stands at the foot: of how many rows the form is, and which version."""
    return _("共 %(rows)s 行 · 表格版本 %(version)s · 内部资料，填完交回") % {
        "rows": len(sheet.items),
        "version": sheet.version,
    }


def _code(address: str) -> str:
    """Return an address as a QR code in SVG."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(buffer, kind="svg", border=0, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()


def groups_of(sheet: Sheet, grades: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows of a form, under the groups of the official one where it has any."""
    rows = [
        (_GROUP.match(item.code), _row(number, item, list(grades))) for number, item in enumerate(sheet.items, start=1)
    ]
    grouped = [
        {"name": name, "rows": [row for _match, row in some]}
        for name, some in groupby(rows, key=lambda pair: pair[0][1] if pair[0] else "")
    ]
    if all(len(one["rows"]) == 1 for one in grouped):
        return [{"name": "", "rows": [row for _match, row in rows]}] if rows else []
    return grouped


def _row(number: int, item: CheckItem, grades: list[str]) -> dict[str, Any]:
    """Return one row: what is looked at, how it is judged, the boxes."""
    graded = item.judge is Judgement.GRADE and bool(grades)
    verdicts = [str(Verdict(one).label) for one in Verdict.values]
    return {
        "number": number,
        "code": item.code,
        "name": node_name(item),
        "how": in_language(item.how, item.how_en),
        "limits": limits_text(item),
        "boxes": [*grades, verdicts[-1]] if graded else verdicts,
        "stacked": not graded,
        "counted": item.judge is Judgement.COUNT,
    }


def ledger_pdf(field_round: FieldRound, visits: Iterable[Visit]) -> bytes:
    """Return the visits street by street, a page for each, with room for times and remarks. NoFontError."""
    streets = [{"name": name, "rows": [_line(visit) for visit in some]} for name, some in groupby(visits, key=_street)]
    heads = [head for head, _width in _ledger_columns()]
    facts = {
        "title": f"{field_round.name} {_('实地测评台账')}",
        "round": f"{field_round.city.name} · {field_round.name}",
        "foot": _("内部资料，用完交回"),
        "words": {"ledger": _("实地测评台账"), "columns": heads},
        "streets": streets,
    }
    return typeset("fieldledger", facts, {})[0]


def ledger_workbook(field_round: FieldRound, visits: Iterable[Visit]) -> bytes:
    """Return the same ledger as Excel, a sheet in all, the street in its first column."""
    columns = (Column(pgettext("column", "街道"), 16), *(Column(head, width) for head, width in _ledger_columns()))
    rows: Iterable[list[Cell]] = (
        [_street(visit), visit.number, *list(_line(visit).values())[1:4], visit.on, visit.member.code if visit.member else "", "", "", ""]
        for visit in visits
    )  # fmt: skip
    title = f"{field_round.name} · {_('实地测评台账')}"
    return workbook([Table(_("实地测评台账"), title, columns, rows, frozen=2)])


def _ledger_columns() -> tuple[tuple[str, int], ...]:
    """Return the columns of the ledger with their widths."""
    return (
        (pgettext("form", "编号"), 8),
        (pgettext("column", "点位"), 26),
        (pgettext("column", "类型"), 14),
        (pgettext("column", "地址"), 30),
        (pgettext("form", "日期"), 12),
        (pgettext("form", "代号"), 8),
        (pgettext("form", "到"), 8),
        (pgettext("form", "离"), 8),
        (pgettext("form", "备注"), 30),
    )


def _street(visit: Visit) -> str:
    """Return under which street a visit stands."""
    return visit.site.area.name if visit.site.area else pgettext("ledger", "没有属地")


def _line(visit: Visit) -> dict[str, str]:
    """Return one line of the ledger."""
    return {
        "number": str(visit.number),
        "place": visit.site.name,
        "type": visit.site.type.name,
        "address": visit.site.address,
        "day": f"{visit.on:%m-%d}" if visit.on else "",
        "code": visit.member.code if visit.member else "",
    }
