"""Likely duplicates: side by side, joined as a group, told apart, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wenming.issues.actions.duplicates import join_group, take_back, tell_apart
from wenming.issues.models import DuplicatePair, Issue
from wenming.issues.queries.duplicates import decided_pairs, first_photos, open_groups
from wenming.issues.rules import tells_duplicates
from wenming.issues.schemas.duplicates import decided_shown, group_shown
from wenming.issues.views.category_edges import attempt
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City

MOST_JOINED = 50


@require_safe
def duplicates(request: HttpRequest, city: City) -> HttpResponse:
    """Show the groups that wait, the likeliest first, and what was decided last."""
    only(tells_duplicates, request, city)
    groups, more = open_groups(city)
    photos = first_photos(city, [issue for group in groups for issue in (group.master, *group.others)])
    context = {
        "groups": [group_shown(group, city, photos) for group in groups],
        "more": more,
        "decided": [decided_shown(pair, city) for pair in decided_pairs(city)],
    }
    return render(request, "issues/duplicates.html", context)


@require_POST
def duplicates_join(request: HttpRequest, city: City) -> HttpResponse:
    """Join the named issues into the one that goes on."""
    only(tells_duplicates, request, city)
    issues = Issue.objects.in_city(city).select_related("city")
    keys = [key for key in request.POST.getlist("issue") if key.isascii() and key.isdigit()][:MOST_JOINED]
    named = request.POST.get("master", "")
    master = one_of(issues, pk=named if named.isascii() and named.isdigit() else 0)
    others = list(issues.filter(pk__in=keys).exclude(pk=master.pk).order_by("pk"))
    who = {"by": request.user, "at": timezone.now()}
    if not others:
        messages.error(request, _("没有选中要合并的问题；请先勾选"))
    elif attempt(lambda: join_group(master=master, others=others, **who), request=request):
        words = ngettext("已把 %(count)s 件并入 %(number)s", "已把 %(count)s 件并入 %(number)s", len(others))
        messages.success(request, words % {"count": len(others), "number": master.number})
    return redirect("issues:duplicates", city.slug)


@require_POST
def duplicate_apart(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Say that the two are not the same."""
    only(tells_duplicates, request, city)
    pair = one_of(DuplicatePair.objects.in_city(city).select_related("city"), pk=pk)
    if attempt(lambda: tell_apart(pair=pair, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已记为不是同一件，以后不再提示"))
    return redirect("issues:duplicates", city.slug)


@require_POST
def duplicate_back(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take back what was decided of the two."""
    only(tells_duplicates, request, city)
    pair = one_of(DuplicatePair.objects.in_city(city).select_related("city"), pk=pk)
    if attempt(lambda: take_back(pair=pair, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已撤回；这一对重新等待处理"))
    return redirect("issues:duplicates", city.slug)
