"""Fields of units by any of their names, days and moments, in the forms of the ledger."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wenming.engine.naming import Named, NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in

PICKER = "%Y-%m-%dT%H:%M"


class UnitsField(forms.CharField):
    """Units by name, short name, alias or group, several with 、 between them; cleans to a list in the order that was written."""

    city: City
    on: date

    @cached_property
    def index(self) -> NameIndex:
        """The names of the units of the day."""
        return name_index(self.city, on=self.on)

    def clean(self, value: Any) -> Any:
        """Return the units, or say which name means none and which units may be meant."""
        text = super().clean(value)
        named = self.index.read(text) if text else ()
        unknown = [one for one in named if not one.keys and one.found_by is not NamedBy.GROUP]
        if unknown:
            raise forms.ValidationError([self._fault(one) for one in unknown])
        keys = list(dict.fromkeys(key for one in named for key in one.keys))
        units = units_in(self.city).in_bulk(keys) if keys else {}
        return [units[key] for key in keys]

    def _fault(self, one: Named) -> str:
        """Say that a name means no unit, and what it may mean."""
        names = [unit.name for unit in units_in(self.city).filter(pk__in=one.suggestions)]
        if not names:
            return _("没有叫“%(name)s”的单位；请写单位页上的名称、简称或别名") % {"name": one.written}
        return _("没有叫“%(name)s”的单位；是不是：%(names)s？") % {"name": one.written, "names": _("、").join(names)}


class UnitField(UnitsField):
    """One unit by any of its names; cleans to the unit, or None for nothing."""

    def clean(self, value: Any) -> Unit | None:
        """Return the unit."""
        units = super().clean(value)
        if len(units) > 1:
            raise forms.ValidationError(_("这里只能写一个单位，现在写的是 %(count)s 个") % {"count": len(units)})
        return units[0] if units else None


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
    """A form whose fields of units know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on = city, on
        for field in self.fields.values():
            if isinstance(field, UnitsField):
                field.city, field.on = city, on
