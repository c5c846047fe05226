"""Names of standards and of their lines, in the reader's language."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import get_language

from wenming.engine.provisions import Provision
from wenming.engine.standards import Node as PureNode
from wenming.engine.standards import Standard
from wenming.standards.models import Edition, Node


def in_language(chinese: str, english: str) -> str:
    """Return the rendering for the reader; the official Chinese one where there is no English."""
    return english if get_language() == "en" and english else chinese


def node_name(node: PureNode | Node | Provision) -> str:
    """Return a line's name; the official Chinese one where there is no English rendering."""
    return in_language(node.name, node.name_en)


def edition_title(edition: Edition | Standard) -> str:
    """Return an edition's title; the official Chinese one where there is no English rendering."""
    return in_language(edition.title, edition.title_en)


def exact_text(number: Fraction | None) -> str:
    """Return a number of a standard for reading: at most three decimals, no needless zeros; "" for none."""
    return "" if number is None else f"{float(number):.3f}".rstrip("0").rstrip(".")
