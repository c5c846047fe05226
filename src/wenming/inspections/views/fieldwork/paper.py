"""A field round on paper: forms and ledgers to be printed, and where a form is typed in again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.documents.adapters.fonts import NoFontError
from wenming.inspections.exports.paper import blank_pdf, forms_pdf, ledger_pdf, ledger_workbook
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.queries.fieldwork import field_round_in, members_of
from wenming.inspections.queries.fieldwork.paper import (
    Sheet,
    blank_sheets,
    ledger_visits,
    printed_days,
    printed_visits,
    sheets_for,
    walks_in,
)
from wenming.inspections.rules import TYPED, plans_field_rounds, sees_field_rounds, sees_visits, types_visit
from wenming.inspections.views.fieldwork.frame import frame, page
from wenming.kernel.adapters.downloads import send_bytes, send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text, number_text
from wenming.organisations.rules import works_in_office

PDF = "application/pdf"
MOST_FORMS = 400
"""Forms in one file: more are printed day by day."""


@require_safe
def paper(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what can be printed, and take the number of a form that is typed in."""
    field_round, prints = paper_round(request, city, pk)
    if "number" in request.GET:
        return _go(request, field_round)
    context: dict[str, Any] = {"field_round": field_round, "types": field_round.state in TYPED, "prints": prints}
    if not sees_field_rounds(request.user, city):
        return page(request, "inspections/fieldwork/paper_typing.html", context)
    context |= frame(request, field_round, "paper") | (_printing(field_round) if prints else {})
    return page(request, "inspections/fieldwork/paper.html", context)


def paper_round(request: HttpRequest, city: City, pk: int) -> tuple[FieldRound, bool]:
    """Return a round of which this reader prints something (then True) or types something in, else 404."""
    field_round = field_round_in(city, pk)
    if field_round is None:
        raise Http404
    prints = sees_visits(field_round)(request.user, city)
    types = field_round.state in TYPED and (works_in_office(request.user, city) or walks_in(field_round, request.user))
    if not prints and not types:
        raise Http404
    return field_round, prints


def _go(request: HttpRequest, field_round: FieldRound) -> HttpResponseRedirect:
    """Lead to the form with the number that was typed; where there is none for this reader, say so."""
    city = field_round.city
    number = request.GET["number"].strip()
    found = printed_visits(field_round, number=int(number)).first() if number.isdecimal() and len(number) < 9 else None
    if found is not None and field_round.state in TYPED and types_visit(found, on=today_in(city))(request.user, city):
        return redirect("inspections:field_paper_entry", city.slug, field_round.pk, found.number)
    messages.error(
        request, _("没有编号 %(number)s，或者还没到那一天；请看表格右上角的编号") % {"number": number or "—"}
    )
    return redirect("inspections:field_paper", city.slug, field_round.pk)


def _printing(field_round: FieldRound) -> dict[str, Any]:
    """Return what can be printed: everything, a day, somebody's day."""
    slug = field_round.city.slug
    forms = reverse("inspections:field_paper_forms", args=[slug, field_round.pk])
    codes = {member.pk: member.code for member in members_of(field_round)}
    days: dict[str, dict[str, Any]] = {}
    total = 0
    for on, member, count in printed_days(field_round):
        total += count
        key = on.isoformat() if on else ""
        day = days.setdefault(key, {"name": days_text(on, on) if on else _("没有排日期"), "count": 0, "members": []})
        day["count"] += count
        day["url"] = f"{forms}?on={key}" if key else ""
        if member and key:
            entry = {"name": codes[member], "count": number_text(count), "url": f"{forms}?on={key}&member={member}"}
            day["members"].append(entry)
    return {
        "days": [{**day, "count": number_text(day["count"])} for day in days.values()],
        "total": number_text(total),
        "forms_url": forms if 0 < total <= MOST_FORMS else "",
        "ledger_pdf_url": reverse("inspections:field_paper_ledger", args=[slug, field_round.pk, "pdf"]),
        "ledger_url": reverse("inspections:field_paper_ledger", args=[slug, field_round.pk, "xlsx"]),
        "blank_url": reverse("inspections:field_paper_blank", args=[slug]),
    }


@require_safe
def forms(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer with the forms of a round, a day, somebody's day or one visit."""
    field_round = _printed(request, city, pk)
    asked = {name: request.GET.get(name, "") for name in ("member", "number")}
    visits = list(
        printed_visits(field_round, on=_day(request.GET.get("on", "")), **{name: int(text) for name, text in asked.items() if text.isdecimal()})[
            : MOST_FORMS + 1
        ]
    )  # fmt: skip
    if not visits or len(visits) > MOST_FORMS:
        raise Http404
    sheets = sheets_for(field_round, visits)
    name = f"{field_round.name} {_('实地考察操作表')}.pdf"
    return _pdf(request, city, name, lambda: forms_pdf(field_round, visits, sheets, _address(request, city)))


def _address(request: HttpRequest, city: City) -> Any:
    """Return what gives the address in a form's code: where it is typed in, with the version of its rows."""

    def address(visit: Visit, sheet: Sheet) -> str:
        path = reverse("inspections:field_paper_entry", args=[city.slug, visit.field_round_id, visit.number])
        whole = settings.PUBLIC_ADDRESS + path if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)
        return f"{whole}?form={sheet.version}"

    return address


@require_safe
def ledger(request: HttpRequest, city: City, pk: int, kind: str) -> HttpResponse:
    """Answer with the ledger by street, to be printed or as Excel."""
    field_round = _printed(request, city, pk)
    name = f"{field_round.name} {_('实地测评台账')}.{kind}"
    visits = ledger_visits(field_round)
    if kind == "xlsx":
        return send_workbook(ledger_workbook(field_round, visits), name)
    if kind != "pdf":
        raise Http404
    return _pdf(request, city, name, lambda: ledger_pdf(field_round, visits))


@require_safe
def blank(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with a blank form of each kind of site that has a checklist, for rounds without a plan."""
    only(plans_field_rounds, request, city)
    sheets = blank_sheets(city, request.GET.get("type", ""))
    if not sheets:
        raise Http404
    return _pdf(request, city, f"{_('实地考察操作表（空白）')}.pdf", lambda: blank_pdf(sheets, city.name))


def _printed(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return a round whose forms this reader may print, else 404."""
    field_round = field_round_in(city, pk)
    if field_round is None or not sees_visits(field_round)(request.user, city):
        raise Http404
    return field_round


def _day(text: str) -> date | None:
    """Return the day of an address, None for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _pdf(request: HttpRequest, city: City, name: str, make: Any) -> HttpResponse:
    """Answer with a PDF; where the machine has no Chinese font, say which package brings one."""
    try:
        content = make()
    except NoFontError as fault:
        messages.error(request, str(fault))
        return redirect("workbench:rounds", city.slug)
    return send_bytes(content, name, PDF)
