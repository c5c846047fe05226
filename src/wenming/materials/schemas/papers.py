"""Papers, versions and marks as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.materials.adapters.reading import Preview
from wenming.materials.enums import PaperKind, ReturnReason, ReviewStage
from wenming.materials.imports.formats import PDF
from wenming.materials.models import MaterialReview, Paper, PaperMark
from wenming.materials.queries.details import Version


def paper_view(paper: Paper, city: City) -> dict[str, Any]:
    """Return a paper with what is known of it."""
    facts = [paper.document_number, formats.date_format(paper.dated, "DATE_FORMAT") if paper.dated else ""]
    if paper.taken_at:
        facts.append(_("拍摄于 %(at)s") % {"at": moment_text(paper.taken_at, city)})
    caption = [(_("地点"), paper.place), (_("人物"), paper.people), (_("主题"), paper.theme)]
    return {
        "pk": paper.pk,
        "title": paper.title,
        "name": paper.name,
        "size": size_text(paper.file.size),
        "kind": str(PaperKind(paper.kind).label),
        "picture": page_url(paper, city, 1) if paper.shown_id else "",
        "facts": [one for one in facts if one],
        "caption": [{"label": label, "text": text} for label, text in caption if text],
        "url": reverse("materials:paper", args=[city.slug, paper.pk]),
        "download_url": reverse("materials:paper_file", args=[city.slug, paper.pk]),
        "behalf": paper.entered_for,
    }


def size_text(size: int) -> str:
    """Return a size in KB or MB."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(size // 1024, 1)} KB"


def page_url(paper: Paper, city: City, page: int) -> str:
    """Return the picture of a page."""
    return reverse("materials:paper_page", args=[city.slug, paper.pk, page])


def sheet_view(
    paper: Paper, preview: Preview, marks: Sequence[PaperMark], city: City, *, removable: Mapping[int, bool]
) -> dict[str, Any]:
    """Return a paper to be looked at: its pages with what is marked on each, or its sentences, or its rows."""
    by_page: dict[int, list[dict[str, Any]]] = {}
    for mark in marks:
        by_page.setdefault(mark.page, []).append(mark_view(mark, city, removable=removable.get(mark.pk, False)))
    pages = [
        {"number": number, "url": page_url(paper, city, number), "marks": by_page.get(number, [])}
        for number in range(1, preview.pages + 1)
    ]
    paragraphs = [
        [{"number": number, "text": text, "marks": by_page.get(number, [])} for number, text in sentences]
        for sentences in preview.paragraphs
    ]
    return {
        **paper_view(paper, city),
        "pages": pages,
        "paragraphs": paragraphs,
        "rows": preview.rows,
        "characters": preview.characters,
        "marks": [mark_view(one, city, removable=removable.get(one.pk, False)) for one in marks],
        "several": preview.pages > 1,
        "scanned": paper.media_type == PDF,
    }


def mark_view(mark: PaperMark, city: City, *, removable: bool) -> dict[str, Any]:
    """Return a mark: where it lies in per cent, what it says, who drew it."""
    return {
        "pk": mark.pk,
        "page": mark.page,
        "x": f"{mark.left / 10:g}%",
        "y": f"{mark.top / 10:g}%",
        "width": f"{mark.width / 10:g}%",
        "height": f"{mark.height / 10:g}%",
        "foot": f"{(mark.top + mark.height) / 10:g}%",
        "end": f"{(mark.left + mark.width) / 10:g}%",
        "red": mark.red_line,
        "words": mark.words,
        "by": mark.by.name,
        "at": moment_text(mark.at, city),
        "remove_url": reverse("materials:mark_remove", args=[city.slug, mark.pk]) if removable else "",
    }


def version_view(version: Version, city: City) -> dict[str, Any]:
    """Return a version with its papers and what was said of it."""
    row = version.row
    return {
        "number": row.number,
        "note": row.note,
        "by": row.by.name,
        "at": moment_text(row.submitted_at, city) if row.submitted_at else "",
        "papers": [paper_view(one, city) for one in version.papers],
        "reviews": [review_view(one, city) for one in version.reviews],
    }


def review_view(review: MaterialReview, city: City) -> dict[str, Any]:
    """Return what was said of a version."""
    return {
        "stage": str(ReviewStage(review.stage).label),
        "passed": review.passed,
        "reason": str(ReturnReason(review.reason).label) if review.reason else "",
        "words": review.words,
        "by": review.by.name,
        "at": moment_text(review.at, city),
    }
