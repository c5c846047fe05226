"""Ledgers and lists on their way in and out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import IssueSource, LedgerImportState
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped, Event, StoredFile

_ACCOUNT = settings.AUTH_USER_MODEL


class ListMapping(CityScoped):
    """How the lists of one source are read (12345, digital city management): kept, so that next week's file needs no questions.

    ``heads`` are heads of columns with their meaning, ``said`` what people answered: their categories, limits and sources in our words.
    """

    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("来源"), max_length=16, choices=IssueSource.choices)
    heads = models.JSONField(_("列的对应"), default=dict)
    said = models.JSONField(_("补充与更正"), default=dict)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "清单对应")
        constraints = (models.UniqueConstraint(fields=("city", "name"), name="list_mapping_once_per_name"),)

    def __str__(self) -> str:
        return self.name


class LedgerImport(CityScoped):
    """A table of issues on its way in: checked at leisure, then written by a job, or dropped.

    ``source`` is where its rows come from unless they say so themselves. ``mapping`` says what the columns mean, ``answers`` what people said,
    ``reading`` is what the last check found (``queries.ledger_plans``); ``hidden`` are the columns with personal data that were never kept.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原文件"))
    state = models.CharField(
        _("状态"), max_length=10, choices=LedgerImportState.choices, default=LedgerImportState.CHECKING
    )
    source = models.CharField(_("来源"), max_length=16, choices=IssueSource.choices, blank=True)
    list_mapping = models.ForeignKey(
        ListMapping, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("清单对应")
    )
    mapping = models.JSONField(_("列的对应"), default=dict)
    answers = models.JSONField(_("补充与更正"), default=dict)
    reading = models.JSONField(default=dict)
    hidden = models.JSONField(_("不保存的列"), default=list)
    work = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "问题表导入")

    def __str__(self) -> str:
        return str(self.file)


class ImportedIssue(CityScoped):
    """A row of a table that became an issue; written with it, so that a job that begins again writes no row twice."""

    origin = models.ForeignKey(LedgerImport, on_delete=models.PROTECT, related_name="rows")
    place = models.CharField(_("所在行"), max_length=60)
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="imported")

    class Meta:
        verbose_name = pgettext_lazy("issue", "导入的行")
        constraints = (models.UniqueConstraint(fields=("city", "origin", "place"), name="imported_row_once"),)

    def __str__(self) -> str:
        return self.place


class LedgerExport(CityScoped):
    """A ledger too long to wait for, written by a job for whoever asked: what the address asked for, and the file when it is there."""

    query = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    work = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "台账导出")

    def __str__(self) -> str:
        return f"{self.by_id} {self.at}"
