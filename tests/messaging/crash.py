"""Two workers that tell, send and are killed, again and again, each just before a drawn SQL statement; at last two that are left alone.

Run as a program by the tests: database name, how many times. It forks before it has connected, so that a killed worker costs no start.
"""

import os
import random
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta

import django

WORKERS = 2
WITHIN = (90, 12)
"""A worker that tells, one that sends, is killed within so many statements: the second, most of the time, while it sends."""


def main(database: str, times: int) -> None:
    django.setup()
    from django.db import connection
    from django.utils import timezone

    connection.settings_dict["NAME"] = database
    draw, begun, killed = random.Random(20150424), timezone.now(), 0
    for time in range(times):
        # later than any lease of the last ones
        at = begun + time * timedelta(minutes=3)
        moments = [draw.randint(1, WITHIN[time % 2]) for _worker in range(WORKERS)]
        killed += sum(
            fork_and_wait(
                [
                    lambda n=n, at=at, tells=time % 2 == 0: work(at, kill_at=n, tells=tells, sends=not tells)
                    for n in moments
                ]
            )
        )
    # a receiver may have been left alone for as long as the ladder is
    for day in range(1, 4):
        at = begun + times * timedelta(minutes=3) + timedelta(days=day)
        assert sum(fork_and_wait([lambda at=at: work(at, kill_at=0)])) == 0
    sys.stdout.write(str(killed))


def fork_and_wait(jobs: list[Callable[[], None]]) -> list[bool]:
    """Run each job in a process of its own; tell which were killed."""
    children = [_fork(job) for job in jobs]
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(ends) <= {0, -signal.SIGKILL}, ends
    return [end != 0 for end in ends]


def _fork(job: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        job()
        status = 0
    except Exception:  # noqa: BLE001  a worker that fails says why, and the test fails
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def work(at: object, kill_at: int, *, tells: bool = True, sends: bool = True) -> None:
    """Do what workers do: run the jobs of all events, which tells; and the round of the minute, which sends."""
    from django.db import connection

    sent = 0

    def count(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        if tells:
            _jobs()
        if sends:
            _round(at)


def _jobs() -> None:
    from wenming.config.jobs import dispatch
    from wenming.kernel.models import Event, JobRun
    from wenming.kernel.tasks import run_job

    done = JobRun.objects.filter(state="done").values("event")
    for event in Event.objects.across_cities().filter(kind__startswith="issue.").exclude(pk__in=done).order_by("pk"):
        dispatch(event.pk)
        for run in JobRun.objects.filter(event=event, state="waiting"):
            run_job(run.pk)


def _round(at: object) -> None:
    from wenming.messaging.queries import channels_due
    from wenming.messaging.tasks import attempt

    for channel in channels_due(at=at):
        while attempt(channel, at=at):
            pass


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
