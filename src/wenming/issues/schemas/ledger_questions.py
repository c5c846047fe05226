"""What the check of a table asks, one question for all rows alike: names of units, categories, sources, limits, what was settled some day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wenming.engine.terms import days_in, read_term
from wenming.issues.enums import IssueSource
from wenming.issues.models import MinorClass

Choice = tuple[str, str]
"""What a button posts, and what it says."""
AT_ONCE = ("2工作时", "4工作时", "1个工作日", "24小时")
"""What 立行立改 may mean; the first is the usual one (domain.md 6.4)."""


@dataclass(slots=True)
class Question:
    """One question: the text as written, in how many rows, what may be meant; ``typed`` names the field to write another answer into."""

    name: str
    count: int
    act: str
    near: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)
    typed: str = ""
    about: str = ""


def questions(
    groups: Mapping[str, Sequence[Mapping[str, Any]]],
    units: Mapping[int, str],
    minors: Mapping[int, MinorClass],
    year: int,
) -> list[dict[str, Any]]:
    """Return the questions by what they are about; kinds without a question are left out."""
    found: dict[str, list[Question]] = {"unit": [], "minor": [], "source": [], "term": []}
    for group, rows in groups.items():
        kind, _colon, name = group.partition(":")
        if kind == "unit":
            near = [(f"alias:{key}", units[key]) for key in rows[0]["suggestions"] if key in units]
            found[kind].append(Question(name, len(rows), kind, near, [("unit:0", _("留空"))], "unit"))
        elif kind == "minor":
            found[kind].append(_minor(name, rows, minors))
        elif kind == "source":
            found[kind].append(
                Question(name, len(rows), kind, [], [(f"source:{key}", str(text)) for key, text in IssueSource.choices])
            )
        elif kind == "term":
            found[kind].append(_term(name, rows, year))
    titles = {
        "unit": (_("认不出的单位"), _("选定以后记为别名，下次自动认得；写了几个单位的，第一个牵头，其余会办")),
        "minor": (_("没有的小类"), _("选定以后，保存对应时一起保存")),
        "source": (_("认不出的来源"), ""),
        "term": (_("要问清的时限和日期"), _("没有写年份的不猜；立行立改按多久计由您定")),
    }
    return [
        {"kind": kind, "title": titles[kind][0], "hint": titles[kind][1], "items": items}
        for kind, items in found.items()
        if items
    ]


def _minor(name: str, rows: Sequence[Mapping[str, Any]], minors: Mapping[int, MinorClass]) -> Question:
    """Return the question about a category that is not there."""
    near = [(f"minor:{key}", minors[key].name) for key in rows[0]["suggestions"] if key in minors]
    every = [(f"minor:{key}", f"{minor.major.name} · {minor.name}") for key, minor in minors.items()]
    return Question(name, len(rows), "minor", near, [("minor:0", _("留空")), *every])


def _term(name: str, rows: Sequence[Mapping[str, Any]], year: int) -> Question:
    """Return the question about a limit or a day."""
    term, column = read_term(name), str(rows[0]["facts"].get("column", "term"))
    near: list[Choice] = []
    if term is not None and term.at_once:
        near = [(f"term:{text}", text) for text in AT_ONCE]
    elif term is not None:
        years = (year, year + 1) if column == "term" else (year, year - 1)
        near = [(f"term:{day.isoformat()}", day.isoformat()) for one in years for day in days_in(term, one)]
    about = {"term": _("时限"), "found": _("发现日期"), "closed": _("销号日期")}[column]
    others = [("term:none", _("留空"))] if column != "closed" else []
    return Question(name, len(rows), "term", near, others, "term", about)
