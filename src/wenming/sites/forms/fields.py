"""Fields of the register's forms: days, units by any of their names, positions as people write them, opening times, another site."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.openings import Times, UnusableOpeningError, read_opening
from wenming.engine.positions import UnusablePositionError, Written, read_position
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import UnitNames
from wenming.sites.models import Site
from wenming.sites.schemas.words import opening_fault_words, position_fault_words


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own chooser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class UnitField(forms.CharField):
    """One unit by name, short name or alias; cleans to the unit, or None where nothing is required and nothing was written."""

    names: UnitNames

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名"))
        super().__init__(max_length=80, **options)

    def clean(self, value: Any) -> Unit | None:
        """Return the unit, or say which name means none and which units may be meant."""
        return self.names.unit(super().clean(value))


class PositionField(forms.CharField):
    """A position as people write it; cleans to what was read, or None for nothing."""

    def clean(self, value: Any) -> Written | None:
        """Return the position, or say how to write one."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_position(text)
        except UnusablePositionError as fault:
            raise forms.ValidationError(position_fault_words(fault.fault)) from fault


class OpeningField(forms.CharField):
    """Opening times as people write them; cleans to the times, empty for nothing."""

    def clean(self, value: Any) -> Times:
        """Return the times, or say where reading stopped."""
        text = super().clean(value)
        if not text:
            return ()
        try:
            opening = read_opening(text)
        except UnusableOpeningError as fault:
            raise forms.ValidationError(opening_fault_words(fault.fault, fault.part)) from fault
        if opening.beside:
            raise forms.ValidationError(
                _("“%(part)s”不能按星期记；请从这里删去，写进备注"), params={"part": opening.beside}
            )
        return opening.times


class SiteField(forms.CharField):
    """Another site by its code or its exact name; cleans to a site in use."""

    city: City

    def clean(self, value: Any) -> Site:
        """Return the site."""
        text = super().clean(value).strip()
        sites = Site.objects.in_city(self.city).filter(ends_on__isnull=True).select_related("city", "type", "area")
        found = list(sites.filter(code=text)) or list(sites.filter(name=text)[:6])
        if len(found) == 1:
            return found[0]
        if found:
            codes = _("、").join(site.code for site in found)
            raise forms.ValidationError(_("有几个同名的点位，请写编号：%(codes)s"), params={"codes": codes})
        raise forms.ValidationError(
            _("没有编号或名称是“%(name)s”的在用点位；请照台账里的写法填"), params={"name": text}
        )


class OfCity(forms.Form):
    """A form whose fields know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on, names = city, on, UnitNames(city, on)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.names = names
            if isinstance(field, SiteField):
                field.city = city
