"""What people fill in about a register on its way in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kernel.rules import validate_upload

ACCEPT = ".xlsx,.xls,.ods,.csv"


class RegisterForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("点位表"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
