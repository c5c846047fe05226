"""A whole day in the field without a network, then 30 cuts: `python3 run.py soak field --seed N [--sites 40 --answers 800 --photos 120]`."""

import os
import sys

import pytest

from tests.browser.conftest import chromium
from tests.onsite.fieldday import Size, live_through

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def number(name: str, usual: int) -> int:
    return int(os.environ.get(f"SOAK_{name}") or usual)


def test_live_through_a_field_day_loses_nothing_and_sends_nothing_twice(playwright, tmp_path, settings):
    settings.FILES_FOLDER = tmp_path / "files"
    size = Size(
        sites=number("SITES", 40),
        answers=number("ANSWERS", 800),
        photos=number("PHOTOS", 120),
        cuts=30,
        kills=6,
        restarts=5,
    )
    found = live_through(playwright, chromium(), tmp_path / "phone", size, seed=number("SEED", 1))
    sys.stderr.write(f"\n{found}\n")
    assert (found["standing"], found["photos"]) == (size.answers, size.photos)
