"""Reading the standards."""

from wenming.standards.queries.editions import (
    contents_of_edition,
    edition_before,
    edition_beside,
    editions_in,
    parsed,
    shipped_packs,
    shipped_standard,
    standard_of,
)
from wenming.standards.queries.handbook import (
    Adopted,
    adopted_in,
    checklists_in,
    chiefs_of,
    collection_of,
    examples_of,
    items_for,
    latest_chiefs,
    latest_examples,
)
from wenming.standards.queries.imports import imports_open, reading_of

__all__ = [
    "Adopted", "adopted_in", "checklists_in", "chiefs_of", "collection_of", "contents_of_edition", "edition_before",
    "edition_beside", "editions_in", "examples_of", "imports_open", "items_for", "latest_chiefs", "latest_examples",
    "parsed", "reading_of", "shipped_packs", "shipped_standard", "standard_of",
]  # fmt: skip
