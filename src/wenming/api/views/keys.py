"""The page of the keys: make one's own, see its secret once, revoke it; the security administrator watches over all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.api.actions import KeyRefusedError, make_key, revoke_key
from wenming.api.enums import KeyPurpose, refusal_words
from wenming.api.forms import KeyForm
from wenming.api.models import AccessKey
from wenming.api.queries.keys import keys_in, keys_of
from wenming.api.rules import may_have_key, watches_keys
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text

PAGE = 50


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest, city: City) -> HttpResponse:
    """List my keys; a POST makes one and shows its secret, this once."""
    form = KeyForm(request.POST or None, account=request.user, city=city)
    made = _make(request, city, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": KeyForm(account=request.user, city=city) if made else form,
        "made": made,
        "keys": [_row(key, mine=True) for key in keys_of(request.user, city)],
        "watches": watches_keys(request.user, city),
        "features_url": request.build_absolute_uri(reverse("api:landing", args=[city.slug]))
        if may_have_key(str(KeyPurpose.FEATURES), request.user, city)
        else "",
        "geojson_url": reverse("api:sites_geojson", args=[city.slug]),
        "dates_url": reverse("api:dates", args=[city.slug]),
    }
    answer = render(request, "api/keys.html", context, status=422 if form.errors and not made else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _make(request: HttpRequest, city: City, form: KeyForm) -> dict[str, Any] | None:
    """Make the key that the form asks for, and return what is shown of it once."""
    try:
        key, secret = make_key(city=city, **form.cleaned_data, by=request.user, at=timezone.now())
    except KeyRefusedError as refusal:
        form.add_error(None, refusal_words(str(refusal)))
        return None
    service = request.build_absolute_uri(reverse("api:landing", args=[city.slug]))
    feed = request.build_absolute_uri(reverse("api:feed", args=[city.slug, secret]))
    calendar = key.purpose == KeyPurpose.CALENDAR
    return {
        "name": key.name,
        "calendar": calendar,
        "secret": feed if calendar else secret,
        "command": f'ogr2ogr sites.gpkg "OAPIF:{service}" sites'
        f' --config GDAL_HTTP_HEADERS "Authorization: Bearer {secret}"',
        "service": service,
        "username": request.user.username,
    }


@require_safe
def city_keys(request: HttpRequest, city: City) -> HttpResponse:
    """List every open key of the city for the security administrator, without secrets: nobody has them."""
    if not watches_keys(request.user, city):
        raise PermissionDenied
    page = keyset_page(request, keys_in(city), key="pk", size=PAGE, descending=True)
    context = {
        "keys": [_row(key, mine=False) for key in page.rows],
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "api/city_keys.html", context)


@require_POST
def revoke(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Revoke a key: one's own, or as security administrator anybody's."""
    key = AccessKey.objects.in_city(city).select_related("city").filter(pk=pk).first()
    own = key is not None and key.account_id == request.user.pk
    if key is None or not (own or watches_keys(request.user, city)):
        raise Http404
    revoke_key(key=key, by=request.user, at=timezone.now())
    messages.success(request, _("已停用：%(name)s") % {"name": key.name})
    return redirect("api:keys" if own else "api:city_keys", city.slug)


def _row(key: AccessKey, *, mine: bool) -> dict[str, Any]:
    """Return one key, formatted."""
    scope = key.unit.name if key.unit else _("全部") if key.purpose == KeyPurpose.CALENDAR else ""
    return {
        "name": key.name,
        "purpose": key.get_purpose_display(),
        "scope": scope,
        "holder": "" if mine else f"{key.account.name}（{key.account.username}）",
        "made": moment_text(key.created_at, key.city),
        "revoke_url": reverse("api:key_revoke", args=[key.city.slug, key.pk]),
    }
