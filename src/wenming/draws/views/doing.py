"""What is done with a draw: words added, drawn, a unit replaced, revealed, voided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from wenming.draws import actions
from wenming.draws.actions import DrawRefusedError
from wenming.draws.enums import UnitState, refusal_words
from wenming.draws.forms import KeeperForm, ReplaceForm, VoidForm, WordsForm
from wenming.draws.models import Draw
from wenming.draws.queries import keepers_in, units_of_draw
from wenming.draws.rules import ends_draw, keeps_draw, sees_outcome
from wenming.draws.views.draws import draw_seen, no_store
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import Account, City

attempt = attempting(DrawRefusedError, refusal_words)


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Add what chance said in public."""
    one = draw_seen(request, city, pk)
    only(keeps_draw(one), request, city)
    form = WordsForm(request.POST or None)
    texts = {
        "title": _("加入公开数字"),
        "text": _("在大家面前掷骰子，或用当晚的开奖号码：种子由密钥和它们一起算出，保管人事先也算不出来。"),
        "button": pgettext("button", "加入"),
    }
    return _answer(
        request,
        one,
        form,
        lambda: actions.add_public_words(draw=one, words=form.cleaned_data["words"], **who(request)),
        texts,
    )


@require_POST
def lots(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Draw."""
    one = draw_seen(request, city, pk)
    only(keeps_draw(one), request, city)
    if attempt(lambda: actions.draw_lots(draw=one, **who(request)), request=request):
        messages.success(request, _("已抽取；公开之前只有保管人看得到结果"))
    return redirect("draws:draw", city.slug, pk)


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let the next reserve take the place of a unit."""
    one = draw_seen(request, city, pk)
    only(keeps_draw(one), request, city)
    if not sees_outcome(one)(request.user, city):
        raise Http404
    key = request.POST.get("key", request.GET.get("key", ""))
    unit = one_of(units_of_draw(one), key=key, state=UnitState.CHOSEN)
    form = ReplaceForm(request.POST or None, initial={"key": key})
    texts = {
        "title": _("替换抽中的单位"),
        "about": f"{unit.stratum} · {unit.key}",
        "text": _("按抽签次序由下一个备选顶替，不能另选；原因写进记录包，公开后人人看得到。"),
        "button": pgettext("button", "替换"),
    }

    def run() -> None:
        actions.replace_unit(draw=one, key=key, reason=form.cleaned_data["reason"], **who(request))

    return _answer(request, one, form, run, texts)


@require_http_methods(["GET", "POST"])
def keeper(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Hand a draw to another keeper."""
    one = draw_seen(request, city, pk)
    only(ends_draw(one), request, city)
    if one.keeper is None:
        raise Http404
    others = {key: name for key, name in keepers_in(city, on=today_in(city)).items() if key != one.keeper_id}
    form = KeeperForm(request.POST or None, keepers=[(str(key), name) for key, name in others.items()])
    texts = {
        "title": _("移交保管人"),
        "about": _("现在由%(name)s保管") % {"name": one.keeper.name},
        "text": _("移交记入操作记录，写进记录表；原保管人此前看到过的不会忘，有顾虑就作废重抽。"),
        "button": pgettext("button", "移交"),
    }

    def run() -> None:
        actions.hand_over(draw=one, keeper=one_of(Account.objects, pk=form.cleaned_data["keeper"]), **who(request))

    return _answer(request, one, form, run, texts)


@require_POST
def reveal(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the secret."""
    one = draw_seen(request, city, pk)
    only(ends_draw(one), request, city)
    if attempt(lambda: actions.reveal_secret(draw=one, **who(request)), request=request):
        messages.success(request, _("密钥已公开；任何人可以下载记录包重抽核对"))
    return redirect("draws:draw", city.slug, pk)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Throw a draw away."""
    one = draw_seen(request, city, pk)
    only(ends_draw(one), request, city)
    form = VoidForm(request.POST or None)
    texts = {
        "title": _("作废这次抽样"),
        "text": _("作废以后不能恢复；密钥和抽到的结果随即公开，免得抽到满意为止。"),
        "button": pgettext("button", "作废"),
        "question": _("确定作废？"),
    }
    return _answer(
        request,
        one,
        form,
        lambda: actions.void_draw(draw=one, reason=form.cleaned_data["reason"], **who(request)),
        texts,
    )


def _answer(
    request: HttpRequest, one: Draw, form: forms.Form, run: Callable[[], Any], texts: dict[str, Any]
) -> HttpResponse:
    """Run what a valid form asks for and go back to the draw; else show the form."""
    back = reverse("draws:draw", args=[one.city.slug, one.pk])
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": texts["title"]})
        return redirect(back)
    trail = [
        {"label": pgettext("page", "抽样"), "url": reverse("draws:draws", args=[one.city.slug])},
        {"label": one.title, "url": back},
    ]
    context = {"about": one.title, **texts, "form": form, "back": back, "crumbs": [*trail, {"label": texts["title"]}]}
    return no_store(render(request, "draws/form.html", context, status=422 if form.errors else 200))
