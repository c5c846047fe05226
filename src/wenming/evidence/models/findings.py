"""What was found about a photo, who explained it, and how much it weighs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.evidence.enums import FindingKind, FindingState, PictureVariant
from wenming.evidence.models.evidence import Evidence
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL
_ALONE = (FindingKind.TAKEN_EARLIER, FindingKind.TAKEN_LATER, FindingKind.FAR_AWAY)


class Finding(CityScoped):
    """Something about a photo, alone or beside an ``other``, earlier one: never a verdict. Found once; what people say of it stands with it.

    ``distance`` is that of the fingerprints in bits, ``inliers`` how many points agree, ``agreement`` and ``covered`` are thousandths of the overlap
    and of the earlier photo, ``drawing`` the points and corners for the page. ``metres`` and ``minutes`` are by how much place and time differ.
    ``answer`` is what the unit says, ``reason`` what who checked found.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="findings")
    other = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="found_again")
    kind = models.CharField(_("情形"), max_length=14, choices=FindingKind.choices)
    variant = models.CharField(_("画面变化"), max_length=12, choices=PictureVariant.choices, blank=True)
    distance = models.PositiveSmallIntegerField(null=True)
    inliers = models.PositiveSmallIntegerField(null=True)
    agreement = models.PositiveSmallIntegerField(null=True)
    covered = models.PositiveSmallIntegerField(null=True)
    drawing = models.JSONField(default=dict)
    metres = models.PositiveIntegerField(_("相距（米）"), null=True)
    minutes = models.PositiveIntegerField(_("相差（分钟）"), null=True)
    found_at = models.DateTimeField(_("发现时间"))
    state = models.CharField(_("处理"), max_length=10, choices=FindingState.choices, default=FindingState.PROPOSED)
    answer = models.CharField(_("单位说明"), max_length=300, blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("说明时间"), null=True)
    reason = models.CharField(_("核清的情况"), max_length=300, blank=True)
    explained_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(_("核清时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("finding", "比对发现")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "evidence", "other"),
                condition=models.Q(other__isnull=False),
                name="finding_once_per_pair",
            ),
            models.UniqueConstraint(
                fields=("city", "evidence", "kind"),
                condition=models.Q(other__isnull=True),
                name="finding_once_per_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=_ALONE, other__isnull=True)
                | (~models.Q(kind__in=_ALONE) & models.Q(other__isnull=False, other__lt=models.F("evidence"))),
                name="finding_about_one_or_an_earlier_other",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="finding_answered_with_its_hour",
            ),
            models.CheckConstraint(
                condition=(~models.Q(state=FindingState.EXPLAINED) & models.Q(explained_at__isnull=True, reason=""))
                | (models.Q(state=FindingState.EXPLAINED, explained_at__isnull=False) & ~models.Q(reason="")),
                name="finding_explained_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.ANSWERED) | ~models.Q(answer=""),
                name="finding_answered_with_an_answer",
            ),
        )
        indexes = (models.Index(fields=("city", "state", "-id"), name="finding_by_state"),)

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.kind}"


class RiskWeight(CityScoped):
    """How many points a kind of finding weighs in a city, where that is not as usual (``queries.risk.USUAL``)."""

    kind = models.CharField(_("情形"), max_length=14, choices=FindingKind.choices)
    points = models.SmallIntegerField(_("分值"))

    class Meta:
        verbose_name = pgettext_lazy("evidence", "风险权重")
        constraints = (
            models.UniqueConstraint(fields=("city", "kind"), name="risk_weight_once_per_kind"),
            models.CheckConstraint(condition=models.Q(points__range=(-100, 100)), name="risk_weight_in_bounds"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.points}"
