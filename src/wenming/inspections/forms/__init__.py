"""What people fill in about rounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums import VisitManner
from wenming.inspections.queries import RoundFilter
from wenming.kernel.models import City
from wenming.kernel.rules import validate_upload
from wenming.standards.models import Edition
from wenming.standards.queries import editions_in
from wenming.standards.schemas import edition_title

ACCEPT = ".xlsx,.xls,.ods"


def _day() -> forms.DateInput:
    """Return the browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EditionField(forms.ModelChoiceField):
    """A choice of editions by their title in the reader's language."""

    def label_from_instance(self, edition: Edition) -> str:
        """Return what the choice says."""
        return edition_title(edition)


class EntryForm(forms.Form):
    """Which round by which standard."""

    standard = EditionField(label=pgettext_lazy("field", "测评体系"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("轮次名称"), max_length=80, help_text=_("例如：第三轮实地测评"))
    started_on = forms.DateField(label=_("开始日期"), widget=_day())
    ended_on = forms.DateField(label=_("结束日期"), widget=_day())

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = editions_in(city).order_by("-created_at")

    def clean(self) -> dict[str, Any]:
        """Refuse a round that ends before it begins."""
        data = super().clean()
        first, last = data.get("started_on"), data.get("ended_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ended_on", _("结束日期早于开始日期；请改正其中一个"))
        return data


class ImportForm(EntryForm):
    """Step 1 of an import: which round by which standard, and the file."""

    file = forms.FileField(
        label=_("现场记录（Excel）"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class RowForm(forms.Form):
    """One row of a round that is typed in; what its cells mean is judged later, with everything that was typed kept."""

    number = forms.IntegerField(min_value=1, max_value=100_000)
    fresh = forms.BooleanField(required=False)
    serial = forms.CharField(label=_("序号"), required=False, max_length=40)
    name = forms.CharField(label=_("测评条目"), required=False, max_length=400)
    site = forms.CharField(label=_("点位"), required=False, max_length=200)
    area = forms.CharField(label=_("属地"), required=False, max_length=100)
    units = forms.CharField(label=_("责任单位"), required=False, max_length=400)
    deduction = forms.CharField(label=_("扣分"), required=False, max_length=40)

    def cells(self) -> dict[str, Any]:
        """Return the cells by what they mean."""
        data = self.cleaned_data
        cells: dict[str, Any] = {name: data[name] for name in ("serial", "name", "site", "area", "deduction")}
        return {**cells, "units": [data["units"]] if data["units"] else []}

    def texts(self) -> list[str]:
        """Return everything that is wrong, one line each."""
        return [text for texts in self.errors.values() for text in texts]


class FilterForm(forms.Form):
    """The filter of a round's rows; everything is optional and lives in the address."""

    q = forms.CharField(
        label=_("点位"), required=False, max_length=60, widget=forms.TextInput(attrs={"placeholder": _("点位名称")})
    )
    node = forms.ChoiceField(label=_("测评条目"), required=False)
    area = forms.ChoiceField(label=_("属地"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    lost = forms.BooleanField(label=_("只看扣分"), required=False)
    site = forms.CharField(label=_("考察点位"), required=False, max_length=400, widget=forms.HiddenInput())
    item = forms.CharField(label=_("检查项"), required=False, max_length=80, widget=forms.HiddenInput)
    clause = forms.CharField(label=_("计入条目"), required=False, max_length=160, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, nodes: list[tuple[str, str]], areas: list[str], units: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clause_name = ""
        everything = ("", pgettext_lazy("filter", "全部"))
        self.fields["node"].choices = [everything, *nodes]
        self.fields["area"].choices = [everything, *_names(areas)]
        self.fields["unit"].choices = [everything, *_names(units)]

    def wanted(self) -> RoundFilter:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return RoundFilter(
            node=data.get("node", ""),
            area=data.get("area", ""),
            unit=data.get("unit", ""),
            lost=data.get("lost", False),
            words=data.get("q", ""),
            site=data.get("site", ""),
            item=data.get("item", ""),
        )

    def counting_for(self) -> tuple[str, str] | None:
        """Return the clause (edition, node) of a title for which the rows are to count, or None."""
        edition, _slash, node = self.cleaned_data.get("clause", "").rpartition("/")
        return (edition, node) if edition else None


def _names(names: list[str]) -> list[tuple[str, Any]]:
    """Return the choices of names as written; rows without one are a choice of their own."""
    return [(name or RoundFilter.UNNAMED, name or pgettext_lazy("filter", "未填")) for name in names]


class MannerForm(forms.Form):
    """How a round was done."""

    manner = forms.ChoiceField(label=_("检查方式"), choices=[("", _("请选择")), *VisitManner.choices])
    drawn = forms.ChoiceField(
        label=_("点位怎么来的"),
        choices=[
            ("", _("请选择")),
            ("yes", pgettext_lazy("manner", "随机抽取")),
            ("no", pgettext_lazy("manner", "指定，或因以前有问题而去")),
        ],
    )

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"manner": self.cleaned_data["manner"], "drawn": self.cleaned_data["drawn"] == "yes"}
