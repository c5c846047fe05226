"""The filter of the map; everything is optional and lives in the address."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.sites.models import SiteType
from wenming.sites.queries.map import Wanted
from wenming.sites.schemas.sites import type_name


class MapFilterForm(forms.Form):
    """Words and a type; the area and the unit come with the address."""

    q = forms.CharField(
        label=pgettext_lazy("field", "查找"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("名称、编号、地址、拼音")}),
    )
    type = forms.ChoiceField(label=_("点位类型"), required=False)

    def __init__(self, wanted: Wanted, *, types: Iterable[SiteType]) -> None:
        super().__init__(initial={"q": wanted.filter.words, "type": str(wanted.filter.type or "")})
        choices = [(str(one.pk), type_name(one)) for one in types]
        self.fields["type"].choices = [("", pgettext_lazy("filter", "全部")), *choices]
