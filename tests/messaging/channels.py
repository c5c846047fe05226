"""Channels for tests."""

from __future__ import annotations

from typing import Any

from tests.people import AT, SYSTEM, make_account, make_city
from wenming.messaging.actions import News, add_channel, announce, switch_channel

FACTS: dict[str, Any] = {
    "name": "收件系统", "events": [], "unit": None, "role": "", "sends_each": True, "sends_digest": False,
    "quiet_from": None, "quiet_until": None, "visit_lifts_quiet": False, "origin": "https://wenming.example",
}  # fmt: skip


def make_channel(
    kind: str = "webhook", address: str = "https://hooks.example/in", *, on: bool = True, secret: str = "", **facts: Any
) -> Any:
    """Return a channel of the fictional city, switched on; facts are those of the action."""
    by = make_account(SYSTEM)
    everything = {**FACTS, "name": f"{kind} {address}"[:60], **facts}
    channel, made = add_channel(
        city=make_city(), kind=kind, address=address, secret=secret, facts=everything, by=by, at=AT
    )
    channel = switch_channel(channel=channel, on=True, by=by, at=AT) if on else channel
    channel.made = made
    return channel


def news(number: str = "2026-11-0001", kind: str = "issue.dispatched", *, at: Any = AT, to: Any = ()) -> list[Any]:
    """Let news out and return its deliveries."""
    said = News(kind, number, f"/qinghe/issues/{number}/", f"{kind}:{number}")
    return announce(city=make_city(), news=said, to=to, at=at)
