"""Pages of the standards: which editions the city keeps, and each one's tree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.provenance import Provenance
from wenming.engine.standards import MissingRule, Node, Standard
from wenming.kernel.models import City
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.actions import EditionKnownError, adopt_edition
from wenming.standards.enums import confidence_word, level_word, missing_word
from wenming.standards.forms import AdoptForm
from wenming.standards.imports.findings import Finding, PackError
from wenming.standards.models import Edition
from wenming.standards.queries import editions_in, standard_of
from wenming.standards.schemas import edition_title, node_name


@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, city: City) -> HttpResponse:
    """List the city's editions; the office adopts another one here, and sees every fault of a file that is none."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    posted = request.method == "POST"
    form = AdoptForm(request.POST, request.FILES) if posted else AdoptForm()
    findings: list[Finding] = []
    if posted:
        if not works_in_office(request.user, city):
            raise PermissionDenied
        if form.is_valid():
            edition, findings = _adopt(request, city, form)
            if edition:
                return redirect("standards:edition", city.slug, edition.code)
    context = {
        "editions": editions_in(city),
        "form": form,
        "findings": findings,
        "may_adopt": works_in_office(request.user, city),
    }
    return render(request, "standards/editions.html", context, status=422 if findings or form.errors else 200)


def _adopt(request: HttpRequest, city: City, form: AdoptForm) -> tuple[Edition | None, list[Finding]]:
    """Adopt what the form holds; return the edition, or the findings that stand against it."""
    source, file_name = form.cleaned_data["source"], form.cleaned_data["file_name"]
    try:
        edition = adopt_edition(city=city, source=source, file_name=file_name, by=request.user, at=timezone.now())
    except PackError as fault:
        return None, list(fault.findings)
    except EditionKnownError as fault:
        form.add_error(None, _("代号 %(code)s 已经用于另一份内容；请给新版本换一个代号") % {"code": fault})
        return None, []
    messages.success(request, _("已采用《%(title)s》") % {"title": edition_title(edition)})
    return edition, []


@require_safe
def edition(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show the whole tree of an edition: what each line is worth, by which method, from which source."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    row = get_object_or_404(editions_in(city), code=code)
    standard = standard_of(row)
    sources = _sources(standard)
    context = {
        "edition": row,
        "title": edition_title(row),
        "points": f"{float(standard.root.points):g}",
        "missing": missing_word(standard.root.missing),
        "sources": [{"text": one.source, "confidence": confidence_word(one.confidence)} for one in sources],
        "lines": _lines(standard, sources),
    }
    return render(request, "standards/edition.html", context)


@require_safe
def edition_file(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Give the pack back, byte for byte as it was adopted."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    row = get_object_or_404(editions_in(city), code=code)
    response = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.yaml"'
    return response


def _sources(standard: Standard) -> list[Provenance]:
    """Return every source that a line of the tree rests on, in the order of first use."""
    return list(dict.fromkeys(node.provenance for node in standard.nodes if node.provenance))


def _lines(standard: Standard, sources: list[Provenance]) -> list[dict[str, Any]]:
    """Return the tree as rows for the page, the root left out, each with its depth from 1."""
    rows: list[dict[str, Any]] = []

    def visit(node: Node, depth: int) -> None:
        source = sources.index(node.provenance) + 1 if node.provenance else 0
        rows.append({**_line(node, standard.root.missing), "depth": depth, "source": source})
        for child in node.children:
            visit(child, depth + 1)

    for child in standard.root.children:
        visit(child, 1)
    return rows


def _line(node: Node, usual: MissingRule) -> dict[str, Any]:
    """Return one row of the tree; a rule is shown where it differs from the usual one."""
    return {
        "code": node.code,
        "leaf": node.is_leaf,
        "name": node_name(node),
        "level": level_word(node.level),
        "aliases": _("、").join(node.aliases),
        "points": f"{float(node.points):g}",
        "sites": node.sites or "",
        "missing": missing_word(node.missing) if node.missing is not usual else "",
    }
