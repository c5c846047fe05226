"""The words of a paper, and the number that came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SCAN_LIMIT = 20 * 1024 * 1024
ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class PaperTextForm(forms.Form):
    """Everything on an official paper that people write."""

    title = forms.CharField(
        label=_("标题"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行写不下时自己分行，分在词语之间"),
    )
    recipients = forms.CharField(label=_("主送"), max_length=200, required=False)
    text = forms.CharField(
        label=_("正文"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_(
            "每行一段；“# ”开头是一级标题，“## ”是二级，“### ”是三级，序号自动编。〔表1〕代表原来的表，留在哪里就排在哪里，删掉就不印"
        ),
    )
    copies = forms.CharField(label=_("抄送"), max_length=300, required=False)


class NumberForm(forms.Form):
    """What came back from the office's document system."""

    number = forms.CharField(
        label=_("发文字号"), max_length=50, help_text=_("例如：清创办〔2026〕12号；由本单位的公文系统编号，平台只登记")
    )
    issued_on = forms.DateField(label=_("印发日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    signer = forms.CharField(label=_("签发人"), max_length=40, required=False)
    scan = forms.FileField(
        label=_("签发件扫描"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("可不传；PDF 或照片，不超过 20 MB"),
    )

    def clean_scan(self) -> Any:
        """Refuse what is too large or no document."""
        scan = self.cleaned_data.get("scan")
        if scan is None:
            return None
        if scan.size > SCAN_LIMIT:
            raise forms.ValidationError(_("文件超过 20 MB；请压缩或降低扫描分辨率后再传"))
        if not scan.name.lower().endswith(tuple(ACCEPTED.split(","))):
            raise forms.ValidationError(_("只收 PDF、JPG、PNG；请另存后再传"))
        return scan
