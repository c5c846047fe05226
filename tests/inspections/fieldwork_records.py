"""Records as a phone sends them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from tests.inspections.fieldwork_cases import AT

HERE = {"lat": 32.1, "lng": 114.0, "accuracy": 12}
NONE = timedelta(0)


def record(kind: str, visit: Any, **values: Any) -> dict[str, Any]:
    """One record with a key of its own, said at AT."""
    said = {"kind": kind, "key": str(uuid.uuid4()), "visit": getattr(visit, "pk", visit), "said_at": AT.isoformat()}
    return {**said, **values}


def answer(visit: Any, item: str = "干道-01-01", verdict: str = "met", **values: Any) -> dict[str, Any]:
    return record("answer", visit, item=item, verdict=verdict, places=int(verdict == "unmet"), **values)


def photo(visit: Any, content: bytes, finding: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    import hashlib

    facts = {"file_kind": "photo", "name": "a.jpg", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return record("file", visit, finding=finding and finding["key"], **{**facts, **values})


def send(by: Any, *records: dict[str, Any], **how: Any) -> list[tuple[str, str]]:
    """Send records as this person; return (outcome, reason) of each."""
    from tests.people import make_city
    from wenming.inspections.actions.fieldwork import receive_records

    how = {"device": "phone-1", "shift": NONE, "at": AT, **how}
    outcomes = receive_records(city=make_city(), records=records, by=by, **how)
    return [(one.outcome, one.reason) for one in outcomes]
