"""Forms of forecasts: what is known of the coming evaluation, line by line; who may see chances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wenming.assessment.forms.lines import (
    MILLE,
    STOPS,
    accepted_line,
    asked_line,
    milli_of,
    pair_line,
    plan_line,
    read_lines,
    rival_line,
    scenario_line,
    share_of,
)
from wenming.assessment.models import ForecastSettings
from wenming.kernel.models import Account

PARTS = ("field", "materials", "survey")
PLAIN = ("plan", "communities", "households", "intercepts", "surveyed", "surveyed_on", "accepted", "pairs", "rivals", "places",
         "scenarios", "source")  # fmt: skip
"""Fields that are kept as they were read."""


def _points(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=1000, decimal_places=3, required=required, help_text=help_text
    )


def _lines(label: Any, help_text: Any, rows: int = 4) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=12_000, widget=area, help_text=help_text)


def _count(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=0)


class ForecastSettingsForm(forms.Form):
    """What the office knows of the coming evaluation; what is shown first is the version that holds."""

    line = _points(_("达标线（分）"), required=True)
    field = _points(_("实地考察（分）"), help_text=_("三项都留空：用体系或评分规则里的分值"))
    materials = _points(_("网上申报（分）"))
    survey = _points(_("问卷调查（分）"))
    plan = _lines(
        _("测评组看什么"),
        _("每行一类：点位类型、空格、抽几个点位、空格、每个查几项。类型照点位台账写，如：农贸市场 4 12"),
        6,
    )
    communities = _count(_("入户问几个社区"), 1000)
    households = _count(_("每个社区几户"), 1000)
    intercepts = _count(_("街头问几人"), 1000)
    surveyed = _lines(
        _("我们自己的问卷"),
        _(
            "纸质或电话调查的结果，每行一个社区：社区、空格、问了几户、空格、满意几户，如：滨河社区 22 19。一年以前问的不算"
        ),
    )
    surveyed_on = forms.DateField(
        label=_("哪天问完"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    accepted = _lines(
        _("往年材料比对"),
        _("每行一个条目：编号、空格、官方认可几份/我们评为合格几份，如：1.1 9/10"),
    )
    pairs = _lines(
        _("往年两边的实地得分率"),
        _(
            "每行一年：年份、空格、官方实地得分率、空格、同期自测得分率、空格、各看了几个点位（不知道就不写），如：2024 84.2 87.5 60"
        ),
    )
    rivals = _lines(
        _("同组城市"), _("每行一个：城市、空格、公布的得分、空格、上下几分，如：甲市 86.5 2。自己编的写明“虚构”")
    )
    places = forms.CharField(
        label=_("想知道进前几名"), required=False, max_length=60, help_text=_("几个数用空格分开，如：3 10；不问就留空")
    )
    gate = forms.CharField(
        label=_("省级推荐"),
        required=False,
        max_length=20,
        help_text=_("往年同类城市 推荐几个/参评几个，如：8/12；没有这一关就留空"),
    )
    scenarios = _lines(
        _("假设情形"),
        _("自己挑的负面清单情形，每行一个：名称、空格、扣几分（或“取消”），如：重大安全事故 3。只作假设，不预测任何人"),
        3,
    )
    source = forms.CharField(label=_("依据（文件名、文号、会议）"), max_length=200)

    def __init__(self, *args: Any, now: ForecastSettings | None, on: date, **options: Any) -> None:
        self.on = on
        if now is not None:
            options.setdefault("initial", _initial(now))
        super().__init__(*args, **options)

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as they stand on the page: under a heading, some beside each other."""
        groups = (
            (_now("达标线与分值"), ("line",), PARTS),
            (_now("测评组怎么看、怎么问"), ("plan",), ("communities", "households", "intercepts")),
            (_now("我们自己问过的人"), ("surveyed", "surveyed_on"), ()),
            (_now("往年、别的城市、省级"), ("accepted", "pairs", "rivals"), ("places", "gate")),
            (_now("假设与依据"), ("scenarios", "source"), ()),
        )
        return [
            {"title": title, "fields": [self[name] for name in names], "beside": [self[name] for name in beside]}
            for title, names, beside in groups
        ]

    def clean_plan(self) -> list[list[Any]]:
        """Return [type, sites, checks] line by line."""
        return read_lines(self.cleaned_data["plan"], plan_line, _now("农贸市场 4 12"))

    def clean_surveyed(self) -> list[list[Any]]:
        """Return [community, asked, content] line by line."""
        return read_lines(self.cleaned_data["surveyed"], asked_line, _now("滨河社区 22 19"))

    def clean_surveyed_on(self) -> date | None:
        """Return the day on which the survey ended; it is not to come."""
        day: date | None = self.cleaned_data["surveyed_on"]
        if day is not None and day > self.on:
            raise forms.ValidationError(_now("这一天还没有到：写问完的那一天"))
        return day

    def clean_accepted(self) -> list[list[Any]]:
        """Return [clause, accepted, of so many] line by line."""
        return read_lines(self.cleaned_data["accepted"], accepted_line, "1.1 9/10")

    def clean_pairs(self) -> list[list[Any]]:
        """Return [year, official rate, own rate, sites or None] line by line."""
        return read_lines(self.cleaned_data["pairs"], partial(pair_line, latest=self.on.year), "2024 84.2 87.5 60")

    def clean_rivals(self) -> list[list[Any]]:
        """Return [city, milli-points, spread] line by line."""
        return read_lines(self.cleaned_data["rivals"], rival_line, _now("甲市 86.5 2"))

    def clean_scenarios(self) -> list[list[Any]]:
        """Return [event, milli-points, whether it stops the title] line by line."""
        return read_lines(self.cleaned_data["scenarios"], scenario_line, _now("重大安全事故 3"))

    def clean_places(self) -> list[int]:
        """Return the ranks, each once, in order."""
        words = self.cleaned_data["places"].replace(",", " ").replace("，", " ").replace("、", " ").split()
        if not all(word.isascii() and word.isdigit() and 0 < int(word) < MILLE for word in words):
            raise forms.ValidationError(_now("名次读不出：只写大于 0 的整数，用空格分开，如 3 10"))
        return sorted({int(word) for word in words})

    def clean_gate(self) -> list[int]:
        """Return [recommended, of so many], or nothing."""
        text = self.cleaned_data["gate"].strip()
        if not text:
            return []
        try:
            return share_of(text)
        except ValueError:
            raise forms.ValidationError(_now("省级推荐读不出：写成 8/12，前面不大于后面")) from None

    def clean(self) -> dict[str, Any]:
        """Parts are written all or none, and a survey with its day."""
        data = super().clean() or {}
        asked, day = data.get("surveyed"), data.get("surveyed_on")
        if bool(asked) != bool(day) and not {"surveyed", "surveyed_on"} & self.errors.keys():
            self.add_error("surveyed_on", _now("问卷的结果和问完的日期要么都写，要么都留空"))
        given = [data.get(name) is not None for name in PARTS]
        if any(given) and not all(given) and not any(name in self.errors for name in PARTS):
            self.add_error("field", _now("三部分的分值要么都写，要么都留空"))
        return data

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        gate = data["gate"] or [None, None]
        return {
            "line": milli_of(data["line"]),
            **{name: None if data[name] is None else milli_of(data[name]) for name in PARTS},
            **{name: data[name] for name in PLAIN},
            "gate_passed": gate[0],
            "gate_held": gate[1],
        }


class ForecastReaderForm(forms.Form):
    """Who may see chances, and why."""

    account = forms.ChoiceField(label=_("可看的人"))
    reason = forms.CharField(label=_("理由"), max_length=120)

    def __init__(self, *args: Any, candidates: Sequence[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.pk): one for one in candidates}
        self.fields["account"].choices = [("", _now("请选择")), *((key, one.name) for key, one in self.known.items())]

    def chosen(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"account": self.known[self.cleaned_data["account"]], "reason": self.cleaned_data["reason"]}


def _initial(now: ForecastSettings) -> dict[str, Any]:
    """Return a version as the form shows it."""
    parts = {name: getattr(now, name) for name in PARTS}
    stop = STOPS[0]
    return {
        "line": f"{now.line / MILLE:g}",
        **{name: f"{milli / MILLE:g}" for name, milli in parts.items() if milli is not None},
        "plan": "\n".join(f"{name} {drawn} {checks}" for name, drawn, checks in now.plan),
        **{name: getattr(now, name) for name in ("communities", "households", "intercepts", "surveyed_on", "source")},
        "surveyed": "\n".join(f"{name} {asked} {content}" for name, asked, content in now.surveyed),
        "pairs": "\n".join(_pair_text(*pair) for pair in now.pairs),
        "accepted": "\n".join(f"{code} {agreed}/{reviewed}" for code, agreed, reviewed in now.accepted),
        "rivals": "\n".join(f"{name} {score / MILLE:g} {spread / MILLE:g}" for name, score, spread in now.rivals),
        "places": " ".join(str(place) for place in now.places),
        "gate": f"{now.gate_passed}/{now.gate_held}" if now.gate_held is not None else "",
        "scenarios": "\n".join(
            f"{name} {stop if stops else f'{cost / MILLE:g}'}" for name, cost, stops in now.scenarios
        ),
    }


def _pair_text(year: int, official: int, mock: int, sites: int | None) -> str:
    """Return a pair as it was written."""
    return " ".join([str(year), f"{official / MILLE:g}", f"{mock / MILLE:g}", *([str(sites)] if sites else [])])
