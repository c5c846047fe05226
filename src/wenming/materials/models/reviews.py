"""What reviewers say of a version, what is marked on a paper, what the machine proposes to look at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.materials.enums import CheckKind, CheckState, ReturnReason, ReviewStage
from wenming.materials.models.papers import MaterialVersion, Paper

_ACCOUNT = settings.AUTH_USER_MODEL
_BESIDE = (CheckKind.SAME_TEXT, CheckKind.SAME_PICTURE)


class MaterialReview(CityScoped):
    """What somebody said of a version: it passes, or it goes back for one of the reasons that there are. Appended."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField(_("第几审"), max_length=6, choices=ReviewStage.choices)
    passed = models.BooleanField(_("通过"))
    reason = models.CharField(_("退回原因"), max_length=12, choices=ReturnReason.choices, blank=True)
    words = models.CharField(_("审核意见"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("审核人"))
    at = models.DateTimeField(_("审核时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料审核意见")
        constraints = (
            models.UniqueConstraint(fields=("city", "version", "stage"), name="review_once_per_stage"),
            models.CheckConstraint(
                condition=models.Q(passed=True, reason="") | (models.Q(passed=False) & ~models.Q(reason="")),
                name="review_returns_exactly_with_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.stage}"


class PaperMark(CityScoped):
    """Something on a page of a paper: a red line below the proving sentence, or a remark. The place is in thousandths of the page."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="marks")
    page = models.PositiveSmallIntegerField(_("页"))
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    red_line = models.BooleanField(_("证明语句"))
    words = models.CharField(_("批注"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("批注人"))
    at = models.DateTimeField(_("批注时间"))
    removed_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("material", "材料批注")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(left__lte=1000, top__lte=1000, width__lte=1000, height__lte=1000, page__gte=1),
                name="paper_mark_on_the_page",
            ),
            models.CheckConstraint(
                condition=models.Q(red_line=True) | ~models.Q(words=""), name="paper_mark_says_something"
            ),
        )
        indexes = (models.Index(fields=("city", "paper", "page"), name="paper_mark_by_page"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.page}"


class PaperCheck(CityScoped):
    """Something that the machine proposes to look at, about a paper or about it beside an ``other``, with the facts that it rests on."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="checks")
    other = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("情形"), max_length=14, choices=CheckKind.choices)
    facts = models.JSONField(default=dict)
    state = models.CharField(_("处理"), max_length=9, choices=CheckState.choices, default=CheckState.PROPOSED)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("material", "材料检查")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "paper", "kind"), condition=models.Q(other__isnull=True), name="paper_check_once_per_kind"
            ),
            models.UniqueConstraint(
                fields=("city", "paper", "kind", "other"), condition=models.Q(other__isnull=False), name="paper_check_once_per_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=_BESIDE, other__isnull=False, other__lt=models.F("paper"))
                | (~models.Q(kind__in=_BESIDE) & models.Q(other__isnull=True)),
                name="paper_check_about_one_or_an_earlier_other",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CheckState.PROPOSED, by__isnull=True, at__isnull=True, words="")
                | (~models.Q(state=CheckState.PROPOSED) & models.Q(by__isnull=False, at__isnull=False)),
                name="paper_check_decided_by_somebody",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("city", "state", "-id"), name="paper_check_by_state"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.kind}"
