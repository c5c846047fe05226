"""Papers that were just read against those of the city: which have so much in common that somebody should lay them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wenming.engine.papers.archive import Archive, archive_of, likely_in
from wenming.engine.papers.comparing import Agreement, agreement, asks_for_a_look
from wenming.engine.papers.sketches import RATE
from wenming.engine.papers.uses import is_honest_again
from wenming.kernel.models import City
from wenming.materials.adapters.checking import Found, Reading, known_words, letters_for, use_of
from wenming.materials.enums import CheckKind
from wenming.materials.models import Paper
from wenming.materials.queries.checking import COMPARED, items_of_papers, names_of_units, sketches_of

MOST = 3
"""Other papers that are named beside one: whoever looks at three knows."""
MOST_PASSAGES = 30


def alike(city: City, readings: Sequence[Reading], at: datetime) -> dict[int, list[Found]]:
    """Return paper -> what was found about it beside others; the later one of two is named, whichever was read first."""
    found: dict[int, list[Found]] = {}
    for tabular in (False, True):
        mine = [one for one in readings if one.sketch and one.paper.kind in COMPARED and one.tabular == tabular]
        if mine:
            for key, one in _Beside(city, mine, tabular=tabular, at=at).pairs():
                found.setdefault(key, []).append(one)
    for key, one in _same_files(city, readings):
        found.setdefault(key, []).append(one)
    return {key: sorted(rows, key=_strength)[:MOST] for key, rows in found.items()}


def _strength(found: Found) -> tuple[int, int]:
    return -found.facts["share"], found.other or 0


class _Beside:
    """Reports (or tables) that were just read, with the archive that they are compared with."""

    def __init__(self, city: City, readings: Sequence[Reading], *, tabular: bool, at: datetime) -> None:
        """Take the sketches of the city together with the new ones, and read what the likely ones say."""
        self.new = {one.paper.pk: one for one in readings}
        sketches = {**sketches_of(city, tables=tabular, at=at), **{key: one.sketch for key, one in self.new.items()}}
        self.archive: Archive = archive_of(sketches, 1 if tabular else RATE)
        self.likely = {key: likely_in(self.archive, one.sketch, apart=key) for key, one in self.new.items()}
        wanted = {other for rows in self.likely.values() for other, _share in rows} - set(self.new)
        self.others = {
            one.pk: one
            for one in Paper.objects.in_city(city).filter(pk__in=wanted).select_related("city", "unit__parent")
        }
        self.items = {**items_of_papers(city, self.others), **{key: list(one.items) for key, one in self.new.items()}}
        papers = [*self.others.values(), *(one.paper for one in readings)]
        self.papers: Mapping[int, Paper] = {one.pk: one for one in papers}
        self.names = names_of_units(city, {one.unit_id: one.unit for one in papers}.values())
        self.letters: dict[int, Any] = {}

    def pairs(self) -> Iterator[tuple[int, Found]]:
        """Yield (paper, what was found about it) of each pair that asks for a look, once."""
        seen = set()
        for key, rows in self.likely.items():
            for other, _share in rows:
                later, earlier = max(key, other), min(key, other)
                if (later, earlier) in seen or self._honest(later, earlier):
                    continue
                seen.add((later, earlier))
                agreed = agreement(self._letters(later), self._letters(earlier), self.archive)
                if asks_for_a_look(agreed, self._letters(later).run):
                    yield later, Found(CheckKind.SAME_TEXT, facts_of(agreed), earlier)

    def _honest(self, later: int, earlier: int) -> bool:
        """Tell whether the two are honestly alike."""
        uses = (use_of(self.papers[key], self.items[key]) for key in (later, earlier))
        return is_honest_again(*uses)

    def _letters(self, key: int) -> Any:
        """Return what of a paper is compared, read once."""
        if key not in self.letters:
            paper, items = self.papers[key], self.items[key]
            text = self.new[key].text if key in self.new else paper.text
            self.letters[key] = letters_for(paper, text, [*self.names[paper.unit_id], *known_words(items)])
        return self.letters[key]


def facts_of(agreed: Agreement) -> dict[str, Any]:
    """Return what an agreement says, in thousandths and characters."""
    return {
        "share": round(agreed.share * 1000),
        "mine": round(agreed.first * 1000),
        "theirs": round(agreed.second * 1000),
        "longest": agreed.longest,
        "passages": [[one.begin, one.end, one.other_begin, one.other_end] for one in agreed.passages[:MOST_PASSAGES]],
    }


def _same_files(city: City, readings: Sequence[Reading]) -> Iterator[tuple[int, Found]]:
    """Yield (paper, what was found) of papers without words, such as scans, whose very file is an earlier paper's."""
    silent = {
        one.paper.pk: one for one in readings if not one.text and one.paper.kind in COMPARED and one.paper.file.size
    }
    if not silent:
        return
    digests = {one.paper.file.sha256 for one in silent.values()}
    rows = Paper.objects.in_city(city).filter(kind__in=COMPARED, file__sha256__in=digests)
    known = {one.pk: one for one in rows.select_related("city", "file").order_by("pk")}
    items = items_of_papers(city, known)
    for key, one in silent.items():
        for other in known.values():
            mine, theirs = use_of(one.paper, one.items), use_of(other, items[other.pk])
            if other.file.sha256 == one.paper.file.sha256 and other.pk < key and not is_honest_again(mine, theirs):
                yield key, Found(CheckKind.SAME_TEXT, {"file": True, "share": 1000}, other.pk)
