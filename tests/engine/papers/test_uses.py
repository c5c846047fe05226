"""One thing for several clauses is honest; for two units or two years it asks for a look."""

from datetime import date

import pytest

from wenming.engine.papers.uses import Use, is_honest_again

JUNE, JULY, SPRING = (
    ((date(2026, 6, 1), date(2026, 6, 30)),),
    ((date(2026, 7, 1), date(2026, 7, 31)),),
    ((date(2026, 4, 1), date(2026, 6, 30)),),
)
DAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("one", "other", "honest"),
    [
        (Use(1, frozenset({7}), JUNE), Use(2, frozenset({7}), JUNE), False),
        (Use(1, frozenset({7}), JUNE), Use(1, frozenset({7, 8}), JULY), True),
        (Use(1, frozenset({7}), JUNE), Use(1, frozenset({8}), SPRING), True),
        (Use(1, frozenset({7}), JUNE, DAY), Use(1, frozenset({8}), JULY, DAY), False),
        (Use(1, frozenset({7}), (), DAY), Use(1, frozenset({8}), JULY, DAY), True),
        (Use(1, frozenset({7}), (), DAY), Use(1, frozenset({8}), JULY, date(2025, 6, 5)), False),
        (Use(1, frozenset({7}), JUNE), Use(1, frozenset({8})), False),
    ],
)
def test_use_again_is_honest_for_one_unit_and_one_time(one, other, honest):
    assert is_honest_again(one, other) is honest
    assert is_honest_again(other, one) is honest
