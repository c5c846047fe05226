"""Leaders' notes (批示): the office proposes, records what the leader wrote, gives it to a unit; the unit reports back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.issues.actions.steps import require
from wenming.issues.enums import NoteState
from wenming.issues.models import Issue, LeaderNote
from wenming.issues.rules import answers_note, keeps_notes
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.models import Person, Unit
from wenming.organisations.rules import require_again


@transaction.atomic
def propose_note(*, issue: Issue, leader: Person, proposal: str, by: Account | None, at: datetime) -> LeaderNote:
    """Submit an issue to a leader with what the office proposes (拟办). NotPossibleError("no_text")."""
    locked = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).select_related("city").get(pk=issue.pk)
    if by is not None:
        require_again(keeps_notes, by, locked.city)
    require(proposal.strip(), "no_text")
    note = LeaderNote.objects.create(
        city=locked.city,
        issue=locked,
        state=NoteState.PROPOSED,
        leader=leader,
        proposal=proposal.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _record(note, "leader_note.proposed", by, at)
    return note


@transaction.atomic
def instruct_note(
    *, note: LeaderNote, instruction: str, on: date, paper_number: str = "", by: Account | None, at: datetime
) -> LeaderNote:
    """Record what the leader wrote (批示), on which day and paper. NotPossibleError("note_moved", "no_text")."""
    locked = _begin(note, NoteState.PROPOSED, by)
    require(instruction.strip(), "no_text")
    locked.state = NoteState.INSTRUCTED
    locked.instruction, locked.instructed_on, locked.paper_number = instruction.strip(), on, paper_number.strip()
    locked.instructed_by, locked.instructed_at = by, at
    locked.save()
    _record(locked, "leader_note.instructed", by, at)
    return locked


@transaction.atomic
def assign_note(*, note: LeaderNote, unit: Unit, due_on: date, by: Account | None, at: datetime) -> LeaderNote:
    """Give the note to the unit that carries it out (承办), by a day. NotPossibleError("note_moved", "note_late")."""
    locked = _begin(note, NoteState.INSTRUCTED, by)
    require(due_on >= at.astimezone(locked.city.zone).date(), "note_late")
    locked.state, locked.unit, locked.due_on = NoteState.ASSIGNED, unit, due_on
    locked.assigned_by, locked.assigned_at = by, at
    locked.save()
    _record(locked, "leader_note.assigned", by, at, unit=unit.pk)
    return locked


@transaction.atomic
def answer_note(*, note: LeaderNote, feedback: str, by: Account | None, at: datetime) -> LeaderNote:
    """Report back what came of it (反馈): the unit itself, or the office for it. NotPossibleError("note_moved", "no_text")."""
    locked = _locked(note)
    if by is not None:
        require_again(answers_note(locked), by, locked.city)
    require(locked.state == NoteState.ASSIGNED, "note_moved")
    require(feedback.strip(), "no_text")
    locked.state, locked.feedback = NoteState.ANSWERED, feedback.strip()
    locked.answered_by, locked.answered_at = by, at
    locked.save()
    _record(locked, "leader_note.answered", by, at)
    return locked


def _begin(note: LeaderNote, state: Any, by: Account | None) -> LeaderNote:
    """Lock a note for the office, and ask again whether it is still where it was."""
    locked = _locked(note)
    if by is not None:
        require_again(keeps_notes, by, locked.city)
    require(locked.state == state, "note_moved")
    return locked


def _locked(note: LeaderNote) -> LeaderNote:
    notes = LeaderNote.objects.in_city(note.city).select_for_update(of=("self",))
    return notes.select_related("city", "issue").get(pk=note.pk)


def _record(note: LeaderNote, kind: str, by: Account | None, at: datetime, **data: int) -> None:
    """Record the one event of a step, on the issue's own trail."""
    facts = {"number": note.issue.number, "note": note.pk, "leader": note.leader_id, **data}
    record_event(city=note.city, kind=kind, subject=note.issue, data=facts, by=by, at=at)
