"""Row by row through the tables of a decomposition: the clause that is open, the units and terms that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wenming.engine.decomposition.clauses import ClauseFinder, Place, key_of
from wenming.engine.decomposition.readings import Fate, Fault, PartRow, Reading, Reason, Use
from wenming.engine.decomposition.tables import (
    BESIDE,
    LEVELS,
    TERMS,
    UNITS,
    Cell,
    Entry,
    Line,
    LineKind,
    Meaning,
    Table,
)
from wenming.engine.decomposition.units import DITTO, Share, UnitReader, is_nothing
from wenming.engine.matching import fold
from wenming.engine.standards import Node

LONGEST = {Meaning.DUE: 60, Meaning.CHIEF: 120}
"""Characters of terms that have a limit."""
_WHOLE = {
    LineKind.ABOVE: (Use.TITLE, None),
    LineKind.HEAD: (Use.HEAD, None),
    LineKind.NOTE: (Use.NOTE, None),
    LineKind.TOTAL: (Use.TOTAL, None),
    LineKind.NO_TABLE: (None, Reason.NO_HEADS),
    LineKind.UNUSED: (None, Reason.LEFT_OUT),
}
"""Rows all of whose cells have one fate."""


@dataclass(frozen=True, slots=True)
class Target:
    """The clauses that a row speaks of; ``inherited``: said of an entry above them."""

    codes: tuple[str, ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open at one level: the node, where it is known, and the fate of the cell that said it."""

    node: Node | None
    fate: int


def read_decomposition(
    tables: Iterable[Table], clauses: ClauseFinder, units: UnitReader, left_out: frozenset[str] = frozenset()
) -> Reading:
    """Return what the tables say. ``left_out`` are the places (see ``place_of``) of cells that a person left out."""
    reader = _Reader(clauses, units, left_out)
    kept = tuple(tables)
    for table in kept:
        reader.table(table)
    return reader.reading(kept)


def place_of(cell: Cell) -> str:
    """Return the place of a cell: 分解表!C12."""
    return f"{cell.sheet}!{cell.address}"


@dataclass
class _Reader:
    """The tables on their way to a reading."""

    clauses: ClauseFinder
    units: UnitReader
    left_out: frozenset[str]
    fates: list[Fate] = field(default_factory=list)
    rows: dict[tuple[str, Meaning, int], PartRow] = field(default_factory=dict)
    terms: dict[str, dict[Meaning, str]] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)
    unsettled: set[tuple[str, Meaning]] = field(default_factory=set)
    spoken: set[Meaning] = field(default_factory=set)
    path: dict[Meaning, _Open] = field(default_factory=dict)
    target: Target = field(default_factory=Target)
    targets: dict[int, Target] = field(default_factory=dict)
    pending: list[tuple[int, Line, Cell, Meaning]] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)
    sheets: dict[str, int] = field(default_factory=dict)
    counts: dict[tuple[str, Meaning], int] = field(default_factory=dict)

    def reading(self, tables: tuple[Table, ...]) -> Reading:
        """Return everything that was read."""
        return Reading(
            fates=tuple(self.fates[at] for at in sorted(range(len(self.fates)), key=self._order)),
            parts=tuple(self.rows.values()),
            terms=self.terms,
            named=tuple(self.named),
            unsettled=frozenset(self.unsettled),
            spoken=frozenset(self.spoken),
            mended=frozenset(self.mended),
            tables=tables,
        )

    def _order(self, at: int) -> tuple[int, int, int]:
        """Return where a fate stands in the file."""
        cell = self.fates[at].cell
        return self.sheets[cell.sheet], cell.row, cell.column

    def table(self, table: Table) -> None:
        """Read the rows for their clauses first, then the values, which may lie over several rows."""
        self.sheets.setdefault(table.sheet, len(self.sheets))
        self.path, self.target, self.targets, self.pending, self.above = {}, Target(), {}, [], {}
        for line in table.lines:
            if line.kind is LineKind.WIDE:
                self._wide(line)
            elif line.kind is LineKind.BODY:
                self._body(line)
            else:
                self._whole(line)
        for at, line, cell, meaning in self.pending:
            rows = range(cell.row, cell.last + 1)
            targets = [self.targets[row] for row in rows if row in self.targets]
            self.fates[at] = self._value(line, cell, meaning, _joined(targets))

    def _whole(self, line: Line) -> None:
        """Give all cells of a row the one fate of their kind."""
        use, reason = _WHOLE[line.kind]
        for cell in line.cells:
            self._keep(line, cell, use, *([Fault(reason, cell.text)] if reason else []))
        if line.kind is LineKind.HEAD:
            self.spoken |= {column.meaning for column in line.columns} & set(UNITS)

    def _keep(self, line: Line, cell: Cell, use: Use | None, *faults: Fault) -> int:
        """Keep the fate of a cell; return where it stands among all."""
        if faults and place_of(cell) in self.left_out:
            faults = (Fault(Reason.LEFT_OUT, cell.text),)
        self.fates.append(_fate(line, cell, use, faults))
        return len(self.fates) - 1

    def _wide(self, line: Line) -> None:
        """Read a text across the table as an entry over everything that follows."""
        cell = line.cells[0]
        place = self.clauses.find(_entry(cell))
        if place.node is None:
            self._keep(line, cell, None, Fault(Reason.UNKNOWN_ROW, cell.text, key_of(_entry(cell), None), place.near))
            return
        at = self._keep(line, cell, Use.CLAUSE)
        self.path = {Meaning.UNKNOWN: _Open(place.node, at)}
        self.target = Target()

    def _body(self, line: Line) -> None:
        """Read which clause a row speaks of; its values wait until all rows are known."""
        by = {cell: column.meaning if (column := line.meaning(cell)) else Meaning.UNKNOWN for cell in line.cells}
        tree = {cell: meaning for cell, meaning in by.items() if meaning in LEVELS or meaning is Meaning.CODE}
        codes = [cell for cell, meaning in tree.items() if meaning is Meaning.CODE and not cell.broken]
        levels = {cell: meaning for cell, meaning in tree.items() if meaning in LEVELS and not cell.broken}
        if levels or codes:
            self._open_row(line, levels, codes)
        for cell in (one for one in tree if one.broken):
            # nobody knows of which entry the row speaks
            self._close(tree[cell])
            self.target = Target()
        self.targets[line.row] = self.target
        self.named.update(dict.fromkeys(self.target.codes))
        for cell, meaning in by.items():
            if cell not in tree or cell.broken:
                at = self._keep(line, cell, None)
                self.pending.append((at, line, cell, meaning))

    def _open_row(self, line: Line, levels: dict[Cell, Meaning], codes: list[Cell]) -> None:
        """Open the entries that a row begins, from the upper level down, and find the clauses that it speaks of."""
        coded = None
        lowest = list(levels)[-1:]
        for code in codes:
            said = " ".join(cell.entries[0].name for cell in lowest if len(cell.entries) == 1)
            entry = Entry(said, code=_entry(code).code or code.text)
            coded = self.clauses.find(entry)
            self._keep(line, code, Use.CLAUSE, *_faults(code, [(entry, None, coded)]))
        for cell, meaning in levels.items():
            self._close(meaning)
            if cell in lowest and coded is not None:
                at = self._keep(line, cell, Use.CLAUSE if coded.node else Use.ABOVE)
                self.path[meaning] = _Open(coded.node, at)
            else:
                self._open_level(line, cell, meaning)
        if coded is not None:
            self.target = self._target([coded.node] if coded.node else [])

    def _open_level(self, line: Line, cell: Cell, meaning: Meaning) -> None:
        """Open the entries of a cell below what is open over it; words below a clause only say more of it."""
        above = next((one.node for one in reversed(self.path.values()) if one.node), None)
        found = [(entry, above, self.clauses.find(entry, above)) for entry in cell.entries or (_entry(cell),)]
        nodes = [place.node for _entry, _above, place in found if place.node]
        if above is not None and above.code in self.clauses.clauses and nodes in ([], [above]):
            self.target = self._target([above])
            self.path[meaning] = _Open(None, self._keep(line, cell, Use.WORDING))
            return
        self.target = self._target(nodes)
        faults = _faults(cell, found)
        if not nodes and self._waits():
            faults = [Fault(Reason.NO_CLAUSE, cell.text)]
        at = self._keep(line, cell, Use.CLAUSE, *faults)
        self.path[meaning] = _Open(nodes[0] if len(nodes) == 1 else None, at)

    def _waits(self) -> bool:
        """Say whether the entry right above is not known, but may soon be: it has proposals."""
        last = next((self.fates[one.fate] for one in reversed(self.path.values())), None)
        return last is not None and any(fault.suggestions or fault.reason is Reason.NO_CLAUSE for fault in last.faults)

    def _close(self, meaning: Meaning) -> None:
        """Close a level and everything below it."""
        lower = LEVELS[LEVELS.index(meaning) :] if meaning in LEVELS else ()
        self.path = {level: one for level, one in self.path.items() if level not in lower}

    def _target(self, nodes: list[Node]) -> Target:
        """Return the clauses that nodes stand for; levels over them that the standard has not are no fault then."""
        codes = tuple(dict.fromkeys(code for node in nodes for code in self.clauses.below(node)))
        for one in self.path.values() if codes else ():
            fate = self.fates[one.fate]
            if fate.listed and fate.faults[0].reason is Reason.UNKNOWN_CLAUSE:
                self.fates[one.fate] = Fate(fate.cell, fate.meaning, fate.heading, Use.ABOVE)
        inherited = all(node.code not in self.clauses.clauses for node in nodes) and len(codes) > 1
        return Target(codes, inherited)

    def _value(self, line: Line, cell: Cell, meaning: Meaning, target: Target) -> Fate:
        """Return the fate of a cell that is no entry, and keep what it says of the clauses."""
        out = place_of(cell) in self.left_out
        use, faults = self._judged(line, cell, meaning, target, out=out)
        if faults and out:
            faults = [Fault(Reason.LEFT_OUT, cell.text)]
        return _fate(line, cell, use, tuple(faults))

    def _judged(
        self, line: Line, cell: Cell, meaning: Meaning, target: Target, *, out: bool
    ) -> tuple[Use | None, list[Fault]]:
        """Return what a cell is used for and what is wrong with it."""
        if cell.broken or meaning in {Meaning.IGNORE, Meaning.UNKNOWN}:
            return None, [_strange(line, cell, meaning)]
        if meaning in BESIDE:
            return Use.BESIDE, []
        text = self._text(cell)
        if is_nothing(text):
            return Use.NOTHING, []
        if not target.codes:
            return None, [Fault(Reason.NO_CLAUSE, cell.text)]
        if meaning in TERMS:
            return Use.TERMS, self._say(text, meaning, target)
        shares = self.units.read(text, meaning)
        self.mended |= set() if all(share.plain for share in shares) else {place_of(cell)}
        return Use.UNITS, self._share(shares, target, out=out)

    def _text(self, cell: Cell) -> str:
        """Return what a cell says; "ditto" says what the last text above it said."""
        text = cell.text.strip()
        if text in DITTO and cell.column in self.above:
            return self.above[cell.column]
        self.above[cell.column] = text
        return text

    def _say(self, text: str, meaning: Meaning, target: Target) -> list[Fault]:
        """Keep terms; what several rows say of one clause stands line by line, each once."""
        longest = LONGEST.get(meaning)
        for code in target.codes:
            said = self.terms.setdefault(code, {})
            before = said.get(meaning, "")
            if f"\n{text}\n" in f"\n{before}\n":
                continue
            joined = f"{before}\n{text}" if before else text
            if longest is not None and len(joined) > longest:
                return [Fault(Reason.TOO_LONG, text)]
            said[meaning] = joined
        return []

    def _share(self, shares: tuple[Share, ...], target: Target, *, out: bool) -> list[Fault]:
        """Keep the parts that a cell gives to units; return what is wrong with its words."""
        faults = []
        for share in shares:
            self.spoken.add(share.part)
            for code in target.codes:
                self._give(share, code, inherited=target.inherited)
            if share.fault is not None:
                proposals = tuple(map(str, share.suggestions))
                faults.append(Fault(share.fault, share.written, fold(share.name), proposals, share.name))
                self.unsettled |= set() if out else {(code, share.part) for code in target.codes}
        return faults

    def _give(self, share: Share, code: str, *, inherited: bool) -> None:
        """Give a clause's part to units, each once; what is said of the clause itself outweighs what it inherits."""
        for unit in share.keys:
            key = (code, share.part, unit)
            known = self.rows.get(key)
            if known is None or (known.inherited and not inherited):
                order = known.order if known else self._next(code, share.part)
                self.rows[key] = PartRow(code, share.part, unit, share.group, share.written, order, inherited)

    def _next(self, code: str, part: Meaning) -> int:
        """Return the place after all units of a clause's part."""
        key = (code, part)
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]


def _entry(cell: Cell) -> Entry:
    """Return the one entry of a cell."""
    return cell.entries[0] if len(cell.entries) == 1 else Entry(cell.text)


def _fate(line: Line, cell: Cell, use: Use | None, faults: tuple[Fault, ...]) -> Fate:
    """Return the fate of a cell with the column in which it stands."""
    column = line.meaning(cell)
    meaning, heading = (column.meaning, column.heading) if column else (Meaning.UNKNOWN, "")
    return Fate(cell, meaning, heading, None if faults else use, faults)


def _faults(cell: Cell, found: list[tuple[Entry, Node | None, Place]]) -> list[Fault]:
    """Return what is wrong with the entries of a cell that led to no node."""
    faults = []
    for entry, above, place in found:
        if place.node is None:
            reason = Reason.CODE_CONTRADICTS if place.contradicts else Reason.UNKNOWN_CLAUSE
            reason = Reason.SEVERAL_CLAUSES if place.several else reason
            faults.append(Fault(reason, entry.text or cell.text, key_of(entry, above), place.near))
    return faults


def _strange(line: Line, cell: Cell, meaning: Meaning) -> Fault:
    """Return why a cell is not read at all."""
    if cell.broken:
        return Fault(Reason.BROKEN, cell.text)
    if meaning is Meaning.IGNORE:
        return Fault(Reason.LEFT_OUT, cell.text)
    column = line.meaning(cell)
    return Fault(Reason.UNKNOWN_COLUMN if column else Reason.NO_COLUMN, cell.text, column.heading if column else "")


def _joined(targets: list[Target]) -> Target:
    """Return the clauses of several rows as one target."""
    codes = tuple(dict.fromkeys(code for target in targets for code in target.codes))
    return Target(codes, bool(targets) and all(target.inherited for target in targets))
