"""What phones send from the field: each record judged by itself, kept once by its key, all of a batch in one transaction.

The phone forgets a record only when it hears that it was kept, which it hears after the commit: a cut at any moment loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from wenming.inspections.actions.fieldwork.rows import CONTENT, DONE, MODELS, PHASES, Batch, fault_of, row_of
from wenming.inspections.actions.fieldwork.steps import named_in_events
from wenming.inspections.enums.fieldwork import FieldRoundState, SkipReason, VisitState
from wenming.inspections.imports.fieldwork import RecordError, Said, key_of, read_record
from wenming.inspections.models import Answer, AnswerReplacement, FieldFile, FieldRound, Visit
from wenming.inspections.queries.fieldwork.files import complete_copies
from wenming.inspections.queries.fieldwork.paper import PAPER
from wenming.inspections.rules import walks_rounds
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: "kept", "known" (it was here already) or "refused" with a word that says why."""

    key: str
    outcome: str
    reason: str = ""


@dataclass
class _Taken:
    """What became of the records so far: by place in the batch, and what is new."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    kept: list[Said] = field(default_factory=list)


def receive_records(
    *, city: City, device: str, records: Sequence[Any], shift: timedelta, by: Account, at: datetime
) -> list[Outcome]:
    """Keep what a phone sends; return an outcome for each record, in their order. One event for each round, none for nothing new.

    ``shift`` is how far our clock is ahead of the phone's. A round that is over takes records all the same; the event says that they came late.
    PermissionDenied where the person walks no rounds any more.
    """
    taken = _Taken()
    said = _read(records, taken, shift, at)
    with transaction.atomic():
        keys = {record.visit for record in said.values()}
        mine = Visit.objects.in_city(city).filter(pk__in=keys, member__account=by).order_by("pk")
        visits = {
            one.pk: one for one in mine.select_for_update(of=("self",)).select_related("site__type", "field_round")
        }
        require_again(walks_rounds, by, city)
        taken.outcomes |= keep_said(Batch(city, device, by, at, visits), said)
    return [taken.outcomes[place] for place in range(len(records))]


def keep_said(batch: Batch, said: Mapping[int, Said]) -> dict[int, Outcome]:
    """Keep records of visits that the caller holds locked; return an outcome for each place. One event for each round, none for nothing new."""
    taken = _Taken()
    for kinds in PHASES:
        _take(batch, {place: one for place, one in said.items() if one.kind in kinds}, taken)
    _record(batch, taken)
    return taken.outcomes


def _read(records: Sequence[Any], taken: _Taken, shift: timedelta, at: datetime) -> dict[int, Said]:
    """Return the records that can be read, by their place; the others are refused."""
    found: dict[int, Said] = {}
    for place, raw in enumerate(records):
        try:
            found[place] = read_record(raw, shift=shift, at=at)
        except RecordError as fault:
            taken.outcomes[place] = Outcome(key_of(raw), "refused", str(fault))
    return found


def _take(batch: Batch, said: dict[int, Said], taken: _Taken) -> None:
    """Judge the records of some kinds and write those that are new."""
    if not said:
        return
    model = MODELS[next(iter(said.values())).kind]
    rows = model.objects.in_city(batch.city).filter(key__in=[one.key for one in said.values()])
    known = {row.key: row for row in rows}
    fresh: dict[int, Model] = {}
    for place, record in said.items():
        row = row_of(batch, record)
        before = known.get(record.key)
        reason = fault_of(batch, record, row) if before is None else _difference(before, row)
        if reason == DONE:
            taken.outcomes[place] = Outcome(str(record.key), "known")
            continue
        if reason:
            taken.outcomes[place] = Outcome(str(record.key), "refused", reason)
            continue
        taken.outcomes[place] = Outcome(str(record.key), "kept" if before is None else "known")
        if before is None:
            known[record.key] = fresh[place] = row
            taken.kept.append(record)
    _WRITERS.get(model.__name__, _write)(batch, said, fresh)
    batch.remember(known.values())


def _difference(before: Model, row: Model) -> str:
    """Return the word for a key that was used for something else, "" where both say the same."""
    names = CONTENT[type(row).__name__]
    same = all(getattr(before, name) == getattr(row, name) for name in names)
    return "" if same else "key_reused"


def _write(batch: Batch, said: dict[int, Said], fresh: dict[int, Any]) -> None:  # noqa: ARG001  as its siblings
    rows = list(fresh.values())
    if rows:
        type(rows[0]).objects.bulk_create(rows)


def _write_answers(batch: Batch, said: dict[int, Said], fresh: dict[int, Any]) -> None:
    """Write answers and what they take the place of; what they replace was said of the same item, or was never kept here."""
    if not fresh:
        return
    Answer.objects.bulk_create(fresh.values())
    wanted = {key for place in fresh for key in said[place].values["replaces"]}
    answers = Answer.objects.in_city(batch.city).filter(key__in=wanted, visit__in=batch.visits)
    older = {one.key: one for one in answers}
    pairs = [
        AnswerReplacement(city=batch.city, answer=row, replaced=older[key])
        for place, row in fresh.items()
        for key in said[place].values["replaces"]
        if key in older
        and (older[key].visit_id, older[key].item) == (row.visit_id, row.item)
        and older[key].pk != row.pk
    ]
    AnswerReplacement.objects.bulk_create(pairs)


def _write_files(batch: Batch, said: dict[int, Said], fresh: dict[int, Any]) -> None:  # noqa: ARG001  as its siblings
    """Write files; bytes that the same person has sent already are not sent again."""
    copies = complete_copies(batch.city, batch.by, [row.sha256 for row in fresh.values()]) if fresh else {}
    for row in fresh.values():
        stored = copies.get((row.sha256, row.size))
        if stored is not None:
            row.file, row.completed_at = stored, batch.at
    FieldFile.objects.bulk_create(fresh.values())


def _write_steps(batch: Batch, said: dict[int, Said], fresh: dict[int, Any]) -> None:
    """Write steps; the visit shows the last one, unless it gave its place to another site."""
    _write(batch, said, fresh)
    for step in fresh.values():
        visit = batch.visits[step.visit_id]
        if visit.skip == SkipReason.REPLACED:
            continue
        visit.state, visit.skip, visit.note = step.state, step.skip, step.note
        visit.finished_at = None if step.state == VisitState.PLANNED else step.said_at
    changed = {step.visit_id for step in fresh.values()}
    Visit.objects.in_city(batch.city).bulk_update(
        [batch.visits[key] for key in sorted(changed)], ("state", "skip", "note", "finished_at")
    )


_WRITERS: dict[str, Callable[[Batch, dict[int, Said], dict[int, Any]], None]] = {
    "Answer": _write_answers, "FieldFile": _write_files, "VisitStep": _write_steps,
}  # fmt: skip


def _record(batch: Batch, taken: _Taken) -> None:
    """Record one event for each round of which something is new, with the digest of all of it."""
    by_round: dict[FieldRound, list[Said]] = {}
    for record in taken.kept:
        by_round.setdefault(batch.visits[record.visit].field_round, []).append(record)
    for field_round, records in sorted(by_round.items(), key=lambda pair: pair[0].pk):
        data = {
            "visits": sorted({record.visit for record in records}),
            "records": len(records),
            "findings": sum(record.kind.startswith("finding") for record in records),
            "late": field_round.state != FieldRoundState.RUNNING,
            "digest": _digest(records),
        }
        by = batch.by if batch.device == PAPER else named_in_events(field_round, batch.by)
        record_event(city=batch.city, kind="field.records_received", subject=field_round, data=data, by=by, at=batch.at)


def _digest(records: Sequence[Said]) -> str:
    """Return the SHA-256 (hexadecimal) of records as they were kept."""
    content = [[one.kind, one.key, one.visit, one.said_at, dict(one.values)] for one in records]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
