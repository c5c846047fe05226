"""Forms of burden: a request, a budget, the estimates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wenming.burden.actions import Wanted
from wenming.burden.enums import AskKind, AskPurpose, Measure
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in

MOST = 3000


class AskForm(forms.Form):
    """What is to be asked of which units."""

    units = forms.CharField(
        label=_("向哪些单位要（用“、”隔开）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写单位页上的名称、简称、别名或单位组"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("要什么"), choices=AskKind.choices)
    count = forms.IntegerField(label=_("数量"), min_value=1, max_value=1000, initial=1)
    fact = forms.CharField(label=_("要的内容"), max_length=200)
    why = forms.CharField(
        label=_("为什么不能从已有数据取"), max_length=200, help_text=_("平台里有的、别的表里填过的，不要再要")
    )
    reference = forms.CharField(
        label=_("哪一件事"), max_length=100, help_text=_("一件事只填一次：同一单位的同一件事，有效期内不能再要")
    )
    until = forms.DateField(
        label=_("有效至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on = city, on

    def clean_units(self) -> list[Unit]:
        """Return the units that the text names; each is named once."""
        readings = name_index(self.city, on=self.on).read(self.cleaned_data["units"])
        unknown = [reading.written for reading in readings if not reading.keys]
        if unknown:
            raise forms.ValidationError(_now("没有这个单位：%(names)s"), params={"names": "、".join(unknown)})
        keys = list(dict.fromkeys(key for reading in readings for key in reading.keys))
        found = units_in(self.city).in_bulk(keys)
        return [found[key] for key in keys]

    def asks(self) -> list[Wanted]:
        """Return what is to be asked."""
        data = self.cleaned_data
        named = {name: data[name] for name in ("kind", "count", "fact", "why", "until")}
        reference = f"own:{data['reference'].strip()}"
        return [
            Wanted(unit=unit, purpose=str(AskPurpose.OTHER), reference=reference, **named) for unit in data["units"]
        ]


class LimitForm(forms.Form):
    """What a unit of a kind may be asked in a week."""

    since = forms.DateField(label=_("起算日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for measure, label in Measure.choices:
            self.fields[measure] = forms.IntegerField(label=label, min_value=0, max_value=MOST)
        self.order_fields([*Measure.values, "since"])


class EstimatesForm(forms.Form):
    """How many minutes one piece of each kind takes about."""

    since = forms.DateField(label=_("起算日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, label in AskKind.choices:
            self.fields[kind] = forms.IntegerField(label=label, min_value=1, max_value=480)
        self.order_fields([*AskKind.values, "since"])
