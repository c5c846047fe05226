"""Positions. Golden numbers are those of prcoords 1.0.2 (CC0), to nine places; stack.md found it to agree with eviltransform to 6e-9°."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.geo import (
    Datum,
    Surroundings,
    cells,
    cells_around,
    distance,
    from_wgs84,
    is_in_china,
    surroundings,
    suspected_datum,
    to_wgs84,
)

GOLDEN = [
    ((32.1470, 114.0910), (32.145055576, 114.096886901), (32.151172523, 114.103339303)),
    ((39.9087, 116.3975), (39.910103499, 116.403743573), (39.916442750, 116.410116586)),
    ((22.5431, 114.0579), (22.540382814, 114.063013999), (22.546041559, 114.069563987)),
    ((43.8256, 87.6168), (43.826805393, 87.619649949), (43.832949795, 87.626099771)),
    ((45.8038, 126.5340), (45.805784033, 126.540044041), (45.811397771, 126.546663108)),
    ((18.2525, 109.5119), (18.250794896, 109.515984281), (18.256576615, 109.522531517)),
]
NUMBERS = st.floats(-89, 89, allow_nan=False)
PLACES = st.tuples(st.floats(4, 54), st.floats(74, 135))
MIDDLE = (32.1470, 114.0910)
METRE = 1 / 111_195


def gap(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return by how many degrees two positions differ at most."""
    return max(abs(first[0] - second[0]), abs(first[1] - second[1]))


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), GOLDEN)
def test_convert_a_position_agrees_with_an_independent_implementation(wgs84, gcj02, bd09):
    assert gap(from_wgs84(wgs84, Datum.GCJ02), gcj02) < 1e-9
    assert gap(from_wgs84(wgs84, Datum.BD09), bd09) < 1e-9
    assert gap(to_wgs84(gcj02, Datum.GCJ02), wgs84) < 2e-9
    assert gap(to_wgs84(bd09, Datum.BD09), wgs84) < 2e-9


@given(PLACES, st.sampled_from(Datum))
def test_convert_a_position_there_and_back_returns_it(point, datum):
    assert gap(to_wgs84(from_wgs84(point, datum), datum), point) <= 1e-9


@given(st.tuples(NUMBERS, st.floats(-180, 70)), st.sampled_from(Datum))
def test_convert_a_position_outside_china_leaves_it(point, datum):
    assert from_wgs84(point, datum) == point == to_wgs84(point, datum)


def test_convert_cgcs2000_leaves_the_position():
    assert to_wgs84(MIDDLE, Datum.CGCS2000) == MIDDLE


@pytest.mark.parametrize(("point", "inside"), [(MIDDLE, True), ((114.09, 32.14), False), ((55.75, 37.62), False)])
def test_look_for_china_finds_what_lies_in_its_box(point, inside):
    assert is_in_china(point) is inside


def test_measure_a_degree_of_a_meridian_gives_the_mean_radius():
    # one degree of a great circle of the mean radius 6,371,008.8 m: 2πR/360
    assert distance((31.0, 114.0), (32.0, 114.0)) == pytest.approx(111_195.08, abs=0.01)
    assert distance(MIDDLE, MIDDLE) == 0


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_look_around_a_cell_finds_every_place_within_fifty_metres(north, east):
    other = (MIDDLE[0] + 35 * north * METRE, MIDDLE[1] + 41 * east * METRE)
    assert distance(MIDDLE, other) < 50
    assert cells(other)[1] in cells_around(cells(MIDDLE)[1])


def test_keep_cells_fit_a_signed_column():
    coarse, fine = cells(MIDDLE)
    assert 0 < coarse < fine < 2**63
    assert len(set(cells_around(fine))) == 7


def test_judge_a_position_doubts_what_lies_far_outside():
    points = [(MIDDLE[0] + step * 0.01, MIDDLE[1]) for step in range(-3, 4)]
    around = surroundings(points)
    assert isinstance(around, Surroundings)
    assert [around.doubts(point) for point in (MIDDLE, (32.4, 114.3), (34.7, 113.6))] == [False, False, True]


def test_judge_a_position_among_too_few_says_nothing():
    assert surroundings([MIDDLE] * 4) is None


@pytest.mark.parametrize(
    ("datum", "suspected"),
    [(Datum.GCJ02, Datum.GCJ02), (Datum.BD09, Datum.BD09), (Datum.WGS84, None), (Datum.CGCS2000, None)],
)
def test_suspect_a_datum_finds_the_one_in_which_known_places_fall_together(datum, suspected):
    places = [(MIDDLE[0] + step * 0.004, MIDDLE[1] - step * 0.003) for step in range(4)]
    pairs = [(place, from_wgs84((place[0] + 5 * METRE, place[1]), datum)) for place in places]
    assert suspected_datum(pairs) is suspected
    assert suspected_datum(pairs[:2]) is None
