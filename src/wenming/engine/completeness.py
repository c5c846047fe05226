"""How complete the file of an edition is: what it says of which section, how sure it is, and what it leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from wenming.engine.provenance import Confidence, Provenance
from wenming.engine.provisions import Bonus, Checklists, NegativeEntry, Provision, Provisions, Question
from wenming.engine.standards import Node, Standard

NODES = "nodes"
"""The key of the tree among the sections."""


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many rows a section has, and of how many the edition (or its file) leaves the points, scores or penalties open."""

    section: str
    rows: int
    open: int = 0


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a file says and what it leaves open; a section without rows does not stand in ``sections``."""

    complete: bool
    sections: tuple[SectionCount, ...]
    confidences: tuple[tuple[Confidence, int], ...]
    """How many facts (nodes and rows of sections) are how sure, the surest first."""
    assumed: tuple[Node, ...]
    """The nodes whose points are not published: an even split stands in for them."""
    not_covered: tuple[tuple[str, str], ...]
    """What the file says that it leaves out (Chinese, English)."""

    @property
    def facts(self) -> int:
        """How many facts the file states."""
        return sum(count for _confidence, count in self.confidences)


def completeness_of(edition: Standard | Checklists) -> Completeness:
    """Return how complete an edition, or a collection of checklists, is."""
    nodes = edition.nodes[1:] if isinstance(edition, Standard) else ()
    rows = {section.name: getattr(edition.provisions, section.name) for section in fields(Provisions)}
    stated = [node.provenance for node in nodes] + [row.provenance for found in rows.values() for row in found]
    assumed = tuple(node for node in nodes if node.assumed)
    tree = (SectionCount(NODES, len(nodes), len(assumed)),) if nodes else ()
    sections = (SectionCount(section, len(found), sum(map(_open, found))) for section, found in rows.items() if found)
    return Completeness(
        complete=not isinstance(edition, Standard) or edition.complete,
        sections=(*tree, *sections),
        confidences=_confidences(stated),
        assumed=assumed,
        not_covered=edition.not_covered if isinstance(edition, Standard) else (),
    )


def _open(row: Provision) -> bool:
    """Say whether the numbers of a row are not known: points of a bonus, scores of a question, a penalty of some city."""
    if isinstance(row, NegativeEntry):
        return None in {row.holder, row.nominated, row.applicant}
    return row.points is None if isinstance(row, Bonus) else isinstance(row, Question) and not row.scores


def _confidences(stated: Iterable[Provenance | None]) -> tuple[tuple[Confidence, int], ...]:
    """Count how sure the facts are; one without any source is unverified."""
    counts = Counter(one.confidence if one else Confidence.UNVERIFIED for one in stated)
    return tuple((confidence, counts[confidence]) for confidence in Confidence)
