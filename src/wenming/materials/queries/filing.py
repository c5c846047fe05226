"""What goes into a filing: every requirement of a campaign's year with what has passed for it, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wenming.campaigns.models import Campaign
from wenming.engine.collecting import window_of, year_of
from wenming.engine.filing import Line, Names, Piece, Placed, Step, arrange, clause_number, folders_of, number_text
from wenming.kernel.enums import JobState
from wenming.kernel.models import City, JobRun
from wenming.materials.enums import ItemState, PaperKind
from wenming.materials.imports.papers import PDF, ending_of
from wenming.materials.models import Filing, MaterialItem, Paper, PaperMark, Requirement, VersionPaper
from wenming.materials.queries.years import Window, items_in, requirements_in
from wenming.materials.workflow import COMPLETE
from wenming.standards.models import Node

DEFAULT = "{number}-{piece} {name}"
"""The template that is offered first."""
FORM, COPY = "00 测评材料提交表", "（红线标注）"
"""Names of what is made for a filing: always in Chinese, as those who assess read them."""
CRITERION = "criterion"
"""The level below a content: what a content's clauses have in common is gathered with the content."""


def years_filed(campaign: Campaign) -> list[int]:
    """Return the years of a campaign whose filings have something to hold, the latest first. One query."""
    rows = MaterialItem.objects.in_city(campaign.city).filter(requirement__campaign=campaign)
    months = rows.order_by().dates("due_on", "month")
    return sorted({year_of(month, campaign.material_month) for month in months}, reverse=True)


def requirements_held(campaign: Campaign, window: Window) -> list[Requirement]:
    """Return the requirements that held in some months, in the order of the edition. One query."""
    rows = requirements_in(campaign, window)
    return list(rows.select_related("node").order_by("node__position", "number", "pk"))


@dataclass
class _Found:
    """What stands in the records about a year."""

    city: City
    requirements: list[Requirement]
    items: dict[int, list[MaterialItem]]
    papers: dict[int, list[VersionPaper]]
    marks: dict[int, list[PaperMark]]
    steps: dict[int, tuple[Step, ...]]
    read: Reading | None


Reading = Callable[[Paper, Sequence[int]], tuple[int, dict[int, str]]]
"""How many pages a paper has, 0 where nobody can say, and those of its sentences that are asked for."""


def plan_of(
    campaign: Campaign,
    year: int,
    *,
    template: str,
    padded: bool,
    window: Window | None = None,
    read: Reading | None = None,
) -> dict[str, Any]:
    """Return what a filing holds, as plain data that lasts: parts, clauses, requirements, pieces with their paths, what is missing. Six queries."""
    window = window or window_of(year, campaign.material_month)
    found, names = _found(campaign, window, read), Names()
    clauses: dict[int, dict[str, Any]] = {}
    for one in found.requirements:
        if one.node_id not in clauses:
            clauses[one.node_id] = _clause(found, one, names, padded=padded)
    lines = [
        Line(found.steps[one.node_id], one.node.position, one.number, one.name, _pieces(found, one))
        for one in found.requirements
    ]
    placed: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for at in arrange(lines, template, padded=padded, names=names):
        placed[at.line.position, at.line.number].append(at)
    for one in found.requirements:
        line = _line(found, one, placed[one.node.position, one.number], names)
        clauses[one.node_id]["lines"].append(line)
    parts = {clause["folder"].split("/")[0]: clause["project"] for clause in clauses.values()}
    return {
        "city": campaign.city.name,
        "campaign": campaign.name,
        "edition": str(campaign.edition),
        "year": year,
        "months": [f"{day:%Y-%m}" for day in window],
        "parts": [{"folder": folder, "name": name} for folder, name in parts.items()],
        "items": sorted(item.pk for some in found.items.values() for item in some if item.state in COMPLETE),
        "clauses": list(clauses.values()),
    }


def _found(campaign: Campaign, window: Window, read: Reading | None) -> _Found:
    """Read the records of some months."""
    city, requirements = campaign.city, requirements_held(campaign, window)
    items: dict[int, list[MaterialItem]] = defaultdict(list)
    rows = items_in(campaign, window).select_related("unit")
    for item in rows.order_by("period", "unit__position", "pk"):
        items[item.requirement_id].append(item)
    papers = _papers(city, [item for some in items.values() for item in some if item.state in COMPLETE])
    marks: dict[int, list[PaperMark]] = defaultdict(list)
    used = {row.paper_id for some in papers.values() for row in some}
    for mark in PaperMark.objects.in_city(city).filter(removed_at__isnull=True).order_by("page", "top", "left", "pk"):
        if mark.paper_id in used:
            marks[mark.paper_id].append(mark)
    return _Found(city, requirements, items, papers, marks, _ways(city, requirements), read)


def _papers(city: City, items: Iterable[MaterialItem]) -> dict[int, list[VersionPaper]]:
    """Return item -> the papers of the version that passed, in order. One query."""
    wanted = {item.pk: item.version for item in items}
    found: dict[int, list[VersionPaper]] = defaultdict(list)
    rows = VersionPaper.objects.in_city(city).filter(version__item__state__in=COMPLETE).select_related(
        "version", "paper__file", "paper__shown", "paper__unit"
    )  # fmt: skip
    for row in rows.order_by("order"):
        if wanted.get(row.version.item_id) == row.version.number:
            found[row.version.item_id].append(row)
    return found


def _ways(city: City, requirements: Iterable[Requirement]) -> dict[int, tuple[Step, ...]]:
    """Return clause -> the way from its project down to it. One query."""
    editions = {one.node.edition_id for one in requirements}
    nodes = Node.objects.in_city(city).filter(edition__in=editions).order_by("edition", "position")
    siblings: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    found = {one.pk: one for one in nodes}
    for one in found.values():
        siblings[one.edition_id, one.parent_id].append(one.pk)
    ways: dict[int, tuple[Step, ...]] = {}
    for one in found.values():
        among = siblings[one.edition_id, one.parent_id]
        # the edition itself stands above the projects and is no folder
        above = ways[one.parent_id] if one.parent_id and found[one.parent_id].parent_id else ()
        ways[one.pk] = (*above, Step(one.code, one.name, among.index(one.pk) + 1, len(among)))
    return ways


def _pieces(found: _Found, one: Requirement) -> tuple[Piece, ...]:
    """Return what has passed for a requirement, period by period, unit by unit; a paper once."""
    pieces: dict[int, Piece] = {}
    for row in _rows(found, one):
        paper = row.paper
        fields = {
            "name": paper.title.removesuffix(f".{paper.name.rpartition('.')[2]}"),
            "kind": str(PaperKind(paper.kind).label),
            "unit": paper.unit.short_name or paper.unit.name,
            "date": paper.dated.strftime("%Y%m%d") if paper.dated else "",
            "document_number": paper.document_number,
            "place": paper.place,
        }
        pieces.setdefault(paper.pk, Piece(paper.pk, ending_of(paper.name), fields))
    return tuple(pieces.values())


def _rows(found: _Found, one: Requirement) -> list[VersionPaper]:
    return [row for item in found.items.get(one.pk, []) for row in found.papers.get(item.pk, [])]


def _clause(found: _Found, one: Requirement, names: Names, *, padded: bool) -> dict[str, Any]:
    """Return a clause, still without its requirements."""
    steps = found.steps[one.node_id]
    folders = folders_of(steps, padded=padded)
    above = len(steps) - 1 if one.node.level == CRITERION else len(steps)
    return {
        "code": clause_number(one.node.code),
        "name": one.node.name,
        "folder": "/".join(folders),
        "project": f"{steps[0].code} {steps[0].name}",
        "content": f"{steps[above - 1].code} {steps[above - 1].name}",
        "content_folder": "/".join(folders[:above]),
        "form": names.take("/".join(folders), FORM, "docx"),
        "lines": [],
    }


def _line(found: _Found, one: Requirement, placed: list[Placed], names: Names) -> dict[str, Any]:
    """Return a requirement with its pieces and what is missing of it."""
    papers = {row.paper_id: row for row in _rows(found, one)}
    items = found.items.get(one.pk, [])
    return {
        "number": number_text(one.node.code, one.number),
        "name": one.name,
        "kind": one.kind,
        "count": one.count,
        "rhythm": one.rhythm,
        "pieces": [_piece(found, papers[at.piece.key], at, names) for at in placed],
        "lacks": [lack for item in items if (lack := _lack(found, one, item))] if items else [_unasked(one)],
        "waived": sum(item.state == ItemState.WAIVED for item in items),
    }


def _piece(found: _Found, row: VersionPaper, at: Placed, names: Names) -> dict[str, Any]:
    """Return a piece with everything that is ever written about it."""
    paper = row.paper
    lines = [
        [one.page, one.left, one.top, one.width, one.height] for one in found.marks.get(paper.pk, []) if one.red_line
    ]
    pages, sentences = _read(found, paper, lines)
    day = paper.taken_at.astimezone(found.city.zone).date() if paper.taken_at else paper.dated
    drawn = bool(lines) and (bool(paper.shown_id) or (paper.media_type == PDF and pages > 0))
    folder, _slash, name = at.path.rpartition("/")
    return {
        "paper": paper.pk,
        "place": at.place,
        "path": at.path,
        "copy": names.take(folder, f"{name.rpartition('.')[0]}{COPY}", "pdf") if drawn else "",
        "title": paper.title,
        "unit": paper.unit.name,
        "dated": paper.dated.isoformat() if paper.dated else "",
        "document_number": paper.document_number,
        "media": paper.media_type,
        "pages": pages,
        "digest": paper.file.sha256,
        "size": paper.file.size,
        "shown": paper.shown.sha256 if paper.shown else "",
        "caption": {
            "taken": day.isoformat() if day else "",
            "place": paper.place,
            "people": paper.people,
            "theme": paper.theme,
        },
        "lines": lines,
        "proofs": sorted([number, text] for number, text in sentences.items()),
    }


def _read(found: _Found, paper: Paper, lines: Sequence[Sequence[int]]) -> tuple[int, dict[int, str]]:
    """Return how many pages a paper has, and the sentences below which red lines were drawn where it has no pages."""
    if paper.shown_id:
        return 1, {}
    pages = int(paper.facts.get("pages") or 0)
    if found.read is None or (pages and not lines):
        return pages, {}
    counted, sentences = found.read(paper, [line[0] for line in lines])
    return pages or counted, sentences


def _lack(found: _Found, one: Requirement, item: MaterialItem) -> dict[str, Any] | None:
    """Return what is missing of an item, None where nothing is."""
    if item.state == ItemState.WAIVED:
        return None
    there = len(found.papers.get(item.pk, ()))
    if item.state in COMPLETE and there >= one.count:
        return None
    return {
        "unit": item.unit.name,
        "period": item.period.isoformat(),
        "state": str(item.state),
        "missing": max(one.count - there, 1),
    }


def _unasked(one: Requirement) -> dict[str, Any]:
    """Return that nobody was asked yet."""
    return {"unit": "", "period": "", "state": "", "missing": one.count}


def pieces_in(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pieces of a plan, in the official order."""
    return [piece for clause in plan["clauses"] for line in clause["lines"] for piece in line["pieces"]]


def lacks_in(plan: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return what a plan says is missing, each with its requirement, in the official order."""
    return [(line, lack) for clause in plan["clauses"] for line in clause["lines"] for lack in line["lacks"]]


def filings_listed(campaign: Campaign) -> QuerySet[Filing]:
    """Return the filings of a campaign, the latest first, without what they were made of."""
    rows = Filing.objects.in_city(campaign.city).filter(campaign=campaign).select_related("by", "city", "campaign")
    return rows.defer("plan").order_by("-pk")


def failure_of(filing: Filing) -> str:
    """Return what went wrong with a filing's steps and was not mended since, "" for nothing. One query."""
    rows = JobRun.objects.filter(event__city=filing.city, event__subject=f"{filing._meta.label}:{filing.pk}")
    run = rows.exclude(error="").exclude(state=JobState.DONE).order_by("-pk").first()
    return run.error if run else ""
