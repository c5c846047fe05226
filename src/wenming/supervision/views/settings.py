"""Settings of supervision: limits of appeals, kinds of decisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.supervision import actions
from wenming.supervision.forms.deciding import KindForm, SettingsForm
from wenming.supervision.models import DecisionKind
from wenming.supervision.queries.facts import settings_of
from wenming.supervision.rules import keeps_list_rules
from wenming.supervision.schemas.deciding import kind_name
from wenming.supervision.views.edges import attempt, crumbs, who

FIELDS = ("appeal_days", "review_days", "reminders")
KIND_FIELDS = ("name", "name_en", "is_praise", "is_active")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, city: City) -> HttpResponse:
    """Show and change the limits; below them the kinds of decisions."""
    only(keeps_list_rules, request, city)
    now = settings_of(city)
    form = SettingsForm(request.POST or None, initial={name: getattr(now, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        actions.change_settings(city=city, **form.cleaned_data, **who(request))
        messages.success(request, _("已保存"))
        return redirect("supervision:settings", city.slug)
    kinds = [
        {
            "name": kind_name(one),
            "praise": one.is_praise,
            "active": one.is_active,
            "url": reverse("supervision:kind", args=[city.slug, one.pk]),
        }
        for one in DecisionKind.objects.in_city(city).order_by("order", "pk")
    ]
    return render(
        request, "supervision/settings.html", {"form": form, "kinds": kinds}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_kind(request: HttpRequest, city: City) -> HttpResponse:
    """Add a kind of decision."""
    return _kind(request, city, None)


@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change a kind of decision."""
    only(keeps_list_rules, request, city)
    return _kind(request, city, one_of(DecisionKind.objects.in_city(city), pk=pk))


def _kind(request: HttpRequest, city: City, one: DecisionKind | None) -> HttpResponse:
    only(keeps_list_rules, request, city)
    start = {name: getattr(one, name) for name in KIND_FIELDS} if one else None
    form = KindForm(request.POST or None, initial=start)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(lambda: actions.keep_kind(city=city, kind=one, **form.cleaned_data, **who(request)), form):
        messages.success(request, _("已保存"))
        return redirect("supervision:settings", city.slug)
    title = _("决定类别")
    home = {"label": _("督查设置"), "url": reverse("supervision:settings", args=[city.slug])}
    context = {
        "title": title,
        "crumbs": crumbs(home, {"label": title}),
        "form": form,
        "back_url": home["url"],
        "units": [],
    }
    return render(request, "supervision/form.html", context, status=422 if form.errors else 200)
