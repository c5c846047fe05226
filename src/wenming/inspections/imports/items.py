"""Rows that name a check item: in a column of its own, or where the name of the content usually stands (公交-01-01)."""

from __future__ import annotations

from collections.abc import Mapping

from wenming.engine.matching import Match, MatchKind, NameMatcher, fold
from wenming.engine.observations import ProblemKind

ITEM_PROBLEMS = frozenset({ProblemKind.ITEM_UNKNOWN, ProblemKind.ITEM_AMBIGUOUS, ProblemKind.ITEM_WITHOUT_CLAUSE})
Items = Mapping[str, tuple[str, ...]]
"""Code of a check item -> the leaves of the edition that it serves."""


class ItemMatcher:
    """Leads a row to its leaf and its check item. A name that is written stands above the item's own clauses."""

    def __init__(self, matcher: NameMatcher, items: Items) -> None:
        """Index the items as names are compared."""
        self._matcher = matcher
        self._codes = {fold(code): code for code in items}
        self._leaves = items
        self._memo: dict[tuple[str, str], tuple[Match, str]] = {}

    def match(self, name: str, item: str) -> tuple[Match, str]:
        """Return what a row is judged for, and the code of its check item ("" for none)."""
        found = self._memo.get((name, item))
        if found is None:
            found = self._memo[name, item] = self._match(name, item)
        return found

    def _match(self, name: str, item: str) -> tuple[Match, str]:
        code = self._codes.get(fold(item or name), "")
        if item and not code:
            return Match(problem=ProblemKind.ITEM_UNKNOWN), ""
        match = self._matcher.match(name or item)
        if match.code is not None or not code or (name and fold(name) != fold(code)):
            return match, code
        leaves = self._leaves[code]
        if len(leaves) == 1:
            return Match(code=leaves[0], kind=MatchKind.EXACT), code
        kind = ProblemKind.ITEM_AMBIGUOUS if leaves else ProblemKind.ITEM_WITHOUT_CLAUSE
        return Match(problem=kind, suggestions=leaves), code
