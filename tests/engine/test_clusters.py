"""Frames, grids and marks of maps without a base; the oracle of H3's nesting is the h3 library itself."""

from __future__ import annotations

import math
from itertools import combinations

import h3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine import clusters
from wenming.engine.clusters import Frame, Mark

TOWN = Frame(113.9, 32.0, 114.3, 32.3)
degrees = st.tuples(st.floats(32.0, 32.3), st.floats(113.9, 114.3))


def mark(lat: float, lng: float, count: int = 1, key: int = 0) -> Mark:
    return Mark(count, lat, lng, Frame(lng, lat, lng, lat), key)


def test_place_points_in_a_frame_gives_parts_of_its_sides():
    assert TOWN.place(32.3, 113.9) == (0, 0)
    assert TOWN.place(32.0, 114.3) == pytest.approx((1, 1))
    assert TOWN.place(*TOWN.middle) == pytest.approx((0.5, 0.5))
    assert TOWN.holds(32.1, 114)
    assert not TOWN.holds(31.9, 114)
    assert not TOWN.holds(32.1, 114.4)


@given(st.floats(-85, 85))
def test_project_a_latitude_and_back_gives_the_same(lat):
    assert clusters.latitude(clusters.down(lat)) == pytest.approx(lat, abs=1e-9)


def test_zoom_of_a_frame_is_one_more_for_half_the_width():
    whole = Frame(-180, -85, 180, 85)
    assert whole.zoom(512) == 0
    assert whole.zoom(256) == 0
    assert Frame(0, 0, 90, 60).zoom(512) == 2
    assert Frame(0, 0, 1e-7, 1e-7).zoom(512) == clusters.DEEPEST


def test_scale_and_move_a_frame_keeps_its_middle_and_meets_its_neighbour():
    twice = TOWN.scaled(2)
    assert twice.middle == pytest.approx(TOWN.middle)
    assert twice.width == pytest.approx(2 * TOWN.width)
    right, below = TOWN.moved(1, 0), TOWN.moved(0, 1)
    assert (right.west, right.south) == pytest.approx((TOWN.east, TOWN.south))
    assert (below.north, below.west) == pytest.approx((TOWN.south, TOWN.west))
    edge = Frame(170, 80, 180, 85).moved(3, -3)
    assert (edge.east, edge.north) == pytest.approx((180, clusters.EDGE))
    assert TOWN.scaled(1e6).width == 1


@given(degrees, degrees, st.floats(0.5, 3))
def test_frame_places_gives_the_ratio_and_holds_them(one, other, ratio):
    bounds = Frame(min(one[1], other[1]), min(one[0], other[0]), max(one[1], other[1]), max(one[0], other[0]))
    frame = clusters.frame_around(bounds, ratio=ratio)
    assert frame.width / frame.height == pytest.approx(ratio)
    assert frame.holds(*one)
    assert frame.holds(*other)


def test_frame_places_without_a_ratio_stays_as_tight_as_they_lie_down_to_a_least_size():
    frame = clusters.frame_around(TOWN, margin=0)
    assert (frame.west, frame.south, frame.east, frame.north) == pytest.approx((113.9, 32.0, 114.3, 32.3))
    point = clusters.frame_around(Frame(114, 32, 114, 32), margin=0)
    assert point.east - point.west == pytest.approx(clusters.LEAST_SPAN)
    assert point.middle == pytest.approx((32, 114))


@pytest.mark.parametrize("resolution", range(11))
def test_shift_a_kept_cell_names_the_same_places_as_its_parent(resolution):
    kept, bits = clusters.parent_shift(resolution)
    points = [(32 + step / 37, 113.9 + step % 7 / 11) for step in range(60)]
    cells = [h3.latlng_to_cell(*point, kept) for point in points]
    ours = [h3.str_to_int(cell) >> bits for cell in cells]
    theirs = [h3.cell_to_parent(cell, resolution) for cell in cells]
    assert len(set(ours)) == len(set(theirs)) == len(set(zip(ours, theirs, strict=True)))


def test_choose_a_resolution_follows_the_zoom_until_cells_are_too_many():
    assert [clusters.resolution_for(TOWN.scaled(0.01), zoom, pixels=24) for zoom in (5, 10, 12, 22)] == [4, 8, 9, 10]
    assert clusters.resolution_for(TOWN, 22, pixels=24) == 8
    assert clusters.resolution_for(Frame(-180, -85, 180, 85), 22, pixels=24) == 1
    edges = [h3.average_hexagon_edge_length(one, unit="m") for one in range(11)]
    assert [
        round(apart / (edge * math.sqrt(3)), 1) for apart, edge in zip(clusters.CELL_METRES, edges, strict=True)
    ] == [pytest.approx(1, abs=0.2)] * 11


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(32.0, 32.3), st.floats(113.9, 114.3), st.integers(1, 999)), max_size=60))
def test_gather_marks_loses_nothing_and_keeps_them_apart(places):
    marks = [mark(lat, lng, count, key) for key, (lat, lng, count) in enumerate(places)]
    found = clusters.gather(marks, 11, apart=50, most=20)
    assert sum(one.count for one in found) == sum(one.count for one in marks)
    assert len(found) <= 20
    assert {one.key for one in found} <= {one.key for one in marks}
    for one in found:
        assert one.bounds.west - 1e-9 <= one.lng <= one.bounds.east + 1e-9
        assert one.bounds.south - 1e-9 <= one.lat <= one.bounds.north + 1e-9


def test_gather_single_places_leaves_those_apart_alone_and_joins_the_near():
    marks = [mark(32.10, 114.00, 5, 1), mark(32.1001, 114.0001, 1, 2), mark(32.20, 114.20, 1, 3)]
    found = clusters.gather(marks, 12, apart=40, most=500)
    assert [(one.count, one.key) for one in found] == [(6, 1), (1, 3)]
    assert found[0].bounds == Frame(114.00, 32.10, 114.0001, 32.1001)
    assert found[1] is marks[2]
    assert clusters.gather([], 12, apart=40, most=500) == []


def test_gather_marks_at_one_distance_from_two_chooses_the_larger():
    reach = 40 / (clusters.WORLD * 2**12) * 360
    left, right = mark(0, 0, 9, 1), mark(0, 1.6 * reach, 8, 2)
    found = clusters.gather([mark(0, 0.8 * reach, 1, 3), right, left], 12, apart=40, most=500)
    assert sorted((one.count, one.key) for one in found) == [(8, 2), (10, 1)]


def test_gather_marks_closer_than_everything_ends_below_the_bound():
    marks = [mark(32.1 + row / 50, 114 + column / 50, 1, row) for row in range(10) for column in range(10)]
    assert len(clusters.gather(marks, 14, apart=1, most=100)) == 100
    found = clusters.gather(marks, 14, apart=1, most=30)
    assert 1 < len(found) <= 30
    centres = [(clusters.across(one.lng), clusters.down(one.lat)) for one in found]
    assert min(math.dist(a, b) for a, b in combinations(centres, 2)) > 0


def test_draw_circles_makes_them_larger_with_every_digit():
    assert [clusters.radius(count) for count in (2, 10, 999, 1000, 20_000, 10**9)] == [17, 20, 23, 26, 29, 29]


def test_draw_a_grid_gives_round_degrees_inside():
    assert clusters.grid(TOWN) == ([114.0, 114.1, 114.2], [32.1, 32.2])
    assert clusters.grid(Frame(-180, -85, 180, 85))[1] == [-45.0, 0.0, 45.0]
    assert clusters.grid(Frame(0.0001, 0.0001, 0.0011, 0.0011)) == ([0.001], [0.001])


def test_draw_a_scale_bar_gives_a_round_distance_and_its_share():
    metres, part = clusters.scale_bar(TOWN)
    assert metres == 5000
    width = 2 * math.pi * 6378137 * math.cos(math.radians(TOWN.middle[0])) * 0.4 / 360
    assert part == pytest.approx(5000 / width, rel=1e-6)
    assert clusters.scale_bar(TOWN, most=0.6)[0] == 20_000
    assert clusters.scale_bar(Frame(0, 0, 1e-6, 1e-6))[0] == 1


def test_measure_a_pixel_gives_the_published_metres_of_web_maps():
    # 156,543.03 m at zoom 0 for worlds of 256 pixels (OpenStreetMap's table of zoom levels): half of it for 512
    assert clusters.metres_per_pixel(0, 0) == pytest.approx(156543.03 / 2, abs=0.01)
    assert clusters.metres_per_pixel(60, 3) == pytest.approx(156543.03 / 32, abs=0.01)
