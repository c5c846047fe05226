"""What people fill in about categories and limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.enums import CategoryKind, IssueStage
from wenming.issues.forms.case_fields import unit_field
from wenming.issues.forms.units import OfCity
from wenming.issues.imports.category_workbooks import BETWEEN
from wenming.issues.imports.limits import Limits, UnusableLimitError, read_limit, read_limits
from wenming.issues.models import MinorClass
from wenming.issues.queries.categories import majors_listed, written_limits
from wenming.kernel.rules import validate_upload

HUNDRED = 10
"""Thousandths to the per cent."""


class MajorForm(forms.Form):
    """A group of categories."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=CategoryKind.choices)
    code = forms.CharField(label=gettext_lazy("大类代码"), max_length=10)
    name = forms.CharField(label=gettext_lazy("大类名称"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=80, required=False)


class MajorNameForm(forms.Form):
    """The name of a group."""

    name = forms.CharField(label=gettext_lazy("大类名称"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=80, required=False)


class LimitsField(forms.CharField):
    """Limits, one a line; cleans to what was read."""

    def clean(self, value: Any) -> Limits:
        """Return the limits, or say which line cannot be read."""
        try:
            return read_limits(super().clean(value))
        except UnusableLimitError as fault:
            raise forms.ValidationError(
                _("“%(line)s”读不出来，或这种情形写了两次；请写成“4 工作时”或“积水：4 工作时”，每行一个"),
                params={"line": str(fault)},
            ) from fault


class OneLimitField(forms.CharField):
    """One limit without a condition, or none."""

    def clean(self, value: Any) -> Any:
        """Return the limit, None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        try:
            condition, limit = read_limit(text)
        except UnusableLimitError:
            condition, limit = text, None
        if condition or limit is None:
            raise forms.ValidationError(
                _("“%(line)s”读不出来；请写成“4 工作时”“2 小时”，或留空"), params={"line": text}
            )
        return limit


class WordsField(forms.CharField):
    """Words between 、; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        """Return each word once."""
        return list(dict.fromkeys(word.strip() for word in BETWEEN.split(super().clean(value)) if word.strip()))


class MinorForm(OfCity):
    """A category with its limits."""

    major = forms.ModelChoiceField(label=gettext_lazy("大类"), queryset=None)
    code = forms.CharField(label=gettext_lazy("小类代码"), max_length=10)
    name = forms.CharField(label=gettext_lazy("小类名称"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=100, required=False)
    filing_condition = forms.CharField(
        label=gettext_lazy("立案条件"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    limits = LimitsField(
        label=gettext_lazy("处置时限"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("每行一个：4 工作时；积水：4 工作时。可用：工作时、工作日、小时、自然日。改动只对以后派遣的问题有效"),
    )  # fmt: skip
    closing_condition = forms.CharField(
        label=gettext_lazy("结案条件"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = unit_field(
        gettext_lazy("责任单位"),
        required=False,
        widget=forms.TextInput(),
        help_text=gettext_lazy("写单位的全称、简称或别名"),
    )
    words = WordsField(
        label=gettext_lazy("常用说法"), max_length=600, required=False,
        help_text=gettext_lazy("群众和督查员怎么说，用顿号隔开；建议小类时按它认"),
    )  # fmt: skip
    is_urgent = forms.BooleanField(label=gettext_lazy("须立即处置"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("在用"), required=False, initial=True)
    automatic = forms.IntegerField(
        label=gettext_lazy("自动采用的置信度（%）"), required=False, min_value=50, max_value=100,
        help_text=gettext_lazy("建议达到这个置信度时，系统自动受理、立案、派遣并在经过里注明；留空＝不自动"),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("数字来源"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("时限出自哪份公开文件；本市自定的留空"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["major"].queryset = majors_listed(self.city)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what ``actions.categories`` asks for beside limits and group."""
        data = dict(self.cleaned_data)
        percent = data.pop("automatic")
        data |= {"automatic_from": percent * HUNDRED if percent else None}
        return {name: value for name, value in data.items() if name not in {"major", "limits"}}

    @staticmethod
    def start(minor: MinorClass) -> dict[str, Any]:
        """Return a category as the form shows it."""
        shown = {
            name: getattr(minor, name) for name in ("code", "name", "name_en", "filing_condition", "closing_condition")
        }
        return {
            **shown,
            "major": minor.major_id,
            "limits": written_limits(minor).replace("；", "\n"),
            "unit": minor.unit.name if minor.unit else "",
            "words": "、".join(minor.words),
            "is_urgent": minor.is_urgent,
            "is_active": minor.is_active,
            "automatic": minor.automatic_from // HUNDRED if minor.automatic_from else None,
            "source": minor.source,
        }


class MinorEditForm(MinorForm):
    """A category that there is; its group stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("major")


class LimitsForm(forms.Form):
    """The limits of stages, and those of a visit period."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for stage, label in IssueStage.choices:
            self.fields[stage] = OneLimitField(label=label, max_length=30, required=False)
        self.fields["urgent"] = OneLimitField(
            label=pgettext_lazy("visit limit", "紧急的"), max_length=30, required=False
        )
        self.fields["usual"] = OneLimitField(
            label=pgettext_lazy("visit limit", "其他的"), max_length=30, required=False
        )

    @property
    def stages(self) -> dict[str, Any]:
        """Return stage -> limit."""
        return {stage: self.cleaned_data[stage] for stage in IssueStage.values}

    @property
    def visit(self) -> dict[bool, Any]:
        """Return urgency -> limit."""
        return {True: self.cleaned_data["urgent"], False: self.cleaned_data["usual"]}

    def stage_fields(self) -> list[forms.BoundField]:
        """Return the fields of the stages."""
        return [self[stage] for stage in IssueStage.values]

    def visit_fields(self) -> list[forms.BoundField]:
        """Return the fields of the visit period."""
        return [self["urgent"], self["usual"]]


class TableForm(forms.Form):
    """A table of categories as a file."""

    file = forms.FileField(
        label=gettext_lazy("问题类别表"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.yaml,.yml"}),
    )
