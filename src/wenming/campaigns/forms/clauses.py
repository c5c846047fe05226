"""What people fill in about one clause: its units, what is agreed on it, the leader who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import Part
from wenming.campaigns.forms.naming import CityForm, NamedUnitField, NamedUnitsField


def _units(label: Any) -> NamedUnitsField:
    """Return a field for the units of one part, of which there may be none."""
    return NamedUnitsField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class UnitChoiceForm(CityForm):
    """One unit by any of its names."""

    name = NamedUnitField(max_length=80, help_text="")


class PartsForm(CityForm):
    """The units of a clause, part by part."""

    lead = _units(_("牵头单位"))
    responsible = _units(_("责任单位"))
    cooperating = _units(_("配合单位"))
    sponsor = _units(_("包保单位"))

    def clean(self) -> dict[str, Any]:
        """Refuse one unit with two parts, and name it."""
        data = super().clean() or {}
        seen: set[int] = set()
        for part in Part.values:
            for unit in data.get(part) or ():
                if unit.pk in seen:
                    self.add_error(part, _("“%(unit)s”已经写在另一种分工里；请只留一种") % {"unit": unit.name})
                seen.add(unit.pk)
        return data

    def parts(self) -> dict[str, Any]:
        """Return part -> units."""
        return {part: self.cleaned_data[part] for part in Part.values}


class TermsForm(forms.Form):
    """What is agreed on a clause beside its units."""

    materials = forms.CharField(label=_("材料要求"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    due = forms.CharField(
        label=_("完成时限"), required=False, max_length=60, help_text=_("照文件写，例如：9 月底前、长期坚持")
    )
    due_on = forms.DateField(
        label=_("完成日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("时限能落到某一天时填；年度计划按它排"),
    )
    spots = forms.CharField(label=_("迎检点"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    chief = forms.CharField(
        label=_("责任单位领导"), required=False, max_length=120, help_text=_("照文件写；登记在册的领导请在下面指定")
    )
    note = forms.CharField(label=_("备注"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ChiefForm(forms.Form):
    """The leader who answers for a clause in person; nobody where none is chosen."""

    person = forms.ChoiceField(label=_("负责领导"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", pgettext_lazy("choice", "未指定")), *people]
