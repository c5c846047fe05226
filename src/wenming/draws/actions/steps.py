"""What every action on a draw begins and ends with: the lock, the question whether it is still possible, the one event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wenming.draws.adapters.seals import BrokenSealError, unseal
from wenming.draws.models import Draw
from wenming.draws.queries.frames import FrameChangedError, kept_frame, kept_rule
from wenming.engine.sampling import Bundle, Frame, Rule
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


class DrawRefusedError(Exception):
    """It was not possible with this draw; the message is a word, see enums.refusal_words."""


def require(fits: object, reason: str) -> None:
    """Raise DrawRefusedError with the reason unless it fits."""
    if not fits:
        raise DrawRefusedError(reason)


def locked(draw: Draw, by: Account | None, rule: Callable[[Draw], Callable[[Account, City], bool]]) -> Draw:
    """Lock a draw, and ask again whether this person may. ``by=None`` is the system."""
    rows = Draw.objects.in_city(draw.city).select_for_update(of=("self",))
    held: Draw = rows.select_related("city", "keeper", "frame").get(pk=draw.pk)
    if by is not None:
        require_again(rule(held), by, held.city)
    return held


def opened(draw: Draw) -> Bundle:
    """Return a draw with its secret. DrawRefusedError("seal_broken", "frame_changed")."""
    try:
        secret, salt = unseal(draw.sealed_secret)
        frame, rule = _committed(draw)
    except BrokenSealError:
        raise DrawRefusedError("seal_broken") from None
    except FrameChangedError:
        raise DrawRefusedError("frame_changed") from None
    return Bundle(frame, rule, secret, salt, tuple(draw.words))


def _committed(draw: Draw) -> tuple[Frame, Rule]:
    return kept_frame(draw), kept_rule(draw)


def record(kind: str, draw: Draw, by: Account | None, at: datetime, **data: Any) -> None:
    """Record what happened to a draw, by digests."""
    record_event(city=draw.city, kind=f"draw.{kind}", subject=draw, data=data, by=by, at=at)
