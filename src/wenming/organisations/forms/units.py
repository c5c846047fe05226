"""What people fill in about units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.organisations.enums import UnitKind
from wenming.organisations.forms.fields import OfCity, UnitField, UnitsField, day_field
from wenming.organisations.queries.units import UnitFilter

MORE = {"widget": forms.Textarea(attrs={"rows": 3})}


class UnitFilterForm(forms.Form):
    """The filter of the units; everything is optional and lives in the address."""

    q = forms.CharField(
        label=pgettext_lazy("field", "查找"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("名称、简称、拼音或首字母")}),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    levels = forms.ChoiceField(label=_("层级"), required=False)
    on = day_field(_("截至日期"), required=False)
    under = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, wanted: UnitFilter) -> None:
        super().__init__(
            initial={
                "q": wanted.words,
                "kind": wanted.kind,
                "levels": str(wanted.levels),
                "on": wanted.on,
                "under": wanted.under or "",
            }
        )
        self.fields["kind"].choices = [("", pgettext_lazy("filter", "全部")), *UnitKind.choices]
        self.fields["levels"].choices = [
            ("1", _("一级")),
            ("2", _("两级")),
            ("3", _("三级")),
            ("0", _("全部展开")),
        ]


class FoundForm(OfCity):
    """A new unit."""

    name = forms.CharField(label=_("单位名称"), max_length=80, help_text=_("全称，例如：市城市管理局"))
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)
    parent = UnitField(label=_("上级单位"), required=False, help_text=_("不填则列在最上一级"))
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    code = forms.CharField(label=_("统一代码"), max_length=20, required=False)
    since = day_field(_("设立日期"))
    until = day_field(_("到期日期"), required=False, help_text=_("只有按合同工作的第三方机构才填"))

    def clean(self) -> dict[str, Any]:
        """Refuse a unit that ends before it begins."""
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("到期日期早于设立日期；请改正其中一个"))
        return data


class RenameForm(OfCity):
    """Another official name from a day on."""

    name = forms.CharField(label=_("新名称"), max_length=80)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    on = day_field(_("启用日期"))


class DescribeForm(OfCity):
    """What a unit is, beside its name."""

    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    code = forms.CharField(label=_("统一代码"), max_length=20, required=False)


class MoveForm(OfCity):
    """Another unit above."""

    parent = UnitField(label=_("新的上级单位"), required=False, help_text=_("不填则移到最上一级"))


class MergeForm(OfCity):
    """Into which unit, and from when."""

    into = UnitField(label=_("并入"))
    on = day_field(_("自哪天起"))


class SplitForm(OfCity):
    """Into which units, and from when."""

    into = UnitsField(label=_("分设为"), **MORE)
    on = day_field(_("自哪天起"))


class CloseForm(OfCity):
    """From when a unit is no more."""

    on = day_field(_("自哪天起撤销"))


class AliasForm(OfCity):
    """Another name of a unit."""

    name = forms.CharField(label=_("别名"), max_length=80, help_text=_("文件里也这样写它，例如：城管局"))


class GroupForm(OfCity):
    """A group and its members."""

    name = forms.CharField(label=_("组名"), max_length=40, help_text=_("文件里的统称，例如：各区、市直各单位"))
    units = UnitsField(label=_("成员单位"), required=False, **MORE)
