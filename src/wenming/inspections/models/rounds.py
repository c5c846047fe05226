"""Field rounds and what was seen at each site, row by row as the field team wrote it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums import TallyKind, VisitManner
from wenming.kernel.models import CityScoped
from wenming.standards.models import Edition, Node

_ACCOUNT = settings.AUTH_USER_MODEL


class Round(CityScoped):
    """One field round (一轮实地测评), judged by one edition. ``number`` counts the city's rounds from 1.

    ``left_out``: so many rows of its workbook were knowingly not counted, because nobody could say what they meant.
    """

    number = models.PositiveIntegerField(pgettext_lazy("round", "轮次"))
    name = models.CharField(_("名称"), max_length=80)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("测评体系版本")
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    left_out = models.PositiveIntegerField(_("未计入的行"), default=0)
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("写入时间"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "实地测评轮次")
        constraints = (
            models.UniqueConstraint(fields=("city", "number"), name="round_number_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="round_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.name


class RoundRevocation(CityScoped):
    """A whole round taken back by the office, soon after it was written. The round's rows stay; nothing counts them."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(_("撤回原因"), max_length=200)
    revoked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("撤回时间"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "轮次撤回")

    def __str__(self) -> str:
        return str(self.round_id)


class RoundManner(CityScoped):
    """How the places of a round were visited and chosen. A round without one is counted in no everyday level and moves no chart.

    ``drawn``: the places were drawn by lot; those that were chosen because they had been bad say nothing of how things usually are.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="manner", verbose_name=_("轮次"))
    manner = models.CharField(_("检查方式"), max_length=10, choices=VisitManner.choices)
    drawn = models.BooleanField(_("点位随机抽取"))
    said_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "轮次口径")

    def __str__(self) -> str:
        return f"{self.round_id} {self.manner}"


class Observation(CityScoped):
    """One site judged for one node. ``milli`` is the score in milli-points: 1000 minus the deduction, as it was last corrected.

    ``sheet`` and ``row`` say where it stood in the workbook; ``written`` is the name as the file had it.
    ``item`` is the code of the check item by which it was judged, "" for none.
    ``units_written`` are the responsible units as the row names them, for reading; ``units`` counts them one by one.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="observations", verbose_name=_("轮次"))
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    sheet = models.CharField(_("工作表"), max_length=80)
    row = models.PositiveIntegerField(_("行"))
    serial = models.TextField(_("序号"), blank=True)
    written = models.TextField(_("原写名称"))
    item = models.CharField(_("检查项编号"), max_length=80, blank=True)
    site = models.TextField(_("点位"), blank=True)
    area = models.TextField(_("属地"), blank=True)
    units_written = models.TextField(_("责任单位"), blank=True)
    milli = models.PositiveSmallIntegerField(_("得分（千分之一）"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "测评记录")
        constraints = (
            models.UniqueConstraint(fields=("city", "round", "sheet", "row"), name="observation_row_once_per_round"),
            models.CheckConstraint(condition=models.Q(milli__lte=1000), name="observation_score_at_most_one"),
        )
        indexes = (
            # Each holds all that counting by node, or by area, needs: scores and gaps are read from the index alone.
            models.Index(fields=("city", "round", "node", "area", "milli"), name="observation_counted_by_node"),
            models.Index(fields=("city", "round", "area", "milli"), name="observation_counted_by_area"),
        )

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class ObservationCorrection(CityScoped):
    """That the points of a row were corrected after an appeal: what they were, what they became, and why. The row keeps the latest."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="corrections")
    before = models.PositiveSmallIntegerField(_("原得分（千分之一）"))
    after = models.PositiveSmallIntegerField(_("更正后得分（千分之一）"))
    reason = models.CharField(_("更正原因"), max_length=500)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "测评记录的更正")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(before__lte=1000, after__lte=1000) & ~models.Q(before=models.F("after")),
                name="observation_correction_changes_points",
            ),
        )

    def __str__(self) -> str:
        return f"{self.observation_id} {self.before}→{self.after}"


class ObservationUnit(CityScoped):
    """A responsible unit that the row names; a row may name several, and then counts for each."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="units")
    name = models.TextField(_("单位"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "记录的责任单位")
        constraints = (
            models.UniqueConstraint(fields=("city", "observation", "name"), name="unit_once_per_observation"),
        )

    def __str__(self) -> str:
        return self.name


class RoundTally(CityScoped):
    """How many rows of a round were judged for a node in one area, under one unit, or at one site, and the sum of their milli-points.

    Counted when the round is written, and again when one of its rows is corrected: a list then costs the same for a hundred rows
    and for a hundred thousand. The tallies by area cover every row exactly once ("" where a row names none); those by unit count a row
    that names two units for both; those by site are the few that lost most for the node. They always equal a recount of the rows.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tallies")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("计数口径"), max_length=4, choices=TallyKind.choices)
    name = models.TextField(_("名称"), blank=True)
    rows = models.PositiveIntegerField(_("行数"))
    milli = models.PositiveBigIntegerField(_("得分（千分之一）"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "轮次计数")
        constraints = (
            models.UniqueConstraint(fields=("city", "round", "kind", "node", "name"), name="tally_once_per_name"),
            models.CheckConstraint(
                condition=models.Q(rows__gt=0, milli__lte=1000 * models.F("rows")), name="tally_at_most_one_per_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind} {self.name}"
