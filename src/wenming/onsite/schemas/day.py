"""The day as JSON: visits in their order, checklists as on the official form, what stands of what was said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wenming.engine.geo import distance
from wenming.engine.openings import DAY, clock, on_day
from wenming.inspections.imports.fieldwork import PHOTO_LIMIT, VOICE_LIMIT
from wenming.inspections.models import Answer, FieldFile, FieldFinding, Visit
from wenming.inspections.queries.fieldwork.days import Day
from wenming.inspections.queries.fieldwork.files import DAY_LIMIT
from wenming.kernel.models import Account, City
from wenming.onsite.schemas.checklists import checklists_of


def account_of(account: Account) -> str:
    """Return what the phone calls an account: everything that it keeps is kept under this name."""
    return f"a{account.pk}"


def day_json(day: Day, city: City, account: Account, at: datetime) -> dict[str, Any]:
    """Return the whole day."""
    return {
        "server_time": at.isoformat(),
        "day": day.on.isoformat(),
        "zone": city.time_zone,
        "city": {"slug": city.slug, "name": city.name},
        "account": account_of(account),
        "limits": {"photo": PHOTO_LIMIT, "voice": VOICE_LIMIT, "day": DAY_LIMIT, "announced": day.announced},
        "rounds": _rounds(day.visits),
        "visits": list(_visits(day)),
        "checklists": checklists_of(day, city),
        "answers": [answer_json(one, [str(key) for key in day.replaced.get(one.key, ())]) for one in day.answers],
        "findings": [_finding(one) for one in day.findings],
        "files": [_file(one) for one in day.files],
    }


def _rounds(visits: Iterable[Visit]) -> list[dict[str, Any]]:
    """Return the rounds of the visits, each once, and as whom the person walks in them."""
    found = {}
    for visit in visits:
        one, member = visit.field_round, visit.member
        found[one.pk] = {
            "id": one.pk,
            "name": one.name,
            "manner": one.manner,
            "manner_words": one.get_manner_display(),
            "edition": one.edition.title,
            "grades": [name for name, _milli in one.grades],
            "team": member.team.name if member else "",
            "code": member.code if member else "",
        }
    return [found[key] for key in sorted(found)]


def _visits(day: Day) -> Iterable[dict[str, Any]]:
    """Yield the visits in their order; how far each is from the one before, as the crow flies, and how long the way was planned to take."""
    before: list[Visit | None] = [None, *day.visits]
    for last, visit in zip(before, day.visits, strict=False):
        same = last if last is not None and last.on == visit.on else None
        yield {
            "id": visit.pk,
            "number": visit.number,
            "round": visit.field_round_id,
            "order": visit.order,
            "on": visit.on.isoformat() if visit.on else None,
            "site": _site(visit, day),
            "checklist": visit.site.type.checklist if visit.site.type.checklist in day.crosswalk.site_types else "",
            "arrives": visit.arrives,
            "leaves": visit.leaves,
            "metres": _metres(same, visit) if same else None,
            "seconds": _seconds(same, visit) if same else None,
            "state": visit.state,
            "skip": visit.skip,
            "note": visit.note,
        }


def _metres(last: Visit, visit: Visit) -> int | None:
    ends = (last.site.lat, last.site.lng, visit.site.lat, visit.site.lng)
    if None in ends:
        return None
    from_lat, from_lng, to_lat, to_lng = (float(one) for one in ends if one is not None)
    return round(distance((from_lat, from_lng), (to_lat, to_lng)))


def _seconds(last: Visit, visit: Visit) -> int | None:
    if last.leaves is None or visit.arrives is None:
        return None
    return max(0, visit.arrives - last.leaves) * 60


def _site(visit: Visit, day: Day) -> dict[str, Any]:
    site = visit.site
    spans = on_day(site.hours or site.type.hours, day.on.isoweekday()) if site.hours or site.type.hours else ()
    return {
        "code": site.code,
        "name": site.name,
        "type": site.type.name,
        "address": site.address,
        "area": site.area.name if site.area else "",
        "lat": site.lat,
        "lng": site.lng,
        "hours": "、".join(f"{clock(begin)}—{clock(end)}" for begin, end in spans),
        # what is open around the clock never closes
        "closes": spans[-1][1] if spans and spans[-1][1] != DAY else None,
        "walking": site.walking or site.type.walking,
    }


def answer_json(answer: Answer, replaces: list[str]) -> dict[str, Any]:
    """Return one answer as the phone sends them."""
    return {
        "key": str(answer.key),
        "visit": answer.visit_id,
        "item": answer.item,
        "verdict": answer.verdict,
        "count": answer.count,
        "places": answer.places,
        "grade": answer.grade,
        "note": answer.note,
        "device": answer.device,
        "said_at": answer.said_at.isoformat(),
        "replaces": replaces,
    }


def _finding(finding: FieldFinding) -> dict[str, Any]:
    return {
        "key": str(finding.key),
        "visit": finding.visit_id,
        "item": finding.item,
        "text": finding.text,
        "place": finding.place,
        "places": finding.places,
        "lat": finding.lat,
        "lng": finding.lng,
        "accuracy": finding.accuracy,
        "said_at": finding.said_at.isoformat(),
        "withdrawn": hasattr(finding, "withdrawal"),
    }


def _file(file: FieldFile) -> dict[str, Any]:
    return {
        "key": str(file.key),
        "visit": file.visit_id,
        "finding": str(file.finding.key) if file.finding else None,
        "kind": file.kind,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "marks": file.marks,
        "said_at": file.said_at.isoformat(),
        "complete": file.file_id is not None,
    }
