"""What workers do for the register: fetch and delegate."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.models import Event
from wenming.sites.actions import write_site_import
from wenming.sites.enums import SiteImportState
from wenming.sites.models import SiteImport


def write_asked_register(event: Event) -> None:
    """Write a large register; one that was reopened or written meanwhile is left alone."""
    rows = SiteImport.objects.in_city(event.city).select_related("city", "file")
    import_ = rows.get(pk=int(event.subject.rpartition(":")[2]))
    if import_.state == SiteImportState.WRITING and import_.work_id == event.pk:
        write_site_import(import_=import_, by=event.by, at=timezone.now())
