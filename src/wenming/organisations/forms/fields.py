"""Fields of the organisation's forms: days, and units by any of their names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import UnitNames


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own chooser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class UnitsField(forms.CharField):
    """Units by name, short name, alias or group, as papers write them; cleans to a list of units in the order of the paper."""

    names: UnitNames

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名；几个单位用顿号隔开，也可以写单位组"))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the units, or say which name means none and which units may be meant."""
        return self.names.units(super().clean(value))


class UnitField(UnitsField):
    """One unit by any of its names; cleans to the unit, or None where nothing is required and nothing was written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名"))
        options.setdefault("max_length", 80)
        super().__init__(**options)

    def clean(self, value: Any) -> Unit | None:
        """Return the unit."""
        return self.names.unit(forms.CharField.clean(self, value))


class OfCity(forms.Form):
    """A form whose fields of units know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on, names = city, on, UnitNames(city, on)
        for field in self.fields.values():
            if isinstance(field, UnitsField):
                field.names = names
