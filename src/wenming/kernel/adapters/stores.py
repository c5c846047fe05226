"""Where the bytes of files lie: a folder on this machine, written so that a power cut loses nothing that was promised."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

PARTS = "parts"
"""The folder of a city for files whose bytes have not all come (``adapters.parts``)."""


def path_of(slug: str, sha256: str) -> Path:
    """Return where the bytes with this digest lie for the city with this slug."""
    return settings.FILES_FOLDER / slug / sha256[:2] / sha256


def keep_bytes(slug: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the bytes, force them to the disk, move them to their place; return their SHA-256 and their number.

    The same content is kept once per city.
    """
    folder = settings.FILES_FOLDER / slug
    folder.mkdir(parents=True, exist_ok=True)
    sha256, size, temporary = _write_through(folder, chunks)
    place = path_of(slug, sha256)
    place.parent.mkdir(exist_ok=True)
    temporary.replace(place)
    sync_folder(place.parent)
    sync_folder(folder)
    return sha256, size


def _write_through(folder: Path, chunks: Iterable[bytes]) -> tuple[str, int, Path]:
    """Write the chunks to a new file in ``folder``, synced to the disk; return digest, size and path."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size, Path(file.name)


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
