"""How much a week may hold for a kind of unit, and how long things take: set by the city, valid since a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.burden.enums import AskKind
from wenming.kernel.models import CityScoped
from wenming.organisations.enums import UnitKind

_ACCOUNT = settings.AUTH_USER_MODEL


class Budget(CityScoped):
    """What a unit of a kind may be asked in a week, since a day; the latest that has begun holds. No row = the usual numbers."""

    unit_kind = models.CharField(_("单位类别"), max_length=20, choices=UnitKind.choices)
    photos = models.PositiveSmallIntegerField(_("照片（张）"))
    forms = models.PositiveSmallIntegerField(_("表格和记录（份）"))
    minutes = models.PositiveSmallIntegerField(_("用时（分钟）"))
    since = models.DateField(_("起算日期"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("burden", "负担预算")
        constraints = (models.UniqueConstraint(fields=("city", "unit_kind", "since"), name="budget_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.unit_kind} {self.since}"


class AskEstimate(CityScoped):
    """How many minutes one piece of a kind takes about, since a day. No row = the usual estimate."""

    kind = models.CharField(_("要什么"), max_length=10, choices=AskKind.choices)
    minutes = models.PositiveSmallIntegerField(_("每份约用时（分钟）"))
    since = models.DateField(_("起算日期"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("用时估计")
        constraints = (
            models.UniqueConstraint(fields=("city", "kind", "since"), name="ask_estimate_once_per_day"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 480)), name="ask_estimate_within_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes}"
