"""Forms of records of decisions, of what came of a suggestion, of kinds and settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.models import Issue
from wenming.supervision.actions import DecisionFacts
from wenming.supervision.forms.fields import OfCity, UnitField, day_field, words_field
from wenming.supervision.models import DecisionKind, ListEntry


class DecisionForm(OfCity):
    """What a paper decided about a unit."""

    kind = forms.ModelChoiceField(label=pgettext_lazy("decision", "类别"), queryset=None)
    unit = UnitField(label=gettext_lazy("单位"))
    decided_on = day_field(gettext_lazy("决定日期"))
    paper_number = forms.CharField(label=gettext_lazy("文号"), max_length=60)
    body = forms.CharField(label=gettext_lazy("决定机关"), max_length=60)
    note = words_field(
        gettext_lazy("事由（可不填）"), most=300, required=False, help_text=gettext_lazy("只写单位的事，不写个人姓名")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = DecisionKind.objects.in_city(self.city).filter(is_active=True).order_by("order")
        self.fields["kind"].queryset = kinds

    def facts(self, entry: ListEntry | None = None, issue: Issue | None = None) -> DecisionFacts:
        """Return what was filled in, with what it rests on."""
        return DecisionFacts(**self.cleaned_data, entry=entry, issue=issue)


class ReasonForm(forms.Form):
    """Why."""

    reason = words_field(pgettext_lazy("form", "原因"))


class KindForm(forms.Form):
    """A kind of decision."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=30)
    name_en = forms.CharField(label=gettext_lazy("英文名称（可不填）"), max_length=60, required=False)
    is_praise = forms.BooleanField(label=gettext_lazy("是表扬性的"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("仍在使用"), required=False, initial=True)


class SettingsForm(forms.Form):
    """Limits of appeals and reviews."""

    appeal_days = forms.IntegerField(label=gettext_lazy("申诉期限（工作日）"), min_value=1, max_value=60)
    review_days = forms.IntegerField(label=gettext_lazy("复核期限（工作日）"), min_value=1, max_value=60)
    reminders = forms.IntegerField(label=gettext_lazy("催办几次未答复才建议"), min_value=1, max_value=20)


class ComputeForm(forms.Form):
    """Which rule, which period (its first day)."""

    rule = forms.IntegerField(min_value=1)
    begins_on = forms.DateField()


class SinceForm(forms.Form):
    """From which day on."""

    since = day_field(gettext_lazy("自哪天起施行"))
