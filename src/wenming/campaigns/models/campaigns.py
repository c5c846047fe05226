"""A title's cycle in a city: the edition it runs by, its milestones, the official scores, its moves between editions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import EditionMoveState, MilestoneKind
from wenming.campaigns.models.titles import Title
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit
from wenming.standards.models import Edition

_ACCOUNT = settings.AUTH_USER_MODEL


class Campaign(CityScoped):
    """A title's cycle in a city. ``edition`` is the one that holds now; moves between editions are ``EditionMove``.

    ``year_weights``: what each year of the cycle counts in the cycle score, in per mille, in order ([150, 250, 600]); empty
    where nobody has published them. ``target``: the score wanted, in milli-points. ``rulebook`` is the edition whose conditions,
    negative list and title lines hold, where the edition that is worked by says nothing of them. ``applies_on`` is the day of the
    application, from which conditions look back. Papers of a year are those of the twelve months that end with ``material_month``: the
    month before the assessment, as the field has it.
    """

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("称号"))
    name = models.CharField(_("名称"), max_length=80)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("测评体系版本")
    )
    rulebook = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("条件和负面清单依据")
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    applies_on = models.DateField(_("申报日期"), null=True, blank=True)
    year_weights = models.JSONField(_("年度权重（千分比）"), default=list)
    target = models.PositiveIntegerField(_("目标分（毫分）"), null=True, blank=True)
    material_month = models.PositiveSmallIntegerField(_("材料时限截止月"), default=12)
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "创建周期")
        constraints = (
            models.UniqueConstraint(fields=("city", "title", "starts_on"), name="campaign_once_per_title_and_day"),
            models.UniqueConstraint(fields=("city", "name"), name="campaign_name_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(material_month__range=(1, 12)), name="campaign_material_month"),
        )

    def __str__(self) -> str:
        return self.name


class Milestone(CityScoped):
    """Something that must have happened by a day; ``unit`` answers for it. A GATE must be passed to go on (the provincial stage).

    A milestone that falls away keeps its row with the day on which it was cancelled.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(_("类别"), max_length=10, choices=MilestoneKind.choices)
    name = models.CharField(_("事项"), max_length=120)
    due_on = models.DateField(_("完成时限"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位")
    )
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    cancelled_on = models.DateField(_("取消日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "节点")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "name", "due_on"), name="milestone_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | models.Q(cancelled_on__isnull=True),
                name="milestone_done_or_cancelled",
            ),
        )

    def __str__(self) -> str:
        return self.name


class OfficialScore(CityScoped):
    """What the official assessment gave in a year of the cycle: milli-points, and the rank among ``ranked`` where published.

    Appended: the latest row of a year holds.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="scores")
    year = models.PositiveSmallIntegerField(_("年度"))
    score = models.PositiveIntegerField(_("得分（毫分）"))
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    ranked = models.PositiveSmallIntegerField(_("参评数"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=120)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("campaign", "官方成绩")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "year", "at"), name="official_score_once_per_moment"),
            models.CheckConstraint(
                condition=models.Q(rank__isnull=True)
                | models.Q(rank__gte=1, ranked__isnull=True)
                | models.Q(rank__gte=1, ranked__gte=models.F("rank")),
                name="official_rank_within_those_ranked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.score}"


class EditionMove(CityScoped):
    """A campaign's change to another edition (换版): ``decisions`` are what people said, change by change of the comparison.

    ``effect`` is what applying it wrote, row by row, so that it can be taken back.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="moves")
    before = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("旧版本"))
    after = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("新版本"))
    state = models.CharField(
        _("状态"), max_length=10, choices=EditionMoveState.choices, default=EditionMoveState.REVIEWING
    )
    decisions = models.JSONField(_("逐条决定"), default=dict)
    effect = models.JSONField(_("换版结果"), default=dict)
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("建立时间"))
    decided_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("campaign", "换版")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "campaign"),
                condition=models.Q(state=EditionMoveState.REVIEWING),
                name="one_edition_move_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=EditionMoveState.REVIEWING, decided_at__isnull=True)
                | (~models.Q(state=EditionMoveState.REVIEWING) & models.Q(decided_at__isnull=False)),
                name="edition_move_decided_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
