"""Numbers that others have published: each test names its source."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.engine.scoring.asem import asem
from tests.engine.scoring.trees import known, node, rule, standard
from wenming.engine.scoring.display import round_half_up
from wenming.engine.scoring.exact import LossKind, cycle_score, score_standard, title_effects
from wenming.engine.scoring.tables import rank_groups
from wenming.engine.standards import TitleEffect, TitleLine

# domain.md W-1: 济宁, street index of August 2017, in the order of the published league table
JINING = [
    ("济阳", "97.96", "96.65", "97.76"),
    ("洸河", "96.76", "96.72", "96.75"),
    ("仙营", "97.60", "91.26", "96.65"),
    ("酒仙桥", "95.94", "96.41", "96.01"),
    ("南苑", "96.15", "95.15", "96.00"),
    ("阜桥", "96.02", "87.54", "94.75"),
    ("观音阁", "92.03", "98.31", "92.97"),
    ("鼓楼", "93.76", "85.34", "92.49"),
    ("越河", "92.56", "88.25", "91.91"),
    ("龙桥", "91.24", "94.41", "91.72"),
    ("古槐", "92.50", "86.55", "91.61"),
    ("许庄", "91.13", "90.23", "91.00"),
    ("金城", "90.80", "91.47", "90.90"),
]
JINING_INDEX = standard(node("index", 100, node("field", 85), node("survey", 15), level="standard"))

# domain.md 1.6: the cycle 2018-2020, weights of its years, and what a score does to the title (W-4)
CYCLE = standard(
    node(
        "year",
        100,
        node("materials", 40),
        node("field", 40),
        node("survey", 20),
        level="standard",
        functions=[rule("deduct", 5, fact="leader_convicted")],
    ),
    weights=("0.15", "0.25", "0.60"),
    lines=(
        TitleLine(TitleEffect.SUSPEND, score_below=Fraction(70)),
        TitleLine(TitleEffect.CRITICISE, score_from=Fraction(70), score_below=Fraction(80)),
        TitleLine(TitleEffect.COMMEND, rank_to=10),
    ),
)

# quant.md 1.c: cran/COINr 9fcd763, build_example_coin(), level "Index", to two decimals
ASEM_INDEX = {
    "CHE": "68.38",
    "NLD": "64.82",
    "DNK": "64.80",
    "NOR": "64.47",
    "BEL": "63.54",
    "SWE": "63.00",
    "AUT": "61.90",
    "LUX": "61.58",
}


def _jining(field, survey):
    leaves = {"field": known(Fraction(field) / 100), "survey": known(Fraction(survey) / 100)}
    return score_standard(JINING_INDEX, leaves).score


@pytest.mark.parametrize(("street", "field", "survey", "total"), JINING)
def test_score_street_of_jining_agrees_with_the_published_total(street, field, survey, total):
    # the published parts were rounded separately
    assert abs(_jining(field, survey) - Fraction(total)) <= Fraction("0.01")


def test_rank_streets_of_jining_gives_the_published_order():
    # by milli-points of an index of 100: the finest unit of the tables
    rows = [(street, 100, round(_jining(field, survey) * 1000)) for street, field, survey, _ in reversed(JINING)]
    groups = rank_groups(rows)
    assert [(group.rank, group.name) for group in groups] == [(n, line[0]) for n, line in enumerate(JINING, start=1)]


def test_score_jinan_2016_takes_five_points_off():
    # domain.md 1.5 and W-3: 94.65 before the negative list, 89.65 counts for the year
    leaves = {code: known("0.9465") for code in ("materials", "field", "survey")}
    result = score_standard(CYCLE, leaves, facts={"leader_convicted": 1})
    assert (result.nodes[0].raw, result.score) == (Fraction("94.65"), Fraction("89.65"))
    assert [(loss.code, loss.points) for loss in result.losses if loss.kind is LossKind.FUNCTION] == [("year", 5)]


def test_weigh_cycle_by_its_years_is_exact():
    # domain.md W-3: 0.15 s1 + 0.25 s2 + 0.60 s3
    assert cycle_score(CYCLE, [Fraction(80), Fraction("89.65"), Fraction(90)]) == Fraction("88.4125")


@pytest.mark.parametrize("years", [0, 2, 4])
def test_weigh_cycle_with_the_wrong_number_of_years_names_both(years):
    with pytest.raises(ValueError, match=f"^test weighs 3 years, but {years} scores are given$"):
        cycle_score(CYCLE, [Fraction(90)] * years)


@pytest.mark.parametrize(
    ("score", "rank", "effects"),
    [
        ("69.999", None, (TitleEffect.SUSPEND,)),
        ("70", None, (TitleEffect.CRITICISE,)),
        ("79.999", 11, (TitleEffect.CRITICISE,)),
        ("80", None, ()),
        ("80", 11, ()),
        ("95", 10, (TitleEffect.COMMEND,)),
        ("69", 1, (TitleEffect.SUSPEND, TitleEffect.COMMEND)),
    ],
)
def test_find_title_effects_at_the_lines_follows_the_rules(score, rank, effects):
    # domain.md W-4: below 70 suspend, 70 to below 80 criticise, top ten commend
    assert title_effects(CYCLE, Fraction(score), rank) == effects


@pytest.fixture(scope="module")
def asem_results():
    tree, economies = asem()
    return {code: score_standard(tree, leaves) for code, leaves in economies.items()}


def test_score_asem_index_agrees_with_the_package(asem_results):
    ranked = sorted(asem_results, key=lambda code: -asem_results[code].score)[: len(ASEM_INDEX)]
    assert {code: str(round_half_up(asem_results[code].score, 2)) for code in ranked} == ASEM_INDEX
    assert ranked == list(ASEM_INDEX)


def test_score_asem_sub_indices_of_austria_agree_with_the_package(asem_results):
    nodes = {line.code: line for line in asem_results["AUT"].nodes}
    shown = [round_half_up(nodes[code].rate * 100, 2) for code in ("Conn", "Sust")]
    assert shown == [Decimal("55.43"), Decimal("68.37")]


def test_score_asem_has_all_its_parts(asem_results):
    result = asem_results["AUT"]
    levels = [line.level for line in result.nodes]
    assert [levels.count(level) for level in ("indicator", "pillar", "sub_index", "standard")] == [49, 8, 2, 1]
    assert (len(asem_results), result.attainable, result.unknown) == (51, 100, ())
