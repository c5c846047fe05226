"""The answer: first the gap, then what is missing or the chances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.forecast.cities import CITY, MARKETS, PARKS, field_only, passing
from wenming.engine.forecast import (
    Answer,
    Chance,
    Lack,
    Missing,
    Parts,
    Shift,
    SpreadSource,
    SurveyPlan,
    answer_to,
)
from wenming.engine.forecast.backends import NUMPY
from wenming.engine.forecast.outcomes import quantiles_of


def asked(problem, *, seed: int = 1, evaluations: int = 256) -> Answer:
    return answer_to(problem, seed=seed, evaluations=evaluations, backend=NUMPY)


def test_answer_for_a_whole_city_tells_all_of_it():
    answer = asked(CITY)
    found = answer.forecast
    assert answer.missing == ()
    assert 0 < found.passes.value < found.reaches.value < 1
    assert [place for place, _chance in found.ranks] == [1, 2, 3]
    assert [chance.value for _place, chance in found.ranks] == sorted(chance.value for _place, chance in found.ranks)
    # of three cities everybody is among the first three
    assert found.ranks[2][1].text == ">99.5 %"
    assert sum(share.share for share in found.shares) == pytest.approx(1.0)
    assert {share.source for share in found.shares} == set(SpreadSource)
    assert [one.points for one in found.quantiles] == sorted(one.points for one in found.quantiles)
    assert found.mean == pytest.approx(sum(part.mean for part in found.parts))
    assert found.scenarios[0].reaches.value < found.reaches.value
    assert found.scenarios[1].reaches.text == "<0.5 %"


def test_answer_names_what_mending_would_bring_best_first():
    drivers = asked(CITY).forecast.drivers
    assert {(one.type, one.clause) for one in drivers} == {
        ("markets", "G-1"), ("markets", "G-2"), ("markets", "G-3"), ("", "M-1"), ("", "M-2"),
    }  # fmt: skip
    assert [one.chance for one in drivers] == sorted((one.chance for one in drivers), reverse=True)
    points = {one.clause: one.points for one in drivers}
    assert points["G-1"] == pytest.approx(2 * points["G-2"])


def test_answer_says_where_one_more_site_teaches_most():
    lessons = asked(CITY).forecast.lessons
    assert {one.type for one in lessons} == {"markets", "parks"}
    assert lessons[0].type == "markets"
    assert sum(one.share for one in lessons) == pytest.approx(1.0)
    known = replace(PARKS, frame=3)
    assert [one.type for one in asked(field_only(MARKETS, known)).forecast.lessons] == ["markets"]
    assert asked(field_only(known)).forecast.lessons == ()


def test_answer_twice_is_the_same_and_with_another_seed_another():
    assert asked(CITY) == asked(CITY)
    assert len({asked(CITY, seed=seed).digest for seed in (1, 2)} | {asked(replace(CITY, line=70.0)).digest}) == 3
    with pytest.raises(ValueError, match="0"):
        asked(CITY, evaluations=0)


def test_answer_without_ground_for_chances_is_the_gap_and_what_is_missing():
    bare = replace(
        CITY, clauses=(), survey=CITY.survey[:1], types=(replace(PARKS, frame=2), replace(MARKETS, sites=()))
    )
    answer = asked(bare)
    assert answer.forecast is None
    assert answer.missing == (
        Missing(Lack.FRAME, "parks", 2, 3),
        Missing(Lack.SITES, "markets", 0, 1),
        Missing(Lack.SURVEY, "", 1, 2),
        Missing(Lack.CLAUSES, "", 0, 1),
    )
    shortfall = answer.shortfall
    # parks weigh one third and have lost 2 of 15, the survey 4 of 20; markets and materials are open
    lost = 40 / 3 * 2 / 15 + 4
    assert shortfall.open == pytest.approx(40 * 2 / 3 + 40)
    assert shortfall.have == pytest.approx(100 - lost - shortfall.open)
    assert shortfall.short == pytest.approx(77 - 100 + lost)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"line": None}, Lack.LINE),
        ({"types": ()}, Lack.TYPES),
        ({"types": (replace(PARKS, checks=0),)}, Lack.PLAN),
        ({"types": (replace(MARKETS, streets=(("north", 30),)),)}, Lack.FRAME),
        ({"survey_plan": SurveyPlan(0, 22, 0)}, Lack.SURVEY_PLAN),
        ({"clauses": (replace(CITY.clauses[0], rating=None), CITY.clauses[1])}, Lack.RATINGS),
        ({"clauses": (replace(CITY.clauses[0], agreed=1, reviewed=1),)}, Lack.AGREEMENT),
        ({"rivals": ()}, Lack.RIVALS),
        ({"parts": Parts(0.0, 0.0, 0.0)}, Lack.PARTS),
    ],
)
def test_answer_lacking_one_thing_names_it(change, code):
    answer = asked(replace(CITY, **change))
    assert ([one.code for one in answer.missing], answer.forecast) == ([code], None)


def test_answer_without_gate_ranks_or_drivers_leaves_them_out():
    found = asked(field_only(PARKS)).forecast
    assert (found.passes, found.ranks, found.drivers, found.scenarios) == (None, (), (), ())
    assert [share.source for share in found.shares if share.share > 1e-9] == [
        SpreadSource.SITES,
        SpreadSource.IGNORANCE,
    ]


def test_answer_a_year_of_severity_moves_rivals_along():
    wide, own = (replace(CITY, shift=Shift(year=year, city=city), gate=None) for year, city in ((1.0, 0.0), (0.0, 1.0)))
    common, alone = (asked(one, evaluations=1024).forecast for one in (wide, own))
    middle = [abs(found.ranks[0][1].value - 0.5) for found in (common, alone)]
    assert middle[0] > middle[1]


@given(st.integers(0, 2), st.floats(60, 95), st.floats(0, 5))
@settings(max_examples=6, deadline=None)
def test_answer_with_more_passed_or_a_lower_line_is_never_less_likely(more, line, lower):
    base = field_only(MARKETS, PARKS, line=line)
    better = replace(base, line=line - lower, types=tuple(passing(one, more) for one in base.types))
    assert asked(better, evaluations=64).forecast.mean >= asked(base, evaluations=64).forecast.mean - 0.2
    easier = asked(replace(base, line=line - lower), evaluations=64).forecast.reaches.value
    assert easier >= asked(base, evaluations=64).forecast.reaches.value


@given(st.floats(0.1, 10))
@settings(max_examples=4, deadline=None)
def test_answer_in_other_points_is_the_same_chance(scale):
    parts = Parts(40 * scale, 40 * scale, 20 * scale)
    base = replace(CITY, places=(), rivals=(), line=76.9517)
    scaled = asked(replace(base, parts=parts, line=base.line * scale), evaluations=64)
    plain = asked(base, evaluations=64)
    assert scaled.forecast.reaches == plain.forecast.reaches
    assert scaled.forecast.mean == pytest.approx(plain.forecast.mean * scale)


def test_tell_a_chance_is_never_nought_or_one():
    none, all_ = Chance.of(np.zeros(1000, bool)), Chance.of(np.ones(1000, bool))
    assert (none.text, all_.text, Chance(0.374, 0.005).text) == ("<0.5 %", ">99.5 %", "37 %")
    assert 0 < none.value < all_.value < 1


def test_tell_quantiles_gives_their_errors():
    (middle,) = quantiles_of(np.linspace(0, 1, 10_001), (0.5,))
    # the spread of a median of n uniform numbers is ½/√n
    assert (middle.points, middle.error) == pytest.approx((0.5, 0.005), abs=1e-4)
