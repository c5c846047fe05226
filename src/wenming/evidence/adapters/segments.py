"""The index of local features on the disk: derived from the database, never the only place of anything, rebuilt where it is missing.

A segment is a folder ``<last key>`` of three arrays under ``evidence-index/<city>`` beside the files; it is written aside and moved to its
place at once. Photos after the last segment are read from the database.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from wenming.engine.pictures.features import Segment, segment_of

STARTS, PHOTOS, KEYS = "starts.npy", "photos.npy", "keys.npy"


@dataclass(frozen=True, slots=True)
class Kept:
    """A segment with the keys of its photos in the database, in their order."""

    segment: Segment
    keys: NDArray[np.int64]


def folder_of(slug: str) -> Path:
    """Return where the segments of a city lie."""
    return Path(settings.FILES_FOLDER).parent / "evidence-index" / slug


def sealed(slug: str) -> list[Kept]:
    """Return the segments of a city, the oldest first, mapped and not read; one that is damaged ends the list (what follows is built anew)."""
    found = []
    for folder in sorted(folder_of(slug).glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            starts, photos = (np.load(folder / name, mmap_mode="r") for name in (STARTS, PHOTOS))
            keys = np.load(folder / KEYS)
        except (OSError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
            break
        found.append(Kept(Segment(starts, photos, len(keys)), keys))
    return found


def made_of(photos: Sequence[NDArray[np.uint8]], keys: Sequence[int]) -> Kept:
    """Return the segment of photos by their descriptors, in memory."""
    return Kept(segment_of(photos), np.array(keys, dtype=np.int64))


def seal(slug: str, kept: Kept) -> None:
    """Keep a segment; one that is there already stays."""
    place = folder_of(slug) / str(int(kept.keys[-1]))
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=place.parent, prefix="incoming-"))
    for name, array in ((STARTS, kept.segment.starts), (PHOTOS, kept.segment.photos), (KEYS, kept.keys)):
        np.save(aside / name, array)
    aside.rename(place)
