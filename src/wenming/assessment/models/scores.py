"""Results, kept with everything needed to find them again to the last digit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.models import Round
from wenming.kernel.models import CityScoped
from wenming.standards.models import Node


class Run(CityScoped):
    """One computation of one round's score.

    ``input_digest`` covers every observation, ``edition_digest`` the standard's file, ``result_digest`` every node's exact
    score. ``score`` and ``attainable`` are exact fractions as text ("71833/1980"). The same inputs under the same engine
    version give the same result digest; a run is never changed.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs", verbose_name=_("轮次"))
    engine_version = models.CharField(_("引擎版本"), max_length=20)
    edition_digest = models.CharField(_("体系校验码"), max_length=64)
    input_digest = models.CharField(_("输入校验码"), max_length=64)
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    score = models.TextField(pgettext_lazy("number", "得分"))
    attainable = models.TextField(pgettext_lazy("number", "满分"))
    at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "计分存档")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "round", "engine_version", "input_digest"), name="run_once_per_input_and_engine"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.result_digest[:8]}"


class Target(CityScoped):
    """The rate that a city wants to reach at a node of an edition; at its root: with the whole of it.

    ``rate`` in ten-thousandths (9250 = 92.50 %); None where the target was given up. A target is never changed: the latest of
    a node holds, all of them are its history.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="targets", verbose_name=_("测评条目"))
    rate = models.PositiveSmallIntegerField(_("目标得分率（万分之一）"), null=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人")
    )
    set_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "目标得分率")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True) | models.Q(rate__gte=1, rate__lte=10_000),
                name="target_above_zero_up_to_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.node_id} {self.rate}"
