"""How far a long reading or writing is: a small file, because what a transaction writes nobody else sees before its end."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many rows are done in this phase ("opening", "reading" or "writing"); ``moved_at`` in seconds of the epoch."""

    phase: str
    done: int
    total: int
    moved_at: float


def _path(slug: str, key: int) -> Path:
    return settings.FILES_FOLDER / slug / "progress" / str(key)


def tell_progress(slug: str, key: int, phase: str, done: int, total: int) -> None:
    """Write down how far the work is, in one step: a reader never sees half a line."""
    path = _path(slug, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(f"{phase} {done} {total}", encoding="ascii")
    fresh.replace(path)


def progress_of(slug: str, key: int) -> Progress | None:
    """Return how far the work is; None where nothing was told yet."""
    path = _path(slug, key)
    try:
        phase, done, total = path.read_text(encoding="ascii").split()
        return Progress(phase, int(done), int(total), path.stat().st_mtime)
    except FileNotFoundError:
        return None


def forget_progress(slug: str, key: int) -> None:
    """Remove what was told, before work begins anew."""
    _path(slug, key).unlink(missing_ok=True)
