"""Units as people name them: by name, short name, alias or group."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.naming import Named, NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in


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


class UnitsText(forms.CharField):
    """Several units as a paper writes them; cleans to the units in its order."""

    names: NamesOfCity

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名；几个单位用顿号隔开，也可以写单位组"))
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def clean(self, value: Any) -> Any:
        """Return the units."""
        return self.names.units(super().clean(value))


class UnitText(forms.CharField):
    """One unit by any of its names; cleans to the unit."""

    names: NamesOfCity

    def clean(self, value: Any) -> Any:
        """Return the unit."""
        units = self.names.units(super().clean(value))
        if len(units) != 1:
            raise forms.ValidationError(_("这里只能写一个单位，现在写的是 %(count)s 个") % {"count": len(units)})
        return units[0]


class NamingForm(forms.Form):
    """A form whose fields of units know the names of their city."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        names = NamesOfCity(city, on)
        for field in self.fields.values():
            if isinstance(field, UnitsText | UnitText):
                field.names = names
