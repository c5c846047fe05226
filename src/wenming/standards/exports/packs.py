"""A pack as YAML in its canonical form: keys in one order, numbers written one way, no comments.

Two packs that say the same have the same canonical text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import yaml

from wenming.standards.imports.contents import NUMBERS, Contents
from wenming.standards.imports.provisions import SECTIONS
from wenming.standards.imports.tree import NODE_KEYS

_ORDER = (
    "format", "code", "title", "edition", "complete", "not_covered", "points", "levels", "rules", "sources", "source",
    "confidence", "facts", "functions", "shares", "tree", "cycle", "title_lines", "units", "areas", *SECTIONS,
)  # fmt: skip
_WITHIN = (
    "zh", "en", "number", "code", "site_type", *NODE_KEYS[2:-3], "kind", "effect", "fact", "limit", "steps", "label",
    "rate_from", "share", "score_from", "score_below", "rank_to", "weights", "holder", "nominated", "applicant", "months",
    "headline", "options", "scores", "walk", "metres", "minutes", "time_from", "time_to", "answer", "how", "judge",
    "at_least", "at_most", "unit", "count", "size", "population_from", "population_below", "per_metres", "apart_metres",
    "clauses", "functions", "children", "source", "confidence",
)  # fmt: skip
"""The order of keys inside the sections."""
_RAW = NUMBERS | {"number", "complete"}
"""Keys whose values are numbers or true and false: never quoted."""
_SPACED = frozenset({"sources", "facts", "tree", "cycle", *SECTIONS})
_PLAIN = re.compile(r"[^\W_](?:[\w .\-/()%+“”‘’（）《》、，。；：！？·—…]*[\w%)”’）》。！？…])?\Z")
_ODD = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_TEXT = "tag:yaml.org,2002:str"


def pack_text(contents: Contents) -> str:
    """Return the canonical YAML text of a pack's contents."""
    lines: list[str] = []
    for key in sorted(contents, key=_ORDER.index):
        if key in _SPACED:
            lines.append("")
        if key == "tree":
            lines.append("tree:")
            for node in contents[key]:
                lines += _node(node, contents["code"], contents["title"], "  ")
        elif key == "sources":
            lines.append("sources:")
            lines += [f"  {_text(name)}: {_flow(row, '')}" for name, row in contents[key].items()]
        elif isinstance(contents[key], list) and isinstance(contents[key][0], dict):
            lines.append(f"{key}:")
            lines += [f"  - {_flow(row, '')}" for row in contents[key]]
        else:
            lines.append(f"{key}: {_flow(contents[key], key)}")
    return "\n".join(lines) + "\n"


def _node(node: Contents, above: str, names: Contents, indent: str) -> Iterator[str]:
    """Yield the lines of a node: one line where nothing stands below it."""
    short = _shortened(node, above, names)
    children = short.pop("children", [])
    if not children:
        yield f"{indent}- {_flow(short, '')}"
        return
    for place, (key, value) in enumerate(short.items()):
        yield f"{indent}{'  ' if place else '- '}{key}: {_flow(value, key)}"
    yield f"{indent}  children:"
    for child in children:
        yield from _node(child, node["code"], node["name"], indent + "    ")


def _shortened(node: Contents, above: str, names: Contents) -> Contents:
    """Return a node in the order of the format; a content that is its parent's name and a number says only the number."""
    ordered = _ordered(node)
    number = node["code"].removeprefix(f"{above}.")
    inherited = {"zh": f"{names['zh']}{number}", "en": f"{names['en']} {number}"}
    if node["code"] == f"{above}.{number}" and re.fullmatch("[1-9][0-9]{0,8}", number) and node["name"] == inherited:
        del ordered["code"], ordered["name"]
        return {"number": number, **ordered}
    return ordered


def _ordered(row: Contents) -> Contents:
    """Return a mapping in the order of the format."""
    return {key: row[key] for key in sorted(row, key=_WITHIN.index)}


def _flow(value: object, key: str) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(inner, name)}" for name, inner in _ordered(value).items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, key) for item in value) + "]"
    return str(value) if key in _RAW else _text(str(value))


def _text(text: str) -> str:
    """Return a text as YAML reads it back; in quotation marks where it could be taken for anything else."""
    resolver = yaml.resolver.Resolver()
    if _PLAIN.match(text) and resolver.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT:
        return text
    return _ODD.sub(lambda odd: f"\\u{ord(odd.group()):04x}", json.dumps(text, ensure_ascii=False))
