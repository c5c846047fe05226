"""From a round's rows to its score: the database counts whole numbers, the engine does everything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from wenming.assessment.models import Run
from wenming.engine.scoring.exact import NodeScore, Result, leaf_from_statistics, score_standard
from wenming.engine.scoring.tables import GroupScore, rank_groups
from wenming.engine.standards import Standard
from wenming.inspections.models import Round
from wenming.inspections.queries import (
    Statistics,
    area_statistics,
    node_statistics,
    recounted_statistics,
    unit_statistics,
)
from wenming.kernel.models import City
from wenming.standards.queries import standard_of


@dataclass(frozen=True)
class RoundResult:
    """A round's exact result with what it was computed from."""

    round: Round
    standard: Standard
    statistics: Statistics
    result: Result

    @property
    def rows(self) -> int:
        """Number of observations that the score rests on."""
        return sum(count for count, _milli in self.statistics.values())

    @property
    def total(self) -> NodeScore | None:
        """The root's line, or None where the standard's file is incomplete: no total is announced from such a one."""
        return self.result.nodes[0] if self.standard.complete else None

    @property
    def input_digest(self) -> str:
        """SHA-256 of the statistics of every leaf, in the standard's order."""
        lines = [[leaf.code, *self.statistics.get(leaf.code, (0, 0))] for leaf in self.standard.leaves]
        return _digest(lines)

    @property
    def result_digest(self) -> str:
        """SHA-256 of every node's exact score and attainable points."""
        return _digest([[node.code, str(node.score), str(node.attainable)] for node in self.result.nodes])


def results_of(rounds: Sequence[Round], city: City) -> list[RoundResult]:
    """Compute the scores of several rounds of a city from their tallies: one query, exact fractions, the same digits every time."""
    statistics = node_statistics(rounds, city)
    return [_result(round_, statistics[round_.pk]) for round_ in rounds]


def result_of(round_: Round) -> RoundResult:
    """Compute one round's score."""
    return results_of([round_], round_.city)[0]


def recomputed_result(round_: Round) -> RoundResult:
    """Compute one round's score from its very rows, as a result is that is kept, or that is held against a kept one."""
    return _result(round_, recounted_statistics(round_))


def _result(round_: Round, statistics: Statistics) -> RoundResult:
    """Give the counted statistics to the engine."""
    standard = standard_of(round_.edition)
    leaves = {code: leaf_from_statistics(count, milli) for code, (count, milli) in statistics.items()}
    return RoundResult(round_, standard, statistics, score_standard(standard, leaves))


def area_table(round_: Round) -> tuple[GroupScore, ...]:
    """Score and rank the areas of a round by their rows."""
    return rank_groups(area_statistics(round_))


def unit_table(round_: Round) -> tuple[GroupScore, ...]:
    """Score and rank the responsible units of a round by their rows."""
    return rank_groups(unit_statistics(round_))


def runs_of(round_: Round) -> QuerySet[Run]:
    """Return the stored results of a round, newest first."""
    return Run.objects.in_city(round_.city).filter(round=round_).order_by("-at", "-pk")


def _digest(lines: list[list[object]]) -> str:
    """Return the SHA-256 (hexadecimal) of lines of texts and whole numbers."""
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
