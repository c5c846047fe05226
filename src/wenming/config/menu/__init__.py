"""The staff menu: only pages that exist, only for people who may open them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.rules import sees_relapses
from wenming.burden.rules import sees_burden
from wenming.campaigns.rules import sees_responsibilities, sees_watch, works_for_unit
from wenming.config.menu.belongs import BELONGS_TO
from wenming.draws.rules import sees_draws
from wenming.evidence.rules import sees_evidence
from wenming.inspections.rules import sees_field_rounds
from wenming.issues.rules import (
    dispatches_issues,
    enters_issues,
    imports_issues,
    makes_papers,
    reports_issues,
    sees_issues,
    sees_look_backs,
    sees_notes,
    sees_papers,
    sees_rates,
    sees_recurrence,
    sees_sweeps,
    tells_duplicates,
)
from wenming.kernel.context_processors import current_city
from wenming.kernel.models import City
from wenming.kernel.rules import operates_system
from wenming.materials.rules import (
    handles_materials,
    keeps_materials,
    sees_every_material,
    sees_filings,
    sees_materials,
    sees_requirements,
    supplies_materials,
)
from wenming.messaging.rules import keeps_channels
from wenming.organisations.rules import (
    audits,
    manages_organisation,
    sees_accounts,
    sees_organisation,
    sees_results,
    works_in_city,
    works_in_office,
)
from wenming.sites.rules import sees_sites
from wenming.supervision.rules import keeps_list_rules, sees_every_list, sees_supervision


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the menu for this person in this city; each item says whether the page is the open one."""
    city = current_city(request)
    groups = _city_groups(request, city) if city else []
    if operates_system(request.user):
        groups.append({"title": _("系统运维"), "items": [_item(request, _("停下的作业"), "kernel:jobs", "clock")]})
    return [group for group in groups if group["items"]]


def _city_groups(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return the groups that belong to a city."""
    user, results = request.user, sees_results(request.user, city)
    home = [
        _item(request, _("我的工作台"), "workbench:home", "home", city.slug),
        *_offered(request, city, (results, _("态势研判"), "workbench:state", "target")),
        _item(request, _("消息"), "messaging:inbox", "inbox", city.slug),
        _item(request, _("我的日期"), "api:dates", "clock", city.slug),
    ]
    gap = _offered(
        request,
        city,
        (results, _("测评得分"), "assessment:latest", "chart"),
        (results, _("各级排行"), "assessment:leagues_latest", "flag"),
        (results, _("差距分析"), "assessment:gaps_latest", "target"),
        (results, _("实地测评"), "workbench:rounds", "phone"),
        (sees_field_rounds(user, city), pgettext("page", "实地任务"), "inspections:field_rounds", "pin"),
        (sees_draws(user, city), pgettext("page", "抽样"), "draws:draws", "lock"),
    )
    return [
        {"title": "", "items": home},
        {"title": _("找差距"), "items": gap},
        {"title": pgettext("menu", "报问题"), "items": _intake(request, city)},
        {
            "title": pgettext("menu", "抓整改"),
            "items": [*_issues(request, city), *_papers(request, city), *_beside_issues(request, city)],
        },
        {"title": pgettext("menu", "看实效"), "items": _proof(request, city)},
        {"title": pgettext("menu", "备材料"), "items": _materials(request, city)},
        {"title": pgettext("menu", "督查"), "items": _supervision(request, city)},
        {"title": _("定责任"), "items": [*_responsibility(request, city), *_sites(request, city)]},
        {"title": pgettext("menu", "组织"), "items": _organisation(request, city)},
        {"title": _("公文与资料"), "items": _books(request, city)},
    ]


def _books(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return editions, handbook and cards, and what machines and calendars read."""
    user = request.user
    results, works = sees_results(user, city), works_in_city(user, city)
    return _offered(
        request,
        city,
        (results, _("测评体系"), "standards:editions", "book"),
        (results, _("标准对照"), "standards:crosswalk", "link"),
        (works, _("点位手册"), "standards:handbook", "pin"),
        (works, _("应知应会"), "standards:cards", "list"),
        (works_in_office(user, city), pgettext("menu", "导入测评轮次"), "inspections:import", "up"),
        (True, _("接口与订阅"), "api:keys", "link"),
    )


def _beside_issues(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return what goes on beside the loop: leaders' notes, checks at like sites, what all of it costs the units."""
    user = request.user
    return _offered(
        request,
        city,
        (sees_notes(user, city), _("领导批示"), "issues:notes", "edit"),
        (sees_sweeps(user, city), pgettext("page", "举一反三"), "issues:sweeps", "grid"),
        (tells_duplicates(user, city), pgettext("page", "疑似重复"), "issues:duplicates", "copy"),
        (sees_burden(user, city), pgettext("page", "基层负担"), "burden:burden", "users"),
        (sees_issues(user, city), pgettext("page", "问题类别"), "issues:categories", "list"),
    )


def _proof(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return how one sees whether it was really put right, and whether it stayed so."""
    user = request.user
    return _offered(
        request,
        city,
        (sees_evidence(user, city), pgettext("page", "照片佐证"), "evidence:findings", "camera"),
        (sees_look_backs(user, city), pgettext("page", "回头看"), "issues:look_backs", "undo"),
        (sees_recurrence(user, city), _("反弹多少"), "issues:recurrence", "chart"),
        (sees_relapses(user, city), _("复发报警"), "assessment:relapses", "bell"),
        (sees_results(user, city), _("常态与迎检"), "assessment:everyday", "chart"),
    )


def _materials(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return what is collected for the filing: a unit its own, the office all of it."""
    user = request.user
    return _offered(
        request,
        city,
        (supplies_materials(user, city), _("我的材料"), "materials:mine", "up"),
        (handles_materials(user, city), pgettext("page", "批量上传"), "materials:batches", "copy"),
        (keeps_materials(user, city), _("逐份审核"), "materials:desk", "check"),
        (sees_every_material(user, city), _("机器提请查看"), "materials:checks", "copy"),
        (sees_every_material(user, city), pgettext("page", "材料评分"), "materials:grades", "target"),
        (sees_requirements(user, city), _("材料进度"), "materials:calendar", "cal"),
        (sees_materials(user, city), _("材料台账"), "materials:items", "list"),
        (sees_requirements(user, city), pgettext("page", "材料要求"), "materials:requirements", "book"),
        (sees_filings(user, city), pgettext("page", "申报文件夹"), "materials:filings", "down"),
        (supplies_materials(user, city), _("本单位称号"), "materials:creation_mine", "flag"),
        (sees_requirements(user, city), _("群众性创建"), "materials:programmes", "flag"),
    )


def _supervision(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return lists, suggestions, decisions and appeals; a unit its own."""
    some, every = sees_supervision(request.user, city), sees_every_list(request.user, city)
    found = (
        (some, pgettext("menu", "红黑榜") if every else pgettext("menu", "本单位上榜"), "lists", "flag"),
        (every, pgettext("menu", "处理建议"), "suggestions", "info"),
        (some, pgettext("menu", "决定记录"), "decisions", "file"),
        (some, pgettext("menu", "申诉"), "appeals", "undo"),
        (keeps_list_rules(request.user, city), pgettext("menu", "督查设置"), "settings", "set"),
    )
    return [_item(request, label, f"supervision:{name}", icon, city.slug) for may, label, name, icon in found if may]


def _responsibility(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return who answers for what, the titles with their cycles, and what could cost them."""
    items = []
    if sees_responsibilities(request.user, city):
        items.append(_item(request, _("责任矩阵"), "campaigns:matrix_latest", "grid", city.slug))
        if works_for_unit(request.user, city):
            items.append(_item(request, _("我的责任"), "campaigns:my_duties", "check", city.slug))
        items.append(_item(request, _("称号与周期"), "campaigns:titles", "flag", city.slug))
    if sees_watch(request.user, city):
        items.append(_item(request, _("监控台账"), "campaigns:watch_current", "shield", city.slug))
    return items


def _intake(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return the ways in which issues come in."""
    items = []
    if reports_issues(request.user, city):
        items.append(_item(request, _("随手报"), "issues:report", "camera", city.slug))
    if enters_issues(request.user, city):
        items.append(_item(request, _("登记问题"), "issues:new", "edit", city.slug))
        items.append(_item(request, _("从聊天粘贴"), "issues:paste", "copy", city.slug))
    return items


def _papers(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return the weekly bulletin, and the papers made of issues."""
    items = []
    if makes_papers(request.user, city):
        items.append(_item(request, _("周报"), "issues:weekly", "file", city.slug))
    if sees_papers(request.user, city):
        items.append(_item(request, pgettext("menu", "公文"), "issues:papers", "book", city.slug))
    return items


def _organisation(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return who is who, who may what, and the calendar that everybody works by."""
    if not sees_organisation(request.user, city):
        return []
    items = [
        _item(request, pgettext("page", "单位"), "organisations:units", "tree", city.slug),
        _item(request, pgettext("page", "人员"), "organisations:people", "users", city.slug),
    ]
    posts = pgettext("page", "岗位") if manages_organisation(request.user, city) else _("我的岗位")
    items.append(_item(request, posts, "organisations:posts", "key", city.slug))
    if sees_accounts(request.user, city):
        items.append(_item(request, pgettext("page", "账号"), "organisations:accounts", "shield", city.slug))
    items.append(_item(request, _("工作日历"), "organisations:calendar", "cal", city.slug))
    if audits(request.user, city):
        items.append(_item(request, _("操作记录"), "organisations:events", "shield", city.slug))
    if keeps_channels(request.user, city):
        items.append(_item(request, _("通知渠道"), "messaging:channels", "bell", city.slug))
    return items


def _sites(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return the register of sites and their map."""
    if not sees_sites(request.user, city):
        return []
    return [
        _item(request, pgettext("page", "点位台账"), "sites:sites", "pin", city.slug),
        _item(request, _("点位地图"), "sites:map", "globe", city.slug),
    ]


def _issues(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return the ledger of issues, and what of it waits for this person."""
    if not sees_issues(request.user, city):
        return []
    items = [
        _item(request, _("我的问题"), "issues:mine", "check", city.slug),
        _item(request, pgettext("page", "问题台账"), "issues:issues", "list", city.slug),
    ]
    if sees_rates(request.user, city):
        items.append(_item(request, _("处置评价"), "issues:rates", "chart", city.slug))
    if dispatches_issues(request.user, city):
        items.append(_item(request, _("逐件派遣"), "issues:triage", "inbox", city.slug))
    if imports_issues(request.user, city):
        items.append(_item(request, pgettext("menu", "导入问题"), "issues:import", "up", city.slug))
    return items


def _offered(request: HttpRequest, city: City, *rows: tuple[bool, str, str, str]) -> list[dict[str, Any]]:
    """Return the entries of a city that may be opened: (may, label, page, icon)."""
    return [_item(request, label, view, icon, city.slug) for may, label, view, icon in rows if may]


def _item(request: HttpRequest, label: str, view: str, icon: str, *arguments: str) -> dict[str, Any]:
    """Return one entry; it is the open one when the page's address lies under it."""
    url = reverse(view, args=arguments)
    match = request.resolver_match
    opened = match.view_name if match else ""
    return {
        "url": url,
        "label": label,
        "icon": icon,
        "active": view == opened or opened in BELONGS_TO.get(view, ()),
        "count": None,
    }
