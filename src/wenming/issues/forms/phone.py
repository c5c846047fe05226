"""The two forms of a unit's phone: 办好了 in one photo and one chip, 办不了 with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.enums import Recurrence, RequestKind
from wenming.issues.forms.acting import AboutIssue, joined
from wenming.issues.forms.case_fields import MomentField, unit_field, words_field
from wenming.issues.forms.photos import ManyPhotosInput, PhotosField

RETURN = "return"
REASONS = (
    (RETURN, gettext_lazy("不归我们管"), gettext_lazy("退回，建议转给别的单位")),
    (str(RequestKind.EXTENSION), gettext_lazy("要更多时间"), gettext_lazy("申请延期，说明到哪天")),
    (str(RequestKind.SUSPENSION), gettext_lazy("现在没条件"), gettext_lazy("申请挂账，条件到了再办")),
    (str(RequestKind.VOIDING), gettext_lazy("不是问题"), gettext_lazy("照标准看是符合的，申请作废")),
)
"""Why it cannot be settled: value, what people say, what it leads to."""


class AnswerForm(AboutIssue):
    """What was done: a photo if one likes, chips of usual sentences, a word."""

    photos = PhotosField(
        label=gettext_lazy("拍照（可不传）"),
        widget=ManyPhotosInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    chips = forms.MultipleChoiceField(
        label=pgettext_lazy("issue answer", "办了什么"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = words_field(gettext_lazy("补一句（可不填）"), required=False, rows=2)
    recurrence = forms.ChoiceField(
        label=gettext_lazy("会不会再有？"), required=False, choices=Recurrence.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, chips: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chips"].choices = [(chip, chip) for chip in chips]
        if not chips:
            self.fields["text"].label = self.fields["chips"].label

    def clean(self) -> dict[str, Any]:
        """One chip or one word at least; a photo alone does not say what was done."""
        data = super().clean()
        if not self.errors and not self.words():
            self.add_error("text", _("点一句常用的话，或写一句办了什么"))
        return data

    def words(self) -> str:
        """Return chips and words as one text."""
        return joined(self.cleaned_data.get("chips", []), self.cleaned_data.get("text", ""))


class CannotForm(AboutIssue):
    """Why not, in words; whose it is instead, or until when."""

    why = forms.ChoiceField(
        label=gettext_lazy("为什么"),
        choices=[(value, label) for value, label, _text in REASONS],
        widget=forms.RadioSelect,
    )
    reason = words_field(gettext_lazy("说一句原因"), rows=2)
    suggested = unit_field(gettext_lazy("该归谁（可不填）"), required=False)
    until = MomentField(label=gettext_lazy("到什么时候"), required=False)

    def clean(self) -> dict[str, Any]:
        """More time means: until when."""
        data = super().clean()
        if data.get("why") == RequestKind.EXTENSION and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("申请延期要写明到什么时候"))
        return data
