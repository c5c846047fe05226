"""Forms of a draw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.draws.enums import ReplacementReason


class WordsForm(forms.Form):
    """What chance said in public."""

    words = forms.CharField(
        label=_("公开的数字或文字"), max_length=200, help_text=_("例如：骰子 4 2 6，或当晚福彩 3D 开奖号 815")
    )


class ReplaceForm(forms.Form):
    """Which unit gives its place up, and why."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=120)
    reason = forms.ChoiceField(label=_("替换原因"), choices=ReplacementReason.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].initial = str(ReplacementReason.CLOSED)


class VoidForm(forms.Form):
    """Why a draw is thrown away."""

    reason = forms.CharField(label=_("作废原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class KeeperForm(forms.Form):
    """Who keeps a draw from now on."""

    keeper = forms.ChoiceField(label=_("移交给"), help_text=_("移交以后只有新保管人看得到抽中的单位"))

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keeper"].choices = keepers
