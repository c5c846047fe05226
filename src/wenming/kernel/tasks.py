"""What workers run: fetch and delegate."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from wenming.kernel.actions.codes import LASTS, draw_code, sweep_sign_in
from wenming.kernel.actions.files import sweep_orphans
from wenming.kernel.adapters import sms
from wenming.kernel.enums import JobState
from wenming.kernel.models import JobRun, SignInCode

log = logging.getLogger(__name__)


def run_job(job_run_id: int) -> str:
    """Run one job for its event, at most once with effect: its writes and the mark "done" commit together.

    A failure is written down and raised again, so that the queue delivers the job anew; after the last attempt the
    job is marked dead instead and waits for a person.
    """
    try:
        with transaction.atomic():
            run = JobRun.objects.select_for_update().select_related("event").get(pk=job_run_id)
            if run.state != JobState.WAITING:
                return str(run.state)
            import_string(run.job)(run.event)
            run.state, run.finished_at, run.attempts = JobState.DONE, timezone.now(), run.attempts + 1
            run.save()
    except Exception as failure:
        if _write_down(job_run_id, failure) == JobState.DEAD:
            log.exception("job stopped after its last attempt", extra={"job_run": job_run_id})
            return str(JobState.DEAD)
        raise
    return str(JobState.DONE)


def _write_down(job_run_id: int, failure: Exception) -> str:
    """Count the failed attempt in a transaction of its own and return the state that follows from it."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(pk=job_run_id)
        run.attempts += 1
        run.error = f"{type(failure).__name__}: {failure}"[:2000]
        if run.attempts >= settings.JOB_ATTEMPTS:
            run.state = JobState.DEAD
        run.save(update_fields=["attempts", "error", "state"])
        return run.state


def sweep_files() -> int:
    """Every night: remove files that no record names (a crash between the file and its record leaves one)."""
    return sweep_orphans(folder=settings.FILES_FOLDER, older_than=timezone.now() - timedelta(days=1))


def send_code(pk: int) -> bool:
    """Draw a code and send it; tell whether a message left. Nothing is tried twice: whoever waits asks again."""
    drawn = draw_code(code=SignInCode.objects.get(pk=pk), by=None, at=timezone.now())
    if drawn is None:
        return False
    number, digits = drawn
    try:
        sms.send_code(number, digits, int(LASTS.total_seconds() // 60))
    except sms.NotSentError:
        log.exception("the SMS gateway did not take a code")
        return False
    return True


def sweep_codes() -> int:
    """Every night: forget codes, dead links and old requests to be linked."""
    return sweep_sign_in(by=None, at=timezone.now())
