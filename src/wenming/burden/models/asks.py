"""What was asked, week by week, and what was not because it would have been too much or a repeat."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.burden.enums import AskKind, AskPurpose, Measure, RefusalReason
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL
_WHOLE = models.Q(week__week_day=2)
"""A week is the day of its Monday (Django counts Sunday as 1)."""


class Ask(CityScoped):
    """Something that a unit was asked for, registered before it was asked: ``count`` pieces of about ``minutes`` each.

    ``community`` is the community or village whose people will have the work, where that is another unit; its week counts it too.
    ``reference`` names the fact (``site:P01/…``, ``issue:2026-11-0042``): a unit is not asked for one fact twice while the first request is
    in force, that is not withdrawn and not past ``until``. ``why`` says why it cannot come from what is there already.
    ``week`` is the Monday of the week that it counts in.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    community = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在社区")
    )
    kind = models.CharField(_("要什么"), max_length=10, choices=AskKind.choices)
    count = models.PositiveSmallIntegerField(_("数量"))
    minutes = models.PositiveSmallIntegerField(_("每份约用时（分钟）"))
    purpose = models.CharField(_("哪项工作"), max_length=12, choices=AskPurpose.choices)
    reference = models.CharField(_("哪一件事"), max_length=120)
    fact = models.CharField(_("要的内容"), max_length=200)
    why = models.CharField(_("为什么不能从已有数据取"), max_length=200)
    week = models.DateField(pgettext_lazy("burden", "周"))
    until = models.DateField(_("有效至"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("谁要的"))
    at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("burden", "要求")
        constraints = (
            models.CheckConstraint(condition=_WHOLE, name="ask_week_is_a_monday"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="ask_for_something"),
            models.CheckConstraint(
                condition=~models.Q(reference="") & ~models.Q(fact="") & ~models.Q(why=""), name="ask_says_what_and_why"
            ),
        )
        indexes = (
            models.Index(fields=("city", "unit", "reference"), name="ask_by_fact"),
            models.Index(fields=("city", "week", "unit"), name="ask_by_week"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reference}"


class WeekLoad(CityScoped):
    """What one unit was asked in one week, withdrawn requests taken off: the row that is locked before anything more is asked."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    week = models.DateField(pgettext_lazy("burden", "周"))
    photos = models.PositiveIntegerField(_("照片（张）"), default=0)
    forms = models.PositiveIntegerField(_("表格和记录（份）"), default=0)
    minutes = models.PositiveIntegerField(_("用时（分钟）"), default=0)

    class Meta:
        verbose_name = _("一周负担")
        constraints = (
            models.UniqueConstraint(fields=("city", "unit", "week"), name="week_load_once"),
            models.CheckConstraint(condition=_WHOLE, name="week_load_week_is_a_monday"),
        )
        indexes = (models.Index(fields=("city", "week"), name="week_load_by_week"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.week}"


class RefusedAsk(CityScoped):
    """Something that was not asked: it would have filled the week over its budget, or repeated what is asked already (``earlier``)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("要什么"), max_length=10, choices=AskKind.choices)
    purpose = models.CharField(_("哪项工作"), max_length=12, choices=AskPurpose.choices)
    fact = models.CharField(_("要的内容"), max_length=200)
    reason = models.CharField(_("为什么没有发出"), max_length=12, choices=RefusalReason.choices)
    measure = models.CharField(_("超出哪一项"), max_length=10, choices=Measure.choices, blank=True)
    used = models.PositiveIntegerField(_("已用"), default=0)
    wanted = models.PositiveIntegerField(_("这次要"), default=0)
    most = models.PositiveIntegerField(_("上限"), default=0)
    earlier = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, blank=True, related_name="repeats")
    week = models.DateField(pgettext_lazy("burden", "周"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("谁要的"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("未发出的要求")
        constraints = (
            models.CheckConstraint(condition=_WHOLE, name="refused_ask_week_is_a_monday"),
            models.CheckConstraint(
                condition=(models.Q(reason=RefusalReason.OVER_BUDGET, earlier__isnull=True) & ~models.Q(measure=""))
                | models.Q(reason=RefusalReason.REPEAT, earlier__isnull=False, measure=""),
                name="refused_ask_says_why",
            ),
        )
        indexes = (models.Index(fields=("city", "week", "-id"), name="refused_ask_by_week"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reason}"
