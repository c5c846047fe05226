"""Everything that a sound pack says, as plain values: what its file can be written anew from, in YAML or in Excel.

The engine's ``Standard`` keeps what scoring needs; the contents also keep English renderings, sources by their keys, the
names of facts and what the pack does not cover. Comments, layout and the pack's own ``x-`` keys are left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import yaml

from wenming.standards.imports.fields import OWN_PREFIX, line_of
from wenming.standards.imports.numbers import exact_number

Contents = dict[str, Any]
"""A mapping of the pack: texts, lists and mappings below it; numbers are texts, written one way only."""
NUMBERS = frozenset(
    {
        "points", "weight", "weights", "limit", "rate_from", "share", "score_from", "score_below", "rank_to", "sites",
        "months", "scores", "at_least", "at_most", "count", "size", "population_from", "population_below", "metres",
        "minutes", "per_metres", "apart_metres",
    }
)  # fmt: skip
"""The keys whose values are numbers."""


def contents_of(document: yaml.Node) -> Contents:
    """Return the contents of a pack without faults; every node has its full code and name, whatever shorthand was used."""
    contents: Contents = _plain(document, "")
    if "tree" in contents:
        contents["tree"] = [_settled(node, contents["code"], contents["title"]) for node in contents["tree"]]
    return contents


def own_keys(document: yaml.Node, under: str = "") -> Iterator[tuple[str, int]]:
    """Yield the keys of a pack that belong to whoever wrote it, each with its line."""
    if isinstance(document, yaml.MappingNode):
        for key, value in document.value:
            if _own(key.value, under):
                yield key.value, line_of(key)
            else:
                yield from own_keys(value, key.value)
    elif isinstance(document, yaml.SequenceNode):
        for item in document.value:
            yield from own_keys(item)


def number_text(number: Fraction) -> str:
    """Return a number exactly as a pack writes it: a decimal where thirty digits hold it, else a ratio."""
    for digits in range(31):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            whole = str(scaled.numerator).zfill(digits + 1)
            return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole
    return str(number)


def _own(name: str, under: str) -> bool:
    """Say whether a key belongs to whoever wrote the pack; the names of sources are chosen freely."""
    return name.startswith(OWN_PREFIX) and under != "sources"


def _plain(node: yaml.Node, key: str) -> Any:
    """Return a node's value; empty lists say nothing and are left out."""
    if isinstance(node, yaml.MappingNode):
        pairs = [(name.value, _plain(value, name.value)) for name, value in node.value]
        return {name: value for name, value in pairs if not _own(name, key) and value != []}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, key) for item in node.value]
    text = str(node.value).strip()
    number = exact_number(text) if key in NUMBERS else None
    return text if number is None else number_text(number)


def _settled(node: Contents, above: str, names: Contents) -> Contents:
    """Return a node with code and names written out, and everything below it likewise."""
    number = node.pop("number", "")
    node.setdefault("code", f"{above}.{number}")
    node.setdefault("name", {"zh": f"{names['zh']}{number}", "en": f"{names['en']} {number}"})
    if node.get("sites") == "0":
        # as if nothing had been said
        del node["sites"]
    if "children" in node:
        node["children"] = [_settled(child, node["code"], node["name"]) for child in node["children"]]
    return node
