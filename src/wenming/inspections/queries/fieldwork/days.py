"""The day of an inspector as the phone takes it along: the own visits, what stands of what was said there, and how to judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wenming.engine.crosswalk import Crosswalk
from wenming.inspections.models import Answer, AnswerReplacement, FieldFile, FieldFinding, Visit
from wenming.inspections.queries.fieldwork.files import announced_bytes
from wenming.inspections.queries.fieldwork.standing import standing_answers
from wenming.inspections.queries.fieldwork.visits import visits_of_day
from wenming.kernel.models import Account, City
from wenming.standards.models import Example
from wenming.standards.queries.handbook import adopted_in, latest_examples


@dataclass(frozen=True)
class Day:
    """Everything of one day. ``replaced`` is key of an answer -> keys of those whose place it took; ``announced`` are today's bytes of photos."""

    on: date
    visits: Sequence[Visit]
    crosswalk: Crosswalk
    examples: Mapping[tuple[str, str], Example]
    answers: Sequence[Answer]
    replaced: Mapping[UUID, Sequence[UUID]]
    findings: Sequence[FieldFinding]
    files: Sequence[FieldFile]
    announced: int


def own_day(account: Account, city: City, at: datetime) -> Day:
    """Return the day at this moment. Eight queries, whatever its size."""
    on = at.astimezone(city.zone).date()
    visits = list(visits_of_day(account, city, on))
    crosswalk = adopted_in(city).crosswalk
    kinds = {one.site.type.checklist for one in visits}
    items = [code for code, item in crosswalk.items.items() if item.site_type in kinds]
    mine: dict[str, Any] = {"visit__in": [one.pk for one in visits]}
    findings = FieldFinding.objects.in_city(city).filter(**mine).select_related("withdrawal").order_by("pk")
    return Day(
        on=on,
        visits=visits,
        crosswalk=crosswalk,
        examples=latest_examples(city, items),
        answers=list(standing_answers(city, visits)),
        replaced=_replaced(city, mine["visit__in"]),
        findings=list(findings),
        files=list(FieldFile.objects.in_city(city).filter(**mine).select_related("finding").order_by("pk")),
        announced=announced_bytes(city, account, at),
    )


def conflicts_at(city: City, visits: Sequence[int]) -> dict[tuple[int, str], list[Answer]]:
    """Return (visit, item) -> its standing answers, where there are several, at these visits. One query."""
    found: dict[tuple[int, str], list[Answer]] = {}
    for answer in standing_answers(city, Visit.objects.in_city(city).filter(pk__in=visits)):
        found.setdefault((answer.visit_id, answer.item), []).append(answer)
    return {place: answers for place, answers in found.items() if len(answers) > 1}


def _replaced(city: City, visits: Sequence[int]) -> dict[UUID, list[UUID]]:
    """Return key of an answer -> keys of those whose place it took."""
    pairs = AnswerReplacement.objects.in_city(city).filter(answer__visit__in=visits)
    found: dict[UUID, list[UUID]] = {}
    for newer, older in pairs.order_by("pk").values_list("answer__key", "replaced__key"):
        found.setdefault(newer, []).append(older)
    return found
