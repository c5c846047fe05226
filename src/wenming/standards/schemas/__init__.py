"""Names of standards and of their lines, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wenming.engine.crosswalk import Clause
from wenming.engine.editions import ChangeKind
from wenming.engine.provisions import CheckItem, Provision
from wenming.engine.standards import Node as PureNode
from wenming.engine.standards import Standard
from wenming.standards.enums import CHANGE_TONES, CHANGES
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


def change_pill(kind: ChangeKind) -> dict[str, str]:
    """Return a kind of change between editions as a pill."""
    tone, shape = CHANGE_TONES[kind]
    return {"label": str(CHANGES[kind]), "tone": tone, "shape": shape}


def clause_name(standards: Iterable[Standard], clause: Clause) -> str:
    """Return a clause with its title; one that none of the editions has, by its codes."""
    edition, code = clause
    for standard in standards:
        for node in standard.nodes if standard.code == edition else ():
            if node.code == code:
                return f"{edition_title(standard)} {code} {node_name(node)}"
    return f"{edition}/{code}"


def limits_text(item: CheckItem) -> str:
    """Say what has to be counted for the item to be met; "" where nothing is counted."""
    limits = []
    if item.at_least is not None:
        limits.append(_("不少于 %(number)s") % {"number": exact_text(item.at_least)})
    if item.at_most is not None:
        limits.append(_("不多于 %(number)s") % {"number": exact_text(item.at_most)})
    text = _("、").join(limits)
    if text and item.per_metres:
        text = _("每 %(metres)s 米%(limits)s") % {"metres": item.per_metres, "limits": text}
    if item.apart_metres:
        text = _("；").join(filter(None, (text, _("间隔 %(metres)s 米以上才分别计") % {"metres": item.apart_metres})))
    return text
