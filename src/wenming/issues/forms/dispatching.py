"""What is asked for before issues are dispatched, reminded, extended, suspended or joined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.deadlines import Limit
from wenming.engine.deadlines import LimitUnit as EngineUnit
from wenming.issues.forms.units import OfCity, UnitField, UnitsField, by_clock_of, day_field, moment_field
from wenming.issues.models import Issue, MinorClass
from wenming.organisations.enums import LimitUnit

RULES = (("usual", _("按小类的处置时限")), ("fixed", _("统一限")), ("until", _("限到")))


class LimitForm(OfCity):
    """By when: as the category says, so many hours or days, or until a moment of the city's clock."""

    rule = forms.ChoiceField(label=_("时限"), choices=RULES, initial="usual")
    amount = forms.IntegerField(label=_("多少"), required=False, min_value=1, max_value=999)
    limit_unit = forms.ChoiceField(label=_("单位"), required=False, choices=LimitUnit.choices, initial="work_hour")
    until = moment_field(_("到什么时候"), required=False)
    note = forms.CharField(label=_("交办说明"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """The chosen rule needs its figures."""
        data = super().clean()
        rule = data.get("rule")
        if rule == "fixed" and not data.get("amount"):
            self.add_error("amount", _now("请填多少工作时或工作日"))
        if rule == "until" and not data.get("until"):
            self.add_error("until", _now("请填到什么时候"))
        return data

    def clean_until(self) -> datetime | None:
        """Read what was written by the city's clock."""
        return by_clock_of(self.city, self.cleaned_data["until"])

    @property
    def timing(self) -> dict[str, Any]:
        """What the action takes: ``limit`` or ``until``, or nothing for the usual limit."""
        data = self.cleaned_data
        if data["rule"] == "fixed":
            return {"limit": Limit(data["amount"], EngineUnit(data["limit_unit"]))}
        return {"until": data["until"]} if data["rule"] == "until" else {}


class TriageForm(LimitForm):
    """One issue: what it is, who settles it, who helps, by when."""

    minor = forms.ChoiceField(label=_("小类"))
    unit = UnitField(label=_("责任单位"), required=False, max_length=80)
    helpers = UnitsField(label=_("会办单位"), required=False, max_length=300)

    field_order = ("minor", "unit", "helpers", "rule", "amount", "limit_unit", "until", "note")

    def __init__(self, *args: Any, minors: Sequence[MinorClass], **options: Any) -> None:
        super().__init__(*args, **options)
        self.minors = {str(minor.pk): minor for minor in minors}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, minor in self.minors.items():
            groups.setdefault(minor.major.name, []).append((key, minor.name))
        self.fields["minor"].choices = [("", _("请选小类")), *groups.items()]
        self.fields["unit"].widget.attrs.update({"list": "units", "autocomplete": "off"})
        self.fields["helpers"].widget.attrs.update({"placeholder": _("可不填")})

    def clean(self) -> dict[str, Any]:
        """Without a unit, the category's own settles it."""
        data = super().clean()
        minor = self.minors.get(data.get("minor", ""))
        data["minor"] = minor
        data["unit"] = data.get("unit") or (minor.unit if minor else None)
        if minor and not data["unit"] and "unit" not in self.errors:
            self.add_error("unit", _now("这个小类没有定责任单位；请写一个"))
        return data


class GroupsForm(LimitForm):
    """Many issues: a unit for each group of the same proposal, another one for single rows, one rule for the limit."""

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str, Sequence[Issue]]], **options: Any) -> None:
        """``groups`` are (key, name of the proposed unit, issues)."""
        super().__init__(*args, **options)
        self.groups = groups
        for key, name, issues in groups:
            self._add(f"group_{key}", _("这一组派给"), initial=name, required=False)
            for issue in issues:
                self._add(f"row_{issue.pk}", _("另派"), required=False)

    def _add(self, name: str, label: Any, **options: Any) -> None:
        """Add a field for a unit; all of them share one index of names."""
        field = UnitField(label=label, max_length=80, **options)
        self.tell(field)
        field.widget.attrs.update({"list": "units", "autocomplete": "off"})
        self.fields[name] = field

    def unit_for(self, issue: Issue) -> Any:
        """Return the unit of a row: its own, else its group's, None for neither."""
        own = self.cleaned_data.get(f"row_{issue.pk}")
        group = next(key for key, _name, issues in self.groups if issue in issues)
        return own or self.cleaned_data.get(f"group_{group}")


class PlainForm(OfCity):
    """A word on the way."""

    note = forms.CharField(label=_("说明"), required=False, max_length=300)


class FileForm(PlainForm):
    """The category for those that have none."""

    minor = forms.ModelChoiceField(label=_("没有小类的，定为"), queryset=None, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minor"].queryset = MinorClass.objects.in_city(self.city).filter(is_active=True).order_by("pk")


class ExtendForm(OfCity):
    """Until when."""

    until = moment_field(_("延到"))
    note = forms.CharField(label=_("原因"), required=False, max_length=300)

    def clean_until(self) -> datetime | None:
        """Read what was written by the city's clock."""
        return by_clock_of(self.city, self.cleaned_data["until"])


class SuspendForm(OfCity):
    """Why, and until when."""

    reason = forms.CharField(label=_("原因"), max_length=300)
    until = day_field(_("挂到哪天（可不填）"), required=False)


class JoinForm(OfCity):
    """Into which one."""

    master = forms.ChoiceField(label=_("并入哪一件"))
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(self, *args: Any, issues: Sequence[Issue], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["master"].choices = [(str(one.pk), f"{one.number} {one.text[:40]}") for one in issues]


class RemindForm(forms.Form):
    """What is said to the units; the words in braces are filled in for each issue."""

    text = forms.CharField(
        label=pgettext_lazy("reminder", "催办内容"), max_length=400, widget=forms.Textarea(attrs={"rows": 4})
    )
