"""Everything that changes a unit: one page for each change, with what it means in words, one question before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.organisations import actions
from wenming.organisations.enums import AliasKind
from wenming.organisations.forms import units as forms
from wenming.organisations.forms.fields import OfCity
from wenming.organisations.models import Unit, UnitGroup
from wenming.organisations.queries import units_in
from wenming.organisations.rules import manages_organisation
from wenming.organisations.views.edges import attempt

Run = Callable[..., Any]


@dataclass(frozen=True)
class Change:
    """One kind of change: its words, its form, what it starts from, what it does; ``question`` is asked where there is no way back."""

    title: Any
    text: Any
    button: Any
    form: type[OfCity]
    run: Run
    start: Callable[[Unit], dict[str, Any]] = field(default=lambda _unit: {})
    question: Any = ""


def _rename(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.rename_unit(unit=unit, **data, **who)


def _describe(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.describe_unit(unit=unit, **data, **who)


def _move(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.move_unit(unit=unit, parent=data["parent"], **who)


def _merge(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.merge_units(units=[unit], into=data["into"], on=data["on"], **who)


def _split(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.split_unit(unit=unit, into=data["into"], on=data["on"], **who)


def _close(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.close_unit(unit=unit, on=data["on"], **who)


def _alias(unit: Unit, data: dict[str, Any], **who: Any) -> None:
    actions.add_alias(unit=unit, name=data["name"], kind=AliasKind.SHORT, **who)


CHANGES = {
    "rename": Change(
        gettext_lazy("更名"),
        gettext_lazy("原名称成为别名，以前的文件和数据仍显示当时的名称。"),
        pgettext_lazy("button", "更名"),
        forms.RenameForm,
        _rename,
        lambda unit: {"name": unit.name, "short_name": unit.short_name},
    ),
    "describe": Change(
        gettext_lazy("更正类别和简称"),
        gettext_lazy("名称写错或单位改名请用“更名”，以便保留沿革。"),
        pgettext_lazy("button", "保存"),
        forms.DescribeForm,
        _describe,
        lambda unit: {"kind": unit.kind, "short_name": unit.short_name, "code": unit.code},
    ),
    "move": Change(
        gettext_lazy("调整上级单位"),
        gettext_lazy("下级单位随它一起移动，排在新上级的最后。"),
        pgettext_lazy("button", "移动"),
        forms.MoveForm,
        _move,
        lambda unit: {"parent": unit.parent.name if unit.parent else ""},
    ),
    "merge": Change(
        gettext_lazy("并入其他单位"),
        gettext_lazy("这个单位从那天起撤销，由并入的单位承接；它的名称和别名从此指并入的单位。"),
        pgettext_lazy("button", "合并"),
        forms.MergeForm,
        _merge,
        question=gettext_lazy("合并以后不能恢复，确定合并？"),
    ),
    "split": Change(
        gettext_lazy("分设"),
        gettext_lazy("这个单位从那天起撤销，由几个单位分别承接；请先设立新单位。"),
        pgettext_lazy("button", "分设"),
        forms.SplitForm,
        _split,
        question=gettext_lazy("分设以后不能恢复，确定分设？"),
    ),
    "close": Change(
        gettext_lazy("撤销单位"),
        gettext_lazy("没有单位承接。以前的数据仍归在它名下，可用“截至日期”查看。"),
        pgettext_lazy("button", "撤销单位"),
        forms.CloseForm,
        _close,
        question=gettext_lazy("撤销以后不能恢复，确定撤销？"),
    ),
    "alias": Change(
        gettext_lazy("加别名"),
        gettext_lazy("导入表格时，这个写法也会认作这个单位。"),
        pgettext_lazy("button", "保存"),
        forms.AliasForm,
        _alias,
    ),
}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, city: City, pk: int, what: str) -> HttpResponse:
    """Change one unit in one way."""
    only(manages_organisation, request, city)
    if what not in CHANGES:
        raise Http404
    kind, unit = CHANGES[what], one_of(Unit.objects.in_city(city).select_related("city", "parent"), pk=pk)
    today = today_in(city)
    start = {"on": today, **kind.start(unit)}
    form = kind.form(request.POST or None, city=city, on=today, initial=start)

    def run() -> None:
        kind.run(unit, form.cleaned_data, by=request.user, at=timezone.now())

    back = reverse("organisations:unit", args=[city.slug, pk])
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": kind.title})
        return redirect(back)
    context = {
        "form": form,
        "title": kind.title,
        "text": kind.text,
        "button": kind.button,
        "question": kind.question,
        "about": unit.name,
        "back": back,
        "crumbs": _crumbs(city, {"label": unit.name, "url": back}, {"label": kind.title}),
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, city: City) -> HttpResponse:
    """Found a unit; the address may say under which."""
    only(manages_organisation, request, city)
    today = today_in(city)
    under = request.GET.get("under", "")
    parent = units_in(city).filter(pk=under).first() if under.isascii() and under.isdigit() else None
    start = {"since": today, "parent": parent.name if parent else ""}
    form = forms.FoundForm(request.POST or None, city=city, on=today, initial=start)
    made: list[Unit] = []

    def run() -> None:
        made.append(actions.found_unit(city=city, **form.cleaned_data, by=request.user, at=timezone.now()))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已设立“%(name)s”，排在同级最后") % {"name": made[0].name})
        return redirect("organisations:unit", city.slug, made[0].pk)
    title = _("设立单位")
    context = {
        "form": form,
        "title": title,
        "text": _("排在同级单位的最后；设立以后可以调整次序。"),
        "button": _("设立"),
        "back": reverse("organisations:units", args=[city.slug]),
        "crumbs": _crumbs(city, {"label": title}),
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, city: City, pk: int = 0) -> HttpResponse:
    """Say which units a group's name means; ``pk`` 0 is a new group."""
    only(manages_organisation, request, city)
    known = one_of(UnitGroup.objects.in_city(city), pk=pk) if pk else None
    today = today_in(city)
    start = _group_start(city, known)
    form = forms.GroupForm(request.POST or None, city=city, on=today, initial=start)
    if known:
        form.fields["name"].disabled = True
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.set_group(city=city, name=data["name"], units=data["units"], by=request.user, at=timezone.now())
        messages.success(
            request, _("“%(name)s”现在指 %(count)s 个单位") % {"name": data["name"], "count": len(data["units"])}
        )
        return redirect("organisations:groups", city.slug)
    title = _("单位组成员") if known else _("新建单位组")
    back = reverse("organisations:groups", args=[city.slug])
    context = {
        "form": form,
        "title": title,
        "text": _("导入表格时，组名代表这里列出的全部单位；成员由创建办逐个确定。"),
        "button": _("保存"),
        "back": back,
        "about": known.name if known else "",
        "crumbs": _crumbs(city, {"label": pgettext("page", "单位组"), "url": back}, {"label": title}),
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def _group_start(city: City, known: UnitGroup | None) -> dict[str, str]:
    """Return what the form of a group begins with."""
    if known is None:
        return {}
    members = units_in(city).filter(pk__in=known.members.values("unit"), ends_on__isnull=True)
    return {"name": known.name, "units": "、".join(one.name for one in members)}


def _crumbs(city: City, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Return where a page of the units stands."""
    return [{"label": pgettext("page", "单位"), "url": reverse("organisations:units", args=[city.slug])}, *items]
