"""The tree of a standard, row by row: what each line is worth, by which methods, from which source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wenming.engine.standards import Node, NodeFunction, Standard
from wenming.standards.enums import FUNCTIONS, level_word, method_word, missing_word
from wenming.standards.schemas import exact_text, node_name
from wenming.standards.views.tables import Notes


def tree_html(standard: Standard, notes: Notes) -> str:
    """Return the body of the tree table; the root is the page itself and has no row."""
    rows = [row for child in standard.root.children for row in _rows(child, "", 0, standard, notes)]
    texts = {
        "toggle": _("展开或收起"),
        "assumed": _("未公布，均分试算"),
        "level": _("层级"),
        "points": _("分值"),
        "methods": _("测评方法"),
        "sites": _("每轮点位"),
        "source": _("依据"),
    }
    return render_to_string("standards/tree_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _rows(node: Node, parent: str, level: int, standard: Standard, notes: Notes) -> Iterator[dict[str, Any]]:
    """Yield the row of a node and those of everything below it."""
    yield {
        "code": node.code,
        "parent": parent,
        "level": level,
        "leaf": node.is_leaf,
        "name": node_name(node),
        "aliases": _("也写作 %(names)s") % {"names": _("、").join(node.aliases)} if node.aliases else "",
        "level_word": level_word(node.level),
        "points": exact_text(node.points),
        "assumed": node.assumed,
        "methods": [method_word(method) for method in node.methods],
        "rules": _rules(node, standard),
        "sites": str(node.sites or ""),
        "notes": notes.of(node.provenance),
    }
    for child in node.children:
        yield from _rows(child, node.code, level + 1, standard, notes)


def _rules(node: Node, standard: Standard) -> list[str]:
    """Return the rules of a node in a few words each; the usual missing rule is not repeated."""
    rules = [rule_text(function) for function in node.functions]
    if node.missing is not standard.root.missing:
        rules.append(missing_word(node.missing))
    return rules


def rule_text(function: NodeFunction) -> str:
    """Return one non-linear rule in a few words."""
    text = str(FUNCTIONS[function.kind])
    if function.limit:
        text += f" {exact_text(function.limit)}"
    if function.steps:
        steps = (f"{step.label} ≥ {exact_text(step.rate_from * 100)}%" for step in function.steps)
        text += f" {_('、').join(steps)}"
    return f"{text} ({function.fact})" if function.fact else text
