"""What people paste, and what they correct in a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.secrecy import mark_in_text
from wenming.issues.forms.names import (
    IssueFormBase,
    MinorField,
    SiteNamed,
    text_area,
)
from wenming.issues.forms.photos import PHOTO_LABEL, PhotosField
from wenming.issues.forms.units import UnitField
from wenming.issues.models import IssueDraft
from wenming.organisations.enums import LimitUnit

LONGEST = 60_000
MOST_PASTED = 60
"""Photos of one paste: more than a chat is copied at once."""


class PasteForm(forms.Form):
    """Text out of a chat, and pictures."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("聊天文字"), max_length=LONGEST, required=False, widget=text_area(12, spellcheck="false")
    )
    photos = PhotosField(label=PHOTO_LABEL, most=MOST_PASTED)

    def clean(self) -> dict[str, Any]:
        """Photos alone have nothing to stand beside."""
        data = super().clean()
        if not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("请把聊天文字粘贴到这里；只有照片时请用“随手报”或“登记问题”"))
        mark = mark_in_text(data.get("text") or "")
        if mark is not None:
            words = _("文字里有“%(mark)s”：“%(where)s”。涉密和内部资料不得进入本系统；请删去这一段再提交")
            self.add_error("text", words % {"mark": mark.mark, "where": mark.where})
        return data

    @property
    def number(self) -> UUID:
        """Return the number of this form."""
        return self.cleaned_data["form"]


class MorePhotosForm(forms.Form):
    """Photos that come after the text."""

    photos = PhotosField(label=PHOTO_LABEL, most=MOST_PASTED)


class DraftForm(IssueFormBase):
    """What a draft says; each field is kept as soon as it is left."""

    text = forms.CharField(label=gettext_lazy("问题描述"), max_length=300, widget=text_area(2))
    site = SiteNamed(label=gettext_lazy("点位"), required=False, max_length=100)
    place = forms.CharField(label=gettext_lazy("位置"), max_length=200, required=False)
    minor = MinorField(label=gettext_lazy("小类"), required=False)
    unit = UnitField(max_length=400, label=gettext_lazy("责任单位"), required=False)
    limit_amount = forms.IntegerField(label=pgettext_lazy("limit", "时限"), required=False, min_value=1, max_value=999)
    limit_unit = forms.ChoiceField(label=gettext_lazy("时限单位"), required=False, choices=LimitUnit.choices)
    is_urgent = forms.BooleanField(label=gettext_lazy("紧急"), required=False)

    def __init__(self, *args: Any, draft: IssueDraft, **options: Any) -> None:
        options.setdefault("initial", _start(draft))
        super().__init__(*args, auto_id=f"d{draft.pk}-%s", **options)
        self.key = draft.pk

    def clean(self) -> dict[str, Any]:
        """A unit of time without an amount is no limit."""
        data = super().clean()
        data["limit_unit"] = (data.get("limit_unit") or str(LimitUnit.WORK_DAY)) if data.get("limit_amount") else ""
        return data

    def changes(self) -> dict[str, Any]:
        """Return what the draft says now."""
        return dict(self.cleaned_data)


def _start(draft: IssueDraft) -> dict[str, Any]:
    """Return what the form of a draft begins with."""
    return {
        "text": draft.text,
        "site": draft.site.name if draft.site else "",
        "place": draft.place,
        "minor": str(draft.minor_id or ""),
        "unit": draft.unit.name if draft.unit else "",
        "limit_amount": draft.limit_amount,
        "limit_unit": draft.limit_unit or str(LimitUnit.WORK_DAY),
        "is_urgent": draft.is_urgent,
    }
