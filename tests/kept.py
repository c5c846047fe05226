"""States of the database that take long to make: made once in a run, by the worker who needs one first, copied by everybody after.

Only on SQLite, whose file is copied page by page; the files of the installation come along.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class Kept:
    """The states of a run, in a folder that its workers share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "kept"
        self.folder.mkdir(exist_ok=True)

    def bring(self, name: str, make: Callable[[], object]) -> None:
        """Bring database and files into the state that ``make`` leads to from the fresh database."""
        with self._alone(name):
            if not (self.folder / name).exists():
                make()
                self._keep(name)
                return
        self._fetch(name)

    @contextmanager
    def standing(self, name: str, make: Callable[[], object]) -> Iterator[None]:
        """Bring a state, and afterwards the fresh database back."""
        connection.ensure_connection()
        fresh = sqlite3.connect(":memory:")
        connection.connection.backup(fresh)
        try:
            self.bring(name, make)
            yield
        finally:
            fresh.backup(connection.connection)
            fresh.close()

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Let nobody else make the same state meanwhile."""
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _keep(self, name: str) -> None:
        """Copy database and files into the folder; it gets its name when it is whole."""
        half = self.folder / f"{name}.half"
        half.mkdir()
        copy = sqlite3.connect(half / "database")
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.close()
        settings.FILES_FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copytree(settings.FILES_FOLDER, half / "files")
        half.rename(self.folder / name)

    def _fetch(self, name: str) -> None:
        """Copy the state back; files that are there already stay, for they are named after what is in them."""
        copy = sqlite3.connect(self.folder / name / "database")
        connection.ensure_connection()
        copy.backup(connection.connection)
        copy.close()
        files = self.folder / name / "files"
        shutil.copytree(files, settings.FILES_FOLDER, copy_function=_copy_missing, dirs_exist_ok=True)


def _copy_missing(source: str, target: str) -> None:
    """Copy a file that is not there yet."""
    if not Path(target).exists():
        shutil.copyfile(source, target)
