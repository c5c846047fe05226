"""Integer statistics: both implementations, overflow, and what is out of range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.scoring.trees import properties
from wenming.engine.scoring.backends import NUMPY, compiled_backend
from wenming.engine.scoring.statistics import (
    ROWS_PER_FLUSH,
    CellStatistics,
    accumulate,
    accumulate_numpy,
    rates_from_statistics,
)

BACKENDS = [pytest.param(NUMPY, id="numpy"), pytest.param(compiled_backend(), id="numba")]
both = pytest.mark.parametrize("backend", BACKENDS)


def columns(cells, milli, cell_type="int32", milli_type="int16"):
    return np.array(cells, dtype=cell_type), np.array(milli, dtype=milli_type)


def as_lists(statistics):
    return [column.tolist() for column in statistics]


@both
@pytest.mark.parametrize("cell_type", ["int32", "int64"])
@pytest.mark.parametrize("milli_type", ["int16", "uint16"])
def test_accumulate_columns_of_any_width_counts_and_adds(backend, cell_type, milli_type):
    cells, milli = columns([2, 0, 2, 2], [1000, 300, 0, 1], cell_type, milli_type)
    count, total = accumulate(cells, milli, 4, backend=backend)
    assert as_lists((count, total)) == [[1, 0, 3, 0], [300, 0, 1001, 0]]
    assert (count.dtype, total.dtype) == (np.int64, np.int64)


@both
def test_accumulate_nothing_gives_empty_cells(backend):
    assert as_lists(accumulate(*columns([], []), 2, backend=backend)) == [[0, 0], [0, 0]]


@both
@pytest.mark.parametrize(
    ("cells", "milli", "message"),
    [
        ([0, 1, 4, 5], [1, 2, 3, 4], "row 2: cell 4 of 4, 3 of 1000 milli-points"),
        ([0, -1], [1, 2], "row 1: cell -1 of 4, 2 of 1000 milli-points"),
        ([0, 1, 2], [1000, 1001, -1], "row 1: cell 1 of 4, 1001 of 1000 milli-points"),
        ([3], [-1], "row 0: cell 3 of 4, -1 of 1000 milli-points"),
    ],
)
def test_accumulate_out_of_range_names_the_first_row(backend, cells, milli, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        accumulate(*columns(cells, milli), 4, backend=backend)


@both
def test_accumulate_out_of_range_in_a_later_batch_counts_all_rows(backend):
    cells = CellStatistics(4, backend=backend, rows_per_flush=2)
    cells.add(*columns([0, 1, 2], [1, 1, 1]))
    with pytest.raises(ValueError, match=r"^row 6: cell 9 of 4, 5 of 1000 milli-points$"):
        cells.add(*columns([0, 1, 2, 9], [1, 1, 1, 5]))


def test_accumulate_more_rows_than_a_packed_cell_holds_does_not_overflow():
    # 2^32 milli-points would spill from the sum into the count: full marks, all in one cell
    rows = ROWS_PER_FLUSH + 2
    cells, milli = np.zeros(rows, dtype=np.int32), np.full(rows, 1000, dtype=np.int16)
    assert as_lists(accumulate_numpy(cells, milli, 1)) == [[rows], [1000 * rows]]


@both
def test_accumulate_the_last_row_that_a_packed_cell_holds_does_not_spill(backend):
    packed = np.array([(ROWS_PER_FLUSH - 1 << 32) + 1000 * (ROWS_PER_FLUSH - 1)])
    assert backend.accumulate(*columns([0], [1000]), packed) == -1
    assert packed.tolist() == [(ROWS_PER_FLUSH << 32) + 1000 * ROWS_PER_FLUSH]


def test_accumulate_limit_is_the_last_that_fits():
    assert ROWS_PER_FLUSH * 1000 < 2**32 <= (ROWS_PER_FLUSH + 1) * 1000


@both
@properties
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1000)), max_size=30), st.integers(1, 7), st.integers(1, 7))
def test_accumulate_in_any_batches_equals_counting(backend, rows, batch, rows_per_flush):
    cells = CellStatistics(6, backend=backend, rows_per_flush=rows_per_flush)
    for start in range(0, len(rows), batch):
        cells.add(*columns(*zip(*rows[start : start + batch], strict=True)))
    expected = [[value for cell, value in rows if cell == n] for n in range(6)]
    assert as_lists(cells.result()) == [[len(v) for v in expected], [sum(v) for v in expected]]


@both
@pytest.mark.parametrize("column_type", ["uint8", "int16"])
def test_accumulate_pairs_equals_their_cells(backend, column_type):
    rows, columns_, milli = np.array([[1, 0, 1, 1], [2, 1, 2, 0], [1000, 300, 0, 7]], dtype=np.int16)
    cells = CellStatistics(6, backend=backend, rows_per_flush=3)
    cells.add_pairs(rows, columns_.astype(column_type), milli, width=3)
    assert as_lists(cells.result()) == as_lists(accumulate_numpy(rows * 3 + columns_, milli, 6))


@both
@pytest.mark.parametrize(
    ("row", "column", "milli"), [(2, 0, 5), (-1, 0, 5), (0, 3, 5), (1, -1, 5), (0, 0, 1001), (0, 0, -1), (2**62, 0, 5)]
)
def test_accumulate_pairs_out_of_range_names_the_first_row(backend, row, column, milli):
    given_columns = np.array([[0, row, 9], [0, column, 9], [0, milli, 9]], dtype=np.int64)
    message = f"^row 1: cell {row}, {column} of 2 × 3, {milli} of 1000 milli-points$"
    with pytest.raises(ValueError, match=message):
        CellStatistics(6, backend=backend).add_pairs(*given_columns, width=3)


@pytest.mark.parametrize("width", [0, 4])
def test_accumulate_pairs_that_make_no_table_is_refused(width):
    column = np.zeros(1, dtype=np.int16)
    with pytest.raises(ValueError, match=f"^6 cells are no table of {width} columns$"):
        CellStatistics(6, backend=NUMPY).add_pairs(column, column, column, width=width)


def test_accumulate_result_is_a_copy():
    cells = CellStatistics(1, backend=NUMPY)
    cells.add(*columns([0], [7]))
    before = cells.result()
    cells.add(*columns([0], [8]))
    assert (as_lists(before), as_lists(cells.result())) == ([[1], [7]], [[2], [15]])


def test_accumulate_by_default_agrees_with_numpy():
    given_columns = columns([1, 1, 0], [5, 6, 7])
    assert as_lists(accumulate(*given_columns, 2)) == as_lists(accumulate_numpy(*given_columns, 2)) == [[1, 2], [7, 11]]


@pytest.mark.parametrize(("n_cells", "rows"), [(-1, 1), (1, 0), (1, ROWS_PER_FLUSH + 1)])
def test_start_statistics_that_could_overflow_is_refused(n_cells, rows):
    with pytest.raises(ValueError, match=f"^cannot keep {n_cells} cells with {rows} rows between two flushes$"):
        CellStatistics(n_cells, backend=NUMPY, rows_per_flush=rows)


def test_accumulate_columns_of_different_lengths_is_refused():
    with pytest.raises(ValueError, match=r"^not columns of one length: \(2,\), \(1,\)$"):
        accumulate_numpy(np.zeros(2, dtype=np.int32), np.zeros(1, dtype=np.int16), 1)


def test_accumulate_tables_is_refused():
    with pytest.raises(ValueError, match=r"^not columns of one length: \(2, 2\), \(2, 2\)$"):
        accumulate_numpy(np.zeros((2, 2), dtype=np.int32), np.zeros((2, 2), dtype=np.int16), 1)


@pytest.mark.parametrize("kind", ["float64", "uint64", "bool"])
def test_accumulate_columns_that_are_not_integers_is_refused(kind):
    with pytest.raises(ValueError, match=f"^a column of {kind} is not of integers up to 63 bits$"):
        accumulate_numpy(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=kind), 1)


def test_rate_of_statistics_is_the_nearest_float_or_nan():
    rates = rates_from_statistics(np.array([3, 0, 1]), np.array([2000, 0, 1000]))
    np.testing.assert_array_equal(rates, [2 / 3, np.nan, 1.0])
