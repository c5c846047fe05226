"""The filter of the register; everything is optional and lives in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.sites.enums import SitePart
from wenming.sites.models import SiteType
from wenming.sites.queries.listing import SiteFilter
from wenming.sites.schemas.sites import type_name

LACKS = (
    ("position", _("没有坐标")),
    ("responsible", _("没有责任单位")),
    ("sponsor", _("没有包保单位")),
    ("chief", _("没有负责人")),
)
ORDERS = (
    ("code", pgettext_lazy("order", "按编号")),
    ("area", pgettext_lazy("order", "按属地")),
    ("unit", pgettext_lazy("order", "按责任单位")),
    ("type", pgettext_lazy("order", "按类型")),
)
ALL = ("", pgettext_lazy("filter", "全部"))


class SiteFilterForm(forms.Form):
    """Words, kind, part, what is lacking, retired ones, order; area and unit come by links."""

    q = forms.CharField(
        label=pgettext_lazy("field", "查找"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("名称、编号、地址、拼音或首字母")}),
    )
    type = forms.ChoiceField(label=_("类型"), required=False)
    area = forms.ChoiceField(label=_("属地"), required=False)
    lacks = forms.ChoiceField(label=_("缺什么"), required=False, choices=(ALL, *LACKS))
    order = forms.ChoiceField(label=_("次序"), required=False, choices=ORDERS)
    retired = forms.BooleanField(label=_("已停用的"), required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    part = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, wanted: SiteFilter, types: Sequence[SiteType], areas: Sequence[Any]) -> None:
        super().__init__(
            initial={
                "q": wanted.words,
                "type": str(wanted.type or ""),
                "area": str(wanted.area or ""),
                "lacks": wanted.lacks,
                "order": wanted.order,
                "retired": wanted.retired,
                "unit": wanted.unit or "",
                "part": wanted.part,
            }
        )
        self.fields["type"].choices = [ALL, *((str(one.pk), type_name(one)) for one in types)]
        self.fields["area"].choices = [ALL, *areas]


def part_label(part: str) -> str:
    """Return the word for a part, "" for any."""
    return str(SitePart(part).label) if part else ""
