"""The chain of events as the auditor reads it: one line each, and what a check found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from wenming.kernel.models import City, Event
from wenming.kernel.schemas import moment_text, number_text
from wenming.organisations.schemas.event_words import VERBS

LONGEST = 2000
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def event_line(event: Event, city: City) -> dict[str, Any]:
    """Return one event: its number, when, who, what was done to what, and what the chain holds of it."""
    verb = event.kind.partition(".")[2]
    return {
        "number": event.number,
        "at": moment_text(event.at, city),
        "by": event.by.name if event.by else _("系统"),
        "username": event.by.username if event.by else "",
        "what": str(VERBS.get(verb, verb)),
        "subject": _subject(event.subject),
        "kind": event.kind,
        "facts": [(key, _fact(value)) for key, value in event.data.items()],
        "digest": event.digest,
    }


def event_lines(events: Iterable[Event], city: City) -> list[dict[str, Any]]:
    """Return events as lines."""
    return [event_line(one, city) for one in events]


def _subject(subject: str) -> str:
    """Name the record as people name its kind, with its key."""
    label, _colon, key = subject.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return subject
    return f"{model._meta.verbose_name} {key}"


def _fact(value: Any) -> str:
    """Return a value of an event; telephone numbers are masked here as everywhere."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = PHONE.sub(r"\1****\2", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def fault_words(reason: str) -> str:
    """Say what is wrong with a record of the chain."""
    return {
        "row_missing": _("缺少这一条记录，或序号被改动"),
        "link_broken": _("与前一条记录对不上"),
        "row_changed": _("内容与校验码不符，这一条被改动过"),
        "end_missing": _("链条末端的记录被删除"),
    }[reason]


def check_banner(event: Event | None, city: City, *, last: int) -> dict[str, Any]:
    """Return what the last check found; ``last`` is the number of the newest record."""
    if event is None:
        return {"tone": "", "title": _("还没有核对过"), "text": _("共 %(count)s 条记录") % {"count": number_text(last)}}
    facts: Mapping[str, Any] = {
        "at": moment_text(event.at, city),
        "by": event.by.name if event.by else _("系统"),
        "count": number_text(event.data["events"]),
        "later": number_text(last - event.number),
    }
    text = _("%(at)s %(by)s 核对了 %(count)s 条记录，此后又有 %(later)s 条") % facts
    if event.data["broken"] is None:
        return {"tone": "ok", "title": _("记录完好，没有一条被改动"), "text": text}
    title = _("第 %(number)s 条记录有问题：%(reason)s") % {
        "number": event.data["broken"],
        "reason": fault_words(event.data["reason"]),
    }
    return {"tone": "bad", "title": title, "text": text}
