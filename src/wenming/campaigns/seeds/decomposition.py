"""A decomposition table of the demo, as an office makes it, that waits to be checked (data/city/decomposition.yaml)."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter
import yaml
from django.conf import settings

from wenming.campaigns.actions.decomposition import start_table_import
from wenming.campaigns.models import Campaign, ResponsibilityImport, Title
from wenming.kernel.models import Account, City
from wenming.standards.models import Edition

TITLE, EDITION = "全国文明城市", "suzhou-2016-district"
TREE = 1
"""The column whose blank cells belong to the one above."""


def seed_decomposition(*, city: City, by: Account, at: datetime) -> ResponsibilityImport:
    """Send the table to the campaign of the title; a city without one begins it this year, for three years."""
    edition = Edition.objects.in_city(city).get(code=EDITION)
    campaign = Campaign.objects.in_city(city).filter(edition=edition, title__name=TITLE).order_by("-starts_on").first()
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "decomposition.yaml").read_text(encoding="utf-8"))
    return start_table_import(
        campaign=campaign or _begin(city, edition, by, at),
        file_name=facts["file"],
        chunks=[office_table(facts)],
        by=by,
        at=at,
    )


def _begin(city: City, edition: Edition, by: Account, at: datetime) -> Campaign:
    """Begin a cycle of the title."""
    title, _created = Title.objects.in_city(city).get_or_create(city=city, name=TITLE, defaults={"order": 1})
    first = at.astimezone(city.zone).date().replace(month=1, day=1)
    return Campaign.objects.create(
        city=city,
        title=title,
        name=f"{TITLE} {first.year}—{first.year + 2}",
        edition=edition,
        starts_on=first,
        ends_on=first.replace(year=first.year + 2, month=12, day=31),
        created_by=by,
        created_at=at,
    )


def office_table(facts: dict[str, Any]) -> bytes:
    """Return the table as a workbook: a title, two rows of heads, merged cells down the tree, a note at the end."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  Excel knows no zones; fixed, so that the bytes repeat
        page = book.add_worksheet(facts["sheet"])
        heads, last = facts["heads"], len(facts["heads"]) - 1
        page.merge_range(0, 0, 0, last, facts["title"])
        page.write_string(1, 0, facts["above"])
        wide = [at for at, head in enumerate(heads) if isinstance(head, list)]
        page.merge_range(2, wide[0], 2, wide[-1], heads[wide[0]][0])
        for at, head in enumerate(heads):
            if at in wide:
                page.write_string(3, at, head[1])
            else:
                page.merge_range(2, at, 3, at, head)
        rows = facts["rows"]
        for number, row in enumerate(rows, start=1):
            page.write_row(number + 3, 0, [number, *row])
        for first, end in _stretches([row[TREE - 1] for row in rows]):
            page.merge_range(first + 4, TREE, end + 4, TREE, rows[first][TREE - 1])
        page.merge_range(len(rows) + 4, 0, len(rows) + 4, last, facts["note"])
    return buffer.getvalue()


def _stretches(texts: list[str]) -> list[tuple[int, int]]:
    """Return the stretches of a text and the blank ones below it that are longer than one: first and last place."""
    starts = [at for at, text in enumerate(texts) if text]
    ends = [*(start - 1 for start in starts[1:]), len(texts) - 1]
    return [(first, end) for first, end in zip(starts, ends, strict=True) if end > first]
