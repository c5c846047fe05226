"""What is asked where routes are planned, and where a visit is moved by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.positions import UnusablePositionError, read_position
from wenming.inspections.enums import TravelMode
from wenming.inspections.models import TeamMember, Visit
from wenming.inspections.queries.fieldwork.routes import Asked, Walk, usual_walk
from wenming.kernel.schemas import days_text

SECONDS = (
    (5, gettext_lazy("5 秒")),
    (10, gettext_lazy("10 秒")),
    (30, gettext_lazy("30 秒")),
    (60, gettext_lazy("1 分钟")),
)
_CLOCK = {"type": "time"}


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


class RoutesForm(forms.Form):
    """Days, who walks and how; one group of fields for each member, named by its number."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("排哪几天"), coerce=date.fromisoformat, widget=forms.CheckboxSelectMultiple({"class": "cb"}),
        error_messages={"required": gettext_lazy("请至少选一天")},
    )  # fmt: skip
    most = forms.IntegerField(
        label=gettext_lazy("每人每天最多几个点位"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("不填就按时间排满"),
    )
    overtime = forms.IntegerField(
        label=gettext_lazy("可以超过收工时间（分钟）"),
        min_value=0,
        max_value=180,
        initial=0,
        help_text=gettext_lazy("排不下时才用，用得越少越好"),
    )
    seconds = forms.TypedChoiceField(label=gettext_lazy("计算时间"), choices=SECONDS, coerce=int, initial=10)
    returns = forms.BooleanField(label=gettext_lazy("每天要回到出发点"), required=False, initial=True)
    hold = forms.BooleanField(label=gettext_lazy("各人保留手里的点位，只重排次序和没人的点位"), required=False)

    def __init__(
        self, *args: Any, days: Sequence[date], members: Sequence[TeamMember], walks: Sequence[Walk] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.walks = {walk.member.pk: walk for walk in walks}
        self.fields["days"].choices = [(day.isoformat(), days_text(day, day)) for day in days]
        self.fields["days"].initial = [day.isoformat() for day in days]
        for member in members:
            self.fields.update(self._of(member))

    def _of(self, member: TeamMember) -> dict[str, forms.Field]:
        """Return the fields of one member."""
        usual, key = self.walks.get(member.pk) or usual_walk(member), f"m{member.pk}"
        start = f"{usual.start[1]:.6f},{usual.start[0]:.6f}" if usual.start else ""
        return {
            f"{key}_in": forms.BooleanField(label=_("%(code)s 参加") % {"code": member.code}, required=False, initial=True),
            f"{key}_mode": forms.ChoiceField(label=_("出行方式"), choices=TravelMode.choices, initial=usual.mode),
            f"{key}_begin": forms.TimeField(label=_("出发"), widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"), initial=_clock(usual.begin)),
            f"{key}_until": forms.TimeField(label=_("收工"), widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"), initial=_clock(usual.until)),
            f"{key}_start": forms.CharField(label=_("出发点（经度,纬度）"), required=False, max_length=80, initial=start),
        }  # fmt: skip

    def groups(self) -> list[dict[str, Any]]:
        """Return every member with the own fields."""
        names = ("in", "mode", "begin", "until", "start")
        return [
            {"code": one.code, "team": one.team.name, **{f"field_{name}": self[f"m{one.pk}_{name}"] for name in names}}
            for one in self.members
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse shifts that end before they begin, and days on which nobody walks."""
        data: dict[str, Any] = super().clean() or {}
        chosen = [one for one in self.members if data.get(f"m{one.pk}_in")]
        if not chosen:
            self.add_error(None, _("请至少选一个人参加"))
        for member in chosen:
            key = f"m{member.pk}"
            begin, until = data.get(f"{key}_begin"), data.get(f"{key}_until")
            if begin and until and begin >= until:
                self.add_error(f"{key}_until", _("收工要晚于出发"))
            data[f"{key}_point"] = self._point(f"{key}_start", data.get(f"{key}_start", ""))
        return data

    def _point(self, name: str, text: str) -> tuple[float, float] | None:
        if not text.strip():
            return None
        try:
            return read_position(text).point
        except UnusablePositionError:
            self.add_error(name, _("看不懂这个位置；写成“经度,纬度”，如 114.075031,32.123456，或留空"))
            return None

    def asked(self) -> Asked:
        """Return what was filled in."""
        data = self.cleaned_data
        walks = tuple(self._walk(member, f"m{member.pk}") for member in self.members if data[f"m{member.pk}_in"])
        return Asked(tuple(data["days"]), walks, data["most"], hold=data["hold"], seconds=data["seconds"])

    def _walk(self, member: TeamMember, key: str) -> Walk:
        data = self.cleaned_data
        begin, until = (data[f"{key}_{name}"].hour * 60 + data[f"{key}_{name}"].minute for name in ("begin", "until"))
        return Walk(
            member, data[f"{key}_mode"], begin, until, data[f"{key}_point"], returns=data["returns"], overtime=data["overtime"]
        )  # fmt: skip


class MoveForm(forms.Form):
    """To whom, on which day, and as the how-manieth."""

    member = forms.ModelChoiceField(None, label=pgettext_lazy("field", "由谁去"))
    on = forms.TypedChoiceField(label=pgettext_lazy("field", "哪天去"), coerce=date.fromisoformat)
    place = forms.IntegerField(label=gettext_lazy("当天第几个"), min_value=1, max_value=99)

    def __init__(self, *args: Any, visit: Visit, members: Any, days: Sequence[date], **kwargs: Any) -> None:
        first = {"member": visit.member_id, "on": visit.on.isoformat() if visit.on else None, "place": visit.order or 1}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda member: member.code
        self.fields["on"].choices = [(day.isoformat(), days_text(day, day)) for day in days]
