"""Papers that fall out of the matrix: the letter of responsibility (目标责任书) of a unit, and its yearly plan, in Word.

The texts are data (``data/documents``) with {places}; the facts come from the matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import PARTS, Part
from wenming.campaigns.queries.duties import Duty, PlanLine, lead_points
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.campaigns.schemas.duties import duty_row, plan_row
from wenming.documents.exports import Paper, PaperTable
from wenming.documents.imports.texts import document_text
from wenming.kernel.schemas import points_text


def letter_paper(found: CampaignMatrix, head: Head, duties: Sequence[Duty], *, office: str, year: int) -> Paper:
    """Return the letter of responsibility of a unit; ``office`` is who signs for the city, ``year`` stands in its number."""
    facts = {**unit_facts(found, head, duties), "office": office, "year": year}
    heads = (
        (pgettext("column", "分工"), 18), (pgettext("column", "条目"), 18), (pgettext("column", "测评内容"), 72),
        (pgettext("column", "分值"), 16), (pgettext("column", "完成时限"), 36), (pgettext("column", "材料要求"), 52),
        (pgettext("column", "负责领导"), 25),
    )  # fmt: skip
    rows = [duty_row(found, duty, head.pk) for duty in duties]
    table = [
        [row["part"], row["code"], row["name"], row["points"], row["due"], row["materials"], row["chief"]]
        for row in rows
    ]
    return _paper("responsibility-letter", facts, _held(duties), heads, table)


def plan_paper(
    found: CampaignMatrix,
    head: Head,
    duties: Sequence[Duty],
    lines: tuple[Sequence[PlanLine], Sequence[PlanLine]],
    *,
    year: int,
) -> Paper:
    """Return a unit's yearly plan; ``lines`` are those with a day and those without."""
    dated, open_ = lines
    counts = {"dated_count": len(dated), "open_count": len(open_), "year": year}
    facts = {**unit_facts(found, head, duties), **counts}
    heads = (
        (_("日期"), 24), (_("类别"), 18), (_("事项"), 90), (pgettext("column", "分工"), 18), (_("牵头单位"), 45),
        (pgettext("column", "完成时限"), 42),
    )  # fmt: skip
    rows = [plan_row(found, line, head.pk) for line in (*dated, *open_)]
    table = [
        [
            row["day"] or _("全年"),
            row["kind"],
            f"{row['code']} {row['name']}".strip(),
            row["part"],
            row["lead"],
            row["due"],
        ]
        for row in rows
    ]
    return _paper("unit-plan", facts, set(), heads, table)


def unit_facts(found: CampaignMatrix, head: Head, duties: Sequence[Duty]) -> dict[str, Any]:
    """Return what the places of a text stand for."""
    campaign = found.campaign
    counts = {f"{part.value}_count": sum(duty.part == part for duty in duties) for part in PARTS}
    return {
        "city": campaign.city.name,
        "title": campaign.title.name,
        "cycle": campaign.name,
        "from": _chinese_day(campaign.starts_on),
        "until": _chinese_day(campaign.ends_on),
        "unit": head.name,
        "all_count": len(duties),
        "lead_points": points_text(lead_points(duties)),
        **counts,
    }


def _held(duties: Sequence[Duty]) -> set[str]:
    """Return the parts that a unit has."""
    return {duty.part for duty in duties}


def _paper(
    code: str,
    facts: Mapping[str, Any],
    held: set[str],
    heads: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
) -> Paper:
    """Fill the places of a text and put its annex together."""
    text = document_text(code)
    by_part = [text["by_part"][part] for part in Part.values if part in held]
    paragraphs = [*text["paragraphs"], *by_part, *text["closing"]]
    annex = text["annex"]
    return Paper(
        title=text["title"].format(**facts),
        subtitle=text["number"].format(**facts),
        salutation="",
        paragraphs=[line.format(**facts) for line in paragraphs],
        signatures=[(left.format(**facts), right.format(**facts)) for left, right in text["signatures"]],
        annexes=[PaperTable(annex["label"], annex["title"].format(**facts), heads, rows)] if rows else [],
    )


def _chinese_day(day: Any) -> str:
    """Return a day as Chinese papers write it, whatever the reader's language: the paper is Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"
