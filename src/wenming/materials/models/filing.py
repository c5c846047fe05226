"""What left the house: filings in the official order, each with what it was made of and every file in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.kernel.models import CityScoped, StoredFile
from wenming.materials.enums import PartKind

_ACCOUNT = settings.AUTH_USER_MODEL


class Filing(CityScoped):
    """A filing folder (申报文件夹), made step by step by a job: ``plan`` is what goes into it as it stood then, empty until it is known.

    It holds what was due from ``since`` until ``until``, the twelve months that the assessment of ``year`` looks at.

    ``parts`` are its zip files; it is offered when all of them are there (``made_at``), with the digest of all files. ``locks``: it closed the
    year's cycle and is its archive. ``checked_at`` says when its bytes were last read again, ``faults`` which parts were not what they should be.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="filings")
    year = models.PositiveSmallIntegerField(_("年度"))
    since = models.DateField(_("材料起始日期"))
    until = models.DateField(_("材料截止日期"))
    number = models.PositiveSmallIntegerField(_("第几次导出"))
    template = models.CharField(_("文件名规则"), max_length=120)
    padded = models.BooleanField(_("名称前加序号"), default=True)
    plan = models.JSONField(_("导出内容"), default=dict)
    pieces = models.PositiveIntegerField(_("材料份数"), default=0)
    lacks = models.PositiveIntegerField(_("缺的份数"), default=0)
    digest = models.CharField(_("目录校验码"), max_length=64, blank=True)
    locks = models.BooleanField(_("归档"), default=False)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("导出人"))
    at = models.DateTimeField(_("导出时间"))
    made_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    locked_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    faults = models.JSONField(_("核验不符的分包"), default=list)

    class Meta:
        verbose_name = pgettext_lazy("material", "申报文件夹")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "year", "number"), name="filing_number_once_per_year"),
            models.UniqueConstraint(
                fields=("city", "campaign", "year"), condition=models.Q(made_at__isnull=True), name="filing_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("city", "campaign", "year"), condition=models.Q(locks=True), name="filing_archive_once_per_year"
            ),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="filing_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True, digest="") | (models.Q(made_at__isnull=False) & ~models.Q(digest="")),
                name="filing_made_exactly_with_its_digest",
            ),
            models.CheckConstraint(
                condition=models.Q(locks=False, locked_at__isnull=True)
                | models.Q(locks=True, locked_at__isnull=False, made_at__isnull=False),
                name="filing_locks_only_when_made",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.year}-{self.number}"


class FilingPart(CityScoped):
    """One zip file of a filing. ``manifest`` lists its files in the official order: [path, digest, bytes, paper or 0, number]."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="parts")
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("内容"), max_length=10, choices=PartKind.choices)
    name = models.CharField(_("文件名"), max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    manifest = models.JSONField(_("目录"), default=list)

    class Meta:
        verbose_name = pgettext_lazy("material", "申报分包")
        constraints = (models.UniqueConstraint(fields=("city", "filing", "order"), name="filing_part_order_once"),)

    def __str__(self) -> str:
        return self.name
