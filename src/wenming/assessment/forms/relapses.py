"""What people fill in about alarms of relapse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.enums import RelapseOutcome
from wenming.assessment.queries.relapses import OPEN, AlarmFilter


class AlarmFilterForm(forms.Form):
    """Which alarms to list."""

    outcome = forms.ChoiceField(
        label=_("核看"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "全部")),
            (OPEN, pgettext_lazy("relapse", "还没人看")),
            *RelapseOutcome.choices,
        ],
    )
    unit = forms.TypedChoiceField(label=_("责任单位"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=_("点位或条目"), required=False, max_length=60)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", pgettext_lazy("filter", "全部")), *units]

    def wanted(self) -> AlarmFilter:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return AlarmFilter(data.get("outcome", ""), data.get("unit"), data.get("q", ""))


class VerdictForm(forms.Form):
    """What was found."""

    outcome = forms.ChoiceField(label=_("看过的结果"), choices=[("", _("请选择")), *RelapseOutcome.choices])
    note = forms.CharField(
        label=_("说明（可不填）"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class RelapseSettingsForm(forms.Form):
    """How many false alarms are bearable."""

    per_month = forms.IntegerField(
        label=_("每月容许的误报（个）"),
        min_value=1,
        max_value=100,
        help_text=_("全市所有监测图合计。容许得少，报得晚；容许得多，报得早。"),
    )
    times = forms.IntegerField(
        label=_("复发判为平常的几倍"),
        min_value=2,
        max_value=5,
        help_text=_("未符合率升到该点位平常的几倍，算复发。常用 3。"),
    )
