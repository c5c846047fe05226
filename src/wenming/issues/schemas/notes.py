"""Leaders' notes as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.issues.enums import NoteState
from wenming.issues.models import LeaderNote
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.lines import Line
from wenming.issues.schemas.who import Held, person_text

_TONES = {
    NoteState.PROPOSED: ("warn", "half"),
    NoteState.INSTRUCTED: ("warn", "arrow"),
    NoteState.ASSIGNED: ("info", "arrow"),
    NoteState.ANSWERED: ("ok", "check"),
}


def note_lines(notes: Iterable[LeaderNote], held: Held, lamps: Lamps) -> list[Line]:
    """Return the parts of notes as lines of the timeline of their issue."""
    lines: list[Line] = []
    for note in notes:
        leader = note.leader.name
        parts = (
            (note.proposed_at, _("拟办，呈 %(leader)s"), note.proposal, note.proposed_by),
            (note.instructed_at, _("%(leader)s 批示"), note.instruction, note.instructed_by),
            (note.assigned_at, _("批示交承办单位"), note.unit.name if note.unit else "", note.assigned_by),
            (note.answered_at, _("批示反馈"), note.feedback, note.answered_by),
        )
        lines += [
            Line(at, lamps.moment(at), "done", title % {"leader": leader}, text, person_text(by, held))
            for at, title, text, by in parts
            if at is not None
        ]
    return lines


def note_view(note: LeaderNote, lamps: Lamps, *, keeps: bool, answers: bool) -> dict[str, Any]:
    """Return a note with what may be done with it next."""
    tone, shape = _TONES[NoteState(note.state)]
    today = lamps.at.astimezone(note.city.zone).date()
    late = note.state == NoteState.ASSIGNED and note.due_on is not None and note.due_on < today
    nexts = {
        NoteState.PROPOSED: (_("登记批示"), "issues:note_instruct", keeps),
        NoteState.INSTRUCTED: (_("交承办单位"), "issues:note_assign", keeps),
        NoteState.ASSIGNED: (_("反馈结果"), "issues:note_answer", answers),
    }
    label, name, may = nexts.get(NoteState(note.state), ("", "", False))
    return {
        "pk": note.pk,
        "state": {"label": str(NoteState(note.state).label), "tone": tone, "shape": shape},
        "leader": note.leader.name,
        "proposal": note.proposal,
        "proposed": lamps.moment(note.proposed_at),
        "instruction": note.instruction,
        "instructed": lamps.day_text(note.instructed_on) if note.instructed_on else "",
        "paper": note.paper_number,
        "unit": note.unit.name if note.unit else "",
        "due": lamps.day_text(note.due_on) if note.due_on else "",
        "late": late,
        "feedback": note.feedback,
        "answered": lamps.moment(note.answered_at) if note.answered_at else "",
        "number": note.issue.number,
        "text": note.issue.text,
        "url": reverse("issues:issue", args=[note.city.slug, note.issue.number]),
        "next": {"label": label, "url": reverse(name, args=[note.city.slug, note.pk])} if may else None,
    }
