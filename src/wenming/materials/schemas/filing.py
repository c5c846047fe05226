"""Filings as pages show them: lines of a list, parts, what is missing, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import pgettext

from wenming.engine.filing import Changes, Row
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.materials.enums import ItemState, PartKind
from wenming.materials.models import Filing, FilingPart
from wenming.materials.schemas.items import period_text

SHOWN = 50
"""As many lines of what is missing, or of what changed, as a page shows; the workbook has all of them."""


def filing_state(filing: Filing) -> dict[str, str]:
    """Return how far a filing is, as a pill."""
    if filing.made_at is None:
        return {"tone": "info", "shape": "half", "label": pgettext("filing", "正在生成")}
    if filing.locks:
        return {"tone": "ok", "shape": "square", "label": pgettext("filing", "已归档")}
    return {"tone": "ok", "shape": "check", "label": pgettext("filing", "已生成")}


def filing_row(filing: Filing, city: City) -> dict[str, Any]:
    """Return a filing as a line of a list."""
    return {
        "url": reverse("materials:filing", args=[city.slug, filing.pk]),
        "year": filing.year,
        "number": filing.number,
        "state": filing_state(filing),
        "pieces": filing.pieces,
        "lacks": filing.lacks,
        "at": moment_text(filing.at, city),
        "by": filing.by.name,
        "digest": filing.digest[:12],
    }


def part_rows(parts: Iterable[FilingPart], city: City) -> list[dict[str, Any]]:
    """Return the zips of a filing."""
    return [
        {
            "name": part.name,
            "kind": str(PartKind(part.kind).label),
            "files": len(part.manifest),
            "size": filesizeformat(part.file.size),
            "digest": part.file.sha256,
            "url": reverse("materials:filing_part", args=[city.slug, part.pk]),
        }
        for part in parts
    ]


def lack_rows(lacks: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the first lines of what is missing."""
    return [
        {
            "number": line["number"],
            "name": line["name"],
            "unit": lack["unit"],
            "period": period_text(line["rhythm"], date.fromisoformat(lack["period"])) if lack["period"] else "",
            "missing": lack["missing"],
            "state": state_words(lack["state"]),
        }
        for line, lack in lacks[:SHOWN]
    ]


def state_words(state: str) -> str:
    """Say where something that is missing stands."""
    if not state:
        return pgettext("filing", "尚未下发")
    if state in {ItemState.PASSED, ItemState.COMPILED, ItemState.LOCKED}:
        return pgettext("filing", "份数不足")
    return str(ItemState(state).label)


def change_groups(changes: Changes) -> list[dict[str, Any]]:
    """Return what changed, kind by kind, the first lines of each."""
    single = ((pgettext("filing", "新增"), changes.added), (pgettext("filing", "删除"), changes.removed))
    pairs = (
        (pgettext("filing", "替换"), changes.replaced),
        (pgettext("filing", "移动"), changes.moved),
        (pgettext("filing", "改名"), changes.renamed),
    )
    groups = [
        {"name": name, "count": len(rows), "rows": [_change(row) for row in rows[:SHOWN]]} for name, rows in single
    ]
    groups += [
        {"name": name, "count": len(rows), "rows": [_change(new, old) for old, new in rows[:SHOWN]]}
        for name, rows in pairs
    ]
    return [group for group in groups if group["count"]]


def _change(row: Row, old: Row | None = None) -> dict[str, str]:
    return {"path": row.path, "number": row.number, "before": old.path if old and old.path != row.path else ""}
