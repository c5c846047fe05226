"""Contents of a pack, from wherever they come, checked by the one reader of packs without writing a file in between."""

from __future__ import annotations

from typing import Any

import yaml

from wenming.engine.standards import Standard
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.findings import Finding, Ledger
from wenming.standards.imports.packs import standard_of
from wenming.standards.imports.sketches import list_node, text_node


def check_contents(contents: Contents) -> tuple[Standard | None, tuple[Finding, ...], dict[int, tuple[str, str]]]:
    """Return the standard that contents mean, or None with every fault; and where each line lies.

    A line belongs to a section and to the code of a row: ("tree", "1.2"), ("negative_list", "G15"), ("", "") for the whole.
    """
    builder = _Builder()
    ledger = Ledger("")
    standard = standard_of(builder.node(contents, "", ("", "")), ledger, "")
    findings = ledger.findings()
    return None if findings else standard, findings, builder.places


class _Builder:
    """Makes the nodes that a YAML file with these contents would give; every mapping has a line of its own."""

    def __init__(self) -> None:
        self.places: dict[int, tuple[str, str]] = {}

    def node(self, value: Any, key: str, place: tuple[str, str]) -> yaml.Node:
        """Return the node of a value."""
        if isinstance(value, dict):
            return self._mapping(value, key, place)
        line = max(len(self.places), 1)
        if isinstance(value, list):
            return list_node([self.node(item, key, place) for item in value], line)
        return text_node(str(value), line)

    def _mapping(self, value: dict[str, Any], key: str, place: tuple[str, str]) -> yaml.MappingNode:
        section = place[0] or ("" if key in {"", "title", "rules", "cycle"} else key)
        place = (section, str(value.get("code", place[1])))
        line = len(self.places) + 1
        self.places[line] = place if section else ("", "")
        pairs = []
        for name, inner in value.items():
            node = self.node(inner, name, place if section else ("", ""))
            pairs.append((text_node(name, line), node))
        mark = text_node("", line).start_mark
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark, mark)
