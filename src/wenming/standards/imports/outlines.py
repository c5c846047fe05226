"""The tree of a pack from the rows of a sheet: each node's name stands in the column of its level."""

from __future__ import annotations

import yaml

from wenming.engine.matching import fold
from wenming.standards.imports.fields import nearest
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.layout import LEVEL
from wenming.standards.imports.sketches import Sketch, list_node
from wenming.standards.imports.tables import Reader, Row

_TEXTS = ("code", "points", "weight", "shares", "sites", "missing", "not_applicable", "source", "confidence")
_LISTS = ("methods", "aliases")
_FUNCTION_TEXTS = ("kind", "fact", "limit")
_STEP_TEXTS = ("label", "rate_from", "share")


class Sheet:
    """One sheet while its rows become nodes: where things stand in it."""

    def __init__(self, name: str, reader: Reader) -> None:
        """Keep the name of the sheet and what all sheets share."""
        self.name = name
        self.reader = reader
        self.heads = reader.places.heads.get(name, {})

    def line(self, row: Row | None = None, key: str = "") -> int:
        """Return the line of a cell, of a row, or of the whole sheet."""
        return self.reader.places.line(self.name, row.number if row else None, self.heads.get(key, ""))

    def fault(self, row: Row, key: str, problem: str, mend: str, /, **facts: object) -> None:
        """Note a fault at a cell."""
        self.reader.fault((self.name, row.number, self.heads.get(key, "")), problem, mend, **facts)

    def pair(self, sketch: Sketch, key: str, row: Row, columns: tuple[str, str]) -> None:
        """Add a text in both languages; where one is missing, its cell is where the fault is told."""
        texts = [row.texts.get(column, "") for column in columns]
        if not any(texts):
            return
        empty = columns[texts.index("")] if "" in texts else ""
        both = Sketch(self.line(row, empty))
        for language, column, text in zip(("zh", "en"), columns, texts, strict=True):
            both.text(language, text, self.line(row, column))
        sketch.put(key, both.node)

    def sketch(self, row: Row, texts: tuple[str, ...]) -> Sketch:
        """Return the mapping of a row with the texts of these columns."""
        sketch = Sketch(self.line(row))
        for key in texts:
            sketch.text(key, row.texts.get(key, ""), self.line(row, key))
        return sketch


def read_tree(rows: list[Row], levels: tuple[str, ...], sheet: Sheet) -> tuple[yaml.Node, dict[str, Sketch]]:
    """Return the list of the uppermost nodes, and every node by its code."""
    tree = list_node([], sheet.line())
    known: dict[str, Sketch] = {}
    path: list[tuple[str, Sketch]] = []
    for row in rows:
        depth = _depth(row, levels, path, sheet)
        if depth is None:
            continue
        name = LEVEL + levels[depth]
        node = sheet.sketch(row, _TEXTS)
        sheet.pair(node, "name", row, (name, "name_en"))
        for key in _LISTS:
            node.texts(key, row.texts.get(key, ""), sheet.line(row, key))
        above = path[depth - 1][1] if depth else None
        siblings = above.items("children", above.line) if above else tree.value
        siblings.append(node.node)
        path[depth:] = [(row.texts[name], node)]
        known.setdefault(row.texts.get("code", ""), node)
    return tree, known


def _depth(row: Row, levels: tuple[str, ...], path: list[tuple[str, Sketch]], sheet: Sheet) -> int | None:
    """Return the level of a row's node, None with the reason in the ledger where it has no place in the tree."""
    named = [depth for depth, level in enumerate(levels) if LEVEL + level in row.texts]
    if not named:
        sheet.fault(row, "", _("这一行没有名称"), _("在所属层级的一列写上名称，或删去整行"))
        return None
    depth = named[-1]
    for above in named[:-1]:
        name = row.texts[LEVEL + levels[above]]
        if above >= len(path) or fold(name) != fold(path[above][0]):
            problem = _("“%(name)s”没有自己的一行")
            mend = _("在它的下级之前单独给它一行，写明编号、英文名称和分值")
            sheet.fault(row, LEVEL + levels[above], problem, mend, name=name)
            return None
    if depth > len(path):
        name = row.texts[LEVEL + levels[depth]]
        mend = _("在它之前写出上级条目，一行一条")
        sheet.fault(row, LEVEL + levels[depth], _("“%(name)s”没有上级条目"), mend, name=name)
        return None
    return depth


def read_functions_sheet(rows: list[Row], nodes: dict[str, Sketch], sheet: Sheet) -> None:
    """Add the functions to their nodes; a row without a kind is a further step of the function above it."""
    function, owner = None, ""
    for row in rows:
        code = row.texts.get("node", "")
        if "kind" in row.texts:
            function, owner = _function(row, code, nodes, sheet), code
        elif function is None or code not in {"", owner} or {"fact", "limit"} & set(row.texts):
            sheet.fault(row, "kind", _("缺少“%(key)s”"), _("填写“%(key)s”"), key="kind")
        if function is not None and set(_STEP_TEXTS) & set(row.texts):
            function.items("steps", sheet.line(row)).append(sheet.sketch(row, _STEP_TEXTS).node)


def _function(row: Row, code: str, nodes: dict[str, Sketch], sheet: Sheet) -> Sketch:
    """Add one function to its node; one whose node is unknown is told and stands alone."""
    function = sheet.sketch(row, _FUNCTION_TEXTS)
    if code in nodes:
        nodes[code].items("functions", sheet.line(row)).append(function.node)
    else:
        near = nearest(code, nodes) if code else ""
        mend = _("可能是“%(near)s”？") if near else _("写条目表里的编号；整个体系的规则写体系的代号")
        sheet.fault(row, "node", _("条目表里没有编号“%(value)s”"), mend, value=code, near=near)
    return function
