"""Issues out of the house: what a filter or a selection gives as a workbook, a table in Word, a long picture, a text for a chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.documents.adapters.fonts import NoFontError
from wenming.documents.exports.longpictures import TooLongError
from wenming.issues.actions.exporting import ask_ledger_export
from wenming.issues.exports import ledgers, pictures, unit_tables
from wenming.issues.models import Issue, LedgerExport
from wenming.issues.queries.exports import IssueFacts, in_portions, issues_wanted
from wenming.issues.rules import sees_issues
from wenming.issues.schemas.outgoing import dispatch_texts
from wenming.kernel.adapters.downloads import send_bytes, send_file, send_workbook
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City, JobRun
from wenming.kernel.schemas import number_text
from wenming.organisations.rules import works_in_office

MOST_TEXTS = 100
"""Issues of one text: more belong into a ledger."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ASIDE = ("full", "pictures", "how")


def _wanted(request: HttpRequest, city: City) -> QuerySet[Issue]:
    only(sees_issues, request, city)
    return issues_wanted(request.user, city, request.GET, at=timezone.now())


def _query(request: HttpRequest) -> str:
    """Return the filter of the address, without how it is to be given."""
    query = request.GET.copy()
    for name in ASIDE:
        query.pop(name, None)
    return query.urlencode()


def _link(request: HttpRequest) -> Callable[[str], str]:
    """Return what makes whole addresses: those that stand in texts are the installation's own."""
    base = settings.PUBLIC_ADDRESS
    return lambda path: base + path if base else request.build_absolute_uri(path)


def _too_many(request: HttpRequest, city: City, most: int) -> HttpResponse:
    """Say how many a file takes, and lead back to where the filter can be narrowed."""
    messages.error(request, _("最多 %(most)s 件；请缩小筛选范围，或只勾选一部分") % {"most": most})
    return redirect(f"{reverse('issues:export', args=[city.slug])}?{_query(request)}")


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Offer the ways out for what the address asks for."""
    count = _wanted(request, city).order_by().count()
    query = _query(request)
    context = {
        "count": count,
        "count_text": ngettext("%(count)s 件", "%(count)s 件", count) % {"count": number_text(count)},
        "query": query,
        "office": works_in_office(request.user, city),
        "long": count > ledgers.AT_ONCE,
        "limits": {
            "pictures": ledgers.MOST_WITH_PICTURES, "texts": MOST_TEXTS, "word": unit_tables.MOST, "picture": pictures.MOST,
        },
        "back": f"{_ledger(city)}?{query}" if _ledger(city) else "",
    }  # fmt: skip
    return render(request, "issues/export.html", context)


def _ledger(city: City) -> str:
    """Return the address of the ledger."""
    return reverse("issues:issues", args=[city.slug])


@require_safe
def export_workbook(request: HttpRequest, city: City) -> HttpResponse:
    """Give the ledger as a workbook, with photos in their cells where that is asked for."""
    found = _wanted(request, city)
    with_pictures = request.GET.get("pictures") == "on"
    most = ledgers.MOST_WITH_PICTURES if with_pictures else ledgers.AT_ONCE
    if found.order_by()[: most + 1].count() > most:
        return _too_many(request, city, most)
    content = ledgers.ledger_workbook(city, found, pictures=with_pictures)
    return send_workbook(content, f"{city.name}-{_('问题台账')}.xlsx")


@require_POST
def export_ask(request: HttpRequest, city: City) -> HttpResponse:
    """Let a job write a ledger that is too long to wait for."""
    only(sees_issues, request, city)
    asked = ask_ledger_export(
        city=city, query=request.GET.urlencode(), language=get_language() or "", by=request.user, at=timezone.now()
    )
    return redirect("issues:export_wait", city.slug, asked.pk)


def _export_in(request: HttpRequest, city: City, pk: int) -> LedgerExport:
    """Return an export that this person asked for."""
    only(sees_issues, request, city)
    rows = LedgerExport.objects.in_city(city).filter(by=request.user).select_related("city", "file", "work")
    return one_of(rows, pk=pk)


@require_safe
def export_wait(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show that a job writes, then the link; htmx asks again, a browser without scripts reloads."""
    asked = _export_in(request, city, pk)
    run = JobRun.objects.filter(event=asked.work_id).order_by("-pk").first() if asked.work_id else None
    context = {"export": asked, "failure": run.error if run and asked.file_id is None else ""}
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "issues/export_wait_state.html" if fragment else "issues/export_wait.html", context)


@require_safe
def export_file(request: HttpRequest, city: City, pk: int) -> HttpResponse | FileResponse:
    """Give the file that a job wrote."""
    asked = _export_in(request, city, pk)
    if asked.file is None:
        return redirect("issues:export_wait", city.slug, pk)
    return send_file(asked.file, slug=city.slug)


def _rows(request: HttpRequest, city: City, most: int, *, photos: bool) -> list[tuple[Issue, IssueFacts]] | None:
    """Return what the address asks for with what stands beside it, None where that is more than fits."""
    found = _wanted(request, city)
    if found.order_by()[: most + 1].count() > most:
        return None
    return list(in_portions(city, found, photos=photos))


@require_safe
def export_text(request: HttpRequest, city: City) -> HttpResponse:
    """Show the texts for a chat, unit by unit, to be copied; for one issue or for many."""
    rows = _rows(request, city, MOST_TEXTS, photos=False)
    if rows is None:
        return _too_many(request, city, MOST_TEXTS)
    full = _full(request, city)
    query = _query(request)
    here = reverse("issues:export_text", args=[city.slug])
    context: dict[str, Any] = {
        "groups": dispatch_texts(city, rows, link=_link(request), full=full),
        "full": full,
        "office": works_in_office(request.user, city),
        "short_url": f"{here}?{query}",
        "full_url": f"{here}?{query}&full=on",
        "back": f"{reverse('issues:export', args=[city.slug])}?{query}",
    }
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "issues/export_text_part.html" if fragment else "issues/export_text.html", context)


def _full(request: HttpRequest, city: City) -> bool:
    """Tell whether the matter itself may stand in what leaves: the campaign office chooses that for a group of its own."""
    return request.GET.get("full") == "on" and works_in_office(request.user, city)


@require_safe
def export_table(request: HttpRequest, city: City) -> HttpResponse:
    """Give a table in Word for each unit, photos beside each other."""
    rows = _rows(request, city, unit_tables.MOST, photos=True)
    if rows is None:
        return _too_many(request, city, unit_tables.MOST)
    if not rows:
        return _nothing(request, city)
    content = unit_tables.unit_tables(city, rows, at=timezone.now())
    return send_bytes(content, f"{_name(city, rows)}-{_('整改情况表')}.docx", WORD)


@require_safe
def export_picture(request: HttpRequest, city: City) -> HttpResponse:
    """Give one long picture for a chat."""
    rows = _rows(request, city, pictures.MOST, photos=True)
    if rows is None:
        return _too_many(request, city, pictures.MOST)
    if not rows:
        return _nothing(request, city)
    link = _link(request)(f"{_ledger(city)}?{_query(request)}"[:1000])
    try:
        content = pictures.issues_picture(city, rows, at=timezone.now(), link=link, full=_full(request, city))
    except NoFontError as fault:
        messages.error(request, str(fault))
        return redirect(f"{reverse('issues:export', args=[city.slug])}?{_query(request)}")
    except TooLongError:
        return _too_many(request, city, pictures.MOST // 2)
    return send_bytes(content, f"{_name(city, rows)}-{_('问题清单')}.png", "image/png")


def _nothing(request: HttpRequest, city: City) -> HttpResponse:
    """Say that there is nothing to give."""
    messages.error(request, _("没有符合条件的问题；请换一个筛选条件"))
    return redirect(f"{reverse('issues:export', args=[city.slug])}?{_query(request)}")


def _name(city: City, rows: Sequence[tuple[Issue, IssueFacts]]) -> str:
    """Return how a file is called: by its unit, where it is of one alone."""
    units = {issue.unit.name for issue, _facts in rows if issue.unit}
    return units.pop() if len(units) == 1 else city.name
