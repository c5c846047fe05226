"""The names under which a city's teams write the lines of an edition: who let them in, and taking them out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.inspections.actions import accept_alias, withdraw_alias
from wenming.inspections.models import NameAlias
from wenming.inspections.queries import alias_list
from wenming.inspections.views.office import attempt, office_only
from wenming.kernel.models import City
from wenming.kernel.schemas import choices, keyset_page, moment_text
from wenming.standards.queries import editions_in
from wenming.standards.schemas import edition_title, node_name

PAGE = 50


@require_safe
def aliases(request: HttpRequest, city: City) -> HttpResponse:
    """List the aliases of one edition, the newest edition's first."""
    office_only(request, city)
    editions = list(editions_in(city).defer("source"))
    wanted = request.GET.get("edition", "")
    edition = next((one for one in editions if one.code == wanted), editions[-1] if editions else None)
    page = keyset_page(request, alias_list(city, edition), key="pk", size=PAGE, descending=True)
    here = reverse("inspections:aliases", args=[city.slug])
    context = {
        "edition": edition_title(edition) if edition else "",
        "editions": choices([(f"{here}?edition={one.code}", edition_title(one), one is edition) for one in editions])
        if len(editions) > 1
        else [],
        "aliases": [_line(alias) for alias in page.rows],
        "import_url": reverse("inspections:import", args=[city.slug]),
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "page": {"text": _("本页 %(rows)s 个") % {"rows": len(page.rows)}, **page.links(request)},
    }
    return render(request, "inspections/alias_list.html", context)


def _line(alias: NameAlias) -> dict[str, Any]:
    """Return one alias as a line."""
    gone = alias.withdrawn_at is not None
    return {
        "written": alias.written,
        "code": alias.node.code,
        "name": node_name(alias.node),
        "kept": f"{alias.accepted_by} · {moment_text(alias.accepted_at, alias.city)}",
        "gone": f"{alias.withdrawn_by} · {moment_text(alias.withdrawn_at, alias.city)}" if gone else "",
        "url": reverse(
            "inspections:alias_restore" if gone else "inspections:alias_withdraw", args=[alias.city.slug, alias.pk]
        ),
    }


def _alias(city: City, pk: int) -> NameAlias:
    """Return an alias of this city."""
    rows = NameAlias.objects.in_city(city).select_related("city", "edition__city", "node")
    return get_object_or_404(rows, pk=pk)


@require_POST
def withdraw(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Use an alias no more."""
    office_only(request, city)
    alias = _alias(city, pk)
    if attempt(request, lambda: withdraw_alias(alias=alias, by=request.user, at=timezone.now())):
        messages.success(request, _("“%(name)s”不再自动采用；已写入的轮次不变") % {"name": alias.written})
    return redirect(_list_of(alias))


@require_POST
def restore(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Use a withdrawn alias again."""
    office_only(request, city)
    alias = _alias(city, pk)
    accept_alias(edition=alias.edition, written=alias.written, node=alias.node, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s”恢复使用") % {"name": alias.written})
    return redirect(_list_of(alias))


def _list_of(alias: NameAlias) -> str:
    """Return the address of the list in which the alias stands."""
    return f"{reverse('inspections:aliases', args=[alias.city.slug])}?edition={alias.edition.code}"
