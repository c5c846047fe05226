"""A process that makes a filing step by step as workers do, and is killed, as by a power cut, just before its n-th SQL statement.

Run as a program by the tests: database name, files folder, filing id, n (0 = let it finish).
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings

AT = datetime(2026, 11, 20, tzinfo=UTC)


def main(database: str, files: str, filing_id: int, kill_at: int) -> None:
    django.setup()
    from django.db import connection, transaction

    from wenming.materials.models import Filing
    from wenming.materials.tasks.filing import advance

    settings.FILES_FOLDER = Path(files)
    connection.settings_dict["NAME"] = database
    related = ("city", "campaign__city", "campaign__edition", "by")
    filing = Filing.objects.across_cities().select_related(*related).get(pk=filing_id)
    sent = 0

    def count(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        while filing.made_at is None:
            # a job and the mark that it is done commit together
            with transaction.atomic():
                filing = advance(filing, at=AT)
    sys.stdout.write(str(sent))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
