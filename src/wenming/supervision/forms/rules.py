"""The form of a rule's draft: its measure, its groups, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.imports.rates import scheme_named, scheme_names
from wenming.issues.schemas.rates import named
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.supervision.enums import GoodEnd, GroupSide, ListPeriod, MeasureKind
from wenming.supervision.imports.rules import GroupFacts, RuleFacts, StepFacts, model_keys, model_named
from wenming.supervision.models import DecisionKind

SPARE = 1
"""So many empty rows stand below the groups and the steps."""
MOST_ROWS = 20
RANKED = tuple(
    kind
    for kind in UnitKind.values
    if kind not in {UnitKind.HEADQUARTERS, UnitKind.CAMPAIGN_OFFICE, UnitKind.GRID, UnitKind.OUTSIDE_FIRM}
)
"""Kinds of units that can be ranked."""


def measures() -> list[tuple[str, Any]]:
    """Return what a list can rank by: the score of a round, and every official rate by its scheme."""
    found: list[tuple[str, Any]] = [("score", _("测评轮次的得分率（最近一轮）"))]
    for name in scheme_names():
        scheme = scheme_named(name)
        rates = [(f"{name}/{rate.key}", f"{named(rate)} · {named(scheme)}") for rate in scheme.rates]
        found.append((named(scheme), rates))
    return found


class NewRuleForm(forms.Form):
    """After which rule, under which name."""

    model = forms.ChoiceField(label=gettext_lazy("参照"))
    name = forms.CharField(label=gettext_lazy("名称（可不填）"), max_length=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        models = [model_named(key) for key in model_keys()]
        self.fields["model"].choices = [(one.key, f"{one.name} · {one.source}") for one in models]


class RuleForm(forms.Form):
    """What a rule measures."""

    period = forms.ChoiceField(label=gettext_lazy("周期"), choices=ListPeriod.choices)
    measure = forms.ChoiceField(label=gettext_lazy("指标"))
    good_end = forms.ChoiceField(label=gettext_lazy("好坏方向"), choices=GoodEnd.choices)
    minimum = forms.IntegerField(
        label=gettext_lazy("最少件数"),
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("少于这个数的单位不排名，榜上会写明"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["measure"].choices = measures()


class GroupForm(forms.Form):
    """Who is ranked with whom."""

    name = forms.CharField(label=gettext_lazy("分组"), max_length=30)
    kinds = forms.MultipleChoiceField(label=gettext_lazy("单位类别"), widget=forms.CheckboxSelectMultiple)
    side = forms.ChoiceField(label=gettext_lazy("计入"), choices=GroupSide.choices, initial=GroupSide.UNIT)
    red = forms.IntegerField(label=pgettext_lazy("list", "红榜前几名"), min_value=0, max_value=99)
    black = forms.IntegerField(label=pgettext_lazy("list", "黑榜后几名"), min_value=0, max_value=99)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = [(kind, UnitKind(kind).label) for kind in RANKED]


class StepForm(forms.Form):
    """What is suggested to whom at the so-manieth time running."""

    times = forms.IntegerField(label=gettext_lazy("连续次数"), min_value=1, max_value=12)
    kind = forms.ChoiceField(label=gettext_lazy("建议"))
    body = forms.CharField(label=gettext_lazy("由谁决定"), max_length=60)

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = list(DecisionKind.objects.in_city(city).filter(is_active=True, is_praise=False).order_by("order"))
        self.fields["kind"].choices = [(one.code, one.name) for one in kinds]
        # an empty row sends its first choice: that alone makes it no step
        self.fields["kind"].initial = kinds[0].code if kinds else None


_ROWS: dict[str, Any] = {
    "extra": SPARE,
    "can_delete": True,
    "can_delete_extra": False,
    "max_num": MOST_ROWS,
    "absolute_max": MOST_ROWS,
}
_Groups = forms.formset_factory(GroupForm, **_ROWS)
_Steps = forms.formset_factory(StepForm, **_ROWS)


class DraftForms:
    """The three parts of a draft together: what was sent, or what the draft says now."""

    def __init__(self, city: City, facts: RuleFacts, data: Mapping[str, Any] | None = None) -> None:
        start = {
            "period": facts.period,
            "measure": facts.measure or "score",
            "good_end": facts.good_end,
            "minimum": facts.minimum,
        }
        groups = [
            {"name": one.name, "kinds": list(one.kinds), "side": one.side, "red": one.red, "black": one.black}
            for one in facts.groups
        ]
        steps = [{"times": one.times, "kind": one.kind, "body": one.body} for one in facts.steps]
        self.rule = RuleForm(data, initial=start)
        self.groups = _Groups(data, initial=groups, prefix="groups")
        self.steps = _Steps(data, initial=steps, prefix="steps", form_kwargs={"city": city})

    def is_valid(self) -> bool:
        """Say whether every part can be read."""
        return all([self.rule.is_valid(), self.groups.is_valid(), self.steps.is_valid()])

    def facts(self) -> RuleFacts:
        """Return what was sent; rows that were left empty or taken out are no part of it."""
        said = self.rule.cleaned_data
        is_score = said["measure"] == "score"
        groups = [
            GroupFacts(one["name"], tuple(one["kinds"]), one["side"], one["red"], one["black"])
            for one in _kept(self.groups)
        ]
        steps = [StepFacts(one["times"], one["kind"], one["body"]) for one in _kept(self.steps)]
        return RuleFacts(
            said["period"],
            str(MeasureKind.SCORE if is_score else MeasureKind.RATE),
            "" if is_score else said["measure"],
            said["good_end"],
            said["minimum"],
            tuple(groups),
            tuple(steps),
        )


def _kept(rows: Any) -> list[dict[str, Any]]:
    """Return the rows that say something and were not taken out."""
    return [form.cleaned_data for form in rows if form.cleaned_data and not form.cleaned_data.get("DELETE")]
