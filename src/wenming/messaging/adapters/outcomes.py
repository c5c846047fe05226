"""What is handed to a channel, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news: its kind, the number of the matter, the whole address of its page."""

    kind: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message: ``uid`` is the same on every attempt; ``secrets`` are all that sign it now, the newest first."""

    kind: str
    uid: str
    city: str
    items: tuple[Item, ...]
    address: str
    secrets: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """``error`` "" = arrived. ``gone``: the receiver wants nothing more. ``wait``: seconds that it asks for.

    ``slow``: it is the receiver that is down or full, so everything for it waits.
    """

    error: str = ""
    gone: bool = False
    wait: float = 0
    slow: bool = False


ARRIVED = Outcome()
