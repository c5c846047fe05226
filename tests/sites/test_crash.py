"""kill -9 while a register is written leaves all or nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.people import make_city
from tests.sites.places import make_type, make_unit
from tests.sites.tables import book, row, upload
from wenming.kernel.queries.events import verify_chain
from wenming.organisations.models import Person
from wenming.sites.models import Site, SiteChief, SiteUnit

SCRIPT = Path(__file__).with_name("crash.py")
KILLED = -signal.SIGKILL
TABLES = (Site, SiteUnit, SiteChief, Person)


def write_and_kill(import_, kill_at: int) -> int:
    """Run the writing process; return how many statements it sent, or −9 when it was killed."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    place = [str(connection.settings_dict["NAME"]), str(settings.FILES_FOLDER)]
    command = [sys.executable, str(SCRIPT), *place, str(import_.pk), str(kill_at)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {0, KILLED}, done.stderr
    return int(done.stdout) if done.returncode == 0 else done.returncode


@pytest.mark.django_db(transaction=True)
def test_write_register_killed_in_the_middle_leaves_nothing_and_can_be_repeated():
    make_type()
    make_unit("市财政局", "department")
    rows = [row(点位名称=f"点{number}", 责任单位="市财政局", 点位长=f"某{number}") for number in range(60)]
    import_ = upload(book(rows))
    city, last = make_city(), 0
    for kill_at in (1, 14, 22):
        last = write_and_kill(import_, kill_at)
        import_.refresh_from_db()
        left = [model.objects.in_city(city).count() for model in TABLES]
        assert (last, left, import_.state, verify_chain(city).whole) == (KILLED, [0] * 4, "checking", True)
    assert write_and_kill(import_, 0) >= 22
    import_.refresh_from_db()
    assert [model.objects.in_city(city).count() for model in TABLES] == [60] * 4
    assert (import_.state, verify_chain(city).whole) == ("adopted", True)
