"""The material part of a year's score, kept with its very inputs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.kernel.models import CityScoped


class MaterialRun(CityScoped):
    """One computation of what the papers of a year reach.

    Grades and completeness go on changing, so ``inputs`` keeps what it rested on: the points of the part and, clause by clause, [code, weight, low, high]
    (exact fractions as text, milli-points). ``input_digest`` covers them, ``result_digest`` every clause's exact points. ``low`` and ``high`` are the
    ends of the range as exact fractions. A run is never changed.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="material_runs")
    year = models.PositiveSmallIntegerField(_("年度"))
    engine_version = models.CharField(_("引擎版本"), max_length=20)
    edition_digest = models.CharField(_("体系校验码"), max_length=64)
    inputs = models.JSONField(_("输入"))
    input_digest = models.CharField(_("输入校验码"), max_length=64)
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    points = models.TextField(_("分值"))
    low = models.TextField(_("最低得分"))
    high = models.TextField(_("最高得分"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人")
    )
    at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "材料得分存档")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "campaign", "year", "engine_version", "input_digest"),
                name="material_run_once_per_input_and_engine",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.year} {self.result_digest[:8]}"
