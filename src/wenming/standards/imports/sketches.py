"""A pack under construction: the very nodes that a YAML file would give, each with the line of its place."""

from __future__ import annotations

import yaml

from wenming.standards.imports.lists import divided

_TEXT, _LIST, _MAP = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


def text_node(text: str, line: int) -> yaml.ScalarNode:
    """Return a text; it counts as quoted, so that no word of it means anything to YAML."""
    mark = _mark(line)
    return yaml.ScalarNode(_TEXT, text, mark, mark, style='"')


def list_node(items: list[yaml.Node], line: int) -> yaml.SequenceNode:
    """Return a list."""
    mark = _mark(line)
    return yaml.SequenceNode(_LIST, items, mark, mark)


class Sketch:
    """A mapping that grows key by key; ``line`` is where its faults are told."""

    def __init__(self, line: int) -> None:
        """Begin without keys."""
        mark = _mark(line)
        self.line = line
        self.node = yaml.MappingNode(_MAP, [], mark, mark)

    def put(self, key: str, value: yaml.Node) -> None:
        """Add a key; it stands where its value stands."""
        line = value.start_mark.line + 1
        self.node.value.append((text_node(key, line), value))

    def text(self, key: str, text: str, line: int) -> None:
        """Add a key with a text, unless it is empty."""
        if text:
            self.put(key, text_node(text, line))

    def texts(self, key: str, cell: str, line: int) -> None:
        """Add a key with the texts of a cell, unless it is empty."""
        items: list[yaml.Node] = [text_node(text, line) for text in divided(cell)]
        if items:
            self.put(key, list_node(items, line))

    def items(self, key: str, line: int) -> list[yaml.Node]:
        """Return the list under a key, which is added where it is not there yet."""
        for name, value in self.node.value:
            if name.value == key:
                return list_of(value)
        added = list_node([], line)
        self.put(key, added)
        return list_of(added)


def list_of(node: yaml.Node) -> list[yaml.Node]:
    """Return the items of a list, to be added to."""
    items: list[yaml.Node] = node.value
    return items


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line - 1, 0, None, 0)
