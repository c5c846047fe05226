"""Every address × everybody: who may open what is one table (config/commands/doors), and this is its proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.access import CRAWLERS, VISITORS, make_rehearsal, rehearsal
from tests.knocking import client_of, paths_in, read, send
from wenming.config.commands.doors import DOORS
from wenming.config.commands.doors.city import CITY
from wenming.config.commands.doors.ground import SHUT
from wenming.config.commands.urls import addresses

# What a page says to whom is the same on both databases, and this takes minutes.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.xdist_group("doors")]
AUDITORS_OWN = {
    "api:keys", "messaging:away_all", "messaging:away", "messaging:back", "messaging:own_digest", "messaging:own_proof",
    "messaging:own_stop", "issues:export_ask", "organisations:events_check",
}  # fmt: skip
"""What an auditor may send: the own inbox, mail and keys, and what is to be written or checked for him to read; no record of the city."""
TWICE = "dai"
"""Who holds the lent post of the office: its holder sends everything already."""
WALKERS = [visitor for visitor in VISITORS if visitor not in CRAWLERS]
"""Whom the crawl (test_canary.py) does not send through every door of those that open."""
SENDERS = [visitor for visitor in VISITORS if visitor.username != TWICE]


@pytest.fixture(scope="module")
def paths(kept, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The addresses of the rehearsal city; every test gets the city back as it was."""
    with django_db_blocker.unblock(), kept.standing("rehearsal", lambda: make_rehearsal(kept)):
        yield paths_in(rehearsal())


def test_list_addresses_finds_each_in_the_table():
    known = {address.name for address in addresses() if address.name}
    assert known - DOORS.keys() - SHUT == set(), "add a line to config/commands/doors/city.py"
    assert DOORS.keys() - known == set(), "these addresses are gone: take their lines out"


def test_fill_every_address_finds_a_record_for_each(paths):
    assert [name for name, path in paths.items() if path is None] == []


@pytest.mark.parametrize("visitor", WALKERS, ids=lambda visitor: visitor.name)
def test_open_every_address_answers_as_the_table_says(paths, visitor):
    client = client_of(visitor)
    found = {name: read(client, visitor, door, paths[name]) for name, door in DOORS.items()}
    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.parametrize("visitor", SENDERS, ids=lambda visitor: visitor.name)
def test_send_nothing_to_every_address_answers_as_the_table_says(paths, visitor):
    client = client_of(visitor)
    found = {name: send(client, visitor, door, paths[name]) for name, door in CITY.items()}
    assert {name: fault for name, fault in found.items() if fault} == {}


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
