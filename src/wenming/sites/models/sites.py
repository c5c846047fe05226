"""Kinds of places and the places themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Unit
from wenming.sites.enums import Datum, SiteChangeKind

_ACCOUNT = settings.AUTH_USER_MODEL


class SiteType(CityScoped):
    """A kind of place in the city's register. ``checklist`` is the name of its kind in the adopted checklists, "" where none fits.

    ``walking`` says how it is walked; ``hours`` are its usual opening times, as ``Site.hours``.
    """

    name = models.CharField(_("点位类型"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"))
    checklist = models.CharField(_("检查表类型"), max_length=80, blank=True)
    walking = models.CharField(_("走测规则"), max_length=300, blank=True)
    hours = models.JSONField(_("开放时间"), default=list)

    class Meta:
        verbose_name = pgettext_lazy("site", "点位类型")
        constraints = (models.UniqueConstraint(fields=("city", "name"), name="site_type_once_per_city"),)

    def __str__(self) -> str:
        return self.name


class Site(CityScoped):
    """A place where people look (点位), from ``starts_on`` until ``ends_on``. Retired or merged, never deleted.

    ``lat``/``lng`` are WGS-84 degrees; ``given_lat``/``given_lng`` in ``datum`` are what was written. ``cell_8``/``cell_10`` are the
    H3 cells as signed 64-bit numbers. ``hours`` are [weekday 1–7, begin, end] in minutes after midnight; empty = as its type.
    ``token`` stands in the QR code. ``area`` is the street, town or community it lies in (属地).
    """

    code = models.CharField(_("编号"), max_length=40)
    name = models.CharField(_("点位名称"), max_length=100)
    sounds = models.CharField(_("拼音"), max_length=400, blank=True)
    type = models.ForeignKey(SiteType, on_delete=models.PROTECT, related_name="sites", verbose_name=_("点位类型"))
    area = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="sites", verbose_name=_("属地")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    datum = models.CharField(_("坐标系"), max_length=10, choices=Datum.choices, blank=True)
    given_lat = models.FloatField(_("原始纬度"), null=True, blank=True)
    given_lng = models.FloatField(_("原始经度"), null=True, blank=True)
    cell_8 = models.BigIntegerField(null=True, blank=True)
    cell_10 = models.BigIntegerField(null=True, blank=True)
    hours = models.JSONField(_("开放时间"), default=list)
    walking = models.CharField(_("走测规则"), max_length=300, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    photo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("照片")
    )
    token = models.CharField(max_length=16)
    starts_on = models.DateField(_("启用日期"))
    ends_on = models.DateField(_("停用日期"), null=True, blank=True)
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位")
        constraints = (
            models.UniqueConstraint(fields=("city", "code"), name="site_code_once_per_city"),
            models.UniqueConstraint(fields=("city", "token"), name="site_token_once_per_city"),
            models.CheckConstraint(
                condition=models.Q(
                    lat__isnull=True,
                    lng__isnull=True,
                    given_lat__isnull=True,
                    given_lng__isnull=True,
                    datum="",
                    cell_8__isnull=True,
                    cell_10__isnull=True,
                )
                | (
                    models.Q(lat__range=(-90, 90), lng__range=(-180, 180), given_lat__isnull=False)
                    & models.Q(given_lng__isnull=False, cell_8__isnull=False, cell_10__isnull=False)
                    & ~models.Q(datum="")
                ),
                name="site_position_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="site_ends_after_it_starts",
            ),
        )
        indexes = (
            models.Index(fields=("city", "lat", "lng"), name="site_by_position"),
            models.Index(fields=("city", "type", "code"), name="site_by_type"),
            models.Index(fields=("city", "area", "code"), name="site_by_area"),
        )

    def __str__(self) -> str:
        return self.name


class SiteChange(CityScoped):
    """A site was retired, merged ``into`` another or opened again (点位变动); appended."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("变动"), max_length=10, choices=SiteChangeKind.choices)
    into = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    on = models.DateField(_("日期"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位变动")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind=SiteChangeKind.MERGED, into__isnull=False)
                | (~models.Q(kind=SiteChangeKind.MERGED) & models.Q(into__isnull=True)),
                name="site_merged_into_another",
            ),
            models.CheckConstraint(condition=~models.Q(into=models.F("site")), name="site_not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.kind}"
