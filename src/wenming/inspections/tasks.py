"""What workers do for the rounds: fetch and delegate."""

from __future__ import annotations

from django.utils import timezone

from wenming.inspections.actions import read_import, write_round
from wenming.inspections.actions.fieldwork import open_findings
from wenming.inspections.enums import ImportState
from wenming.inspections.models import RoundImport
from wenming.kernel.models import City, Event


def read_asked_import(event: Event) -> None:
    """Read a large workbook; one that was dropped, or read by a later request, is left alone."""
    import_ = _import_of(event)
    if import_.state == ImportState.READING and import_.work_id == event.pk:
        read_import(import_=import_, by=event.by, at=timezone.now())


def write_asked_import(event: Event) -> None:
    """Write a large import; one that was reopened meanwhile is left alone."""
    import_ = _import_of(event)
    if import_.state == ImportState.WRITING and import_.work_id == event.pk:
        write_round(import_=import_, partial=event.data["partial"], by=event.by, at=timezone.now())


def _import_of(event: Event) -> RoundImport:
    """Return the import that the event is about."""
    rows = RoundImport.objects.in_city(event.city).select_related("city")
    return rows.get(pk=int(event.subject.rpartition(":")[2]))


def open_found(event: Event) -> None:
    """Open the issues of what was found, after a round has ended or records came in; whatever waits in the city is taken."""
    open_findings(city=event.city, at=timezone.now())


def open_due() -> int:
    """Open the issues whose time has come, in every city; photos that came later follow."""
    return sum(open_findings(city=city, at=timezone.now()) for city in City.objects.all())
