"""Channels and what went out through them, as pages show them: never an address that holds a key, never a secret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.schemas import DASH, moment_text, number_text
from wenming.messaging.adapters.seals import BrokenSealError, unseal
from wenming.messaging.enums import ChannelKind, DeliveryState, news_words
from wenming.messaging.models import Channel, Delivery
from wenming.organisations.enums import Role

_LOOKS: dict[Any, tuple[str, str]] = {
    DeliveryState.WAITING: ("info", "half"),
    DeliveryState.SENT: ("ok", "check"),
    DeliveryState.FAILED: ("warn", "triangle"),
    DeliveryState.DEAD: ("bad", "cross"),
}


def address_text(channel: Channel) -> str:
    """Return what may be shown of an address: a mailbox, or the host alone."""
    try:
        address = unseal(channel.address)
    except BrokenSealError:
        return _("用另一个系统密钥保存的，请重新填写")
    return address if channel.kind == ChannelKind.EMAIL else f"{urlsplit(address).hostname}/…"


def channel_row(channel: Channel) -> dict[str, Any]:
    """Return a channel of ``channels_in`` as a row."""
    return {
        "url": reverse("messaging:channel", args=[channel.city.slug, channel.pk]),
        "name": channel.name,
        "kind": channel.get_kind_display(),
        "address": address_text(channel),
        "state": _state(channel),
        "sends": _sends(channel),
        "scope": _scope(channel),
        "counts": _("待发 %(waiting)s · 失败 %(failing)s · 放弃 %(dead)s")
        % {name: number_text(getattr(channel, name)) for name in ("waiting", "failing", "dead")},
        "troubled": bool(channel.failing or channel.dead),
    }


def _state(channel: Channel) -> dict[str, str]:
    if channel.is_on:
        return {"tone": "ok", "shape": "check", "label": pgettext("channel", "启用")}
    if channel.off_reason:
        label = _("系统停用：%(reason)s") % {"reason": channel.off_reason}
        return {"tone": "bad", "shape": "cross", "label": label}
    return {"tone": "", "shape": "dash", "label": pgettext("channel", "未启用")}


def _sends(channel: Channel) -> str:
    """Say what is sent, and when."""
    kinds = (
        pgettext("channel", "全部消息")
        if not channel.events
        else _("%(count)s 类消息") % {"count": len(channel.events)}
    )
    parts = [kinds if channel.sends_each else "", _("8:30 摘要") if channel.sends_digest else ""]
    return " · ".join(part for part in parts if part)


def _scope(channel: Channel) -> str:
    """Say for whom."""
    role = str(Role(channel.role).label) if channel.role else ""
    return " ".join(part for part in (channel.unit.name if channel.unit else "", role) if part) or _("全市")


def channel_facts(channel: Channel) -> list[dict[str, Any]]:
    """Return what a channel is set to, as names and values."""
    quiet = DASH
    if channel.quiet_from and channel.quiet_until:
        quiet = f"{channel.quiet_from:%H:%M}—{channel.quiet_until:%H:%M}"
        if channel.visit_lifts_quiet:
            quiet = _("%(hours)s，迎检时段除外") % {"hours": quiet}
    pairs = [
        (_("地址"), address_text(channel)),
        (_("发送"), _sends(channel)),
        (_("范围"), _scope(channel)),
        (_("静默时段"), quiet),
    ]
    if channel.events:
        pairs.append((_("消息"), _("、").join(news_words(kind) for kind in channel.events)))
    if channel.old_secret_until:
        until = moment_text(channel.old_secret_until, channel.city)
        pairs.append((_("密钥"), _("旧密钥有效至 %(until)s") % {"until": until}))
    return [{"name": name, "value": value} for name, value in pairs]


def delivery_rows(rows: Iterable[Delivery], channel: Channel, request: HttpRequest) -> str:
    """Return deliveries as the body of a table, each with a way to send it again."""
    texts = {
        "number": pgettext("column", "编号"),
        "kind": pgettext("column", "消息"),
        "state": pgettext("column", "状态"),
        "tries": pgettext("column", "已试"),
        "at": pgettext("column", "时间"),
        "replay": pgettext("delivery", "重发"),
    }
    shown = [_delivery_row(one, channel) for one in rows]
    context = {"rows": shown, "texts": texts, "token": get_token(request)}
    return render_to_string("messaging/delivery_rows.html", context, using="jinja2")


def _delivery_row(one: Delivery, channel: Channel) -> dict[str, Any]:
    tone, shape = _LOOKS[one.state]
    numbers = [item["number"] for item in one.items]
    waits = one.next_try_at is not None and one.attempts
    again = _("下次 %(at)s") % {"at": moment_text(one.next_try_at, channel.city)} if waits else ""
    return {
        "numbers": numbers[0] if len(numbers) == 1 else _("%(count)s 件") % {"count": len(numbers)},
        "kind": news_words(one.kind),
        "tone": tone,
        "shape": shape,
        "state": str(one.get_state_display()),
        "detail": " · ".join(part for part in (one.error, again) if part),
        "tries": one.attempts,
        "at": moment_text(one.sent_at or one.created_at, channel.city),
        "replay_url": ""
        if one.next_try_at is not None
        else reverse("messaging:channel_replay", args=[channel.city.slug, channel.pk, one.pk]),
    }
