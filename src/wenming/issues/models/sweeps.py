"""举一反三: what was found at one site is asked of sites of the same kind, within a budget."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import SweepAnswer, SweepWay
from wenming.issues.models.categories import MinorClass
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit
from wenming.sites.models import Site

_ACCOUNT = settings.AUTH_USER_MODEL
MOST_SITES = 20
"""About how many sites a city may ask at once that has set nothing else."""


class SweepSettings(CityScoped):
    """About how many sites one check asks at most; what a unit's week may hold stands in burden. No row = the usual number."""

    most_sites = models.PositiveSmallIntegerField(_("一次最多点位数"), default=MOST_SITES)

    class Meta:
        verbose_name = pgettext_lazy("sweep", "排查上限")
        constraints = (
            models.UniqueConstraint(fields=("city",), name="sweep_settings_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(most_sites__range=(1, 500)),
                name="sweep_settings_within_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.most_sites)


class Sweep(CityScoped):
    """A bounded check that one issue gave rise to: its question goes to the responsible units of some sites of the same kind.

    ``draw`` is what a random choice was drawn with, so that it can be drawn again.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="sweeps", verbose_name=_("原问题"))
    minor = models.ForeignKey(MinorClass, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("小类"))
    question = models.CharField(_("要查什么"), max_length=300)
    way = models.CharField(_("怎么选点位"), max_length=8, choices=SweepWay.choices)
    draw = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(_("答复期限"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("发起人"))
    at = models.DateTimeField(_("发起时间"))

    class Meta:
        verbose_name = pgettext_lazy("sweep", "举一反三")
        indexes = (models.Index(fields=("city", "-at"), name="sweep_by_time"),)

    def __str__(self) -> str:
        return f"{self.issue_id} {self.question}"


class SweepSite(CityScoped):
    """One site of a check, and what its unit answered; ``found`` is the issue that the answer 有 opened."""

    sweep = models.ForeignKey(Sweep, on_delete=models.PROTECT, related_name="sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("点位"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    asked_at = models.DateTimeField(_("发出时间"))
    answer = models.CharField(_("答复"), max_length=8, choices=SweepAnswer.choices, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    found = models.OneToOneField(
        Issue, on_delete=models.PROTECT, null=True, related_name="found_by", verbose_name=_("发现的问题")
    )
    answered_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("sweep", "排查点位")
        constraints = (
            models.UniqueConstraint(fields=("city", "sweep", "site"), name="sweep_site_once"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True, found__isnull=True)
                | models.Q(answer=SweepAnswer.CLEAR, answered_at__isnull=False, found__isnull=True)
                | models.Q(answer=SweepAnswer.FOUND, answered_at__isnull=False, found__isnull=False),
                name="sweep_site_found_exactly_with_its_issue",
            ),
        )
        indexes = (
            models.Index(fields=("city", "unit", "asked_at"), name="sweep_site_by_unit"),
            models.Index(fields=("city", "site", "asked_at"), name="sweep_site_by_site"),
        )

    def __str__(self) -> str:
        return f"{self.sweep_id} {self.site_id}"
