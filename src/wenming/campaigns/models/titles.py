"""Titles that a city holds or wants, where it stands with each, and when it is looked at again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import TitleStatus
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class Title(CityScoped):
    """A title of the city's joint campaign (N 城联创). ``order`` decides which title owns an observation that several count.

    ``recheck_months``: how often who confers it looks again; None where nobody says so.
    """

    name = models.CharField(_("称号"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    conferred_by = models.CharField(_("命名机关"), max_length=80, blank=True)
    recheck_months = models.PositiveSmallIntegerField(_("复审周期（月）"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "称号")
        constraints = (
            models.UniqueConstraint(fields=("city", "name"), name="title_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(recheck_months__isnull=True) | models.Q(recheck_months__gte=1),
                name="title_rechecked_after_a_month_or_more",
            ),
        )

    def __str__(self) -> str:
        return self.name


class TitleChange(CityScoped):
    """The city's standing with a title from a day on (称号变动); appended, the latest by day and row holds.

    A row that was a mistake is corrected by another one (``corrects``), and does not count any more.
    """

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="changes", verbose_name=_("称号"))
    status = models.CharField(_("状态"), max_length=20, choices=TitleStatus.choices)
    on = models.DateField(_("日期"))
    paper = models.CharField(_("文号"), max_length=80, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("更正")
    )
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "称号变动")
        constraints = (models.UniqueConstraint(fields=("city", "title", "at"), name="title_change_once_per_moment"),)

    def __str__(self) -> str:
        return f"{self.title_id} {self.status}"


class Recheck(CityScoped):
    """A re-check (复审) of a title that falls due; from ``alarm_days`` before on it is an alarm until it is done."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="rechecks", verbose_name=_("称号"))
    due_on = models.DateField(_("复审日期"))
    alarm_days = models.PositiveSmallIntegerField(_("提前提醒天数"), default=180)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    passed = models.BooleanField(_("通过"), null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "称号复审")
        constraints = (
            models.UniqueConstraint(fields=("city", "title", "due_on"), name="recheck_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, passed__isnull=True)
                | models.Q(done_on__isnull=False, passed__isnull=False),
                name="recheck_done_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title_id} {self.due_on}"
