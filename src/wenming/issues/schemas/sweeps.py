"""Checks at like sites as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext, pgettext

from wenming.issues.actions import TooManySitesError
from wenming.issues.enums import SweepAnswer, SweepWay
from wenming.issues.models import Sweep, SweepSite
from wenming.issues.schemas.case import issue_url, minor_name
from wenming.issues.schemas.lamps import Lamps


def sweep_line(sweep: Any, lamps: Lamps) -> dict[str, Any]:
    """Return one check with how far it is; ``sweep`` carries asked, answered and found."""
    today = lamps.at.astimezone(lamps.city.zone).date()
    return {
        "url": reverse("issues:sweep", args=[lamps.city.slug, sweep.pk]),
        "question": sweep.question,
        "number": sweep.issue.number,
        "issue_url": issue_url(lamps.city, sweep.issue.number),
        "way": str(SweepWay(sweep.way).label),
        "at": lamps.moment(sweep.at),
        "due": lamps.day_text(sweep.due_on),
        "late": sweep.answered < sweep.asked and sweep.due_on < today,
        "asked": sweep.asked,
        "answered": sweep.answered,
        "found": sweep.found,
    }


def sweep_view(sweep: Sweep) -> dict[str, Any]:
    """Return what a check asks."""
    return {
        "draw": sweep.draw.split("/") if sweep.draw else [],
        "minor": minor_name(sweep.issue),
        "by": sweep.by.name if sweep.by else "",
    }


def row_view(row: SweepSite, lamps: Lamps, may: Callable[[SweepSite], bool]) -> dict[str, Any]:
    """Return one site of a check, with the way to its answer for who may give it."""
    today = lamps.at.astimezone(lamps.city.zone).date()
    found = row.found
    waiting = not row.answer
    pills = {
        "": ("warn", "half", pgettext("sweep", "待答复")),
        str(SweepAnswer.CLEAR): ("ok", "check", str(SweepAnswer("clear").label)),
        str(SweepAnswer.FOUND): ("bad", "triangle", str(SweepAnswer("found").label)),
    }
    tone, shape, label = pills[row.answer]
    return {
        "site": row.site.name,
        "code": row.site.code,
        "site_url": reverse("sites:site", args=[lamps.city.slug, row.site_id]),
        "unit": row.unit.name,
        "question": row.sweep.question,
        "due": lamps.day_text(row.sweep.due_on),
        "late": waiting and row.sweep.due_on < today,
        "state": {"label": label, "tone": tone, "shape": shape},
        "note": row.note,
        "answered": lamps.moment(row.answered_at) if row.answered_at else "",
        "found": {"number": found.number, "url": issue_url(lamps.city, found.number)} if found else None,
        "url": reverse("issues:sweep_answer", args=[lamps.city.slug, row.pk]) if waiting and may(row) else "",
    }


def sites_words(fault: TooManySitesError) -> str:
    """Say by how many sites a check would ask too much, and how to mend it."""
    text = ngettext(
        "这次要问 %(wanted)s 处，一次最多 %(most)s 处；请减少点位",
        "这次要问 %(wanted)s 处，一次最多 %(most)s 处；请减少点位",
        fault.wanted,
    )
    return text % {"wanted": fault.wanted, "most": fault.most}
