"""The long picture for the leaders at 07:30: yesterday, lamps by district, the worst and the best, three matters to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wenming.documents.exports.longpictures import Figure, LongPicture, Photo, PictureRow, Section, long_picture
from wenming.documents.exports.official import chinese_day
from wenming.documents.imports.texts import document_text, filled
from wenming.issues.actions.papers import Draft
from wenming.issues.exports.papers.briefs import why_of
from wenming.issues.exports.papers.words import Photos, facts_of, matter_text, moment_of, place_of, unit_of
from wenming.issues.models import Issue
from wenming.issues.queries.bulletins import Morning

COLOURS = ("red", "yellow", "green", "grey")


def morning(found: Morning, photos: Photos, *, office: str, day: date) -> Draft:
    """Compose the picture of a morning."""
    text, figures = document_text("morning-picture"), found.figures
    facts = {**facts_of(figures, office), "day": chinese_day(day), "at": moment_of(figures.at, figures.city)}
    facts["closed"] = figures.flow.get("close", 0)
    why = document_text("leader-brief")
    tones = {"reported": "", "closed": "green", "open": "", "overdue": "red" if figures.overdue else ""}
    content = {
        "title": filled(text["title"], facts),
        "subtitle": filled(text["subtitle"], facts),
        "figures": [[label, str(facts[name]), tones[name]] for name, label in text["figures"].items()],
        "rates": filled(text["rates"], {**facts, "closed": figures.flow.get("closed", 0)}),
        "districts": _districts(text, found),
        "worst": [_row(issue, photos, why_of(why, issue), "red") for issue in found.worst],
        "best": [_row(issue, photos, "", "green") for issue in found.best],
        "decide": [_row(issue, photos, why_of(why, issue), "yellow") for issue in found.decide],
        "footer": filled(text["footer"], facts),
    }
    named = {issue.pk: issue for issue in (*found.worst, *found.best, *found.decide)}
    return Draft(
        "morning", f"{content['title']}（{facts['day']}）", {"morning": content}, tuple(named.values()), None, day, day
    )


def _districts(text: Mapping[str, Any], found: Morning) -> list[list[str]]:
    """Return a line for each district with something open: its name, and how many of which lamp."""
    names = [(one.pk, one.name) for one in found.figures.districts] + [(0, text["elsewhere"])]
    lines = []
    for key, name in names:
        counts = [(colour, found.lamps.get((key, colour), 0)) for colour in COLOURS]
        total = sum(count for _colour, count in counts)
        if total:
            said = "　".join(f"{text['lamps'][colour]}{count}" for colour, count in counts if count)
            tone = next(colour for colour, count in counts if count)
            lines.append([name, said, str(total), tone])
    return lines


def _row(issue: Issue, photos: Photos, why: str, tone: str) -> dict[str, Any]:
    """Return a matter as data."""
    return {
        "head": f"{issue.number}　{place_of(issue)}",
        "text": matter_text(issue.text),
        "pill": unit_of(issue),
        "tone": tone,
        "why": why,
        "photos": [photo.pk for moment in ("before", "after") if (photo := photos.get((issue.pk, moment))) is not None],
    }


def morning_picture(content: Mapping[str, Any], pictures: Mapping[int, bytes], *, code: str) -> bytes:
    """Draw the picture; ``code`` is the whole address of the records, "" draws none. NoFontError."""
    text = document_text("morning-picture")
    sections = [
        Section(text["yesterday"], figures=[Figure(*one) for one in content["figures"]], lines=[content["rates"]]),
        Section(
            text["districts"],
            rows=[PictureRow(name, said, f"{total}", tone) for name, said, total, tone in content["districts"]],
        ),
        *(
            Section(
                text[name],
                lines=[] if content[name] else [text["none"]],
                rows=[_drawn(row, pictures, text) for row in content[name]],
            )
            for name in ("decide", "worst", "best")
        ),
    ]
    return long_picture(
        LongPicture(
            content["title"], content["subtitle"], sections, code, text["code"] if code else "", content["footer"]
        )
    )


def _drawn(row: Mapping[str, Any], pictures: Mapping[int, bytes], text: Mapping[str, Any]) -> PictureRow:
    """Return a matter as it is drawn: the photo before, and the one after where there is one."""
    captions: Sequence[str] = (text["before"], text["after"])
    photos = [
        Photo(caption, pictures[key]) for key, caption in zip(row["photos"], captions, strict=False) if key in pictures
    ]
    notes = [row["why"]] if row["why"] else []
    return PictureRow(row["head"], row["text"], row["pill"], row["tone"], notes, photos)


def morning_photos(content: Mapping[str, Any]) -> set[int]:
    """Return the keys of the photos that a picture shows."""
    return {key for name in ("worst", "best", "decide") for row in content[name] for key in row["photos"]}
