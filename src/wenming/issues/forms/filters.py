"""The filter of the ledger as a form; everything is optional and lives in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.schemas.lamps import LAMP_WORDS
from wenming.issues.schemas.ledger import FLAGS, MINES, PERIODS

ALL = ("", pgettext_lazy("filter", "全部"))
Choice = tuple[Any, Any]


class IssueFilterForm(forms.Form):
    """Choices that an address may carry; those that come by links (node, site) travel hidden."""

    state = forms.ChoiceField(label=pgettext_lazy("filter", "状态"), required=False)
    lamp = forms.ChoiceField(label=_("时限"), required=False, choices=(ALL, *LAMP_WORDS.items()))
    mine = forms.ChoiceField(label=_("归谁"), required=False, choices=(ALL, *MINES.items()))
    area = forms.ChoiceField(label=_("属地"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    minor = forms.ChoiceField(label=_("小类"), required=False)
    type = forms.ChoiceField(label=_("点位类型"), required=False)
    source = forms.ChoiceField(
        label=pgettext_lazy("column", "来源"), required=False, choices=(ALL, *IssueSource.choices)
    )
    due = forms.ChoiceField(label=_("到期"), required=False, choices=(ALL, *PERIODS.items()))
    reported = forms.ChoiceField(label=_("上报"), required=False, choices=(ALL, *PERIODS.items()))
    closed = forms.ChoiceField(label=_("结案"), required=False, choices=(ALL, *PERIODS.items()))
    q = forms.CharField(required=False, widget=forms.HiddenInput)
    major = forms.CharField(required=False, widget=forms.HiddenInput)
    node = forms.CharField(required=False, widget=forms.HiddenInput)
    site = forms.CharField(required=False, widget=forms.HiddenInput)
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    size = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        query: QueryDict,
        *,
        areas: Iterable[Choice],
        units: Iterable[Choice],
        minors: Iterable[Choice],
        types: Iterable[Choice],
    ) -> None:
        super().__init__(initial=query.dict(), auto_id="filter_%s")
        states = (("", _("未结")), ("all", _("全部状态")), *IssueState.choices)
        listed = {
            "state": states,
            "area": (ALL, *areas),
            "unit": (ALL, *units),
            "minor": (ALL, *minors),
            "type": (ALL, *types),
        }
        for name, choices in listed.items():
            # what the address says and no choice offers ("two states") stays as it is
            said = query.get(name, "")
            offered = [*choices]
            if said and said not in dict(_flat(offered)):
                offered.append((said, _("（现在的筛选）")))
            self.fields[name].choices = offered
        for name, label in FLAGS:
            self.fields[name] = forms.BooleanField(
                label=label, required=False, widget=forms.CheckboxInput(check_test=lambda value: value == "on")
            )


def _flat(choices: Iterable[Choice]) -> Iterable[Choice]:
    """Return choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class SaveViewForm(forms.Form):
    """The name of a view, and whether everybody sees it."""

    name = forms.CharField(label=_("视图名称"), max_length=20)
    shared = forms.BooleanField(label=_("全市共用"), required=False)
