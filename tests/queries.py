"""Counting queries: a page's number of queries is a literal in its test and may not grow with rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

BELL = 'AS "bell"'


@contextmanager
def assert_queries(number: int) -> Iterator[CaptureQueriesContext]:
    """Fail, listing every statement, unless the block sends exactly ``number`` of them.

    The one query of the bell stands in the frame of every page alike; it is counted by a test of its own (tests/messaging).
    """
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [query["sql"] for query in captured.captured_queries if BELL not in query["sql"]]
    listed = "\n".join(f"{place:3}. {sql}" for place, sql in enumerate(statements, start=1))
    assert len(statements) == number, f"{len(statements)} queries instead of {number}:\n{listed}"
