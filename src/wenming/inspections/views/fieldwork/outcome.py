"""What came of a round: findings, conflicts, days; it ends, is thrown away, is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.inspections.actions import fieldwork
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.forms.fieldwork import VoidForm, WriteForm
from wenming.inspections.models import Round
from wenming.inspections.queries.fieldwork import conflicts_of, findings_of, result_of, teams_of, visits_of
from wenming.inspections.rules import ends_field_round
from wenming.inspections.schemas.fieldwork import answer_lines, calendar_view, finding_lines, result_view
from wenming.inspections.views.fieldwork.frame import attempt, frame, opened, page, seen, tended, who
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.standards.queries.handbook import items_for

PAGE = 50


@require_safe
def field_calendar(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show days × teams."""
    one = opened(request, city, pk)
    view = calendar_view(one, teams_of(one), visits_of(one), today=today_in(city))
    return page(request, "inspections/fieldwork/calendar.html", {**frame(request, one, "calendar"), "view": view})


@require_safe
def field_findings(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """List what was found, and which issue it became."""
    one = opened(request, city, pk)
    found = keyset_page(request, findings_of(one), key="pk", size=PAGE, descending=True)
    count = len(found.rows)
    text = ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", count) % {"rows": count}
    context = {
        **frame(request, one, "findings"),
        "rows": finding_lines(one, found.rows, items_for(city, one.edition).items),
        "page": {"text": text, **found.links(request)},
    }
    return page(request, "inspections/fieldwork/findings.html", context)


@require_safe
def field_conflicts(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """List items with several answers, each to be settled."""
    one = opened(request, city, pk)
    found = conflicts_of(one)
    items = items_for(city, one.edition).items
    visits = {visit.pk: visit for visit in visits_of(one).filter(pk__in={visit for visit, _item in found})}
    rows = [
        {
            "visit": visits[visit],
            "item": item,
            "name": items[item].name if item in items else item,
            "answers": answer_lines(answers, items, city),
            "url": reverse("inspections:field_visit", args=[city.slug, pk, visit]),
        }
        for (visit, item), answers in found.items()
    ]
    return page(request, "inspections/fieldwork/conflicts.html", {**frame(request, one, "conflicts"), "rows": rows})


@require_POST
def field_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let it be over."""
    one = seen(request, city, pk)
    only(ends_field_round(one), request, city)
    if attempt(lambda: fieldwork.end_field_round(field_round=one, **who(request)), request=request):
        messages.success(request, _("已收工；手机里还没传完的记录照样收"))
    return redirect("inspections:field_round", city.slug, pk)


@require_http_methods(["GET", "POST"])
def field_void(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Throw it away."""
    one = seen(request, city, pk)
    only(ends_field_round(one), request, city)
    back = reverse("inspections:field_round", args=[city.slug, pk])
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(lambda: fieldwork.void_field_round(field_round=one, reason=reason, **who(request)), form):
            messages.success(request, _("已作废；已经收到的记录仍保留，不计分"))
            return redirect(back)
    crumbs = [
        {"label": pgettext("page", "实地任务"), "url": reverse("inspections:field_rounds", args=[city.slug])},
        {"label": one.name, "url": back},
        {"label": _("作废这次任务")},
    ]
    context = {
        "title": _("作废这次任务"),
        "about": one.name,
        "text": _("作废以后不能恢复；已收到的记录保留，但不计分、不立案。抽样可以用在另一次任务里。"),
        "button": pgettext("button", "作废"),
        "question": _("确定作废？"),
        "form": form,
        "back": back,
        "crumbs": crumbs,
    }
    return page(request, "inspections/fieldwork/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def field_write(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what would be written, and write it."""
    one = tended(request, city, pk)
    written = one.state == FieldRoundState.WRITTEN and one.round is not None and not hasattr(one.round, "revocation")
    if written or one.state not in {FieldRoundState.ENDED, FieldRoundState.WRITTEN}:
        return redirect("inspections:field_round", city.slug, pk)
    form = WriteForm(request.POST if request.method == "POST" else None)
    made: list[Round] = []

    def run() -> None:
        partial = form.cleaned_data["partial"]
        made.append(fieldwork.write_field_round(field_round=one, partial=partial, **who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已写成第 %(number)s 轮，得分和差距随即算出") % {"number": made[0].number})
        return redirect("inspections:field_round", city.slug, pk)
    context = {**frame(request, one, "write"), "view": result_view(one, result_of(one)), "form": form}
    return page(request, "inspections/fieldwork/write.html", context, status=422 if form.errors else 200)
