"""How a browser comes in: how long it waits, and as whom it is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client

from tests.people import Person, make_account

PATIENCE = 10_000
"""Milliseconds for a click, a fill, an expectation."""
COLD = 60_000
"""Milliseconds for a page: the first one waits until the server has read all of its code."""


def signed_in(person: Person, url: str) -> Any:
    """Sign one of the cast in without the sign-in page (which has tests of its own), and return the cookie that says so."""
    client = Client()
    client.force_login(make_account(person))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": url}
