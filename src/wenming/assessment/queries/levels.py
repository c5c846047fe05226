"""The levels of a round: of the whole and of every project, computed from whole-number counts, kept, and read again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from wenming.assessment.adapters import DjangoStore
from wenming.assessment.models import LevelRun
from wenming.assessment.queries import digest_of
from wenming.engine import ENGINE_VERSION
from wenming.engine.ranking import Cell, Level, level_from, level_numbers, level_of
from wenming.engine.scoring.changes import Side, effective_points
from wenming.engine.standards import Standard
from wenming.engine.stores import CountBy, CountStore, SiteCount
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.standards.queries import standard_of

WHOLE = ""
"""What the whole is called among the levels; projects go by their code."""


@dataclass(frozen=True)
class ComputedLevels:
    """The levels as they are computed now, ready to be kept."""

    edition_digest: str
    input_digest: str
    result: dict[str, Any]

    @property
    def result_digest(self) -> str:
        """SHA-256 of everything that is kept."""
        return digest_of([[self.result]])


@dataclass(frozen=True, slots=True)
class KeptLevels:
    """The levels of a round as they were kept: WHOLE (where every leaf has data) and projects by code."""

    run: LevelRun
    levels: Mapping[str, Level]

    @property
    def whole(self) -> Level | None:
        """The level of the whole; None where some leaf has no data, or the edition's file is not whole."""
        return self.levels.get(WHOLE)


def computed_levels(round_: Round, *, store: CountStore | None = None) -> ComputedLevels:
    """Compute the levels of a round: what its contents reach, weighed as its edition weighs them, before vetoes, bonuses and the like.

    The whole has a level only where every leaf of a complete edition has rows: else rounds would be compared that looked at different things.
    """
    standard = standard_of(round_.edition)
    counts = list((store or DjangoStore(round_.city)).by_site([round_.pk], CountBy.AREA)[round_.pk])
    # two areas may have a site of one name
    places = sorted({(one.area, one.site) for one in counts})
    numbers: dict[Hashable, int] = {place: number for number, place in enumerate(places)}
    levels = {key: level_numbers(level, numbers) for key, level in _levels(standard, counts).items()}
    lines = [[one.area, one.site, one.node, one.rows, one.milli] for one in counts]
    digest = digest_of([[standard.digest], *sorted(lines)])
    return ComputedLevels(standard.digest, digest, {"places": [list(place) for place in places], "levels": levels})


def _levels(standard: Standard, counts: Sequence[SiteCount]) -> dict[str, Level]:
    """Return the levels by key, the whole first."""
    cells = [Cell((one.area, one.site), one.node, one.rows, one.milli) for one in counts]
    points = effective_points(standard, Side(_by_leaf(counts)))
    nodes = {node.code: node for node in standard.root.children}
    keys = {WHOLE: standard.root, **nodes} if _is_whole(standard, counts) else nodes
    return {
        key: level_of(cells, {code: float(value) for code, value in points.get(node.code, {}).items()})
        for key, node in keys.items()
    }


def _is_whole(standard: Standard, counts: Sequence[SiteCount]) -> bool:
    """Whether every leaf of a complete edition has rows."""
    return standard.complete and {leaf.code for leaf in standard.leaves} <= {one.node for one in counts}


def _by_leaf(counts: Sequence[SiteCount]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return leaf -> (rows, milli-points), all areas as one."""
    found: dict[str, tuple[int, int]] = {}
    for one in counts:
        rows, milli = found.get(one.node, (0, 0))
        found[one.node] = rows + one.rows, milli + one.milli
    return {leaf: {"": sums} for leaf, sums in found.items()}


def levels_of(rounds: Sequence[Round], city: City) -> dict[int, KeptLevels]:
    """Return key of a round -> its levels as they were kept last, of those rounds that have any. One query."""
    kept = LevelRun.objects.in_city(city)
    newest = kept.filter(round__in=rounds).order_by().values("round").annotate(newest=Max("pk")).values("newest")
    return {run.round_id: _kept(run) for run in kept.filter(pk__in=newest)}


def _kept(run: LevelRun) -> KeptLevels:
    """Return what a kept record says."""
    places = [tuple(place) for place in run.result["places"]]
    return KeptLevels(run, {key: level_from(numbers, places) for key, numbers in run.result["levels"].items()})


@dataclass(frozen=True, slots=True)
class RecomputedLevels:
    """Kept levels beside what their round's rows give today; ``differing`` names the digests that are no longer the same."""

    run: LevelRun
    differing: tuple[str, ...] = ()


def recomputed_levels(city: City) -> list[RecomputedLevels]:
    """Compute the levels that were kept last by this engine version again, round by round."""
    rows = LevelRun.objects.in_city(city).filter(engine_version=ENGINE_VERSION, round__revocation__isnull=True)
    runs = {run.round_id: run for run in rows.select_related("round__edition").order_by("pk")}
    found = []
    for _key, run in sorted(runs.items()):
        run.round.city = city
        now = computed_levels(run.round)
        pairs = {
            "edition": (run.edition_digest, now.edition_digest),
            "input": (run.input_digest, now.input_digest),
            "result": (run.result_digest, now.result_digest),
        }
        found.append(RecomputedLevels(run, tuple(name for name, (was, is_) in pairs.items() if was != is_)))
    return found
