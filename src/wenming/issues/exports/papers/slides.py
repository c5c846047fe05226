"""Problem slides: one problem to a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wenming.documents.exports.official import chinese_day
from wenming.documents.exports.slides import Slide, SlideSet, slides_data
from wenming.documents.imports.texts import document_text
from wenming.issues.actions.papers import Draft
from wenming.issues.exports.papers.orders import clause_of
from wenming.issues.exports.papers.words import Photos, due_text, matter_text, place_of, state_words, unit_of
from wenming.issues.models import Issue


def slides(issues: Sequence[Issue], photos: Photos, *, office: str, at: datetime) -> Draft:
    """Compose the slides of these issues, at least one; the photo before large, the one after beside it where there is one."""
    text, words = document_text("problem-slides"), state_words()
    labels = text["labels"]
    pages = []
    for issue in issues:
        facts = (
            (labels["unit"], unit_of(issue)),
            (labels["clause"], clause_of(issue)),
            (labels["limit"], due_text(issue)),
            (labels["state"], words[issue.state]),
            (labels["number"], issue.number),
        )
        before, after = (photos.get((issue.pk, moment)) for moment in ("before", "after"))
        pages.append(
            Slide(
                title=place_of(issue) or issue.number,
                text=matter_text(issue.text),
                facts=facts,
                before=before.pk if before else None,
                after=after.pk if after else None,
            )
        )
    day = chinese_day(at.astimezone(issues[0].city.zone))
    found = SlideSet(text["title"], f"{office}　{day}", pages, labels["before"], labels["after"], labels["none"])
    title = f"{text['title']}（{len(issues)}件）"
    return Draft("slides", title, {"slides": slides_data(found)}, tuple(issues))
