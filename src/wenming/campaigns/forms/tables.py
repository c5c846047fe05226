"""What people fill in about decomposition tables."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.naming import NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.kernel.rules import validate_upload
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in

ACCEPT = ".xlsx,.xls,.ods,.docx"


class TableForm(forms.Form):
    """Step 1 of an import: the file."""

    file = forms.FileField(
        label=gettext_lazy("任务分解表（Excel 或 Word）"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class MembersForm(forms.Form):
    """The units that a word like 各区 means, one line each."""

    units = forms.CharField(
        label=gettext_lazy("成员单位"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("一行写一个单位，也可以用顿号隔开；写全称、简称或别名都可以"),
    )

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on = city, on

    @cached_property
    def index(self) -> NameIndex:
        """The names of the units of the day."""
        return name_index(self.city, on=self.on)

    def clean_units(self) -> list[Unit]:
        """Return the units, or say which name means none."""
        named = self.index.read(self.cleaned_data["units"])
        unknown = [one.written for one in named if not one.keys and one.found_by is not NamedBy.GROUP]
        if unknown:
            raise forms.ValidationError(
                _("没有这些单位：%(names)s；请写单位页上的名称、简称或别名") % {"names": _("、").join(unknown)}
            )
        keys = list(dict.fromkeys(key for one in named for key in one.keys))
        units = units_in(self.city).in_bulk(keys)
        return [units[key] for key in keys]
