"""A county's filing cycle led to its end, and what can be said of it."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Filed:
    """What came of a cycle: papers in the folder by kind, pairs that the machine proposes, honest papers among them, and whether all is in place."""

    counts: dict[str, int]
    cycle_planted: set[tuple[str, str]]
    found: set[tuple[str, str]]
    accused: set[str]
    in_order: bool
    lacks: int
    verified: bool


def file_whole(*, at: datetime, numbers: Collection[int], months: int) -> Filed:
    """Make a cycle, have the machine read it, file it, and look at the folder as whoever gets it would."""
    from wenming.kernel.adapters.stores import path_of
    from wenming.materials.actions.checking import read_new_papers
    from wenming.materials.models import FilingPart, PaperCheck
    from wenming.materials.tasks.filing import check_filing, make_filing
    from wenming.rehearsal.seeds.cycle import seed_cycle

    cycle = seed_cycle(at=at, numbers=numbers, months=months)
    while read_new_papers(city=cycle.city, by=None, at=at):
        pass
    checks = PaperCheck.objects.in_city(cycle.city).filter(kind__in=("same_text", "same_picture"))
    pairs = {frozenset((one.paper.title, one.other.title)) for one in checks.select_related("paper", "other")}
    year = at.year
    filing = make_filing(campaign=cycle.campaign, year=year, by=cycle.office, at=at)
    check_filing(filing, by=None, at=at)
    filing.refresh_from_db()
    rows = FilingPart.objects.in_city(cycle.city).filter(filing=filing).select_related("file").order_by("order")
    names = [name for part in rows for name in _names(path_of(cycle.city.slug, part.file.sha256))]
    planted = {frozenset(pair) for pair in cycle.planted}
    return Filed(
        counts=_counts(filing.plan),
        cycle_planted={_pair(one) for one in planted},
        found={_pair(one) for one in pairs},
        accused={name for pair in pairs - planted for name in pair},
        in_order=[name for part in rows for name in _names(path_of(cycle.city.slug, part.file.sha256), ordered=True)]
        == names,
        lacks=filing.lacks,
        verified=filing.faults == [] and filing.checked_at is not None,
    )


def _pair(one: Collection[str]) -> tuple[str, str]:
    first, second = sorted(one)
    return first, second


def _names(path: Path, *, ordered: bool = False) -> list[str]:
    """Return the names in a zip as they lie there, or as Windows Explorer shows them."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    return sorted(names, key=lambda name: [part.casefold() for part in name.split("/")]) if ordered else names


def _counts(plan: dict[str, Any]) -> dict[str, int]:
    """Return the pieces of a plan by kind."""
    counted: Counter[str] = Counter()
    for clause in plan["clauses"]:
        for line in clause["lines"]:
            counted[line["kind"]] += len(line["pieces"])
    return dict(counted)


def summary(filed: Filed) -> str:
    """Return what a long run prints."""
    return json.dumps(
        {"counts": filed.counts, "planted": len(filed.cycle_planted), "found": len(filed.found & filed.cycle_planted),
         "accused": sorted(filed.accused)[:20], "in_order": filed.in_order, "lacks": filed.lacks, "verified": filed.verified},
        ensure_ascii=False,
    )  # fmt: skip
