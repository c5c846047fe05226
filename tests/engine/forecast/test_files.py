"""Problems as files: written and read again the same, and mistakes told with their place."""

from __future__ import annotations

import json

import pytest

from tests.engine.forecast.cities import CITY
from wenming.engine.forecast import FileError, Parts, Problem, digest_of_problem, read_problem, write_problem

LEAST = {"format": "wenming-forecast-problem/1", "parts": {"field": 100}}


def test_write_and_read_a_problem_gives_it_back():
    assert read_problem(write_problem(CITY)) == CITY
    assert read_problem(json.dumps(LEAST)) == Problem(Parts(100.0, 0.0, 0.0))


def test_digest_a_problem_changes_with_all_that_matters():
    digests = {digest_of_problem(CITY, seed=seed, evaluations=number) for seed in (1, 2) for number in (10, 20)}
    assert len(digests) == 4
    assert digest_of_problem(read_problem(write_problem(CITY)), seed=1, evaluations=10) in digests


TWO = [{"key": "a", "score": 80, "spread": 1}] * 2


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"parts": {"field": 0}}, "parts"),
        ({"parts": {"field": 40, "papers": 60}}, "parts.papers"),
        ({"types": [{"key": "a", "sites": [{"checks": 3, "passed": 4}]}]}, "types[0].sites[0].passed"),
        ({"types": [{"key": "a", "items": [{"key": "i", "checked": 1, "failed": 2}]}]}, "types[0].items[0].failed"),
        ({"survey": [{"asked": 10, "content": 11}]}, "survey[0].content"),
        ({"clauses": [{"key": "c", "rating": 2}]}, "clauses[0].rating"),
        ({"gate": {"passed": 3, "held": 2}}, "gate.passed"),
        ({"shift": {"year": -1}}, "shift.year"),
        ({"rivals": TWO}, "rivals[1].key"),
        ({"scenarios": [{"key": "G1", "stops": 1}]}, "scenarios[0].stops"),
        ({"weather": "fair"}, "weather"),
        ({"format": "other"}, "format"),
    ],
)
def test_read_a_mistake_tells_where_it_stands(change, place):
    with pytest.raises(FileError) as fault:
        read_problem(json.dumps(LEAST | change))
    assert fault.value.place == place
