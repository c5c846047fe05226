"""A field round as it is planned and walked; when it is over it is written as a :class:`Round`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.draws.models import Draw
from wenming.inspections.enums.fieldwork import FieldRoundState, IssueOpening, TravelMode
from wenming.inspections.enums.rounds import VisitManner
from wenming.inspections.models.rounds import Round
from wenming.kernel.models import CityScoped
from wenming.standards.models import Edition

_ACCOUNT = settings.AUTH_USER_MODEL
_WRITTEN, _VOID = FieldRoundState.WRITTEN, FieldRoundState.VOID
FULL = 1000


class FieldRound(CityScoped):
    """A field round (实地测评任务) from planning to its result. ``planner`` alone sees where somebody will be before the round is over.

    ``draw`` chose its sites; empty where they were chosen by hand (then it says nothing of how things usually are). ``double_percent`` of its
    sites are coded a second time by somebody else who does not know it: those with the least tickets, which follow from the draw's or,
    without one, from ``seed``. ``days`` are the dates (ISO) on which somebody walks, in order.
    ``place_milli`` is what one place that is not met costs, in milli-points of 1000; ``grades`` lists [name, milli-points], best first.
    ``round`` is what was written of it.
    """

    name = models.CharField(_("名称"), max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评体系版本"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    days = models.JSONField(_("实地日期"), default=list)
    manner = models.CharField(_("检查方式"), max_length=10, choices=VisitManner.choices)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="field_rounds", verbose_name=_("抽样")
    )
    seed = models.CharField(_("随机种子"), max_length=64, blank=True)
    double_percent = models.PositiveSmallIntegerField(_("双人复测比例（%）"), default=0)
    place_milli = models.PositiveSmallIntegerField(_("每处扣分（千分之一）"), default=FULL)
    grades = models.JSONField(_("等次"), default=list)
    opening = models.CharField(_("问题立案时机"), max_length=8, choices=IssueOpening.choices)
    state = models.CharField(_("状态"), max_length=8, choices=FieldRoundState.choices, default=FieldRoundState.PLANNING)
    planner = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("安排人"))
    created_at = models.DateTimeField(_("建立时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="field_round", verbose_name=_("写入的轮次")
    )

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "实地测评任务")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "draw"), condition=~models.Q(state=_VOID), name="field_round_once_per_draw"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="field_round_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(draw__isnull=True) | models.Q(seed=""), name="field_round_seed_only_without_draw"
            ),
            models.CheckConstraint(
                condition=models.Q(double_percent__lte=100, place_milli__range=(1, FULL)),
                name="field_round_shares_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(state=_WRITTEN, round__isnull=False) | (~models.Q(state=_WRITTEN) & models.Q(round__isnull=True)),
                name="field_round_written_exactly_with_its_round",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=_VOID) & ~models.Q(void_reason="")) | (~models.Q(state=_VOID) & models.Q(void_reason="")),
                name="field_round_void_exactly_with_its_reason",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("city", "-id"), name="field_round_by_age"),)

    def __str__(self) -> str:
        return self.name


class Team(CityScoped):
    """Inspectors who walk together (测评小组); ``firm`` is the outside firm that sends them, "" for the city's own people."""

    field_round = models.ForeignKey(FieldRound, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("小组"), max_length=40)
    firm = models.CharField(_("第三方机构"), max_length=80, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "测评小组")
        constraints = (
            models.UniqueConstraint(fields=("city", "field_round", "name"), name="team_once_per_field_round"),
        )

    def __str__(self) -> str:
        return self.name


class TeamMember(CityScoped):
    """Somebody who walks in a round. ``code`` (甲1) stands on sheets and pages where a name would tell units who comes.

    The shift is minutes after midnight, the start a WGS-84 position; both serve the planning of routes alone.
    """

    field_round = models.ForeignKey(FieldRound, on_delete=models.PROTECT, related_name="members")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members", verbose_name=_("小组"))
    account = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评员"))
    code = models.CharField(_("代号"), max_length=20)
    shift_from = models.PositiveSmallIntegerField(_("出发时间（分钟）"), default=510)
    shift_to = models.PositiveSmallIntegerField(_("收工时间（分钟）"), default=1050)
    mode = models.CharField(_("出行方式"), max_length=8, choices=TravelMode.choices, default=TravelMode.WALK)
    start_lat = models.FloatField(_("出发点纬度"), null=True, blank=True)
    start_lng = models.FloatField(_("出发点经度"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "小组成员")
        constraints = (
            models.UniqueConstraint(fields=("city", "field_round", "account"), name="member_once_per_field_round"),
            models.UniqueConstraint(fields=("city", "field_round", "code"), name="member_code_once_per_field_round"),
            models.CheckConstraint(
                condition=models.Q(shift_from__lt=models.F("shift_to"), shift_to__lte=1440),
                name="member_shift_in_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(start_lat__isnull=True, start_lng__isnull=True)
                | models.Q(start_lat__range=(-90, 90), start_lng__range=(-180, 180)),
                name="member_start_whole_or_none",
            ),
        )

    def __str__(self) -> str:
        return self.code
