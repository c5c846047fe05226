"""Forms of sign-in and of one's own account, where sign-in's (allauth's) need a word of ours or have none."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wenming.kernel.models import Account
from wenming.kernel.rules import normal_phone


class PasskeyForm(AddWebAuthnForm):
    """Add a passkey; the field for its name has a label in the reader's language, which allauth's lacks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("通行密钥的名称")


class PhoneForm(forms.Form):
    """A mobile number, however it is written."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "autofocus": True}),
    )

    def clean_phone(self) -> str:
        """Return the number as accounts keep it."""
        return normal_phone(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    """The six digits of an SMS; blanks between them do no harm."""

    code = forms.CharField(
        label=_("短信验证码"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """Return the digits."""
        digits = "".join(self.cleaned_data["code"].split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
            raise ValidationError(_now("验证码是 6 位数字"))
        return digits


class OwnPasswordForm(forms.Form):
    """A password of one's own, twice."""

    password1 = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    password2 = forms.CharField(
        label=_("再输一次"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account
        self.rules = password_validators_help_texts()

    def clean_password1(self) -> str:
        """Refuse what our rules refuse, and the first password itself."""
        password = self.cleaned_data["password1"]
        validate_password(password, self.account)
        if self.account.check_password(password):
            raise ValidationError(_now("这是初始密码；请换一个只有您自己知道的"))
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean()
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _now("两次输入的不一样；请再输一次"))
        return data
