"""Positions as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.engine.positions import PositionFault, UnusablePositionError, Written, read_degrees, read_position

HERE = (32 + 8 / 60 + 49 / 3600, 114 + 5 / 60 + 28 / 3600)
PLAIN = (32.14, 114.09)


@pytest.mark.parametrize(
    "text",
    [
        "114.09,32.14", "32.14 114.09", "经度：114.09 纬度：32.14", "(114.09, 32.14)", "１１４．０９，３２．１４", "lng=114.09 lat=32.14",
        "N32.14E114.09", "32.14N 114.09E", "E114.09 N32.14", "32.14°N，114.09°E", "114。09，32。14", "东经114.09度、北纬32.14度",
    ],
)  # fmt: skip
def test_read_a_position_in_degrees_finds_it_in_either_order(text):
    assert read_position(text) == Written(PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "32°08'49\"N 114°05'28\"E", "32°08′49″N，114°05′28″E", "北纬32度8分49秒，东经114度5分28秒", "32º08´49´´N 114º05´28´´E",
        "东经114°05′28″，北纬32°08′49″", "32°8'49\" 114°5'28\"",
    ],
)  # fmt: skip
def test_read_a_position_in_minutes_and_seconds_finds_it(text):
    assert read_position(text).point == pytest.approx(HERE, abs=1e-12)


def test_read_a_position_in_minutes_with_decimals_finds_it():
    assert read_position("32°8.4' 114°5.4'").point == pytest.approx((32.14, 114.09), abs=1e-12)


def test_read_a_position_with_swapped_names_says_so():
    assert read_position("lat:114.09 lng:32.14") == Written(PLAIN, swapped=True)
    assert read_degrees("114.09", "32.14") == Written(PLAIN, swapped=True)
    assert read_degrees("32.14", "114.09") == Written(PLAIN)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", PositionFault.UNREADABLE), ("街口", PositionFault.UNREADABLE), ("1,2,3", PositionFault.UNREADABLE),
        ("N32 N33", PositionFault.UNREADABLE), ("114.09", PositionFault.HALF), ("32°75'N 114°E", PositionFault.MINUTES),
        ("1,2", PositionFault.OUTSIDE), ("37.62,55.75", PositionFault.OUTSIDE),
    ],
)  # fmt: skip
def test_read_what_is_no_position_says_why(text, fault):
    with pytest.raises(UnusablePositionError) as caught:
        read_position(text)
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    ("latitude", "longitude", "fault"),
    [("32.14", "", PositionFault.HALF), ("32.14,114.09", "114.09", PositionFault.UNREADABLE)],
)
def test_read_two_cells_that_are_no_position_says_why(latitude, longitude, fault):
    with pytest.raises(UnusablePositionError) as caught:
        read_degrees(latitude, longitude)
    assert caught.value.fault is fault


@given(st.floats(3.5, 54), st.floats(73.5, 135.5), st.booleans())
def test_read_a_written_position_returns_it(lat, lng, swapped):
    first, second = (lat, lng) if swapped else (lng, lat)
    assert read_position(f"{first:.6f}, {second:.6f}").point == (round(lat, 6), round(lng, 6))


@given(st.text(alphabet="0123456789.°'\"NE,- 北纬度分秒", max_size=24))
def test_read_any_text_gives_a_position_in_china_or_a_fault(text):
    try:
        found = read_position(text)
    except UnusablePositionError:
        return
    assert 3 <= found.point[0] <= 54.5
    assert 73 <= found.point[1] <= 136
