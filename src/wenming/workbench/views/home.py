"""Pages that cross nouns: the office's home, and the rounds with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.assessment.queries import RoundResult, results_of
from wenming.inspections.enums import ImportState
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import imports_in_check, rounds_in
from wenming.inspections.rules import is_revocable
from wenming.inspections.schemas.fieldwork.home import field_todo
from wenming.issues.schemas.home import issues_home
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text
from wenming.materials.schemas.home import materials_home
from wenming.messaging.queries import open_tasks
from wenming.messaging.schemas import todo_item
from wenming.organisations.rules import sees_results, works_in_office
from wenming.workbench import exports
from wenming.workbench.queries import latest_score, round_line
from wenming.workbench.schemas import plain_home

HOME_ROUNDS = 5
HOME_TASKS = 8
PAGE = 25


@require_safe
def home(request: HttpRequest, city: City) -> HttpResponse:
    """Show what needs me, the last score and the last rounds; people without sight of results get their own words."""
    now = timezone.now()
    today = now.astimezone(city.zone).date()
    tasks = [todo_item(task, today) for task in open_tasks(request.user, city, at=now)[:HOME_TASKS]]
    frame: dict[str, Any] = {"issues": issues_home(request.user, city, at=now)}
    frame |= {"materials": materials_home(request.user, city, on=today)}
    frame |= {"today": formats.date_format(now.astimezone(city.zone), _("Y 年 n 月 j 日 l"))}
    if not sees_results(request.user, city):
        return render(request, "workbench/home_plain.html", {**frame, **plain_home(request.user, city, tasks, today)})
    office = works_in_office(request.user, city)
    results = results_of(list(rounds_in(city)[: HOME_ROUNDS + 1]), city)
    context = {
        **frame,
        "todo": [
            *([_todo(import_) for import_ in imports_in_check(city)] if office else []),
            *field_todo(request.user, city, today=today),
            *tasks,
        ],
        "latest": latest_score(results) if results else None,
        "rounds": [round_line(result) for result in results[:HOME_ROUNDS]],
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "import_url": reverse("inspections:import", args=[city.slug]) if office else "",
        "shortcuts": _shortcuts(city, results, office=office),
    }
    return render(request, "workbench/home.html", context)


def _todo(import_: RoundImport) -> dict[str, str]:
    """Return an unfinished import as a thing to do."""
    at = moment_text(import_.created_at, import_.city)
    text = _("%(at)s 开始录入，尚未写入") % {"at": at}
    if import_.file is not None:
        text = _("%(file)s · %(at)s 上传，尚未写入") % {"file": import_.file.name, "at": at}
    tone, state, action = _standing(import_)
    return {
        "tone": tone,
        "state": state,
        "title": import_.name,
        "text": text,
        "url": reverse("inspections:check", args=[import_.city.slug, import_.pk]),
        "action": action,
    }


def _standing(import_: RoundImport) -> tuple[str, str, str]:
    """Return where an unfinished import stands: its tone, its state, what can be done now."""
    if import_.file is None:
        return "warn", pgettext("todo", "录入中"), pgettext("button", "去录入")
    if import_.state == ImportState.FAILED:
        return "bad", import_.get_state_display(), pgettext("button", "看原因")
    if import_.state in {ImportState.READING, ImportState.WRITING}:
        return "mute", import_.get_state_display(), pgettext("button", "看进度")
    return "warn", pgettext("todo", "待校对"), pgettext("button", "去校对")


def _shortcuts(city: City, results: Sequence[RoundResult], *, office: bool) -> list[dict[str, str]]:
    """Return the quick ways that this person may take."""
    slug = city.slug
    ways = []
    if office:
        ways += [
            (reverse("inspections:import", args=[slug]), _("导入测评轮次"), "up"),
            (reverse("inspections:template", args=[slug]), _("下载记录表模板"), "down"),
        ]
    if results:
        number = results[0].round.number
        ways += [
            (reverse("assessment:score", args=[slug, number]), _("看最新得分"), "chart"),
            (f"{reverse('inspections:observations', args=[slug, number])}?lost=on", _("看全部扣分"), "list"),
        ]
    ways.append((reverse("standards:editions", args=[slug]), _("测评体系"), "book"))
    return [{"url": url, "label": label, "icon": icon} for url, label, icon in ways]


@require_safe
def rounds(request: HttpRequest, city: City) -> HttpResponse:
    """List the city's rounds with their scores, newest first."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    office = works_in_office(request.user, city)
    page = keyset_page(request, rounds_in(city), key="number", size=PAGE, descending=True)
    results, now = results_of(page.rows, city), timezone.now()
    lines = [round_line(result, undo=office and is_revocable(result.round, at=now)) for result in results]
    context = {
        "rounds": lines,
        "drafts": [_todo(import_) for import_ in imports_in_check(city)] if office else [],
        "import_url": reverse("inspections:import", args=[city.slug]) if office else "",
        "export_url": reverse("workbench:rounds_export", args=[city.slug]),
        "page": {"text": _("本页 %(rows)s 轮") % {"rows": len(lines)}, **page.links(request)},
    }
    return render(request, "workbench/round_list.html", context)


@require_safe
def rounds_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give all rounds with their scores as a workbook."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    return send_workbook(exports.rounds_workbook(results_of(list(rounds_in(city)), city)), f"{_('测评轮次')}.xlsx")
