"""Fields of the forms about one issue: units by any of their names, a site by its code, moments by the city's clock."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine.naming import NamedBy
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.models import Site

BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")


def words_field(label: Any, *, most: int = 300, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for a sentence or two."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


class CityField(forms.CharField):
    """A field that knows its city and the day."""

    city: City
    on: date


class UnitField(CityField):
    """One unit by name, short name or alias; cleans to the unit, or None where nothing is required and nothing was written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名，输入时会列出"))
        options.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(max_length=80, **options)

    def clean(self, value: Any) -> Unit | None:
        """Return the unit, or say which name means none and which units may be meant."""
        text = super().clean(value)
        return unit_named(self, text) if text else None


class UnitsField(CityField):
    """Several units, their names with 、 or a new line between; cleans to a list without repeats, in the order written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("几个单位用“、”隔开"))
        options.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(max_length=800, **options)

    def clean(self, value: Any) -> list[Unit]:
        """Return the units."""
        names = [name.strip() for name in BETWEEN_NAMES.split(super().clean(value)) if name.strip()]
        return list(dict.fromkeys(unit_named(self, name) for name in names))


def unit_named(field: CityField, text: str) -> Unit:
    """Return the unit of a name, or say which units may be meant."""
    named = name_index(field.city, on=field.on).find(text)
    if len(named.keys) == 1:
        return units_in(field.city).get(pk=named.keys[0])
    if named.found_by is NamedBy.GROUP:
        raise forms.ValidationError(_("“%(name)s”是单位组；请写其中一个单位"), params={"name": named.written})
    names = [unit.name for unit in units_in(field.city).filter(pk__in=named.suggestions)]
    if not names:
        raise forms.ValidationError(_("没有叫“%(name)s”的单位；请写单位页上的名称、简称或别名"), params={"name": text})
    near = _("、").join(names)
    raise forms.ValidationError(_("没有叫“%(name)s”的单位；是不是：%(names)s？"), params={"name": text, "names": near})


class SiteCodeField(CityField):
    """A site in use by its code or its exact name; cleans to the site, or None."""

    def clean(self, value: Any) -> Site | None:
        """Return the site."""
        text = super().clean(value).strip()
        if not text:
            return None
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


class MomentField(CityField):
    """A moment by the city's clock; cleans to one with its zone, or None."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        """Show a moment by the city's clock."""
        return value.astimezone(self.city.zone).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        """Return the moment."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.city.zone)
        except ValueError as fault:
            raise forms.ValidationError(_("时间写成 2026-11-30 18:00 这样")) from fault


class OfCity(forms.Form):
    """A form whose fields know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on = city, on
        for field in self.fields.values():
            if isinstance(field, CityField):
                field.city, field.on = city, on
