"""Fields of the forms of titles and cycles: days, points, units by any of their names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import UnitNames

MILLI = 1000


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own chooser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PointsField(forms.DecimalField):
    """Points with at most three decimals; cleans to milli-points."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 1000, "decimal_places": 3, **options})

    def clean(self, value: Any) -> int | None:
        """Return milli-points."""
        points = super().clean(value)
        return None if points is None else int(points * MILLI)


def points_value(milli: int | None) -> Decimal | None:
    """Return milli-points as a form shows them."""
    return None if milli is None else (Decimal(milli) / MILLI).normalize()


class NamedUnitsField(forms.CharField):
    """Units by name, short name, alias or group, as papers write them; cleans to a list of units in the order of the paper."""

    names: UnitNames

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名；几个单位用顿号隔开，也可以写单位组"))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        """Return the units, or say which name means none and which units may be meant."""
        return self.names.units(super().clean(value))


class NamedUnitField(NamedUnitsField):
    """One unit by any of its names; cleans to the unit, or None where nothing is required and nothing was written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名"))
        super().__init__(**options)

    def clean(self, value: Any) -> Unit | None:
        """Return the unit."""
        return self.names.unit(forms.CharField.clean(self, value))


class CityForm(forms.Form):
    """A form whose fields of units know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        names = UnitNames(city, on)
        for field in self.fields.values():
            if isinstance(field, NamedUnitsField):
                field.names = names
