"""Editions on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile
from wenming.standards.enums import StandardImportState
from wenming.standards.models.editions import Edition


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
