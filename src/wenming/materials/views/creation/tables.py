"""Titles of earlier years from a workbook."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.materials.actions import creation as actions
from wenming.materials.actions.creation import Known
from wenming.materials.exports.creation import titles_template
from wenming.materials.forms import units_named
from wenming.materials.forms.creation import TitlesTableForm
from wenming.materials.imports.requirements import Line, Trouble
from wenming.materials.imports.titles import read_title_lines
from wenming.materials.models import Programme, UnitTitle
from wenming.materials.queries.creation.applications import programmes_in
from wenming.materials.rules import keeps_materials
from wenming.materials.views.creation.edges import attempt
from wenming.materials.views.edges import who
from wenming.materials.workflow import CURRENT
from wenming.organisations.models import Unit


@require_http_methods(["GET", "POST"])
def unit_titles_import(request: HttpRequest, city: City) -> HttpResponse:
    """Take titles of earlier years from a workbook, all of them or none; what is wrong is listed by row."""
    only(keeps_materials, request, city)
    sent = request.method == "POST"
    form = TitlesTableForm(request.POST, request.FILES) if sent else TitlesTableForm()
    made: list[Known] = []
    problems: list[Trouble] = []
    if sent and form.is_valid():
        try:
            made, problems = _read(city, form.cleaned_data["file"].read(), today_in(city))
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
    if made and not problems and attempt(lambda: actions.enter_titles(city=city, known=made, **who(request)), form):
        n = len(made)
        messages.success(request, ngettext("已录入 %(n)s 个称号", "已录入 %(n)s 个称号", n) % {"n": n})
        return redirect("materials:unit_titles", city.slug)
    if sent and not form.errors and not problems:
        form.add_error("file", _("表里没有要录入的行；请从模板填起"))
    context = {"form": form, "problems": problems}
    return render(
        request, "materials/creation/titles_import.html", context, status=422 if form.errors or problems else 200
    )


@require_safe
def unit_titles_template(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with an empty workbook that shows how."""
    only(keeps_materials, request, city)
    return send_workbook(titles_template(), "单位称号模板.xlsx")


def _read(city: City, content: bytes, on: date) -> tuple[list[Known], list[Trouble]]:
    """Return the titles of a workbook, and what is wrong with it, row by row."""
    lines, troubles = read_title_lines(content)
    programmes = {one.name: one for one in programmes_in(city)}
    bad, found = {one.row for one in troubles}, []
    held = UnitTitle.objects.in_city(city).filter(status__in=CURRENT)
    taken = set(held.values_list("programme", "unit"))
    for line in lines:
        if line.row in bad:
            continue
        programme = programmes.get(line.values["创建项目"])
        unit = _unit(city, line, on, troubles)
        if programme is None:
            words = _("可用的项目：%(names)s") % {"names": "、".join(programmes) or "—"}
            troubles.append(Trouble(line.row, "创建项目", line.values["创建项目"], _("没有这个创建项目"), words))
        elif unit is not None and (trouble := _against(programme, unit, line, taken, on)):
            troubles.append(trouble)
        elif unit is not None:
            found.append(_known(programme, unit, line))
            taken |= {(programme.pk, unit.pk)} if line.values["状态"] in CURRENT else set()
    return found, sorted(troubles, key=lambda one: one.row)


def _unit(city: City, line: Line, on: date, troubles: list[Trouble]) -> Unit | None:
    """Return the unit of a row; a name that is none, or means several, becomes a trouble."""
    text = line.values["单位"]
    try:
        (unit,) = units_named(text, city, on)
    except (ValidationError, ValueError):
        mend = _("写单位页上的名称、简称或别名；没有的先在单位页设立")
        troubles.append(Trouble(line.row, "单位", text, _("不是一个已有的单位"), mend))
        return None
    return unit


def _against(programme: Programme, unit: Unit, line: Line, taken: set[tuple[int, int]], on: date) -> Trouble | None:
    """Return what stands against putting a row into the ledger."""
    values = line.values
    last = values["最近记录日期"] or values["命名日期"]
    if (programme.pk, unit.pk) in taken and values["状态"] in CURRENT:
        problem, mend = _("这个单位现有这个称号"), _("删去这一行，在称号页登记变动")
        return Trouble(line.row, "单位", values["单位"], problem, mend)
    if not values["命名日期"] <= last <= on:
        problem = _("日期先后不对，或在今天以后")
        return Trouble(line.row, "最近记录日期", str(last), problem, _("核对两个日期"))
    if values["有效期至"] and values["有效期至"] < values["命名日期"]:
        problem = _("有效期早于命名日期")
        return Trouble(line.row, "有效期至", str(values["有效期至"]), problem, _("改正，或留空按项目年限"))
    return None


def _known(programme: Programme, unit: Unit, line: Line) -> Known:
    """Return a row as a title that papers know."""
    values = line.values
    return Known(
        programme, unit, values["命名日期"], values["命名文号"], valid_until=values["有效期至"], status=values["状态"],
        last_on=values["最近记录日期"], last_paper=values["最近记录文号"], words=values["说明"],
    )  # fmt: skip
