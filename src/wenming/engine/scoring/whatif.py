"""What if we fix these forty? The score after changed observations, recomputing only the nodes above them.

The changed nodes are evaluated by the very loop of the full roll-up, in the same order, from statistics that are
integers: the score is the one of a full recompute, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from wenming.engine.observations import FULL
from wenming.engine.scoring.arrays import Booleans, Floats, Inputs, Integers, Outputs, TreeArrays
from wenming.engine.scoring.backends import Backend, best_backend
from wenming.engine.scoring.rollup import checked_inputs, empty_outputs
from wenming.engine.scoring.statistics import rates_from_statistics

Array = TypeVar("Array", bound=NDArray[Any])


@dataclass(frozen=True, slots=True)
class Change:
    """One observation of a leaf (its code) that would earn ``new`` instead of ``old`` milli-points."""

    leaf: str
    old: int
    new: int


@dataclass(frozen=True)
class WhatIf:
    """One city's statistics and scores at one moment; never changed, only followed by others.

    ``count`` and ``milli_sum`` are per leaf, ``given`` and ``outputs`` hold this one city. ``before`` is the state to which
    the last changes were applied, None for the base: keeping a state and going back to it is all that undoing takes.
    """

    tree: TreeArrays
    count: Integers
    milli_sum: Integers
    given: Inputs
    outputs: Outputs
    backend: Backend
    place: dict[str, int]
    before: WhatIf | None = None

    @classmethod
    def start(
        cls,
        tree: TreeArrays,
        count: Integers,
        milli_sum: Integers,
        *,
        not_applicable: Booleans | None = None,
        facts: Integers | None = None,
        last: Floats | None = None,
        backend: Backend | None = None,
    ) -> WhatIf:
        """Compute the base from one city's statistics per leaf; the other inputs are those of ``roll_up``, for one city.

        The arrays are copied. ValueError as there, and where counts and sums cannot belong together.
        """
        _check_statistics(tree, count, milli_sum)
        given = checked_inputs(
            tree,
            rates_from_statistics(count, milli_sum)[np.newaxis],
            not_applicable=_one_city(not_applicable),
            facts=_one_city(facts),
            last=_one_city(last),
        )
        state = cls(
            tree=tree,
            count=count.astype(np.int64),
            milli_sum=milli_sum.astype(np.int64),
            given=given,
            outputs=empty_outputs(tree, 1),
            backend=backend or best_backend(),
            place={code: int(node) for node, code in enumerate(tree.nodes)},
        )
        state.backend.roll_up(tree.columns, tree.columns.order, state.given, state.outputs)
        return state

    @property
    def score(self) -> float:
        """The root's score in points."""
        return float(self.outputs.score[0, 0])

    @property
    def attainable(self) -> float:
        """The root's attainable points."""
        return float(self.outputs.attainable[0, 0])

    def apply(self, changes: Iterable[Change]) -> WhatIf:
        """Return the state after the changes; this one stays as it is.

        ValueError for a code that is no leaf, a value outside 0 to 1000, and an old value that the leaf cannot have had.
        """
        milli_sum = self.milli_sum.copy()
        touched: set[int] = set()
        for change in changes:
            leaf = self._leaf(change)
            milli_sum[leaf] += change.new - change.old
            touched.add(leaf)
        leaves = sorted(touched)
        self._check_sums(leaves, milli_sum)
        rates = self.given.rates.copy()
        rates[0, leaves] = rates_from_statistics(self.count[leaves], milli_sum[leaves])
        following = replace(
            self,
            milli_sum=milli_sum,
            given=self.given._replace(rates=rates),
            outputs=_copied(self.outputs),
            before=self,
        )
        self.backend.roll_up(self.tree.columns, self._dirty(leaves), following.given, following.outputs)
        return following

    def undo(self) -> WhatIf:
        """Return the state before the last changes; the base is before itself."""
        return self.before or self

    def _leaf(self, change: Change) -> int:
        """Return the number of the leaf that changes, or refuse the change."""
        node = self.place.get(change.leaf)
        leaf = -1 if node is None else int(self.tree.columns.leaf[node])
        if leaf < 0:
            raise ValueError(f"{change.leaf!r} is no leaf of the standard")
        if not (0 <= change.old <= FULL and 0 <= change.new <= FULL):
            raise ValueError(f"{change.leaf}: {change.old} → {change.new} lies outside 0 to {FULL} milli-points")
        return leaf

    def _check_sums(self, leaves: Sequence[int], milli_sum: Integers) -> None:
        """Refuse changes of observations that cannot have been there."""
        for leaf in leaves:
            if not (self.count[leaf] and 0 <= milli_sum[leaf] <= FULL * self.count[leaf]):
                raise ValueError(
                    f"{self.tree.leaves[leaf]}: its {self.count[leaf]} observations add up to {self.milli_sum[leaf]}"
                    f" milli-points and cannot add up to {milli_sum[leaf]} after the change"
                )

    def _dirty(self, leaves: Sequence[int]) -> Integers:
        """Return the changed leaves and everything above them, children before parents."""
        dirty: set[int] = set()
        for leaf in leaves:
            node = self.place[self.tree.leaves[leaf]]
            while node >= 0 and node not in dirty:
                dirty.add(node)
                node = self.tree.parent[node]
        # published order has parents first, hence backwards
        return np.array(sorted(dirty, reverse=True), dtype=np.int64)


def _check_statistics(tree: TreeArrays, count: Integers, milli_sum: Integers) -> None:
    """Refuse statistics that do not fit the tree or each other."""
    if not count.shape == milli_sum.shape == (len(tree.leaves),):
        raise ValueError(f"counts {count.shape} and sums {milli_sum.shape} are not of {len(tree.leaves)} leaves")
    bad = (count < 0) | (milli_sum < 0) | (milli_sum > FULL * count)
    if bad.any():
        leaf = int(bad.argmax())
        raise ValueError(f"{tree.leaves[leaf]}: {count[leaf]} observations cannot add up to {milli_sum[leaf]}")


def _copied(out: Outputs) -> Outputs:
    """Return outputs that may be written without touching these."""
    return Outputs(
        state=out.state.copy(), absent=out.absent.copy(), attainable=out.attainable.copy(), score=out.score.copy()
    )


def _one_city(row: Array | None) -> Array | None:
    """Return a copy of a row as the table of one city: the caller may write into the row afterwards."""
    return None if row is None else row[np.newaxis].copy()  # type: ignore[return-value]
