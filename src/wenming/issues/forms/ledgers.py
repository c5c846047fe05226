"""What people fill in about a table of issues on its way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.issues.models import ListMapping
from wenming.kernel.models import City
from wenming.kernel.rules import validate_upload

ACCEPT = ".xlsx,.xls,.ods,.csv"


class LedgerForm(forms.Form):
    """The file, and how lists of its kind are read."""

    file = forms.FileField(
        label=_("问题台账或清单"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    known = forms.ModelChoiceField(
        None,
        label=_("已保存的对应"),
        required=False,
        empty_label=_("按表头识别"),
        help_text=_("12345、数字城管等每周都来的清单，第一次对应好保存下来，以后选它就行。"),
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        """Offer what the city has kept."""
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = ListMapping.objects.in_city(city).order_by("name")
