"""Problems seen on the spot. Each opens one issue."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.models.fieldwork.visits import Visit
from wenming.issues.models import Issue
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class FieldFinding(CityScoped):
    """A problem that was seen at a site under a check item (``item``, "" for none); photos are optional and several (:class:`FieldFile`).

    ``key`` was given by the phone. ``lat``/``lng`` with ``accuracy`` in metres are where the phone was, WGS-84, if it said so. ``issue`` is what it opened.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    key = models.UUIDField()
    item = models.CharField(_("检查项编号"), max_length=80, blank=True)
    text = models.CharField(_("问题描述"), max_length=500, blank=True)
    place = models.CharField(_("具体位置"), max_length=100, blank=True)
    places = models.PositiveSmallIntegerField(_("同类几处"), default=1)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)
    device = models.CharField(_("设备"), max_length=40)
    said_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("记录人"))
    issue = models.OneToOneField(
        Issue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="field_finding",
        verbose_name=_("立案的问题"),
    )

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "现场问题")
        constraints = (
            models.UniqueConstraint(fields=("city", "key"), name="field_finding_once_per_key"),
            models.CheckConstraint(condition=models.Q(places__gte=1), name="field_finding_in_one_place_at_least"),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True, accuracy__isnull=True)
                | models.Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="field_finding_position_whole_or_none",
            ),
        )
        indexes = (models.Index(fields=("city", "visit"), name="field_finding_by_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item}"


class FieldFindingWithdrawal(CityScoped):
    """That the inspector took a finding back (it was recorded by mistake). The finding stays on record and opens no issue."""

    finding = models.OneToOneField(FieldFinding, on_delete=models.PROTECT, related_name="withdrawal")
    key = models.UUIDField()
    said_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("记录人"))

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "现场问题撤销")
        constraints = (models.UniqueConstraint(fields=("city", "key"), name="finding_withdrawal_once_per_key"),)

    def __str__(self) -> str:
        return str(self.finding_id)
