"""From what a phone said to rows, and why it cannot be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from wenming.inspections.enums.fieldwork import VisitState
from wenming.inspections.imports.fieldwork import Said
from wenming.inspections.models import Answer, FieldFile, FieldFinding, FieldFindingWithdrawal, Visit, VisitStep
from wenming.inspections.queries.fieldwork.files import DAY_LIMIT, announced_bytes
from wenming.kernel.models import Account, City
from wenming.standards.queries.handbook import adopted_in

PHASES = (("answer",), ("finding",), ("finding_withdrawal",), ("file",), ("visit_end", "visit_reopen"))
"""Kinds in the order in which they are written: what others point at first."""
MODELS: dict[str, Any] = {
    "answer": Answer, "finding": FieldFinding, "finding_withdrawal": FieldFindingWithdrawal, "file": FieldFile, "visit_end": VisitStep,
    "visit_reopen": VisitStep,
}  # fmt: skip
DONE = "done"
"""In place of the word for a fault: somebody has said so already, there is nothing to keep."""
_PLACE = ("lat", "lng", "accuracy")
CONTENT: dict[str, tuple[str, ...]] = {
    "Answer": ("by_id", "visit_id", "item", "verdict", "count", "places", "grade", "note"),
    "FieldFinding": ("by_id", "visit_id", "item", "text", "place", "places", *_PLACE),
    "FieldFindingWithdrawal": ("by_id", "finding_id"),
    "FieldFile": ("by_id", "visit_id", "finding_id", "kind", "name", "sha256", "size", "marks", *_PLACE),
    "VisitStep": ("by_id", "visit_id", "state", "skip", "note"),
}
"""What two records with one key must have in common to be the same."""


@dataclass
class Batch:
    """A batch under its locks: whose, from which phone, and the person's own visits among those that it names."""

    city: City
    device: str
    by: Account
    at: datetime
    visits: Mapping[int, Visit]
    _findings: dict[UUID, FieldFinding | None] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def remember(self, rows: Iterable[Any]) -> None:
        """Later records of the batch may point at these."""
        self._findings |= {row.key: row for row in rows if isinstance(row, FieldFinding)}

    def finding(self, key: UUID | None, visit: int) -> FieldFinding | None:
        """Return the finding with this key, of this visit."""
        if key is None:
            return None
        if key not in self._findings:
            self._findings[key] = FieldFinding.objects.in_city(self.city).filter(key=key).first()
        found = self._findings[key]
        return found if found is not None and found.visit_id == visit else None

    @cached_property
    def items(self) -> Mapping[str, str]:
        """Check item -> the kind of place at which it is looked for."""
        return {code: item.site_type for code, item in adopted_in(self.city).crosswalk.items.items()}

    @cached_property
    def room(self) -> list[int]:
        """How many bytes this person may still announce today, in a list of one."""
        return [DAY_LIMIT - announced_bytes(self.city, self.by, self.at)]


def row_of(batch: Batch, said: Said) -> Any:
    """Return a record as the row that it would be; whether it can be is said by ``fault_of``."""
    common = {"city": batch.city, "key": said.key, "said_at": said.said_at, "received_at": batch.at, "by": batch.by}
    values = dict(said.values)
    if said.kind == "finding_withdrawal":
        return FieldFindingWithdrawal(finding=batch.finding(values["finding"], said.visit), **common)
    common |= {"visit_id": said.visit, "device": batch.device}
    if said.kind == "answer":
        values.pop("replaces")
        return Answer(**common, **values)
    if said.kind == "finding":
        return FieldFinding(**common, **values)
    if said.kind == "file":
        finding = batch.finding(values.pop("finding"), said.visit)
        return FieldFile(**common, kind=values.pop("file_kind"), finding=finding, **values)
    return VisitStep(**common, **{"state": VisitState.PLANNED, "skip": "", "note": "", **values})


def fault_of(batch: Batch, said: Said, row: Any) -> str:
    """Return the word for why a new record cannot be kept, "" where it can."""
    visit = batch.visits.get(said.visit)
    if visit is None:
        return "not_yours"
    check = _FAULTS.get(said.kind)
    return check(batch, visit, said, row) if check else ""


def _answer(batch: Batch, visit: Visit, said: Said, row: Any) -> str:
    if row.grade and row.grade not in {name for name, _milli in visit.field_round.grades}:
        return "unknown_grade"
    return _item(batch, visit, said, row)


def _item(batch: Batch, visit: Visit, said: Said, row: Any) -> str:  # noqa: ARG001  as its siblings
    here = row.item == "" or batch.items.get(row.item) == visit.site.type.checklist
    return "" if here else "unknown_item"


def _withdrawal(batch: Batch, visit: Visit, said: Said, row: Any) -> str:  # noqa: ARG001  as its siblings
    if row.finding_id is None:
        return "unknown_finding"
    rows = FieldFindingWithdrawal.objects.in_city(batch.city).filter(finding=row.finding)
    if row.finding_id in batch.withdrawn or rows.exists():
        return DONE
    batch.withdrawn.add(row.finding_id)
    return ""


def _file(batch: Batch, visit: Visit, said: Said, row: Any) -> str:  # noqa: ARG001  as its siblings
    if said.values["finding"] is not None and row.finding is None:
        return "unknown_finding"
    if row.size > batch.room[0]:
        return "day_full"
    batch.room[0] -= row.size
    return ""


_FAULTS: dict[str, Callable[[Batch, Visit, Said, Any], str]] = {
    "answer": _answer, "finding": _item, "finding_withdrawal": _withdrawal, "file": _file,
}  # fmt: skip
