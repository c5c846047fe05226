"""The form of the office and the second dispatchers: everything that is known, and how far it goes at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.actions import Entry, Onward, Report
from wenming.issues.enums import IssueSource
from wenming.issues.forms.names import (
    ClauseNamed,
    IssueFormBase,
    MinorField,
    SiteNamed,
    text_area,
)
from wenming.issues.forms.photos import PHOTO_LABEL, PhotosField
from wenming.issues.forms.units import UnitField, UnitsField
from wenming.issues.models import Issue
from wenming.issues.queries.nearby import Found
from wenming.issues.rules import desks_of, usual_desk
from wenming.organisations import enums
from wenming.organisations.models import Unit
from wenming.organisations.rules import works_in_office

MOMENT = {"type": "datetime-local"}
FILE, DISPATCH = "file", "dispatch"


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Return a field for a moment, with the browser's own chooser; the city's clock is the server's."""
    widget = forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, **options)


class EntryForm(IssueFormBase):
    """A new issue. ``form`` is its own number; ``do`` how far it goes: nothing, "file" or "dispatch"."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    same = forms.CharField(required=False, widget=forms.HiddenInput)
    do = forms.ChoiceField(required=False, choices=[("", ""), (FILE, FILE), (DISPATCH, DISPATCH)])
    text = forms.CharField(label=gettext_lazy("问题描述"), max_length=300, widget=text_area(3))
    photos = PhotosField(label=PHOTO_LABEL)
    site = SiteNamed(
        label=gettext_lazy("点位"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("编号或名称；不是点位就只写位置"),
        widget=forms.TextInput(attrs={"list": "known-sites", "autocomplete": "off"}),
    )
    place = forms.CharField(label=gettext_lazy("位置"), max_length=200, required=False)
    area = UnitField(
        max_length=400,
        label=gettext_lazy("属地"),
        required=False,
        help_text=gettext_lazy("留空则按点位；写街道、乡镇或社区"),
    )
    minor = MinorField(label=gettext_lazy("小类"), required=False)
    node = ClauseNamed(
        label=gettext_lazy("测评条目"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("写编号，或只有一条含有的词"),
        widget=forms.TextInput(attrs={"list": "known-clauses", "autocomplete": "off"}),
    )
    is_urgent = forms.BooleanField(label=gettext_lazy("紧急"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("来源"), choices=IssueSource.choices)
    source_number = forms.CharField(
        label=gettext_lazy("来源编号"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("热线、督办件等原来的编号"),
    )
    found_at = moment_field(gettext_lazy("发现时间"), help_text=gettext_lazy("留空则为现在"))
    reported_for = UnitField(
        max_length=400,
        label=gettext_lazy("代录单位"),
        required=False,
        help_text=gettext_lazy("替别的单位登记时填写，记录里会标明“代录”"),
    )
    desk = forms.ChoiceField(label=gettext_lazy("收办单位"), required=False)
    unit = UnitField(max_length=400, label=gettext_lazy("责任单位"), required=False)
    helpers = UnitsField(
        max_length=400, label=gettext_lazy("会办单位"), required=False, help_text=gettext_lazy("几个单位用顿号隔开")
    )
    amount = forms.IntegerField(label=pgettext_lazy("limit", "时限"), required=False, min_value=1, max_value=999)
    amount_unit = forms.ChoiceField(label=gettext_lazy("时限单位"), required=False, choices=enums.LimitUnit.choices)
    until = moment_field(pgettext_lazy("limit", "或到"))
    condition = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.desks = desks_of(self.known.account, self.known.city)
        own = [(str(unit.pk), unit.name) for unit in self.desks]
        self.fields["desk"].choices = [*own, ("", _("市创建办"))]
        usual = usual_desk(self.known.account, self.known.city)
        self.fields["desk"].initial = str(usual.pk) if usual else ""
        if not own:
            self.fields.pop("desk")

    @property
    def desk_meant(self) -> Unit | None:
        """Return at whose desk it lies."""
        return next((unit for unit in self.desks if str(unit.pk) == self.cleaned_data.get("desk")), None)

    def clean_found_at(self) -> datetime | None:
        """Nothing is found in the future."""
        found = self.cleaned_data["found_at"]
        if found is not None and found > self.known.at:
            raise forms.ValidationError(_("发现时间还没有到；请核对"))
        return found

    def clean(self) -> dict[str, Any]:
        """What goes on at once needs a category; what is dispatched a unit, the category's where none is named."""
        data = super().clean()
        if not data.get("do"):
            return data
        if data.get("minor") is None and "minor" not in self.errors:
            self.add_error("minor", _("立案前要先选小类"))
        if self.desk_meant is None and not works_in_office(self.known.account, self.known.city):
            self.add_error("desk", _("直接立案、派遣的问题由本单位收办；请改选本单位，或只登记"))
        if data["do"] == DISPATCH and not self.errors:
            data["unit"] = data.get("unit") or data["minor"].unit
            if data["unit"] is None:
                self.add_error("unit", _("这个小类没有约定的责任单位；请写明派给谁"))
        return data

    def found(self) -> Found:
        """Return what is being entered, as far as it can be read, to look for what it repeats."""
        self.is_valid()
        data = self.cleaned_data
        names = ("text", "site", "minor", "place")
        text, site, minor, place = (data.get(name) for name in names)
        return Found(text=text or "", site=site, minor=minor, place=place or "")

    @property
    def number(self) -> UUID:
        """Return the number of this form."""
        return self.cleaned_data["form"]

    def entry(self, same: Issue | None) -> Entry:
        """Return what comes in."""
        data = self.cleaned_data
        report = Report(
            text=data["text"],
            source=data["source"],
            source_number=data["source_number"],
            place=data["place"],
            site=data["site"],
            area=data["area"],
            minor=data["minor"],
            node=data["node"],
            is_urgent=data["is_urgent"],
            found_at=data["found_at"],
        )
        onward = self._onward() if data["do"] else None
        return Entry(report, desk=self.desk_meant, reported_for=data["reported_for"], onward=onward, same_as=same)

    def _onward(self) -> Onward:
        """Return how far it goes: a length of time goes before the condition of the category, a moment before both."""
        data = self.cleaned_data
        if data["do"] == FILE:
            return Onward()
        amount, unit = data["amount"], data["amount_unit"] or str(enums.LimitUnit.WORK_DAY)
        limit = Limit(amount, LimitUnit(unit)) if amount else None
        return Onward(data["unit"], data["helpers"], limit, data["until"], data["condition"])
