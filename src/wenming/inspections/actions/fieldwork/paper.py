"""A paper form is typed in on behalf of whoever was there: the same records as the phone sends, from the device "paper", by whoever typed.

What a phone said stays: another answer from paper stands beside it as a conflict, which a person settles. What the same person typed in
before is replaced. The words of what was not met become a finding, as on the phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from wenming.engine.paperlines import MET, NOT_APPLICABLE, UNMET, Line, Reading, read_lines
from wenming.inspections.actions.fieldwork.receiving import keep_said
from wenming.inspections.actions.fieldwork.rows import Batch
from wenming.inspections.enums.fieldwork import Rest, VisitState
from wenming.inspections.imports.fieldwork import Said
from wenming.inspections.models import Answer, FieldFinding, Visit
from wenming.inspections.queries.fieldwork.paper import PAPER, Sheet, grades_of, says_same, sheets_for, standing_by_item
from wenming.inspections.rules import TYPED, types_visit
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again


class PaperRefusedError(Exception):
    """A form could not be typed in; the message is a word, see enums.fieldwork.paper_refusal_words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was kept of a form: how many rows were met, not met, not applicable; new findings; items about which something else stands too."""

    met: int
    unmet: int
    void: int
    findings: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that is typed in: of a locked visit, by whom, under which key, what was said when."""

    visit: Visit
    sheet: Sheet
    key: UUID
    said_at: datetime
    by: Account

    def item(self, line: Line) -> str:
        """Return the check item of a line."""
        return self.sheet.items[line.row - 1].code

    def said(self, kind: str, name: str, **values: Any) -> Said:
        """Return a record under a key of its own, the same for the same thing of the same page."""
        return Said(kind, uuid5(self.key, name), self.visit.pk, self.said_at, values)


@transaction.atomic
def type_in(
    *, visit: Visit, text: str, version: str, rest: str, key: UUID, said_at: datetime, by: Account, at: datetime
) -> Typed:
    """Keep what stands on the form of a visit: all of it or nothing.

    ``version`` is the form's as it was printed; ``rest`` says of the rows that were not typed that they were met, or leaves them open. Sent twice
    under one ``key`` it is kept once. PaperRefusedError names what is missing.
    """
    held = _locked(visit, by, at)
    sheet = sheets_for(held.field_round, [held])[held.site.type.checklist]
    _require(sheet.items, "no_form")
    _require(version == sheet.version, "other_form")
    reading = read_lines(text, sheet.rows, grades=grades_of(held.field_round))
    lines = _lines(reading, sheet, rest)
    form = _Form(held, sheet, key, min(said_at, at), by)
    findings = _findings(form, lines)
    records = [*_answers(form, lines, standing_by_item(held)), *findings]
    if held.state == VisitState.PLANNED and len(lines) == len(sheet.items):
        records.append(form.said("visit_end", "end", state=str(VisitState.FINISHED), skip="", note=""))
    batch = Batch(held.city, PAPER, by, at, {held.pk: held})
    outcomes = keep_said(batch, dict(enumerate(records)))
    for outcome in outcomes.values():
        _require(outcome.outcome != "refused", outcome.reason)
    counted = [line.verdict for line in lines]
    return Typed(
        met=counted.count(MET),
        unmet=counted.count(UNMET),
        void=counted.count(NOT_APPLICABLE),
        findings=sum(one.kind == "finding" for one in findings),
        conflicts=sum(len(answers) > 1 for answers in standing_by_item(held).values()),
    )


def _require(fits: object, reason: str) -> None:
    """Raise PaperRefusedError with the reason unless it fits."""
    if not fits:
        raise PaperRefusedError(reason)


def _locked(visit: Visit, by: Account, at: datetime) -> Visit:
    """Lock the visit; look again whether this person may type it in and whether its round still takes it."""
    rows = Visit.objects.in_city(visit.city).select_for_update(of=("self",))
    related = ("city", "field_round__city", "field_round__edition", "site__type", "member__account")
    held: Visit = rows.select_related(*related).get(pk=visit.pk)
    require_again(types_visit(held, on=at.astimezone(held.city.zone).date()), by, held.city)
    _require(held.field_round.state in TYPED, "over_already")
    _require(held.member is not None, "no_member")
    return held


def _lines(reading: Reading, sheet: Sheet, rest: str) -> list[Line]:
    """Return a line for each row that something is said of; the rest is met only where somebody said so."""
    _require(not reading.faults, "faults")
    if rest != Rest.MET:
        _require(reading.lines, "nothing")
        return list(reading.lines)
    _require(not reading.ungraded(sheet.rows), "ungraded")
    return [*reading.lines, *(Line(row.number, MET) for row in reading.rest(sheet.rows))]


def _answers(form: _Form, lines: Sequence[Line], standing: Mapping[str, Sequence[Answer]]) -> list[Said]:
    """Return what is said of each row, unless that stands already. What this person typed in before gives way, what others said does not."""
    found = []
    for line in lines:
        item = form.item(line)
        before = standing.get(item, ())
        mine = [one for one in before if one.device == PAPER and one.by_id == form.by.pk]
        own = tuple(one.key for one in mine if not says_same(line, one))
        if not own and any(says_same(line, one) for one in before):
            continue
        values = {name: getattr(line, name) for name in ("verdict", "count", "places", "grade", "note")}
        found.append(form.said("answer", f"{item} {line.written()}", item=item, replaces=own, **values))
    return found


def _findings(form: _Form, lines: Sequence[Line]) -> list[Said]:
    """Return the problems that were written down; one that this person typed in before otherwise is taken back while it has no issue."""
    rows = FieldFinding.objects.in_city(form.visit.city).filter(visit=form.visit, device=PAPER, by=form.by)
    before = {one.item: one for one in rows.filter(withdrawal__isnull=True).order_by("pk")}
    found = []
    for line in lines:
        item = form.item(line)
        old, wanted = before.get(item), line.verdict == UNMET and line.note != ""
        if wanted and old is not None and (old.text, old.places) == (line.note, line.places):
            continue
        if old is not None and old.issue_id is None:
            found.append(form.said("finding_withdrawal", f"back {old.pk}", finding=old.key))
        if wanted:
            where = {"place": "", "lat": None, "lng": None, "accuracy": None}
            found.append(form.said("finding", f"found {item}", item=item, text=line.note, places=line.places, **where))
    return found
