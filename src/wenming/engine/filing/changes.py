"""What changed from one filing to the next: files told apart by their digests, so that a file that only moved is not called new."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A file of a filing: its path, digest and bytes; ``paper`` is the key of what somebody handed in, 0 for what was made for the filing."""

    path: str
    digest: str
    size: int = 0
    paper: int = 0
    number: str = ""

    @property
    def folder(self) -> str:
        """Return the folder in which it lies."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new, what is gone, what has other content under its path, what lies in another folder, what has another name there (before, after)."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    replaced: tuple[tuple[Row, Row], ...] = ()
    moved: tuple[tuple[Row, Row], ...] = ()
    renamed: tuple[tuple[Row, Row], ...] = ()
    same: int = 0

    @property
    def to_send(self) -> tuple[Row, ...]:
        """Return the files that whoever holds the older filing does not have under their paths."""
        after = [pair[1] for pair in (*self.replaced, *self.moved, *self.renamed)]
        return tuple(sorted([*self.added, *after], key=lambda one: one.path))

    @property
    def count(self) -> int:
        """Return how many files changed."""
        return sum(len(part) for part in (self.added, self.removed, self.replaced, self.moved, self.renamed))


def digest_of(rows: Iterable[Row]) -> str:
    """Return the digest of a filing: of the digests and paths of its files, in their order."""
    found = hashlib.sha256()
    for row in rows:
        found.update(f"{row.digest}  {row.path}\n".encode())
    return found.hexdigest()


def compare(before: Sequence[Row], after: Sequence[Row]) -> Changes:
    """Return what changed. What has the same content is the same file; only then the path decides."""
    known = {(row.path, row.digest) for row in before}
    held = {(row.path, row.digest) for row in after}
    gone = [row for row in before if (row.path, row.digest) not in held]
    came = [row for row in after if (row.path, row.digest) not in known]
    moved, renamed, gone, came = _by_content(gone, came)
    paths = {row.path: row for row in gone}
    replaced = [(paths[row.path], row) for row in came if row.path in paths]
    over = {row.path for _old, row in replaced}
    return Changes(
        added=tuple(row for row in came if row.path not in over),
        removed=tuple(row for row in gone if row.path not in over),
        replaced=tuple(replaced),
        moved=tuple(moved),
        renamed=tuple(renamed),
        same=len(held & known),
    )


Pairs = list[tuple[Row, Row]]


def _by_content(gone: list[Row], came: list[Row]) -> tuple[Pairs, Pairs, list[Row], list[Row]]:
    """Pair what went and what came with the same content, in the same folder first; return moved, renamed, and what is left of both."""
    pairs: Pairs = []
    for alike in (lambda one: (one.digest, one.folder), lambda one: (one.digest, "")):
        waiting: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in gone:
            waiting[alike(row)].append(row)
        left = []
        for row in came:
            if waiting[alike(row)]:
                pairs.append((waiting[alike(row)].pop(0), row))
            else:
                left.append(row)
        came, gone = left, [row for rows in waiting.values() for row in rows]
    gone.sort(key=lambda one: one.path)
    renamed = [pair for pair in pairs if pair[0].folder == pair[1].folder]
    return [pair for pair in pairs if pair[0].folder != pair[1].folder], renamed, gone, came
