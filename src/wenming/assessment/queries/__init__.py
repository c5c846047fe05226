"""From a round's rows to its score: the database counts whole numbers, the engine does everything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from wenming.assessment.models import Run
from wenming.engine import ENGINE_VERSION
from wenming.engine.scoring.changes import Side
from wenming.engine.scoring.exact import NO_FACTS, NO_RATES, Given, LeafValue, NodeScore, Result, leaf_from_statistics
from wenming.engine.scoring.tables import GroupScore, rank_groups
from wenming.engine.scoring.whatif import Base, Trial
from wenming.engine.standards import Standard
from wenming.inspections.models import Round
from wenming.inspections.queries import (
    Cells,
    Statistics,
    area_cells,
    area_statistics,
    node_statistics,
    recounted_statistics,
    unit_cells,
    unit_statistics,
)
from wenming.kernel.models import City
from wenming.standards.queries import parsed, standard_of

KEPT = 64
"""So many scores stay at hand in a process; they are computed from nothing but their key."""


@dataclass(frozen=True)
class RoundResult:
    """A round's exact result with what it was computed from."""

    round: Round
    standard: Standard
    statistics: Statistics
    base: Base

    @property
    def result(self) -> Result:
        """The score itself."""
        return self.base.result

    @property
    def rows(self) -> int:
        """Number of observations that the score rests on."""
        return sum(count for count, _milli in self.statistics.values())

    def tried(self, leaves: Mapping[str, LeafValue]) -> Trial:
        """Return what moves if these leaves had these values and everything else stayed: the exact difference, no score of the whole."""
        return self.base.tried(leaves)

    @property
    def total(self) -> NodeScore | None:
        """The root's line, or None where the standard's file is incomplete: no total is announced from such a one."""
        return self.result.nodes[0] if self.standard.complete else None

    @property
    def input_digest(self) -> str:
        """SHA-256 of the statistics of every leaf, in the standard's order."""
        lines = [[leaf.code, *self.statistics.get(leaf.code, (0, 0))] for leaf in self.standard.leaves]
        return digest_of(lines)

    @property
    def result_digest(self) -> str:
        """SHA-256 of every node's exact score and attainable points."""
        return digest_of([[node.code, str(node.score), str(node.attainable)] for node in self.result.nodes])


def results_of(rounds: Sequence[Round], city: City) -> list[RoundResult]:
    """Compute the scores of several rounds of a city from their tallies: one query, exact fractions, the same digits every time."""
    statistics = node_statistics(rounds, city)
    return [result_from(round_, statistics[round_.pk]) for round_ in rounds]


def result_of(round_: Round) -> RoundResult:
    """Compute one round's score."""
    return results_of([round_], round_.city)[0]


def recomputed_result(round_: Round) -> RoundResult:
    """Compute one round's score from its very rows, as a result is that is kept, or that is held against a kept one."""
    return result_from(round_, recounted_statistics(round_))


def result_from(round_: Round, statistics: Statistics) -> RoundResult:
    """Compute a round's score from its counted rows."""
    counts = tuple((code, *counted) for code, counted in sorted(statistics.items()))
    base = _scored(round_.edition.digest, round_.edition.source, counts)
    return RoundResult(round_, base.standard, statistics, base)


@lru_cache(maxsize=KEPT)
def _scored(digest: str, source: str, counts: tuple[tuple[str, int, int], ...]) -> Base:
    """Score counted leaves by an edition's file: the same counts are computed once, whoever slides a trial over them."""
    leaves = {code: leaf_from_statistics(count, milli) for code, count, milli in counts}
    return Base.of(parsed(digest, source), Given(leaves, NO_FACTS, NO_RATES))


def area_table(round_: Round) -> tuple[GroupScore, ...]:
    """Score and rank the areas of a round by their rows."""
    return rank_groups(area_statistics(round_))


def unit_table(round_: Round) -> tuple[GroupScore, ...]:
    """Score and rank the responsible units of a round by their rows."""
    return rank_groups(unit_statistics(round_))


@dataclass(frozen=True)
class RoundPair:
    """Two rounds to compare, the earlier one first: standards, and the rows of every leaf by area."""

    before: Round
    after: Round
    standards: tuple[Standard, Standard]
    cells: tuple[Cells, Cells]

    @property
    def sides(self) -> tuple[Side, Side]:
        """What the engine compares."""
        return Side(self.cells[0]), Side(self.cells[1])

    @property
    def same_edition(self) -> bool:
        """Whether both were judged by the very same file."""
        return self.standards[0].digest == self.standards[1].digest

    @property
    def comparable(self) -> bool:
        """Whether both were judged for the same title."""
        return self.standards[0].title == self.standards[1].title

    @property
    def complete(self) -> bool:
        """Whether a total may be compared: the same edition, whole."""
        return self.same_edition and self.standards[0].complete


def pair_of(before: Round, after: Round) -> RoundPair:
    """Read two rounds of one city for a comparison, in one query."""
    cells = area_cells((before, after), after.city)
    return RoundPair(
        before, after, (standard_of(before.edition), standard_of(after.edition)), (cells[before.pk], cells[after.pk])
    )


def areas_of(pair: RoundPair) -> tuple[Cells, Cells]:
    """Return the rows of both rounds by area, then leaf; no further query."""
    turned: tuple[Cells, Cells] = ({}, {})
    for into, cells in zip(turned, pair.cells, strict=True):
        for code, areas in cells.items():
            for area, statistics in areas.items():
                into.setdefault(area, {})[code] = statistics
    return turned


def units_of(pair: RoundPair) -> tuple[Cells, Cells]:
    """Return the rows of both rounds by responsible unit, then leaf, in one query."""
    cells = unit_cells((pair.before, pair.after), pair.after.city)
    return cells[pair.before.pk], cells[pair.after.pk]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One stored run beside what its round's rows give today; ``differing`` names the digests that are no longer the same."""

    run: Run
    differing: tuple[str, ...]


def recomputed_runs(city: City) -> list[Recomputed]:
    """Compute every stored run of this engine version again from the rows: by round, the oldest run first."""
    runs = list(
        Run.objects.in_city(city)
        .filter(engine_version=ENGINE_VERSION)
        .select_related("round__edition")
        .order_by("round__number", "at", "pk")
    )
    for run in runs:
        run.round.city = city
    now = {key: recomputed_result(round_) for key, round_ in {run.round_id: run.round for run in runs}.items()}
    return [Recomputed(run, _differing(run, now[run.round_id])) for run in runs]


def _differing(run: Run, now: RoundResult) -> tuple[str, ...]:
    """Return which digests of a run differ from today's."""
    pairs = {
        "edition": (run.edition_digest, now.standard.digest),
        "input": (run.input_digest, now.input_digest),
        "result": (run.result_digest, now.result_digest),
        "score": ((run.score, run.attainable), (str(now.result.score), str(now.result.attainable))),
    }
    return tuple(name for name, (stored, today) in pairs.items() if stored != today)


def runs_of(round_: Round) -> QuerySet[Run]:
    """Return the stored results of a round, newest first."""
    return Run.objects.in_city(round_.city).filter(round=round_).order_by("-at", "-pk")


def digest_of(lines: list[list[object]]) -> str:
    """Return the SHA-256 (hexadecimal) of lines of texts and whole numbers."""
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
