"""Rules of red and black lists: data of the city, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.supervision.enums import GoodEnd, GroupSide, ListPeriod, MeasureKind, RuleState
from wenming.supervision.models.decisions import DecisionKind

_ACCOUNT = settings.AUTH_USER_MODEL


class ListRule(CityScoped):
    """A rule of a red and black list under its name. ``source`` is the paper that it follows."""

    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    made_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("list", "红黑榜规则")
        constraints = (models.UniqueConstraint(fields=("city", "name"), name="list_rule_name_once_per_city"),)

    def __str__(self) -> str:
        return self.name


class ListRuleVersion(CityScoped):
    """What a rule said from one day on. A version that was ever in force is never changed: lists are computed again by it.

    ``measure`` is "scheme/rate" of data/rates for a rate, "" for the score of the last round of the period. ``minimum``: who has fewer cases has
    no place. It holds for periods that begin on ``since`` or later.
    """

    rule = models.ForeignKey(ListRule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=RuleState.choices)
    period = models.CharField(_("周期"), max_length=6, choices=ListPeriod.choices)
    kind = models.CharField(_("按什么排"), max_length=6, choices=MeasureKind.choices)
    measure = models.CharField(_("指标"), max_length=60, blank=True)
    good_end = models.CharField(_("好坏方向"), max_length=5, choices=GoodEnd.choices)
    minimum = models.PositiveSmallIntegerField(_("最少件数"), default=1)
    since = models.DateField(_("施行日期"), null=True, blank=True)
    made_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("拟订时间"))
    forced_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    forced_at = models.DateTimeField(_("施行时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("list", "规则版本")
        constraints = (
            models.UniqueConstraint(fields=("city", "rule", "number"), name="rule_version_once_per_rule"),
            models.UniqueConstraint(
                fields=("city", "rule"), condition=models.Q(state=RuleState.IN_FORCE), name="rule_has_one_in_force"
            ),
            models.UniqueConstraint(
                fields=("city", "rule"), condition=models.Q(state=RuleState.DRAFT), name="rule_has_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RuleState.DRAFT, since__isnull=True, forced_at__isnull=True)
                | (~models.Q(state=RuleState.DRAFT) & models.Q(since__isnull=False, forced_at__isnull=False)),
                name="rule_in_force_since_a_day",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=MeasureKind.RATE) & ~models.Q(measure=""))
                | models.Q(kind=MeasureKind.SCORE, measure=""),
                name="rule_names_its_rate",
            ),
            models.CheckConstraint(condition=models.Q(minimum__gte=1), name="rule_ranks_from_one_case"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class ListGroup(CityScoped):
    """Who is ranked with whom: units of these ``kinds``; the best ``red`` and the worst ``black`` places of them."""

    version = models.ForeignKey(ListRuleVersion, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveSmallIntegerField(_("排序"))
    name = models.CharField(_("分组"), max_length=30)
    kinds = models.JSONField(_("单位类别"), default=list)
    side = models.CharField(_("计入"), max_length=4, choices=GroupSide.choices)
    red = models.PositiveSmallIntegerField(_("红榜名次"))
    black = models.PositiveSmallIntegerField(_("黑榜名次"))

    class Meta:
        verbose_name = pgettext_lazy("list", "榜上分组")
        constraints = (models.UniqueConstraint(fields=("city", "version", "order"), name="list_group_once_per_place"),)

    def __str__(self) -> str:
        return self.name


class ListStep(CityScoped):
    """What is suggested to whom when a unit is on the black list so many times running: decided by people elsewhere, never here."""

    version = models.ForeignKey(ListRuleVersion, on_delete=models.CASCADE, related_name="steps")
    times = models.PositiveSmallIntegerField(_("连续次数"))
    kind = models.ForeignKey(DecisionKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("建议"))
    body = models.CharField(_("由谁决定"), max_length=60)

    class Meta:
        verbose_name = pgettext_lazy("list", "连续上榜的建议")
        constraints = (
            models.UniqueConstraint(fields=("city", "version", "times"), name="list_step_once_per_count"),
            models.CheckConstraint(condition=models.Q(times__gte=1), name="list_step_from_the_first_time"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.times}"
