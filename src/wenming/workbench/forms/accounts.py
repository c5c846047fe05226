"""Workbooks, and accounts that are made from lists."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import City
from wenming.kernel.rules import normal_phone, validate_upload
from wenming.organisations.actions.accounts import BatchProblem, NewAccount
from wenming.organisations.enums import Role, batch_words
from wenming.organisations.models import Person, Unit
from wenming.organisations.queries import name_index, units_in
from wenming.organisations.schemas.people import masked

ACCEPT = ".xlsx,.xls,.ods"


class WorkbookForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=_("Excel 文件"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class NoticeForm(WorkbookForm):
    """A notice on holidays as a workbook."""

    source = forms.CharField(
        label=_("通知名称"), max_length=120, help_text=_("例如：国务院办公厅关于 2027 年部分节假日安排的通知")
    )


OF_A_UNIT = frozenset(
    {Role.LIAISON, Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.GROUP_HEAD, Role.FIRM}
)
"""Roles that mean nothing without a unit."""


class AccountForm(forms.Form):
    """One account of a batch. A number shown as 139****0001 means the one that the person is known by."""

    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.HiddenInput)
    username = forms.CharField(label=pgettext_lazy("column", "登录名"), max_length=60)
    role = forms.ChoiceField(label=_("职责"), choices=Role.choices)
    unit = forms.CharField(label=_("岗位所属单位"), max_length=80, required=False)
    phone = forms.CharField(label=_("登录手机"), max_length=30, required=False)
    until = forms.DateField(
        label=_("到期日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    leave = forms.BooleanField(label=_("这次不发"), required=False)

    batch: AccountBatch

    def clean(self) -> dict[str, Any]:
        """Say nothing about a row that is left out; else find its person, its unit and its number."""
        data = super().clean()
        if data.get("leave"):
            self._errors.clear()
            return data
        data["found"] = self.batch.people.get(data.get("person"))
        data["of"] = self._unit(data)
        data["number"] = self._number(data)
        return data

    def _unit(self, data: dict[str, Any]) -> Unit | None:
        """Return the unit of the post."""
        text = data.get("unit", "")
        if not text:
            if data.get("role") in OF_A_UNIT:
                self.add_error("unit", _now("这个职责要有单位"))
            return None
        keys = [key for one in self.batch.index.read(text) for key in one.keys]
        if len(keys) != 1:
            self.add_error(
                "unit", _now("没有这个单位；写单位页上的名称、简称或别名") if not keys else _now("只写一个单位")
            )
            return None
        return self.batch.units[keys[0]]

    def _number(self, data: dict[str, Any]) -> str:
        """Return the number that is to open the account."""
        text, person = data.get("phone", "").strip(), data["found"]
        if not text:
            return ""
        if person is not None and text == masked(person.phone):
            text = person.phone
        try:
            return normal_phone(text)
        except forms.ValidationError as fault:
            self.add_error("phone", fault)
            return ""


class AccountBatch(forms.BaseFormSet):
    """The accounts of a batch; units and people are read once for all rows."""

    city: City
    on: Any

    def _construct_form(self, i: int, **options: Any) -> AccountForm:
        """Let every row know the batch."""
        form = super()._construct_form(i, **options)
        form.batch = self
        return form

    @cached_property
    def index(self) -> Any:
        """What leads names to units."""
        return name_index(self.city, on=self.on)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The units of the day by their key."""
        return {one.pk: one for one in units_in(self.city, on=self.on)}

    @cached_property
    def people(self) -> dict[int, Person]:
        """The people whom the rows name."""
        keys = [self.data.get(f"{self.prefix}-{number}-person", "") for number in range(self.total_form_count())]
        wanted = [key for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
        return {one.pk: one for one in Person.objects.in_city(self.city).filter(pk__in=wanted)}

    @property
    def kept(self) -> list[AccountForm]:
        """The rows that are not left out."""
        return [form for form in self.forms if not form.cleaned_data.get("leave")]

    def rows(self) -> list[NewAccount]:
        """Return what is to be made."""
        return [
            NewAccount(
                name=data["found"].name if data["found"] else data["name"],
                username=data["username"],
                role=data["role"],
                unit=data["of"],
                until=data["until"],
                phone=data["number"],
                person=data["found"],
                title=data["title"],
            )
            for data in (form.cleaned_data for form in self.kept)
        ]

    def refuse(self, problems: tuple[BatchProblem, ...]) -> None:
        """Say on the rows why the batch was refused."""
        kept = self.kept
        for one in problems:
            field = one.field if one.field in {"username", "role", "unit", "until", "phone"} else None
            kept[one.row].add_error(field, batch_words(one.reason))


ACCOUNTS = forms.formset_factory(AccountForm, formset=AccountBatch, extra=0, max_num=300, absolute_max=300)
