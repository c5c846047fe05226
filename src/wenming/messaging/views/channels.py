"""The channels by which number and link leave the house: set up, tried, watched; a secret is shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import attempting, one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.messaging import actions
from wenming.messaging.actions import ChannelRefusedError
from wenming.messaging.adapters import mail
from wenming.messaging.enums import ChannelKind, refusal_words
from wenming.messaging.forms import ChannelForm
from wenming.messaging.models import Channel
from wenming.messaging.queries import channels_in, deliveries_of
from wenming.messaging.rules import keeps_channels
from wenming.messaging.schemas.channels import channel_facts, channel_row, delivery_rows

PAGE = 50
QUIET = {"quiet_from": "22:00", "quiet_until": "07:00"}
attempt = attempting(ChannelRefusedError, refusal_words)


@require_safe
def channels(request: HttpRequest, city: City) -> HttpResponse:
    """List the channels of the city."""
    only(keeps_channels, request, city)
    page = keyset_page(request, channels_in(city), key="pk", size=PAGE)
    context = {
        "rows": [channel_row(one) for one in page.rows],
        "kinds": [
            {"url": reverse("messaging:channel_new", args=[city.slug, kind]), "label": label}
            for kind, label in ChannelKind.choices
        ],
        "mail": mail.available(),
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "messaging/channels.html", context)


@require_http_methods(["GET", "POST"])
def channel_new(request: HttpRequest, city: City, kind: str) -> HttpResponse:
    """Set up a channel; it stays off until somebody switches it on."""
    only(keeps_channels, request, city)
    if kind not in ChannelKind.values:
        raise Http404
    form = ChannelForm(request.POST or None, city=city, kind=kind, initial=QUIET)
    made: list[tuple[Channel, str]] = []

    def run() -> None:
        facts, address, secret = _facts(form, request)
        who = {"by": request.user, "at": timezone.now()}
        made.append(actions.add_channel(city=city, kind=kind, address=address, secret=secret, facts=facts, **who))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        channel, secret = made[0]
        if secret:
            return _shown(request, _one(city, channel.pk), secret)
        messages.success(request, _("已建好，还没有启用；请先试发"))
        return redirect("messaging:channel", city.slug, channel.pk)
    title = pgettext("channel", "新建：%(kind)s") % {"kind": ChannelKind(kind).label}
    back = reverse("messaging:channels", args=[city.slug])
    return _form(request, form, title, back)


@require_http_methods(["GET", "POST"])
def channel_edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a channel."""
    only(keeps_channels, request, city)
    channel = _one(city, pk)
    initial = {name: getattr(channel, name) for name in actions.CHANNEL_FACTS if name != "origin"}
    form = ChannelForm(request.POST or None, city=city, kind=channel.kind, channel=channel, initial=initial)

    def run() -> None:
        facts, address, secret = _facts(form, request)
        who = {"by": request.user, "at": timezone.now()}
        actions.change_channel(channel=channel, facts=facts, address=address, secret=secret, **who)

    back = reverse("messaging:channel", args=[city.slug, pk])
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存"))
        return redirect(back)
    return _form(request, form, _("修改：%(name)s") % {"name": channel.name}, back)


def _facts(form: ChannelForm, request: HttpRequest) -> tuple[dict[str, Any], str, str]:
    """Return what a valid form says: facts, address, secret."""
    facts = dict(form.cleaned_data)
    facts["origin"] = f"{request.scheme}://{request.get_host()}"
    address, secret = facts.pop("address"), facts.pop("secret", "")
    return facts, address, secret


def _form(request: HttpRequest, form: ChannelForm, title: str, back: str) -> HttpResponse:
    """Show the form of a channel."""
    context = {"form": form, "title": title, "back": back, "kind": form.kind}
    return render(request, "messaging/channel_form.html", context, status=422 if form.errors else 200)


@require_safe
def channel(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a channel and what went out through it."""
    only(keeps_channels, request, city)
    return _shown(request, _one(city, pk), "")


def _shown(request: HttpRequest, one: Channel, secret: str) -> HttpResponse:
    """Show a channel; with a secret that was just made, this once."""
    page = keyset_page(request, deliveries_of(one), key="pk", size=PAGE, descending=True)
    context = {
        "channel": one,
        "row": channel_row(one),
        "facts": channel_facts(one),
        "secret": secret,
        "rotates": one.kind == ChannelKind.WEBHOOK,
        "lacks_mail": one.kind == ChannelKind.EMAIL and not mail.available(),
        "rows_html": delivery_rows(page.rows, one, request) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    answer = render(request, "messaging/channel.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def channel_test(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Send a test, also while the channel is off."""
    only(keeps_channels, request, city)
    one = _one(city, pk)
    if attempt(lambda: actions.try_channel(channel=one, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("正在试发；稍后刷新看结果"))
    return redirect("messaging:channel", city.slug, pk)


@require_POST
def channel_switch(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Switch a channel on, or off."""
    only(keeps_channels, request, city)
    one, on = _one(city, pk), request.POST.get("on") == "1"
    if attempt(lambda: actions.switch_channel(channel=one, on=on, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已启用，从现在起的消息会发送") if on else _("已停用，没有发完的不再发送"))
    return redirect("messaging:channel", city.slug, pk)


@require_POST
def channel_secret(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give a webhook a new secret and show it, this once."""
    only(keeps_channels, request, city)
    one, made = _one(city, pk), []
    if attempt(
        lambda: made.append(actions.rotate_secret(channel=one, by=request.user, at=timezone.now())), request=request
    ):
        return _shown(request, _one(city, pk), made[0])
    return redirect("messaging:channel", city.slug, pk)


@require_POST
def channel_replay(request: HttpRequest, city: City, pk: int, delivery: int) -> HttpResponse:
    """Send a delivery again."""
    only(keeps_channels, request, city)
    row = one_of(deliveries_of(_one(city, pk)), pk=delivery)
    if actions.replay_delivery(delivery=row, by=request.user, at=timezone.now()):
        messages.success(request, _("已排队重发"))
    else:
        messages.info(request, _("这一条正在等待发送"))
    return redirect("messaging:channel", city.slug, pk)


def _one(city: City, pk: int) -> Channel:
    """Return a channel of this city, or 404."""
    return one_of(channels_in(city), pk=pk)
