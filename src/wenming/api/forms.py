"""The form of a new key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.api.enums import KeyPurpose
from wenming.api.rules import may_have_key
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in
from wenming.organisations.rules import units_of


class KeyForm(forms.Form):
    """What the key is for and what one calls it; a calendar may be that of one unit."""

    purpose = forms.ChoiceField(label=_("用途"))
    name = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("写给自己看的，例如“办公室电脑的 QGIS”“我的手机”")
    )
    unit = forms.ModelChoiceField(
        label=_("哪些日期"),
        queryset=Unit.objects.across_cities().none(),
        required=False,
        empty_label=_("与我的岗位有关的全部"),
        help_text=_("只用于日历订阅"),
    )

    def __init__(self, *args: Any, account: Account, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [choice for choice in KeyPurpose.choices if may_have_key(choice[0], account, city)]
        self.fields["purpose"].choices = allowed
        self.fields["unit"].queryset = units_in(city).filter(pk__in=[unit.pk for unit in units_of(account, city)])

    def clean(self) -> dict[str, Any]:
        """Forget the unit where the key is for no calendar."""
        cleaned = super().clean() or {}
        if cleaned.get("purpose") != KeyPurpose.CALENDAR:
            cleaned["unit"] = None
        return cleaned
