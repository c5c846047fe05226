"""Official papers and problem slides as PDF, and as pictures of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenming.documents.adapters.typesetter import typeset
from wenming.documents.exports.official import OfficialPaper, paper_data


def official_pdf(paper: OfficialPaper, pictures: Mapping[int, bytes]) -> bytes:
    """Return the paper as a PDF in the layout of official documents; ``pictures`` are JPEGs by the keys on the paper. NoFontError."""
    return typeset("official", _facts(paper, pictures), pictures)[0]


def official_pages(paper: OfficialPaper, pictures: Mapping[int, bytes], *, ppi: int = 80) -> list[bytes]:
    """Return the pages of the paper as PNG. NoFontError."""
    return typeset("official", _facts(paper, pictures), pictures, kind="png", ppi=ppi)


def _facts(paper: OfficialPaper, pictures: Mapping[int, bytes]) -> dict[str, Any]:
    """Return what the layout reads: the paper with its annex notes, and every photo as the file that lies beside it."""
    data = paper_data(paper)
    for place, annex in enumerate(data["annexes"]):
        annex["label"] = paper.annex_label(place)
    data["annex_notes"] = paper.annex_notes
    return with_files(data, pictures)


def with_files(data: Any, pictures: Mapping[int, bytes]) -> Any:
    """Return the data with the file of every photo; a photo whose bytes are gone leaves its caption."""
    if isinstance(data, dict):
        if "photo" in data and "caption" in data:
            known = data["photo"] in pictures
            return {"file": f"{data['photo']}.jpg", "caption": data["caption"]} if known else data["caption"]
        return {key: with_files(value, pictures) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [with_files(value, pictures) for value in data]
    return data
