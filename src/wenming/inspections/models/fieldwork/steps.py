"""That the inspector said a visit is over, or begun again; appended, the visit itself shows the last of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums.fieldwork import SkipReason, VisitState
from wenming.inspections.models.fieldwork.visits import Visit
from wenming.kernel.models import CityScoped


class VisitStep(CityScoped):
    """What somebody said of a whole visit: over, not looked at (``skip`` says why), or begun again (PLANNED).

    ``key`` was given by the phone: sent twice, it is kept once.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")
    key = models.UUIDField()
    state = models.CharField(_("状态"), max_length=8, choices=VisitState.choices)
    skip = models.CharField(_("没有测评的原因"), max_length=10, choices=SkipReason.choices, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    device = models.CharField(_("设备"), max_length=40)
    said_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("记录人")
    )

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "到点测评进展")
        constraints = (
            models.UniqueConstraint(fields=("city", "key"), name="visit_step_once_per_key"),
            models.CheckConstraint(
                condition=(models.Q(state=VisitState.SKIPPED) & ~models.Q(skip=""))
                | (~models.Q(state=VisitState.SKIPPED) & models.Q(skip="")),
                name="visit_step_skipped_exactly_with_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id} {self.state}"
