"""Files on their way in: bytes come piece by piece, over days and cuts, and lie apart until all are there.

Each file grows under ``files/<city>/parts/<key>``. What an answer says to be here is on the disk; two that send the same file wait for
each other.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wenming.kernel.adapters.stores import PARTS, sync_folder

PIECE = 1024 * 1024
"""Bytes that are sent, or read, at once."""


class WrongOffsetError(Exception):
    """The piece does not continue what is here."""

    def __init__(self, held: int) -> None:
        super().__init__(f"{held} bytes are here")
        self.held = held


def _path(slug: str, key: UUID) -> Path:
    return settings.FILES_FOLDER / slug / PARTS / str(key)


def held(slug: str, key: UUID) -> int:
    """Return how many bytes are here; they are forced to the disk before anybody is told so."""
    try:
        with _path(slug, key).open("rb") as file:
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return 0


def append(slug: str, key: UUID, offset: int, piece: bytes) -> int:
    """Append a piece that begins at ``offset``, force it to the disk, and return how many bytes are here then. WrongOffsetError, OSError (disk full)."""
    path = _path(slug, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        here = os.fstat(file.fileno()).st_size
        if here != offset:
            raise WrongOffsetError(here)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if offset == 0:
        sync_folder(path.parent)
    return offset + len(piece)


def chunks(slug: str, key: UUID) -> Iterator[bytes]:
    """Yield the bytes that are here."""
    with suppress(FileNotFoundError), _path(slug, key).open("rb") as file:
        while chunk := file.read(PIECE):
            yield chunk


def drop(slug: str, key: UUID) -> None:
    """Forget the bytes."""
    _path(slug, key).unlink(missing_ok=True)


def left_since(slug: str, moment: datetime) -> set[UUID]:
    """Return the files to which nothing was added since ``moment``."""
    folder = settings.FILES_FOLDER / slug / PARTS
    found = [path for path in folder.glob("*") if path.stat().st_mtime < moment.timestamp()]
    return {UUID(path.name) for path in found}
