"""The visits of a round: the list under a filter, one of them, what is done with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.inspections.actions import fieldwork
from wenming.inspections.enums import VisitState
from wenming.inspections.exports.fieldwork import visit_workbook
from wenming.inspections.forms.fieldwork import AssignForm, CloseForm, ReplaceForm
from wenming.inspections.models import Answer, FieldRound, Visit
from wenming.inspections.queries.fieldwork import findings_of, members_of, standing_answers, visits_of
from wenming.inspections.queries.fieldwork.visits import VisitFilter, filtered_visits
from wenming.inspections.rules import OPEN
from wenming.inspections.schemas.fieldwork import answer_lines, finding_lines, visit_line, visit_rows_html
from wenming.inspections.schemas.fieldwork.planning import day_choices
from wenming.inspections.views.fieldwork.frame import attempt, frame, kept, opened, page, saved, tended, who
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.standards.queries.handbook import items_for

PAGE = 50


def _filter(request: HttpRequest) -> VisitFilter:
    """Return the filter in the address."""
    said = {name: request.GET.get(name, "") for name in ("state", "on", "code", "team")}
    return VisitFilter(**said, words=request.GET.get("q", ""), free=bool(request.GET.get("free")))


@require_safe
def field_visits(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """List the visits of a round."""
    one, wanted = opened(request, city, pk), _filter(request)
    found = keyset_page(request, filtered_visits(one, wanted), key="number", size=PAGE)
    top, count = frame(request, one, "visits"), len(found.rows)
    members = list(members_of(one))
    context = {
        **top,
        "filters": [
            {"name": "state", "label": _("状态"), "choices": VisitState.choices, "value": wanted.state},
            {"name": "on", "label": _("哪天"), "choices": day_choices(one), "value": wanted.on},
            {"name": "team", "label": _("小组"), "choices": _teams(members), "value": wanted.team},
            {
                "name": "code",
                "label": _("代号"),
                "choices": [(row.code, row.code) for row in members],
                "value": wanted.code,
            },
        ],
        "wanted": wanted,
        "filtered": wanted != VisitFilter(),
        "rows_html": visit_rows_html(one, found.rows, chooses=top["plans"]) if found.rows else "",
        "assign_form": AssignForm(field_round=one, members=members) if top["plans"] and found.rows else None,
        "export_url": f"{reverse('inspections:field_visits_export', args=[city.slug, pk])}?{request.GET.urlencode()}",
        "here": request.get_full_path(),
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", count) % {"rows": count},
            **found.links(request),
        },
    }
    return page(request, "inspections/fieldwork/visits.html", context)


def _teams(members: list[Any]) -> list[tuple[str, str]]:
    return list({str(row.team_id): row.team.name for row in members}.items())


@require_safe
def field_visits_export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the visits under the filter as a workbook."""
    one = opened(request, city, pk)
    rows = filtered_visits(one, _filter(request))
    answer = send_workbook(visit_workbook(one, rows), f"{one.name} {_('点位')}.xlsx")
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def field_assign(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the visits that were ticked to somebody for a day."""
    one = kept(request, city, pk)
    form = AssignForm(request.POST, field_round=one, members=list(members_of(one)))
    picked = visits_of(one).filter(pk__in=[key for key in request.POST.getlist("visit") if key.isdigit()])
    if not form.is_valid():
        messages.error(request, _("请选改派给谁、哪天去"))
    elif attempt(
        lambda: fieldwork.assign_visits(field_round=one, visits=list(picked), **form.cleaned_data, **who(request)),
        request=request,
    ):
        messages.success(request, saved(_("改派")))
    back = reverse("inspections:field_visits", args=[city.slug, pk])
    said = request.POST.get("back", "")
    return redirect(said if said.startswith(f"{back}?") else back)


@require_safe
def field_visit(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Show one visit: what was ticked, what was found."""
    one = opened(request, city, pk)
    found = _visit_of(one, visit)
    top = frame(request, one, "visits")
    items = items_for(city, one.edition).items
    answers = list(standing_answers(city, [found]))
    order = {code: place for place, code in enumerate(items)}
    answers.sort(key=lambda answer: (order.get(answer.item, len(order)), answer.pk))
    asked = sum(1 for item in items.values() if item.site_type == found.site.type.checklist)
    unsettled = top["tends"] and one.state != "written"
    context = {
        **top,
        "visit": visit_line(one, found),
        "address": found.site.address,
        "person": found.member.account.name if found.member else "",
        "answers": answer_lines(answers, items, city),
        "said": len({answer.item for answer in answers}),
        "asked": asked,
        "findings": finding_lines(one, findings_of(one).filter(visit=found), items),
        "closes": unsettled and one.state != "void",
        "replaces": top["plans"] and one.draw_id is not None and found.state != VisitState.FINISHED,
    }
    return page(request, "inspections/fieldwork/visit.html", context)


def _visit_of(one: FieldRound, visit: int) -> Visit:
    """Return a visit of the round, or 404."""
    return one_of(visits_of(one).select_related("field_round__city"), pk=visit)


@require_http_methods(["GET", "POST"])
def field_replace(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Let the next reserve take the place of a site."""
    one = kept(request, city, pk)
    found = _visit_of(one, visit)
    if one.state not in OPEN or one.draw_id is None:
        raise Http404
    form = ReplaceForm(request.POST or None, initial={"reason": found.skip})
    new: list[Visit] = []

    def run() -> None:
        new.extend(fieldwork.replace_site(visit=found, reason=form.cleaned_data["reason"], **who(request)))

    texts = {
        "title": _("换备选"),
        "text": _("按抽签次序由下一个备选顶替，不能另选；同一个人、同一天去。原因写进抽样记录，公开后人人看得到。"),
        "button": pgettext("button", "换备选"),
    }
    return _answer(request, found, form, run, texts)


@require_http_methods(["GET", "POST"])
def field_close(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Say what became of a visit in the inspector's stead."""
    one = tended(request, city, pk)
    found = _visit_of(one, visit)
    form = CloseForm(request.POST or None, initial={"state": found.state, "skip": found.skip, "note": found.note})
    texts = {
        "title": _("代为办结"),
        "text": _("测评员忘了点完成，或者确实没有去成时用；已经作答的内容不会变。"),
        "button": _("保存"),
    }
    return _answer(
        request,
        found,
        form,
        lambda: fieldwork.close_visit(visit=found, **form.cleaned_data, **who(request)),
        texts,
    )


@require_POST
def field_settle(request: HttpRequest, city: City, pk: int, visit: int) -> HttpResponse:
    """Let one of several answers stand."""
    one = tended(request, city, pk)
    rows = Answer.objects.in_city(city).select_related("visit__field_round__city")
    key = request.POST.get("answer", "")
    answer = one_of(rows, pk=int(key) if key.isdigit() else 0, visit=visit, visit__field_round=one)
    if attempt(lambda: fieldwork.settle_conflict(answer=answer, **who(request)), request=request):
        messages.success(request, _("已定：以选中的作答为准"))
    return redirect("inspections:field_visit", city.slug, pk, visit)


def _answer(
    request: HttpRequest, visit: Visit, form: forms.Form, run: Callable[[], Any], texts: dict[str, str]
) -> HttpResponse:
    """Run what a valid form asks for and go back to the visit; else show the form."""
    one = visit.field_round
    back = reverse("inspections:field_visit", args=[one.city.slug, one.pk, visit.pk])
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, saved(texts["title"]))
        return redirect(back)
    label = f"{visit.number} {visit.site.name}"
    crumbs = [
        {"label": pgettext("page", "实地任务"), "url": reverse("inspections:field_rounds", args=[one.city.slug])},
        {"label": one.name, "url": reverse("inspections:field_round", args=[one.city.slug, one.pk])},
        {"label": label, "url": back},
        {"label": texts["title"]},
    ]
    context = {**texts, "about": label, "form": form, "back": back, "crumbs": crumbs}
    return page(request, "inspections/fieldwork/form.html", context, status=422 if form.errors else 200)
