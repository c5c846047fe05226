"""What people fill in on pages that cross nouns."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kernel.rules import validate_upload

ACCEPT = ".xlsx,.xls,.ods"


class WorkbookForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=_("Excel 文件"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class NoticeForm(WorkbookForm):
    """A notice on holidays as a workbook."""

    source = forms.CharField(
        label=_("通知名称"), max_length=120, help_text=_("例如：国务院办公厅关于 2027 年部分节假日安排的通知")
    )
