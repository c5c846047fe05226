"""A photo as proof, and what was computed of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.evidence.enums import PhotoMoment, PictureFault
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Unit
from wenming.sites.models import Site

_ACCOUNT = settings.AUTH_USER_MODEL


class Evidence(CityScoped):
    """A photo that was sent, kept unchanged in ``file``; ``large`` and ``small`` are what pages show of it.

    ``matter`` is the number of the issue that it belongs to, "" for a photo of a site. ``lat``/``lng`` with ``accuracy`` in metres are where it is
    said to be, WGS-84; ``not_before`` is when what it shows was reported. ``at`` is our own clock. Everything else is filled in by the job that
    looks at it (``looked_at``, empty = not yet): ``fault`` says why it could not, ``taken_at`` ``camera`` ``exif_lat`` ``exif_lng`` are what the camera
    wrote (signals only), ``fingerprint`` is PDQ in 64 hex digits with its ``quality`` (below 50 it says nothing).
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原图"))
    large = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    bytes_sha256 = models.CharField(_("文件校验码"), max_length=64)
    moment = models.CharField(_("类别"), max_length=8, choices=PhotoMoment.choices)
    matter = models.CharField(_("问题编号"), max_length=16, blank=True)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("place", "点位")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("责任单位"))
    lat = models.FloatField(_("纬度"), null=True)
    lng = models.FloatField(_("经度"), null=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True)
    not_before = models.DateTimeField(_("上报时间"), null=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    at = models.DateTimeField(_("上传时间"))
    looked_at = models.DateTimeField(_("比对时间"), null=True)
    fault = models.CharField(_("不能比对的原因"), max_length=16, choices=PictureFault.choices, blank=True)
    pixels_sha256 = models.CharField(_("像素校验码"), max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    camera = models.CharField(_("拍摄设备"), max_length=60, blank=True)
    exif_lat = models.FloatField(null=True)
    exif_lng = models.FloatField(null=True)
    fingerprint = models.CharField(_("画面指纹"), max_length=64, blank=True)
    quality = models.PositiveSmallIntegerField(_("指纹质量"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("evidence", "佐证照片")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True, accuracy__isnull=True)
                | models.Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="evidence_position_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(exif_lat__isnull=True, exif_lng__isnull=True)
                | models.Q(exif_lat__range=(-90, 90), exif_lng__range=(-180, 180)),
                name="evidence_camera_position_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(fingerprint="", quality__isnull=True, pixels_sha256="")
                | (~models.Q(fingerprint="") & ~models.Q(pixels_sha256="") & models.Q(quality__range=(0, 100))),
                name="evidence_fingerprint_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(looked_at__isnull=True, fault="", fingerprint="")
                | models.Q(looked_at__isnull=False, fault="", width__gt=0, height__gt=0)
                | (models.Q(looked_at__isnull=False, fingerprint="") & ~models.Q(fault="")),
                name="evidence_looked_at_or_not",
            ),
        )
        indexes = (
            models.Index(
                fields=("city", "id"), condition=models.Q(looked_at__isnull=True), name="evidence_not_looked_at"
            ),
            models.Index(fields=("city", "bytes_sha256"), name="evidence_by_bytes"),
            models.Index(fields=("city", "pixels_sha256"), name="evidence_by_pixels"),
            models.Index(fields=("city", "at"), name="evidence_by_hour"),
            models.Index(fields=("city", "matter"), name="evidence_by_matter"),
        )

    def __str__(self) -> str:
        return f"{self.matter or self.site_id} {self.moment}"

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the photo should have been taken: at its site, else where it is said to be."""
        site = self.site
        if site is not None and site.lat is not None and site.lng is not None:
            return site.lat, site.lng
        return None if self.lat is None or self.lng is None else (self.lat, self.lng)


class EvidenceFeatures(CityScoped):
    """The local features of a photo (``engine.pictures.features.Features.to_bytes``): by themselves, for no list ever reads them."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="features")
    content = models.BinaryField()

    class Meta:
        verbose_name = pgettext_lazy("evidence", "照片特征")
        indexes = (models.Index(fields=("city", "evidence"), name="evidence_features_in_order"),)

    def __str__(self) -> str:
        return str(self.evidence_id)
