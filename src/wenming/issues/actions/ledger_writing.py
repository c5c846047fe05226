"""Writing a checked table of issues row by row, each with its photos and its history in one transaction; what is written is not written twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.documents.imports.pictures import picture_bytes
from wenming.issues.actions.clocks import begin_disposal, usual_limit
from wenming.issues.actions.ledgers import WRITING, lock_ledger, plan_of, read_of
from wenming.issues.actions.photos import KeptPhoto, keep_photos, tie_photos
from wenming.issues.actions.reporting import Report, drafted, write_report
from wenming.issues.actions.steps import Doing, finish
from wenming.issues.enums import IssueAction, IssueParty, IssueState, LedgerImportState, PhotoMoment
from wenming.issues.imports.ledgers import LedgerFile
from wenming.issues.models import ImportedIssue, Issue, IssueHelper, IssueStep, LedgerImport
from wenming.issues.queries.ledger_plans import LedgerPlan, PlannedIssue, state_of
from wenming.issues.rules import imports_issues
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again
from wenming.sites.imports.photos import PhotoError

BEFORE, AFTER = PhotoMoment.BEFORE, PhotoMoment.AFTER
ONLY_PHOTOS = "（表中只有整改后照片）"


def write_ledger_import(*, ledger: LedgerImport, by: Account | None, at: datetime) -> LedgerImport:
    """Write every row that can be used; rows of an earlier, broken run are passed over. The last event holds the counts.

    A picture that turns out to be damaged is listed, and its row written without it. NotPossibleError where the table was put aside meanwhile.
    """
    if by is not None:
        require_again(imports_issues, by, ledger.city)
    file = read_of(ledger)
    plan = plan_of(ledger, file, at)
    writer = _Writer(ledger, file, by, at)
    for row in plan.rows:
        writer.write(row)
    return _finish(ledger, plan, writer, by, at)


@transaction.atomic
def _finish(ledger: LedgerImport, plan: LedgerPlan, writer: _Writer, by: Account | None, at: datetime) -> LedgerImport:
    """Say that the table is written, once."""
    ledger = lock_ledger(ledger, by, (WRITING,))
    written = ledger.rows.count()
    reading = dict(ledger.reading)
    reading["problems"] = [*reading.get("problems", []), *writer.damaged]
    reading["written"] = written
    reading["pictures_used"] = reading.get("pictures_used", 0) - len(writer.damaged)
    reading["pictures_left"] = reading.get("pictures_left", 0) + len(writer.damaged)
    ledger.state, ledger.reading = LedgerImportState.ADOPTED, reading
    ledger.save(update_fields=["state", "reading"])
    data = {"rows": plan.count, "written": written, "file": ledger.file.sha256}
    record_event(city=ledger.city, kind="ledger_import.written", subject=ledger, data=data, by=by, at=at)
    return ledger


class _Writer:
    """Writes rows, one transaction each."""

    def __init__(self, ledger: LedgerImport, file: LedgerFile, by: Account | None, at: datetime) -> None:
        self.ledger, self.file, self.by, self.at = ledger, file, by, at
        self.damaged: list[dict[str, Any]] = []

    def write(self, row: PlannedIssue) -> None:
        """Write one row: photos to the disk first, then everything else at once."""
        photos = {moment: self._kept(row, moment) for moment in (str(BEFORE), str(AFTER))}
        with transaction.atomic():
            ledger = lock_ledger(self.ledger, self.by, (WRITING,))
            if not ledger.rows.filter(place=row.line.place).exists():
                issue = self._report(row, photos[str(BEFORE)])
                ImportedIssue.objects.create(city=ledger.city, origin=ledger, place=row.line.place, issue=issue)
                self._history(issue, row, photos[str(AFTER)])

    def _kept(self, row: PlannedIssue, moment: str) -> list[KeptPhoto]:
        """Keep the photos of a moment; one that cannot be read after all is listed."""
        kept: list[KeptPhoto] = []
        for part, content in picture_bytes(self.file.content, row.photos.get(moment, ())):
            try:
                name = part.rpartition("/")[2]
                kept += keep_photos(self.ledger.city, [(name, content)], by=self.by, at=self.at)
            except PhotoError:
                line = row.line
                self.damaged.append({
                    "sheet": line.sheet, "row": line.row, "column": moment, "kind": "picture_unreadable", "value": name, "group": "",
                    "facts": {}, "suggestions": [],
                })  # fmt: skip
        return kept

    def _report(self, row: PlannedIssue, photos: list[KeptPhoto]) -> Issue:
        """Begin the issue, at the hour at which it was found."""
        values, begin = row.read.values, row.read.found_at or self._begin(row)
        report = Report(
            text=values["text"],
            source=values["source"],
            place=values.get("place", ""),
            site=values.get("site"),
            area=values.get("area"),
            minor=values.get("minor"),
            node=values.get("node"),
            is_urgent=values["is_urgent"],
            source_number=values.get("source_number", ""),
            found_at=begin,
        )
        issue = drafted(self.ledger.city, report, begin)
        issue.reported_by = self.by
        return write_report(issue, photos, by=self.by, at=begin, entered_at=self.at)

    def _begin(self, row: PlannedIssue) -> datetime:
        """Return when a row began that does not say so: now, or when it was settled."""
        return row.read.closed_at or self.at

    def _history(self, issue: Issue, row: PlannedIssue, after: list[KeptPhoto]) -> None:
        """Bring the issue to where the table has it, each step at its hour, entered by whoever brings the table in (代录)."""
        read, state = row.read, state_of(row)
        if read.lead is None:
            tie_photos(_first_step(issue), AFTER, after)
            return
        begin = issue.reported_at
        self._step(issue, IssueAction.ACCEPT, IssueState.ACCEPTED, begin)
        self._step(issue, IssueAction.FILE, IssueState.FILED, begin)
        step = self._dispatch(issue, row, begin)
        if state == "dispatched":
            # photos beside words that nothing is settled yet
            tie_photos(step, AFTER, after)
            return
        when = read.closed_at or self.at
        issue.answered_at = when
        text = read.values.get("answer") or (ONLY_PHOTOS if after else "")
        step = self._step(
            issue, IssueAction.ANSWER, IssueState.ANSWERED, when, note=text, unit=read.lead, entered_for=read.lead
        )
        tie_photos(step, AFTER, after)
        if state == "closed":
            issue.closed_at = when
            self._step(issue, IssueAction.CLOSE, IssueState.CLOSED, when)

    def _dispatch(self, issue: Issue, row: PlannedIssue, begin: datetime) -> IssueStep:
        """Give the issue to the unit that the table names first; the others help."""
        read = row.read
        issue.unit = read.lead
        IssueHelper.objects.bulk_create(
            IssueHelper(city=issue.city, issue=issue, unit=unit, by=self.by, at=begin) for unit in read.helpers
        )
        limit = read.limit or (None if read.until else usual_limit(issue))
        begin_disposal(issue, limit, read.until, begin)
        issue.dispatch_count = 1
        facts = {name: read.values[name] for name in ("chief", "measure") if read.values.get(name)}
        facts |= {"answer": read.values["answer"]} if read.values.get("answer") and not read.done else {}
        data = {"amount": issue.limit_amount or 0, "unit_of_limit": issue.limit_unit, **facts}
        note = "；".join(text for text in (read.values.get("measure", ""), facts.get("answer", "")) if text)
        return self._step(
            issue, IssueAction.DISPATCH, IssueState.DISPATCHED, begin, note=note[:500], unit=read.lead, data=data, anew=True
        )  # fmt: skip

    def _step(
        self, issue: Issue, action: Any, target: Any, at: datetime, *, data: Mapping[str, Any] | None = None, **facts: Any
    ) -> IssueStep:  # fmt: skip
        """Take one step of the history."""
        doing = Doing(
            issue, str(action), str(target), str(IssueParty.OFFICE), self.by, at, issue.state, issue.runs_out_at
        )
        doing = replace(doing, entered_at=self.at)
        return finish(doing, data={"imported": self.ledger.pk, **(data or {})}, **facts)


def _first_step(issue: Issue) -> IssueStep:
    """Return the step by which an issue began."""
    return IssueStep.objects.in_city(issue.city).get(issue=issue, action=IssueAction.REPORT)
