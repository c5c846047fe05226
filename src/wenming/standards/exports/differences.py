"""What differs between two editions, for a machine: every node and every row of a section, with exact values."""

from __future__ import annotations

from wenming.engine.editions import (
    ChangeKind,
    EditionDifference,
    FieldChange,
    NodeChange,
    ProvisionChange,
)
from wenming.engine.provisions import Provision
from wenming.engine.standards import Node, Standard
from wenming.standards.exports.values import exact_text, shown_text
from wenming.standards.exports.words import field_words


def difference_answer(before: Standard, after: Standard, found: EditionDifference) -> dict[str, object]:
    """Return everything that differs; values are exact texts in the words of the format."""
    return {
        "equal": found.equal,
        "before": {"code": before.code, "title": before.title, "edition": before.edition},
        "after": {"code": after.code, "title": after.title, "edition": after.edition},
        "counts": {kind.value: found.count(kind) for kind in ChangeKind},
        "whole": [_answer(change) for change in found.whole],
        "nodes": [_node(change) for change in found.nodes],
        "provisions": [_row(change) for change in found.provisions],
    }


def _node(change: NodeChange) -> dict[str, object]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "before": [_named(node) for node in change.before],
        "after": [_named(node) for node in change.after],
        "found_by": change.found_by.value if change.found_by else None,
        "changes": [_answer(field) for field in change.changes],
    }


def _row(change: ProvisionChange) -> dict[str, object]:
    return {
        "section": change.section,
        "kind": change.kind.value,
        "before": _named(change.before) if change.before else None,
        "after": _named(change.after) if change.after else None,
        "changes": [_answer(field) for field in change.changes],
    }


def _named(one: Node | Provision) -> dict[str, str]:
    return {"code": one.code, "name": one.name}


def _answer(change: FieldChange) -> dict[str, str]:
    return {"field": change.field, "before": exact_text(change.before), "after": exact_text(change.after)}


def field_word(field: str) -> str:
    """Return what people call a detail of a standard, of a node or of a row of a section."""
    return field_words().get(field, field)


def value_text(field: str, value: object) -> str:
    """Return any value of a standard as a person reads it; a dash for none."""
    return shown_text(field, value) or "—"
