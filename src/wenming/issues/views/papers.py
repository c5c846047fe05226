"""Papers: the list, one with its pages and history, and the files that it can be had as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.documents.adapters.fonts import NoFontError
from wenming.issues.enums import PaperKind, PaperState
from wenming.issues.exports.papers import FORMATS, MEDIA, file_of, page_count, pages_of, with_number
from wenming.issues.models import IssuePaper, PaperVersion
from wenming.issues.queries.papers import issues_of, papers_in, versions_of
from wenming.issues.rules import makes_papers, sees_papers
from wenming.issues.schemas.case import issue_url
from wenming.issues.schemas.lamps import state_view
from wenming.issues.schemas.papers import day_text, files_of, paper_rows, period_text, state_pill, version_lines
from wenming.kernel.adapters.downloads import send_file
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page

PAGE = 50


@require_safe
def papers(request: HttpRequest, city: City) -> HttpResponse:
    """List the papers under the filter, the newest first; one query beside who asks."""
    only(sees_papers, request, city)
    page = keyset_page(request, papers_in(city, request.GET), key="pk", size=PAGE, descending=True)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "state", "q")}
    context = {
        "chosen": chosen,
        "kinds": [("", _("全部文种")), *PaperKind.choices],
        "states": [("", _("全部状态")), *PaperState.choices],
        "filtered": any(chosen.values()),
        "makes": makes_papers(request.user, city),
        "rows_html": paper_rows(city, page.rows) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 份", "本页 %(rows)s 份", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "issues/papers.html", context)


def paper_seen(request: HttpRequest, city: City, pk: int) -> IssuePaper:
    """Return a paper that the person may see, or 404."""
    only(sees_papers, request, city)
    return one_of(IssuePaper.objects.in_city(city).select_related("city", "unit", "made_by", "scan"), pk=pk)


def version_seen(request: HttpRequest, city: City, pk: int, version: int) -> tuple[IssuePaper, PaperVersion]:
    """Return a version of a paper that the person may see, or 404."""
    paper = paper_seen(request, city, pk)
    return paper, one_of(versions_of(paper), number=version)


@require_safe
def paper(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a paper as it will be printed, what can be done with it, what it is about, and how it came to be."""
    one = paper_seen(request, city, pk)
    versions = list(versions_of(one))
    draft = one.state == PaperState.DRAFT and makes_papers(request.user, city)
    pages, fault = _pages(city, one, versions[0])
    context = {
        "paper": one,
        "kind": PaperKind(one.kind).label,
        "pill": state_pill(one.state),
        "period": period_text(one),
        "issued_on": day_text(one.issued_on),
        "files": files_of(city, one, one.version),
        "pages": pages,
        "numbered": one.kind not in {PaperKind.SLIDES, PaperKind.MORNING},
        "wide": one.kind == PaperKind.SLIDES,
        "fault": fault,
        "draft": draft,
        "edits": draft and "paper" in versions[0].content,
        "versions": version_lines(city, one, versions),
        "issues": [
            {
                "number": issue.number,
                "url": issue_url(city, issue.number),
                "text": issue.text,
                "place": issue.place,
                "state": state_view(issue),
            }
            for issue in issues_of(one)
        ],
    }
    return render(request, "issues/paper.html", context)


def _pages(city: City, one: IssuePaper, version: PaperVersion) -> tuple[list[str], str]:
    """Return the addresses of the pages, or why there are none."""
    try:
        count = page_count(city, with_number(version.content, one))
    except NoFontError as fault:
        return [], str(fault)
    address = [city.slug, one.pk, version.number]
    return [reverse("issues:paper_page", args=[*address, number]) for number in range(1, count + 1)], ""


@require_safe
def file(request: HttpRequest, city: City, pk: int, version: int, ending: str) -> HttpResponse:
    """Give a version as a file; the newest one shows the number that came back."""
    one, found = version_seen(request, city, pk, version)
    if ending not in FORMATS[one.kind]:
        raise Http404
    try:
        content = file_of(city, _shown(one, found), ending, code=records_url(request, city, one))
    except NoFontError as fault:
        messages.error(request, str(fault))
        return redirect("issues:paper", city.slug, pk)
    response = HttpResponse(content, content_type=MEDIA[ending])
    name = quote(f"{file_name(one)}.{ending}")
    response["Content-Disposition"] = f"attachment; filename=\"paper.{ending}\"; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def file_name(one: IssuePaper) -> str:
    """Return a title without what a file's name may not hold."""
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in one.title)[:80]


@require_safe
def page(request: HttpRequest, city: City, pk: int, version: int, page: int) -> HttpResponse:
    """Answer with one page of a version as a picture; a version never changes, so the browser may keep it."""
    one, found = version_seen(request, city, pk, version)
    etag = f'"{found.pk}-{one.number and one.changed_at.timestamp()}-{page}"'
    same = get_conditional_response(request, etag=etag)
    if same is not None:
        return same
    try:
        pages = pages_of(city, _shown(one, found), code=records_url(request, city, one))
    except NoFontError as fault:
        raise Http404(str(fault)) from fault
    if not 0 < page <= len(pages):
        raise Http404
    response = HttpResponse(pages[page - 1], content_type="image/png")
    # kept, but asked for anew every time: who no longer sees papers no longer sees their pages
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _shown(one: IssuePaper, found: PaperVersion) -> Mapping[str, Any]:
    """Return what a version says, with the number that came back on the newest."""
    return with_number(found.content, one) if found.number == one.version else found.content


def records_url(request: HttpRequest, city: City, one: IssuePaper) -> str:
    """Return the whole address to which the code on a picture leads: the paper with its records, behind sign-in."""
    path = reverse("issues:paper", args=[city.slug, one.pk])
    return settings.PUBLIC_ADDRESS + path if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


@require_safe
def scan(request: HttpRequest, city: City, pk: int) -> HttpResponse | FileResponse:
    """Give the signed paper as it was brought."""
    one = paper_seen(request, city, pk)
    if one.scan is None:
        raise Http404
    return send_file(one.scan, slug=city.slug)
