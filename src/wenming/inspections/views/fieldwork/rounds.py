"""The list of field rounds, and one of them: how far it is; for who sees its visits also what was not looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.inspections.actions import fieldwork
from wenming.inspections.enums import FieldRoundState, SkipReason, VisitState
from wenming.inspections.forms.fieldwork import NewPlanForm
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork import conflicts_of, field_rounds_in, findings_of, progress_of, visits_of
from wenming.inspections.queries.fieldwork.choices import draws_to_walk, working_days
from wenming.inspections.rules import plans_field_rounds, sees_field_rounds
from wenming.inspections.schemas.fieldwork import facts_of, round_line, visit_line
from wenming.inspections.views.fieldwork.frame import attempt, frame, page, seen, who
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, number_text

PAGE = 50
SKIPPED = 20
"""So many visits that were not done stand on the round's own page."""


@require_safe
def field_rounds(request: HttpRequest, city: City) -> HttpResponse:
    """List the field rounds, the newest first."""
    only(sees_field_rounds, request, city)
    found = keyset_page(request, field_rounds_in(city, request.GET), key="pk", size=PAGE, descending=True)
    progress = progress_of(city, found.rows)
    count = len(found.rows)
    state = request.GET.get("state", "")
    context = {
        "rows": [round_line(one, *progress.get(one.pk, (0, 0))) for one in found.rows],
        "states": FieldRoundState.choices,
        "chosen": state,
        "plans": plans_field_rounds(request.user, city),
        "page": {
            "text": ngettext("本页 %(rows)s 次", "本页 %(rows)s 次", count) % {"rows": count},
            **found.links(request),
        },
    }
    return page(request, "inspections/fieldwork/rounds.html", context)


@require_http_methods(["GET", "POST"])
def field_new(request: HttpRequest, city: City) -> HttpResponse:
    """Begin to plan one."""
    only(plans_field_rounds, request, city)
    form = NewPlanForm(request.POST or None, city=city, draws=draws_to_walk(request.user, city))
    made: list[FieldRound] = []

    def run() -> None:
        plan = form.plan()
        days = working_days(city, plan.starts_on, plan.ends_on)
        draw = form.cleaned_data["draw"]
        made.append(fieldwork.create_field_round(city=city, plan=plan, draw=draw, days=days, **who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        return redirect("inspections:field_plan", city.slug, made[0].pk)
    trail = [{"label": pgettext("page", "实地任务"), "url": reverse("inspections:field_rounds", args=[city.slug])}]
    texts = {
        "title": _("安排实地任务"),
        "text": _("先定是什么任务；点位、小组、日期和分派在下一页接着安排。"),
        "button": pgettext("button", "下一步"),
    }
    context = {**texts, "form": form, "back": trail[0]["url"], "crumbs": [*trail, {"label": texts["title"]}]}
    return page(request, "inspections/fieldwork/form.html", context, status=422 if form.errors else 200)


@require_safe
def field_round(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one field round."""
    one = seen(request, city, pk)
    done, total = progress_of(city, [one]).get(one.pk, (0, 0))
    top = frame(request, one, "overview")
    context = {**top, "line": round_line(one, done, total), "facts": facts_of(one, inside=top["sees"])}
    if top["sees"]:
        context |= _inside(one)
    return page(request, "inspections/fieldwork/round.html", context)


def _inside(one: FieldRound) -> dict[str, Any]:
    """Return what only those see who see its visits."""
    url = reverse("inspections:field_visits", args=[one.city.slug, one.pk])
    visits = list(visits_of(one))
    counted = {
        state: sum(1 for visit in visits if visit.state == state and visit.skip != SkipReason.REPLACED)
        for state in VisitState.values
    }
    skipped = [visit for visit in visits if visit.state == VisitState.SKIPPED]
    instead, findings = instead_of(visits), list(findings_of(one))
    return {
        "counts": [
            {"label": str(VisitState(state).label), "value": number_text(count), "url": f"{url}?state={state}"}
            for state, count in counted.items()
        ]
        + [
            {"label": _("现场问题"), "value": number_text(len(findings)), "url": reverse("inspections:field_findings", args=[one.city.slug, one.pk])},
            {"label": _("没解决的冲突"), "value": number_text(len(conflicts_of(one))), "url": reverse("inspections:field_conflicts", args=[one.city.slug, one.pk])},
        ],
        "skipped": [visit_line(one, visit) | {"by": instead.get(visit.pk, "")} for visit in skipped[:SKIPPED]],
        "skipped_url": f"{url}?state=skipped" if len(skipped) > SKIPPED else "",
        "replaces": one.draw_id is not None and one.state in {FieldRoundState.PLANNING, FieldRoundState.RUNNING},
    }  # fmt: skip


def instead_of(visits: list[Any]) -> dict[int, int]:
    """Return visit -> the number of the one that took its place, by what the draw says replaces what."""
    by_unit = {
        (visit.drawn.replaces_id, visit.coding): visit.number
        for visit in visits
        if visit.drawn and visit.drawn.replaces_id
    }
    return {
        visit.pk: by_unit[visit.drawn_id, visit.coding] for visit in visits if (visit.drawn_id, visit.coding) in by_unit
    }
