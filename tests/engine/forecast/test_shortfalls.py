"""How many points are missing, and which clauses cost them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.engine.forecast.cities import CITY, MARKETS, PARKS, field_only
from tests.engine.scoring.trees import known, node, standard
from wenming.engine.forecast import Loss, Parts, Problem, ScorePart, SeenSite, shortfall_of
from wenming.engine.scoring.exact import score_standard


def test_tell_losses_of_a_city_adds_up_to_what_is_short():
    found = shortfall_of(CITY)
    assert found.open == 0
    assert sum(loss.points for loss in found.losses) + found.have == pytest.approx(100)
    assert found.short == found.short_at_most == pytest.approx(77 - found.have)
    # markets: two thirds of 40 points, a third of the checks failed, half of the failures at G-1
    assert Loss(ScorePart.FIELD, "markets", "G-1", pytest.approx(40 * 2 / 3 / 3 / 2)) in found.losses
    assert Loss(ScorePart.FILING, "", "M-2", pytest.approx(40 * 2 / 4 * 0.3)) in found.losses
    assert Loss(ScorePart.SURVEY, "", "", pytest.approx(20 * 13 / 60)) in found.losses
    assert Loss(ScorePart.FIELD, "parks", "", pytest.approx(40 / 3 * 2 / 15)) in found.losses
    assert [loss.points for loss in found.losses] == sorted((loss.points for loss in found.losses), reverse=True)


@pytest.mark.parametrize(("line", "enough"), [(85.0, 0), (88.0, 1), (95.0, 2), (100.0, 3)])
def test_tell_how_many_clauses_would_do(line, enough):
    one = replace(MARKETS, sites=(SeenSite(20, 17),))
    # 15 points lost: 7.5 at G-1, 3.75 each at the others
    assert shortfall_of(field_only(one, line=line)).enough == enough


def test_tell_what_no_clause_closes():
    hard = Problem(Parts(50.0, 0.0, 0.0), 60.0, (replace(PARKS, sites=(SeenSite(10, 9),)),))
    assert shortfall_of(hard).enough is None
    assert shortfall_of(replace(hard, line=None)).short is None


def test_tell_of_nothing_known_is_all_open():
    empty = Problem(Parts(40.0, 40.0, 20.0), 80.0)
    found = shortfall_of(empty)
    assert (found.have, found.open, found.short, found.short_at_most, found.losses) == (0, 100, -20, 80, ())
    unread = replace(CITY.clauses[1], rating=None)
    assert shortfall_of(replace(CITY, clauses=(CITY.clauses[0], unread))).open == pytest.approx(40 * 2 / 3)
    worthless = replace(CITY.clauses[0], value=0.0)
    assert shortfall_of(replace(CITY, clauses=(worthless,))).open == 40


def test_count_points_is_the_score_of_the_scoring_engine():
    tree = standard(
        node(
            "whole",
            100,
            node("field", 40, node("markets", Fraction(80, 3)), node("parks", Fraction(40, 3))),
            node("materials", 40, node("M-1", 10), node("M-2", 20), node("M-3", 10)),
            node("survey", 20),
        )
    )
    leaves = {"M-1": known("0.9"), "M-2": known("0.7"), "M-3": known(1), "survey": known(Fraction(47, 60))}
    for one in CITY.types:
        rates = [Fraction(site.passed, site.checks) for site in one.sites]
        leaves[one.key] = known(sum(rates) / len(rates))
    assert shortfall_of(CITY).have == pytest.approx(float(score_standard(tree, leaves).score), abs=1e-12)
