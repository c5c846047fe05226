"""Fields of the forms of titles and cycles: days, points, units by any of their names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.naming import Named, NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in

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


class NamesOfCity:
    """The names of a city's units on a day, read once however many fields ask for them."""

    def __init__(self, city: City, on: date) -> None:
        self.city, self.on = city, on

    @cached_property
    def index(self) -> NameIndex:
        """What leads written names to units."""
        return name_index(self.city, on=self.on)

    def units(self, text: str) -> list[Unit]:
        """Return the units of a text in its order, each once; ValidationError says which name means none, and what it may mean."""
        named = self.index.read(text) if text else ()
        unknown = [one for one in named if not one.keys and one.found_by is not NamedBy.GROUP]
        if unknown:
            raise forms.ValidationError([self._fault(one) for one in unknown])
        keys = list(dict.fromkeys(key for one in named for key in one.keys))
        found = units_in(self.city).in_bulk(keys)
        return [found[key] for key in keys]

    def _fault(self, one: Named) -> str:
        """Say that a name means no unit, and what it may mean."""
        names = [unit.name for unit in units_in(self.city).filter(pk__in=one.suggestions)]
        if not names:
            return _("没有叫“%(name)s”的单位；请写单位页上的名称、简称或别名") % {"name": one.written}
        return _("没有叫“%(name)s”的单位；是不是：%(names)s？") % {"name": one.written, "names": _("、").join(names)}


class NamedUnitsField(forms.CharField):
    """Units by name, short name, alias or group, as papers write them; cleans to a list of units in the order of the paper."""

    names: NamesOfCity

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
        units = super().clean(value)
        if len(units) > 1 or (self.required and not units):
            raise forms.ValidationError(_("这里只能写一个单位，现在写的是 %(count)s 个") % {"count": len(units)})
        return units[0] if units else None


class CityForm(forms.Form):
    """A form whose fields of units know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        names = NamesOfCity(city, on)
        for field in self.fields.values():
            if isinstance(field, NamedUnitsField):
                field.names = names
