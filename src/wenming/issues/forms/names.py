"""Fields by which people name what they mean: units, a site, a clause, a category."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wenming.issues.forms.units import UnitsField
from wenming.issues.models import MinorClass
from wenming.issues.queries.hints import minors_of
from wenming.kernel.models import Account, City
from wenming.organisations.queries import UnitNames
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to
from wenming.standards.models import Node


class Known:
    """What a form of issues knows: the city, who fills it in and when; names and categories are read once, when first asked for."""

    def __init__(self, account: Account, city: City, at: datetime) -> None:
        self.account, self.city, self.at = account, city, at

    @cached_property
    def names(self) -> UnitNames:
        """The names of the units of the day."""
        return UnitNames(self.city, self.at.astimezone(self.city.zone).date())

    @cached_property
    def minors(self) -> list[MinorClass]:
        """The categories in use."""
        return minors_of(self.city)

    @cached_property
    def minor_choices(self) -> list[tuple[str, Any]]:
        """The categories, under the groups that they belong to."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for minor in self.minors:
            label = f"{minor.major.get_kind_display()} · {minor.major.name}"
            groups.setdefault(label, []).append((str(minor.pk), minor.name))
        return [("", _("以后再定")), *groups.items()]

    def minor(self, key: str) -> MinorClass | None:
        """Return the category with this key, None for anything else."""
        return next((minor for minor in self.minors if str(minor.pk) == key), None)

    def sites(self) -> Any:
        """Return the sites in use that the person sees."""
        return sites_visible_to(self.account, self.city, at=self.at).filter(ends_on=None)

    def site(self, words: str) -> Site | None:
        """Return the one site that bears exactly this name or code, None for several or none."""
        words = words.strip()
        found = list(self.sites().filter(code=words)[:1]) or list(self.sites().filter(name=words)[:2])
        return found[0] if len(found) == 1 else None


class IssueFormBase(forms.Form):
    """A form whose fields know what is known."""

    def __init__(self, *args: Any, known: Known, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        for field in self.fields.values():
            if isinstance(field, (SiteNamed, ClauseNamed)):
                field.known = known
            if isinstance(field, UnitsField):
                field.names = known.names
            if isinstance(field, MinorField):
                field.known = known
                field.widget.choices = known.minor_choices

    @property
    def unnamed_errors(self) -> list[str]:
        """Return every error as a line: a field's name before its own."""
        lines = []
        for name, errors in self.errors.items():
            label = str(self.fields[name].label or "") if name in self.fields else ""
            lines += [f"{label}：{error}" if label else str(error) for error in errors]
        return lines


class SiteNamed(forms.CharField):
    """A site by its code or exact name; cleans to the site, or None for nothing."""

    known: Known

    def clean(self, value: Any) -> Site | None:
        """Return the site."""
        text = super().clean(value)
        if not text:
            return None
        site = self.known.site(text)
        if site is None:
            raise forms.ValidationError(
                _("没有编号或名称是“%(name)s”的在用点位；请照台账里的写法填，或只写位置") % {"name": text}
            )
        return site


class ClauseNamed(forms.CharField):
    """A clause of a standard by its code, or by words that only one leaf bears; cleans to the node, or None for nothing."""

    known: Known

    def clean(self, value: Any) -> Node | None:
        """Return the node of the newest edition that has it."""
        text = super().clean(value)
        if not text:
            return None
        nodes = Node.objects.in_city(self.known.city).select_related("edition").order_by("-edition", "position")
        code = text.split()[0]
        by_code = nodes.filter(code=code).first()
        if by_code is not None:
            return by_code
        found = list(nodes.filter(name__icontains=text, children__isnull=True)[:6])
        newest = [node for node in found if node.edition_id == found[0].edition_id]
        if len(newest) == 1:
            return newest[0]
        if newest:
            names = _("、").join(f"{node.code} {node.name[:20]}" for node in newest)
            raise forms.ValidationError(
                _("有几个条目都含“%(name)s”：%(names)s；请写编号") % {"name": text, "names": names}
            )
        raise forms.ValidationError(_("没有编号或名称含“%(name)s”的测评条目；可以留空") % {"name": text})


class MinorField(forms.CharField):
    """A category by its key; cleans to the category, or None for nothing."""

    widget = forms.Select
    known: Known

    def clean(self, value: Any) -> MinorClass | None:
        """Return the category."""
        text = super().clean(value)
        if not text:
            return None
        minor = self.known.minor(text)
        if minor is None:
            raise forms.ValidationError(_("这个小类已经停用；请另选一个"))
        return minor


def text_area(rows: int, **attributes: Any) -> forms.Textarea:
    """Return a text area of so many lines."""
    return forms.Textarea(attrs={"rows": rows, **attributes})
