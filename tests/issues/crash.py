"""A process that acts on issues, or folds their counts, and is killed, as by a power cut, just before its n-th SQL statement.

Run as a program by the tests: database name, files folder, what to be ("web" or "worker"), seed, n. The web prints the key of every step that it has
acknowledged, as soon as it has.
"""

import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings

MOVES, FOLDS = 400, 4000


def main(database: str, files: str, part: str, seed: int, kill_at: int) -> None:
    django.setup()
    from django.db import connection

    settings.FILES_FOLDER = Path(files)
    connection.settings_dict["NAME"] = database
    sent = 0

    def count(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        act(seed) if part == "web" else fold()


def act(seed: int) -> None:
    """Report issues and act on them, one after the other."""
    from tests.issues.histories import Office
    from wenming.issues.models import Issue, IssueStep

    office = Office(seed)
    office.at += timedelta(days=seed)
    for turn in range(MOVES):
        issues = list(Issue.objects.in_city(office.city).order_by("pk")) if turn else []
        issue = random.Random(seed + turn).choice(issues) if issues and turn % 3 else office.report()
        if issues and turn % 3 and not office.move(issue):
            continue
        step = IssueStep.objects.in_city(office.city).filter(issue_id=issue.pk).order_by("-pk").first()
        sys.stdout.write(f"{step.pk}\n")
        sys.stdout.flush()


def fold() -> None:
    """Fold, again and again."""
    from wenming.issues.tasks.tallies import fold_cities

    for _time in range(FOLDS):
        fold_cities()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
