"""How the background work stands."""

from __future__ import annotations

from django.db.models import QuerySet
from django_q.models import OrmQ

from wenming.kernel.enums import JobState
from wenming.kernel.models import JobRun


def dead_jobs() -> QuerySet[JobRun]:
    """Jobs that used up their attempts, newest first, with the event and city that they belong to."""
    return JobRun.objects.filter(state=JobState.DEAD).select_related("event__city").order_by("-pk")


def queue_gauges() -> dict[str, tuple[str, float]]:
    """Return the state of the queue for /metrics: name -> (help, value)."""
    return {
        "wenming_jobs_queued": ("Jobs in the queue", OrmQ.objects.count()),
        "wenming_jobs_waiting": ("Jobs of events not done yet", JobRun.objects.filter(state=JobState.WAITING).count()),
        "wenming_jobs_dead": ("Jobs that stopped after their last attempt", dead_jobs().count()),
    }
