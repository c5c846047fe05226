"""Editions of assessment systems as a city keeps them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile
from wenming.standards.enums import StandardImportState

RESERVED_CODES = frozenset({"diff", "imports", "checklists", "crosswalk", "handbook", "cards"})
"""What stands where an edition's code would in an address: an edition of this code could never be opened."""


class Edition(CityScoped):
    """One edition of one title's assessment system, as read from its file.

    ``source`` is the pack's text, unchanged, and ``digest`` its SHA-256: points and rules are always read from there,
    so that a score can be recomputed from the very bytes. The rows of ``Node`` give its lines an identity to point at.
    """

    code = models.SlugField(_("代号"), max_length=80)
    title = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    edition = models.CharField(_("版本"), max_length=40)
    complete = models.BooleanField(_("完整"))
    source = models.TextField(_("原文"))
    digest = models.CharField(_("校验码"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("录入人")
    )
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = pgettext_lazy("standard", "测评体系版本")
        constraints = (models.UniqueConstraint(fields=("city", "code"), name="edition_once_per_city"),)

    def __str__(self) -> str:
        return self.title


class Node(CityScoped):
    """One line of an edition: project, indicator, content or criterion, in published order (``position`` from 0)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="nodes", verbose_name=_("版本"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    code = models.CharField(_("编号"), max_length=40)
    name = models.CharField(_("名称"), max_length=400)
    name_en = models.CharField(_("英文名称"), max_length=400, blank=True)
    level = models.CharField(_("层级"), max_length=20)
    position = models.PositiveIntegerField(_("顺序"))

    class Meta:
        verbose_name = pgettext_lazy("standard", "测评条目")
        constraints = (
            models.UniqueConstraint(fields=("city", "edition", "code"), name="node_code_once_per_edition"),
            models.UniqueConstraint(fields=("city", "edition", "position"), name="node_position_once_per_edition"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StandardImport(CityScoped):
    """An edition on its way in: a file that is checked at leisure, or lines that are typed in by hand; then adopted or dropped.

    ``mapping`` says what the columns of an office's tables mean, ``answers`` what people said of the file: its ``facts`` and
    its ``edits``, place by place. ``draft`` are the contents (see imports.contents) of what is typed in, None while the file
    speaks; ``undo`` are the contents before the last change. Exactly the adopted ones have an edition.
    """

    name = models.CharField(_("名称"), max_length=120)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("原文件")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=StandardImportState.choices, default=StandardImportState.CHECKING
    )
    mapping = models.JSONField(_("列的对应"), default=dict)
    answers = models.JSONField(_("补充与更正"), default=dict)
    draft = models.JSONField(_("草稿"), null=True)
    undo = models.JSONField(_("改动前的草稿"), null=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("测评体系版本")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = pgettext_lazy("standard", "体系导入")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=StandardImportState.ADOPTED, edition__isnull=False)
                | (~models.Q(state=StandardImportState.ADOPTED) & models.Q(edition__isnull=True)),
                name="standard_import_has_edition_exactly_when_adopted",
            ),
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | models.Q(draft__isnull=False),
                name="standard_import_has_file_or_draft",
            ),
        )

    def __str__(self) -> str:
        return self.name
