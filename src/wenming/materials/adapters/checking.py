"""One paper read by the machine: its words, its picture, and what of both is worth a look. Nothing is written here, and nothing is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from wenming.engine.collecting import days_of, month_after, month_of
from wenming.engine.papers.kinds import ReportReading, figures_in, read_report
from wenming.engine.papers.letters import Letters, figures_of, letters_of
from wenming.engine.papers.periods import outside
from wenming.engine.papers.sketches import sketch_of
from wenming.engine.papers.uses import Days, Use
from wenming.engine.pictures.sharpness import BLURRED
from wenming.kernel.adapters.stores import path_of
from wenming.materials.adapters.pictures import SeenPicture, compressed, look_at_picture
from wenming.materials.enums import CheckKind, PaperKind
from wenming.materials.imports.words import DAMAGED, ReadText, text_of
from wenming.materials.models import MaterialItem, Paper

SMALLEST = 600
"""Pixels of the longer side below which a picture shows too little, where the requirement names no other number."""
LATE = timedelta(days=31)
"""So long after a period a paper about it may be dated: it is written when the period is over."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is worth a look, with the facts that it rests on; ``other`` is the key of the paper beside it."""

    kind: Any
    facts: dict[str, Any] = field(default_factory=dict)
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a paper."""

    paper: Paper
    items: tuple[MaterialItem, ...]
    text: str
    facts: dict[str, Any]
    sketch: list[int]
    found: tuple[Found, ...]

    @property
    def tabular(self) -> bool:
        """Whether it is a table: its figures are compared, not its words."""
        return self.paper.kind == PaperKind.STATISTICS


def bytes_of(paper: Paper) -> bytes:
    """Return the bytes of a paper, none where they are not there (a restore that is not whole yet)."""
    try:
        return path_of(paper.city.slug, paper.file.sha256).read_bytes()
    except OSError:
        return b""


def read_one(paper: Paper, items: Sequence[MaterialItem], names: Iterable[str]) -> Reading:
    """Read a paper that was handed in for some items, by a unit that has these names."""
    content = bytes_of(paper)
    if paper.media_type.startswith("image/"):
        seen = look_at_picture(content)
        facts = {} if seen is None else _picture_facts(seen)
        found = [*_picture(paper, items, content, seen), *_captioned(paper), *_period(paper, items, "")]
        return Reading(paper, tuple(items), "", facts, [], tuple(found))
    read = text_of(paper.name, paper.media_type, content)
    compared = letters_for(paper, read.text, [*names, *known_words(items)])
    facts = {"characters": read.characters, "pages": read.pages, "cut": read.cut, "fault": read.fault}
    found = [*_words(paper, read), *_period(paper, items, read.text)]
    return Reading(paper, tuple(items), read.text, facts, sketch_of(compared), tuple(found))


def known_words(items: Iterable[MaterialItem]) -> list[str]:
    """Return what every unit writes that is asked the same: the words of the requirement and of its clause."""
    return [words for one in items for words in (one.requirement.name, one.requirement.node.name)]


def letters_for(paper: Paper, text: str, names: Iterable[str]) -> Letters:
    """Return what of a paper is compared."""
    return figures_of(text) if paper.kind == PaperKind.STATISTICS else letters_of(text, names)


def _picture_facts(seen: SeenPicture) -> dict[str, Any]:
    sharp = None if seen.sharp is None else round(seen.sharp * 1000)
    return {"width": seen.width, "height": seen.height, "sharp": sharp, "source": seen.source}


def _picture(paper: Paper, items: Sequence[MaterialItem], content: bytes, seen: SeenPicture | None) -> Iterable[Found]:
    """Propose what a picture's pixels and notes are worth a look for."""
    if seen is None:
        yield Found(CheckKind.EMPTY, {"fault": DAMAGED})
        return
    least = max([int(one.requirement.limits.get("pixels") or 0) for one in items] or [0]) or SMALLEST
    if seen.longest < least:
        yield Found(CheckKind.TOO_SMALL, {"width": seen.width, "height": seen.height, "least": least})
    elif seen.sharp is not None and seen.sharp < BLURRED:
        yield Found(CheckKind.BLURRED, {"sharp": round(seen.sharp * 1000), "least": round(BLURRED * 1000)})
    if seen.source:
        yield Found(CheckKind.WATERMARKED, {"source": seen.source})
    most = min([int(one.requirement.limits.get("bytes") or 0) or paper.file.size for one in items] or [0])
    if 0 < most < paper.file.size:
        yield Found(CheckKind.TOO_LARGE, {"size": paper.file.size, "most": most, **_after(content, most)})


def _after(content: bytes, most: int) -> dict[str, Any]:
    """Return what a picture becomes when it is made small enough, nothing where it cannot be."""
    small = compressed(content, most)
    if small is None:
        return {}
    blurred = small.sharp is not None and small.sharp < BLURRED
    return {"width": small.width, "height": small.height, "after": small.size, "blurred": blurred}


def _captioned(paper: Paper) -> Iterable[Found]:
    """Propose a picture that does not say when, where and what."""
    if paper.kind != PaperKind.PICTURE:
        return
    said = {"time": paper.taken_at or paper.dated, "place": paper.place, "theme": paper.theme}
    lacks = [name for name, value in said.items() if not value]
    if lacks:
        yield Found(CheckKind.NO_CAPTION, {"lacks": lacks})


def _words(paper: Paper, read: ReadText) -> Iterable[Found]:
    """Propose what a paper's words are worth a look for. A scan of an official document has none, and needs none."""
    if read.fault:
        yield Found(CheckKind.EMPTY, {"fault": read.fault})
    elif paper.kind == PaperKind.REPORT:
        yield from _report(read, read_report(paper.title, read.text))
    elif paper.kind == PaperKind.STATISTICS and read.text and not figures_in(read.text):
        yield Found(CheckKind.NO_FIGURES)


def _report(read: ReadText, report: ReportReading) -> Iterable[Found]:
    """Propose what a report is worth a look for."""
    if report.is_nearly_empty:
        yield Found(CheckKind.EMPTY, {"letters": report.letters, "pages": read.pages if not report.letters else 0})
        return
    if report.is_summary:
        yield Found(CheckKind.WRONG_KIND, {"signs": [[one.sign, one.words] for one in report.signs]})
    elif not report.explains:
        yield Found(CheckKind.WRONG_KIND, {"signs": []})
    if not report.count:
        yield Found(CheckKind.NO_FIGURES)


def _period(paper: Paper, items: Sequence[MaterialItem], text: str) -> Iterable[Found]:
    """Propose a paper that speaks of another time than all of those for which it was handed in."""
    days = [found for one in items if (found := wanted_days(one)) is not None]
    if not days or len(days) < len(items):
        return
    dated = day_of(paper)
    if dated is not None and all(not first <= dated <= last + LATE for first, last in days):
        yield Found(CheckKind.OUT_OF_PERIOD, {"dated": dated.isoformat(), **_wanted(days[0])})
        return
    told = [outside(paper.title, text, first, last) for first, last in days]
    if all(told) and told[0] is not None:
        yield Found(CheckKind.OUT_OF_PERIOD, {"words": told[0].words, **_wanted(days[0])})


def _wanted(days: Days) -> dict[str, str]:
    return {"first": days[0].isoformat(), "last": days[1].isoformat()}


def wanted_days(item: MaterialItem) -> Days | None:
    """Return the days of which a paper for an item speaks: those of its period; for what is wanted once, the months that still count."""
    days = days_of(item.requirement.rhythm, item.period)
    if days is not None or item.requirement.window_months is None:
        return days
    return month_after(month_of(item.due_on), -item.requirement.window_months), item.due_on


def day_of(paper: Paper) -> date | None:
    """Return the day that a paper bears: of a picture the one on which it was taken."""
    return paper.taken_at.astimezone(paper.city.zone).date() if paper.taken_at else paper.dated


def use_of(paper: Paper, items: Sequence[MaterialItem]) -> Use:
    """Return for what a paper was handed in."""
    periods = [days_of(one.requirement.rhythm, one.period) for one in items]
    return Use(
        unit=paper.unit_id,
        items=frozenset(one.pk for one in items),
        periods=tuple(days for days in periods if days is not None),
        taken=day_of(paper),
    )
