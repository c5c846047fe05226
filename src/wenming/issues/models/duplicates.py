"""Two reports that may be about one matter, and what somebody said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import DuplicateState
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped


class DuplicatePair(CityScoped):
    """Two issues that are likely one matter. ``issue`` came first (smaller key). Asked once: what was decided is remembered.

    ``score`` is in thousandths, ``metres`` how far apart they lie, ``reasons`` what speaks for it (engine.likeness.LikenessReason).
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="likely")
    other = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="likely_before")
    score = models.PositiveSmallIntegerField(_("相似度（‰）"))
    metres = models.PositiveIntegerField(_("相距（米）"), null=True)
    reasons = models.JSONField(default=list)
    state = models.CharField(_("处理"), max_length=10, choices=DuplicateState.choices, default=DuplicateState.OPEN)
    found_at = models.DateTimeField(_("发现时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    at = models.DateTimeField(_("办理时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("duplicate", "疑似重复的一对问题")
        constraints = (
            models.UniqueConstraint(fields=("city", "issue", "other"), name="duplicate_pair_once"),
            models.CheckConstraint(condition=models.Q(issue__lt=models.F("other")), name="duplicate_pair_in_order"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 1000)), name="duplicate_pair_has_a_score"),
            models.CheckConstraint(
                condition=models.Q(state=DuplicateState.OPEN, at__isnull=True)
                | (~models.Q(state=DuplicateState.OPEN) & models.Q(at__isnull=False)),
                name="duplicate_pair_decided_with_its_hour",
            ),
        )
        indexes = (models.Index(fields=("city", "state", "-score", "id"), name="duplicate_pair_by_score"),)

    def __str__(self) -> str:
        return f"{self.issue_id} {self.other_id} {self.score}"
