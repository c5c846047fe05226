"""The watch ledger: events, the board of conditions, clearance rounds. Only for those who may see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.campaigns.actions import watching as actions
from wenming.campaigns.enums import WatchKind, WatchState
from wenming.campaigns.exports.watching import watch_workbook
from wenming.campaigns.forms.watching import AskForm, EventForm, FindingForm, JudgeForm, OpinionForm
from wenming.campaigns.models import Campaign, Clearance, WatchStep
from wenming.campaigns.queries import current_campaign
from wenming.campaigns.queries.titles import statuses_in
from wenming.campaigns.queries.watching import (
    clearances_of,
    conditions_of,
    entries_of,
    proposed_penalty,
    rules_of,
    until_of,
)
from wenming.campaigns.rules import keeps_campaigns, sees_watch
from wenming.campaigns.schemas.titles import day_text
from wenming.campaigns.schemas.watching import (
    board_counts,
    capacity_word,
    clearance_rounds,
    condition_card,
    entry_rows,
    penalty_text,
    rule_list,
    rule_text,
    state_pill,
    step_line,
    until_text,
)
from wenming.campaigns.views.campaigns import crumbs_of
from wenming.campaigns.views.doing import answer, attempt, campaign_of
from wenming.campaigns.workflow import capacity_of
from wenming.engine.cycles import line_in_words
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, points_text

PAGE = 50


@require_safe
def current(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the ledger of the campaign that pages show first; say so where there is none."""
    only(sees_watch, request, city)
    one = current_campaign(city, on=today_in(city))
    if one is not None:
        return redirect("campaigns:watch", city.slug, one.pk)
    return render(request, "campaigns/watch_none.html", {"keeps": keeps_campaigns(request.user, city)})


@require_safe
def ledger(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """List the watched events under a filter."""
    only(sees_watch, request, city)
    one, today = campaign_of(city, pk), today_in(city)
    rules, capacity = rules_of(one), capacity_of(statuses_in(city)[one.title_id])
    page = keyset_page(request, entries_of(one, request.GET), key="pk", size=PAGE, descending=True)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "state", "rule", "q")}
    context = {
        **_shell(request, city, one, "events"),
        "capacity": capacity_word(capacity),
        "chosen": chosen,
        "kinds": [("", _("全部类别")), *WatchKind.choices],
        "states": [("", _("全部研判")), *WatchState.choices],
        "filtered": any(chosen.values()),
        "rows_html": entry_rows(page.rows, rules, capacity, city, today) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 项", "本页 %(rows)s 项", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "campaigns/watch.html", context)


def _shell(request: HttpRequest, city: City, one: Campaign, here: str) -> dict[str, Any]:
    """Return what the three pages of the ledger have in common."""
    address = [city.slug, one.pk]
    return {
        "campaign": one,
        "here": here,
        "crumbs": [*crumbs_of(city, one), {"label": _("监控台账")}],
        "keeps": keeps_campaigns(request.user, city),
        "export_url": f"{reverse('campaigns:watch_export', args=address)}?{request.GET.urlencode()}",
    }


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the ledger under the filter as a workbook, with the board and the clearance rounds."""
    only(sees_watch, request, city)
    one = campaign_of(city, pk)
    content = watch_workbook(
        one,
        entries=entries_of(one, request.GET),
        rules=rules_of(one),
        capacity=capacity_of(statuses_in(city)[one.title_id]),
        conditions=conditions_of(one, on=today_in(city)),
        clearances=clearances_of(one),
    )
    return send_workbook(content, _("监控台账-%(campaign)s.xlsx") % {"campaign": one.name})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put an event into the ledger."""
    only(sees_watch, request, city)
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    initial = {"happened_on": today_in(city)}
    form = EventForm(request.POST or None, rules=rule_list(rules_of(one)), initial=initial)

    def run() -> None:
        facts = dict(form.cleaned_data)
        kind, rule = facts.pop("rule")
        actions.watch_event(campaign=one, kind=kind, rule=rule, **facts, by=request.user, at=timezone.now())

    text = _("登记后为“待研判”；影响由人认定，系统只按版本写明的条款提示。")
    return answer(
        request, form, run, _page(city, one, "campaigns:watch", title=_("登记事件"), text=text, button=_("登记"))
    )


def _page(city: City, one: Campaign, back: str, *, title: str, text: str, button: str) -> dict[str, Any]:
    """Return the page of a form of the ledger."""
    watch = {"label": _("监控台账"), "url": reverse("campaigns:watch", args=[city.slug, one.pk])}
    return {
        "title": title,
        "text": text,
        "button": button,
        "about": one.name,
        "back": reverse(back, args=[city.slug, one.pk]),
        "crumbs": [*crumbs_of(city, one), watch],
    }


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a watched event with every step; the office appends what was found out."""
    only(sees_watch, request, city)
    step = one_of(WatchStep.objects.in_city(city).select_related(
        "entry__city", "entry__by", "entry__campaign__city", "entry__campaign__edition", "entry__campaign__rulebook",
        "entry__campaign__title",
    ).order_by("-pk"), entry=pk)  # fmt: skip
    event, today = step.entry, today_in(city)
    one, keeps = event.campaign, keeps_campaigns(request.user, city)
    capacity = capacity_of(statuses_in(city)[one.title_id])
    rule = rules_of(one).get((event.kind, event.rule))
    penalty = proposed_penalty(rule, capacity)
    initial = {"state": step.state, "effect": step.effect or penalty_text(penalty)}
    if request.method == "POST":
        only(keeps_campaigns, request, city)
    form = JudgeForm(request.POST or None, initial=initial)
    if penalty is not None and penalty.points is not None:
        said = _("条款写明扣 %(points)s 分；认定有影响才填") % {"points": points_text(penalty.points)}
        form.fields["points"].help_text = said

    def run() -> None:
        actions.judge_event(entry=event, **form.cleaned_data, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        return redirect("campaigns:watch_entry", city.slug, pk)
    steps = event.steps.select_related("by").order_by("-pk")
    context = {
        "entry": event,
        "kind": WatchKind(event.kind).label,
        "rule": rule_text(rule),
        "happened": day_text(event.happened_on),
        "until": until_text(until_of(event, rule, capacity), today),
        "pill": state_pill(step.state),
        "capacity": capacity_word(capacity),
        "proposed": penalty_text(penalty),
        "steps": [step_line(row, city) for row in steps],
        "form": form if keeps else None,
        **_page(city, one, "campaigns:watch", title=event.event, text="", button=_("追加研判")),
    }
    context["crumbs"] = [*context["crumbs"], {"label": event.event}]
    return render(request, "campaigns/watch_entry.html", context, status=422 if form.errors else 200)


@require_safe
def board(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show every condition of the rulebook with its state."""
    only(sees_watch, request, city)
    one = campaign_of(city, pk)
    views = conditions_of(one, on=today_in(city))
    context = {
        **_shell(request, city, one, "conditions"),
        "cards": [condition_card(view, one, city) for view in views],
        "counts": board_counts(views),
        "applies": day_text(one.applies_on),
    }
    return render(request, "campaigns/watch_board.html", context)


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record whether a condition holds."""
    only(sees_watch, request, city)
    only(keeps_campaigns, request, city)
    one = campaign_of(city, pk)
    rule = rules_of(one).get((str(WatchKind.CONDITION), request.GET.get("rule", "")))
    if rule is None:
        raise Http404
    line = line_in_words(rule.name)
    form = FindingForm(request.POST or None, line=points_text(line) if line is not None else "")

    def run() -> None:
        facts = dict(form.cleaned_data)
        met = {"yes": True, "no": False}.get(facts.pop("met", ""))
        actions.record_finding(campaign=one, rule=rule.code, met=met, **facts, by=request.user, at=timezone.now())

    page = _page(city, one, "campaigns:watch_board", title=_("核对条件"), text=rule_text(rule), button=_("登记"))
    return answer(request, form, run, page)


@require_safe
def clearance(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show who was asked, round by round: answers, who is late."""
    only(sees_watch, request, city)
    one = campaign_of(city, pk)
    rounds = clearance_rounds(clearances_of(one), city, today_in(city))
    return render(
        request, "campaigns/watch_clearance.html", {**_shell(request, city, one, "clearance"), "rounds": rounds}
    )


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Ask many authorities at once."""
    only(sees_watch, request, city)
    only(keeps_campaigns, request, city)
    one, today = campaign_of(city, pk), today_in(city)
    form = AskForm(request.POST or None, city=city, on=today, initial={"asked_on": today})

    def run() -> None:
        actions.ask_units(campaign=one, **form.cleaned_data, by=request.user, at=timezone.now())

    text = _("登记向哪些单位征求意见、何时要答复；发函仍走本单位的公文系统。")
    return answer(
        request,
        form,
        run,
        _page(city, one, "campaigns:watch_clearance", title=_("征求意见"), text=text, button=_("登记")),
    )


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record what an authority answered."""
    only(sees_watch, request, city)
    only(keeps_campaigns, request, city)
    rows = Clearance.objects.in_city(city).select_related("city", "unit", "campaign__city")
    row = one_of(rows, pk=pk)
    initial = {"answered_on": row.answered_on or today_in(city), "opinion": row.opinion, "note": row.note}
    form = OpinionForm(request.POST or None, initial=initial)

    def run() -> None:
        actions.record_opinion(clearance=row, **form.cleaned_data, by=request.user, at=timezone.now())

    page = _page(city, row.campaign, "campaigns:watch_clearance", title=_("登记答复"), text="", button=_("登记"))
    return answer(request, form, run, page | {"about": row.unit.name})
