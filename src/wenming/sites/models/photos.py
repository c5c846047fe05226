"""Pictures of sites."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile
from wenming.sites.models.sites import Site


class SitePhoto(CityScoped):
    """A picture of a site; the latest row is shown, a row without files shows none. Nothing is changed or deleted.

    ``file`` is what was sent, unchanged: it may say where and with what it was taken, so it is never shown in a page. ``large`` and
    ``small`` are made from it: upright, at most 1200 and 480 pixels wide or high, and without anything but the picture.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("原图"))
    large = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    caption = models.CharField(_("照片说明"), max_length=60, blank=True)
    taken_on = models.DateField(_("拍摄日期"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位照片")
        constraints = (
            models.UniqueConstraint(fields=("city", "site", "created_at"), name="site_photo_once_per_moment"),
            models.CheckConstraint(
                condition=models.Q(
                    file__isnull=False, large__isnull=False, small__isnull=False, width__gt=0, height__gt=0
                )
                | models.Q(
                    file__isnull=True,
                    large__isnull=True,
                    small__isnull=True,
                    width=0,
                    height=0,
                    caption="",
                    taken_on__isnull=True,
                ),
                name="site_photo_whole_or_none",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site_id} {self.created_at}"
