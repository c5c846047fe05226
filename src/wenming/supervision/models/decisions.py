"""What was decided about units elsewhere, what is only suggested, and the settings of supervision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.models import Issue, IssuePaper
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit
from wenming.supervision.enums import SuggestionGround, SuggestionState

_ACCOUNT = settings.AUTH_USER_MODEL


class DecisionKind(CityScoped):
    """A kind of decision that the city's papers know (流动红旗、黄牌、约谈 …). What is no longer used is switched off, never deleted."""

    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=30)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    is_praise = models.BooleanField(_("表扬性的"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)
    order = models.PositiveSmallIntegerField(_("排序"))

    class Meta:
        verbose_name = pgettext_lazy("supervision", "决定类别")
        constraints = (
            models.UniqueConstraint(fields=("city", "code"), name="decision_kind_code_once_per_city"),
            models.UniqueConstraint(fields=("city", "name"), name="decision_kind_name_once_per_city"),
        )

    def __str__(self) -> str:
        return self.name


class Decision(CityScoped):
    """A decision about a unit that people took elsewhere: recorded with its day, its paper and who took it; never edited, only withdrawn.

    Always of a unit, never of a person. ``entry``, ``issue`` and ``paper`` are what it rests on, as far as it is known here.
    """

    kind = models.ForeignKey(DecisionKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("类别"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("单位"))
    decided_on = models.DateField(_("决定日期"))
    paper_number = models.CharField(_("文号"), max_length=60)
    body = models.CharField(_("决定机关"), max_length=60)
    note = models.CharField(_("事由"), max_length=300, blank=True)
    entry = models.ForeignKey(
        "supervision.ListEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.ForeignKey(IssuePaper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = pgettext_lazy("supervision", "决定记录")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(paper_number="") & ~models.Q(body=""), name="decision_has_its_paper"
            ),
        )
        indexes = (
            models.Index(fields=("city", "-decided_on", "-id"), name="decision_by_day"),
            models.Index(fields=("city", "unit", "-decided_on"), name="decision_by_unit"),
        )

    def __str__(self) -> str:
        return self.paper_number


class DecisionWithdrawal(CityScoped):
    """That the record of a decision was taken back, and why; the record itself stays."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("撤销原因"), max_length=200)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("撤销时间"))

    class Meta:
        verbose_name = pgettext_lazy("supervision", "决定记录的撤销")

    def __str__(self) -> str:
        return str(self.decision_id)


class Suggestion(CityScoped):
    """What the facts suggest about a unit, to whoever decides elsewhere (``body``). It does nothing by itself.

    ``facts`` are what it rests on, as they were: texts and whole numbers. Taken up it leads to the record of a decision; else it has a reason.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.ForeignKey(DecisionKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("建议"))
    ground = models.CharField(_("依据的事实"), max_length=12, choices=SuggestionGround.choices)
    body = models.CharField(_("由谁决定"), max_length=60)
    facts = models.JSONField(default=dict)
    entry = models.ForeignKey(
        "supervision.ListEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestion"
    )
    reason = models.CharField(_("未采纳的原因"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("提出时间"))
    settled_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("supervision", "处理建议")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "entry"), condition=models.Q(entry__isnull=False), name="suggestion_once_per_entry"
            ),
            models.UniqueConstraint(
                fields=("city", "issue", "ground"),
                condition=models.Q(issue__isnull=False),
                name="suggestion_once_per_issue_and_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False, issue__isnull=True)
                | models.Q(entry__isnull=True, issue__isnull=False),
                name="suggestion_rests_on_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=SuggestionState.OPEN, decision__isnull=True, reason="", settled_at__isnull=True
                )
                | models.Q(state=SuggestionState.TAKEN, decision__isnull=False, reason="", settled_at__isnull=False)
                | (
                    models.Q(state=SuggestionState.DECLINED, decision__isnull=True, settled_at__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="suggestion_settled_with_what_came_of_it",
            ),
        )
        indexes = (models.Index(fields=("city", "state", "-id"), name="suggestion_by_state"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.ground}"


class SupervisionSettings(CityScoped):
    """How a city supervises: working days for an appeal and for its review, reminders before an unanswered complaint is suggested."""

    appeal_days = models.PositiveSmallIntegerField(_("申诉期限（工作日）"), default=3)
    review_days = models.PositiveSmallIntegerField(_("复核期限（工作日）"), default=3)
    reminders = models.PositiveSmallIntegerField(_("催办几次未答复才建议"), default=3)

    class Meta:
        verbose_name = pgettext_lazy("supervision", "督查设置")
        constraints = (
            models.UniqueConstraint(fields=("city",), name="supervision_settings_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(appeal_days__gte=1, review_days__gte=1, reminders__gte=1),
                name="supervision_settings_from_one",
            ),
        )

    def __str__(self) -> str:
        return str(self.city_id)
