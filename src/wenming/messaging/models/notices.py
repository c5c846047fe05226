"""What the platform tells its people, post by post. Nobody can see who has opened what: it is not kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.messaging.enums import NoticeKind
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL


class Notice(CityScoped):
    """A line of the inbox, for everybody who holds a post that it names: ``role`` ("" any), ``unit`` (None: the whole city).

    ``account`` names one person instead. ``key`` makes it once per cause: saying the same again changes nothing. ``url`` is the page of
    the matter, without the host. A task is open until somebody who may see it has done it; a notice is never done.
    ``news`` and ``number`` are what may be said of it outside (enums.NEWS); both "" where it stays in the house.
    """

    kind = models.CharField(_("类别"), max_length=10, choices=NoticeKind.choices)
    key = models.CharField(max_length=120)
    title = models.CharField(_("标题"), max_length=120)
    text = models.CharField(_("内容"), max_length=300, blank=True)
    url = models.CharField(_("网址"), max_length=200, blank=True)
    news = models.CharField(max_length=40, blank=True)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    role = models.CharField(_("职责"), max_length=30, choices=Role.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    created_at = models.DateTimeField(_("时间"))
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    done_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("messaging", "消息")
        constraints = (
            models.UniqueConstraint(fields=("city", "key"), name="notice_once_per_cause"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, kind=NoticeKind.TASK),
                name="notice_only_tasks_are_done",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(role="", unit__isnull=True),
                name="notice_for_a_person_or_for_posts",
            ),
        )
        indexes = (
            models.Index(fields=("city", "-created_at"), name="notice_by_time"),
            models.Index(fields=("city", "number"), condition=~models.Q(number=""), name="notice_by_number"),
        )

    def __str__(self) -> str:
        return self.title


class PutAway(CityScoped):
    """A person put a notice away (收起) in his or her own inbox; only that inbox ever asks for this."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("messaging", "已收起")
        constraints = (models.UniqueConstraint(fields=("city", "notice", "account"), name="put_away_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id}"
