"""Registers of sites on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, Event, StoredFile
from wenming.sites.enums import SiteImportState


class SiteImport(CityScoped):
    """A workbook of sites on its way in: checked at leisure, then written or dropped.

    ``mapping`` says what the columns mean and which datum the positions are in, ``answers`` what people said of single rows.
    ``reading`` is what the last check found (``queries.plans``), and what was written; ``work`` is the event whose job writes.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原文件"))
    state = models.CharField(
        _("状态"), max_length=10, choices=SiteImportState.choices, default=SiteImportState.CHECKING
    )
    mapping = models.JSONField(_("列的对应"), default=dict)
    answers = models.JSONField(_("补充与更正"), default=dict)
    reading = models.JSONField(default=dict)
    work = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("site", "点位表导入")

    def __str__(self) -> str:
        return str(self.file)
