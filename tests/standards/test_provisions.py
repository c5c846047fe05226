"""Sections beside the tree: what is read from them, and that every fault has its line and its mend."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import pytest

from tests.data import use_messages
from wenming.engine.provisions import CheckItem, Judgement, Penalty, PenaltyEffect, SiteType
from wenming.standards.exports.differences import field_word, value_text
from wenming.standards.imports.checklists import is_checklists, parse_checklists
from wenming.standards.imports.findings import PackError
from wenming.standards.imports.packs import parse_pack

use_messages()

HEAD = """\
format: wenming-standard/1
code: example
title: {zh: 例, en: Example}
edition: "1"
complete: false
not_covered: [{zh: 其余, en: The rest}]
levels: [project, content]
rules: {missing: exclude, not_applicable: exclude}
sources:
  notice: {zh: 通知, en: Notice, confidence: sourced}
source: notice
"""
TREE = """\
points: 30
tree:
  - code: a
    name: {zh: 甲, en: A}
    points: 30
    shares: unpublished
    children:
      - {code: a1, name: {zh: 甲一, en: A1}}
      - {code: a2, name: {zh: 甲二, en: A2}}
      - {code: a3, name: {zh: 甲三, en: A3}}
"""


def faults(text: str) -> list[tuple[int, str]]:
    """Return line and problem of every finding."""
    with pytest.raises(PackError) as caught:
        parse_pack(text, file_name="pack.yaml")
    return [(finding.line, finding.problem) for finding in caught.value.findings]


def test_read_unpublished_shares_gives_an_even_split_that_is_marked():
    standard = parse_pack(HEAD + TREE, file_name="pack.yaml")
    assert [(node.code, node.points, node.assumed) for node in standard.nodes[1:]] == [
        ("a", Fraction(30), False),
        ("a1", Fraction(10), True),
        ("a2", Fraction(10), True),
        ("a3", Fraction(10), True),
    ]


def test_read_a_pack_without_any_points_assumes_a_hundred():
    text = HEAD + "shares: unpublished\n" + TREE.replace("points: 30\n", "", 1).replace("    points: 30\n", "")
    standard = parse_pack(text, file_name="pack.yaml")
    assert (standard.root.points, [leaf.points for leaf in standard.leaves]) == (Fraction(100), [Fraction(100, 3)] * 3)


def test_read_assumed_points_in_a_complete_pack_names_the_contradiction():
    text = (HEAD + TREE).replace("complete: false", "complete: true").replace(
        "not_covered: [{zh: 其余, en: The rest}]\n", ""
    )  # fmt: skip
    assert faults(text) == [(5, "complete 为 true，却有条目的分值没有公布")]


def test_read_every_section_keeps_what_it_says():
    text = (
        HEAD
        + TREE
        + dedent("""\
        negative_list:
          - {code: G15, name: {zh: 事故, en: Accident}, holder: {effect: suspend, months: 12}, nominated: {effect: deduct, points: 3}}
        site_types:
          - {code: bus, name: {zh: 公交车, en: Bus}, walk: {zh: 乘 6 站, en: Ride six stops}, time_from: "7:40", time_to: "8:30"}
        check_items:
          - {code: 公交-01-01, site_type: bus, name: {zh: 广告, en: Ads}, judge: count, at_least: 1, clauses: [a1, other/x]}
        """)
    )
    standard = parse_pack(text, file_name="pack.yaml")
    source, found = standard.provenance, standard.provisions
    assert found.negative_list[0].holder == Penalty(PenaltyEffect.SUSPEND, None, 12)
    assert found.negative_list[0].nominated == Penalty(PenaltyEffect.DEDUCT, Fraction(3), None)
    assert found.site_types == (
        SiteType("bus", "公交车", "Bus", source, "乘 6 站", "Ride six stops", None, None, "7:40", "8:30"),
    )
    assert found.check_items == (
        CheckItem(
            "公交-01-01", "广告", "Ads", source, "bus", judge=Judgement.COUNT, at_least=Fraction(1), clauses=("a1", "other/x")
        ),
    )  # fmt: skip
    assert standard.not_covered == (("其余", "The rest"),)


def test_read_an_entry_of_the_negative_list_serves_as_the_fact_of_a_rule():
    text = (
        HEAD
        + TREE
        + "negative_list:\n  - {code: G15, name: {zh: 事故, en: A}, nominated: {effect: deduct, points: 3}}\n"
    )
    standard = parse_pack(text + "functions:\n  - {kind: deduct, fact: G15, limit: 3}\n", file_name="pack.yaml")
    assert [function.fact for function in standard.root.functions] == ["G15"]


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("bonus: [{code: b, name: {zh: 奖, en: B}, points: 0}]", "“points”应大于 0"),
        ("negative_list: [{code: g, name: {zh: 负, en: G}}]", "没有写明后果"),
        ("negative_list: [{code: g, name: {zh: 负, en: G}, holder: {effect: deduct}}]", "扣分没有写明分数"),
        ("negative_list: [{code: g, name: {zh: 负, en: G}, holder: {effect: cancel, points: 1}}]", "只有扣分才写 points"),
        ("questions: [{code: q, name: {zh: 问, en: Q}, options: [好], scores: [1, 0]}]", "scores 与 options 的个数不同"),
        ("questions: [{code: q, name: {zh: 问, en: Q}, options: [好], scores: [2]}]", "“scores”应在 0 到 1 之间"),
        ("questions: [{code: q, name: {zh: 问, en: Q}, at_least: 80}]", "“at_least”应在 0 到 1 之间"),
        ("figures: [{code: f, name: {zh: 率, en: F}}]", "没有写明要达到的数值"),
        ("figures: [{code: f, name: {zh: 率, en: F}, at_least: 2, at_most: 1}]", "at_most 小于 at_least"),
        ("samples: [{code: s, name: {zh: 样, en: S}, size: 3, population_from: 5, population_below: 5}]", "population_below 不大于 population_from"),
        ("site_types: [{code: t, name: {zh: 类, en: T}, time_from: 早上}]", "“早上”不是钟点"),
        ("check_items: [{code: c, site_type: t, name: {zh: 查, en: C}}]", "site_types 里没有点位类型“t”"),
        ("crosswalk: [{code: x, name: {zh: 对, en: X}, clauses: [a1]}]", "对照至少要有两个条目"),
        ("crosswalk: [{code: x, name: {zh: 对, en: X}, clauses: [a1, a1]}]", "同一个条目写了两次"),
        ("crosswalk: [{code: x, name: {zh: 对, en: X}, clauses: [a1, b1]}]", "体系里没有条目“b1”"),
        ("crosswalk: [{code: x, name: {zh: 对, en: X}, clauses: [a1, a/b/c]}]", "“a/b/c”不像条目编号"),
        ("conditions: [{code: c, name: {zh: 件, en: C}}, {code: c, name: {zh: 件, en: C}}]", "编号“c”在第 22 行已经用过"),
    ],
)  # fmt: skip
def test_read_a_faulty_row_names_the_fault(section: str, problem: str):
    assert faults(HEAD + TREE + section + "\n") == [(22, problem)]


def test_read_a_counted_item_without_a_number_names_it():
    rows = "site_types: [{code: t, name: {zh: 类, en: T}}]\ncheck_items: [{code: c, site_type: t, judge: count, name: {zh: 查, en: C}}]\n"
    assert faults(HEAD + TREE + rows) == [(23, "计数的检查项没有写明数目")]


COLLECTION = """\
format: wenming-checklists/1
code: forms
title: {zh: 检查表, en: Forms}
edition: "2018"
sources: {form: {zh: 操作表, en: Form, confidence: shared}}
source: form
site_types: [{code: bus, name: {zh: 公交车, en: Bus}}]
check_items: [{code: 公交-01-01, site_type: bus, name: {zh: 净, en: Clean}, clauses: [civilized/field, sanitary/3]}]
"""


def test_read_a_collection_keeps_clauses_of_both_titles():
    found = parse_checklists(COLLECTION, file_name="forms.yaml")
    assert (found.code, found.provisions.check_items[0].clauses) == ("forms", ("civilized/field", "sanitary/3"))


def test_read_a_collection_whose_clause_names_no_edition_names_the_line():
    with pytest.raises(PackError) as caught:
        parse_checklists(COLLECTION.replace("civilized/field", "field"), file_name="forms.yaml")
    assert [(one.line, one.problem) for one in caught.value.findings] == [(8, "“field”没有写明属于哪个体系")]


def test_tell_a_collection_from_a_standard_by_its_format():
    assert (is_checklists(COLLECTION.encode()), is_checklists(HEAD.encode())) == (True, False)


@pytest.mark.parametrize(
    ("field", "value", "word", "text"),
    [
        ("methods", ("survey", "household"), "测评方法", "问卷调查、入户调查"),
        ("holder", Penalty(PenaltyEffect.DEDUCT, Fraction(3), 12), "称号城市", "扣年度分 3 12 个月"),
        ("judge", Judgement.COUNT, "判定方式", "计数"),
        ("assumed", True, "分值未公布", "是"),
        ("not_covered", (("其余", "The rest"), ("问卷", "The survey")), "未包括的部分", "其余；问卷"),
        ("at_least", None, "不低于", "—"),
        ("x-own", "甲", "x-own", "甲"),
    ],
)
def test_word_a_detail_uses_the_words_of_the_trade(field, value, word, text):
    assert (field_word(field), value_text(field, value)) == (word, text)
