"""The shares of functions: Shapley's own numbers, and random trees against all orders of joining, scored one by one."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given

from tests.engine.scoring.trees import cases, known, node, properties, rule, standard
from wenming.engine.scoring import shapley
from wenming.engine.scoring.exact import Given, score_standard, score_with_parts
from wenming.engine.scoring.shapley import function_effects, shapley_values


def effects_of(tree, leaves, facts=None, last=None):
    facts, last = facts or {}, last or {}
    return function_effects(tree, score_with_parts(tree, Given(leaves, facts, last))[1], facts)


def keeping(one, kept):
    """Return the node with everything below it, without the functions of all nodes but those kept."""
    children = tuple(keeping(child, kept) for child in one.children)
    return replace(one, functions=one.functions if one.code in kept else (), children=children)


def by_orders(tree, leaves, facts, last):
    """Return the mean of what each node's functions do to the whole when they join, over all orders."""
    players = [one.code for one in tree.nodes if one.functions]
    orders = list(permutations(players))

    def score(kept):
        return score_standard(standard(keeping(tree.root, kept)), leaves, facts=facts, last=last).score

    teams = {frozenset(order[:size]) for order in orders for size in range(len(order) + 1)}
    worth = {team: score(team) for team in teams}
    shares = dict.fromkeys(players, Fraction(0))
    for order in orders:
        for place, player in enumerate(order):
            shares[player] += worth[frozenset(order[: place + 1])] - worth[frozenset(order[:place])]
    return {player: share / len(orders) for player, share in shares.items()}


def test_share_glove_game_is_shapleys_own():
    # Shapley (1953), as told in every textbook: one left and two right gloves, a pair is worth 1: 2/3, 1/6, 1/6
    def value(mask):
        return Fraction(1 if mask & 1 and mask & 6 else 0)

    assert shapley_values(3, value) == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]


def test_share_veto_and_deduction_of_one_tree_by_hand():
    # alone the deduction takes 2 of 8 and the veto 8; together they take 8: (2 + 0) / 2 and (8 + 6) / 2
    item = node("item", 8, node("a", 8), level="indicator", functions=[rule("deduct", 2, fact="G15")])
    tree = standard(node("root", 8, item, level="standard", functions=[rule("veto", fact="G16")]))
    facts = {"G15": 1, "G16": 1}
    assert effects_of(tree, {"a": known(1)}, facts) == {
        "root": {"item": -1, "root": -7},
        "item": {"item": -2},
        "a": {},
    }
    assert effects_of(tree, {"a": known(1)}) == {"root": {}, "item": {}, "a": {}}


@properties
@given(cases())
def test_share_functions_of_any_tree_agrees_with_all_orders(case):
    tree, leaves, facts, last = case
    nodes = [one for one in tree.nodes if one.functions]
    if len(nodes) > 5:
        kept = {one.code for one in nodes[:5]}
        tree = standard(keeping(tree.root, kept))
    shares = effects_of(tree, leaves, facts, last)[tree.root.code]
    expected = by_orders(tree, leaves, facts, last)
    assert {code: shares.get(code, 0) for code in expected} == expected
    assert set(shares) <= set(expected)


@pytest.mark.parametrize(("most", "shares"), [(2, {"a": -1, "root": -7}), (1, {"a": -2, "root": -6})])
def test_share_more_functions_than_can_be_permuted_follows_the_published_order(monkeypatch, most, shares):
    monkeypatch.setattr(shapley, "PLAYERS_AT_MOST", most)
    leaf = node("a", 8, functions=[rule("deduct", 2, fact="G15")])
    tree = standard(node("root", 8, leaf, level="standard", functions=[rule("veto", fact="G16")]))
    assert effects_of(tree, {"a": known(1)}, {"G15": 1, "G16": 1})["root"] == shares


def test_share_twelve_functions_below_a_thirteenth_node_adds_up():
    leaves = [node(f"c{n}", 1, functions=[rule("threshold", "0.5")]) for n in range(11)]
    tree = standard(node("root", 11, *leaves, level="standard", functions=[rule("cap", 3)]))
    given_ = {leaf.code: known("0.4" if n < 4 else "0.6") for n, leaf in enumerate(leaves)}
    shares = effects_of(tree, given_)["root"]
    assert sum(shares.values()) == score_standard(tree, given_).score - (4 * Fraction("0.4") + 7 * Fraction("0.6"))
    assert len(shares) == 12
    assert shares["c0"] == shares["c3"] != shares["c4"] == 0
