"""Papers made out of issues: what each of them said, version by version, and the number that it was given outside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import PaperChange, PaperKind, PaperState
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Unit

_ACCOUNT = settings.AUTH_USER_MODEL
_ONE_A_PERIOD = (PaperKind.BULLETIN, PaperKind.MORNING)


class IssuePaper(CityScoped):
    """A paper (督办单、整改通知书、周通报、专报 …) of issues or of a period.

    ``version`` is the newest of its versions. ``number`` is the document number given back by the office's own document system (发文字号),
    with the day of issue and who signed; ``scan`` the signed paper, if somebody brought it. ``unit``: to which unit it goes.
    """

    kind = models.CharField(_("文种"), max_length=16, choices=PaperKind.choices)
    title = models.CharField(_("标题"), max_length=120)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主送单位")
    )
    begins_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=PaperState.choices, default=PaperState.DRAFT)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    number = models.CharField(_("发文字号"), max_length=50, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    signer = models.CharField(_("签发人"), max_length=40, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发件扫描")
    )
    made_by = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("制作人")
    )
    made_at = models.DateTimeField(_("制作时间"))
    changed_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = pgettext_lazy("paper", "公文")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(begins_on__isnull=True, ends_on__isnull=True)
                | models.Q(begins_on__lte=models.F("ends_on")),
                name="issue_paper_period_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PaperState.DRAFT, number="", issued_on__isnull=True)
                | (models.Q(state=PaperState.ISSUED, issued_on__isnull=False) & ~models.Q(number="")),
                name="issue_paper_issued_exactly_with_its_number",
            ),
            models.UniqueConstraint(
                fields=("city", "number"), condition=~models.Q(number=""), name="issue_paper_number_once_per_city"
            ),
            models.UniqueConstraint(
                fields=("city", "kind", "begins_on"),
                condition=models.Q(kind__in=_ONE_A_PERIOD),
                name="issue_paper_once_per_period",
            ),
        )
        indexes = (models.Index(fields=("city", "kind", "-id"), name="issue_paper_by_kind"),)

    def __str__(self) -> str:
        return self.title


class PaperVersion(CityScoped):
    """What a paper said once; appended, never changed. ``content`` holds the data themselves, so that it renders the same for ever."""

    paper = models.ForeignKey(IssuePaper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    change = models.CharField(_("变更"), max_length=8, choices=PaperChange.choices)
    content = models.JSONField(_("内容"), default=dict)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("paper", "公文版本")
        constraints = (
            models.UniqueConstraint(fields=("city", "paper", "number"), name="paper_version_number_once_per_paper"),
        )

    def __str__(self) -> str:
        return f"{self.paper_id} v{self.number}"


class PaperIssue(CityScoped):
    """That a paper is about an issue."""

    paper = models.ForeignKey(IssuePaper, on_delete=models.CASCADE, related_name="about")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="in_papers")

    class Meta:
        verbose_name = pgettext_lazy("paper", "公文所涉问题")
        constraints = (models.UniqueConstraint(fields=("city", "paper", "issue"), name="paper_names_an_issue_once"),)
        indexes = (models.Index(fields=("city", "issue"), name="paper_issue_by_issue"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.issue_id}"
