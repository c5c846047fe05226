"""Background jobs behind one function, so that another queue is a change of one file."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_q.tasks import async_task

from wenming.kernel import rules
from wenming.kernel.enums import JobState
from wenming.kernel.models import Account, JobRun


def enqueue(path: str, *arguments: object, cluster: str = "fast") -> None:
    """Queue the function at the dotted ``path`` for a worker of ``cluster`` ("fast" or "long").

    The queue is a table of the same database: called inside a transaction, the job exists if and only if it commits.
    """
    async_task(path, *arguments, cluster=cluster)


@transaction.atomic
def retry_job(*, job_run: JobRun, by: Account, at: datetime) -> JobRun:  # noqa: ARG001  every action knows its hour
    """Give a stopped job five new attempts; a job that is not stopped is left as it is."""
    job_run = JobRun.objects.select_for_update().get(pk=job_run.pk)
    if not rules.operates_system(by):
        raise PermissionDenied
    if job_run.state == JobState.DEAD:
        job_run.state, job_run.attempts = JobState.WAITING, 0
        job_run.save(update_fields=["state", "attempts"])
        enqueue("wenming.kernel.tasks.run_job", job_run.pk)
    return job_run
