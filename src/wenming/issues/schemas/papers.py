"""Papers as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports.official import paper_of
from wenming.issues.enums import PaperChange, PaperKind, PaperState
from wenming.issues.exports.papers import FORMATS, editable_text
from wenming.issues.models import IssuePaper, PaperVersion
from wenming.issues.queries.bulletins import SAMPLE, Share
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text, moment_text

LABELS = {"docx": "Word", "pdf": "PDF", "pptx": "PowerPoint", "png": "PNG"}


def state_pill(state: str) -> dict[str, str]:
    """Return the state of a paper as a pill."""
    issued = state == PaperState.ISSUED
    return {
        "label": str(PaperState(state).label),
        "tone": "ok" if issued else "warn",
        "shape": "check" if issued else "dash",
    }


def paper_rows(city: City, papers: Sequence[IssuePaper]) -> str:
    """Return the body of the list of papers."""
    texts = {
        "kind": pgettext("column", "文种"),
        "number": _("发文字号"),
        "state": pgettext("column", "状态"),
        "made": pgettext("column", "制作"),
        "files": pgettext("column", "下载"),
    }
    rows = [paper_row(city, paper) for paper in papers]
    return render_to_string("issues/paper_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def paper_row(city: City, paper: IssuePaper) -> dict[str, Any]:
    """Return one paper, formatted."""
    return {
        "title": paper.title,
        "url": reverse("issues:paper", args=[city.slug, paper.pk]),
        "kind": str(PaperKind(paper.kind).label),
        "number": paper.number,
        "issued": day_text(paper.issued_on),
        "pill": state_pill(paper.state),
        "made": moment_text(paper.made_at, city),
        "by": paper.made_by.name if paper.made_by else _("系统"),
        "period": period_text(paper),
        "files": files_of(city, paper, paper.version),
    }


def files_of(city: City, paper: IssuePaper, version: int) -> list[dict[str, str]]:
    """Return the files that a version can be had as."""
    return [
        {
            "label": LABELS[ending],
            "url": reverse("issues:paper_file", args=[city.slug, paper.pk, version, ending]),
        }
        for ending in FORMATS[paper.kind]
    ]


def version_lines(city: City, paper: IssuePaper, versions: Sequence[PaperVersion]) -> list[dict[str, Any]]:
    """Return the history of a paper."""
    return [
        {
            "number": one.number,
            "change": str(PaperChange(one.change).label),
            "by": one.by.name if one.by else _("系统"),
            "at": moment_text(one.at, city),
            "files": files_of(city, paper, one.number),
        }
        for one in versions
    ]


def period_text(paper: IssuePaper) -> str:
    """Return the days that a paper is about, "" for none."""
    return days_text(paper.begins_on, paper.ends_on) if paper.begins_on and paper.ends_on else ""


def day_text(day: date | None) -> str:
    """Return a day in the reader's language, "" for none."""
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""


def share_words(share: Share) -> str:
    """Return a share in per cent; too few cases give none."""
    return f"{100 * share.part / share.whole:.1f}%" if share.whole >= SAMPLE else _("样本不足")


def text_of(version: PaperVersion) -> dict[str, str]:
    """Return what people write on an official paper, to be filled into its form."""
    paper = paper_of(version.content["paper"])
    return {
        "title": paper.title,
        "recipients": paper.recipients,
        "text": editable_text(paper),
        "copies": paper.copies,
    }
