"""Marks on a page of a paper: a red line below the proving words (证明语句), or a remark; taken away, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.steps import require
from wenming.materials.models import Filing, MaterialItem, Paper, PaperMark
from wenming.materials.rules import keeps_materials, parties_for
from wenming.organisations.rules import require_again

WHOLE = 1000
"""The page, in thousandths."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page, in thousandths of its width and height."""

    page: int
    left: int
    top: int
    width: int
    height: int

    def on_page(self) -> bool:
        """Tell whether it lies on the page, and is not nothing."""
        sides = ((self.left, self.width), (self.top, self.height))
        return self.page >= 1 and all(start >= 0 and size >= 1 and start + size <= WHOLE for start, size in sides)


@transaction.atomic
def mark_paper(
    *, paper: Paper, area: Area, by: Account, at: datetime, red_line: bool = False, words: str = ""
) -> PaperMark:
    """Mark a part of a page. Who supplies it and the office draw red lines; remarks are the office's.

    NotPossibleError("off_page", "no_words", "cycle_locked").
    """
    held = (
        Paper.objects.in_city(paper.city)
        .select_for_update(of=("self",))
        .select_related("city", "unit")
        .get(pk=paper.pk)
    )
    require_again(
        lambda account, city: keeps_materials(account, city) or (red_line and bool(parties_for(account, held.unit))),
        by,
        held.city,
    )
    _require_open(held)
    require(area.on_page(), "off_page")
    require(red_line or words.strip(), "no_words")
    mark = PaperMark.objects.create(
        city=held.city,
        paper=held,
        page=area.page,
        left=area.left,
        top=area.top,
        width=area.width,
        height=area.height,
        red_line=red_line,
        words=words.strip(),
        by=by,
        at=at,
    )
    data = {"mark": mark.pk, "page": area.page, "red_line": red_line}
    record_event(city=held.city, kind="material.marked", subject=held, data=data, by=by, at=at)
    return mark


@transaction.atomic
def remove_mark(*, mark: PaperMark, by: Account, at: datetime) -> PaperMark:
    """Take a mark away: who drew it, or the office. NotPossibleError("removed_already", "cycle_locked")."""
    held = (
        PaperMark.objects.in_city(mark.city)
        .select_for_update(of=("self",))
        .select_related("city", "paper__city")
        .get(pk=mark.pk)
    )
    require_again(lambda account, city: keeps_materials(account, city) or held.by_id == account.pk, by, held.city)
    _require_open(held.paper)
    require(held.removed_at is None, "removed_already")
    held.removed_at = at
    held.save(update_fields=["removed_at"])
    data = {"mark": held.pk, "page": held.page}
    record_event(city=held.city, kind="material.unmarked", subject=held.paper, data=data, by=by, at=at)
    return held


def _require_open(paper: Paper) -> None:
    """What stands in the archive of a year is marked no more."""
    closed = Filing.objects.in_city(paper.city).filter(
        locks=True,
        campaign=OuterRef("requirement__campaign"),
        since__lte=OuterRef("due_on"),
        until__gte=OuterRef("due_on"),
    )
    items = MaterialItem.objects.in_city(paper.city).filter(versions__papers__paper=paper)
    require(not items.filter(Exists(closed)).exists(), "cycle_locked")
