"""What could cost the city its application or its title: watched events, and what other authorities say of the city."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import ClearanceOpinion, WatchKind, WatchState
from wenming.campaigns.models.campaigns import Campaign
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL


class ConditionFinding(CityScoped):
    """What the office found out about an application condition; appended, the latest of a condition holds.

    ``met`` is None while the question is open. ``score`` (milli-points) belongs to conditions that name a line.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(_("条款编号"), max_length=40)
    met = models.BooleanField(_("符合"), null=True)
    score = models.PositiveIntegerField(_("得分（毫分）"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "条件核对")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "campaign", "rule", "at"), name="condition_finding_once_per_moment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.met}"


class WatchEntry(CityScoped):
    """An event that may touch an application condition or the negative list. ``rule`` is its code in the edition, "" unknown.

    The entry is never changed; what people find out about it is appended as ``WatchStep``.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="watched")
    kind = models.CharField(_("类别"), max_length=10, choices=WatchKind.choices)
    rule = models.CharField(_("条款编号"), max_length=40, blank=True)
    event = models.CharField(_("事件"), max_length=200)
    happened_on = models.DateField(_("发生日期"))
    source = models.CharField(_("来源"), max_length=200)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "监控事项")

    def __str__(self) -> str:
        return self.event


class WatchStep(CityScoped):
    """What was found out about a watched event; the latest step says where it stands. ``points``: milli-points off the year."""

    entry = models.ForeignKey(WatchEntry, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("研判"), max_length=10, choices=WatchState.choices)
    effect = models.CharField(_("影响"), max_length=200, blank=True)
    points = models.PositiveIntegerField(_("扣分（毫分）"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "研判记录")
        constraints = (models.UniqueConstraint(fields=("city", "entry", "at"), name="watch_step_once_per_moment"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"


class Clearance(CityScoped):
    """A question to an authority whether anything stands against the city (会签审核), and its answer."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="clearances")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("征求意见单位"))
    asked_on = models.DateField(_("发出日期"))
    due_on = models.DateField(_("答复时限"))
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=10, choices=ClearanceOpinion.choices, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "会签审核")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "unit", "asked_on"), name="clearance_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True, opinion="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(opinion="")),
                name="clearance_answer_has_day_and_opinion",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.asked_on}"
