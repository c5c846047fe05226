"""Forms of looking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.issues.enums import LookBackResult
from wenming.issues.forms.case_fields import words_field
from wenming.issues.forms.photos import PhotosField
from wenming.issues.forms.units import OfCity


class LookBackForm(OfCity):
    """What the visit found; words only where it could not be judged, photos if one likes."""

    result = forms.ChoiceField(
        label=gettext_lazy("现在怎么样"), choices=LookBackResult.choices, widget=forms.RadioSelect
    )
    note = words_field(gettext_lazy("说一句（看不了时要写）"), rows=2, required=False)
    photos = PhotosField(label=gettext_lazy("照片（可不传）"))

    def clean(self) -> dict[str, Any]:
        """A visit that judged nothing says why."""
        data = super().clean()
        if data.get("result") == LookBackResult.UNJUDGED and not data.get("note", "").strip():
            self.add_error("note", _("看不了的，请写一句为什么"))
        return data


class LookBackSettingsForm(forms.Form):
    """How many visits a week the city makes."""

    per_week = forms.IntegerField(label=gettext_lazy("每周随机回头看件数"), min_value=0, max_value=2000)
    by_risk = forms.IntegerField(label=gettext_lazy("每周另看件数上限"), min_value=0, max_value=500)
    risk_points = forms.IntegerField(label=gettext_lazy("再看一眼的分值"), min_value=1, max_value=1000)
