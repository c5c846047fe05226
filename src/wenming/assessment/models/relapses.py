"""The watch for relapses: what was well at a place and fails again.

A chart watches one site for one item (its code, else the node's). Every round that counts is fed to the charts once, the earliest first.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.enums import RelapseOutcome
from wenming.inspections.models import Round
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit
from wenming.standards.models import Node

PER_MONTH, TIMES = 2, 3
"""What a city watches with that has set nothing else."""


class RelapseSettings(CityScoped):
    """How many false alarms a month, over all charts, the city is ready to look at. No row = the usual numbers.

    ``times``: a relapse is looked for that fails so many times as often as usual at that place.
    """

    per_month = models.PositiveSmallIntegerField(_("每月容许的误报"), default=PER_MONTH)
    times = models.PositiveSmallIntegerField(_("复发判为平常的几倍"), default=TIMES)

    class Meta:
        verbose_name = pgettext_lazy("relapse", "复发监测设置")
        constraints = (
            models.UniqueConstraint(fields=("city",), name="relapse_settings_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(per_month__range=(1, 100), times__range=(2, 5)),
                name="relapse_settings_within_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.per_month}/{self.times}"


class RelapseChart(CityScoped):
    """All charts of one site: ``items`` names what each watches, ``states`` packs them in the same order (engine: ``boards.PACKED``).

    One row per site, not per chart: a million charts are twenty thousand rows, read and written in bulk.
    """

    site = models.TextField(_("点位"))
    items = models.JSONField(default=list)
    states = models.BinaryField()

    class Meta:
        verbose_name = pgettext_lazy("relapse", "复发监测图")
        constraints = (models.UniqueConstraint(fields=("city", "site"), name="relapse_chart_once_per_site"),)

    def __str__(self) -> str:
        return self.site


class RelapseFeed(CityScoped):
    """A round fed to the charts, and what that gave. ``micro_expected``: false alarms to be expected by chance, in millionths."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="relapse_feed", verbose_name=_("轮次"))
    drawn = models.BooleanField(_("点位随机抽取"))
    looks = models.PositiveIntegerField(_("查看次数"))
    failed = models.PositiveIntegerField(_("未符合次数"))
    alarms = models.PositiveIntegerField(_("报警数"))
    micro_expected = models.PositiveBigIntegerField(default=0)
    run = models.PositiveBigIntegerField(_("误报间隔（次）"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("relapse", "复发监测批次")

    def __str__(self) -> str:
        return f"{self.round_id} {self.looks}"


class RelapseAlarm(CityScoped):
    """A chart that reached its limit: at this site this item fails again, more often than it usually does there.

    ``level_milli`` is the usual rate it was held against, in thousandths; ``height`` of ``limit`` where the chart stood. ``stands_out``: also
    among all charts of the round (Benjamini and Hochberg). ``unit`` answers for the site, as far as the
    register knows; ``units_written`` are those that the row named.
    """

    site = models.TextField(_("点位"))
    item = models.CharField(_("检查项编号"), max_length=80)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="relapse_alarms", verbose_name=_("轮次"))
    area = models.TextField(_("属地"), blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="relapse_alarms", verbose_name=_("责任单位")
    )
    units_written = models.TextField(_("责任单位"), blank=True)
    height = models.PositiveIntegerField(_("累计值"))
    limit = models.PositiveIntegerField(_("警戒线"))
    lift = models.PositiveIntegerField(_("一次未符合加多少"))
    level_milli = models.PositiveIntegerField(_("平常未符合率（千分之一）"))
    stands_out = models.BooleanField(_("全部监测图中仍突出"))
    opened_at = models.DateTimeField(_("报警时间"))

    class Meta:
        verbose_name = pgettext_lazy("relapse", "复发报警")
        constraints = (
            models.UniqueConstraint(fields=("city", "round", "site", "item"), name="relapse_alarm_once_per_look"),
            models.CheckConstraint(
                condition=models.Q(limit__gt=0, height__gte=models.F("limit"), lift__gt=0),
                name="relapse_alarm_reached_its_limit",
            ),
        )
        indexes = (
            models.Index(fields=("city", "-id"), name="relapse_alarm_by_time"),
            models.Index(fields=("city", "unit", "-id"), name="relapse_alarm_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.site} {self.item}"


class RelapseVerdict(CityScoped):
    """What somebody found who looked at an alarm. Said once; no number hangs on it, and nobody is measured by it."""

    alarm = models.OneToOneField(RelapseAlarm, on_delete=models.PROTECT, related_name="verdict")
    outcome = models.CharField(_("看过的结果"), max_length=8, choices=RelapseOutcome.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("relapse", "报警核看")

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.outcome}"
