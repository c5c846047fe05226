"""Forms of leaders' notes, one for each part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wenming.issues.forms.case_fields import unit_field, words_field
from wenming.issues.forms.units import OfCity, day_field
from wenming.issues.queries.notes import leaders_in


class ProposeForm(OfCity):
    """To which leader, with what proposal."""

    leader = forms.ModelChoiceField(label=gettext_lazy("呈报领导"), queryset=None)
    proposal = words_field(gettext_lazy("拟办意见"), most=500, rows=4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leader"].queryset = leaders_in(self.city, on=self.on)


class InstructForm(OfCity):
    """What the leader wrote, when, on which paper."""

    instruction = words_field(gettext_lazy("批示内容"), most=500, rows=4)
    on_day = day_field(gettext_lazy("批示日期"))
    paper_number = forms.CharField(label=gettext_lazy("文号（可不填）"), max_length=60, required=False)


class AssignForm(OfCity):
    """Who carries it out, by when."""

    unit = unit_field(gettext_lazy("承办单位"))
    due_on = day_field(gettext_lazy("办结期限"))


class FeedbackForm(OfCity):
    """What came of it."""

    feedback = words_field(gettext_lazy("反馈"), most=500, rows=4)
