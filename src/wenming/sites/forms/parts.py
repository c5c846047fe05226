"""What people fill in about who answers for sites: for one, or for many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.organisations.models import Person
from wenming.sites.enums import ChiefKind, SitePart
from wenming.sites.forms.fields import OfCity, UnitField, day_field
from wenming.sites.queries import types_in

ANOTHER = "0"


class PartForm(OfCity):
    """A unit and its part."""

    unit = UnitField(label=gettext_lazy("单位"))
    part = forms.ChoiceField(label=gettext_lazy("分工"), choices=SitePart.choices)
    since = day_field(gettext_lazy("起始日期"))


class UnitPartForm(OfCity):
    """A unit for many sites; its part is known."""

    unit = UnitField(label=gettext_lazy("单位"))
    since = day_field(gettext_lazy("起始日期"))


class SponsorForm(UnitPartForm):
    """A sponsor for many sites, beside or instead of the ones they have."""

    alone = forms.BooleanField(label=gettext_lazy("代替原来的包保单位"), required=False, initial=True)


class TypeChoiceForm(OfCity):
    """Another kind for many sites."""

    type = forms.ModelChoiceField(label=gettext_lazy("点位类型"), queryset=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type"].queryset = types_in(self.city)


class ChiefForm(OfCity):
    """A person as chief: one who is known, or another one; which, is asked where the name is known already."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=ChiefKind.choices)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    person = forms.ChoiceField(label=gettext_lazy("同名人员"), required=False)
    phone = forms.RegexField(
        label=gettext_lazy("电话"),
        regex=r"^[0-9+() -]{0,30}$",
        required=False,
        help_text=gettext_lazy("新登记的人员填；已登记的人员不必填"),
        error_messages={"invalid": gettext_lazy("电话只能有数字、空格、+、- 和括号")},
    )
    since = day_field(gettext_lazy("起始日期"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name = str(self.data.get("name", "")).strip()
        self.known = list(Person.objects.in_city(self.city).filter(name=name)[:20]) if name else []
        if self.known:
            choices = [(str(one.pk), self._shown(one)) for one in self.known]
            self.fields["person"].choices = [("", _("请选择")), *choices, (ANOTHER, _("同名的另一个人"))]
        else:
            self.fields.pop("person")

    def _shown(self, person: Person) -> str:
        """Say who a person is, by what he or she is."""
        held = [f"{one.unit.name}{one.title}" for one in person.tenures.select_related("unit").order_by("pk")[:3]]
        return f"{person.name}（{'；'.join(held)}）" if held else person.name

    def clean(self) -> dict[str, Any]:
        """Ask who is meant where the name is known."""
        data = super().clean()
        if self.known and not data.get("person") and "person" not in self.errors:
            self.add_error("person", _("已有同名人员：请说明是同一个人，还是另一个人"))
        return data

    @property
    def chief(self) -> Person | tuple[str, str]:
        """Return the person who is meant, or name and number of one who is not known yet."""
        data = self.cleaned_data
        chosen = str(data.get("person") or ANOTHER)
        known = next((one for one in self.known if str(one.pk) == chosen), None)
        return known or (data["name"], data["phone"])


class EndForm(OfCity):
    """The last day of a part or a chief."""

    on = day_field(gettext_lazy("最后一天"))
