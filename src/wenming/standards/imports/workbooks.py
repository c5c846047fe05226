"""A pack from an Excel workbook, as ``standard export`` writes it and as people change it by hand.

The workbook is turned into the very nodes that a YAML file would give, so that one reader checks both; every fault leads back to
its cell.
"""

from __future__ import annotations

import yaml

from wenming.engine.matching import fold
from wenming.standards.imports.checklists import FORMAT as CHECKLISTS_FORMAT
from wenming.standards.imports.checklists import checklists_of
from wenming.standards.imports.contents import Contents, contents_of
from wenming.standards.imports.fields import OWN_PREFIX, nearest
from wenming.standards.imports.files import read_any
from wenming.standards.imports.findings import Ledger
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.grids import Grid
from wenming.standards.imports.layout import (
    AREAS,
    BILINGUAL,
    FACTS,
    FUNCTIONS,
    ITEMS,
    REPEATED,
    SOURCES,
    STANDARD,
    TITLE_LINES,
    UNITS,
    Head,
    Layout,
    nodes_layout,
    spellings,
)
from wenming.standards.imports.lists import divided
from wenming.standards.imports.outlines import Sheet, read_functions_sheet, read_tree
from wenming.standards.imports.packs import LEVELS, standard_of
from wenming.standards.imports.places import CellFinding, Places
from wenming.standards.imports.provisions import SECTIONS, SHARED_SECTIONS
from wenming.standards.imports.sections import SECTION_LAYOUTS, read_section
from wenming.standards.imports.sketches import Sketch, list_node, text_node
from wenming.standards.imports.tables import Reader, Row, plain_text, read_rows

_ORIGIN = ("source", "confidence")
_NAMES = ("name_zh", "name_en")
_TITLE_TEXTS = ("effect", "score_from", "score_below", "rank_to", *_ORIGIN)
_RULES = ("missing", "not_applicable")
_RULES_HEAD = next(head.text for head in ITEMS if head.key == "missing")
_LAYOUTS = (
    STANDARD, SOURCES, nodes_layout(()), FACTS, FUNCTIONS, TITLE_LINES, UNITS, AREAS,
    *SECTION_LAYOUTS.values(),
)  # fmt: skip
_SHARED_LAYOUTS = (STANDARD, SOURCES, *(SECTION_LAYOUTS[section] for section in SHARED_SECTIONS))
"""The sheets of a collection of checklists."""


def read_workbook_pack(content: bytes, file_name: str) -> tuple[Contents | None, tuple[CellFinding, ...]]:
    """Return everything that a workbook, or a document with its sheets as tables, says of a standard or of checklists.

    Its ``format`` says of which. Gives None and every fault by its cell where it has faults; raises UnreadableError where the
    bytes are neither.
    """
    return read_grids_pack(read_any(content, file_name), file_name)


def lies_in_our_layout(grids: tuple[Grid, ...]) -> bool:
    """Say whether sheets are those of our own workbook: it has at least two of those that it must have."""
    names = {spelling for layout in _LAYOUTS if layout.needed for spelling in spellings(layout)}
    return sum(fold(grid.name) in names for grid in grids) > 1


def read_grids_pack(grids: tuple[Grid, ...], file_name: str) -> tuple[Contents | None, tuple[CellFinding, ...]]:
    """Return what the sheets of our own workbook say, or None and every fault by its cell."""
    reader = Reader(Ledger(file_name), Places())
    shared = _is_collection(grids)
    book = _Book(grids, reader, _SHARED_LAYOUTS if shared else _LAYOUTS)
    document = book.collection() if shared else book.document()
    if shared:
        checklists_of(document, reader.ledger, "")
    else:
        standard_of(document, reader.ledger, "")
    findings = reader.places.findings(reader.ledger.findings())
    return (None, findings) if findings else (contents_of(document), ())


def _is_collection(grids: tuple[Grid, ...]) -> bool:
    """Say whether the first of our sheets names the format of collections of checklists."""
    kind = CHECKLISTS_FORMAT.partition("/")[0]
    return any(
        str(cell).strip().startswith(kind)
        for grid in grids
        if fold(grid.name) in spellings(STANDARD)
        for row in grid.rows
        for cell in row
    )


class _Book:
    """The sheets of one workbook on their way to a pack."""

    def __init__(self, grids: tuple[Grid, ...], reader: Reader, layouts: tuple[Layout, ...] = _LAYOUTS) -> None:
        """Find the sheets by their names; unknown ones with content and missing ones are faults."""
        self.reader = reader
        self.grids: dict[str, Grid] = {}
        known = {spelling: layout for layout in layouts for spelling in spellings(layout)}
        for grid in grids:
            reader.places.sheets.append(grid.name)
            layout = known.get(fold(grid.name))
            if layout is not None and layout.key not in self.grids:
                self.grids[layout.key] = grid
            elif not grid.name.startswith(OWN_PREFIX) and (grid.broken or any(any(row) for row in grid.rows)):
                names = "、".join(layout.name for layout in layouts)
                mend = _("可用的表：%(names)s；不需要的表删去，或在表名前加 x-，就不再读它")
                reader.fault((grid.name, None, ""), _("不认识的表，或同一张表有两份"), mend, names=names)
        for layout in layouts:
            if layout.needed and layout.key not in self.grids:
                reader.fault((layout.name, None, ""), _("缺少这张表"), _("从一份导出的工作簿开始写"))

    def rows(self, layout: Layout) -> tuple[list[Row], Sheet]:
        """Return the rows of a sheet, none where the workbook has no such sheet."""
        grid = self.grids.get(layout.key)
        found = read_rows(grid, layout, self.reader) if grid else []
        return found, Sheet(grid.name if grid else layout.name, self.reader)

    def document(self) -> yaml.Node:
        """Return the pack as the reader of YAML files would see it; faults of the sheets are in the ledger."""
        pack, levels = self._items()
        self._sources(pack)
        rows, sheet = self.rows(nodes_layout(levels))
        tree, nodes = read_tree(rows, levels, sheet)
        pack.put("tree", tree)
        self._list(pack, "facts", FACTS, ("code", *_ORIGIN))
        nodes[_value(pack, "code")] = pack
        rows, sheet = self.rows(FUNCTIONS)
        read_functions_sheet(rows, nodes, sheet)
        self._list(pack, "title_lines", TITLE_LINES, _TITLE_TEXTS)
        self._list(pack, "units", UNITS, _ORIGIN)
        self._list(pack, "areas", AREAS, _ORIGIN)
        self._sections(pack, SECTIONS)
        return pack.node

    def collection(self) -> yaml.Node:
        """Return a collection of checklists, likewise."""
        pack, _levels = self._items()
        self._sources(pack)
        self._sections(pack, SHARED_SECTIONS)
        return pack.node

    def _sections(self, pack: Sketch, sections: tuple[str, ...]) -> None:
        """Add the sections beside the tree."""
        for section in sections:
            rows, sheet = self.rows(SECTION_LAYOUTS[section])
            read_section(section, rows, sheet, pack)

    def _sources(self, pack: Sketch) -> None:
        """Add the table of sources."""
        rows, sheet = self.rows(SOURCES)
        table = Sketch(sheet.line())
        for row in rows:
            if "key" in row.texts:
                table.put(row.texts["key"], sheet.sketch(row, ("zh", "en", "confidence")).node)
            else:
                sheet.fault(row, "key", _("缺少“%(key)s”"), _("填写“%(key)s”"), key="key")
        pack.put("sources", table.node)

    def _list(self, pack: Sketch, key: str, layout: Layout, texts: tuple[str, ...]) -> None:
        """Add one mapping per row of a sheet."""
        rows, sheet = self.rows(layout)
        for row in rows:
            entry = sheet.sketch(row, texts)
            sheet.pair(entry, "name", row, _NAMES)
            entry.texts("aliases", row.texts.get("aliases", ""), sheet.line(row, "aliases"))
            pack.items(key, sheet.line()).append(entry.node)

    def _items(self) -> tuple[Sketch, tuple[str, ...]]:
        """Return the pack with what its first sheet says, and the levels of its tree."""
        rows, sheet = self.rows(STANDARD)
        sheet.reader.places.heads[sheet.name] = {head.key: head.text for head in ITEMS} | {"rules": _RULES_HEAD}
        sheet.heads |= {"value": STANDARD.heads[1].text, "en": STANDARD.heads[2].text}
        pack, rules, cycle = Sketch(sheet.line()), Sketch(sheet.line()), Sketch(sheet.line())
        levels: tuple[str, ...] = ()
        seen: dict[str, int] = {}
        for row in rows:
            head = _item(row, sheet, seen)
            if head is None:
                continue
            if head.key in BILINGUAL:
                _bilingual(pack, head.key, row, sheet)
                continue
            text = plain_text(head, row.texts.get("value", ""))
            if head.key == "levels":
                levels = tuple(level for level in divided(text) if level in LEVELS)
            _put(head.key, text, sheet.line(row, head.key), (pack, rules, cycle))
        if rules.node.value:
            pack.put("rules", rules.node)
        if cycle.node.value:
            pack.put("cycle", cycle.node)
        return pack, levels


def _item(row: Row, sheet: Sheet, seen: dict[str, int]) -> Head | None:
    """Return which row of the first sheet this is; None where it says nothing, or where the ledger says why."""
    written = row.texts.get("item", "")
    known = {spelling: head for head in ITEMS for spelling in spellings(head)}
    head = known.get(fold(written))
    if not {"value", "en"} & set(row.texts) or written.startswith(OWN_PREFIX):
        return None
    if head is None:
        near = nearest(written, [item.chinese for item in ITEMS] + [item.key for item in ITEMS])
        mend = (
            _("可能是“%(near)s”？不需要的行删去，或在前面加 x-") if near else _("删去这一行，或在前面加 x-，就不再读它")
        )
        sheet.fault(row, "item", _("不认识的项“%(item)s”"), mend, item=written, near=near)
    elif head.key in seen and head.key not in REPEATED:
        sheet.fault(
            row, "item", _("“%(item)s”在第 %(row)s 行已经写过"), _("删去其中一个"), item=written, row=seen[head.key]
        )
        return None
    elif "en" in row.texts and head.key not in BILINGUAL:
        sheet.fault(row, "en", _("“%(item)s”没有英文，这一格不应有内容"), _("删去这一格"), item=written)
    seen[head.key if head else ""] = row.number
    return head


def _bilingual(pack: Sketch, key: str, row: Row, sheet: Sheet) -> None:
    """Add a text in both languages; what is not covered makes a list."""
    if key == "title":
        sheet.pair(pack, key, row, ("value", "en"))
        return
    gap = Sketch(sheet.line(row))
    sheet.pair(gap, key, row, ("value", "en"))
    pack.items(key, sheet.line(row, key)).extend(value for _key, value in gap.node.value)


def _put(key: str, text: str, line: int, parts: tuple[Sketch, Sketch, Sketch]) -> None:
    """Add an item to where it belongs: the pack, its rules or its cycle."""
    pack, rules, cycle = parts
    if key in _RULES:
        rules.text(key, text, line)
    elif key == "cycle_weight":
        cycle.items("weights", line).append(text_node(text, line))
    elif key.startswith("cycle_"):
        cycle.text(key.removeprefix("cycle_"), text, line)
    elif key == "levels":
        pack.put(key, list_node([text_node(word, line) for word in divided(text)], line))
    else:
        pack.text(key, text, line)


def _value(pack: Sketch, key: str) -> str:
    """Return the text under a key of the pack, "" where there is none."""
    return next((str(value.value) for name, value in pack.node.value if name.value == key), "")
