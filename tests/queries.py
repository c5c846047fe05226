"""Counting queries: a page's number of queries is a literal in its test and may not grow with rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def assert_queries(number: int) -> Iterator[CaptureQueriesContext]:
    """Fail, listing every statement, unless the block sends exactly ``number`` of them."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [query["sql"] for query in captured.captured_queries]
    listed = "\n".join(f"{place:3}. {sql}" for place, sql in enumerate(statements, start=1))
    assert len(statements) == number, f"{len(statements)} queries instead of {number}:\n{listed}"
