"""Who answers for which clause, by what terms, and the decomposition tables on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import Part, ResponsibilityImportState
from wenming.campaigns.models.campaigns import Campaign
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Person, Unit, UnitGroup
from wenming.standards.models import Node

_ACCOUNT = settings.AUTH_USER_MODEL


class Responsibility(CityScoped):
    """A unit's part in a clause from ``since`` until ``until`` (both included; empty = open). Ended, never deleted.

    Two open leads of one clause can be kept, because papers say such things; pages show them as a fault. ``group`` is the group
    by which the paper named the unit, ``written`` the words it used, ``order`` the unit's place among those of the same part.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="responsibilities")
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, related_name="responsibilities", verbose_name=_("测评条目")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsibilities", verbose_name=_("单位"))
    part = models.CharField(_("分工"), max_length=12, choices=Part.choices)
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written = models.CharField(_("原文写法"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "责任分工")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "campaign", "node", "unit", "part"),
                condition=models.Q(until__isnull=True),
                name="responsibility_once_while_it_runs",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="responsibility_ends_after_it_starts",
            ),
        )
        indexes = (
            models.Index(fields=("city", "campaign", "node"), name="responsibility_by_node"),
            models.Index(fields=("city", "unit"), name="responsibility_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.node_id} {self.unit_id} {self.part}"


class ResponsibilityChange(CityScoped):
    """One step in which parts were given and taken (分工变更): the keys of the rows that it ended and began, so that it can be undone.

    ``undoes`` is the step that this one took back; an undone step is undone once, and undoing that again brings it back.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="changes")
    ended = models.JSONField(_("结束的分工"), default=list)
    begun = models.JSONField(_("开始的分工"), default=list)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "分工变更")
        constraints = (
            models.UniqueConstraint(fields=("city", "undoes"), name="responsibility_change_undone_once"),
            models.CheckConstraint(
                condition=~models.Q(undoes=models.F("id")), name="responsibility_change_undoes_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at}"


class ClauseTerms(CityScoped):
    """What a decomposition table says of a clause beside the units (条目要求); appended, the latest row of a clause holds.

    ``due`` is the time limit as written, ``due_on`` the day where it names one. ``chief`` and ``spots`` are as written.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="terms")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    materials = models.TextField(_("材料要求"), blank=True)
    due = models.CharField(_("完成时限"), max_length=60, blank=True)
    due_on = models.DateField(_("完成日期"), null=True, blank=True)
    spots = models.TextField(_("迎检点"), blank=True)
    chief = models.CharField(_("责任单位领导"), max_length=120, blank=True)
    note = models.TextField(_("备注"), blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "条目要求")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "node", "at"), name="clause_terms_once_per_moment"),
        )

    def __str__(self) -> str:
        return f"{self.node_id}"


class ClauseChief(CityScoped):
    """The leader who answers for a clause (条目负责领导), from a day until a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="chiefs")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "条目负责领导")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "campaign", "node"),
                condition=models.Q(until__isnull=True),
                name="clause_has_one_chief_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="clause_chief_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.node_id} {self.person_id}"


class ResponsibilityImport(CityScoped):
    """A 任务分解表 on its way in: checked at leisure, then adopted or dropped.

    ``mapping`` says what the columns mean, ``answers`` what people said: names accepted as aliases, clauses chosen, cells left out.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原文件"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ResponsibilityImportState.choices,
        default=ResponsibilityImportState.CHECKING,
    )
    mapping = models.JSONField(_("列的对应"), default=dict)
    answers = models.JSONField(_("补充与更正"), default=dict)
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "任务分解表导入")

    def __str__(self) -> str:
        return str(self.file)
