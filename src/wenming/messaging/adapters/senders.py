"""Which channel is carried by what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wenming.messaging.adapters import mail, robots, webhooks
from wenming.messaging.adapters.outcomes import Outcome, Parcel
from wenming.messaging.enums import ChannelKind

_SENDERS: dict[str, Callable[..., Outcome]] = {
    str(ChannelKind.EMAIL): mail.send,
    str(ChannelKind.WEBHOOK): webhooks.send,
    str(ChannelKind.WECOM_ROBOT): robots.send_wecom,
    str(ChannelKind.DINGTALK_ROBOT): robots.send_dingtalk,
}
BUNDLE: dict[Any, int] = {
    ChannelKind.EMAIL: 50,
    ChannelKind.WEBHOOK: 1,
    ChannelKind.WECOM_ROBOT: 25,
    ChannelKind.DINGTALK_ROBOT: 25,
}
"""How many deliveries go into one message."""


def carry(kind: str, parcel: Parcel, *, at: datetime) -> Outcome:
    """Try to carry a parcel out, and say what came of it; raises nothing of the network's."""
    return _SENDERS[kind](parcel, at=at)
