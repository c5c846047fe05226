"""Titles of the joint campaign: where the city stands with each, its line of time, its re-checks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.actions import titles as actions
from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.forms.titles import ChangeForm, RecheckDoneForm, RecheckForm, TitleForm
from wenming.campaigns.models import Recheck, Title, TitleChange
from wenming.campaigns.queries.titles import Standing, changes_that_hold, standings_in
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities
from wenming.campaigns.schemas.titles import history, recheck_line, status_pill, title_card, title_name
from wenming.campaigns.views.doing import answer, attempt
from wenming.campaigns.workflow import following
from wenming.engine.cycles import add_months
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City


@require_safe
def titles(request: HttpRequest, city: City) -> HttpResponse:
    """Show every title as a card, in the order of the joint campaign."""
    only(sees_responsibilities, request, city)
    today = today_in(city)
    cards = [title_card(standing, city, today) for standing in standings_in(city)]
    context = {
        "cards": cards,
        "held": sum(card["pill"]["tone"] == "ok" for card in cards),
        "keeps": keeps_campaigns(request.user, city),
    }
    return render(request, "campaigns/title_list.html", context)


@require_safe
def title(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one title: line of time, re-checks, cycles."""
    only(sees_responsibilities, request, city)
    standing, today = _standing(city, pk), today_in(city)
    keeps = keeps_campaigns(request.user, city)
    rechecks = Recheck.objects.in_city(city).filter(title=standing.title).order_by("-due_on")
    context = {
        "title": standing.title,
        "name": title_name(standing.title),
        "card": title_card(standing, city, today),
        "lines": history(standing, city, keeps=keeps),
        "rechecks": [recheck_line(one, city, today, keeps=keeps) for one in rechecks],
        "campaigns": standing.campaigns,
        "may_change": keeps and bool(_next(standing)),
        "keeps": keeps,
    }
    return render(request, "campaigns/title.html", context)


def _standing(city: City, pk: int) -> Standing:
    """Return a title of this city with its history, or 404."""
    found = standings_in(city, only=pk)
    if not found:
        raise Http404
    return found[0]


def _next(standing: Standing) -> list[str]:
    """Return what may follow where the city stands with a title."""
    return following(standing.latest.status if standing.latest else None)


def _crumbs(city: City, *more: Title) -> list[dict[str, str]]:
    """Return the way to a title's page."""
    crumbs = [{"label": _("称号与周期"), "url": reverse("campaigns:titles", args=[city.slug])}]
    return crumbs + [{"label": title_name(one), "url": _url(city, one.pk)} for one in more]


def _url(city: City, pk: int) -> str:
    """Return the address of a title."""
    return reverse("campaigns:title", args=[city.slug, pk])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, city: City) -> HttpResponse:
    """Add a title to the joint campaign."""
    only(keeps_campaigns, request, city)
    form = TitleForm(request.POST or None)

    def run() -> None:
        actions.add_title(city=city, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("加称号"),
        "text": _("联创几个称号由本市自己定；加进来以后再登记现在的状态和复审日期。"),
        "button": _("加入"),
        "back": reverse("campaigns:titles", args=[city.slug]),
        "crumbs": _crumbs(city),
    }
    return answer(request, form, run, page)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Correct what a title is called, who confers it, how often it is looked at again."""
    only(keeps_campaigns, request, city)
    one = one_of(Title.objects.in_city(city).select_related("city"), pk=pk)
    fields = ("name", "name_en", "conferred_by", "recheck_months")
    form = TitleForm(request.POST or None, initial={name: getattr(one, name) for name in fields})

    def run() -> None:
        actions.describe_title(title=one, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("改称号资料"),
        "text": "",
        "button": _("保存"),
        "about": title_name(one),
        "back": _url(city, pk),
        "crumbs": _crumbs(city, one),
    }
    return answer(request, form, run, page)


@require_POST
def order(request: HttpRequest, city: City) -> HttpResponse:
    """Move a title a step up or down."""
    only(keeps_campaigns, request, city)
    keys = list(Title.objects.in_city(city).order_by("order", "pk").values_list("pk", flat=True))
    step, _colon, key = request.POST.get("step", "").partition(":")
    if step in {"up", "down"} and key.isascii() and key.isdigit() and int(key) in keys:
        place = keys.index(int(key))
        other = min(max(place + (1 if step == "down" else -1), 0), len(keys) - 1)
        keys[place], keys[other] = keys[other], keys[place]
        attempt(
            lambda: actions.arrange_titles(city=city, keys=keys, by=request.user, at=timezone.now()), request=request
        )
    return redirect(f"{reverse('campaigns:titles_order', args=[city.slug])}")


@require_safe
def arrangement(request: HttpRequest, city: City) -> HttpResponse:
    """Show the order of the titles, to be changed step by step."""
    only(keeps_campaigns, request, city)
    rows = Title.objects.in_city(city).order_by("order", "pk")
    context = {
        "titles": [{"pk": one.pk, "name": title_name(one)} for one in rows],
        "crumbs": [*_crumbs(city), {"label": _("称号排序")}],
    }
    return render(request, "campaigns/title_order.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record where the city stands with a title from a day on."""
    only(keeps_campaigns, request, city)
    standing, today = _standing(city, pk), today_in(city)
    form = ChangeForm(request.POST or None, statuses=_next(standing), initial={"on": today})

    def run() -> None:
        actions.record_title_change(title=standing.title, **form.cleaned_data, by=request.user, at=timezone.now())

    now = status_pill(standing.status)["label"]
    page = {
        "title": _("登记称号变动"),
        "text": _("现在：%(status)s。只列出可以接着发生的变动；记错了以后可以更正，原记录保留。") % {"status": now},
        "button": _("登记"),
        "about": title_name(standing.title),
        "back": _url(city, pk),
        "crumbs": _crumbs(city, standing.title),
    }
    return answer(request, form, run, page)


@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Append what the latest change should have said."""
    only(keeps_campaigns, request, city)
    wrong = one_of(TitleChange.objects.in_city(city).select_related("title__city"), pk=pk)
    held = [one for one in changes_that_hold(wrong.title) if one.pk != wrong.pk]
    before = held[-1].status if held else None
    statuses = [one for one in TitleStatus.values if one in following(before) or one == before]
    initial = {"status": wrong.status, "on": wrong.on, "paper": wrong.paper, "note": wrong.note}
    form = ChangeForm(request.POST or None, statuses=statuses, initial=initial)

    def run() -> None:
        actions.correct_title_change(change=wrong, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("更正称号变动"),
        "text": _("更正追加一条新记录，原来的一条划去但仍可查看。选与变动之前相同的状态，表示这次变动没有发生。"),
        "button": _("更正"),
        "about": f"{title_name(wrong.title)} · {status_pill(wrong.status)['label']}",
        "back": _url(city, wrong.title_id),
        "crumbs": _crumbs(city, wrong.title),
    }
    return answer(request, form, run, page)


@require_http_methods(["GET", "POST"])
def recheck_new(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say when a title is looked at again."""
    only(keeps_campaigns, request, city)
    one = one_of(Title.objects.in_city(city).select_related("city"), pk=pk)
    form = RecheckForm(request.POST or None)

    def run() -> None:
        actions.plan_recheck(title=one, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("安排复审"),
        "text": _("到期前按提前天数、到期前 30 天和逾期时各提醒创建办一次。"),
        "button": _("安排"),
        "about": title_name(one),
        "back": _url(city, pk),
        "crumbs": _crumbs(city, one),
    }
    return answer(request, form, run, page)


def _recheck(city: City, pk: int) -> Recheck:
    """Return a re-check of this city."""
    return one_of(Recheck.objects.in_city(city).select_related("city", "title__city"), pk=pk)


@require_http_methods(["GET", "POST"])
def recheck_move(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put a re-check to another day."""
    only(keeps_campaigns, request, city)
    one = _recheck(city, pk)
    form = RecheckForm(request.POST or None, initial={"due_on": one.due_on, "alarm_days": one.alarm_days})

    def run() -> None:
        actions.move_recheck(recheck=one, **form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, form, run, _recheck_page(city, one, _("改复审日期"), "", _("保存")))


@require_http_methods(["GET", "POST"])
def recheck_done(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say how a re-check ended; the next one is proposed."""
    only(keeps_campaigns, request, city)
    one, today = _recheck(city, pk), today_in(city)
    months = one.title.recheck_months
    proposed = add_months(max(one.due_on, today), months) if months else None
    form = RecheckDoneForm(request.POST or None, proposed=proposed, initial={"on": today, "passed": "yes"})

    def run() -> None:
        actions.finish_recheck(recheck=one, **form.cleaned_data, by=request.user, at=timezone.now())

    text = _("称号因此有变动的（停牌、取消、重新确认），另按文件登记称号变动。")
    return answer(request, form, run, _recheck_page(city, one, _("登记复审结果"), text, _("登记")))


def _recheck_page(city: City, one: Recheck, title_: str, text: str, button: str) -> dict[str, Any]:
    """Return the page of a form about a re-check."""
    return {
        "title": title_,
        "text": text,
        "button": button,
        "about": f"{title_name(one.title)} · {one.due_on.isoformat()}",
        "back": _url(city, one.title_id),
        "crumbs": _crumbs(city, one.title),
    }
