"""Forms of grading: the rule, a grade, what two settle on, the sample to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.grading import FULL, Grade
from wenming.kernel.models import Account
from wenming.materials.actions.grading import LABEL_LENGTH, MOST_STEPS, SOURCE_LENGTH, WORDS_LENGTH
from wenming.materials.enums import PointShare, RuleOrigin
from wenming.materials.models import GradeRule

MOST_DRAWN = 200
PARTS = ("filing", "field", "survey")


def _part(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=1000, decimal_places=3, required=False)


class GradeRuleForm(forms.Form):
    """The rule of grading; what is shown first is the one that holds."""

    steps = forms.CharField(
        label=_("评分档次"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "每行一档，从高到低：名称、空格、得分百分比。最高一档是 100。也可以按百分比分档，如 100、90、80 各一行"
        ),
    )
    share = forms.ChoiceField(label=_("分值怎么分到条目"), choices=PointShare.choices)
    filing = _part(_("网上申报分值（不知道就三项都留空）"))
    field = _part(_("实地考察分值"))
    survey = _part(_("问卷调查分值"))
    origin = forms.ChoiceField(label=_("依据的种类"), choices=RuleOrigin.choices)
    source = forms.CharField(label=_("依据（文件名、文号、会议）"), max_length=SOURCE_LENGTH)

    def __init__(self, *args: Any, rule: GradeRule | None, **options: Any) -> None:
        if rule is not None:
            options.setdefault("initial", _initial(rule))
        super().__init__(*args, **options)

    def clean_steps(self) -> list[Grade]:
        """Return the grades, line by line."""
        found = [_step(line.strip()) for line in self.cleaned_data["steps"].splitlines() if line.strip()]
        if len(found) > MOST_STEPS:
            raise forms.ValidationError(_now("最多 %(most)s 档；请减少几档"), params={"most": MOST_STEPS})
        return found

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        points = {name: None if data[name] is None else round(data[name] * 1000) for name in PARTS}
        return {**{name: data[name] for name in ("steps", "share", "origin", "source")}, "points": points}


def _initial(rule: GradeRule) -> dict[str, Any]:
    """Return a rule as the form shows it."""
    parts = {name: getattr(rule, name) for name in PARTS}
    return {
        "steps": "\n".join(f"{label} {milli / 10:g}" for label, milli in rule.steps),
        "share": rule.share,
        "origin": rule.origin,
        "source": rule.source,
        **{name: f"{milli / 1000:g}" for name, milli in parts.items() if milli is not None},
    }


def _step(line: str) -> Grade:
    """Read a line: a word and per cent, or per cent alone."""
    label, _space, number = line.rpartition(" ")
    number = number.rstrip("%％")
    try:
        milli = round(Decimal(number) * 10)
    except ArithmeticError:
        milli = -1
    if not 0 <= milli <= FULL:
        raise forms.ValidationError(_now("这一行读不出得分：%(line)s。写成“B 60”"), params={"line": line[:40]})
    return Grade((label.strip() or f"{number}%")[:LABEL_LENGTH], milli)


class SettleForm(forms.Form):
    """What holds where two differ, and why."""

    label = forms.ChoiceField(label=_("商定的档次"))
    words = forms.CharField(
        label=_("理由：两人各依据什么，为什么这样定"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": ""}),
    )

    def __init__(self, *args: Any, grades: Sequence[Grade], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["label"].choices = [(one.label, f"{one.label} · {one.milli / 10:g}%") for one in grades]


class SampleForm(forms.Form):
    """How many clauses are drawn, and who looks a second time."""

    size = forms.IntegerField(
        label=pgettext_lazy("sample", "抽几个条目"), min_value=1, max_value=MOST_DRAWN, initial=12
    )
    grader = forms.ChoiceField(label=_("复评人"))

    def __init__(self, *args: Any, graders: Sequence[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.graders = {str(one.pk): one for one in graders}
        self.fields["grader"].choices = [(key, one.name) for key, one in self.graders.items()]

    def chosen(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"size": self.cleaned_data["size"], "grader": self.graders[self.cleaned_data["grader"]]}
