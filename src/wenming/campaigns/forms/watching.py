"""What people fill in about the watch ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import ClearanceOpinion, WatchKind, WatchState
from wenming.campaigns.forms.naming import CityForm, NamedUnitsField, PointsField, day_field

BETWEEN = "|"


class RuleField(forms.ChoiceField):
    """A rule of the edition with its kind, or none that is known of that kind; cleans to (kind, code)."""

    def clean(self, value: Any) -> tuple[str, str]:
        """Return kind and code."""
        kind, _bar, code = super().clean(value).partition(BETWEEN)
        return kind, code


def rule_choices(rules: Sequence[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (kind, code, words) as a choice in two groups, each with "unknown" at its end."""
    groups = []
    for kind in WatchKind:
        items = [(f"{kind}{BETWEEN}{code}", words) for one, code, words in rules if one == kind]
        groups.append((kind.label, [*items, (f"{kind}{BETWEEN}", _("未定条款"))]))
    return groups


class EventForm(forms.Form):
    """An event to be watched."""

    rule = RuleField(label=_("触及条款"), help_text=_("来自周期所依据的版本；不清楚就选“未定条款”"))
    event = forms.CharField(label=_("事件"), max_length=200, help_text=_("一句话：何地、何事；不写个人姓名和电话"))
    happened_on = day_field(_("发生日期"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("文件、通报或报道的名称和日期"))

    def __init__(self, *args: Any, rules: Sequence[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rule"].choices = rule_choices(rules)


class JudgeForm(forms.Form):
    """What was found out about an event."""

    state = forms.ChoiceField(label=_("研判"), choices=WatchState.choices)
    effect = forms.CharField(label=_("影响"), max_length=200, required=False)
    points = PointsField(label=_("扣分"), max_value=100, required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class FindingForm(forms.Form):
    """Whether a condition holds; ``line``: it is judged by a score."""

    met = forms.ChoiceField(
        label=_("核对结果"),
        choices=(
            ("", pgettext_lazy("condition", "尚待核对")),
            ("yes", pgettext_lazy("condition", "符合")),
            ("no", pgettext_lazy("condition", "未达到")),
        ),
        required=False,
    )
    score = PointsField(label=_("三年综合成绩"), max_value=200, required=False)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("凭什么这样认定：文件、复函、成绩单"))

    def __init__(self, *args: Any, line: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if line:
            del self.fields["met"]
            self.fields["score"].help_text = _("分数线 %(line)s 分；不填表示尚待核对") % {"line": line}
        else:
            del self.fields["score"]


class AskForm(CityForm):
    """Which authorities are asked, until when they answer."""

    units = NamedUnitsField(
        label=_("征求意见单位"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一次问几个单位：用顿号隔开，也可以写单位组"),
    )
    asked_on = day_field(_("发出日期"))
    due_on = day_field(_("答复时限"))


class OpinionForm(forms.Form):
    """What an authority answered."""

    answered_on = day_field(_("答复日期"))
    opinion = forms.ChoiceField(label=_("意见"), choices=ClearanceOpinion.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("有意见的写明是什么意见"))
