"""Two rounds by two editions: what was found again is compared, the rest is named."""

from dataclasses import replace
from fractions import Fraction

from tests.engine.scoring.trees import cells, node, rule, standard
from wenming.engine.editions import ChangeKind, compare_editions
from wenming.engine.scoring.changes import Side, Split
from wenming.engine.scoring.crossings import compare_across, leaves_found_again


def named(one, name):
    return replace(one, name=name)


OLD = standard(
    node(
        "root",
        10,
        named(node("1", 4, named(node("1.1", 2), "公共厕所"), named(node("1.2", 2), "集贸市场")), "公共环境"),
        named(node("2", 6), "窗口服务"),
        level="standard",
    )
)
NEW = standard(
    node(
        "root",
        10,
        named(
            node("A", 7, named(node("A1", 5), "公共厕所"), named(node("A2", 2), "背街小巷")),
            "公共环境",
        ),
        named(node("B", 3, functions=[rule("deduct", 1, fact="G1")]), "窗口服务"),
        level="standard",
    )
)
BEFORE = Side({"1.1": cells(("east", 1, 500)), "1.2": cells(("", 3, 3000)), "2": cells(("", 1, 1000))})
AFTER = Side(
    {"A1": cells(("east", 1, 1000), ("west", 1, 1000)), "B": cells(("", 2, 1500))},
    facts={"G1": 1},
)


def test_compare_across_editions_pairs_what_was_found_again():
    found = {change.new.code: change for change in compare_across((OLD, NEW), BEFORE, AFTER).found}
    assert [(change.old.code, code, change.rows, change.altered) for code, change in found.items()] == [
        ("1", "A", (4, 2), True),
        ("1.1", "A1", (1, 2), True),
        ("2", "B", (1, 2), True),
    ]
    assert (found["A"].before.rate, found["A"].after.rate, found["A"].split) == (Fraction(3, 4), 1, None)
    # east went from 0.5 to 1, west is new: with the old shares 0.5 → 1, with the new ones 0.75 → 1
    assert found["A1"].split == Split(rate=Fraction(3, 8), mix=Fraction(1, 8))
    # 1.5 of 2 rows are 2.25 of 3 points, one of them was taken off
    assert found["B"].split == Split(rate=Fraction(-1, 4), rules=Fraction(-1, 3))


def test_compare_across_editions_names_what_cannot_be_compared():
    apart = compare_across((OLD, NEW), BEFORE, AFTER).apart
    assert [(change.kinds, [one.code for one in (*change.before, *change.after)]) for change in apart] == [
        ((ChangeKind.NEW,), ["A2"]),
        ((ChangeKind.DROPPED,), ["1.2"]),
    ]


def test_compare_across_editions_a_leaf_seen_once_has_no_split():
    found = compare_across((OLD, NEW), BEFORE, Side({"B": cells(("", 1, 0))})).found
    assert [(change.new.code, change.split) for change in found] == [("A", None), ("A1", None), ("B", Split(rate=-1))]


def test_compare_across_editions_a_leaf_worth_nothing_has_no_split():
    old = standard(node("root", 0, node("a", 0), level="standard"))
    side = Side({"a": cells(("", 1, 500))})
    (found,) = compare_across((old, old), side, side).found
    assert (found.before.rate, found.split) == (None, None)


def test_find_leaves_again_pairs_only_leaves_of_both():
    assert leaves_found_again(compare_editions(OLD, NEW)) == {"1.1": "A1", "2": "B"}
