"""The way out: channels that the office switched on, and one delivery for each cause and channel."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.messaging.enums import ChannelKind, DeliveryState
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL
_WAITS = (DeliveryState.WAITING, DeliveryState.FAILED)


class Channel(CityScoped):
    """A way by which notices leave the house, as number and link; off until somebody switches it on.

    ``address`` (an e-mail address, or a URL that may hold a key of its own), ``secret`` and ``old_secret`` (valid until ``old_secret_until``
    after a rotation) are sealed (adapters/seals.py) and never shown again. ``events``: kinds of news, empty = every one. ``unit`` and
    ``role`` narrow it to what is told to them. ``sends_each`` sends news as it comes, ``sends_digest`` what is open, at 08:30 of working days.
    ``quiet_from``–``quiet_until`` is the city's time in which nothing is sent; ``visit_lifts_quiet``: except while a visit period runs.
    It is on since ``on_since``; what happened before does not go out.
    ``origin`` is what links begin with where the installation names no address of its own. ``off_reason`` says why the system switched it off.
    ``account``: the e-mail digest of one person, whose address is proven by a link (``proof`` is its digest, until ``proof_until``).
    """

    kind = models.CharField(_("渠道"), max_length=20, choices=ChannelKind.choices)
    name = models.CharField(_("名称"), max_length=60)
    address = models.TextField(_("地址"))
    secret = models.TextField(_("密钥"), blank=True)
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    events = models.JSONField(_("发送哪些消息"), default=list, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("只发给这个单位的消息")
    )
    role = models.CharField(_("只发给这个职责的消息"), max_length=30, choices=Role.choices, blank=True)
    sends_each = models.BooleanField(_("随时发送"), default=True)
    sends_digest = models.BooleanField(_("工作日 8:30 发送摘要"), default=False)
    quiet_from = models.TimeField(_("静默开始"), null=True, blank=True)
    quiet_until = models.TimeField(_("静默结束"), null=True, blank=True)
    visit_lifts_quiet = models.BooleanField(_("迎检时段不静默"), default=False)
    origin = models.CharField(max_length=200, blank=True)
    is_on = models.BooleanField(_("启用"), default=False)
    on_since = models.DateTimeField(_("启用时间"), null=True, blank=True)
    off_reason = models.CharField(_("停用原因"), max_length=200, blank=True)
    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.CharField(max_length=64, blank=True)
    proof_until = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = pgettext_lazy("messaging", "通知渠道")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "name"), condition=models.Q(account__isnull=True), name="channel_name_once_per_city"
            ),
            models.UniqueConstraint(
                fields=("city", "account"), condition=models.Q(account__isnull=False), name="own_channel_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_on=True, on_since__isnull=False) | models.Q(is_on=False, on_since__isnull=True),
                name="channel_on_exactly_since_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="channel_quiet_hours_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(old_secret="", old_secret_until__isnull=True)
                | (~models.Q(old_secret="") & models.Q(old_secret_until__isnull=False)),
                name="channel_old_secret_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True)
                | models.Q(kind=ChannelKind.EMAIL, unit__isnull=True, role="", sends_each=False),
                name="own_channel_is_a_digest_by_mail",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(is_on=False) | models.Q(proven_at__isnull=False),
                name="own_channel_on_only_when_proven",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Delivery(CityScoped):
    """What goes out for one cause through one channel, until it has arrived or is given up.

    ``items`` are [{kind, number, path}]: all that may leave. ``uid`` is the same on every attempt, so that the receiver sees it once.
    ``next_try_at`` is set exactly while it waits; while an attempt is under way it lies a little ahead, so that a killed attempt is made again.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("渠道"))
    key = models.CharField(max_length=160)
    uid = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(_("消息"), max_length=40)
    items = models.JSONField(_("编号"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发送"), null=True)
    error = models.CharField(_("错误"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("时间"))
    sent_at = models.DateTimeField(_("送达时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("messaging", "外发记录")
        constraints = (
            models.UniqueConstraint(fields=("city", "channel", "key"), name="delivery_once_per_cause_and_channel"),
            models.UniqueConstraint(fields=("city", "uid"), name="delivery_uid_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=_WAITS, next_try_at__isnull=False)
                | (~models.Q(state__in=_WAITS) & models.Q(next_try_at__isnull=True)),
                name="delivery_tried_again_exactly_while_it_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~models.Q(state=DeliveryState.SENT) & models.Q(sent_at__isnull=True)),
                name="delivery_sent_exactly_with_its_hour",
            ),
        )
        indexes = (
            models.Index(
                fields=("city", "channel", "next_try_at"),
                condition=models.Q(next_try_at__isnull=False),
                name="delivery_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel_id} {self.key}"
