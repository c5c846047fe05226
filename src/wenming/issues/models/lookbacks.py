"""回头看: closed issues are visited again after 7, 30 and 90 days, by somebody who had no part in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.draws.models import Draw
from wenming.issues.enums import LookBackReason, LookBackResult
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL
DAYS = (7, 30, 90)
"""After how many days a closed issue is looked at again."""
PER_WEEK, BY_RISK, RISK_POINTS = 20, 5, 40
"""What a city does that has set nothing else."""


class LookBackSettings(CityScoped):
    """How many visits a week the city can make. No row = the usual numbers.

    ``per_week`` are drawn by lot, ``by_risk`` at most go where the evidence needs a second look: ``risk_points`` or more.
    """

    per_week = models.PositiveSmallIntegerField(_("每周随机回头看件数"), default=PER_WEEK)
    by_risk = models.PositiveSmallIntegerField(_("每周另看件数上限"), default=BY_RISK)
    risk_points = models.PositiveSmallIntegerField(_("再看一眼的分值"), default=RISK_POINTS)

    class Meta:
        verbose_name = pgettext_lazy("look-back", "回头看安排")
        constraints = (
            models.UniqueConstraint(fields=("city",), name="look_back_settings_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(per_week__range=(0, 2000), by_risk__range=(0, 500), risk_points__range=(1, 1000)),
                name="look_back_settings_within_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.per_week}+{self.by_risk}"


class LookBackWeek(CityScoped):
    """One week's draw among the closed issues that come of age in it; empty while it was not drawn, ``draw`` also where there was nothing to draw from."""

    monday = models.DateField(_("周一"))
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("抽样"))
    drawn_at = models.DateTimeField(_("抽取时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("look-back", "回头看周次")
        constraints = (models.UniqueConstraint(fields=("city", "monday"), name="look_back_week_once"),)

    def __str__(self) -> str:
        return f"{self.monday:%Y-%m-%d}"


class LookBack(CityScoped):
    """One visit to what was settled, ``day`` days after it was closed, between ``due_on`` and ``until_on``.

    Nobody but ``visitor`` learns of it before it is answered or its week is over. ``stratum_chosen`` of ``stratum_size`` issues were drawn where chance
    chose it (the chance of this one); empty for visits by risk or by choice, which no rate counts. ``found`` is the issue that 又出现了 began.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="look_backs", verbose_name=_("问题"))
    day = models.PositiveSmallIntegerField(_("结案后天数"))
    reason = models.CharField(_("为什么再看"), max_length=8, choices=LookBackReason.choices)
    week = models.ForeignKey(LookBackWeek, on_delete=models.PROTECT, related_name="look_backs")
    stratum = models.CharField(max_length=60, blank=True)
    stratum_chosen = models.PositiveIntegerField(null=True)
    stratum_size = models.PositiveIntegerField(null=True)
    due_on = models.DateField(_("从"))
    until_on = models.DateField(_("到"))
    visitor = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("回头看人员")
    )
    result = models.CharField(_("结果"), max_length=10, choices=LookBackResult.choices, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    found = models.OneToOneField(
        Issue, on_delete=models.PROTECT, null=True, related_name="came_back_from", verbose_name=_("又出现的问题")
    )
    looked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(_("回头看时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("look-back", "回头看")
        constraints = (
            models.UniqueConstraint(fields=("city", "issue", "day"), name="look_back_once_for_each_day"),
            models.CheckConstraint(condition=models.Q(day__in=DAYS), name="look_back_after_a_known_number_of_days"),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("due_on")), name="look_back_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reason=LookBackReason.DRAWN,
                    stratum_chosen__gt=0,
                    stratum_size__gte=models.F("stratum_chosen"),
                )
                | (
                    ~models.Q(reason=LookBackReason.DRAWN)
                    & models.Q(stratum="", stratum_chosen__isnull=True, stratum_size__isnull=True)
                ),
                name="look_back_by_lot_knows_its_chance",
            ),
            models.CheckConstraint(
                condition=models.Q(result="", looked_at__isnull=True, found__isnull=True)
                | models.Q(result=LookBackResult.CAME_BACK, looked_at__isnull=False, found__isnull=False)
                | models.Q(
                    result__in=(LookBackResult.HOLDS, LookBackResult.UNJUDGED),
                    looked_at__isnull=False,
                    found__isnull=True,
                ),
                name="look_back_answered_whole_or_not_at_all",
            ),
        )
        indexes = (
            models.Index(fields=("city", "visitor", "looked_at", "until_on"), name="look_back_by_visitor"),
            models.Index(fields=("city", "week", "id"), name="look_back_by_week"),
            models.Index(fields=("city", "looked_at", "id"), name="look_back_by_hour"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.day}"
