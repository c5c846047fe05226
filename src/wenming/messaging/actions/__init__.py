"""Every write of messaging: the inbox, the channels, what goes out."""

from wenming.messaging.actions.channels import FACTS as CHANNEL_FACTS
from wenming.messaging.actions.channels import (
    ChannelRefusedError,
    add_channel,
    change_channel,
    rotate_secret,
    switch_channel,
    try_channel,
)
from wenming.messaging.actions.notices import finish, put_away, settle, take_back, tell
from wenming.messaging.actions.outbox import (
    News,
    announce,
    begin_attempt,
    end_attempt,
    queue_digests,
    replay_delivery,
    sweep_deliveries,
)
from wenming.messaging.actions.own import ask_own_digest, prove_own_digest, stop_own_digest

__all__ = [
    "CHANNEL_FACTS", "ChannelRefusedError", "News", "add_channel", "announce", "ask_own_digest", "begin_attempt", "change_channel", "end_attempt", "finish",
    "prove_own_digest", "put_away", "queue_digests", "replay_delivery", "rotate_secret", "settle", "stop_own_digest", "sweep_deliveries",
    "switch_channel", "take_back", "tell", "try_channel",
]  # fmt: skip
