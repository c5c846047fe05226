"""Every address × everybody: who may open what is one table (config/commands/doors), and this is its proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.access import VISITORS, Visitor, account_of, make_rehearsal
from wenming.config.commands.doors import DOORS, Door
from wenming.config.commands.doors.city import CITY
from wenming.config.commands.doors.ground import GROUND, SHUT
from wenming.config.commands.urls import addresses, path_of

# What a page says to whom is the same on both databases, and this takes minutes.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.xdist_group("doors")]
REFUSED, OPEN = {403, 404}, {200, 302, 304}
AUDITORS_OWN = {
    "api:keys", "messaging:away_all", "messaging:away", "messaging:back", "messaging:own_digest", "messaging:own_proof",
    "messaging:own_stop", "issues:export_ask", "organisations:events_check",
}  # fmt: skip
"""What an auditor may send: the own inbox, mail and keys, and what is to be written or checked for him to read; no record of the city."""
TWICE = "dai"
"""Who holds the lent post of the office: its holder sends everything already."""


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The rehearsal city, made once; every test gets it back as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_rehearsal()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def paths(city, django_db_blocker: Any) -> dict[str, str]:
    """Address -> with its places filled, for everybody the same."""
    with django_db_blocker.unblock():
        return {name: path_of(name, door, city) for name, door in DOORS.items()}


def client_of(visitor: Visitor) -> Client:
    """Return a browser in which the visitor has signed in."""
    client = Client(raise_request_exception=True)
    if visitor.username:
        client.force_login(account_of(visitor.username))
    return client


def to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")


def read(client: Client, visitor: Visitor, door: Door, path: str) -> str:
    """Return what is wrong with the answer to a GET, "" for nothing."""
    response = client.get(path)
    status = response.status_code
    if hasattr(response, "streaming_content"):
        b"".join(response.streaming_content)
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


def test_list_addresses_finds_each_in_the_table():
    known = {address.name for address in addresses() if address.name}
    assert known - DOORS.keys() - SHUT == set(), "add a line to config/commands/doors/city.py"
    assert DOORS.keys() - known == set(), "these addresses are gone: take their lines out"


def test_fill_every_address_finds_a_record_for_each(paths):
    assert [name for name, path in paths.items() if path is None] == []


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.name)
def test_open_every_address_answers_as_the_table_says(city, paths, visitor):
    client, faults = client_of(visitor), []
    for name, door in CITY.items():
        found = [read(client, visitor, door, paths[name])]
        if visitor.username != TWICE:
            found.append(send(client, visitor, door, paths[name]))
        faults += [f"{name}: {fault}" for fault in found if fault]
    for name, door in GROUND.items():
        if fault := read(client, visitor, door, paths[name]):
            faults.append(f"{name}: {fault}")
    assert "\n".join(faults) == ""


def test_send_anything_as_auditor_is_refused_but_for_the_own():
    assert {name for name, door in CITY.items() if "auditor" in door.writes} == AUDITORS_OWN


def test_open_results_as_system_administrator_is_refused():
    assert not [
        name
        for name, door in CITY.items()
        if name.startswith(("assessment:", "inspections:")) and "system_administrator" in door.opens
    ]


def test_change_posts_as_security_administrator_is_refused():
    assert not [
        name
        for name, door in CITY.items()
        if name.startswith("organisations:post") and "security_administrator" in door.writes
    ]
