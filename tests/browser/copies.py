"""Copies of the database: what took long to make is made once in a run, then copied back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.browser.entry import signed_in
from tests.kept import Kept
from tests.people import Person


class Snapshots:
    """Copies of the database: what took long to make is made once, then copied back page by page."""

    def __init__(self, shared: Kept) -> None:
        self.shared = shared
        self.kept: dict[str, sqlite3.Connection] = {}
        self.standing = False

    def empty(self) -> None:
        """Bring back the database as it was before all tests, unless a module's town still stands in it."""
        if not self.standing:
            self.get("fresh", lambda: None)

    def get(self, name: str, make: Callable[[], None]) -> None:
        """Bring the database into the state that ``make`` leads to; the run's other worker has perhaps made it already."""
        connection.ensure_connection()
        if name in self.kept:
            self.kept[name].backup(connection.connection)
            return
        self.shared.bring(name, make)
        self.kept[name] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self.kept[name])


class Town:
    """The town with a server of its own: looking at a page changes nothing, so it stands as long as pages are only looked at."""

    def __init__(self, url: str, snapshots: Snapshots, make: Callable[[], None]) -> None:
        self.url, self.snapshots, self.make = url, snapshots, make
        self.cookies: dict[Person, Any] = {}
        self.as_made = False

    def tidy(self, *, touches: bool) -> None:
        """Put everything back if somebody did something here since; ``touches`` tells that somebody is about to."""
        if not self.as_made:
            self.snapshots.get("town", self.make)
            self.cookies.clear()
        self.as_made = not touches

    def cookie(self, person: Person) -> Any:
        """Return the cookie with which the person is signed in."""
        if person not in self.cookies:
            self.cookies[person] = signed_in(person, self.url)
        return self.cookies[person]
