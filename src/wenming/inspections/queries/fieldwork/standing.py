"""What stands of what was ticked and found: answers that nothing replaced, items with several of them, findings that were not taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wenming.inspections.enums import FieldFileKind
from wenming.inspections.models import Answer, AnswerReplacement, FieldFinding, FieldRound, Visit
from wenming.kernel.models import City


def standing_answers(city: City, visits: QuerySet[Visit] | Iterable[Visit]) -> QuerySet[Answer]:
    """Return the answers of these visits that nothing replaced, in the order in which they came."""
    replaced = AnswerReplacement.objects.in_city(city).filter(replaced=OuterRef("pk"))
    return (
        Answer.objects.in_city(city).filter(~Q(Exists(replaced)), visit__in=visits).order_by("visit_id", "item", "pk")
    )


def conflicts_of(field_round: FieldRound) -> dict[tuple[int, str], list[Answer]]:
    """Return (visit, item) -> its standing answers, where there are several. One query."""
    visits = Visit.objects.in_city(field_round.city).filter(field_round=field_round)
    found: dict[tuple[int, str], list[Answer]] = {}
    for answer in standing_answers(field_round.city, visits).select_related("by"):
        found.setdefault((answer.visit_id, answer.item), []).append(answer)
    return {place: answers for place, answers in found.items() if len(answers) > 1}


def findings_of(field_round: FieldRound) -> QuerySet[FieldFinding]:
    """Return what was found in a round, newest first, with its issue, whether it was taken back, and how many ``photos`` it has."""
    rows = FieldFinding.objects.in_city(field_round.city).filter(visit__field_round=field_round)
    rows = rows.annotate(photos=Count("files", filter=Q(files__kind=FieldFileKind.PHOTO)))
    return rows.select_related("visit__site", "issue", "withdrawal").order_by("-pk")
