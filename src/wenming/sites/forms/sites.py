"""What people fill in about one site and its kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.geo import Datum, distance, surroundings, to_wgs84
from wenming.engine.openings import DAY, WEEK, Times, united, written
from wenming.sites import enums
from wenming.sites.actions import SiteFacts
from wenming.sites.forms.fields import OfCity, OpeningField, PositionField, SiteField, UnitField, day_field
from wenming.sites.models import Site, SiteType
from wenming.sites.queries import types_in

NO_CHECKLIST = ""
TICKS = forms.CheckboxSelectMultiple(attrs={"class": "cb"})


class SiteForm(OfCity):
    """A site: what, where, and what differs from its kind. ``sure`` is asked where the position lies far from all others."""

    name = forms.CharField(label=gettext_lazy("点位名称"), max_length=100)
    type = forms.ModelChoiceField(label=gettext_lazy("点位类型"), queryset=None)
    code = forms.CharField(
        label=gettext_lazy("编号"), max_length=40, required=False, help_text=gettext_lazy("留空则自动编号")
    )
    area = UnitField(
        label=gettext_lazy("属地"), required=False, help_text=gettext_lazy("所在的街道、乡镇或社区，写全称、简称或别名")
    )
    address = forms.CharField(label=gettext_lazy("地址"), max_length=200, required=False)
    position = PositionField(
        label=gettext_lazy("坐标"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("经度,纬度，例如 114.0911,32.1470；也认度分秒"),
    )
    datum = forms.ChoiceField(
        label=gettext_lazy("坐标系"),
        required=False,
        help_text=gettext_lazy("高德、腾讯地图上查到的是 GCJ-02，百度是 BD-09，手机定位是 WGS-84"),
    )
    sure = forms.BooleanField(label=gettext_lazy("位置无误"), required=False)
    walking = forms.CharField(
        label=gettext_lazy("走测规则"), max_length=300, required=False, help_text=gettext_lazy("留空则与类型相同")
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=300, required=False)
    since = day_field(gettext_lazy("启用日期"))

    def __init__(self, *args: Any, site: Site | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.site = site
        self.fields["type"].queryset = types_in(self.city)
        self.fields["type"].empty_label = _("请选择")
        self.fields["datum"].choices = [("", _("请选择")), *enums.Datum.choices]
        if site is not None:
            self.fields.pop("since")
        if "sure" not in self.data:
            self.fields["sure"].widget = forms.HiddenInput()

    @staticmethod
    def start(site: Site) -> dict[str, Any]:
        """Return what the form of a known site begins with."""
        given = f"{site.given_lng}, {site.given_lat}" if site.datum else ""
        names = ("name", "code", "address", "datum", "walking", "note")
        area = site.area.name if site.area else ""
        return {name: getattr(site, name) for name in names} | {"type": site.type_id, "area": area, "position": given}

    def clean(self) -> dict[str, Any]:
        """A position has a datum, and lies where the others do unless somebody is sure."""
        data = super().clean()
        if data.get("position") and not data.get("datum"):
            self.add_error("datum", _("请选择坐标取自哪里；选错会偏几百米"))
        if data.get("position") and data.get("datum") and not data.get("sure"):
            self._doubt(to_wgs84(data["position"].point, Datum(data["datum"])))
        return data

    def _doubt(self, point: Any) -> None:
        """Ask back where the position lies far from all others."""
        known = Site.objects.in_city(self.city).filter(lat__isnull=False, ends_on__isnull=True)
        around = surroundings(known.values_list("lat", "lng"))
        if around is not None and around.doubts(point):
            self.fields["sure"].widget = forms.CheckboxInput()
            away = round(distance(around.middle, point) / 1000)
            self.add_error(
                "position", _("离其他点位有 %(km)s 公里；请核对，确实没错就勾选“位置无误”再保存") % {"km": away}
            )

    def facts(self) -> SiteFacts:
        """Return what was filled in; opening times are kept, they have a page of their own."""
        data = self.cleaned_data
        position = data["position"]
        return SiteFacts(
            name=data["name"],
            type=data["type"],
            code=data["code"],
            area=data["area"],
            address=data["address"],
            given=position.point if position else None,
            datum=data["datum"] if position else "",
            hours=self.site.hours if self.site else (),
            walking=data["walking"],
            note=data["note"],
        )


class TypeForm(forms.Form):
    """A kind of place."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=100, required=False)
    checklist = forms.ChoiceField(
        label=gettext_lazy("检查表类型"),
        required=False,
        help_text=gettext_lazy("点位卡片由此链接到这一类的点位手册"),
    )
    walking = forms.CharField(
        label=gettext_lazy("走测规则"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("例如：从大门进入走 200 米，再看 2 个楼道；留空则按检查表"),
    )
    hours = OpeningField(
        label=gettext_lazy("通常开放时间"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("例如：周一至周五 8:00-12:00、14:30-17:30；全天；每天 8:00-22:00（周一闭馆）"),
    )

    def __init__(self, *args: Any, checklists: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["checklist"].choices = [(NO_CHECKLIST, _("没有对应的检查表")), *checklists]

    @staticmethod
    def start(kind: SiteType) -> dict[str, Any]:
        """Return what the form of a known kind begins with."""
        names = ("name", "name_en", "checklist", "walking")
        return {name: getattr(kind, name) for name in names} | {"hours": written(kind.hours)}


DAYS = [(str(day), name) for day, name in zip(WEEK, "一二三四五六日", strict=True)]


class LineForm(forms.Form):
    """Opening times of some days: one stretch of hours, or two."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("哪几天"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    begin = forms.TimeField(
        label=gettext_lazy("开放"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    end = forms.TimeField(label=gettext_lazy("关闭"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    begin_2 = forms.TimeField(
        label=gettext_lazy("下午开放"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    end_2 = forms.TimeField(
        label=gettext_lazy("下午关闭"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Days and hours belong together; midnight ends a day, and what ends earlier than it begins goes on after midnight."""
        data = super().clean()
        spans = [(data.get("begin"), data.get("end")), (data.get("begin_2"), data.get("end_2"))]
        if self.errors or not (data.get("days") or any(one for span in spans for one in span)):
            return data
        if not data.get("days"):
            raise forms.ValidationError(_("没有勾选是哪几天；请勾选，或清空这一行的时间"))
        if any((begin is None) != (end is None) for begin, end in spans) or spans[0][0] is None:
            raise forms.ValidationError(_("开放和关闭的时间要成对填；全天写 00:00 到 00:00"))
        data["times"] = [
            time for day in data["days"] for begin, end in spans if begin for time in _times(int(day), begin, end)
        ]
        return data


def _times(day: int, begin: Any, end: Any) -> list[tuple[int, int, int]]:
    """Return one stretch of a day, in two where it goes on after midnight."""
    first, last = begin.hour * 60 + begin.minute, end.hour * 60 + end.minute
    if last > first:
        return [(day, first, last)]
    late = [(day % 7 + 1, 0, last)] if last else []
    return [(day, first, DAY), *late]


class LineSet(forms.BaseFormSet):
    """The lines of a week."""

    @property
    def times(self) -> Times:
        """Return all opening times, joined."""
        return united(time for form in self.forms for time in form.cleaned_data.get("times", ()))


LineFormSet = forms.formset_factory(LineForm, formset=LineSet, extra=0, max_num=7)
LINES = 4


class RetireForm(OfCity):
    """The last day of a site, and why."""

    on = day_field(gettext_lazy("最后一天"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, required=False)


class ReopenForm(OfCity):
    """From which day a site is used again, and why."""

    on = day_field(gettext_lazy("自哪天起"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, required=False)


class MergeForm(OfCity):
    """Into which site, from when, and who goes on there."""

    into = SiteField(
        label=gettext_lazy("并入"), max_length=100, help_text=gettext_lazy("另一个点位的编号，或完整的名称")
    )
    on = day_field(gettext_lazy("自哪天起"))
    parts = forms.MultipleChoiceField(label=gettext_lazy("在新点位继续的分工"), required=False, widget=TICKS)
    chiefs = forms.MultipleChoiceField(label=gettext_lazy("在新点位继续的负责人"), required=False, widget=TICKS)
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, required=False)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = site.units.filter(until__isnull=True).select_related("unit").order_by("unit__position")
        chiefs = site.chiefs.filter(until__isnull=True).select_related("person").order_by("kind")
        self.fields["parts"].choices = [(str(one.pk), f"{one.unit.name}（{one.get_part_display()}）") for one in parts]
        self.fields["chiefs"].choices = [
            (str(one.pk), f"{one.person.name}（{one.get_kind_display()}）") for one in chiefs
        ]
        for name in ("parts", "chiefs"):
            if not self.fields[name].choices:
                self.fields.pop(name)


class HandOverForm(OfCity):
    """Who carries on for a unit that ended, and from when."""

    to = UnitField(label=gettext_lazy("移交给"))
    on = day_field(pgettext_lazy("hand over", "自哪天起"))
