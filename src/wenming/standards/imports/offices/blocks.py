"""The rows between two heads of an office's form: what each cell means, and to which node it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.offices.heads import IGNORE, LEVEL_ORDER, OfficeColumn, View
from wenming.standards.imports.offices.outlines import Branch, Journal, Outline, number_of
from wenming.standards.imports.offices.records import Note
from wenming.standards.imports.offices.texts import (
    Item,
    cut_notes,
    is_note,
    plain_form,
    read_item,
    read_items,
    total_of,
)
from wenming.standards.imports.places import Place
from wenming.standards.imports.tables import letters

_SPLIT = frozenset({"content", "criterion"})
"""Levels several of which may stand in one cell, each with its number, where no finer level follows."""
WHOLE = "100%"
"""The number of a row of totals that adds up weights."""
_WHOLES = frozenset({WHOLE, "100", "1"})


@dataclass
class Form:
    """What the whole form shares while it is read: the tree, what is told of the rows, notes and rows of totals."""

    journal: Journal
    outline: Outline
    notes: list[tuple[Branch | None, str, Place]] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    kept: list[tuple[Branch, str, tuple[str, ...], Place]] = field(default_factory=list)

    def note(self, branch: Branch | None, texts: tuple[str, ...], place: Place) -> None:
        """Keep notes of a node."""
        self.notes += [(branch, text, place) for text in texts]

    def written_notes(self) -> tuple[Note, ...]:
        """Return the notes with the codes of their nodes."""
        return tuple(Note(branch.code if branch else "", text, place) for branch, text, place in self.notes)


@dataclass(frozen=True, slots=True)
class Total:
    """A row of totals: its word, its number, where it stands, and the nodes that were open there."""

    word: str
    number: str
    place: Place
    open: tuple[Branch, ...]


class Block:
    """Rows under the same heads.

    ``rows`` are the first and last row of each node, ``begins`` the nodes that begin in a row, ``at`` the lowest ones in it.
    """

    def __init__(self, form: Form, view: View, columns: tuple[OfficeColumn, ...], rows: range) -> None:
        """Sort the columns."""
        self.form, self.view, self.range = form, view, rows
        self.columns = columns
        order = {level: place for place, level in enumerate(LEVEL_ORDER)}
        self.levels = sorted((c for c in columns if c.meaning in order), key=lambda column: order[column.meaning])
        self.rows: dict[Branch, list[int]] = {}
        self.at: dict[int, list[Branch]] = {}
        self.begins: dict[int, list[Branch]] = {}
        self.plain_rows: list[int] = []

    def place(self, row: int, column: OfficeColumn | int | None = None) -> Place:
        """Return the place of a cell, or of a row."""
        if isinstance(column, int):
            heading = next((c.heading for c in self.columns if c.index <= column <= c.last), letters(column))
        else:
            heading = column.heading if column else ""
        return Place(self.view.grid.name, row + 1, heading)

    def read_tree(self) -> None:
        """Read the columns of the levels, row by row."""
        for row in self.range:
            self._note_broken(row)
            own = self.view.own(row)
            if own and not self._is_special(row, own):
                self.plain_rows.append(row)
                self._read_levels(row)
                self._list_strays(row, own)

    def text(self, row: int, column: OfficeColumn) -> str:
        """Return the text of a row in a column."""
        return self.view.joined(row, column.index, column.last)

    def bottom(self, row: int, column: OfficeColumn) -> int:
        """Return the last row of a cell."""
        return min(self.view.area(row, column.index)[2], self.range.stop - 1)

    def _note_broken(self, row: int) -> None:
        """Name the cells of a row whose value nobody can know."""
        for at in range(self.view.width):
            if (row, at) in self.view.grid.broken:
                problem = _("单元格是错误值，或是没有存下结果的公式")
                self.form.journal.fault(self.place(row, at), problem, _("改写成数值或文字"))
                self.form.journal.list(self.place(row, at), "", problem)
            elif isinstance(cell := self.view.cell(row, at), date | time | timedelta):
                problem = _("单元格是日期或时间“%(value)s”，表格软件可能改了原来的内容（例如 1/3）")
                self.form.journal.fault(self.place(row, at), problem, _("把单元格格式改为文本，再重新填写"), value=cell)

    def _is_special(self, row: int, own: list[int]) -> bool:
        """Read a row that is no entry: totals, a note, a heading across the table; say whether it was one."""
        word = next((at for at in own if total_of(self.view.text(row, at)) and not self._has_value(at)), None)
        if word is not None:
            self._keep_total(row, word, own)
            return True
        text, place = self.view.text(row, own[0]), self.place(row)
        if len(own) > 1 or not self._is_wide(row, own[0]):
            return False
        if is_note(text):
            self.form.note(None, (text,), place)
            self.form.journal.use(place)
        elif not self.heading(text, place):
            self.form.journal.list(place, text, _("跨列的一行，看不出属于哪一级"))
        return True

    def _has_value(self, column: int) -> bool:
        """Say whether a column holds something else than the names of entries."""
        return any(c.index <= column <= c.last for c in self.columns if c not in self.levels and c.meaning != IGNORE)

    def _keep_total(self, row: int, word: int, own: list[int]) -> None:
        """Keep a row of totals until all points are known; what else stands in it is listed."""
        said, number = total_of(self.view.text(row, word)) or ("", "")
        points = [at for at in own if at != word and self._meaning(at) == "points"]
        points = points or [at for at in own if at > word and number_of("points", plain_form(self.view.text(row, at)))]
        number = plain_form(number or "".join(self.view.text(row, at) for at in points[:1])).removesuffix("分").strip()
        weights = {plain_form(self.view.text(row, at)) for at in own if self._meaning(at) == "weight"}
        if not number and weights and weights <= _WHOLES:
            number = WHOLE
        self.form.totals.append(Total(said, number, self.place(row), tuple(self.form.outline.path.values())))
        for at in own:
            if at > word and at not in points[:1] and self._meaning(at) not in {"weight", IGNORE}:
                self.form.journal.list(self.place(row, at), self.view.text(row, at), _("合计一行里的其他内容"))

    def _meaning(self, column: int) -> str:
        return next((c.meaning for c in self.columns if c.index <= column <= c.last), "")

    def heading(self, text: str, place: Place) -> bool:
        """Read a text across a table, or above it, as a node of a level that has no column; say whether it was one."""
        item = read_item(text)
        columns = {column.meaning for column in self.levels}
        uppermost = next((level for level in LEVEL_ORDER if level in columns), LEVEL_ORDER[-1])
        level = item.level or (LEVEL_ORDER[0] if item.number and uppermost != LEVEL_ORDER[0] else "")
        wide = level in columns and place.row is not None
        if not level or not item.name or (level in columns and not wide):
            return False
        if not self.form.outline.is_same(level, item):
            self.form.outline.add(level, item, place)
        self.form.journal.use(place)
        return True

    def _is_wide(self, row: int, column: int) -> bool:
        """Say whether a cell reaches beyond its column."""
        _top, _left, _bottom, right = self.view.area(row, column)
        return right > next((c.last for c in self.columns if c.index <= column <= c.last), column)

    def _read_levels(self, row: int) -> None:
        """Read the nodes that begin in a row; what continues from above stays open."""
        fresh, gap = False, None
        for column in self.levels:
            text = self.text(row, column)
            if not text:
                gap = gap or self._gap(row, column, fresh=fresh)
                continue
            if gap:
                self._lose(row, gap, column)
                gap = None
            fresh = self._open(row, column, text, fresh=fresh) or fresh
        path = self.form.outline.path
        for branch in path.values():
            # a node that was opened above this block, or by a heading, begins in none of its rows
            rows = self.rows.setdefault(branch, [-1, row])
            rows[1] = max(rows[1], row)
        lowest = [path[level] for level in LEVEL_ORDER if level in path][-1:]
        self.at.setdefault(row, lowest)
        if lowest and lowest[0].lost:
            self.form.journal.list(self.place(row), self._row_text(row), _("上一级没有读出来"))

    def _gap(self, row: int, column: OfficeColumn, *, fresh: bool) -> OfficeColumn | None:
        """Return a column that is blank although a new entry above it began here, or nothing is open at its level."""
        top = self.view.area(row, column.index)[0]
        if fresh and top < row and top in self.range and self.text(top, column):
            problem = _("第 %(top)s 至 %(bottom)s 行合并成一格，跨了上一级的两个条目")
            facts = {"top": top + 1, "bottom": self.view.area(row, column.index)[2] + 1}
            self.form.journal.fault(self.place(top, column), problem, _("取消合并，逐行填写"), **facts)
            self._forget(row, column)
            return None
        return column if fresh or column.meaning not in self.form.outline.path else None

    def _forget(self, row: int, column: OfficeColumn) -> None:
        """Leave no entry open at a level whose cell was merged too far: its fault is told already."""
        self.form.outline.lose(column.meaning, self.place(row, column))

    def _lose(self, row: int, gap: OfficeColumn, column: OfficeColumn) -> None:
        """Name a level that is skipped."""
        problem = _("“%(level)s”空着，它的下级“%(below)s”却有内容")
        facts = {"level": gap.heading, "below": column.heading}
        self.form.journal.fault(self.place(row, gap), problem, _("补写这一级，或把下级移到它所属的条目"), **facts)
        self.form.outline.lose(gap.meaning, self.place(row, gap))

    def _open(self, row: int, column: OfficeColumn, text: str, *, fresh: bool) -> bool:
        """Read the entries of a cell; say whether a new one began."""
        place = self.place(row, column)
        cut = cut_notes(text)
        before, items = read_items(cut.body)
        splits = column.meaning in _SPLIT and column is self.levels[-1]
        if not splits and (len(items) > 1 or before):
            coded = sum(bool(item.code) for item in items)
            if coded > 1:
                problem = _("一格里有 %(count)s 个条目，分不清下级属于哪一个")
                self.form.journal.fault(place, problem, _("每个条目单独一行"), count=coded)
            before, items = "", [read_item(cut.body)]
        self.form.journal.use(place)
        opened = self._opened(column, items, place, fresh=fresh)
        found = self.form.outline.path.get(column.meaning)
        self.form.note(found.above if splits and found and len(items) > 1 else found, cut.notes, place)
        if before and found:
            self.form.note(found.above, (before,), place)
        for branch in opened:
            self.rows[branch] = [row, max(row, self.bottom(row, column))]
            self.begins.setdefault(row, []).append(branch)
        if opened:
            self.at[row] = opened
        return bool(opened)

    def _opened(self, column: OfficeColumn, items: list[Item], place: Place, *, fresh: bool) -> list[Branch]:
        """Add the entries of a cell to the tree, unless they repeat the one that is open."""
        outline, level = self.form.outline, column.meaning
        if not fresh and len(items) == 1 and outline.is_same(level, items[0]):
            outline.take(outline.path[level], items[0], place)
            return []
        return [outline.add(level, item, place) for item in items]

    def _list_strays(self, row: int, own: list[int]) -> None:
        """List what stands in columns that have no head, or one that nobody knows."""
        known = {at for column in self.columns if column.meaning for at in range(column.index, column.last + 1)}
        headed = {at for column in self.columns for at in range(column.index, column.last + 1)}
        for at in own:
            if at not in known:
                reason = _("不认识这一列的列名") if at in headed else _("这一列没有列名")
                self.form.journal.list(self.place(row, at), self.view.text(row, at), reason)

    def _row_text(self, row: int) -> str:
        return " | ".join(self._texts(row))

    def _texts(self, row: int) -> Iterator[str]:
        for at in self.view.own(row):
            yield " ".join(self.view.text(row, at).split())
