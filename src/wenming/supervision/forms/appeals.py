"""Forms of appeals: the unit's three steps, and the review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.supervision.enums import AppealInput
from wenming.supervision.forms.fields import OfCity, PhotosField, UnitField, words_field
from wenming.supervision.models import Appeal

OF_ISSUES = (AppealInput.ISSUE_UNIT, AppealInput.ISSUE_VOID, AppealInput.ISSUE_IN_TIME)
UPHOLD, REJECT = "uphold", "reject"


class AppealForm(OfCity):
    """What is wrong, why, and photos; of an issue also whose it is instead."""

    input = forms.ChoiceField(label=gettext_lazy("哪里不对"), widget=forms.RadioSelect)
    wanted = UnitField(label=gettext_lazy("应归哪个单位（可不填）"), required=False)
    statement = words_field(gettext_lazy("申诉理由"), most=500, rows=4)
    photos = PhotosField(label=gettext_lazy("照片（可不传）"))

    def __init__(self, *args: Any, inputs: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["input"].choices = [(one, AppealInput(one).label) for one in inputs]
        if str(AppealInput.ISSUE_UNIT) not in inputs:
            del self.fields["wanted"]
        if len(inputs) == 1:
            self.fields["input"].initial = inputs[0]


class ReviewForm(OfCity):
    """Whether the unit is right, what the input is instead, and why."""

    verdict = forms.ChoiceField(label=gettext_lazy("复核结论"), widget=forms.RadioSelect)
    deduction = forms.DecimalField(
        label=gettext_lazy("更正后的扣分"), min_value=0, max_value=1, max_digits=4, decimal_places=3, required=False
    )
    unit = UnitField(label=gettext_lazy("应归单位"), required=False)
    answer = words_field(gettext_lazy("复核意见"), most=500, rows=4)

    def __init__(self, *args: Any, appeal: Appeal, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["verdict"].choices = [
            (UPHOLD, pgettext_lazy("review", "成立，更正输入")),
            (REJECT, pgettext_lazy("review", "不成立")),
        ]
        if appeal.input != AppealInput.OBSERVATION:
            del self.fields["deduction"]
        if appeal.input != AppealInput.ISSUE_UNIT:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Ask for the deduction where one is to be corrected."""
        data = super().clean() or {}
        asked = "deduction" in self.fields and data.get("verdict") == UPHOLD
        if asked and data.get("deduction") is None and "deduction" not in self.errors:
            self.add_error("deduction", _("请填写更正后的扣分，不扣分填 0"))
        return data

    def milli(self) -> int | None:
        """Return the points of the row that follow from the deduction."""
        deduction = self.cleaned_data.get("deduction")
        return None if deduction is None else int(1000 - deduction * 1000)
