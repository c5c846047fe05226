"""What left the house: filings in the official order, each with its manifest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.kernel.models import CityScoped, StoredFile

_ACCOUNT = settings.AUTH_USER_MODEL


class Filing(CityScoped):
    """A filing folder as it was made (申报文件夹): ``manifest`` lists [path, digest, paper, clause, number] in the official order.

    ``parts`` are the zip files with their names. ``locks``: it closed the cycle; its items are locked, and it is the archive.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="filings")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第几次导出"))
    template = models.CharField(_("文件名规则"), max_length=120)
    manifest = models.JSONField(_("目录"), default=list)
    digest = models.CharField(_("目录校验码"), max_length=64, blank=True)
    locks = models.BooleanField(_("归档"), default=False)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("导出人"))
    at = models.DateTimeField(_("导出时间"))
    made_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("material", "申报文件夹")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "year", "number"), name="filing_number_once_per_year"),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, digest="") | (models.Q(made_at__isnull=False) & ~models.Q(digest="")),
                name="filing_made_exactly_with_its_digest",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.year}-{self.number}"


class FilingPart(CityScoped):
    """One zip file of a filing."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="parts")
    order = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("文件名"), max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("material", "申报分包")
        constraints = (models.UniqueConstraint(fields=("city", "filing", "order"), name="filing_part_order_once"),)

    def __str__(self) -> str:
        return self.name
