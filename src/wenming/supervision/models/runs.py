"""Lists as they were computed, kept with what they were computed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.models import Round
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit
from wenming.supervision.enums import ListMark, NotRanked, RunState
from wenming.supervision.models.rules import ListGroup, ListRule, ListRuleVersion

_ACCOUNT = settings.AUTH_USER_MODEL


class ListRun(CityScoped):
    """One computation of one period's list. A draft until somebody else approves it; never changed, only superseded by a later ``number``.

    ``input_digest`` covers who was measured and every numerator, denominator and count; ``result_digest`` every place, mark, band and counter.
    ``previous`` is the approved list of the period before, from which the counters run on. ``reason`` says why it was computed again.
    """

    rule = models.ForeignKey(ListRule, on_delete=models.PROTECT, related_name="runs", verbose_name=_("规则"))
    version = models.ForeignKey(
        ListRuleVersion, on_delete=models.PROTECT, related_name="runs", verbose_name=_("规则版本")
    )
    begins_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    number = models.PositiveSmallIntegerField(_("第几次计算"))
    state = models.CharField(_("状态"), max_length=10, choices=RunState.choices)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("轮次")
    )
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    engine_version = models.CharField(_("引擎版本"), max_length=20)
    input_digest = models.CharField(_("输入校验码"), max_length=64)
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    unmatched = models.PositiveIntegerField(_("未归到单位的件数"), default=0)
    reason = models.CharField(_("重算原因"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("计算人")
    )
    made_at = models.DateTimeField(_("计算时间"))
    approved_by = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("审定人")
    )
    approved_at = models.DateTimeField(_("审定时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("list", "红黑榜")
        constraints = (
            models.UniqueConstraint(fields=("city", "rule", "begins_on", "number"), name="list_run_number_once"),
            models.UniqueConstraint(
                fields=("city", "rule", "begins_on"),
                condition=models.Q(state=RunState.APPROVED),
                name="list_run_approved_once_per_period",
            ),
            models.UniqueConstraint(
                fields=("city", "rule", "begins_on"),
                condition=models.Q(state=RunState.DRAFT),
                name="list_run_draft_once_per_period",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_on__lte=models.F("ends_on")), name="list_run_period_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RunState.APPROVED) | models.Q(approved_at__isnull=False),
                name="list_run_approved_with_its_hour",
            ),
        )
        indexes = (models.Index(fields=("city", "-begins_on", "-id"), name="list_run_by_period"),)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.begins_on} #{self.number}"


class ListEntry(CityScoped):
    """What a list says of a unit: ``of`` per ``per`` from ``cases``; place, mark and band, or ``reason`` why it has no place.

    ``ties``: how many share the place. ``first``–``last``: places that cannot be told apart from it; ``is_sure``: all of them lie on the list of
    the mark. ``times``: how often running it is on the black list.
    """

    run = models.ForeignKey(ListRun, on_delete=models.PROTECT, related_name="entries")
    group = models.ForeignKey(ListGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("分组"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="list_entries", verbose_name=_("单位"))
    of = models.PositiveBigIntegerField(_("分子"))
    per = models.PositiveBigIntegerField(_("分母"))
    cases = models.PositiveIntegerField(_("件数"))
    place = models.PositiveSmallIntegerField(_("名次"), null=True)
    ties = models.PositiveSmallIntegerField(_("并列数"), default=0)
    mark = models.CharField(_("榜"), max_length=5, choices=ListMark.choices, blank=True)
    reason = models.CharField(_("不排名的原因"), max_length=8, choices=NotRanked.choices, blank=True)
    first = models.PositiveSmallIntegerField(_("最好名次"), null=True)
    last = models.PositiveSmallIntegerField(_("最差名次"), null=True)
    is_sure = models.BooleanField(_("区间全在榜内"), default=False)
    times = models.PositiveSmallIntegerField(_("连续上黑榜次数"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("list", "榜上单位")
        constraints = (
            models.UniqueConstraint(fields=("city", "run", "group", "unit"), name="list_entry_once_per_group"),
            models.CheckConstraint(
                condition=models.Q(
                    place__isnull=True, first__isnull=True, last__isnull=True, mark="", times=0, is_sure=False
                )
                & ~models.Q(reason="")
                | models.Q(place__isnull=False, first__lte=models.F("place"), last__gte=models.F("place"), reason=""),
                name="list_entry_has_a_place_or_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(mark=ListMark.BLACK, times__gte=1)
                | (~models.Q(mark=ListMark.BLACK) & models.Q(times=0)),
                name="list_entry_counts_only_black",
            ),
        )
        indexes = (models.Index(fields=("city", "unit", "-run"), name="list_entry_by_unit"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_id}"
