"""The day goes to the phone, records come back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from wenming.inspections.actions.fieldwork import Outcome, receive_records
from wenming.inspections.imports.fieldwork import MOST_RECORDS
from wenming.inspections.queries.fieldwork.days import conflicts_at, own_day
from wenming.inspections.queries.fieldwork.files import wanted_of
from wenming.kernel.models import City
from wenming.onsite.enums import refusal_words
from wenming.onsite.schemas.day import answer_json, day_json
from wenming.onsite.views.edges import for_phone_in_city, refusal

RIGHT = timedelta(seconds=5)
"""A phone's clock that is no further off is taken to be right: the way to us takes time too."""


@for_phone_in_city()
@require_safe
@gzip_page
def day(request: HttpRequest, city: City) -> JsonResponse:
    """Give the person's own day; nothing of other days or other people."""
    now = timezone.now()
    found = day_json(own_day(request.user, city, now), city, request.user, now)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@for_phone_in_city()
@require_POST
def records(request: HttpRequest, city: City) -> HttpResponseBase:
    """Keep what was said; say of each record what became of it, what disagrees now, and which bytes are still awaited."""
    now = timezone.now()
    sent = _sent(request)
    if sent is None:
        return refusal(HTTPStatus.BAD_REQUEST, "unreadable")
    outcomes = receive_records(
        city=city,
        device=sent["device"],
        records=sent["records"],
        shift=_shift(sent["now"], now),
        by=request.user,
        at=now,
    )
    conflicts = conflicts_at(city, _answered(sent["records"], outcomes))
    return JsonResponse(
        {
            "server_time": now.isoformat(),
            "results": [_result(one) for one in outcomes],
            "conflicts": [
                {"visit": visit, "item": item, "answers": [answer_json(one, []) for one in answers]}
                for (visit, item), answers in conflicts.items()
            ],
            "wanted": [str(one.key) for one in wanted_of(request.user, city)],
        }
    )


def _sent(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was sent, None where it is not what a phone sends."""
    if request.content_type != "application/json":
        return None
    try:
        sent = json.loads(request.body)
    except (UnicodeDecodeError, ValueError):
        return None
    if not isinstance(sent, dict) or not isinstance(sent.get("records"), list) or len(sent["records"]) > MOST_RECORDS:
        return None
    device, now = sent.get("device"), sent.get("now")
    if not isinstance(device, str) or not 0 < len(device) <= 40 or not isinstance(now, str):
        return None
    return {"device": device, "now": now, "records": sent["records"]}


def _shift(said: str, now: datetime) -> timedelta:
    """Return how far our clock is ahead of the phone's; nothing where that cannot be told or is little."""
    try:
        theirs = parse_datetime(said)
        shift = now - theirs if theirs is not None else timedelta(0)
    except (TypeError, ValueError, OverflowError):
        return timedelta(0)
    return shift if abs(shift) > RIGHT else timedelta(0)


def _answered(sent: list[Any], outcomes: list[Outcome]) -> list[int]:
    """Return the visits of which answers were kept: only they can disagree in a new way, and they are this person's own."""
    fine = (raw for raw, one in zip(sent, outcomes, strict=True) if one.outcome != "refused")
    return sorted({raw["visit"] for raw in fine if raw["kind"] == "answer"})


def _result(one: Outcome) -> dict[str, str]:
    words = refusal_words(one.reason) if one.reason else ""
    return {"key": one.key, "outcome": one.outcome, "reason": one.reason, "words": words}
