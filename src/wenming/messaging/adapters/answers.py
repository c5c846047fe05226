"""What the answer of a server means for a delivery."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from wenming.messaging.adapters.guarded import Answer, RefusedError
from wenming.messaging.adapters.outcomes import ARRIVED, Outcome

GONE = 410
BUSY = frozenset({429, 502, 504})
BREATH = 60  # seconds that a receiver is left alone that says it is busy and not for how long
LONGEST = 86_400  # seconds


def outcome_of(answer: Answer, at: datetime) -> Outcome:
    """Return what an answer means: 2xx has arrived, 410 wants no more, a redirect is a failure like any other."""
    if 200 <= answer.status < 300:
        return ARRIVED
    wait = seconds_of(answer.retry_after, at)
    busy = answer.status in BUSY
    if busy and not wait:
        wait = BREATH
    return Outcome(f"HTTP {answer.status}", gone=answer.status == GONE, wait=wait, slow=busy)


def seconds_of(header: str, at: datetime) -> float:
    """Return how long retry-after asks to wait: seconds or a date; at most a day, 0 = it asks for nothing that we understand."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), LONGEST))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if until.tzinfo is None:
        return 0
    return min(max((until - at).total_seconds(), 0), LONGEST)


def posted(attempt: Callable[[], Outcome]) -> Outcome:
    """Make an attempt; a connection that fails makes everything for this receiver wait, an address that we refuse does not."""
    try:
        return attempt()
    except RefusedError as refusal:
        return Outcome(f"refused: {refusal}")
    except (OSError, http.client.HTTPException) as failure:
        return Outcome(type(failure).__name__, slow=True)
