"""The inbox: what was told to the posts that I hold, and what became of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.context_processors import current_city
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.messaging import actions
from wenming.messaging.models import Notice
from wenming.messaging.queries import BELL_MOST, TABS, bell_count, counts_of, in_tab, inbox_of
from wenming.messaging.rules import finishes_tasks
from wenming.messaging.schemas import inbox_rows

PAGE = 30
ALL_AT_ONCE = 500


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return the bell of the top bar: where it leads, and how much waits there (settings.BELL). One query."""
    city = cast(City, current_city(request))  # asked only on pages that have one
    count = bell_count(request.user, city, at=timezone.now())
    waits = ngettext("消息，%(count)s 条待看", "消息，%(count)s 条待看", count) % {"count": count}
    return {
        "url": reverse("messaging:inbox", args=[city.slug]),
        "text": "" if not count else f"{BELL_MOST - 1}+" if count >= BELL_MOST else str(count),
        "label": waits if count else _("消息，没有待看的"),
        "active": bool(request.resolver_match and request.resolver_match.view_name == "messaging:inbox"),
    }


@require_safe
def inbox(request: HttpRequest, city: City) -> HttpResponse:
    """List one stretch of the inbox, newest first."""
    now = timezone.now()
    counts = counts_of(request.user, city, at=now)
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in TABS else "tasks" if counts["tasks"] or not counts["notices"] else "notices"
    rows = in_tab(inbox_of(request.user, city, at=now), tab)
    page = keyset_page(request, rows, key="pk", size=PAGE, descending=True)
    today, finishes = now.astimezone(city.zone).date(), finishes_tasks(request.user, city)
    context = {
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "rows_html": inbox_rows(page.rows, city, today, finishes=finishes, token=get_token(request))
        if page.rows
        else "",
        "page": {
            "text": ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
        "away_all_url": reverse("messaging:away_all", args=[city.slug]) if tab == "notices" and page.rows else "",
    }
    return render(request, "messaging/inbox.html", context)


def _tabs(tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the stretches with how much stands in each."""
    labels = {"tasks": _("待办"), "notices": _("通知"), "away": pgettext("inbox", "已收起与已办结")}
    return [
        {"url": f"?tab={name}", "label": labels[name], "active": name == tab, "count": counts.get(name)}
        for name in TABS
    ]


@require_POST
def away(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put one line of the own inbox away."""
    notice = _own(request, city, pk)
    actions.put_away(notices=[notice], city=city, by=request.user, at=timezone.now())
    return _back(request, city)


@require_POST
def away_all(request: HttpRequest, city: City) -> HttpResponse:
    """Put all notices of the own inbox away; tasks stay."""
    now = timezone.now()
    standing = in_tab(inbox_of(request.user, city, at=now), "notices")[:ALL_AT_ONCE]
    actions.put_away(notices=list(standing), city=city, by=request.user, at=now)
    messages.success(request, _("通知已全部收起，在“已收起与已办结”里可以放回"))
    return _back(request, city)


@require_POST
def back(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let one line stand in the own inbox again."""
    actions.take_back(notice=_own(request, city, pk), by=request.user, at=timezone.now())
    return _back(request, city)


@require_POST
def done(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say that a task is done."""
    if not finishes_tasks(request.user, city):
        raise PermissionDenied
    notice = _own(request, city, pk)
    if actions.finish(notice=notice, by=request.user, at=timezone.now()):
        messages.success(request, _("已办结：%(title)s") % {"title": notice.title})
    else:
        messages.info(request, _("这件事已经办结：%(title)s") % {"title": notice.title})
    return _back(request, city)


def _own(request: HttpRequest, city: City, pk: int) -> Notice:
    """Return a line of the own inbox, or 404: what others were told does not exist here."""
    notice = inbox_of(request.user, city, at=timezone.now()).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def _back(request: HttpRequest, city: City) -> HttpResponse:
    """Go back to the stretch of the inbox that the form stood in."""
    tab = request.POST.get("tab", "")
    url = reverse("messaging:inbox", args=[city.slug])
    return redirect(f"{url}?tab={tab}" if tab in TABS else url)
