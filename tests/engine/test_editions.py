"""Two editions side by side: every kind of change, by which evidence, and that nothing is lost or guessed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.editions import ChangeKind, FieldChange, FoundBy, compare_editions
from wenming.engine.provisions import Card, Material, MaterialKind, Provisions
from wenming.engine.standards import MissingRule, Node, Standard


def node(code, name, points, *children, level="indicator", **details):
    return Node(
        code, name, level, Fraction(points), MissingRule.EXCLUDE, MissingRule.EXCLUDE, children=children, **details
    )


def content(code, name, points=1, **details):
    return node(code, name, points, level="content", **details)


def edition(*nodes, **details):
    root = node("test", "体系", sum(one.points for one in nodes), *nodes, level="standard")
    return Standard("test", "体系", "System", "1", ("indicator", "content"), root, True, "", **details)


def told(before, after):
    """Return every change in short: kinds, codes before, codes after, by what it was found."""
    return [
        (
            " ".join(change.kinds),
            " ".join(one.code for one in change.before),
            " ".join(one.code for one in change.after),
            change.found_by and change.found_by.value,
        )
        for change in compare_editions(before, after).nodes
        if change.kinds != (ChangeKind.SAME,)
    ]


PLAIN = edition(
    node("1", "公共服务", 2, content("1.1", "公共服务1"), content("1.2", "公共服务2")),
    node("2", "文明交通", 1, content("2.1", "文明交通1")),
    node("3", "环境保护", 4),
)


def test_compare_an_edition_with_itself_finds_it_equal():
    found = compare_editions(PLAIN, replace(PLAIN, digest="another file"))
    assert (found.equal, found.count(ChangeKind.SAME), found.whole) == (True, 6, ())
    assert {change.found_by for change in found.nodes} == {FoundBy.CODE}


def test_compare_editions_with_other_frames_names_what_differs():
    found = compare_editions(PLAIN, replace(PLAIN, edition="2", cycle_weights=(Fraction(1),)))
    assert found.whole == (FieldChange("edition", "1", "2"), FieldChange("cycle_weights", (), (Fraction(1),)))
    assert (found.equal, found.count(ChangeKind.SAME)) == (False, 6)


def test_compare_changed_points_and_methods_names_both():
    changed = content("2.1", "文明交通1", 2, methods=("survey",))
    found = compare_editions(
        PLAIN, edition(PLAIN.root.children[0], node("2", "文明交通", 2, changed), node("3", "环境保护", 4))
    )
    changes = {change.after[0].code: change.changes for change in found.nodes if change.changes}
    assert changes == {
        "2": (FieldChange("points", 1, 2),),
        "2.1": (FieldChange("points", 1, 2), FieldChange("methods", (), ("survey",))),
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # same name, other number: the edition was renumbered
        ((node("3", "文明交通", 1),), (node("4", "文明交通", 1),), [("changed", "3", "4", "name")]),
        # two nodes exchange their numbers: names weigh more than codes
        ((node("1", "文明交通", 1), node("2", "环境保护", 1)), (node("1", "环境保护", 1), node("2", "文明交通", 1)),
         [("changed", "2", "1", "name"), ("moved changed", "1", "2", "name")]),
        # a name that was an alias
        ((node("1", "诚信建设", 1, aliases=("诚信工作",)),), (node("7", "诚信工作", 1),),
         [("renamed changed", "1", "7", "name")]),
        # slips of the pen
        ((node("1", "公共文化服务体系建设", 1),), (node("9", "公共文化服务休系建没", 1),),
         [("renamed changed", "1", "9", "near_name")]),
        # as near to two: nobody knows which
        ((node("1", "文明交通", 1),), (node("8", "文明交道", 1), node("9", "文明交管", 1)),
         [("new", "", "8", None), ("new", "", "9", None), ("dropped", "1", "", None)]),
        # below three characters one slip makes another word
        ((node("1", "环保", 1),), (node("9", "环卫", 1),), [("new", "", "9", None), ("dropped", "1", "", None)]),
        # a number never slips
        ((content("1", "公共服务1"),), (content("9", "公共服务2"),), [("new", "", "9", None), ("dropped", "1", "", None)]),
        # the code alone: renamed where the level is the same, else nothing is known
        ((node("1", "文明交通", 1),), (node("1", "社会秩序", 1),), [("renamed", "1", "1", "code")]),
        ((node("1", "文明交通", 1),), (content("1", "社会秩序", 1),), [("new", "", "1", None), ("dropped", "1", "", None)]),
        # another order: only the one that left the order moved
        ((node("1", "甲乙", 1), node("2", "丙丁", 1), node("3", "戊己", 1)),
         (node("3", "戊己", 1), node("1", "甲乙", 1), node("2", "丙丁", 1)), [("moved", "3", "3", "code")]),
        # split into parts that bear its name, with or without one that keeps it
        ((node("1", "公共服务", 14),), (node("1", "公共服务质量", 6), node("2", "公共服务保障", 8)),
         [("split", "1", "1 2", "points")]),
        ((node("1", "公共服务", 14),), (node("1", "公共服务", 6), node("2", "公共服务保障", 8)), [("split", "1", "1 2", "points")]),
        ((node("1", "公园和广场", 3),), (node("4", "公园", 1), node("5", "广场", 2)), [("split", "1", "4 5", "points")]),
        # the points do not add up: no split
        ((node("1", "公共服务", 14),), (node("8", "公共服务质量", 6), node("9", "公共服务保障", 6)),
         [("new", "", "8", None), ("new", "", "9", None), ("dropped", "1", "", None)]),
        # merged
        ((node("1", "社会公共秩序", 2), node("2", "公共秩序", 3)), (node("1", "公共秩序", 5),), [("merged", "1 2", "1", "points")]),
        # a number within a name is not cut through
        ((content("1", "服务1", 2),), (content("8", "服务10"), content("9", "服务11")),
         [("new", "", "8", None), ("new", "", "9", None), ("dropped", "1", "", None)]),
    ],
)  # fmt: skip
def test_compare_two_editions_tells_what_became_of_each_node(before, after, expected):
    assert told(edition(*before), edition(*after)) == expected


def test_compare_content_under_another_parent_says_moved():
    after = edition(
        node("1", "公共服务", 1, content("1.1", "公共服务1")),
        node("2", "文明交通", 2, content("2.1", "文明交通1"), content("1.2", "公共服务2")),
        node("3", "环境保护", 4),
    )
    assert told(PLAIN, after) == [
        ("changed", "1", "1", "code"),
        ("changed", "2", "2", "code"),
        ("moved", "1.2", "1.2", "code"),
    ]


def test_compare_numbered_contents_follow_their_renamed_and_renumbered_parent():
    after = edition(
        node("7", "公共服务质暈", 2, content("7.1", "公共服务质暈1"), content("7.2", "公共服务质暈2")),
        node("2", "文明交通", 1, content("2.1", "文明交通1")),
        node("3", "环境保护", 4),
    )
    before = edition(
        node("1", "公共服务质量", 2, content("1.1", "公共服务质量1"), content("1.2", "公共服务质量2")),
        *PLAIN.root.children[1:],
    )
    assert told(before, after) == [
        ("renamed changed", "1", "7", "near_name"),
        ("changed", "1.1", "7.1", "near_name"),
        ("changed", "1.2", "7.2", "near_name"),
    ]


def test_compare_numbered_contents_of_a_parent_found_by_its_alias_keep_their_numbers():
    below = (content("7.1", "便民工作1"), content("7.2", "便民工作2"))
    after = edition(node("7", "便民工作", 2, *below, aliases=("公共服务",)), *PLAIN.root.children[1:])
    assert told(PLAIN, after) == [
        ("renamed changed", "1", "7", "name"),
        ("changed", "1.1", "7.1", "name"),
        ("changed", "1.2", "7.2", "name"),
    ]


def test_compare_numbered_contents_of_one_code_under_a_renamed_parent_are_the_same():
    after = edition(
        node("1", "社会治理", 2, content("1.1", "社会治理1"), content("1.2", "社会治理2")), *PLAIN.root.children[1:]
    )
    assert told(PLAIN, after) == [("renamed", "1", "1", "code")]


def test_compare_node_that_moved_to_another_level_finds_it_by_name():
    before = edition(node("1", "公共服务", 1, content("1.1", "母婴室设置")))
    after = edition(node("1", "公共服务", 1), node("2", "母婴室设置", 1))
    assert told(before, after)[0] == ("moved changed", "1.1", "2", "name")


def test_compare_contents_of_a_split_parent_do_not_count_as_moved():
    below = [content("1.1", "图书馆开放", 6), content("1.2", "医院导诊", 8)]
    before = edition(node("1", "公共服务", 14, *below))
    after = edition(node("1", "公共服务质量", 6, below[0]), node("2", "公共服务保障", 8, below[1]))
    assert told(before, after) == [("split", "1", "1 2", "points")]


names = st.text("公共服务文明交通环境12", min_size=1, max_size=5)


@st.composite
def editions(draw):
    """Return a standard of random short names, many of them near each other."""
    rows = draw(
        st.lists(st.tuples(names, st.lists(st.tuples(names, st.integers(1, 3)), max_size=4)), min_size=1, max_size=5)
    )
    codes = draw(st.permutations(range(60)))
    nodes = []
    for name, contents in rows:
        below = [content(str(codes.pop()), text, points) for text, points in contents]
        nodes.append(node(str(codes.pop()), name, sum(one.points for one in below) or 1, *below))
    return edition(*nodes)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(editions(), editions())
def test_compare_any_two_editions_accounts_for_every_node_once(before, after):
    found = compare_editions(before, after)
    olds = [one.code for change in found.nodes for one in change.before]
    news = [one.code for change in found.nodes for one in change.after]
    assert sorted(olds) == sorted(one.code for one in before.nodes[1:])
    assert sorted(news) == sorted(one.code for one in after.nodes[1:])
    assert found.equal == (before == after)


def row(code, name, **details):
    return Material(code, name, name, None, MaterialKind.DOCUMENT, **details)


def rows(*materials, **sections):
    return replace(PLAIN, provisions=Provisions(materials=materials, **sections))


def test_compare_rows_of_sections_finds_them_by_code_and_then_by_an_equal_name():
    before = rows(row("m1", "文件"), row("m2", "报告", count=2), row("m3", "照片"), row("m4", "表"))
    after = rows(
        row("m1", "文件"), row("m2", "报告", count=3), row("x3", "照 片"), row("m5", "图"), cards=(Card("c", "问", "Q", None),)
    )  # fmt: skip
    found = compare_editions(before, after)
    assert [(one.section, one.kind, one.before and one.before.code, one.after and one.after.code) for one in found.provisions] == [
        ("materials", ChangeKind.SAME, "m1", "m1"),
        ("materials", ChangeKind.CHANGED, "m2", "m2"),
        ("materials", ChangeKind.CHANGED, "m3", "x3"),
        ("materials", ChangeKind.NEW, None, "m5"),
        ("materials", ChangeKind.DROPPED, "m4", None),
        ("cards", ChangeKind.NEW, None, "c"),
    ]  # fmt: skip
    assert found.provisions[1].changes == (FieldChange("count", 2, 3),)
    assert [change.field for change in found.provisions[2].changes] == ["code", "name", "name_en"]
    assert (found.equal, found.count(ChangeKind.NEW), compare_editions(before, before).equal) == (False, 0, True)


def test_compare_rows_of_one_name_and_other_codes_guesses_nothing():
    found = compare_editions(rows(row("a", "文件"), row("b", "文件")), rows(row("c", "文件")))
    kinds = [change.kind for change in found.provisions]
    assert kinds == [ChangeKind.NEW, ChangeKind.DROPPED, ChangeKind.DROPPED]


def test_compare_assumed_points_and_gaps_names_both():
    gaps = (("其余", "The rest"),)
    before = edition(node("1", "甲乙", 1), not_covered=gaps)
    found = compare_editions(before, edition(node("1", "甲乙", 1, assumed=True)))
    assert (found.whole, found.nodes[0].changes) == (
        (FieldChange("not_covered", gaps, ()),),
        (FieldChange("assumed", False, True),),
    )
