"""Forms of checks at like sites."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.issues.actions import Plan
from wenming.issues.enums import SweepAnswer, SweepWay
from wenming.issues.forms.case_fields import unit_field, words_field
from wenming.issues.forms.photos import PhotosField
from wenming.issues.forms.units import OfCity, day_field


class SweepForm(OfCity):
    """What is asked, of which sites, by when."""

    question = words_field(gettext_lazy("要查什么"), rows=2)
    way = forms.ChoiceField(label=gettext_lazy("怎么选点位"), choices=SweepWay.choices, widget=forms.RadioSelect)
    count = forms.IntegerField(label=gettext_lazy("最多几处"), min_value=1, max_value=500)
    area = unit_field(gettext_lazy("属地（按属地时填）"), required=False)
    codes = words_field(gettext_lazy("点位编号（指定点位时填，用“、”隔开）"), most=2000, rows=2, required=False)
    due_on = day_field(gettext_lazy("答复期限"))

    def clean(self) -> dict[str, Any]:
        """An area, or codes, where the way of choosing needs them."""
        data = super().clean()
        if data.get("way") == SweepWay.AREA and not data.get("area") and "area" not in self.errors:
            self.add_error("area", _("按属地选点位要写属地"))
        if data.get("way") == SweepWay.CHOSEN and not data.get("codes"):
            self.add_error("codes", _("指定点位要写点位编号"))
        return data

    def plan(self) -> Plan:
        """Return what was asked for."""
        data = self.cleaned_data
        codes = [code for code in re.split(r"[、，,；;\s]+", data["codes"]) if code]
        return Plan(data["question"], data["way"], data["count"], data["due_on"], data["area"], codes)


class SweepAnswerForm(OfCity):
    """Whether the site has it; what, and photos if one likes."""

    answer = forms.ChoiceField(label=gettext_lazy("现场情况"), choices=SweepAnswer.choices, widget=forms.RadioSelect)
    text = words_field(gettext_lazy("说一句（有此问题时要写）"), rows=2, required=False)
    photos = PhotosField(label=gettext_lazy("照片（可不传）"))

    def clean(self) -> dict[str, Any]:
        """A problem is named."""
        data = super().clean()
        if data.get("answer") == SweepAnswer.FOUND and not data.get("text", "").strip():
            self.add_error("text", _("有此问题时请写一句是什么问题"))
        return data


class SweepLimitsForm(forms.Form):
    """About how many sites may be asked at once."""

    most_sites = forms.IntegerField(label=gettext_lazy("一次最多点位数"), min_value=1, max_value=500)
