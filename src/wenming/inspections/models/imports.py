"""A round on its way in: from a workbook, or typed in by hand; and its rows that need a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums import ImportState, RowState
from wenming.inspections.models.rounds import Round
from wenming.kernel.models import CityScoped, Event, StoredFile
from wenming.standards.models import Edition

_ACCOUNT = settings.AUTH_USER_MODEL


class RoundImport(CityScoped):
    """A round on its way in: uploaded (or typed in: then there is no ``file``), checked at leisure, then written as a whole or dropped.

    ``cells`` are the workbook's cells and ``reading`` its rows that count as they stand, both packed (``imports.packed``),
    so that the workbook is opened once; the cells are let go when the round is written. ``mapping`` is what a person said about its columns, empty where the headings
    speak for themselves; ``proposed`` the mapping of an earlier file that a person has yet to confirm. ``summary`` holds
    the numbers of the reading (see ``actions.reading``); ``tally`` those of the rows that need a person.
    ``accepted`` maps names as the file writes them to node codes, each accepted for every row that has it.
    ``work`` is the event whose job reads or writes; ``fault`` says why a file could not be read.
    Exactly the written ones have a round.
    """

    name = models.CharField(_("轮次名称"), max_length=80)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评体系版本"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("原文件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    cells = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    reading = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    mapping = models.JSONField(_("对应列"), default=list)
    proposed = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    tally = models.JSONField(default=dict)
    accepted = models.JSONField(_("已接受的名称"), default=dict)
    work = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    fault = models.TextField(_("读不出的原因"), blank=True)
    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, null=True, related_name="source", verbose_name=_("轮次")
    )
    created_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("inspection", "轮次导入")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=ImportState.WRITTEN, round__isnull=False)
                | (~models.Q(state=ImportState.WRITTEN) & models.Q(round__isnull=True)),
                name="import_has_round_exactly_when_written",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="import_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.FAILED) | ~models.Q(fault=""), name="import_failed_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ImportRow(CityScoped):
    """A row of an import that needs a person: one that could not be used as it stood, or one that was typed in.

    ``line`` holds its cells by what they mean (``imports.lines.Line``). ``kind``, ``column``, ``value``, ``suggestions``
    and ``facts`` say what is wrong (an ``engine.observations.Problem``); they stay beside the answer once it is given.
    ``group`` is the same for rows that one decision may settle together; ``asks`` says that a proposal stands to be accepted.
    ``answer`` is what a person said: ``code``, ``deduction``, ``skip``, each alone or together, and ``all`` where it was said
    for the whole group. ``code`` and ``milli`` are what an answered (or faultless typed) row counts for.
    """

    import_of = models.ForeignKey(RoundImport, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(_("工作表"), max_length=80)
    sheet_number = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField(_("行"))
    line = models.JSONField(_("各列"), default=dict)
    written = models.TextField(_("原写名称"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RowState.choices, default=RowState.OPEN)
    kind = models.CharField(_("问题"), max_length=40, blank=True)
    column = models.TextField(_("列"), blank=True)
    value = models.TextField(_("原值"), blank=True)
    suggestions = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    group = models.CharField(max_length=64, blank=True)
    asks = models.BooleanField(default=False)
    answer = models.JSONField(_("处理"), default=dict)
    code = models.CharField(_("测评条目"), max_length=40, blank=True)
    milli = models.PositiveSmallIntegerField(_("得分（千分之一）"), null=True)

    class Meta:
        verbose_name = _("待核对的行")
        constraints = (
            models.UniqueConstraint(fields=("city", "import_of", "sheet", "row"), name="import_row_once"),
            models.CheckConstraint(
                condition=models.Q(state=RowState.USED, milli__isnull=False)
                | (~models.Q(state=RowState.USED) & models.Q(milli__isnull=True)),
                name="import_row_has_points_exactly_when_used",
            ),
            models.CheckConstraint(
                condition=models.Q(milli__isnull=True) | models.Q(milli__lte=1000), name="import_row_at_most_one"
            ),
        )
        indexes = (models.Index(fields=("import_of", "state", "group"), name="import_row_by_group"),)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"
