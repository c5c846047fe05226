"""The calendar feed behind a secret address, and the page on which a signed-in person reads what its numbers mean."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wenming.api.enums import KeyPurpose
from wenming.api.exports import feed_of, kind_words
from wenming.api.models import AccessKey
from wenming.api.queries.dates import CalendarLine, lines_for
from wenming.api.queries.keys import open_key
from wenming.kernel.middleware import opens_itself
from wenming.kernel.models import City
from wenming.organisations.rules import cities_of, units_of

CALENDAR = "text/calendar; charset=utf-8"


@opens_itself
@require_safe
def feed(request: HttpRequest, city: str, secret: str) -> HttpResponse:
    """Give the dates of whoever has the secret; a wrong, a revoked and a lapsed secret are answered alike."""
    key = open_key(city, secret, str(KeyPurpose.CALENDAR))
    if key is None or not _holds(key):
        return HttpResponse("404\n", status=404, content_type="text/plain; charset=utf-8")
    lines = lines_for(key.account, key.city, key.unit, at=timezone.now())
    page = request.build_absolute_uri(reverse("api:dates", args=[key.city.slug]))
    # whatever language the fetching server asks for: a subscription does not change its tongue from hour to hour
    with translation.override(settings.LANGUAGE_CODE):
        body = feed_of(lines, city=key.city, name=gettext(settings.SYSTEM_NAME), page=page)
    answer = HttpResponse(body, content_type=CALENDAR)
    answer["ETag"] = quote_etag(hashlib.sha256(body).hexdigest())
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="wenming.ics"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer)


def _holds(key: AccessKey) -> bool:
    """Tell whether the holder still has the post that the feed speaks of."""
    if key.unit is not None:
        return key.unit in units_of(key.account, key.city)
    return key.city in cities_of(key.account)


@require_safe
def dates(request: HttpRequest, city: City) -> HttpResponse:
    """List the dates that concern my posts, with the numbers that calendars show."""
    now = timezone.now()
    today = now.astimezone(city.zone).date()
    lines = [line for line in lines_for(request.user, city, None, at=now) if not line.cancelled]
    context = {
        "ahead": [_row(line, city, today) for line in lines if line.day >= today],
        "behind": [_row(line, city, today) for line in lines if line.day < today],
        "keys_url": reverse("api:keys", args=[city.slug]),
    }
    return render(request, "api/dates.html", context)


def _row(line: CalendarLine, city: City, today: date) -> dict[str, Any]:
    """Return one date, formatted."""
    return {
        "key": line.key,
        "day": formats.date_format(line.day, "DATE_FORMAT"),
        "kind": kind_words(line.kind),
        "number": line.number,
        "name": line.name,
        "url": reverse(line.page[0], args=[city.slug, line.page[1]]) if line.page else line.url,
        "of": line.of,
        "done": line.done,
        "late": line.day < today and line.to_do,
    }
