"""Fields of units by any of their names, days and moments; the form that tells them whose they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import UnitNames

PICKER = "%Y-%m-%dT%H:%M"


class CityField(forms.CharField):
    """A field that knows its city."""

    city: City


class UnitsField(forms.CharField):
    """Units by name, short name, alias or group, several with 、 between them; cleans to a list in the order that was written."""

    names: UnitNames

    def clean(self, value: Any) -> Any:
        """Return the units, or say which name means none and which units may be meant."""
        return self.names.units(super().clean(value))


class UnitField(UnitsField):
    """One unit by any of its names; cleans to the unit, or None for nothing."""

    def clean(self, value: Any) -> Unit | None:
        """Return the unit."""
        return self.names.unit(forms.CharField.clean(self, value))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own chooser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Return a field for a moment, with the browser's own chooser."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=PICKER)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[PICKER], **options)


def by_clock_of(city: City, moment: datetime | None) -> datetime | None:
    """Return a moment that was written by the city's clock."""
    return moment.replace(tzinfo=city.zone) if moment else None


class OfCity(forms.Form):
    """A form whose fields know their city, and the names of its units on a day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on, self.names = city, on, UnitNames(city, on)
        for field in self.fields.values():
            self.tell(field)

    def tell(self, field: forms.Field) -> None:
        """Tell a field what it has to know."""
        if isinstance(field, UnitsField):
            field.names = self.names
        if isinstance(field, CityField):
            field.city = self.city
