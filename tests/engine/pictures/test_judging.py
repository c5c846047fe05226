"""How one picture lies on another, and what that means: arithmetic on arrays, without a library that sees."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from wenming.engine.pictures.fingerprints import SURE
from wenming.engine.pictures.geometry import Fit, covered_outside, is_sane, outside, overlap_of, spread_of
from wenming.engine.pictures.judging import Lie, Likeness, LikenessKind, better, lie_of, variant_of, with_lie
from wenming.engine.pictures.signals import Standing, meaning, place_signal, time_signal

ROWS, ACROSS = 160, 240
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, size=(ROWS, ACROSS)).astype(np.uint8)


def turn(degrees: float, scale: float = 1.0) -> np.ndarray:
    """Return the matrix that turns with the clock (the second axis points down)."""
    angle = np.radians(degrees)
    sine, cosine = np.sin(angle) * scale, np.cos(angle) * scale
    return np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])


def points(number: int = 60, seed: int = 3) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return (draw.random((number, 2)) * [ACROSS, ROWS]).astype(np.float32)


@pytest.mark.parametrize(
    ("matrix", "sane"),
    [
        (turn(0), True),
        (turn(93, 0.5), True),
        (turn(0, 0.2), False),
        (turn(0, 4.0), False),
        (np.diag([1.0, -1.0, 1.0]), False),
        (np.full((3, 3), np.nan), False),
        (np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-0.01, 0.0, 1.0]]), False),
        (np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0005, 0.0, 1.0]]), True),
    ],
)
def test_judge_homography_is_a_photo_of_a_photo_or_none(matrix, sane):
    assert is_sane(matrix, ACROSS, ROWS) is sane


def test_judge_homography_that_turns_the_frame_inside_out_is_none():
    # its middle part looks harmless, its corners go round the other way
    assert is_sane(np.array([[1.0, 0.0, 300.0], [0.0, 1.0, 0.0], [0.005, 0.0, 1.0]]), ACROSS, ROWS) is False


def test_count_spread_of_points_counts_parts_of_their_rectangle():
    corner = np.array([[5.0, 5.0]] * 50 + [[100.0, 100.0]], np.float32)
    assert (spread_of(corner), spread_of(points(400))) == (2, 16)


def test_leave_zones_out_takes_their_points_and_pixels_away():
    zone = (0.0, 0.5, 1.0, 1.0)
    kept = outside(np.array([[10, 10], [10, 100]], np.float32), ACROSS, ROWS, [zone])
    assert kept.tolist() == [True, False]
    assert covered_outside(np.full((ROWS, ACROSS), 255, np.uint8), [zone]).mean() == 0.5


def test_compare_overlap_of_one_picture_in_other_light_agrees():
    first = noise() // 2
    found = overlap_of(first, (first + 60).astype(np.uint8), np.ones((ROWS, ACROSS), bool), np.zeros((4, 2)))
    assert (found.agreement, found.covered, found.blocks) == (1.0, 1.0, 150)


def test_compare_overlap_that_only_shares_a_poster_does_not_agree():
    first, second = noise(1), noise(2)
    second[40:110, 60:160] = first[40:110, 60:160]
    found = overlap_of(first, second, np.ones((ROWS, ACROSS), bool), np.zeros((4, 2)))
    assert 0.1 < found.agreement < 0.25


def test_compare_overlap_of_a_poster_on_two_plain_walls_does_not_agree():
    """Plain walls of one brightness agree with each other, yet say nothing: what is not plain must make up a third."""
    first = np.full((ROWS, ACROSS), 200, np.uint8)
    first[48:96, 64:128] = noise()[48:96, 64:128]
    found = overlap_of(first, first.copy(), np.ones((ROWS, ACROSS), bool), np.zeros((4, 2)))
    assert round(found.agreement, 2) == 0.08


def test_compare_overlap_of_a_large_poster_before_two_like_walls_does_not_agree():
    first, second = noise(1), noise(2)
    first[:48] = second[:48] = 200
    second[48:106] = first[48:106]
    found = overlap_of(first, second, np.ones((ROWS, ACROSS), bool), np.zeros((4, 2)))
    # three rows of ten are wall, and half of the others agree: together more than half, of what can be told less
    assert 0.3 < found.agreement < 0.45


def test_compare_overlap_with_a_plain_sky_counts_it_where_it_is_as_bright():
    first = noise()
    first[:64] = 180
    darker = first.copy()
    darker[:64] = 120
    whole = np.ones((ROWS, ACROSS), bool)
    assert overlap_of(first, first.copy(), whole, np.zeros((4, 2))).agreement == 1.0
    assert overlap_of(first, darker, whole, np.zeros((4, 2))).agreement == 0.6


def test_compare_overlap_that_is_small_or_unlike_says_nothing():
    seen = np.zeros((ROWS, ACROSS), bool)
    seen[:32, :32] = True
    assert overlap_of(noise(), noise(), seen, np.zeros((4, 2))).agreement == 0.0
    plain = np.full((ROWS, ACROSS), 90, np.uint8)
    assert overlap_of(plain, plain, np.ones((ROWS, ACROSS), bool), np.zeros((4, 2))).agreement == 0.0


def test_lay_picture_on_itself_says_all_numbers():
    picture, cover, places = noise(), np.full((ROWS, ACROSS), 255, np.uint8), points()
    found = lie_of(picture, picture, cover, (ACROSS, ROWS), Fit(turn(0), places, places), mirrored=False)
    assert Fit(turn(0), places, places).inliers == 60
    assert (found.inliers, found.agreement, found.covered, found.variant) == (60, 1.0, 1.0, "as_it_is")
    assert found.corners == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert found.is_same_scene
    assert found.is_same_view
    assert found.points[0][:2] == found.points[0][2:]


def test_lay_picture_in_the_mirror_gives_places_of_the_picture_itself():
    places = points()
    found = lie_of(
        noise(),
        noise(),
        np.full((ROWS, ACROSS), 255, np.uint8),
        (ACROSS, ROWS),
        Fit(turn(0), places, places),
        mirrored=True,
    )
    assert found.points[0][2] == pytest.approx(1 - found.points[0][0], abs=1e-3)


def test_lay_picture_that_is_insane_or_all_stamp_says_nothing():
    picture, cover, places = noise(), np.full((ROWS, ACROSS), 255, np.uint8), points()
    assert lie_of(picture, picture, cover, (ACROSS, ROWS), Fit(turn(0, 9.0), places, places), mirrored=False) is None
    everything = [(0.0, 0.0, 1.0, 1.0)]
    assert (
        lie_of(picture, picture, cover, (ACROSS, ROWS), Fit(turn(0), places, places), mirrored=False, zones=everything)
        is None
    )


@pytest.mark.parametrize(
    ("degrees", "mirrored", "variant"),
    [(2, False, "as_it_is"), (91, False, "turned_270"), (180, False, "turned_180"), (-88, False, "turned_90"),
     (1, True, "mirrored"), (90, True, "transversed"), (179, True, "flipped"), (-90, True, "transposed")],
)  # fmt: skip
def test_name_variant_takes_the_next_right_angle(degrees, mirrored, variant):
    assert variant_of(turn(degrees), mirrored=mirrored) == variant


def lie(inliers: int = 50, agreement: float = 0.9, spread: int = 9) -> Lie:
    return Lie(inliers, spread, agreement, 1.0, False, (), (), "as_it_is")


def test_join_judgements_takes_fingerprints_first_then_the_whole_overlap():
    told = Likeness(LikenessKind.SAME_PICTURE, "mirrored", 8)
    assert with_lie(told, None) == told
    assert with_lie(told, lie()).lie == lie()
    assert with_lie(None, lie()).kind == LikenessKind.SAME_VIEW
    assert [with_lie(None, one) for one in (None, lie(inliers=39), lie(agreement=0.59), lie(spread=3))] == [None] * 4


def test_join_judgements_believes_far_fingerprints_only_with_the_whole_overlap():
    far = Likeness(LikenessKind.SAME_PICTURE, "as_it_is", SURE + 1)
    assert with_lie(far, lie()) == Likeness(LikenessKind.SAME_PICTURE, "as_it_is", SURE + 1, lie())
    assert [with_lie(far, one) for one in (None, lie(agreement=0.59))] == [None] * 2


def test_choose_better_fit_takes_the_one_with_more_points():
    assert better(lie(41), lie(60)).inliers == 60
    assert (better(None, None), better(None, lie(41)).inliers) == (None, 41)


def at(moment: str, *, matter: str = "A", site: int = 1, days: int = 0) -> Standing:
    return Standing(matter, site, moment, AT + days * DAY)


SAME = Likeness(LikenessKind.SAME_PIXELS)
VIEW = Likeness(LikenessKind.SAME_VIEW, lie=lie())
PICTURE = Likeness(LikenessKind.SAME_PICTURE, distance=4, lie=lie(agreement=0.99))
MIRRORED = Likeness(LikenessKind.SAME_PICTURE, "mirrored", 4, lie())


@pytest.mark.parametrize(
    ("earlier", "later", "likeness", "found"),
    [
        # the picture of another place, or of an earlier day: look again
        (at("after", matter="B", site=2), at("after", days=1), SAME, "same_pixels"),
        (at("after", matter="B"), at("after", days=9), PICTURE, "same_picture"),
        (at("before"), at("after", days=1), SAME, "same_pixels"),
        (at("before"), at("after", days=1), PICTURE, "same_picture"),
        (at("before"), at("after", days=1), MIRRORED, "same_picture"),
        (at("site", matter=""), at("after", days=1), SAME, "same_pixels"),
        (at("before", matter="B", site=2), at("after", days=1), VIEW, "same_view"),
        # the same place, changed: somebody was there
        (at("before"), at("after", days=1), VIEW, "same_scene"),
        (at("before", matter="B"), at("check", days=1), VIEW, "same_scene"),
        (at("before", site=0), at("after", site=0, days=1), VIEW, "same_scene"),
        (at("after"), at("check", days=1), VIEW, None),
        # without features compared nothing speaks for a new photo
        (at("before"), at("after", days=1), Likeness(LikenessKind.SAME_PICTURE, distance=4), "same_picture"),
        # sent together; a report that is sent twice
        (at("after"), at("after"), SAME, None),
        # one batch, two units
        (at("material", matter="", site=0), at("material", matter="", site=0), SAME, "same_pixels"),
        (at("before", matter="B"), at("before", days=1), SAME, None),
        (at("before", matter="B", site=0), at("before", days=1), SAME, None),
        (at("before", matter="B", site=2), at("before", days=1), SAME, "same_pixels"),
    ],
)  # fmt: skip
def test_tell_meaning_goes_by_place_and_time(earlier, later, likeness, found):
    assert meaning(earlier, later, likeness) == found


def test_compare_clock_of_camera_asks_about_before_the_report_and_after_the_sending():
    sent, reported = AT + 2 * DAY, AT
    hour = timedelta(hours=1)
    assert time_signal(None, sent, reported, "after") is None
    assert time_signal(AT - hour, sent, reported, "after") == ("taken_earlier", 60)
    assert time_signal(AT - hour, sent, reported, "before") is None
    assert time_signal(AT - timedelta(minutes=9), sent, reported, "after") is None
    assert time_signal(AT - hour, sent, None, "check") is None
    assert time_signal(sent + hour, sent, reported, "before") == ("taken_later", 60)


def test_compare_place_of_camera_asks_beyond_chance():
    here, there = (32.1, 114.0), (32.11, 114.0)
    assert place_signal(here, there, None) == ("far_away", 1112)
    assert place_signal(here, there, 900) is None
    assert (place_signal(None, there, None), place_signal(here, None, None)) == (None, None)
