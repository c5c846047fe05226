"""Names as people write them, led back to the contents of the Suzhou pack."""

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data import PACKS
from wenming.engine.matching import Match, MatchKind, NameMatcher, edit_distance, fold, near_limit
from wenming.engine.observations import ProblemKind
from wenming.engine.standards import MissingRule, Node, Standard
from wenming.standards.imports.packs import load_standard


@cache
def suzhou() -> Standard:
    return load_standard(PACKS / "suzhou-2016-district.yaml")


def match(written: str, **options: object) -> Match:
    return NameMatcher(suzhou(), **options).match(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("公共服务1", "10.1"),
        ("公共服务10", "10.10"),
        ("公共服务 １４", "10.14"),
        ("公共服务（2）", "10.2"),
        ("公共服务①", "10.1"),
        ("公共服务03", "10.3"),
        ("文明旅游", "3.1"),
        ("文明旅游1", "3.1"),
        ('"讲文明树新风" 公益广告', "4.1"),
        ("公共文化服务体系建设4", "7.4"),
    ],
)
def test_match_known_name_gives_its_content(written, code):
    assert match(written) == Match(code=code, kind=MatchKind.EXACT)


@pytest.mark.parametrize("written", ["诚信建设制度", "诚信建设制度1"])
def test_match_alias_says_so(written):
    assert match(written) == Match(code="5.1", kind=MatchKind.ALIAS)


def test_match_a_name_that_the_city_keeps_as_an_alias_says_so_and_never_hides_an_official_one():
    kept = {"市容 秩序": "10.2", "公共服务1": "10.3"}
    assert match("市容秩序", aliases=kept) == Match(code="10.2", kind=MatchKind.ALIAS)
    assert match("公共服务1", aliases=kept) == Match(code="10.1", kind=MatchKind.EXACT)


def test_match_indicator_of_many_contents_without_number_asks_for_it():
    found = match("公共服务")
    assert found.suggestions == tuple(f"10.{number}" for number in range(1, 15))
    numbers = "1、2、3、4、5、6、7、8、9、10、11、12、13、14"
    assert found.problem is ProblemKind.NUMBER_MISSING
    assert found.facts == {"indicator": "公共服务", "numbers": numbers}


def test_match_indicator_of_few_contents_without_number_proposes_them():
    assert match("环境保护").suggestions == ("12.1", "12.2")


@pytest.mark.parametrize(
    ("written", "number"), [("公共服务15", "15"), ("公共服务100", "100"), ("公共服务0", "0"), ("文明旅游2", "2")]
)
def test_match_number_that_does_not_exist_is_a_problem(written, number):
    found = match(written, accept_suggestions=True)
    assert (found.problem, found.suggestions, found.facts["number"]) == (ProblemKind.NUMBER_UNKNOWN, (), number)


@pytest.mark.parametrize("written", ["公共服务质量1", "公共服务1-2", "公共服务1.2", "市容", "公" * 200])
def test_match_other_name_is_unknown_even_when_suggestions_are_accepted(written):
    assert match(written, accept_suggestions=True) == Match(problem=ProblemKind.NAME_UNKNOWN)


@pytest.mark.parametrize("written", ["", "  ", "——", "\u3000"])
def test_match_nothing_written_is_a_missing_name(written):
    assert match(written) == Match(problem=ProblemKind.NAME_MISSING)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("公共服物10", ("10.10",)),
        ("公服共务10", ("10.10",)),
        ("公共服务l0", ("10.10",)),
        ("文明交道", ("9.1",)),
        ("社会主义核心价直观深化推厂普及2", ("1.2",)),
        ("公共服务1O", ("10.1", "10.10", "10.11", "10.12", "10.13", "10.14")),
        ("公共服物", tuple(f"10.{number}" for number in range(1, 15))),
        ("公共服务十", ("10.10",)),
        ("公共服务（十四）", ("10.14",)),
        ("公共服务壹", ("10.1",)),
        ("公共服务第3项", ("10.3",)),
        ("公共服物拾贰", ("10.12",)),
        ("公共服务二十", ()),
        ("公共服务三十六", ()),
        ("文明交通十", ()),
        ("文明交通一", ("9.1",)),
        ("文明交通十十", ()),
        ("公共服务一二", ()),
        ("文明交道7", ()),
    ],
)
def test_match_near_name_is_proposed_and_not_used(written, codes):
    assert match(written) == Match(problem=ProblemKind.NAME_UNKNOWN, suggestions=codes)


def test_match_near_name_accepted_and_unique_is_used():
    assert match("公共服物10", accept_suggestions=True) == Match(code="10.10", kind=MatchKind.ACCEPTED)


def test_match_near_name_accepted_but_ambiguous_is_not_used():
    assert match("公共服务1O", accept_suggestions=True).problem is ProblemKind.NAME_UNKNOWN


def test_match_name_that_a_person_decided_is_used():
    assert match("市容 市貌", accepted={"市容市貌": "10.2"}) == Match(code="10.2", kind=MatchKind.ACCEPTED)


def test_match_decision_against_a_known_name_does_not_replace_it():
    assert match("公共服务1", accepted={"公共服务1": "10.2"}) == Match(code="10.1", kind=MatchKind.EXACT)


def test_match_more_equally_near_names_than_a_list_may_have_are_not_proposed():
    names = [node(str(number), f"市容市貌{chr(0x4E00 + number)}") for number in range(21)]
    found = NameMatcher(standard(node("r", "根", *names))).match("市容市貌好")
    assert (found.problem, found.suggestions) == (ProblemKind.NAME_UNKNOWN, ())


def test_match_nearer_names_are_proposed_where_the_others_are_too_many():
    far = [node(str(number), f"市容市貌整治{chr(0x4E01 + number)}项") for number in range(20)]
    matcher = NameMatcher(standard(node("r", "根", node("near", "市容市貌整治工项"), *far)))
    assert matcher.match("市容市貌整治工顶").suggestions == ("near",)


def test_match_name_that_ends_like_a_number_is_proposed_too():
    matcher = NameMatcher(standard(node("r", "根", node("a", "五个一", node("b", "内容")))))
    assert matcher.match("五个二").suggestions == ("b",)


def test_match_decision_for_no_leaf_is_refused():
    with pytest.raises(ValueError, match="has no leaf 10, x"):
        NameMatcher(suzhou(), accepted={"甲": "x", "乙": "10"})


def node(code: str, name: str, *children: Node) -> Node:
    return Node(code, name, "content", Fraction(1), MissingRule.EXCLUDE, MissingRule.EXCLUDE, children=children)


def standard(root: Node) -> Standard:
    return Standard("t", "", "", "", (), root, complete=True, digest="")


def test_match_standard_of_one_leaf_knows_its_name():
    matcher = NameMatcher(standard(node("r", "满意度")))
    assert [matcher.match(text).code for text in ("满意度", "满意度1", "满意度2")] == ["r", "r", None]


def test_match_contents_with_names_of_their_own_need_these_names():
    root = node(
        "r", "根", node("a", "环境", node("a1", "河道"), node("a2", "空气")), node("b", "秩序", node("b1", "排队"))
    )
    matcher = NameMatcher(standard(root))
    assert [matcher.match(text).code for text in ("河道", "空气1", "环境1", "秩序", "秩序1")] == [
        "a1",
        "a2",
        None,
        "b1",
        "b1",
    ]
    assert matcher.match("环境").suggestions == ("a1", "a2")


def test_match_longer_name_that_begins_like_a_shorter_wins():
    root = node(
        "r",
        "根",
        node("a", "服务", node("a1", "服务1")),
        node("b", "服务1期", node("b1", "服务1期1"), node("b2", "服务1期2")),
    )
    matcher = NameMatcher(standard(root))
    assert [matcher.match(text).code for text in ("服务1", "服务", "服务1期2", "服务1期1")] == ["a1", "a1", "b2", "b1"]


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("", "", 0), ("甲乙", "甲丙", 1), ("甲乙", "乙甲", 1), ("甲乙丙", "丙", 2), ("甲乙丙", "丁戊己", 3)],
)
def test_edit_distance_counts_slips(left, right, distance):
    assert edit_distance(left, right, 3) == distance


def test_edit_distance_beyond_the_limit_stops_there():
    assert (edit_distance("甲乙丙丁", "戊己庚辛", 2), edit_distance("甲", "甲乙丙丁", 2)) == (3, 3)


@given(st.text("甲乙丙", max_size=7), st.text("甲乙丙", max_size=7))
def test_edit_distance_of_any_texts_equals_the_full_table(left, right):
    table = [[max(i, j) if not min(i, j) else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            steps = [table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (left[i - 1] != right[j - 1])]
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                steps.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(steps)
    assert edit_distance(left, right, 9) == table[-1][-1]


def test_near_limit_grows_with_the_name():
    assert [near_limit("字" * length) for length in (2, 3, 7, 8, 11, 12, 40)] == [0, 1, 1, 2, 2, 3, 3]


@given(st.text(max_size=30))
def test_fold_of_any_text_is_stable(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_match_of_any_text_gives_a_leaf_or_a_reason(text):
    found = match(text)
    assert (found.code is None) != (found.problem is None)


def test_match_same_text_again_gives_the_remembered_answer():
    matcher = NameMatcher(suzhou())
    assert matcher.match("公共服务1") is matcher.match("公共服务1")
