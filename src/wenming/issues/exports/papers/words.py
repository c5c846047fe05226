"""How papers say things: shares, places, days, who issues. Papers are Chinese, whatever the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation

from wenming.documents.exports.official import Cell, Figure, chinese_day
from wenming.engine.casework import CaseCounter
from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models import Issue, IssuePhoto
from wenming.issues.queries.bulletins import RANKED, SAMPLE, Figures, Share
from wenming.kernel.models import City

PAPER_LANGUAGE = "zh-hans"
NO_SAMPLE, NOT_KNOWN, NOBODY, BLANK = "样本不足", "尚无数据", "未派遣", "—"
Photos = Mapping[tuple[int, str], IssuePhoto]
"""(issue, moment) -> photo."""


def share_text(share: Share) -> str:
    """Return a share in per cent with its numbers; too few cases give none."""
    if share.whole < SAMPLE:
        return f"{NO_SAMPLE}（{share.part}/{share.whole}）"
    return f"{percent(share)}（{share.part}/{share.whole}）"


def percent(share: Share) -> str:
    """Return a share in per cent with one decimal."""
    return f"{100 * share.part / share.whole:.1f}%"


def again_text(share: Share) -> str:
    """Return how many settled matters came back, with the number of cases that say so."""
    return f"{percent(share)}（n={share.whole}）" if share.whole >= SAMPLE else f"{NO_SAMPLE}（n={share.whole}）"


def place_of(issue: Issue) -> str:
    """Return where it is, as a sentence begins: "中心农贸市场"; empty where nobody said."""
    return issue.place or (issue.site.name if issue.site else (issue.area.name if issue.area else ""))


def led_in(place: str) -> str:
    """Return a place that something is said of: "中心农贸市场，"."""
    return f"{place}，" if place else ""


def matter_text(text: str) -> str:
    """Return what is the matter without the full stop that a template adds."""
    return text.strip().rstrip("。.；;")


def unit_of(issue: Issue) -> str:
    """Return who has to settle it."""
    return issue.unit.name if issue.unit else NOBODY


def due_text(issue: Issue) -> str:
    """Return by when it is to be settled: "11月26日18时", with the minutes where there are some."""
    if issue.due_at is None:
        return BLANK
    return moment_of(issue.due_at, issue.city)


def ran_out_text(issue: Issue) -> str:
    """Return when the clock of an issue ran out: that of disposal, or of the stage that it lies in."""
    return moment_of(issue.runs_out_at, issue.city) if issue.runs_out_at else BLANK


def moment_of(at: datetime, city: City) -> str:
    """Return a moment as a paper says it."""
    local = at.astimezone(city.zone)
    minutes = f"{local.minute:02d}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def photo_cell(photos: Photos, issue: Issue, moment: str = "before") -> Cell:
    """Return the photo of an issue for a table."""
    photo = photos.get((issue.pk, moment))
    return Figure(photo.pk) if photo else BLANK


def place_cell(issue: Issue) -> str:
    """Return place and matter of an issue for a table."""
    return f"{led_in(place_of(issue))}{matter_text(issue.text)}"


def issue_row(number: int, issue: Issue, *last: Cell) -> list[Cell]:
    """Return a row of an annex: running number, number, place and matter, then what else is said."""
    return [str(number), issue.number, place_cell(issue), *last]


def columns_of(text: Mapping[str, Any], name: str) -> list[tuple[str, int]]:
    """Return the columns that a document's text names."""
    return [(head, width) for head, width in text["columns"][name]]


def facts_of(figures: Figures, office: str) -> dict[str, Any]:
    """Return what the places of bulletins and briefs stand for. A closing rate never stands without recurrence and satisfaction."""
    word, flow = CaseCounter, figures.flow
    deadline = figures.at.astimezone(figures.city.zone).date()
    deadline += timedelta(days=(4 - deadline.weekday()) % 7 or 7)
    return {
        "city": figures.city.name,
        "office": office,
        "year": figures.last.year,
        "week": figures.last.isocalendar().week,
        "first": chinese_day(figures.first),
        "last": chinese_day(figures.last),
        "deadline": chinese_day(deadline),
        "reported": flow.get(word.REPORT, 0),
        "accepted": flow.get(word.ACCEPT, 0),
        "filed": flow.get(word.FILE, 0),
        "sources": sources_text(figures.reported),
        "to_close": flow.get(word.TO_CLOSE, 0),
        "closed": flow.get(word.CLOSED, 0),
        "close_rate": share_text(figures.rate(word.CLOSED, word.TO_CLOSE)),
        "in_time": flow.get(word.CLOSED_IN_TIME, 0),
        "in_time_rate": share_text(figures.rate(word.CLOSED_IN_TIME, word.TO_CLOSE)),
        "rework": flow.get(word.REWORK, 0),
        "rework_rate": share_text(figures.rate(word.REWORK, word.DISPOSE)),
        "again": again_text(figures.again),
        "satisfaction": NOT_KNOWN,
        "open": figures.open,
        "overdue": len(figures.overdue),
        "suspended": figures.stock.get("suspended", 0),
        "ranked": RANKED,
    }


def sources_text(issues: Sequence[Issue]) -> str:
    """Return through which channels they came: "实地测评12件、日常巡查8件"."""
    found = Counter(issue.source for issue in issues)
    words = _source_words()
    said = [f"{words[source]}{count}件" for source, count in found.most_common()]
    return "、".join(said) or "无"


def _source_words() -> dict[str, str]:
    """Return the channels in Chinese."""
    with translation.override(PAPER_LANGUAGE):
        return {str(value): str(label) for value, label in IssueSource.choices}


def state_words() -> dict[str, str]:
    """Return the states in Chinese."""
    with translation.override(PAPER_LANGUAGE):
        return {str(value): str(label) for value, label in IssueState.choices}
