"""Requirements as a workbook, out and in."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.campaigns.models import Campaign
from wenming.engine.observations import NothingReadableError
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.actions import Wish
from wenming.materials.exports.requirements import requirements_workbook, template_workbook
from wenming.materials.forms import TableForm, units_named
from wenming.materials.imports.requirements import Line, Trouble, read_requirement_lines
from wenming.materials.models import Requirement
from wenming.materials.queries.requirements import requirements_listed
from wenming.materials.rules import keeps_materials, sees_requirements
from wenming.materials.views.edges import attempt, chosen_campaign, who
from wenming.materials.views.requirements import list_url
from wenming.organisations.models import Unit
from wenming.standards.models import Node


@require_http_methods(["GET", "POST"])
def requirements_import(request: HttpRequest, city: City) -> HttpResponse:
    """Take requirements from a workbook, all of them or none; what is wrong is listed by row."""
    only(keeps_materials, request, city)
    campaign = chosen_campaign(request, city)
    sent = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if sent else TableForm()
    made: list[Wish] = []
    problems: list[Trouble] = []
    if sent and form.is_valid():
        try:
            made, problems = _read(campaign, form.cleaned_data["file"].read(), on=today_in(city))
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
    ready = made and not problems
    if ready and attempt(lambda: actions.add_requirements(campaign=campaign, wishes=made, **who(request)), form):
        n = len(made)
        messages.success(request, ngettext("已列入 %(n)s 项要求", "已列入 %(n)s 项要求", n) % {"n": n})
        return redirect(list_url(campaign))
    if sent and not form.errors and not problems:
        form.add_error("file", _("表里没有要列入的行；请从模板填起"))
    context = {"form": form, "problems": problems, "campaign": campaign.name, "read": len(made)}
    return render(
        request, "materials/requirements_import.html", context, status=422 if form.errors or problems else 200
    )


@require_safe
def requirements_export(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the requirements of a campaign as the workbook that the import reads again."""
    only(sees_requirements, request, city)
    campaign = chosen_campaign(request, city)
    rows = requirements_listed(campaign, ended=True, on=today_in(city))
    return send_workbook(requirements_workbook(rows), f"材料要求{campaign.name}.xlsx")


@require_safe
def requirements_template(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with an empty workbook that shows how."""
    only(keeps_materials, request, city)
    return send_workbook(template_workbook(), "材料要求模板.xlsx")


def _read(campaign: Campaign, content: bytes, *, on: date) -> tuple[list[Wish], list[Trouble]]:
    """Return what a workbook asks for, and what is wrong with it, row by row."""
    lines, troubles = read_requirement_lines(content)
    nodes = {one.code: one for one in Node.objects.in_city(campaign.city).filter(edition=campaign.edition)}
    rows = Requirement.objects.in_city(campaign.city).filter(campaign=campaign)
    taken = set(rows.values_list("node__code", "number"))
    bad, wishes = {one.row for one in troubles}, []
    for line in lines:
        code, number = line.values.get("条目编号", ""), line.values.get("序号", 0)
        units = _units(campaign, line, on, troubles) if line.row not in bad else []
        if code and code not in nodes:
            troubles.append(Trouble(line.row, "条目编号", code, _("测评体系里没有这个编号"), _("改成体系里的编号")))
        elif number and (code, number) in taken:
            mend = _("换一个序号，或留空接着排")
            troubles.append(Trouble(line.row, "序号", str(number), _("这个条目下已有这个序号"), mend))
        elif units:
            taken |= {(code, number)} if number else set()
            wishes.append(_wish(line, nodes[code], units))
    return wishes, sorted(troubles, key=lambda one: one.row)


def _units(campaign: Campaign, line: Line, on: date, troubles: list[Trouble]) -> list[Unit]:
    """Return the units that a row names; a name that is none becomes a trouble."""
    text = line.values["报送单位"]
    try:
        return units_named(text, campaign.city, on)
    except ValidationError as fault:
        mend = _("写单位页上的名称、简称或别名")
        troubles.append(Trouble(line.row, "报送单位", text, fault.messages[0], mend))
        return []


def _wish(line: Line, node: Node, units: list[Unit]) -> Wish:
    """Return a row as what is to be asked."""
    values = line.values
    return Wish(
        node=node,
        kind=str(values["材料种类"]),
        name=values["材料名称"],
        rhythm=str(values["报送周期"]),
        units=units,
        count=values["份数"],
        due_day=values["当月几日前"],
        window_months=values["有效期（月）"],
        two_reviews=values["两人审核"],
        note=values["填报说明"],
        number=values["序号"],
        until=values["截止日期"],
    )
