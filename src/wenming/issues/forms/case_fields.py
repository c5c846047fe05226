"""Fields of the forms about one issue: units by any of their names, a site by its code, moments by the city's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.issues.forms.units import CityField, UnitField, UnitsField
from wenming.sites.models import Site


def words_field(label: Any, *, most: int = 300, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for a sentence or two."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def unit_field(label: Any, **options: Any) -> UnitField:
    """Return a field for one unit, with the units of the city to choose from while it is written."""
    options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名，输入时会列出"))
    options.setdefault("widget", _listed())
    return UnitField(label=label, max_length=80, **options)


def units_field(label: Any, **options: Any) -> UnitsField:
    """Return a field for several units, their names with 、 between."""
    options.setdefault("help_text", gettext_lazy("几个单位用“、”隔开"))
    options.setdefault("widget", _listed())
    return UnitsField(label=label, max_length=800, **options)


def _listed() -> forms.TextInput:
    return forms.TextInput(attrs={"list": "units", "autocomplete": "off"})


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
