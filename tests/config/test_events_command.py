"""`events verify` names the first broken record."""

import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests.people import ELSEWHERE, make_city
from wenming.config.cli import main
from wenming.kernel.actions import record_event
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def chains():
    for slug in ("qinghe", ELSEWHERE):
        city = make_city(slug)
        with transaction.atomic():
            for number in range(4):
                record_event(city=city, kind="x", subject=city, data={"n": number}, by=None, at=datetime.now(UTC))


def test_verify_of_untouched_chains_ends_fine(chains, capsys):
    assert main(["events", "verify"]) == 0
    assert capsys.readouterr().out == "baiyun：4 条记录，完好\nqinghe：4 条记录，完好\n"


def test_verify_of_a_changed_row_names_it_and_ends_with_findings(chains, capsys):
    Event.objects.in_city(make_city()).filter(number=3).update(data={"n": 99})
    assert main(["events", "verify"]) == 1
    assert (
        capsys.readouterr().out
        == "baiyun：4 条记录，完好\nqinghe：第 3 条记录有问题：内容与校验码不符，这一条被改动过\n"
    )
    assert main(["events", "verify", "--json", "--city", "qinghe"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"cities": [{"city": "qinghe", "events": 4, "whole": False, "broken": 3, "reason": "row_changed"}]}


def test_verify_of_an_unknown_city_could_not_be_done(chains, capsys):
    assert main(["events", "verify", "--city", "nirgends"]) == 2
    assert capsys.readouterr().err == "没有城市 nirgends\n"
