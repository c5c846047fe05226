"""What a paper form holds: the rows of a site's checklist, numbered as they are printed and typed in again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from wenming.engine.crosswalk import Crosswalk
from wenming.engine.paperlines import Line, Row
from wenming.engine.provisions import CheckItem, SiteType
from wenming.inspections.enums.fieldwork import SkipReason
from wenming.inspections.models import Answer, FieldRound, TeamMember, Visit
from wenming.inspections.queries.fieldwork.standing import standing_answers
from wenming.inspections.queries.fieldwork.visits import visits_of
from wenming.kernel.models import Account, City
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


def printed_days(field_round: FieldRound) -> list[tuple[date | None, int | None, int]]:
    """Return (day, member, how many forms), by day and code."""
    rows = printed_visits(field_round).values_list("on", "member").annotate(forms=Count("pk"))
    return list(rows.order_by("on", "member__code"))


def blank_sheets(city: City, code: str = "") -> list[Sheet]:
    """Return the form of each kind of site that has rows, or of one kind."""
    known = adopted_in(city).crosswalk
    sheets = [sheet_in(known, one) for one in known.site_types if code in {"", one}]
    return [sheet for sheet in sheets if sheet.items]


def walks_in(field_round: FieldRound, account: Account) -> bool:
    """Tell whether somebody walks in a round."""
    return TeamMember.objects.in_city(field_round.city).filter(field_round=field_round, account=account).exists()


def visit_numbered(city: City, field_round: int, number: int) -> Visit | None:
    """Return a visit by the number on its form, with its round."""
    rows = Visit.objects.in_city(city).filter(field_round=field_round, number=number).exclude(skip=SkipReason.REPLACED)
    related = ("field_round__city", "field_round__edition", "site__type", "site__area", "member__team", "city")
    return rows.select_related(*related).first()


def grades_of(field_round: FieldRound) -> list[str]:
    """Return the names of a round's grades, best first."""
    return [str(name) for name, _milli in field_round.grades]


def standing_by_item(visit: Visit) -> dict[str, list[Answer]]:
    """Return check item -> the answers that stand at a visit. One query."""
    found: dict[str, list[Answer]] = {}
    for answer in standing_answers(visit.city, [visit]):
        found.setdefault(answer.item, []).append(answer)
    return found


def says_same(line: Line, answer: Answer) -> bool:
    """Tell whether an answer that stands says what was typed; the words of its note may differ."""
    typed = (line.verdict, line.places, line.count, line.grade)
    return typed == (answer.verdict, answer.places, answer.count, answer.grade)
