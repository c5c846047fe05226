"""Robots of chat groups (企业微信、钉钉): a list of numbers with links. They take 20 messages a minute, so news is bundled, one message a round."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from wenming.messaging.adapters import guarded
from wenming.messaging.adapters.answers import BREATH, outcome_of, posted
from wenming.messaging.adapters.outcomes import Outcome, Parcel
from wenming.messaging.enums import news_words

LONGEST = 4096
"""Bytes of a text that both robots take."""
TOO_FAST = frozenset({45009, 130101})
"""Their words for more than 20 messages a minute."""


def send_wecom(parcel: Parcel, *, at: datetime) -> Outcome:
    """Send a parcel to a robot of WeCom."""
    said = {"msgtype": "markdown", "markdown": {"content": text_of(parcel)}}
    return _send(parcel.address, said, at)


def send_dingtalk(parcel: Parcel, *, at: datetime) -> Outcome:
    """Send a parcel to a robot of DingTalk; with a secret the address carries the time and its signature."""
    said = {"msgtype": "markdown", "markdown": {"title": str(settings.SYSTEM_NAME), "text": text_of(parcel)}}
    url = parcel.address
    if parcel.secrets:
        url = signed_address(url, parcel.secrets[0], at)
    return _send(url, said, at)


def signed_address(url: str, secret: str, at: datetime) -> str:
    """Return the address with the timestamp in milliseconds and HMAC-SHA256 over timestamp and secret, a line each."""
    timestamp = int(at.timestamp() * 1000)
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={timestamp}&sign={quote(base64.b64encode(digest).decode(), safe='')}"


def text_of(parcel: Parcel) -> str:
    """Return the list, as long as the robots take it; what does not fit is counted."""
    lines = [f"**{settings.SYSTEM_NAME}**"]
    size = len(lines[0].encode()) + 100
    for place, item in enumerate(parcel.items):
        line = f"{news_words(item.kind)} [{item.number}]({item.url})"
        size += len(line.encode()) + 2
        if size > LONGEST:
            lines.append(_("另有 %(count)s 件，请登录查看") % {"count": len(parcel.items) - place})
            break
        lines.append(line)
    return "\n\n".join(lines)


def _send(url: str, said: Mapping[str, object], at: datetime) -> Outcome:
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}

    def attempt() -> Outcome:
        answer = guarded.post(url, body, headers)
        outcome = outcome_of(answer, at)
        return outcome if outcome.error else _said(answer.body)

    return posted(attempt)


def _said(body: bytes) -> Outcome:
    """Return what a robot's own word means: they answer 200 to everything."""
    try:
        code = json.loads(body)["errcode"]
    except (ValueError, KeyError, TypeError):
        return Outcome("no errcode")
    if code in TOO_FAST:
        return Outcome(f"errcode {code}", wait=BREATH, slow=True)
    return Outcome(f"errcode {code}" if code else "")
