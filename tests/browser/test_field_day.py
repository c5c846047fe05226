"""A tenth of a day in the field, offline, with cuts and a killed server; the whole of it is `python3 run.py soak field`."""

import pytest

from tests.browser.conftest import chromium
from tests.onsite.fieldday import Size, live_through

pytestmark = pytest.mark.django_db(transaction=True)
# a wire cut, a killed server, a session that ended
TENTH = Size(sites=4, answers=80, photos=12, cuts=3, kills=1, restarts=1)


def test_live_through_a_day_without_signal_loses_nothing_and_sends_nothing_twice(playwright, tmp_path, settings):
    program = chromium()
    if not program:
        pytest.skip("no Chromium found: install the package chromium, or name the program in CHROMIUM")
    settings.FILES_FOLDER = tmp_path / "files"
    found = live_through(playwright, program, tmp_path / "phone", TENTH, seed=9)
    assert (found["standing"], found["photos"], found["findings"]) == (80, 12, 12)
