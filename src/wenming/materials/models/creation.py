"""Mass creation (群众性创建): programmes, applications with everything that was checked and decided, the ledger of titles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.materials.enums.creation import (
    ApplicationAction,
    ApplicationState,
    CreationKind,
    CreationLevel,
    RuleSide,
    UnitTitleAction,
    UnitTitleStatus,
)
from wenming.organisations.models import Unit
from wenming.standards.models import Edition

_ACCOUNT = settings.AUTH_USER_MODEL
OPEN_APPLICATIONS = ("applied", "returned", "preparing", "recommended", "noticed")
CURRENT_TITLES = ("held", "warned")


class Programme(CityScoped):
    """A title that units can earn (创建项目): whom it is for, by which edition, how long it holds, how often it is looked at again.

    ``edition`` brings conditions, negative list and materials. ``years`` a title is valid, ``recheck_months`` between two looks,
    ``notice_days`` the shortest public notice. Applications are taken from ``applies_from`` until ``applies_until``; both empty = always.
    """

    kind = models.CharField(_("创建类别"), max_length=10, choices=CreationKind.choices)
    level = models.CharField(_("级别"), max_length=10, choices=CreationLevel.choices)
    name = models.CharField(_("项目名称"), max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评体系版本"))
    conferred_by = models.CharField(_("命名机关"), max_length=80)
    years = models.PositiveSmallIntegerField(_("有效期（年）"))
    recheck_months = models.PositiveSmallIntegerField(_("复查间隔（月）"))
    notice_days = models.PositiveSmallIntegerField(_("公示天数"))
    applies_from = models.DateField(_("申报开始"), null=True, blank=True)
    applies_until = models.DateField(_("申报截止"), null=True, blank=True)
    ended_on = models.DateField(_("停止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "创建项目")
        constraints = (
            models.UniqueConstraint(fields=("city", "name"), name="programme_name_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(years__gte=1, recheck_months__gte=1, notice_days__gte=1),
                name="programme_times_are_something",
            ),
            models.CheckConstraint(
                condition=models.Q(applies_from__isnull=True)
                | models.Q(applies_until__isnull=True)
                | models.Q(applies_until__gte=models.F("applies_from")),
                name="programme_window_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Application(CityScoped):
    """A unit's application for a title (创建申报). What happened to it is appended as ``ApplicationStep``.

    ``recommended_by`` is the unit above that sent it in. The public notice runs from ``notice_from`` until ``notice_until``, both included.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="applications", verbose_name=_("创建项目")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("申报单位"))
    state = models.CharField(
        _("状态"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.APPLIED
    )
    reason = models.CharField(_("申报理由"), max_length=500)
    recommended_by = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("推荐单位")
    )
    notice_from = models.DateField(_("公示开始"), null=True, blank=True)
    notice_until = models.DateField(_("公示截止"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("申报人"))
    at = models.DateTimeField(_("申报时间"))
    changed_at = models.DateTimeField(_("变动时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "创建申报")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "programme", "unit"),
                condition=models.Q(state__in=OPEN_APPLICATIONS),
                name="application_once_while_open",
            ),
            models.CheckConstraint(
                condition=models.Q(notice_from__isnull=True, notice_until__isnull=True)
                | models.Q(
                    notice_from__isnull=False, notice_until__isnull=False, notice_until__gte=models.F("notice_from")
                ),
                name="application_notice_has_both_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("noticed", "named")) | models.Q(notice_from__isnull=False),
                name="application_named_after_a_notice",
            ),
        )
        indexes = (models.Index(fields=("city", "programme", "state", "-id"), name="application_by_state"),)

    def __str__(self) -> str:
        return f"{self.programme_id} {self.unit_id}"


class ApplicationStep(CityScoped):
    """One thing that was done with an application (申报办理记录), appended: the day of the decision, its paper, what was said."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(_("办理"), max_length=10, choices=ApplicationAction.choices)
    after = models.CharField(_("状态"), max_length=12, choices=ApplicationState.choices)
    on = models.DateField(_("日期"))
    paper = models.CharField(_("文号"), max_length=80, blank=True)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "申报办理记录")

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"


class ApplicationFinding(CityScoped):
    """What somebody found out about one rule for an application (条件核查); appended, the latest of a rule holds.

    ``clear``: the condition is met, or the entry of the negative list has not happened.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="findings")
    side = models.CharField(_("哪一类"), max_length=10, choices=RuleSide.choices)
    rule = models.CharField(_("条款编号"), max_length=40)
    clear = models.BooleanField(_("通过"))
    checked_on = models.DateField(_("核查日期"))
    source = models.CharField(_("依据"), max_length=200)
    paper = models.CharField(_("文号"), max_length=80, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("核查人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "创建条件核查")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "application", "side", "rule", "at"), name="application_finding_once_per_moment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule}"


class NoticeObjection(CityScoped):
    """What was said against a candidate during the public notice (公示异议), and what came of it. Who said it is not kept."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField(_("收到日期"))
    words = models.CharField(_("异议内容"), max_length=500)
    upheld = models.BooleanField(_("属实"), null=True)
    settled_on = models.DateField(_("处理日期"), null=True, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "公示异议")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(settled_on__isnull=True, upheld__isnull=True, outcome="")
                | (models.Q(settled_on__isnull=False, upheld__isnull=False) & ~models.Q(outcome="")),
                name="notice_objection_settled_exactly_with_its_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.received_on}"


class UnitTitle(CityScoped):
    """A title that a unit was given (单位称号). ``status``, ``valid_until`` and ``next_check_on`` are what the latest entry says.

    ``application`` is what it came from, empty for what paper records brought in; ``moved_from`` is the title of the unit that this one carries on for.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="titles", verbose_name=_("创建项目")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="unit_title"
    )
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to")
    named_on = models.DateField(_("命名日期"))
    paper = models.CharField(_("命名文号"), max_length=80)
    status = models.CharField(_("状态"), max_length=10, choices=UnitTitleStatus.choices)
    valid_until = models.DateField(_("有效期至"))
    next_check_on = models.DateField(_("下次复查"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "单位称号")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "programme", "unit"),
                condition=models.Q(status__in=CURRENT_TITLES),
                name="unit_title_once_while_it_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=CURRENT_TITLES, next_check_on__isnull=False)
                | (~models.Q(status__in=CURRENT_TITLES) & models.Q(next_check_on__isnull=True)),
                name="unit_title_checked_again_exactly_while_it_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("named_on")), name="unit_title_valid_after_it_was_named"
            ),
        )
        indexes = (
            models.Index(fields=("city", "status", "next_check_on"), name="unit_title_by_check"),
            models.Index(fields=("city", "unit"), name="unit_title_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.programme_id} {self.unit_id}"


class UnitTitleEntry(CityScoped):
    """One entry of the ledger of a title (单位称号记录), appended: what was decided when, by which paper, and until when the title is valid since."""

    title = models.ForeignKey(UnitTitle, on_delete=models.PROTECT, related_name="entries")
    action = models.CharField(_("记录"), max_length=10, choices=UnitTitleAction.choices)
    status = models.CharField(_("状态"), max_length=10, choices=UnitTitleStatus.choices)
    on = models.DateField(_("日期"))
    valid_until = models.DateField(_("有效期至"))
    paper = models.CharField(_("文号"), max_length=80, blank=True)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("creation", "单位称号记录")
        indexes = (models.Index(fields=("city", "title", "-on", "-id"), name="unit_title_entry_latest"),)

    def __str__(self) -> str:
        return f"{self.title_id} {self.action} {self.on}"
