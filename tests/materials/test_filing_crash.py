"""kill -9 while a filing is made: it goes on where it was, with the same bytes, and is never offered in part."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.materials.cases import HOUR, bring, campaign, make_item, make_requirement
from tests.people import AT, OFFICER, make_account, make_city
from wenming.kernel.queries.events import verify_chain
from wenming.materials import actions
from wenming.materials.models import Filing, MaterialItem
from wenming.materials.tasks.filing import check_filing, make_filing

SCRIPT = Path(__file__).with_name("crash.py")
KILLED = -signal.SIGKILL


def make_and_kill(filing: Filing, kill_at: int) -> int:
    """Let a process make a filing; return how many statements it sent, or −9 when it was killed."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    place = [str(connection.settings_dict["NAME"]), str(settings.FILES_FOLDER)]
    command = [sys.executable, str(SCRIPT), *place, str(filing.pk), str(kill_at)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {0, KILLED}, done.stderr
    return int(done.stdout) if done.returncode == 0 else done.returncode


def zips(filing: Filing) -> dict[int, str]:
    """Return the digests of what a filing has."""
    return dict(filing.parts.exclude(kind="supplement").values_list("order", "file__sha256"))


@pytest.mark.django_db(transaction=True)
def test_make_a_filing_killed_in_the_middle_goes_on_with_the_same_bytes():
    bring(make_item(), "passed")
    bring(make_item(make_requirement("情况说明", clause="2.1")), "passed")
    officer, city = make_account(OFFICER), make_city()
    whole = zips(make_filing(campaign=campaign(), year=2026, by=officer, at=AT + 9 * HOUR))
    MaterialItem.objects.in_city(city).update(state="passed")
    facts = {"template": "{number}-{piece} {name}", "padded": True, "by": officer, "at": AT + 10 * HOUR}
    filing = actions.ask_filing(campaign=campaign(), year=2026, **facts)
    for kill_at in (30, 45):
        assert make_and_kill(filing, kill_at) == KILLED
        filing.refresh_from_db()
        assert (filing.made_at, filing.digest, verify_chain(city).whole) == (None, "", True)
        # what is there is whole, and what it always was
        assert zips(filing).items() <= whole.items()
    assert make_and_kill(filing, 0) > 0
    filing.refresh_from_db()
    assert zips(filing) == whole
    assert (check_filing(filing, by=None, at=AT + 11 * HOUR), verify_chain(city).whole) == ([], True)
