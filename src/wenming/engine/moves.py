"""A campaign moves to another edition: what becomes of the parts that units have in its clauses, under what people decided.

Nothing is lost without a word: every part of the old edition is kept, united with an equal one, or ended, and the three add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wenming.engine.editions import ChangeKind, FoundBy, NodeChange, compare_editions
from wenming.engine.responsibility import clauses_of
from wenming.engine.standards import Node, Standard

KEEP, END, ALL, UNITE, NONE = "keep", "end", "all", "unite", "none"
"""What may be decided: keep the parts; end them; give them to all parts of a split; unite those of a merger; leave a new clause open."""
ONLY, TO, LIKE = "only:", "to:", "like:"
"""With a code behind: only this one of several; to this clause of the new edition; as its neighbour has them."""
LEAD = "lead"
MANY = 60
"""A dropped clause may be given to any clause of the new edition, where there are no more than these; else to its neighbours."""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of clauses. ``key`` names the change as long as both editions are the same; ``choices`` begin with the usual one."""

    kind: ChangeKind
    kinds: tuple[ChangeKind, ...]
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    found_by: FoundBy | None
    choices: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the name of the change: its codes."""
        return f"{'+'.join(node.code for node in self.before)}>{'+'.join(node.code for node in self.after)}"

    @property
    def certain(self) -> bool:
        """Say whether nobody needs to think: one became one, found again by its code under its name, or by its name."""
        if len(self.before) != 1 or len(self.after) != 1 or self.found_by is None:
            return False
        renamed = ChangeKind.RENAMED in self.kinds
        return self.found_by is FoundBy.NAME or (self.found_by is FoundBy.CODE and not renamed)

    def targets(self, choice: str) -> dict[str, tuple[str, ...]]:
        """Return old code -> the new codes that its parts go to."""
        news = tuple(node.code for node in self.after)
        only = choice.removeprefix(ONLY) if choice.startswith(ONLY) else ""
        if choice.startswith(TO):
            return {node.code: (choice.removeprefix(TO),) for node in self.before}
        if only and self.kind is ChangeKind.SPLIT:
            return {node.code: (only,) for node in self.before}
        if only:
            return {node.code: news if node.code == only else () for node in self.before}
        return {node.code: news if choice in {KEEP, ALL, UNITE} else () for node in self.before}


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A part that a unit has in a clause of the old edition."""

    key: int
    clause: str
    unit: int
    part: str


@dataclass(frozen=True, slots=True)
class Landing:
    """A part that a unit will have in a clause of the new edition, and the old ones it comes from (none: as a neighbour has it)."""

    clause: str
    unit: int
    part: str
    sources: tuple[int, ...]


@dataclass
class Outcome:
    """What a move does: ``landings`` by clause of the new edition; every old part is in exactly one of the three sets."""

    landings: dict[str, list[Landing]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    united: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    clauses: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def double_leads(self) -> list[str]:
        """Return the clauses of the new edition that would have two leads or more."""
        return [
            clause for clause, rows in self.landings.items() if len({row.unit for row in rows if row.part == LEAD}) > 1
        ]


def clause_changes(before: Standard, after: Standard, held: Iterable[str] = ()) -> tuple[ClauseChange, ...]:
    """Return what became of every clause, in the later edition's order, dropped ones last.

    ``held`` are codes of the old edition that carry parts without being clauses; they are told as well.
    """
    order = {node.code: place for place, node in enumerate(after.nodes)}
    found = _Clauses(before, after, held).changes()
    return tuple(sorted(found, key=lambda one: order[one.after[0].code] if one.after else len(order)))


class _Clauses:
    """The clauses of both editions and what the comparison says of their lines."""

    def __init__(self, before: Standard, after: Standard, held: Iterable[str]) -> None:
        self.before, self.after = before, after
        wanted = {node.code for node in clauses_of(before)} | set(held)
        self.olds = {node.code: node for node in before.nodes if node.code in wanted}
        self.news = {node.code: node for node in clauses_of(after)}
        self.found = compare_editions(before, after).nodes
        self.paired = {node.code for change in self.found if change.after for node in change.before}
        self.partnered = {node.code for change in self.found if change.before for node in change.after}
        self.above = {child.code: node.code for node in after.nodes for child in node.children}
        self.told: set[str] = set()
        self.reached: set[str] = set()

    def changes(self) -> Iterator[ClauseChange]:
        """Yield every change once."""
        if self.before.root.code in self.olds and self.after.root.code in self.news:
            yield self._change((ChangeKind.SAME,), (self.before.root,), (self.after.root,), FoundBy.CODE)
        matched = [(change, self._sides(change)) for change in self.found]
        for change, (olds, news) in matched:
            if olds and news:
                yield self._change(change.kinds, olds, news, change.found_by)
        fresh = [node for code, node in self.news.items() if code not in self.reached]
        for node in fresh:
            yield self._change((ChangeKind.NEW,), (), (node,), None)
        gone = [node for code, node in self.olds.items() if code not in self.told]
        for node in gone:
            yield self._change((ChangeKind.DROPPED,), (node,), (), None)

    def _sides(self, change: NodeChange) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        """Return the clauses on both sides of a change; where one edition is deeper, those below the line."""
        olds = tuple(node for node in change.before if node.code in self.olds)
        news = tuple(node for node in change.after if node.code in self.news)
        if olds and not news:
            lower = (low for node in change.after for low in node.walk())
            news = tuple(low for low in lower if low.code in self.news and low.code not in self.partnered)
        elif news and not olds:
            above = (low for node in change.before for low in node.walk())
            olds = tuple(low for low in above if low.code in self.olds and low.code not in self.paired)
        free = tuple(node for node in news if node.code not in self.reached)
        left = tuple(node for node in olds if node.code not in self.told)
        return (left, free) if left and free else ((), ())

    def _change(
        self,
        kinds: tuple[ChangeKind, ...],
        olds: tuple[Node, ...],
        news: tuple[Node, ...],
        found_by: FoundBy | None,
    ) -> ClauseChange:
        """Return a change of clauses with what may be decided about it."""
        self.told |= {node.code for node in olds}
        self.reached |= {node.code for node in news}
        if len(news) > 1:
            kinds = (ChangeKind.SPLIT,)
        elif len(olds) > 1:
            kinds = (ChangeKind.MERGED,)
        return ClauseChange(kinds[0], kinds, olds, news, found_by, self._choices(kinds[0], olds, news))

    def _choices(self, kind: ChangeKind, olds: tuple[Node, ...], news: tuple[Node, ...]) -> tuple[str, ...]:
        """Return what may be decided, the usual choice first."""
        if kind is ChangeKind.SPLIT:
            return (ALL, *(f"{ONLY}{node.code}" for node in news), END)
        if kind is ChangeKind.MERGED:
            return (UNITE, *(f"{ONLY}{node.code}" for node in olds), END)
        if kind is ChangeKind.NEW:
            return (NONE, *(f"{LIKE}{code}" for code in self._neighbours(news[0].code)))
        if kind is ChangeKind.DROPPED:
            return (END, *(f"{TO}{code}" for code in self._places(olds[0])))
        return (KEEP, END)

    def _neighbours(self, code: str) -> list[str]:
        """Return the other clauses of the new edition under the same line."""
        return [one for one in self.news if one != code and self.above.get(one) == self.above.get(code)]

    def _places(self, old: Node) -> list[str]:
        """Return the clauses that a dropped one may be given to."""
        if len(self.news) <= MANY:
            return list(self.news)
        above = next((node.name for node in self.before.nodes if old in node.children), "")
        named = {node.code for node in self.after.nodes if node.name == above}
        return [code for code in self.news if self.above.get(code) in named]


def decided(changes: Iterable[ClauseChange], decisions: Mapping[str, str]) -> dict[str, str]:
    """Return the decisions that these changes allow; others, of earlier comparisons, count for nothing."""
    return {one.key: decisions[one.key] for one in changes if decisions.get(one.key) in one.choices}


def carry(changes: Iterable[ClauseChange], decisions: Mapping[str, str], held: Iterable[HeldPart]) -> Outcome:
    """Return what becomes of the parts; where nothing is decided yet, under the usual choice."""
    known, rows, outcome = tuple(changes), tuple(held), Outcome()
    taken = {one.key: decisions.get(one.key, one.choices[0]) for one in known}
    for one in known:
        outcome.clauses |= one.targets(taken[one.key])
    for row in rows:
        _land(outcome, row)
    for one in known:
        if taken[one.key].startswith(LIKE):
            _copy(outcome, taken[one.key].removeprefix(LIKE), one.after[0].code)
    return outcome


def _land(outcome: Outcome, row: HeldPart) -> None:
    """Give a part to the clauses it goes to; where the unit has the same part there already, the two are one."""
    first = False
    targets = outcome.clauses.get(row.clause, ())
    for clause in targets:
        rows = outcome.landings.setdefault(clause, [])
        place = next((at for at, one in enumerate(rows) if (one.unit, one.part) == (row.unit, row.part)), None)
        if place is None:
            rows.append(Landing(clause, row.unit, row.part, (row.key,)))
            first = True
        else:
            rows[place] = Landing(clause, row.unit, row.part, (*rows[place].sources, row.key))
    (outcome.kept if first else outcome.united if targets else outcome.ended).add(row.key)


def _copy(outcome: Outcome, source: str, clause: str) -> None:
    """Give a new clause the parts of its neighbour, beside those that came to it from a dropped one."""
    rows = outcome.landings.setdefault(clause, [])
    there = {(row.unit, row.part) for row in rows}
    copied = [Landing(clause, row.unit, row.part, ()) for row in outcome.landings.get(source, [])]
    rows.extend(row for row in copied if (row.unit, row.part) not in there)
