"""Photos and voice notes of a visit: announced with their digest first, then sent piece by piece."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.evidence.models import Evidence
from wenming.inspections.enums.fieldwork import FieldFileKind
from wenming.inspections.models.fieldwork.findings import FieldFinding
from wenming.inspections.models.fieldwork.visits import Visit
from wenming.kernel.models import CityScoped, StoredFile

_ACCOUNT = settings.AUTH_USER_MODEL


class FieldFile(CityScoped):
    """A photo or voice note as the phone announced it: ``key``, ``sha256`` and ``size`` of its bytes, which are kept unchanged in ``file`` once all have come.

    ``marks`` is what was drawn on the photo: strokes with points as shares (0 to 1) of its width and height; the photo itself is never changed.
    ``evidence`` is the record of the photo as proof, made with its pictures when all bytes were there.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="files")
    finding = models.ForeignKey(FieldFinding, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    key = models.UUIDField()
    kind = models.CharField(_("类别"), max_length=5, choices=FieldFileKind.choices)
    name = models.CharField(_("文件名"), max_length=120, blank=True)
    sha256 = models.CharField(_("文件校验码"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    marks = models.JSONField(_("画的圈"), default=list)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)
    device = models.CharField(_("设备"), max_length=40)
    said_at = models.DateTimeField(_("拍摄时间"))
    received_at = models.DateTimeField(_("收到时间"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    completed_at = models.DateTimeField(_("传完时间"), null=True, blank=True)
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="field_file"
    )

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "现场照片")
        constraints = (
            models.UniqueConstraint(fields=("city", "key"), name="field_file_once_per_key"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=True, completed_at__isnull=True)
                | models.Q(file__isnull=False, completed_at__isnull=False),
                name="field_file_complete_exactly_with_its_bytes",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True, accuracy__isnull=True)
                | models.Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="field_file_position_whole_or_none",
            ),
        )
        indexes = (models.Index(fields=("city", "visit"), name="field_file_by_visit"),)

    def __str__(self) -> str:
        return str(self.key)
