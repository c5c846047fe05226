"""The calendar that limits run by: statutory days, working hours by season, and the days before an official visit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.organisations.enums import DayStatus

_ACCOUNT = settings.AUTH_USER_MODEL


class CalendarDay(CityScoped):
    """A day that differs from its weekday: a holiday (``works`` false), or a weekend that is worked (调休)."""

    day = models.DateField(_("日期"))
    works = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)
    status = models.CharField(_("状态"), max_length=10, choices=DayStatus.choices)
    source = models.CharField(_("来源"), max_length=120, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("calendar", "特殊日")
        constraints = (models.UniqueConstraint(fields=("city", "day"), name="calendar_day_once_per_city"),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkingHours(CityScoped):
    """Working hours from a day of the year on; ``hours`` are [begin, end] in minutes after midnight, in order."""

    since_month = models.PositiveSmallIntegerField(_("起始月"))
    since_day = models.PositiveSmallIntegerField(_("起始日"))
    hours = models.JSONField(_("工作时间"))

    class Meta:
        verbose_name = pgettext_lazy("calendar", "工作时间")
        constraints = (
            models.UniqueConstraint(fields=("city", "since_month", "since_day"), name="working_hours_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(since_month__range=(1, 12), since_day__range=(1, 31)),
                name="working_hours_since_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.since_month}-{self.since_day}"


class VisitPeriod(CityScoped):
    """迎检: limits that begin between ``starts_at`` and ``ended_at`` run day and night; earlier limits stay as they are."""

    reason = models.CharField(_("事由"), max_length=120)
    starts_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True, blank=True)
    started_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("calendar", "迎检时段")
        constraints = (
            models.UniqueConstraint(
                fields=("city",), condition=models.Q(ended_at__isnull=True), name="one_visit_period_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__gte=models.F("starts_at"), ended_by__isnull=False),
                name="visit_period_ends_after_it_starts_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.reason
