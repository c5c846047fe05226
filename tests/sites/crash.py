"""A process that writes a register, and is killed, as by a power cut, just before its n-th SQL statement.

Run as a program by the tests: database name, files folder, import id, n (0 = let it finish).
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings


def main(database: str, files: str, import_id: int, kill_at: int) -> None:
    django.setup()
    from django.db import connection

    from wenming.sites.actions import write_site_import
    from wenming.sites.models import SiteImport

    settings.FILES_FOLDER = Path(files)
    connection.settings_dict["NAME"] = database
    import_ = SiteImport.objects.across_cities().select_related("city").get(pk=import_id)
    sent = 0

    def count(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        write_site_import(import_=import_, by=None, at=datetime.now(UTC))
    sys.stdout.write(str(sent))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
