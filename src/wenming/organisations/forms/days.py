"""What people fill in about the calendar."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.deadlines import Season
from wenming.organisations.forms.fields import day_field

SPAN = re.compile(r"^(\d{1,2})[:：](\d{2})\s*[-–—~至]\s*(\d{1,2})[:：](\d{2})$")
BETWEEN = re.compile(r"[,，;；、\s]+")
FIRST_LEAP_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY_CHOICES = (
    ("off", pgettext_lazy("calendar", "放假")),
    ("work", pgettext_lazy("calendar", "上班")),
    ("plain", gettext_lazy("按星期计算")),
)


class DayForm(forms.Form):
    """What one day is."""

    day = day_field(gettext_lazy("日期"))
    what = forms.ChoiceField(label=gettext_lazy("这一天"), choices=DAY_CHOICES)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40, required=False)


class HoursField(forms.CharField):
    """Working hours as people write them, 8:00-12:00 15:00-18:00; cleans to spans in minutes."""

    def clean(self, value: Any) -> tuple[tuple[int, int], ...]:
        """Return the spans, or say which one cannot be read."""
        text = re.sub(r"\s*([-–—~至])\s*", r"\1", super().clean(value) or "")
        spans = []
        for part in filter(None, BETWEEN.split(text)):
            found = SPAN.match(part)
            if not found:
                raise forms.ValidationError(_("看不懂“%(part)s”；请写成 8:00-12:00"), params={"part": part})
            hour, minute, until_hour, until_minute = map(int, found.groups())
            spans.append((hour * 60 + minute, until_hour * 60 + until_minute))
        return tuple(spans)


class SeasonForm(forms.Form):
    """Working hours from a day of the year on; a row left empty is none."""

    month = forms.IntegerField(label=gettext_lazy("起始月"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=gettext_lazy("起始日"), min_value=1, max_value=31, required=False)
    hours = HoursField(label=gettext_lazy("工作时间"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half a row, a day that no month has, and hours that overlap."""
        data = super().clean()
        month, day, hours = data.get("month"), data.get("day"), data.get("hours")
        if self.errors or not (month or day or hours):
            return data
        if not (month and day and hours):
            raise forms.ValidationError(_("起始月、起始日和工作时间要一起填，或都不填"))
        if day > FIRST_LEAP_DAYS[month - 1]:
            raise forms.ValidationError(_("%(month)s 月没有 %(day)s 日"), params={"month": month, "day": day})
        try:
            data["season"] = Season((month, day), hours)
        except ValueError as fault:
            raise forms.ValidationError(_("几段时间要从早到晚、互不重叠，并且在一天之内")) from fault
        return data


class SeasonSet(forms.BaseFormSet):
    """Four rows are enough: two seasons, and room."""

    def clean(self) -> None:
        """Refuse two seasons that begin on one day."""
        starts = [one.since for one in self.seasons]
        if len(starts) != len(set(starts)):
            raise forms.ValidationError(_("两行的起始日相同；请改正其中一行"))

    @property
    def seasons(self) -> list[Season]:
        """Return the seasons in the order of the year."""
        found = [form.cleaned_data["season"] for form in self.forms if form.cleaned_data.get("season")]
        return sorted(found, key=lambda one: one.since)


SeasonFormSet = forms.formset_factory(SeasonForm, formset=SeasonSet, extra=0, max_num=4)


class VisitForm(forms.Form):
    """Why the visit period begins."""

    reason = forms.CharField(label=gettext_lazy("事由"), max_length=120)
