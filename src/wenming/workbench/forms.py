"""What people fill in on pages that cross nouns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

ACCEPT = ".xlsx,.xls,.ods"


class WorkbookForm(forms.Form):
    """A workbook."""

    file = forms.FileField(label=_("Excel 文件"), max_length=200, widget=forms.FileInput(attrs={"accept": ACCEPT}))

    def clean_file(self) -> Any:
        """Refuse what is larger than an office's workbook can be."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，上限是 %(limit)s MB；请删去图片或分成几个文件"),
                params={"size": file.size // (1024 * 1024), "limit": settings.UPLOAD_LIMIT_MEGABYTES},
            )
        return file


class NoticeForm(WorkbookForm):
    """A notice on holidays as a workbook."""

    source = forms.CharField(
        label=_("通知名称"), max_length=120, help_text=_("例如：国务院办公厅关于 2027 年部分节假日安排的通知")
    )
