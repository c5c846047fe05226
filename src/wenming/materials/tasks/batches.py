"""Zips of materials, unpacked piece by piece: each file is kept by itself, so that a crash costs none and repeats none."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.actions import enqueue
from wenming.kernel.models import Event
from wenming.materials.actions.batches import unpack_batch
from wenming.materials.models import PaperBatch

UNPACK = "wenming.materials.tasks.batches.unpack"


def unpack_asked(event: Event) -> None:
    """Queue the unpacking of a zip that came; it is no part of this job, whose writes commit all together."""
    enqueue(UNPACK, int(event.subject.rpartition(":")[2]), cluster="long")


def unpack(pk: int) -> bool:
    """Keep the next files of a zip, and queue the rest; return whether all are there."""
    batch = PaperBatch.objects.across_cities().select_related("city").get(pk=pk)
    done = unpack_batch(batch=batch, at=timezone.now())
    if not done:
        enqueue(UNPACK, pk, cluster="long")
    return done
