"""Forms of mass creation: a programme, an application, what was checked, what was decided of an application or of a title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import City
from wenming.kernel.rules import validate_upload
from wenming.materials.actions.creation import Found
from wenming.materials.enums.creation import ApplicationAction, CreationKind, CreationLevel, UnitTitleAction
from wenming.materials.forms.items import DAY, units_named
from wenming.materials.models import Programme
from wenming.materials.queries.creation.conditions import Checked
from wenming.organisations.models import Unit
from wenming.standards.queries import editions_in

_AA: Any = ApplicationAction
_TA: Any = UnitTitleAction


class ProgrammeForm(forms.Form):
    """A programme; ``programme`` = the one that is changed, whose kind, level and edition stay."""

    kind = forms.ChoiceField(label=_("创建类别"), choices=CreationKind.choices)
    level = forms.ChoiceField(label=_("级别"), choices=CreationLevel.choices, initial="city")
    name = forms.CharField(label=_("项目名称"), max_length=80)
    edition = forms.ModelChoiceField(
        label=_("测评体系版本"),
        queryset=None,
        empty_label="",
        help_text=_("条件、负面清单和材料按这个版本；没有的先到“测评体系”里采用"),
    )
    conferred_by = forms.CharField(label=_("命名机关"), max_length=80)
    years = forms.IntegerField(label=_("有效期（年）"), min_value=1, max_value=20, initial=3)
    recheck_months = forms.IntegerField(label=_("复查间隔（月）"), min_value=1, max_value=120, initial=12)
    notice_days = forms.IntegerField(label=_("公示天数"), min_value=1, max_value=60, initial=7)
    applies_from = forms.DateField(label=_("申报开始（可不填）"), required=False, widget=DAY)
    applies_until = forms.DateField(label=_("申报截止（可不填）"), required=False, widget=DAY)

    FIXED = ("kind", "level", "edition")
    FACTS = ("name", "conferred_by", "years", "recheck_months", "notice_days", "applies_from", "applies_until")

    def __init__(self, *args: Any, city: City, programme: Programme | None = None, **options: Any) -> None:
        if programme is not None:
            options.setdefault("initial", {name: getattr(programme, name) for name in self.FACTS})
        super().__init__(*args, **options)
        self.fields["edition"].queryset = editions_in(city)
        if programme is not None:
            for name in self.FIXED:
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """Return what the actions take beside kind, level and edition."""
        return {name: self.cleaned_data[name] for name in self.FACTS}


class ApplyForm(forms.Form):
    """An application: for which unit, and why it is worthy."""

    unit = forms.ModelChoiceField(label=_("申报单位"), queryset=None, empty_label="")
    reason = forms.CharField(
        label=_("申报理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 4, "data-counter": ""})
    )
    paper = forms.CharField(label=_("申报文件文号（可不填）"), max_length=80, required=False)

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units
        first = list(units[:2])
        if len(first) == 1:
            self.fields["unit"].initial = first[0]


class ConditionsForm(forms.Form):
    """What somebody found out: one day, source and paper for those rules that are answered."""

    checked_on = forms.DateField(label=_("核查日期"), widget=DAY)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：市应急管理局书面意见"))
    paper = forms.CharField(label=_("文号（可不填）"), max_length=80, required=False)

    ANSWERS = (("", _("不登记")), ("yes", pgettext_lazy("finding", "通过")), ("no", pgettext_lazy("finding", "不通过")))

    def __init__(self, *args: Any, checked: Sequence[Checked], **options: Any) -> None:
        super().__init__(*args, **options)
        self.checked = checked
        for place, one in enumerate(checked):
            self.fields[f"rule_{place}"] = forms.ChoiceField(label=one.rule.name, choices=self.ANSWERS, required=False)

    @property
    def head(self) -> list[Any]:
        """Return the fields that hold for all rules."""
        return [self[name] for name in ("checked_on", "source", "paper")]

    @property
    def answers(self) -> list[Any]:
        """Return the fields of the rules."""
        return [self[f"rule_{place}"] for place in range(len(self.checked))]

    def found(self) -> list[Found]:
        """Return the rules that were answered."""
        data = self.cleaned_data
        return [
            Found(one.rule.side, one.rule.code, data[f"rule_{place}"] == "yes", data["checked_on"], data["source"], data["paper"])
            for place, one in enumerate(self.checked)
            if data[f"rule_{place}"]
        ]  # fmt: skip


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DAY)


def _text(label: Any, length: int, *, required: bool = True, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-counter": ""}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


def _fields() -> dict[str, forms.Field]:
    """Return every field that a decision can ask for."""
    return {
        "on": _day(_("决定日期")),
        "begins": _day(_("公示开始")),
        "until": _day(_("公示截止")),
        "received_on": _day(_("收到日期")),
        "settled_on": _day(_("处理日期")),
        "paper": _text(_("文号"), 80),
        "notice_paper": _text(_("公示文号（可不填）"), 80, required=False),
        "valid_until": _day(_("有效期至（可不填，按项目年限）"), required=False),
        "prolonged": _day(_("延长有效期至（可不填）"), required=False),
        "next_check_on": _day(_("下次复查（可不填，按项目间隔）"), required=False),
        "words": _text(_("原因和要求"), 500, rows=3),
        "note": _text(_("说明（可不填）"), 500, required=False, rows=2),
        "reason": _text(_("申报理由"), 500, rows=4),
        "objection": _text(_("异议内容（不写反映人的姓名和电话）"), 500, rows=3),
        "outcome": _text(_("处理结果"), 500, rows=3),
        "upheld": forms.BooleanField(label=_("异议属实"), required=False),
        "into": _text(_("承接单位"), 80),
    }


ASKED: Mapping[str, tuple[str, ...]] = {
    _AA.RESUBMIT: ("reason",),
    _AA.WITHDRAW: ("words",),
    _AA.ACCEPT: ("note",),
    _AA.RETURN: ("words",),
    _AA.RECOMMEND: ("on", "paper", "note"),
    _AA.PUBLISH: ("begins", "until", "notice_paper"),
    _AA.OBJECT: ("received_on", "objection"),
    _AA.SETTLE: ("settled_on", "upheld", "outcome"),
    _AA.NAME: ("on", "paper", "valid_until"),
    _AA.REFUSE: ("on", "notice_paper", "words"),
}
"""Action on an application -> what its form asks for."""
ASKED_OF_TITLES: Mapping[str, tuple[str, ...]] = {
    _TA.KEEP: ("on", "paper", "prolonged", "note"),
    _TA.WARN: ("on", "paper", "next_check_on", "words"),
    _TA.WITHDRAW: ("on", "paper", "words"),
    _TA.EXPIRE: ("on", "paper", "note"),
    _TA.MOVE: ("on", "paper", "into", "note"),
    _TA.END: ("on", "paper", "note"),
    _TA.VOID: ("words",),
}
"""Action on a title -> what its form asks for."""


class DecisionForm(forms.Form):
    """What was decided elsewhere, put down with its day and paper; each kind of decision asks for its own."""

    def __init__(self, *args: Any, asked: Sequence[str], city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.day = city, on
        every = _fields()
        for name in asked:
            self.fields[name] = every[name]
        for name in ("on", "received_on", "settled_on"):
            if name in self.fields:
                self.fields[name].initial = on

    def clean(self) -> dict[str, Any]:
        """Read the unit that carries on by its name."""
        data = super().clean() or {}
        text = data.get("into", "")
        if text:
            found: list[Unit] = []
            try:
                found = units_named(text, self.city, self.day)
            except forms.ValidationError as fault:
                self.add_error("into", fault)
            if len(found) == 1:
                data["into"] = found[0]
            elif found:
                self.add_error("into", _now("请只写一个单位"))
        return data


class TitlesTableForm(forms.Form):
    """A workbook of titles of earlier years."""

    file = forms.FileField(
        label=_("单位称号表"), validators=[FileExtensionValidator(["xlsx", "xls", "ods"]), validate_upload]
    )
