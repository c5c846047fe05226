"""What a paper form holds: the rows of a site's checklist, numbered as they are printed and typed in again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from wenming.engine.crosswalk import Crosswalk
from wenming.engine.paperlines import Row
from wenming.engine.provisions import CheckItem, SiteType
from wenming.inspections.enums.fieldwork import SkipReason
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.standards.queries.handbook import adopted_in

PAPER = "paper"
"""The device of answers that were typed in from paper; they have no time of their own, only that of the visit."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of a kind of site: ``items`` in the order of their rows. ``version`` changes when any row would stand elsewhere or mean something else."""

    code: str
    site_type: SiteType | None
    items: tuple[CheckItem, ...]
    version: str

    @property
    def rows(self) -> list[Row]:
        """Return the rows as they are typed in."""
        return [Row(number, item.code, item.judge) for number, item in enumerate(self.items, start=1)]


def sheet_in(known: Crosswalk, code: str) -> Sheet:
    """Return the form of a kind of site; without rows where the adopted checklists have none."""
    items = tuple(item for item in known.items.values() if item.site_type == code) if code else ()
    text = "\n".join(f"{item.code} {item.judge} {item.name}" for item in items)
    return Sheet(code, known.site_types.get(code), items, hashlib.sha256(text.encode()).hexdigest()[:4])


def sheets_for(field_round: FieldRound, visits: Iterable[Visit]) -> dict[str, Sheet]:
    """Return kind of site -> its form, for all that these visits see; the same rows as on the phone. One query."""
    known = adopted_in(field_round.city).crosswalk
    return {code: sheet_in(known, code) for code in {visit.site.type.checklist for visit in visits}}


def printed_visits(
    field_round: FieldRound, *, member: int | None = None, on: date | None = None, number: int | None = None
) -> QuerySet[Visit]:
    """Return the visits whose forms are printed, by day, inspector and way; those that gave their place to another are none."""
    rows = visits_of(field_round).exclude(skip=SkipReason.REPLACED)
    if member is not None:
        rows = rows.filter(member=member)
    if on is not None:
        rows = rows.filter(on=on)
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("on", "member__code", "order", "number")


def ledger_visits(field_round: FieldRound) -> QuerySet[Visit]:
    """Return the visits street by street, in protocol order."""
    rows = visits_of(field_round).exclude(skip=SkipReason.REPLACED)
    return rows.order_by("site__area__position", "site__area__name", "on", "member__code", "order", "number")
