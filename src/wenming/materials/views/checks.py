"""What the machine proposes to look at: the list, both papers side by side, what a person says of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.materials import actions
from wenming.materials.enums import CheckKind, CheckState
from wenming.materials.models import PaperCheck
from wenming.materials.queries.checking import (
    ALL,
    CheckFilter,
    check_whole,
    checks_under,
    items_of_papers,
    next_check,
    units_with_checks,
)
from wenming.materials.rules import keeps_materials, sees_every_material
from wenming.materials.schemas.checks import check_page, check_rows, check_url
from wenming.materials.views.edges import attempt, who

SIZE = 50


@require_safe
def checks(request: HttpRequest, city: City) -> HttpResponse:
    """List what is proposed, the newest first."""
    only(sees_every_material, request, city)
    wanted = CheckFilter.of(request.GET)
    page = keyset_page(request, checks_under(city, wanted), key="pk", size=SIZE, descending=True)
    context = {
        "rows_html": check_rows(city, page.rows, _query(request)) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(n)s 条", "本页 %(n)s 条", len(page.rows)) % {"n": len(page.rows)},
            **page.links(request),
        },
        "states": [*CheckState.choices, (ALL, _("全部"))],
        "kinds": CheckKind.choices,
        "units": [(one.pk, one.name) for one in units_with_checks(city)],
        "wanted": {"state": wanted.state, "kind": wanted.kind, "unit": wanted.unit, "clause": wanted.node or ""},
        "filtered": wanted != CheckFilter(),
    }
    return render(request, "materials/checks.html", context)


@require_safe
def check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one proposal with its paper, beside the other one where there is one."""
    only(sees_every_material, request, city)
    one = one_of(check_whole(city), pk=pk)
    used = items_of_papers(city, [key for key in (one.paper_id, one.other_id) if key])
    after = next_check(city, CheckFilter.of(request.GET), after=one.pk)
    query = _query(request)
    context = {
        "one": check_page(one, city, used),
        "list_url": reverse("materials:checks", args=[city.slug]) + (f"?{query}" if query else ""),
        "next_url": check_url(after, city, query) if after else "",
        "decide_url": reverse("materials:check_decide", args=[city.slug, one.pk]) + (f"?{query}" if query else ""),
        "decides": keeps_materials(request.user, city) and one.paper.by_id != request.user.pk,
        "own": one.paper.by_id == request.user.pk,
    }
    return render(request, "materials/check.html", context)


@require_POST
def check_decide(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Write down what a person says of it, and go on to the next one."""
    only(keeps_materials, request, city)
    one = one_of(PaperCheck.objects.in_city(city).select_related("city"), pk=pk)
    state, words = request.POST.get("state", ""), request.POST.get("words", "")
    if not attempt(lambda: actions.decide_check(check=one, state=state, words=words, **who(request)), request=request):
        return redirect(check_url(one, city, _query(request)))
    messages.success(request, _("已记下：%(state)s") % {"state": CheckState(state).label})
    after, query = next_check(city, CheckFilter.of(request.GET), after=one.pk), _query(request)
    if after is None:
        return redirect(reverse("materials:checks", args=[city.slug]) + (f"?{query}" if query else ""))
    return redirect(check_url(after, city, query))


def _query(request: HttpRequest) -> str:
    """Return the filter of the address, for the next one."""
    query = request.GET.copy()
    for name in set(query) - {"state", "kind", "unit", "clause"}:
        del query[name]
    return str(query.urlencode())
