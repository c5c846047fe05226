"""Who answers for a site: units with their parts, and chiefs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.organisations.models import Person, Unit
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.models.sites import Site

_ACCOUNT = settings.AUTH_USER_MODEL


class SiteUnit(CityScoped):
    """A unit's part at a site from ``since`` until ``until`` (empty = open). Ended, never deleted; one responsible unit at a time."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="site_parts", verbose_name=_("单位"))
    part = models.CharField(_("分工"), max_length=12, choices=SitePart.choices)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位分工")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "site", "unit", "part"),
                condition=models.Q(until__isnull=True),
                name="site_part_once_while_it_runs",
            ),
            models.UniqueConstraint(
                fields=("city", "site"),
                condition=models.Q(until__isnull=True, part=SitePart.RESPONSIBLE),
                name="site_has_one_responsible_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="site_part_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=("city", "unit", "part"), name="site_part_by_unit"),)

    def __str__(self) -> str:
        return f"{self.site_id} {self.unit_id} {self.part}"


class SiteChief(CityScoped):
    """A person who answers for a site (点位长、路长、街巷长), from a day until a day; one of each kind at a time."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="chiefs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="site_chiefs", verbose_name=_("人员"))
    kind = models.CharField(_("类别"), max_length=10, choices=ChiefKind.choices)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位负责人")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "site", "kind"),
                condition=models.Q(until__isnull=True),
                name="site_has_one_chief_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="site_chief_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.person_id}"
