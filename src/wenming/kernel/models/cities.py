"""The tenant, and the manager that never forgets it."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnscopedQueryError(Exception):
    """A query on a city's records did not say which city."""


def validate_time_zone(name: str) -> None:
    """Refuse a time zone that the operating system does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("没有名为“%(name)s”的时区，例如 Asia/Shanghai"), params={"name": name})


RESERVED = frozenset(
    {"accounts", "components", "healthz", "https", "install", "language", "metrics", "onsite", "operations", "static"}
)
"""First parts of addresses that are not a city's."""


def validate_free_slug(slug: str) -> None:
    """Refuse an address that a page of the installation itself holds: nobody could ever open that city."""
    if slug in RESERVED:
        raise ValidationError(_("网址名“%(slug)s”由系统自己使用，请换一个"), params={"slug": slug})


class City(models.Model):
    """A tenant: one city (or county, or district) that runs campaigns, strictly apart from every other.

    ``slug`` is the first part of every address and the folder of its files; it never changes.
    ``retention_months``: how long records with personal data are kept before they are erased.
    """

    slug = models.SlugField(
        _("网址名"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]*$"), validate_free_slug]
    )
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    time_zone = models.CharField(_("时区"), max_length=40, default="Asia/Shanghai", validators=[validate_time_zone])
    retention_months = models.PositiveSmallIntegerField(_("个人信息保留月数"), default=36)
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = pgettext_lazy("tenant", "城市")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which this city's days begin and end."""
        return zoneinfo.ZoneInfo(self.time_zone)


class CityScopedManager(models.Manager):
    """Hands out no rows until a city is named; relations of one record are scoped by that record."""

    def get_queryset(self) -> models.QuerySet:
        """Raise, unless this is the manager of a relation (``round.observations``), which is scoped by its record."""
        if getattr(self, "instance", None) is None:
            raise UnscopedQueryError(
                f"{self.model.__name__}.objects was used without a city; write .in_city(city) or .across_cities()"
            )
        return super().get_queryset()

    def in_city(self, city: City) -> models.QuerySet:
        """Return the rows of one city."""
        return super().get_queryset().filter(city=city)

    def across_cities(self) -> models.QuerySet:
        """Return the rows of all cities: for the system's own jobs and checks, never for a page."""
        return super().get_queryset()

    def create(self, **values: Any) -> models.Model:
        """Create one row; its city is among the values."""
        return super().get_queryset().create(**values)

    def bulk_create(self, objs: Any, **options: Any) -> list:
        """Create many rows at once; each names its city."""
        return super().get_queryset().bulk_create(objs, **options)


class CityScoped(models.Model):
    """Base of every record that belongs to a city."""

    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("tenant", "城市")
    )

    objects = CityScopedManager()

    class Meta:
        abstract = True
