"""What a phone sends from the field, record by record: shape and values checked, nothing looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from wenming.inspections.enums.fieldwork import FieldFileKind, SkipReason, Verdict, VisitState

MOST_RECORDS = 200
PHOTO_LIMIT, VOICE_LIMIT = 40 * 1024 * 1024, 10 * 1024 * 1024
MOST_PLACES, MOST_COUNTED = 999, 1_000_000
MOST_STROKES, MOST_POINTS = 50, 500
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class RecordError(ValueError):
    """A record that cannot be kept; the message is a word (``enums.fieldwork.record_words``)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One record: ``values`` are the checked fields of its kind, ``said_at`` is the phone's own time put right by ``shift``."""

    kind: str
    key: UUID
    visit: int
    said_at: datetime
    values: Mapping[str, Any]


Check = Callable[[Any], Any]


def _text(most: int, *, needed: bool = False) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or "\0" in value or (needed and not value.strip()):
            raise RecordError("bad_value")
        if len(value) > most:
            raise RecordError("too_long")
        return value

    return check


def _whole(least: int, most: int, *, empty: bool = False) -> Check:
    def check(value: Any) -> int | None:
        if value is None and empty:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise RecordError("bad_value")
        return value

    return check


def _degrees(most: int) -> Check:
    def check(value: Any) -> float | None:
        if value is None:
            return None
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not -most <= value <= most:
            raise RecordError("bad_value")
        return float(value)

    return check


def _one_of(values: list[str], *, empty: bool = False) -> Check:
    def check(value: Any) -> str:
        if value in values or (empty and value == ""):
            return str(value)
        raise RecordError("bad_value")

    return check


def _key(value: Any) -> UUID:
    try:
        return UUID(value)
    except (AttributeError, TypeError, ValueError) as fault:
        raise RecordError("bad_value") from fault


def _key_or_none(value: Any) -> UUID | None:
    return None if value is None else _key(value)


def _keys(value: Any) -> tuple[UUID, ...]:
    if not isinstance(value, list) or len(value) > MOST_RECORDS:
        raise RecordError("bad_value")
    return tuple(dict.fromkeys(_key(one) for one in value))


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not _DIGEST.match(value):
        raise RecordError("bad_value")
    return value


def _marks(value: Any) -> list[Any]:
    """Return what was drawn on a photo: maps with points as shares of its width and height."""
    if not isinstance(value, list) or len(value) > MOST_STROKES:
        raise RecordError("bad_value")
    for stroke in value:
        points = stroke.get("points") if isinstance(stroke, dict) else None
        if not isinstance(points, list) or len(points) > MOST_POINTS or not all(_is_point(point) for point in points):
            raise RecordError("bad_value")
        if any(
            not isinstance(said, str) or len(said) > MOST_STROKES for name, said in stroke.items() if name != "points"
        ):
            raise RecordError("bad_value")
    return value


def _is_point(point: Any) -> bool:
    """Tell whether this is a pair of shares."""
    if not isinstance(point, list) or len(point) != 2:
        return False
    return all(isinstance(share, (int, float)) and not isinstance(share, bool) and 0 <= share <= 1 for share in point)


_PLACE: dict[str, Check] = {
    "lat": _degrees(90), "lng": _degrees(180), "accuracy": _whole(0, 2_000_000_000, empty=True),
}  # fmt: skip
_ITEM = _text(80)
FIELDS: dict[str, dict[str, Check]] = {
    "answer": {
        "item": _text(80, needed=True), "verdict": _one_of(list(Verdict.values)), "count": _whole(0, MOST_COUNTED, empty=True),
        "places": _whole(0, MOST_PLACES), "grade": _text(20), "note": _text(500), "replaces": _keys,
    },
    "finding": {"item": _ITEM, "text": _text(500), "place": _text(100), "places": _whole(1, MOST_PLACES), **_PLACE},
    "finding_withdrawal": {"finding": _key},
    "file": {
        "finding": _key_or_none, "file_kind": _one_of(list(FieldFileKind.values)), "name": _text(120), "sha256": _digest,
        "size": _whole(1, 2**40), "marks": _marks, **_PLACE,
    },
    "visit_end": {
        "state": _one_of([str(VisitState.FINISHED), str(VisitState.SKIPPED)]),
        "skip": _one_of([value for value in SkipReason.values if value != SkipReason.REPLACED], empty=True), "note": _text(200),
    },
    "visit_reopen": {},
}  # fmt: skip
"""Kind of record -> its fields beside ``kind``, ``key``, ``visit`` and ``said_at``, each with its check."""
DEFAULTS: dict[str, Any] = {
    "item": "", "count": None, "places": 0, "grade": "", "note": "", "replaces": [], "text": "", "place": "", "lat": None, "lng": None,
    "accuracy": None, "finding": None, "name": "", "marks": [], "skip": "",
}  # fmt: skip
"""What a field holds that was not sent."""


def key_of(raw: Any) -> str:
    """Return what a record says its key is, so that the phone knows which one is meant; "" for none."""
    key = raw.get("key") if isinstance(raw, dict) else None
    return key[:64] if isinstance(key, str) else ""


def read_record(raw: Any, *, shift: timedelta, at: datetime) -> Said:
    """Read one record. ``shift`` is how far our clock is ahead of the phone's; nothing was said later than ``at``. RecordError names what is wrong."""
    if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str) or raw["kind"] not in FIELDS:
        raise RecordError("unknown_kind")
    kind = raw["kind"]
    values = {name: check(raw.get(name, DEFAULTS.get(name))) for name, check in FIELDS[kind].items()}
    _check_together(kind, values)
    visit = _whole(1, 2**62)(raw.get("visit"))
    return Said(kind, _key(raw.get("key")), visit, _moment(raw.get("said_at"), shift, at), values)


def _moment(value: Any, shift: timedelta, at: datetime) -> datetime:
    """Return the moment by our clock."""
    try:
        said = parse_datetime(value)
        if said is None or said.tzinfo is None:
            raise RecordError("bad_value")
        return min(said + shift, at)
    except (TypeError, ValueError, OverflowError) as fault:
        raise RecordError("bad_value") from fault


def _check_together(kind: str, values: Mapping[str, Any]) -> None:
    """Refuse what each field allows, but not all of them together."""
    if kind in {"finding", "file"} and (values["lat"] is None) != (values["lng"] is None):
        raise RecordError("bad_value")
    if kind in {"finding", "file"} and values["lat"] is None and values["accuracy"] is not None:
        raise RecordError("bad_value")
    if kind == "answer" and not _holds_together(values):
        raise RecordError("bad_value")
    if kind == "visit_end" and (values["state"] == VisitState.SKIPPED) != bool(values["skip"]):
        raise RecordError("bad_value")
    if kind == "file" and values["size"] > (PHOTO_LIMIT if values["file_kind"] == FieldFileKind.PHOTO else VOICE_LIMIT):
        raise RecordError("too_large")


def _holds_together(answer: Mapping[str, Any]) -> bool:
    """Tell whether places are counted exactly where something is not met, and nothing where it does not apply."""
    unmet, void = answer["verdict"] == Verdict.UNMET, answer["verdict"] == Verdict.NOT_APPLICABLE
    return unmet == (answer["places"] > 0) and not (void and (answer["count"] is not None or answer["grade"]))
