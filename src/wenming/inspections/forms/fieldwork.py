"""What people fill in about field rounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wenming.draws.enums import ReplacementReason
from wenming.draws.models import Draw
from wenming.inspections.actions.fieldwork import Plan
from wenming.inspections.enums import IssueOpening, SkipReason, VisitManner, VisitState
from wenming.inspections.forms import EditionField
from wenming.inspections.models import FieldRound, TeamMember
from wenming.inspections.models.fieldwork.rounds import FULL
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import milli_text
from wenming.sites.models import SiteType
from wenming.standards.queries import editions_in

LONGEST = 60
"""Days of a field round."""
GRADE = re.compile(r"\s*([^\s\d.、，,；;：:=]{1,10})[\s：:=]*([01](?:\.\d{1,3})?)\s*")
BETWEEN = re.compile(r"[、，,；;\n]+")
USUAL_GRADES = "好 1、一般 0.6、差 0"


def _day() -> forms.DateInput:
    """Return the browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DrawField(forms.ModelChoiceField):
    """A choice of draws by title and round."""

    def label_from_instance(self, draw: Draw) -> str:
        """Return what the choice says."""
        chosen = sum(row[2] for row in draw.strata)
        return gettext("%(title)s · %(round)s（%(chosen)s 个）") % {
            "title": draw.title,
            "round": draw.round,
            "chosen": chosen,
        }


class PlanForm(forms.Form):
    """What a field round is to be."""

    name = forms.CharField(label=_("任务名称"), max_length=80, help_text=_("例如：十二月第一次随机暗访"))
    edition = EditionField(label=pgettext_lazy("field", "测评体系"), queryset=None, empty_label=None)
    starts_on = forms.DateField(label=_("开始日期"), widget=_day())
    ends_on = forms.DateField(label=_("结束日期"), widget=_day())
    manner = forms.ChoiceField(label=_("检查方式"), choices=VisitManner.choices)
    opening = forms.ChoiceField(
        label=_("现场问题何时立案"),
        required=False,
        choices=[("", _("按检查方式：明察收到就立案，暗访收工后立案")), *IssueOpening.choices],
        help_text=_("暗访中途立案，会让单位知道有人在查"),
    )
    double_percent = forms.IntegerField(
        label=_("双人复测比例（%）"),
        min_value=0,
        max_value=100,
        initial=10,
        help_text=_("这么多点位由另一个人再看一遍，两个人都不知道；按签号决定是哪些"),
    )
    place_points = forms.DecimalField(
        label=_("不符合一处扣多少"), min_value=Decimal("0.001"), max_value=1, decimal_places=3, initial=Decimal("0.2")
    )
    grades = forms.CharField(
        label=_("等次和得分"),
        required=False,
        initial=USUAL_GRADES,
        max_length=200,
        help_text=_("从好到差，例如：好 1、一般 0.6、差 0"),
    )

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["edition"].queryset = editions_in(city).order_by("-created_at")

    def clean_grades(self) -> list[tuple[str, int]]:
        """Return (name, milli-points), best first."""
        found = []
        for part in BETWEEN.split(self.cleaned_data["grades"]):
            match = GRADE.fullmatch(part)
            if part.strip() and match is None:
                raise forms.ValidationError(
                    gettext("看不懂“%(part)s”：请写成“名称 得分”，得分在 0 到 1 之间") % {"part": part}
                )
            if match is not None:
                found.append((match[1], int(Decimal(match[2]) * FULL)))
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a round that ends before it begins, or lasts for months."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("ends_on", _("结束日期早于开始日期；请改正其中一个"))
            elif last - first >= timedelta(LONGEST):
                self.add_error("ends_on", gettext("一次任务最多 %(days)s 天；请分成几次") % {"days": LONGEST})
        return data

    def plan(self) -> Plan:
        """Return what the action takes."""
        data = self.cleaned_data
        usual = IssueOpening.AT_ONCE if data["manner"] == VisitManner.ANNOUNCED else IssueOpening.AFTER
        names = ("name", "edition", "starts_on", "ends_on", "manner", "double_percent", "grades")
        milli = int(data["place_points"] * FULL)
        return Plan(**{name: data[name] for name in names}, opening=data["opening"] or str(usual), place_milli=milli)

    @staticmethod
    def start_of(field_round: FieldRound) -> dict[str, Any]:
        """Return what the form shows of a round that there is."""
        names = ("name", "edition", "starts_on", "ends_on", "manner", "opening", "double_percent")
        grades = "、".join(f"{name} {milli_text(milli)}" for name, milli in field_round.grades)
        points = milli_text(field_round.place_milli)
        return {**{name: getattr(field_round, name) for name in names}, "grades": grades, "place_points": points}


class NewPlanForm(PlanForm):
    """The same, with where its sites come from."""

    draw = DrawField(
        label=_("点位从哪里来"), queryset=None, required=False, empty_label=_("手工选点（不能代表平时情况）")
    )

    def __init__(self, *args: Any, city: City, draws: QuerySet[Draw], **options: Any) -> None:
        super().__init__(*args, city=city, **options)
        self.fields["draw"].queryset = draws
        self.fields["draw"].help_text = _("只列出您保管、已抽取、还没有用过的实地测评抽样")
        self.order_fields(["name", "edition", "draw"])


class TeamForm(forms.Form):
    """A team."""

    name = forms.CharField(
        label=_("小组名称"), max_length=40, widget=forms.TextInput(attrs={"placeholder": _("例如：甲组")})
    )
    firm = forms.CharField(label=_("第三方机构（没有就不填）"), max_length=80, required=False)


class AccountField(forms.ModelChoiceField):
    """A choice of people by their names."""

    def label_from_instance(self, account: Account) -> str:
        """Return what the choice says."""
        return account.name


class MemberForm(forms.Form):
    """Who joins which team under which code."""

    team = forms.ModelChoiceField(label=_("小组"), queryset=None, empty_label=None)
    account = AccountField(label=_("测评员"), queryset=None, empty_label=_("请选择"))
    code = forms.CharField(
        label=_("代号"), max_length=20, widget=forms.TextInput(attrs={"placeholder": _("例如：甲1")})
    )

    def __init__(self, *args: Any, teams: QuerySet, accounts: QuerySet[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
        self.fields["account"].queryset = accounts


class DaysForm(forms.Form):
    """On which days somebody walks."""

    days = forms.MultipleChoiceField(label=_("实地日期"), required=False)

    def __init__(self, *args: Any, days: Sequence[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["days"].choices = [(day.isoformat(), day_text(day)) for day in days]

    def chosen(self) -> list[date]:
        """Return the days."""
        return [date.fromisoformat(day) for day in self.cleaned_data["days"]]


class AssignForm(forms.Form):
    """Who takes the visits that were ticked, and on which day."""

    member = forms.TypedChoiceField(label=_("改派给"))
    on = forms.TypedChoiceField(label=_("哪天去"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, field_round: FieldRound, members: Sequence[TeamMember], **options: Any) -> None:
        super().__init__(*args, **options)
        by_key = {str(member.pk): member for member in members}
        self.fields["member"].coerce = by_key.__getitem__
        names = [(key, f"{member.code} {member.account.name}") for key, member in by_key.items()]
        self.fields["member"].choices = [("", _("请选择")), *names]
        self.fields["on"].choices = [(day, day_text(date.fromisoformat(day))) for day in field_round.days]


class ReplaceForm(forms.Form):
    """Why a site gives its place to the next reserve."""

    reason = forms.ChoiceField(label=_("换备选的原因"), choices=ReplacementReason.choices)


class CloseForm(forms.Form):
    """What became of a visit, said in the inspector's stead."""

    state = forms.ChoiceField(label=_("结果"), choices=VisitState.choices)
    skip = forms.ChoiceField(
        label=_("没有测评的原因"),
        required=False,
        choices=[("", "—"), *(one for one in SkipReason.choices if one[0] != SkipReason.REPLACED)],
        help_text=_("选“没有测评”时必填"),
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a visit that was not done."""
        data = super().clean()
        if data.get("state") == VisitState.SKIPPED and not data.get("skip"):
            self.add_error("skip", _("请选没有测评的原因"))
        return data


class VoidForm(forms.Form):
    """Why a field round is thrown away."""

    reason = forms.CharField(label=_("作废原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class SiteSearchForm(forms.Form):
    """Which sites to choose from."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=forms.TextInput(attrs={"placeholder": _("名称或编号")})
    )
    type = forms.ModelChoiceField(
        label=_("点位类型"), required=False, queryset=None, empty_label=pgettext_lazy("filter", "全部")
    )

    def __init__(self, *args: Any, types: QuerySet[SiteType], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type"].queryset = types


class WriteForm(forms.Form):
    """Whether what is open may be left out."""

    partial = forms.BooleanField(label=_("知道这些不计入，照样写成结果"), required=False)


def day_text(day: date) -> str:
    """Return a day as people say it: with its weekday."""
    return formats.date_format(day, gettext("n月j日 D"))
