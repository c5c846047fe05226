"""Reading rounds and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from wenming.engine.observations import FULL
from wenming.inspections.models import Observation, Round
from wenming.kernel.models import City
from wenming.standards.models import Node


@dataclass(frozen=True, slots=True)
class RoundFilter:
    """Which rows of a round to list. Empty fields filter nothing; ``unnamed`` is how an address says "names none"."""

    node: str = ""
    area: str = ""
    unit: str = ""
    lost: bool = False
    words: str = ""
    site: str = ""
    item: str = ""

    UNNAMED: ClassVar[str] = "-"


def rounds_in(city: City) -> QuerySet[Round]:
    """Return the city's rounds that count (not revoked), the latest first by its own dates, each with its city and edition."""
    rounds = Round.objects.in_city(city).filter(revocation__isnull=True)
    return rounds.select_related("city", "edition", "revocation").order_by("-ends_on", "-number")


def round_in(city: City, number: int) -> Round:
    """Return the round of the city with this number; 404 where there is none, or where it was taken back."""
    rounds = Round.objects.in_city(city).filter(revocation__isnull=True).select_related("edition", "revocation")
    round_ = get_object_or_404(rounds, number=number)
    round_.city = city
    return round_


def round_before(round_: Round) -> Round | None:
    """Return the round before this one by its dates, judged by the same edition, or None."""
    same = rounds_in(round_.city).filter(edition=round_.edition_id)
    ended_before = Q(ends_on__lt=round_.ends_on) | Q(ends_on=round_.ends_on, number__lt=round_.number)
    return same.filter(ended_before).first()


def rounds_until(city: City, number: int, count: int) -> list[Round]:
    """Return the round with this number and up to ``count`` − 1 before it by their dates, judged by the same edition, newest first.

    404 where there is no such round, or where it was taken back.
    """
    this = Round.objects.in_city(city).filter(number=number, revocation__isnull=True)
    last = Subquery(this.values("ends_on"))
    up_to_it = Q(ends_on__lt=last) | Q(ends_on=last, number__lte=number)
    rounds = list(rounds_in(city).filter(up_to_it, edition=Subquery(this.values("edition")))[:count])
    if not rounds:
        raise Http404
    return rounds


def observations_counting(
    rows: QuerySet[Observation], nodes: Iterable[str], items: Iterable[str]
) -> QuerySet[Observation]:
    """Return those rows that were judged for one of the leaves, or by one of the check items."""
    return rows.filter(Q(node__code__in=list(nodes)) | Q(item__in=list(items)))


def observations_of(round_: Round, wanted: RoundFilter, nodes: Iterable[str] = ()) -> QuerySet[Observation]:
    """Return the rows of a round under a filter, in the order of the workbook.

    ``nodes`` are the codes of the leaves below ``wanted.node``, or of any leaves that are asked for.
    """
    rows, codes = Observation.objects.in_city(round_.city).filter(round=round_).select_related("node"), list(nodes)
    if wanted.node or codes:
        wanted_nodes = Node.objects.in_city(round_.city).filter(edition=round_.edition_id, code__in=codes)
        rows = rows.filter(node__in=wanted_nodes)
    if wanted.unit == RoundFilter.UNNAMED:
        rows = rows.filter(units__isnull=True)
    elif wanted.unit:
        rows = rows.filter(units__name=wanted.unit)
    return rows.filter(_said_by_the_row(wanted)).order_by("pk")


def _said_by_the_row(wanted: RoundFilter) -> Q:
    """Return the part of a filter that looks at a row alone."""
    said = Q(milli__lt=FULL) if wanted.lost else Q()
    for field, value in (("area", wanted.area), ("site", wanted.site), ("item", wanted.item)):
        if value:
            said &= Q(**{field: "" if value == RoundFilter.UNNAMED else value})
    if wanted.words:
        said &= Q(site__icontains=wanted.words)
    return said
