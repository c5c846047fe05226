"""What people fill in about people and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import Account
from wenming.organisations.enums import Role
from wenming.organisations.forms.fields import OfCity, UnitField, day_field
from wenming.organisations.models import Person

ANOTHER = "0"
RANKS = (
    ("", pgettext_lazy("tenure", "一般成员")),
    ("head", pgettext_lazy("tenure", "主要负责人")),
    ("deputy", pgettext_lazy("tenure", "副职")),
)


class PersonForm(OfCity):
    """A person."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.RegexField(
        label=_("电话"),
        regex=r"^[0-9+() -]{0,30}$",
        required=False,
        error_messages={"invalid": _("电话只能有数字、空格、+、- 和括号")},
    )


class NamedForm(PersonForm):
    """A person by name: one who is known, or another one; which, is asked where the name is known already."""

    person = forms.ChoiceField(label=_("同名人员"), required=False)

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
        chosen = str(data.get("person") or ANOTHER)
        data["chosen"] = next((one for one in self.known if str(one.pk) == chosen), None)
        return data


class TenureForm(NamedForm):
    """A person and what he or she is in a unit."""

    title = forms.CharField(label=_("职务"), max_length=60, help_text=_("例如：指挥长、局长、联络员"))
    rank = forms.ChoiceField(label=_("身份"), choices=RANKS, required=False)
    since = day_field(_("任职日期"))
    field_order = ("name", "person", "phone", "title", "rank", "since")


class SuccessorForm(NamedForm):
    """Who takes a title over, and when."""

    on = day_field(_("接任日期"))
    field_order = ("name", "person", "phone", "on")


class EndForm(OfCity):
    """The last day of a tenure or a post."""

    on = day_field(_("最后一天"))


class AccountField(forms.CharField):
    """An account by its sign-in name."""

    def clean(self, value: Any) -> Account:
        """Return the account."""
        name = super().clean(value)
        account = Account.objects.filter(username__iexact=name.strip(), is_active=True).first()
        if account is None:
            raise forms.ValidationError(
                _("没有登录名为“%(name)s”的可用账号；账号由系统管理员建立"), params={"name": name}
            )
        return account


class PostForm(OfCity):
    """A post: who, what, for which unit, until when."""

    account = AccountField(label=_("登录名"), max_length=60)
    role = forms.ChoiceField(label=_("职责"), choices=Role.choices)
    unit = UnitField(label=_("单位"), required=False, help_text=_("不填则管全市"))
    until = day_field(_("到期日期"), required=False, help_text=_("第三方机构必须填；借调人员最好也填"))

    def clean(self) -> dict[str, Any]:
        """An outside firm works until a day."""
        data = super().clean()
        if data.get("role") == Role.FIRM and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("第三方机构的岗位要有到期日期；请填合同的最后一天"))
        return data


class DelegateForm(OfCity):
    """Who holds a post as well, until when."""

    account = AccountField(label=_("委托给（登录名）"), max_length=60)
    until = day_field(_("委托到"))
