"""What happened to an issue, appended step by step; photos, requests and the stretches in which its limit did not run."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.evidence.models import Evidence
from wenming.issues.enums import IssueAction, IssueParty, IssueState, PhotoMoment, RequestKind
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL


class IssueStep(CityScoped):
    """One action on an issue; appended, never changed.

    ``unit`` is to or from which unit, ``desk`` at whose desk it lay. ``party`` is in which capacity ``by`` acted, ``entered_for`` the unit for which
    somebody else entered it (代录). ``in_time`` says of the clock that this step stopped whether it had not run out; empty = none ran.
    ``data`` holds what the action alone knows (limit, requested moment, numbers of other issues): texts and whole numbers.
    ``delta`` is by how much the step changed the counts ([day or null, state or counter, area, minor class, unit, number], 0 = none), empty once
    a job has folded it into IssueTotal.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(_("动作"), max_length=12, choices=IssueAction.choices)
    before = models.CharField(_("原状态"), max_length=12, choices=IssueState.choices, blank=True)
    after = models.CharField(_("状态"), max_length=12, choices=IssueState.choices)
    party = models.CharField(_("身份"), max_length=10, choices=IssueParty.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("单位"))
    desk = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("说明"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("到期时间"), null=True)
    in_time = models.BooleanField(_("按时"), null=True)
    data = models.JSONField(default=dict)
    delta = models.JSONField(null=True)
    entered_for = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("代录单位")
    )
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "办理经过")
        indexes = (
            models.Index(fields=("city", "issue", "id"), name="issue_step_by_issue"),
            models.Index(fields=("city", "action", "at"), name="issue_step_by_action"),
            models.Index(fields=("city", "id"), condition=models.Q(delta__isnull=False), name="issue_step_not_folded"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.action}"


class IssuePhoto(CityScoped):
    """A photo of an issue. ``file`` is what was sent, unchanged, never shown; ``large`` and ``small`` are made from it (as SitePhoto)."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="photos")
    step = models.ForeignKey(IssueStep, on_delete=models.PROTECT, related_name="photos")
    moment = models.CharField(_("类别"), max_length=8, choices=PhotoMoment.choices)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原图"))
    large = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    taken_on = models.DateField(_("拍摄日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "问题照片")
        constraints = (
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="issue_photo_has_a_size"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.moment}"


class IssueRequest(CityScoped):
    """What the unit asked for (延期、挂账、作废); one open request at a time. ``until`` is the moment asked for, or granted."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("申请"), max_length=12, choices=RequestKind.choices)
    reason = models.CharField(_("原因"), max_length=300)
    until = models.DateTimeField(_("到"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("申请人"))
    at = models.DateTimeField(_("申请时间"))
    granted = models.BooleanField(_("同意"), null=True)
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("issue", "申请")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "issue"), condition=models.Q(granted__isnull=True), name="issue_has_one_open_request"
            ),
            models.CheckConstraint(
                condition=models.Q(granted__isnull=True, decided_at__isnull=True)
                | models.Q(granted__isnull=False, decided_at__isnull=False),
                name="issue_request_decided_with_its_hour",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.kind}"


class LimitPause(CityScoped):
    """A stretch in which the limit of disposal did not run: waiting for verification, suspended, in dispute."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="pauses")
    begins_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("issue", "停计时段")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "issue"), condition=models.Q(ends_at__isnull=True), name="issue_has_one_open_pause"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("begins_at")),
                name="limit_pause_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} {self.begins_at}"
