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
from wenming.draws.rules import sees_draws
from wenming.evidence.rules import sees_evidence
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
    user = request.user
    home = [
        _item(request, _("我的工作台"), "workbench:home", "home", city.slug),
        _item(request, _("消息"), "messaging:inbox", "inbox", city.slug),
        _item(request, _("我的日期"), "api:dates", "clock", city.slug),
    ]
    gap = []
    if sees_results(user, city):
        gap = [
            _item(request, _("测评得分"), "assessment:latest", "chart", city.slug),
            _item(request, _("差距分析"), "assessment:gaps_latest", "target", city.slug),
            _item(request, _("实地测评"), "workbench:rounds", "phone", city.slug),
            _item(request, _("常态与迎检"), "assessment:everyday", "chart", city.slug),
        ]
    if sees_draws(user, city):
        gap.append(_item(request, pgettext("page", "抽样"), "draws:draws", "lock", city.slug))
    if sees_relapses(user, city):
        gap.append(_item(request, _("复发报警"), "assessment:relapses", "bell", city.slug))
    papers = []
    if sees_results(user, city):
        papers.append(_item(request, _("测评体系"), "standards:editions", "book", city.slug))
        papers.append(_item(request, _("标准对照"), "standards:crosswalk", "link", city.slug))
    if works_in_city(user, city):
        papers.append(_item(request, _("点位手册"), "standards:handbook", "pin", city.slug))
        papers.append(_item(request, _("应知应会"), "standards:cards", "list", city.slug))
    if works_in_office(user, city):
        papers.append(_item(request, pgettext("menu", "导入测评轮次"), "inspections:import", "up", city.slug))
    papers.append(_item(request, _("接口与订阅"), "api:keys", "link", city.slug))
    return [
        {"title": "", "items": home},
        {"title": _("找差距"), "items": gap},
        {"title": pgettext("menu", "报问题"), "items": _intake(request, city)},
        {
            "title": pgettext("menu", "抓整改"),
            "items": [*_issues(request, city), *_papers(request, city), *_beside_issues(request, city)],
        },
        {"title": pgettext("menu", "督查"), "items": _supervision(request, city)},
        {"title": _("定责任"), "items": [*_responsibility(request, city), *_sites(request, city)]},
        {"title": pgettext("menu", "组织"), "items": _organisation(request, city)},
        {"title": _("公文与资料"), "items": papers},
    ]


def _beside_issues(request: HttpRequest, city: City) -> list[dict[str, Any]]:
    """Return what goes on beside the loop: leaders' notes, checks at like sites."""
    items = []
    if sees_notes(request.user, city):
        items.append(_item(request, _("领导批示"), "issues:notes", "edit", city.slug))
    if sees_look_backs(request.user, city):
        items.append(_item(request, pgettext("page", "回头看"), "issues:look_backs", "undo", city.slug))
    if sees_recurrence(request.user, city):
        items.append(_item(request, _("反弹多少"), "issues:recurrence", "chart", city.slug))
    if sees_sweeps(request.user, city):
        items.append(_item(request, pgettext("page", "举一反三"), "issues:sweeps", "grid", city.slug))
    if tells_duplicates(request.user, city):
        items.append(_item(request, pgettext("page", "疑似重复"), "issues:duplicates", "copy", city.slug))
    if sees_burden(request.user, city):
        items.append(_item(request, pgettext("page", "基层负担"), "burden:burden", "users", city.slug))
    if sees_evidence(request.user, city):
        items.append(_item(request, pgettext("page", "照片佐证"), "evidence:findings", "cam", city.slug))
    if sees_issues(request.user, city):
        items.append(_item(request, pgettext("page", "问题类别"), "issues:categories", "list", city.slug))
    return items


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


BELONGS_TO = {
    "evidence:findings": ("evidence:finding",),
    "messaging:inbox": ("messaging:own_digest", "messaging:own_proof"),
    "messaging:channels": (
        "messaging:channel",
        "messaging:channel_new",
        "messaging:channel_edit",
        "messaging:channel_secret",
    ),
    "campaigns:matrix_latest": (
        "campaigns:matrix",
        "campaigns:matrix_paper",
        "campaigns:matrix_shared",
        "campaigns:matrix_units",
        "campaigns:unit_duties",
        "campaigns:letter",
        "campaigns:plan",
        "campaigns:clause",
        "campaigns:clause_edit",
        "campaigns:letters",
        "campaigns:tables",
        "campaigns:table_import",
        "campaigns:table_check",
        "campaigns:table_columns",
        "campaigns:table_group",
        "campaigns:table_preview",
    ),
    "api:keys": (
        "api:city_keys",
        "api:landing",
        "api:definition",
        "api:conformance",
        "api:collections",
        "api:collection",
        "api:items",
        "api:item",
    ),
    "issues:notes": ("issues:note_instruct", "issues:note_assign", "issues:note_answer"),
    "issues:categories": (
        "issues:category_new",
        "issues:category_edit",
        "issues:major_new",
        "issues:major_edit",
        "issues:limits",
        "issues:category_adopt",
        "issues:category_table",
        "issues:category_import",
        "issues:proposal_model",
    ),
    "supervision:lists": ("supervision:list", "supervision:rules", "supervision:rule", "supervision:version"),
    "supervision:suggestions": ("supervision:suggestion_take", "supervision:suggestion_decline"),
    "supervision:decisions": ("supervision:decision_new", "supervision:decision_withdraw"),
    "supervision:appeals": tuple(f"supervision:appeal{one}" for one in ("", "_review", "_choose", "_issue", "_row")),
    "supervision:settings": ("supervision:kind", "supervision:kind_new"),
    "issues:sweeps": ("issues:sweep", "issues:sweep_answer", "issues:sweep_limits"),
    "assessment:latest": ("assessment:score", "assessment:changes", "assessment:matrix", "assessment:titles"),
    "assessment:relapses": ("assessment:relapse", "assessment:relapse_settings"),
    "assessment:everyday": ("inspections:manner",),
    "assessment:gaps_latest": ("assessment:gaps", "assessment:gap", "assessment:gap_target"),
    "workbench:rounds": ("inspections:observations",),
    "draws:draws": ("draws:draw", "draws:words", "draws:replace", "draws:void", "workbench:draw_new"),
    "burden:burden": ("burden:ask_new", "burden:estimates", "burden:limit", "burden:limits", "burden:unit"),
    "inspections:import": (
        "inspections:aliases",
        "inspections:check",
        "inspections:columns",
        "inspections:entry",
        "inspections:entry_start",
        "inspections:preview",
        "inspections:wait",
    ),
    "standards:editions": (
        "standards:edition",
        "standards:diff",
        "standards:import",
        "standards:import_columns",
        "standards:import_check",
        "standards:import_facts",
        "standards:import_preview",
        "standards:draft",
    ),
    "standards:handbook": (
        "standards:sheet",
        "standards:sheets",
        "standards:item",
        "standards:chief",
        "standards:checklists",
    ),
    "issues:papers": ("issues:paper", "issues:paper_edit", "issues:paper_new", "issues:paper_number"),
    "campaigns:titles": (
        "campaigns:title",
        "campaigns:title_new",
        "campaigns:title_edit",
        "campaigns:title_change",
        "campaigns:title_correction",
        "campaigns:titles_order",
        "campaigns:recheck_new",
        "campaigns:recheck_move",
        "campaigns:recheck_done",
        "campaigns:campaigns",
        "campaigns:campaign",
        "campaigns:campaign_new",
        "campaigns:campaign_edit",
        "campaigns:milestone_new",
        "campaigns:milestone",
        "campaigns:score_new",
        "campaigns:move",
    ),
    "campaigns:watch_current": (
        "campaigns:watch",
        "campaigns:watch_new",
        "campaigns:watch_entry",
        "campaigns:watch_board",
        "campaigns:finding",
        "campaigns:watch_clearance",
        "campaigns:clearance_ask",
        "campaigns:clearance_answer",
    ),
    "issues:issues": (
        "issues:export",
        "issues:export_text",
        "issues:export_wait",
        "issues:batch",
        "issues:batch_undo",
        "issues:filters",
        "issues:map",
        "issues:preview",
        "issues:remind",
    ),
    "issues:report": ("issues:reported",),
    "issues:paste": ("issues:drafts",),
    "sites:map": ("sites:map_card", "sites:photos", "sites:qr_sheet", "sites:scan"),
    "organisations:units": (
        "organisations:unit",
        "organisations:change",
        "organisations:found",
        "organisations:order",
        "organisations:order_below",
        "organisations:tenure_new",
        "organisations:groups",
        "organisations:group",
        "organisations:group_new",
        "organisations:headquarters",
        "workbench:units_import",
        "workbench:units_check",
    ),
    "organisations:people": (
        "organisations:person",
        "organisations:person_edit",
        "organisations:phone",
        "organisations:tenure_end",
        "organisations:tenure_successor",
    ),
    "sites:sites": (
        "sites:batch",
        "sites:chief_end",
        "sites:chief_new",
        "sites:chief_phone",
        "sites:handovers",
        "sites:import",
        "sites:import_check",
        "sites:import_columns",
        "sites:import_preview",
        "sites:part_end",
        "sites:part_new",
        "sites:site",
        "sites:site_edit",
        "sites:site_hours",
        "sites:site_merge",
        "sites:site_new",
        "sites:site_reopen",
        "sites:site_retire",
        "sites:type_edit",
        "sites:type_new",
        "sites:types",
    ),
    "organisations:accounts": (
        "organisations:account",
        "organisations:account_link",
        "organisations:account_phone",
        "organisations:account_identity",
        "organisations:sign_ins",
        "workbench:accounts_new",
        "workbench:accounts_review",
        "workbench:accounts_import",
        "workbench:accounts_again",
    ),
    "organisations:posts": ("organisations:post_new", "organisations:post_delegation", "organisations:post_end"),
    "organisations:calendar": (
        "organisations:calendar_day",
        "organisations:calendar_hours",
        "organisations:visit_start",
        "workbench:days_import",
    ),
}
"""Pages without an entry of their own -> the entry that they stand under."""
