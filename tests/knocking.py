"""Knocking at the doors of the rehearsal city: what is wrong with an answer, by the table of doors (config/commands/doors)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client

from tests.access import Visitor, account_of
from wenming.config.commands.doors import DOORS, Door
from wenming.config.commands.urls import path_of

REFUSED, OPEN = {403, 404}, {200, 302, 304}


def paths_in(city: Any) -> dict[str, str | None]:
    """Return every address with its places filled, for everybody the same."""
    return {name: path_of(name, door, city) for name, door in DOORS.items()}


def client_of(visitor: Visitor) -> Client:
    """Return a browser in which the visitor has signed in."""
    client = Client(raise_request_exception=True)
    if visitor.username:
        client.force_login(account_of(visitor.username))
    return client


def to_sign_in(response: Any) -> bool:
    """Tell whether the answer leads to the entrance."""
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")


def fault_of(response: Any, visitor: Visitor, door: Door) -> str:
    """Return what is wrong with the answer to a GET, "" for nothing."""
    status = response.status_code
    if door.opens & visitor.circles:
        fine = status in OPEN or (door.vague and status in {404, 410})
        return "" if fine and not to_sign_in(response) else f"GET {status}, although it is open"
    if not visitor.username and door.greets:
        return "" if status == 200 else f"GET {status}, although it greets strangers"
    if not visitor.username:
        fine = status == 401 if door.machine else to_sign_in(response) or (status == 405 and not door.opens)
        return "" if fine or (door.machine and not door.opens and status == 404) else f"GET {status} without sign-in"
    if not door.opens and door.writes & visitor.circles:
        return "" if status == 405 else f"GET {status}, although it takes only POST"
    return "" if status in REFUSED or (not door.opens and status == 405) else f"GET {status}, although it is shut"


def read(client: Client, visitor: Visitor, door: Door, path: str) -> str:
    """Return what is wrong with the answer to a GET, read to its end."""
    response = client.get(path)
    if hasattr(response, "streaming_content"):
        b"".join(response.streaming_content)
    return fault_of(response, visitor, door)


def send(client: Client, visitor: Visitor, door: Door, path: str) -> str:
    """Return what is wrong with the answer to an empty POST, "" for nothing; what it changes is undone."""
    with transaction.atomic():
        response = client.post(path)
        transaction.set_rollback(True)
    status = response.status_code
    if door.writes & visitor.circles:
        wrong = {403, 405} if door.vague else {*REFUSED, 405}
        return f"POST {status}, although it is open" if status in wrong or status >= 500 else ""
    if not visitor.username:
        return "" if to_sign_in(response) or status in {401, 404, 405} else f"POST {status} without sign-in"
    return "" if status in {*REFUSED, 405} else f"POST {status}, although it is shut"
