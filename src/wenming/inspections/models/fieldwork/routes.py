"""Planned routes of a round: the question, the answer, and whether the checker passed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums.fieldwork import RoutePlanState
from wenming.inspections.models.fieldwork.rounds import FieldRound
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class RoutePlan(CityScoped):
    """Routes that were asked for (``problem``), what came out (``plan``), and what the independent checker found (``faults``, empty = passed).

    Both are the maps of ``engine.routes``. ``seed`` chose among routes that are about equally good. Applying writes it into the visits.
    """

    field_round = models.ForeignKey(FieldRound, on_delete=models.PROTECT, related_name="route_plans")
    days = models.JSONField(_("日期"), default=list)
    problem = models.JSONField(_("条件"), default=dict)
    plan = models.JSONField(_("路线"), default=dict)
    seed = models.CharField(_("随机种子"), max_length=64)
    faults = models.JSONField(_("核对结果"), default=list)
    state = models.CharField(_("状态"), max_length=8, choices=RoutePlanState.choices, default=RoutePlanState.WAITING)
    asked_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("安排人"))
    asked_at = models.DateTimeField(_("时间"))
    planned_at = models.DateTimeField(_("算完时间"), null=True, blank=True)
    applied_at = models.DateTimeField(_("采用时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "路线方案")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=RoutePlanState.APPLIED, applied_at__isnull=False)
                | (~models.Q(state=RoutePlanState.APPLIED) & models.Q(applied_at__isnull=True)),
                name="route_plan_applied_exactly_since_a_moment",
            ),
        )
        indexes = (models.Index(fields=("city", "field_round", "-id"), name="route_plan_by_age"),)

    def __str__(self) -> str:
        return f"{self.field_round_id} {self.pk}"
