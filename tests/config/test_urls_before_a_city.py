"""The list of addresses on an installation that has no city yet."""

from __future__ import annotations

import json

import pytest

from wenming.config.cli import main

pytestmark = pytest.mark.django_db


def test_list_urls_before_there_is_a_city_gives_examples_of_the_ground_only(capsys):
    assert main(["urls", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    rows = {row["name"]: row["example"] for row in told["urls"]}
    assert (told["city"], rows["workbench:home"], rows["kernel:jobs"]) == (None, None, "/operations/jobs/")
