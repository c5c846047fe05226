"""From the data of a version to files and pages; and its free texts, to be edited by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wenming.documents.exports.official import HEADS, Block, Body, OfficialPaper, paper_data, paper_of
from wenming.documents.exports.official_pdf import official_pages, official_pdf
from wenming.documents.exports.official_word import official_word
from wenming.documents.exports.slides import slides_file, slides_of, slides_pages, slides_pdf
from wenming.issues.enums import PaperKind
from wenming.issues.exports.papers.mornings import morning_photos, morning_picture
from wenming.issues.models import IssuePaper
from wenming.issues.queries.papers import picture_bytes
from wenming.kernel.models import City

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MEDIA = {"docx": WORD, "pdf": "application/pdf", "pptx": SLIDES, "png": "image/png"}
FORMATS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(PaperKind.values, ("docx", "pdf")),
    str(PaperKind.SLIDES): ("pptx", "pdf"),
    str(PaperKind.MORNING): ("png",),
}
"""Kind -> the files that it can be had as, the first one first."""
_MARK = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+．|（\d+）)")
_KEPT = re.compile(r"^〔(?:表|照片)(\d+)〕$")


def file_of(city: City, content: Mapping[str, Any], ending: str, *, code: str = "") -> bytes:
    """Return a version as a file of one of its formats; ``code`` is the address in the long picture's code. NoFontError."""
    if "morning" in content:
        pictures = picture_bytes(city, morning_photos(content["morning"]))
        return morning_picture(content["morning"], pictures, code=code)
    if "slides" in content:
        found = slides_of(content["slides"])
        pictures = picture_bytes(city, found.photos)
        return slides_pdf(found, pictures) if ending == "pdf" else slides_file(found, pictures)
    paper = paper_of(content["paper"])
    pictures = picture_bytes(city, paper.photos, size=_size(paper))
    return official_pdf(paper, pictures) if ending == "pdf" else official_word(paper, pictures)


def pages_of(city: City, content: Mapping[str, Any], *, code: str = "", ppi: int = 96) -> list[bytes]:
    """Return the pages of a version as PNG, as they will be printed. NoFontError."""
    if "morning" in content:
        return [file_of(city, content, "png", code=code)]
    if "slides" in content:
        found = slides_of(content["slides"])
        return slides_pages(found, picture_bytes(city, found.photos, size="small"), ppi=ppi)
    paper = paper_of(content["paper"])
    return official_pages(paper, picture_bytes(city, paper.photos, size="small"), ppi=ppi)


def page_count(city: City, content: Mapping[str, Any]) -> int:
    """Return how many pages a version has. NoFontError."""
    if "morning" in content:
        return 1
    return len(content["slides"]["slides"]) if "slides" in content else len(pages_of(city, content, ppi=4))


def _size(paper: OfficialPaper) -> str:
    """Return how large photos have to be: many in a table small, few on a page large."""
    return "small" if len(paper.photos) > 12 else "large"


def with_number(content: Mapping[str, Any], paper: IssuePaper) -> Mapping[str, Any]:
    """Return the content with the number that was given back in its place, and who signed where a paper names that."""
    if not paper.number or "paper" not in content:
        return content
    facts = paper_of(content["paper"])
    label, colon, _rest = facts.number.partition("：")
    number = f"{label}：{paper.number}" if colon else paper.number
    return {**content, "paper": paper_data(replace(facts, number=number))}


def editable_text(paper: OfficialPaper) -> str:
    """Return the body as lines: "# " and "## " are headings, 〔表1〕 stands for the first table, 〔照片2〕 for the second stretch of photos."""
    lines, kept = [], 0
    for block in paper.blocks:
        if block.kind in {"table", "photos"}:
            kept += 1
            lines.append(f"〔{'表' if block.kind == 'table' else '照片'}{kept}〕")
        elif block.kind in HEADS:
            lines.append(f"{'#' * (HEADS.index(block.kind) + 1)} {_MARK.sub('', block.text)}")
        else:
            lines.append(block.text)
    return "\n".join(lines)


def edited(paper: OfficialPaper, *, title: str, recipients: str, text: str, copies: str) -> OfficialPaper:
    """Return the paper with other words; headings are numbered anew, a table stays where its mark stands, and goes with it."""
    kept: list[Block] = [block for block in paper.blocks if block.kind in {"table", "photos"}]
    body = Body()
    for line in text.splitlines():
        mark = _KEPT.match(line.strip())
        if mark is None:
            body.text(line)
        elif 0 < int(mark[1]) <= len(kept):
            body.blocks.append(kept[int(mark[1]) - 1])
    return replace(paper, title=title, recipients=recipients, blocks=body.blocks, copies=copies)
