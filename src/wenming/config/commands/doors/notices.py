"""Addresses of the channels by which number and link leave the house, and of one's own digest by e-mail."""

from __future__ import annotations

from wenming.config.commands.doors.shape import EVERYBODY, KEEPERS, Door, act, form, page

NOTICES: dict[str, Door] = {
    "messaging:own_digest": form(EVERYBODY),
    "messaging:own_stop": act(EVERYBODY),
    "messaging:own_proof": form(EVERYBODY, secret="no_secret"),  # noqa: S106  the name of an example
    "messaging:channels": page(KEEPERS),
    "messaging:channel_new": form(KEEPERS, kind="webhook"),
    "messaging:channel": page(KEEPERS, pk="channel"),
    "messaging:channel_edit": form(KEEPERS, pk="channel"),
    "messaging:channel_test": act(KEEPERS, pk="channel"),
    "messaging:channel_switch": act(KEEPERS, pk="channel"),
    "messaging:channel_secret": act(KEEPERS, pk="channel"),
    "messaging:channel_replay": act(KEEPERS, pk="channel", delivery="delivery"),
}
