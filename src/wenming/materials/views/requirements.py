"""What is asked for: listed, added by hand, from the edition or from a table, changed, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address
from wenming.materials import actions
from wenming.materials.actions import Wish
from wenming.materials.enums import PaperKind, Rhythm
from wenming.materials.forms import EndForm, ExampleForm, ProposalsForm, RequirementForm
from wenming.materials.models import Programme, Requirement
from wenming.materials.queries.requirements import USUAL_RHYTHM, proposals_for, requirements_listed
from wenming.materials.rules import keeps_materials, sees_requirements
from wenming.materials.schemas.items import asks_text, number_of
from wenming.materials.views.edges import attempt, chosen_campaign, who


@require_safe
def requirements(request: HttpRequest, city: City) -> HttpResponse:
    """List the requirements of a campaign in the order of filing."""
    only(sees_requirements, request, city)
    campaign, today = chosen_campaign(request, city), today_in(city)
    kind = request.GET.get("kind", "")
    rows = requirements_listed(
        campaign, kind=kind if kind in PaperKind.values else "", ended="ended" in request.GET, on=today
    )
    shown = [_row(city, one, today) for one in rows]
    context = {
        "rows": shown,
        "count": ngettext("%(n)s 项要求", "%(n)s 项要求", len(shown)) % {"n": len(shown)},
        "campaign": campaign.name,
        "campaigns": [
            {"url": f"?campaign={one.pk}", "label": one.name, "active": one.pk == campaign.pk}
            for one in campaigns_in(city)
        ],
        "kinds": [
            {"url": address(request, "kind"), "label": _("全部种类"), "active": not kind},
            *(
                {"url": address(request, kind=value), "label": label, "active": value == kind}
                for value, label in PaperKind.choices
            ),
        ],
        "keeps": keeps_materials(request.user, city),
        "query": f"?campaign={campaign.pk}",
    }
    return render(request, "materials/requirements.html", context)


def _row(city: City, one: Requirement, today: Any) -> dict[str, Any]:
    """Return a requirement as a row."""
    return {
        "number": number_of(one),
        "clause": one.node.name,
        "clause_url": reverse("materials:clause", args=[city.slug, one.node_id]),
        "name": one.name,
        "asks": asks_text(one),
        "rhythm": str(Rhythm(one.rhythm).label),
        "due_day": one.due_day,
        "units": [row.unit.short_name or row.unit.name for row in one.running],
        "two": one.two_reviews,
        "ended": one.until is not None and one.until < today,
        "until": one.until,
        "url": reverse("materials:requirement", args=[city.slug, one.pk]),
    }


@require_http_methods(["GET", "POST"])
def requirement_new(request: HttpRequest, city: City) -> HttpResponse:
    """Add a requirement by hand."""
    only(keeps_materials, request, city)
    campaign = chosen_campaign(request, city)
    form = RequirementForm(request.POST or None, campaign=campaign, on=today_in(city))

    def run() -> Any:
        data = form.cleaned_data
        wish = Wish(
            node=data["node"], kind=data["kind"], rhythm=data["rhythm"], units=data["units"], **form.facts()
        )  # fmt: skip
        return actions.add_requirements(campaign=campaign, wishes=[wish], **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已列入：%(name)s") % {"name": form.cleaned_data["name"]})
        return redirect(list_url(campaign))
    context = {
        "form": form,
        "title": _("添加一项材料要求"),
        "button": _("列入要求"),
        "campaign": campaign.name,
        "ends": None,
    }
    return render(request, "materials/requirement.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def requirement(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a requirement; clause, kind and rhythm stay."""
    only(keeps_materials, request, city)
    one = _one(city, pk)
    today = today_in(city)
    names = [
        row.unit.name
        for row in one.suppliers.filter(until__isnull=True).select_related("unit").order_by("unit__position")
    ]
    form = RequirementForm(request.POST or None, campaign=one.campaign or one.programme, on=today, requirement=one)
    form.fields["units"].initial = "、".join(names)
    if one.programme_id:
        # applicants and holders of the title supply it
        del form.fields["units"]

    def run() -> Any:
        units = form.cleaned_data.get("units")
        return actions.change_requirement(requirement=one, facts=form.facts(), units=units, **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(name)s；已经发出的报送项不变") % {"name": form.cleaned_data["name"]})
        return redirect(list_url(one.campaign or one.programme))
    context = {
        "form": form,
        "title": one.name,
        "button": _("保存"),
        "campaign": (one.campaign or one.programme).name,
        "facts": f"{number_of(one)} · {asks_text(one)} · {Rhythm(one.rhythm).label}",
        "ends": EndForm(initial={"until": today}) if one.until is None else None,
        "end_url": reverse("materials:requirement_end", args=[city.slug, one.pk]),
        "until": one.until,
        "example_url": reverse("materials:example", args=[city.slug, one.pk]),
        "example_name": one.example.name if one.example else "",
        "example_form": ExampleForm(),
    }
    return render(request, "materials/requirement.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def requirement_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Ask for it no longer after a day."""
    only(keeps_materials, request, city)
    one, form = _one(city, pk), EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写最后一天的日期"))
    elif attempt(
        lambda: actions.end_requirement(requirement=one, until=form.cleaned_data["until"], **who(request)),
        request=request,
    ):
        messages.success(request, _("已停止：%(name)s") % {"name": one.name})
    return redirect(list_url(one.campaign or one.programme))


@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest, city: City) -> HttpResponse:
    """List what the edition asks for with the units of the matrix; what is picked is asked for."""
    only(keeps_materials, request, city)
    campaign = chosen_campaign(request, city)
    found = proposals_for(campaign)
    form = ProposalsForm(request.POST or None, proposals=found, rhythms=USUAL_RHYTHM)

    def run() -> Any:
        wishes = [
            Wish(
                node=one.node, kind=one.kind, name=one.name[:200], rhythm=rhythm, units=one.units, count=one.count,
                window_months=one.months, source=one.source, two_reviews=one.kind != PaperKind.PICTURE,
            )
            for one, rhythm in form.chosen()
        ]  # fmt: skip
        return actions.add_requirements(campaign=campaign, wishes=wishes, **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        n = len(form.cleaned_data["picks"])
        messages.success(request, ngettext("已列入 %(n)s 项要求", "已列入 %(n)s 项要求", n) % {"n": n})
        return redirect(list_url(campaign))
    rows = [
        {
            "key": key,
            "clause": str(one.node),
            "name": one.name,
            "asks": f"{PaperKind(one.kind).label} × {one.count}",
            "units": [unit.name for unit in one.units],
        }
        for key, one in form.proposals.items()
    ]
    kinds = {one.kind for one in found}
    context = {
        "form": form,
        "rows": rows,
        "campaign": campaign.name,
        "rhythms": [form[f"rhythm_{kind}"] for kind in PaperKind.values if kind in kinds],
    }
    return render(request, "materials/proposals.html", context, status=422 if form.errors else 200)


def _one(city: City, pk: int) -> Requirement:
    """Return a requirement, or 404."""
    related = (
        "city",
        "node",
        "campaign__edition",
        "campaign__city",
        "programme__edition",
        "programme__city",
        "example",
    )
    rows = Requirement.objects.in_city(city).select_related(*related)
    return one_of(rows, pk=pk)


def list_url(campaign: Campaign | Programme) -> str:
    """Return the list of a campaign's or a programme's requirements."""
    if isinstance(campaign, Programme):
        return f"{reverse('materials:programme', args=[campaign.city.slug, campaign.pk])}#materials"
    return f"{reverse('materials:requirements', args=[campaign.city.slug])}?campaign={campaign.pk}"
