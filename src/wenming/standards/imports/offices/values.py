"""The columns beside the levels: to which node a number, a method or a unit belongs, by the rows that its cell covers."""

from __future__ import annotations

import re
from collections.abc import Callable

from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.layout import WORDS
from wenming.standards.imports.offices.blocks import Block
from wenming.standards.imports.offices.heads import LEVEL_ORDER, OfficeColumn
from wenming.standards.imports.offices.outlines import Branch
from wenming.standards.imports.offices.texts import (
    cut_notes,
    numbered_parts,
    plain_form,
    read_code,
    read_methods,
)

_NAMES = re.compile(r"[、,，;；\n\t]+|\s{2,}")
_OWNERLESS = _("看不出这个值属于哪一条")


def read_values(block: Block) -> None:
    """Read every column that is no level."""
    for column in block.columns:
        if column.meaning in LEVEL_ORDER or not column.meaning:
            continue
        for row in block.plain_rows:
            text = block.text(row, column)
            if text:
                _Value(block, column, row, text).read()


class _Value:
    """One cell of a column that is no level."""

    def __init__(self, block: Block, column: OfficeColumn, row: int, text: str) -> None:
        self.block, self.column, self.row = block, column, row
        self.form = block.form
        self.place = block.place(row, column)
        cut = cut_notes(text) if column.meaning != "note" else None
        self.text = cut.body if cut else text
        self.notes = cut.notes if cut else ()
        self.bottom = block.bottom(row, column)

    def read(self) -> None:
        """Give the value to the node or nodes to which it belongs."""
        self.form.journal.use(self.place)
        lowest = self._covered()
        self.form.note(lowest[0] if lowest else None, self.notes, self.place)
        readers: dict[str, Callable[[], None]] = {
            "points": self._number,
            "weight": self._number,
            "sites": self._number,
            "code": self._code,
            "method": self._methods,
            "materials": self._materials,
            "note": self._note,
            "ignore": lambda: None,
        }
        if self.text.strip():
            readers.get(self.column.meaning, self._units)()

    def _number(self) -> None:
        """Give a number to the one node whose rows the cell covers."""
        key = self.column.meaning
        parts = numbered_parts(self.text)
        if parts[0][0]:
            self._each(parts, lambda branch, text: self._put(branch, key, text))
            return
        owner = self._owner()
        if owner is None and self.bottom > self.row:
            problem = _("第 %(top)s 至 %(bottom)s 行合并成一格，不知道这个值属于哪一行")
            facts = {"top": self.row + 1, "bottom": self.bottom + 1}
            self.form.journal.fault(self.place, problem, _("取消合并，逐行填写"), **facts)
            return
        if owner is None:
            self.form.journal.fault(self.place, _OWNERLESS, _("移到所属条目的一行"))
            return
        self._put(owner, key, self.text)

    def _put(self, branch: Branch, key: str, text: str) -> None:
        plain = plain_form(text).strip(" ;、。\n")
        if key == "weight" and "%" in plain_form(self.column.heading) and "%" not in plain:
            # a spreadsheet keeps 40 % as 0.4 and shows it under the same head
            plain = f"{plain}%" if not plain.startswith("0.") and plain != "1" else plain
        self.form.outline.put(branch, key, plain, self.place)

    def _code(self) -> None:
        """Give a code to the node that begins here."""
        owner = next(iter(self._starting()), None)
        if owner is None:
            self.form.journal.fault(self.place, _OWNERLESS, _("把编号写在条目开始的一行"))
        else:
            owner.written = read_code(self.text)

    def _methods(self) -> None:
        """Give the methods to the nodes that they answer; numbered ones by the numbers of the standards."""
        parts = numbered_parts(self.text)
        for _numbers, text in parts:
            unknown = read_methods(text)[1]
            for word in unknown:
                known = "、".join(WORDS["methods"].values())
                self.form.journal.fault(
                    self.place, _("不认识测评方法“%(value)s”"), _("可用的词：%(known)s"), value=word, known=known
                )
        self._each(parts, self._add_methods)

    def _add_methods(self, branch: Branch, text: str) -> None:
        for method in read_methods(text)[0]:
            branch.methods.setdefault(method, self.place)

    def _each(self, parts: list[tuple[tuple[int, ...], str]], give: Callable[[Branch, str], None]) -> None:
        """Give every part of a cell to the standards whose numbers it bears, one without numbers to all of them."""
        branches = self._covered()
        by_number = _by_number([*(branches[0].above.children if branches and branches[0].above else ()), *branches])
        if not branches:
            self.form.journal.fault(self.place, _OWNERLESS, _("移到所属条目的一行"))
        for numbers, text in parts:
            for number in numbers:
                if number in by_number:
                    give(by_number[number], text)
                elif branches:
                    problem = _("写了第 %(number)s 条，这里却没有这一条")
                    self.form.journal.fault(self.place, problem, _("改正序号，或补写这一条"), number=number)
            for branch in () if numbers or not text.strip() else branches:
                give(branch, text)

    def _materials(self) -> None:
        """Keep what is to be filed: by the numbers of the standards where it is numbered as they are."""
        parts = [part for part in numbered_parts(self.text) if part[1].strip()]
        branches = {branch.number: branch for branch in self._covered() if branch.number is not None}
        if len(branches) > 1 and all(numbers and set(numbers) <= set(branches) for numbers, _text in parts):
            for numbers, text in parts:
                for number in numbers:
                    self._keep(branches[number], (text.strip(),))
            return
        self._keep(self._shared(), (self.text,))

    def _units(self) -> None:
        """Keep who answers for a node."""
        names = [part for _numbers, text in numbered_parts(self.text) for part in _NAMES.split(text)]
        self._keep(self._shared(), tuple(name.strip() for name in names if name.strip()))

    def _note(self) -> None:
        self.form.note(self._shared(), (self.text,), self.place)

    def _keep(self, branch: Branch | None, texts: tuple[str, ...]) -> None:
        if branch is None:
            self.form.journal.list(self.place, self.text, _OWNERLESS)
        else:
            self.form.kept.append((branch, self.column.meaning, texts, self.place))

    def _starting(self) -> list[Branch]:
        """Return the nodes that begin in this row and are alone at their level there, the lowest first."""
        block = self.block
        starting = block.begins.get(self.row, [])
        levels = [branch.level for branch in starting]
        alone = [branch for branch in starting if levels.count(branch.level) == 1]
        return sorted(alone, key=lambda branch: -LEVEL_ORDER.index(branch.level))

    def _owner(self) -> Branch | None:
        """Return the one node to which a number belongs: the lowest whose rows the cell covers exactly."""
        starting = self._starting()
        level = self._level_beside()
        if level:
            return next((branch for branch in starting if branch.level == level), None)
        if self.bottom > self.row:
            return next((branch for branch in starting if self.block.rows[branch][1] == self.bottom), None)
        if not starting:
            # nothing begins here: the value is one of the entry that goes on
            lowest = self._covered()
            return lowest[0] if len(lowest) == 1 else None
        branch = starting[0]
        above = branch.above
        while above in starting and self.column.meaning not in above.values and self._alone_with_value(branch):
            branch, above = above, above.above
        return branch

    def _level_beside(self) -> str:
        """Return the level whose column stands left of this one, where every level has a column for its numbers."""
        block, meaning = self.block, self.column.meaning
        if sum(column.meaning == meaning for column in block.columns) < 2:
            return ""
        left = [column.meaning for column in block.levels if column.index < self.column.index]
        return left[-1] if left else ""

    def _alone_with_value(self, branch: Branch) -> bool:
        """Say whether the entries after this one, under the same upper entry, have blank cells in the column."""
        block = self.block
        siblings = branch.above.children if branch.above else []
        others = [block.rows[other][0] for other in siblings if other is not branch and other in block.rows]
        blank = [
            not block.text(row, self.column) and block.view.area(row, self.column.index)[0] == row for row in others
        ]
        return bool(others) and all(blank)

    def _shared(self) -> Branch | None:
        """Return the lowest node that holds everything in the rows of the cell."""
        covered = self._covered()
        if len(covered) == 1:
            return covered[0]
        holder = covered[0].above if covered else None
        while holder and not all(_is_below(branch, holder) for branch in covered):
            holder = holder.above
        return holder if holder and holder.above else None

    def _covered(self) -> list[Branch]:
        """Return the lowest nodes in the rows of the cell, each once, in order."""
        rows = range(self.row, self.bottom + 1)
        return list(dict.fromkeys(branch for row in rows for branch in self.block.at.get(row, ())))


def _by_number(branches: list[Branch]) -> dict[int, Branch]:
    """Return nodes by their numbers, or by their order where none is numbered."""
    numbered = {branch.number: branch for branch in branches if branch.number is not None}
    return numbered or dict(enumerate(dict.fromkeys(branches), 1))


def _is_below(branch: Branch, holder: Branch) -> bool:
    above = branch.above
    while above is not None and above is not holder:
        above = above.above
    return above is holder
