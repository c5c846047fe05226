"""The tables of the pages of a standard: cells that are ready to print, laid into rows by one template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from wenming.engine.provenance import Provenance
from wenming.engine.standards import Standard
from wenming.standards.enums import confidence_word


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, further words in small print, tags, numbers of sources, and CSS classes."""

    text: str = ""
    look: str = ""
    small: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it is called, its columns (label, CSS classes) and its rows; every row has a cell per column."""

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    hint: str = ""
    intro: Sequence[str] = field(default=())

    @property
    def heads(self) -> list[dict[str, str]]:
        """The heads of the columns for ``components/table.html``."""
        return [{"label": label, "class": look} for label, look in self.columns]

    @property
    def rows_html(self) -> str:
        """The rows, rendered."""
        labels = [label for label, _look in self.columns]
        return render_to_string("standards/rows.html", {"rows": self.rows, "labels": labels}, using="jinja2")


class Notes:
    """The sources of an edition, numbered in the order of their first use."""

    def __init__(self, standard: Standard) -> None:
        """Go through the tree and then the sections."""
        found = [node.provenance for node in standard.nodes[1:]]
        found += [row.provenance for section in sections_of(standard).values() for row in section]
        self.facts = [one for one in found if one is not None]
        self._numbers = {one: number for number, one in enumerate(dict.fromkeys(self.facts), start=1)}

    def of(self, provenance: Provenance | None) -> tuple[int, ...]:
        """Return the number of a source, none for none."""
        number = self._numbers.get(provenance) if provenance else None
        return (number,) if number else ()

    def listed(self, english: dict[str, str]) -> list[dict[str, Any]]:
        """Return the sources for the page; ``english`` renders them where the reader reads English."""
        return [
            {
                "number": number,
                "text": english.get(one.source, one.source),
                "confidence": confidence_word(one.confidence),
            }
            for one, number in self._numbers.items()
        ]


def sections_of(standard: Standard) -> dict[str, tuple[Any, ...]]:
    """Return the sections beside the tree by their keys, in the order of a pack."""
    provisions = standard.provisions
    return {name: getattr(provisions, name) for name in provisions.__dataclass_fields__}
