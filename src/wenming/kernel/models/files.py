"""Files that people gave us, kept by content."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models.cities import CityScoped


class StoredFile(CityScoped):
    """A file as it came in, unchanged. Its bytes lie under ``files/<city>/<sha2>/<sha256>``."""

    sha256 = models.CharField(_("校验码"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    name = models.CharField(_("文件名"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("upload", "文件")
        indexes = (models.Index(fields=("city", "sha256"), name="stored_file_by_content"),)

    def __str__(self) -> str:
        return self.name
