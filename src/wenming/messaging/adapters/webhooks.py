"""Webhooks as Standard Webhooks asks for them: an id that stays on retries, a timestamp of the attempt, HMAC-SHA256 over both and the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime

from wenming.messaging.adapters import guarded
from wenming.messaging.adapters.answers import outcome_of, posted
from wenming.messaging.adapters.outcomes import Outcome, Parcel

PREFIX = "whsec_"
LARGEST = 20_000  # bytes


def new_secret() -> str:
    """Return a new secret: 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def body_of(parcel: Parcel) -> bytes:
    """Return what is posted: kind, time, and for each piece of news number and link; a digest has as many as 20 kB hold."""
    data: dict[str, object] = {"city": parcel.city}
    if len(parcel.items) == 1:
        data |= {"number": parcel.items[0].number, "url": parcel.items[0].url}
    else:
        data |= {"count": len(parcel.items), "items": [{"number": one.number, "url": one.url} for one in parcel.items]}
    said = {"type": parcel.kind, "timestamp": parcel.created_at.isoformat(), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > LARGEST:
        data["items"] = []
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return body


def signature(secret: str, uid: str, timestamp: int, body: bytes) -> str:
    """Return the signature of an attempt by one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{uid}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def send(parcel: Parcel, *, at: datetime) -> Outcome:
    """Post a parcel, signed by every secret that is valid now."""
    body, timestamp = body_of(parcel), int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": parcel.uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, parcel.uid, timestamp, body) for one in parcel.secrets),
    }
    return posted(lambda: outcome_of(guarded.post(parcel.address, body, headers), at))
