"""Tables of domains: the same numbers as one by one, from compiled loops and from NumPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.estimates.api import clus1, margins, mu284
from wenming.engine.estimates import DesignError, Lone, SurveyDesign, by_domain, mean, rake
from wenming.engine.estimates.backends import NUMPY, best_backend, compiled_backend

ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0.5, 9), st.floats(0, 9), st.integers(-1, 4)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from([Lone.ADJUST, Lone.REMOVE]))
def test_estimate_a_table_equals_its_domains(rows, lone):
    strata, clusters, weights, values, codes = map(np.array, zip(*rows, strict=True))
    survey = SurveyDesign.of(len(rows), strata=strata, clusters=clusters, weights=weights, lone=lone)
    found = by_domain(survey, values, codes, domains=6)
    for code in range(6):
        chosen = codes == code
        assert found.counts[code] == chosen.sum()
        if not chosen.any():
            assert math.isnan(found.values[code])
            assert math.isnan(found.errors[code])
            continue
        one = mean(survey, values, domain=chosen)
        assert found.values[code] == pytest.approx(one.value, rel=1e-12)
        assert found.errors[code] == pytest.approx(one.error, rel=1e-9, abs=1e-9)
        assert found.degrees[code] == one.degrees
    for backend in (compiled_backend(), best_backend()):
        same = by_domain(survey, values, codes, domains=6, backend=backend)
        assert np.array_equal(same.errors, found.errors, equal_nan=True)
        assert np.array_equal(same.values, found.values, equal_nan=True)


def test_estimate_a_table_of_raked_or_two_stage_rows_goes_one_by_one():
    rows, survey = clus1()
    raked = rake(survey, margins(rows))
    labels, codes = np.unique(rows["stype"], return_inverse=True)
    found = by_domain(raked, rows.number("api00"), codes, domains=4)
    one = mean(raked, rows.number("api00"), domain=rows["stype"] == labels[2])
    assert (found.values[2], found.errors[2], found.degrees[2]) == (one.value, one.error, one.degrees)
    assert (found.counts.tolist(), math.isnan(found.values[3])) == ([144, 14, 25, 0], True)
    towns, both = mu284()
    assert (
        by_domain(both, towns.number("y1"), np.zeros(15, dtype=int)).values[0] == mean(both, towns.number("y1")).value
    )


def test_estimate_a_table_of_nothing_is_empty():
    assert len(by_domain(SurveyDesign.of(2), [1, 2], [-1, -1], backend=NUMPY).values) == 0
    with pytest.raises(DesignError, match=r"^length: codes$"):
        by_domain(SurveyDesign.of(2), [1, 2], [0])
