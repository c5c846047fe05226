"""An office's own form of a standard, from Word or Excel: heads in its own words, codes and points in the texts, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.grids import Grid
from wenming.standards.imports.offices.blocks import Block, Form
from wenming.standards.imports.offices.checks import check_tree, divides_unpublished, settle_totals, tree_contents
from wenming.standards.imports.offices.heads import (
    Heads,
    OfficeColumn,
    View,
    is_head_row,
    near_head,
    read_heads,
    repeated,
)
from wenming.standards.imports.offices.outlines import Journal, Outline
from wenming.standards.imports.offices.records import Assignment, OfficeReading
from wenming.standards.imports.offices.texts import is_note, one_line, plain_form
from wenming.standards.imports.offices.values import read_values
from wenming.standards.imports.places import Place

_TITLE = 60
_TITLE_WORDS = re.compile("体系|标准|细则|指标|分解|指数|手册")
_NO_TITLE = re.compile("关于|印发|通知|根据|按照|[，,。]")
_EDITION = re.compile(
    r"[(\[]?\s*((?:19|20)[0-9]{2})\s*(?:[-—–~至]\s*((?:19|20)[0-9]{2}))?\s*年?\s*(?:度|版|年度|修订版|周期)*\s*[)\]]?"
)
_LABEL = re.compile(r"附(?:件|表)\s*[0-9一二三四五六七八九十]*\s*:?")
_OTHER_TABLES = re.compile("负面清单|申报条件|前置条件|加分|特色指标")
_WHOLE_EDITION = re.compile(r"\s*[（(【\[][^）)】\]]*[0-9０-９]{4}[^）)】\]]*[）)】\]]\s*$")


def read_office(grids: tuple[Grid, ...], *, mapping: Mapping[tuple[str, int], str] | None = None) -> OfficeReading:
    """Return what the tables of an office say of a standard; nothing is passed over in silence.

    ``mapping`` says by hand what a column means: the name of its table and its place from 0, to one of the meanings in
    heads.py ("ignore": not read). Nothing is raised: what is wrong stands in the findings, what was not used is listed.
    """
    return _Reader(mapping or {}).read(grids)


class _Reader:
    """A form on its way through its tables."""

    def __init__(self, mapping: Mapping[tuple[str, int], str]) -> None:
        self.mapping = mapping
        self.journal = Journal()
        self.form = Form(self.journal, Outline(self.journal))
        self.columns: list[OfficeColumn] = []
        self.last: tuple[OfficeColumn, ...] = ()
        self.title, self.edition = "", ""

    def read(self, grids: tuple[Grid, ...]) -> OfficeReading:
        """Read every table in turn and settle what only the whole can say."""
        for grid in grids:
            self._read_grid(View(grid))
        outline = self.form.outline
        outline.settle()
        total = settle_totals(self.form)
        if outline.root.children:
            check_tree(self.form, total)
        else:
            place = Place(grids[0].name if grids else "")
            problem = _("没有读出任何条目")
            mend = _("表头写“测评项目”“测评指标”“测评内容”“测评标准”等列名，每张表一行表头")
            self.journal.fault(place, problem, mend)
        self._list_the_rest(grids)
        unpublished = divides_unpublished(outline.root)
        order = {grid.name: number for number, grid in enumerate(grids)}
        return OfficeReading(
            columns=tuple(self.columns),
            levels=outline.levels(),
            tree=tuple(tree_contents(branch, inherited=unpublished) for branch in outline.root.children),
            total=total,
            unpublished=unpublished,
            title=self.title,
            edition=self.edition,
            used=tuple(self.journal.used),
            listed=tuple(sorted(self.journal.listed, key=lambda item: _order(order, item.place))),
            findings=tuple(sorted(self.journal.findings.values(), key=lambda item: _order(order, item.place))),
            notes=self.form.written_notes(),
            assignments=tuple(
                Assignment(branch.code, kind, texts, place)
                for branch, kind, texts, place in self.form.kept
                if not branch.lost
            ),
        )

    def _read_grid(self, view: View) -> None:
        """Read one table: what stands before it, then the rows under each of its heads."""
        name = view.grid.name
        heads = list(self._heads(view))
        if not heads and self.last and view.height and view.width == self.last[-1].last + 1:
            # a table that a page break cut in two: the second part goes on without heads
            heads = [(0, Heads(0, tuple(replace(c, table=name, meaning=self._meaning(view, c)) for c in self.last)))]
        foreign = _OTHER_TABLES.search(name)
        first = Block(self.form, view, heads[0][1].columns if heads and not foreign else (), range(0))
        above = heads[0][0] if heads and not foreign else 0
        self._read_before(first, above)
        if foreign or not heads:
            reason = _("这张表不是测评条目，请另行写入标准文件") if foreign else _("这张表没有测评体系的表头")
            for row in range(view.height):
                self._list_row(view, row, reason)
            return
        for number, (row, found) in enumerate(heads):
            end = heads[number + 1][0] if number + 1 < len(heads) else view.height
            for at in range(row, found.below):
                self.journal.use(Place(name, at + 1))
            self._take_heads(found, first=number == 0)
            block = Block(self.form, view, found.columns, range(found.below, end))
            block.read_tree()
            read_values(block)

    def _read_before(self, block: Block, above: int) -> None:
        """Read the paragraphs before a table and the rows above its heads: titles, headings of upper levels, notes."""
        view, name = block.view, block.view.grid.name
        place = Place(name)
        if not view.grid.before:
            # a sheet may be named by the project that it holds
            block.heading(name, place)
        for text in view.grid.before:
            # the paragraph that names the table is used by that
            names = view.height and name.startswith(" ".join(text.split())) and text == view.grid.before[-1]
            if not self._use_before(block, text, place) and not names:
                self.journal.list(place, text, _("表格之外的文字"))
        for row in range(above):
            own = view.own(row)
            text = view.text(row, own[0]) if len(own) == 1 else ""
            if len(own) > 1 and row == above - 1:
                self.journal.use(Place(name, row + 1))
            elif own and not (text and self._use_before(block, text, Place(name, row + 1))):
                self._list_row(view, row, _("表头之上的文字"))

    def _use_before(self, block: Block, text: str, place: Place) -> bool:
        """Use a text above a table as a heading, the title, the edition or a note; say whether it is one of these."""
        plain = " ".join(plain_form(text).split())
        edition = _EDITION.search(plain)
        if block.heading(text, place):
            return True
        if is_note(text):
            self.form.note(None, (text,), place)
        elif _LABEL.fullmatch(plain):
            pass
        elif not self.title and _is_title(plain):
            self.title = _WHOLE_EDITION.sub("", one_line(text)) or one_line(text)
            self.edition = self.edition or (_edition(edition) if edition else "")
        elif not self.edition and edition and edition.end() - edition.start() == len(plain):
            self.edition = _edition(edition)
        else:
            return False
        self.journal.use(place)
        return True

    def _meaning(self, view: View, column: OfficeColumn) -> str:
        return self.mapping.get((view.grid.name, column.index), column.meaning)

    def _heads(self, view: View) -> Iterator[tuple[int, Heads]]:
        """Yield the first row of every head of a table, and the head."""
        row, found = 0, False
        while row < view.height:
            if is_head_row(view, row):
                heads = read_heads(view, row, self.mapping)
                yield row, heads
                row, found = heads.below, True
            else:
                row += 1
        by_hand = any(name == view.grid.name for name, _column in self.mapping)
        first = next((row for row in range(view.height) if len(view.own(row)) > 1), None)
        if not found and by_hand and first is not None:
            yield first, read_heads(view, first, self.mapping)

    def _take_heads(self, heads: Heads, *, first: bool) -> None:
        """Keep the columns; those that nobody knows or that stand twice are faults."""
        if first or [c.meaning for c in heads.columns] != [c.meaning for c in self.last]:
            self.columns += heads.columns
            twice = repeated(heads.columns)
            for column in heads.columns:
                place = Place(column.table, heads.below, column.heading)
                if column in twice:
                    self.journal.fault(place, _("列“%(head)s”写了两次"), _("删去其中一列"), head=column.heading)
                elif not column.meaning:
                    near = near_head(column.heading)
                    mend = (
                        _("可能是“%(near)s”？不需要的列删去，或在列名前加 x-")
                        if near
                        else _("删去这一列，或在列名前加 x-，就不再读它")
                    )
                    self.journal.fault(place, _("不认识的列“%(head)s”"), mend, head=column.heading, near=near)
        self.last = heads.columns

    def _list_row(self, view: View, row: int, reason: str) -> None:
        """List a whole row, unless it is empty."""
        texts = [" ".join(view.text(row, at).split()) for at in view.own(row)]
        if texts:
            self.journal.list(Place(view.grid.name, row + 1), " | ".join(texts), reason)

    def _list_the_rest(self, grids: tuple[Grid, ...]) -> None:
        """List every row with content that nothing was said of."""
        told = {*self.journal.used, *(Place(item.place.sheet, item.place.row) for item in self.journal.listed)}
        for grid in grids:
            view = View(grid)
            for row in range(view.height):
                if Place(grid.name, row + 1) not in told:
                    self._list_row(view, row, _("看不出这一行说的是什么"))


def _is_title(text: str) -> bool:
    """Say whether a text names the standard itself, rather than a notice or a sentence about it."""
    return len(text) <= _TITLE and bool(_TITLE_WORDS.search(text)) and not _NO_TITLE.search(text)


def _edition(found: re.Match[str]) -> str:
    """Return an edition as years: 2021, or 2018-2020."""
    return f"{found[1]}-{found[2]}" if found[2] else found[1]


def _order(order: Mapping[str, int], place: Place) -> tuple[int, int]:
    return order.get(place.sheet, -1), place.row or 0
