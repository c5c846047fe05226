"""Names of standards and of their lines, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from wenming.engine.standards import Node as PureNode
from wenming.standards.models import Edition, Node


def node_name(node: PureNode | Node) -> str:
    """Return a line's name; the official Chinese one where there is no English rendering."""
    return node.name_en if get_language() == "en" and node.name_en else node.name


def edition_title(edition: Edition) -> str:
    """Return an edition's title; the official Chinese one where there is no English rendering."""
    return edition.title_en if get_language() == "en" and edition.title_en else edition.title
