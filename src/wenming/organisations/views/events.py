"""The chain of events for the auditor: who did what and when, and whether a single record of it was changed since."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.queries.events import CHECKED, chain_end, events_listed, last_check
from wenming.kernel.schemas import keyset_page
from wenming.organisations.actions.chain import start_chain_check
from wenming.organisations.rules import audits
from wenming.organisations.schemas.events import check_banner, event_lines

PAGE = 50


@require_safe
def events(request: HttpRequest, city: City) -> HttpResponse:
    """List what was done, the newest first, with the last check above."""
    only(audits, request, city)
    words, day = request.GET.get("q", "").strip()[:60], _day(request.GET.get("on", ""))
    until = datetime.combine(day + timedelta(days=1), time.min, city.zone) if day else None
    page = keyset_page(request, events_listed(city, words=words, until=until), key="number", size=PAGE, descending=True)
    context = {
        "words": words,
        "day": day.isoformat() if day else "",
        "lines": event_lines(page.rows, city),
        "check": check_banner(last_check(city), city, last=chain_end(city)),
        "page": {
            "text": ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "organisations/event_list.html", context)


def _day(text: str) -> date | None:
    """Return the day of an address, None for anything else; the last day of all has no day after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < date.max else None


@require_POST
def check(request: HttpRequest, city: City) -> HttpResponse:
    """Check the chain, a long one by a job."""
    only(audits, request, city)
    found = start_chain_check(city=city, by=request.user, at=timezone.now())
    if found.kind != CHECKED:
        messages.success(request, _("记录很多，正在后台核对；结果会显示在这里"))
    return redirect("organisations:events", city.slug)
