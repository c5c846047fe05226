"""What people fill in about one account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kernel.rules import normal_phone


class NumberForm(forms.Form):
    """A number that opens an account by code; empty takes it away."""

    phone = forms.CharField(
        label=_("登录手机"), max_length=30, required=False, help_text=_("不填则清除；清除以后不能再用验证码登录")
    )

    def clean_phone(self) -> str:
        """Return the number as accounts keep it."""
        text = self.cleaned_data["phone"].strip()
        return normal_phone(text) if text else ""


class ReferenceForm(forms.Form):
    """The reference that somebody got when his identity was unknown."""

    reference = forms.CharField(
        label=_("关联编号"), max_length=20, help_text=_("本人从政务账号登录时取得，例如 7K3P-Q9XA；请先确认是他本人")
    )
