"""Units as people write them into a field: by any of their names, several divided as papers do."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wenming.engine.naming import Named, NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries.units import name_index, units_in


class UnitNames:
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
            raise ValidationError([self._fault(one) for one in unknown])
        keys = list(dict.fromkeys(key for one in named for key in one.keys))
        found = units_in(self.city).in_bulk(keys) if keys else {}
        return [found[key] for key in keys]

    def unit(self, text: str) -> Unit | None:
        """Return the one unit of a text, None for nothing; ValidationError where it names several, or a group."""
        units = self.units(text)
        if len(units) > 1 or (text and not units):
            raise ValidationError(_("这里只能写一个单位，现在写的是 %(count)s 个") % {"count": len(units)})
        return units[0] if units else None

    def _fault(self, one: Named) -> str:
        """Say that a name means no unit, and what it may mean."""
        names = [unit.name for unit in units_in(self.city).filter(pk__in=one.suggestions)]
        if not names:
            return _("没有叫“%(name)s”的单位；请写单位页上的名称、简称或别名") % {"name": one.written}
        return _("没有叫“%(name)s”的单位；是不是：%(names)s？") % {"name": one.written, "names": _("、").join(names)}
