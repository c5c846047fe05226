"""Cycles: the list, one with its axis, milestones and official scores."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.actions import campaigns as actions
from wenming.campaigns.enums import MilestoneKind
from wenming.campaigns.forms.campaigns import CycleForm, DoneForm, MilestoneForm, ScoreForm, StartForm, weights_text
from wenming.campaigns.forms.naming import points_value
from wenming.campaigns.models import Campaign, Milestone
from wenming.campaigns.queries import campaigns_in
from wenming.campaigns.queries.cycles import MILLE, milestones_of, scores_of, years_of
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities, sees_watch
from wenming.campaigns.schemas.cycles import (
    axis,
    gate_warning,
    milestone_rows,
    milestone_state,
    next_visit,
    year_table,
)
from wenming.campaigns.schemas.titles import day_text, title_name
from wenming.campaigns.views.doing import answer, attempt, campaign_of
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text
from wenming.standards.queries import standard_of
from wenming.standards.schemas import edition_title


@require_safe
def campaigns(request: HttpRequest, city: City) -> HttpResponse:
    """List the cycles by the order of their titles."""
    only(sees_responsibilities, request, city)
    today = today_in(city)
    rows = [
        {
            "name": one.name,
            "url": reverse("campaigns:campaign", args=[city.slug, one.pk]),
            "title": title_name(one.title),
            "title_url": reverse("campaigns:title", args=[city.slug, one.title_id]),
            "edition": f"{edition_title(one.edition)} {one.edition.edition}",
            "days": f"{day_text(one.starts_on)} — {day_text(one.ends_on)}",
            "state": _state(one, today),
        }
        for one in campaigns_in(city)
    ]
    return render(request, "campaigns/campaign_list.html", {"rows": rows, "keeps": keeps_campaigns(request.user, city)})


def _state(campaign: Campaign, today: Any) -> dict[str, str]:
    """Return whether a cycle runs."""
    if today < campaign.starts_on:
        return {"label": pgettext("cycle", "未开始"), "tone": "", "shape": "dash"}
    if today > campaign.ends_on:
        return {"label": pgettext("cycle", "已结束"), "tone": "", "shape": "check"}
    return {"label": pgettext("cycle", "进行中"), "tone": "info", "shape": "arrow"}


@require_safe
def campaign(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a cycle: axis, milestones, official scores and what they weigh together."""
    only(sees_responsibilities, request, city)
    one, today = campaign_of(city, pk), today_in(city)
    milestones, scores = milestones_of(one), scores_of(one)
    rulebook = one.rulebook or one.edition
    context = {
        "campaign": one,
        "title_name": title_name(one.title),
        "edition": {"title": edition_title(one.edition), "edition": one.edition.edition},
        "rulebook": {"title": edition_title(rulebook), "edition": rulebook.edition},
        "state": _state(one, today),
        "coming": next_visit(one, milestones, today),
        "axis": axis(one, milestones, today),
        "gate": gate_warning(milestones),
        "rows_html": milestone_rows(milestones, city, today) if milestones else "",
        "years": year_table(one, scores),
        "recorded": [
            {
                "year": row.year,
                "score": milli_text(row.score),
                "source": row.source,
                "by": row.by.name if row.by else "",
            }
            for row in reversed(scores)
        ],
        "keeps": keeps_campaigns(request.user, city),
        "watches": sees_watch(request.user, city),
    }
    return render(request, "campaigns/campaign.html", context)


def crumbs_of(city: City, *more: Campaign) -> list[dict[str, str]]:
    """Return the way to a cycle's page."""
    crumbs = [{"label": _("称号与周期"), "url": reverse("campaigns:titles", args=[city.slug])}]
    return crumbs + [{"label": one.name, "url": url_of(city, one.pk)} for one in more]


def url_of(city: City, pk: int) -> str:
    """Return the address of a cycle."""
    return reverse("campaigns:campaign", args=[city.slug, pk])


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Start a cycle; the weights of the years come from the edition where nothing else is written."""
    only(keeps_campaigns, request, city)
    form = StartForm(request.POST or None, city=city, initial={"title": request.GET.get("title")})

    def run() -> None:
        facts = dict(form.cleaned_data)
        if not facts["year_weights"]:
            facts["year_weights"] = [int(weight * MILLE) for weight in standard_of(facts["edition"]).cycle_weights]
        actions.start_campaign(**facts, by=request.user, at=timezone.now())

    page = {
        "title": _("开始一个周期"),
        "text": _("一个称号的一届：按哪个版本、从哪天到哪天。责任分工、节点和官方成绩都记在周期上。"),
        "button": _("开始"),
        "back": reverse("campaigns:campaigns", args=[city.slug]),
        "crumbs": crumbs_of(city),
    }
    return answer(request, form, run, page)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Correct a cycle."""
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    initial = {
        name: getattr(one, name)
        for name in ("name", "starts_on", "ends_on", "applies_on", "material_month", "rulebook")
    }
    initial |= {"year_weights": weights_text(one.year_weights), "target": points_value(one.target)}
    form = CycleForm(request.POST or None, city=city, initial=initial)

    def run() -> None:
        actions.describe_campaign(campaign=one, **form.cleaned_data, by=request.user, at=timezone.now())

    text = _("测评体系版本不在这里改：换版会逐条核对责任分工。")
    return answer(request, form, run, _page(city, one, _("改周期资料"), text, _("保存")))


def _page(city: City, one: Campaign, title: str, text: str, button: str) -> dict[str, Any]:
    """Return the page of a form about a cycle."""
    return {
        "title": title,
        "text": text,
        "button": button,
        "about": one.name,
        "back": url_of(city, one.pk),
        "crumbs": crumbs_of(city, one),
    }


@require_http_methods(["GET", "POST"])
def milestone_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Add a milestone."""
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    initial = {"kind": MilestoneKind.PAPER}
    form = MilestoneForm(request.POST or None, city=city, on=today_in(city), initial=initial)

    def run() -> None:
        actions.add_milestone(campaign=one, **form.cleaned_data, by=request.user, at=timezone.now())

    text = _("关口没有过之前，它以后的节点会标明“先过关口”，例如省级测评。到期前 3 天和逾期时提醒责任单位和创建办。")
    return answer(request, form, run, _page(city, one, _("加节点"), text, _("加入")))


def _milestone(city: City, pk: int) -> Milestone:
    """Return a milestone of this city."""
    rows = Milestone.objects.in_city(city).select_related("city", "campaign", "unit", "by")
    return one_of(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a milestone; the office changes it here while it is still to come."""
    only(keeps_campaigns if request.method == "POST" else sees_responsibilities, request, city)
    one, today = _milestone(city, pk), today_in(city)
    initial = {name: getattr(one, name) for name in ("kind", "name", "due_on", "note")}
    initial["unit"] = one.unit.name if one.unit else ""
    form = MilestoneForm(request.POST or None, city=city, on=today, initial=initial)

    def run() -> None:
        actions.change_milestone(milestone=one, **form.cleaned_data, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        return redirect(url_of(city, one.campaign_id))
    keeps = keeps_campaigns(request.user, city)
    closed = one.done_on is not None or one.cancelled_on is not None
    context = {
        "milestone": one,
        "state": milestone_state(one, today),
        "form": form if keeps and not closed else None,
        "done_form": DoneForm(initial={"on": today}) if keeps and not closed else None,
        "closed": closed,
        "keeps": keeps,
        "crumbs": [*crumbs_of(city, one.campaign), {"label": one.name}],
        "back": url_of(city, one.campaign_id),
    }
    return render(request, "campaigns/milestone.html", context, status=422 if form.errors else 200)


@require_POST
def milestone_step(request: HttpRequest, city: City, pk: int, step: str) -> HttpResponse:
    """Say that a milestone was reached, let it fall away, or take that back."""
    only(keeps_campaigns, request, city)
    one, form = _milestone(city, pk), DoneForm(request.POST)
    who = {"by": request.user, "at": timezone.now()}
    day = form.cleaned_data["on"] if form.is_valid() else today_in(city)
    steps = {
        "cancel": lambda: actions.cancel_milestone(milestone=one, **who),
        "reopen": lambda: actions.reopen_milestone(milestone=one, **who),
        "done": lambda: actions.finish_milestone(milestone=one, on=day, **who),
    }
    attempt(steps[step], request=request)
    return redirect(url_of(city, one.campaign_id))


@require_http_methods(["GET", "POST"])
def score_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record an official score; an earlier one of the year stays to be read."""
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    known = {row.year for row in scores_of(one)}
    first = next((year for year in years_of(one) if year not in known), years_of(one)[-1])
    form = ScoreForm(request.POST or None, years=years_of(one), initial={"year": first})

    def run() -> None:
        actions.record_score(campaign=one, **form.cleaned_data, by=request.user, at=timezone.now())

    text = _("同一年度再登记一次，以最后一次为准，先前的仍可查看。")
    page = _page(city, one, _("登记官方成绩"), text, _("登记"))
    return answer(request, form, run, page | {"onward": f"{page['back']}#scores"})
