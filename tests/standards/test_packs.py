"""Packs: what is read from them, and that every fault is named with its line and its mend."""

from fractions import Fraction
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import PACKS, use_messages
from wenming.engine.observations import FULL
from wenming.engine.provenance import Confidence, Provenance
from wenming.engine.scoring.exact import cycle_score, leaf_from_statistics, score_standard, title_effects
from wenming.engine.standards import FunctionKind, MissingRule, TitleEffect
from wenming.standards.imports.findings import PackError
from wenming.standards.imports.packs import check_pack, load_standard

# reading files is the same whatever the database
pytestmark = pytest.mark.sqlite_only

use_messages()

GOOD = """\
format: wenming-standard/1
code: demo-1
title: {zh: 示例, en: Demo}
edition: "1"
complete: true
points: 10
levels: [indicator, content]
rules: {missing: exclude, not_applicable: redistribute}
sources:
  paper: {zh: 文件, en: Paper, confidence: sourced}
  guess: {zh: 推断, en: Guess, confidence: inferred}
source: paper
facts:
  - {code: G1, name: {zh: 情形, en: Fact}}
tree:
  - code: a
    name: {zh: 甲项, en: First}
    aliases: [甲]
    weight: 0.85
    missing: zero
    source: guess
    children:
      - {number: 1, weight: 1/3, sites: 2}
      - {number: 2, weight: 2/3, methods: [survey], confidence: unverified}
  - code: b
    name: {zh: 乙项, en: Second}
    weight: 0.15
    functions:
      - {kind: veto, fact: G1}
      - {kind: threshold, limit: 0.6}
      - {kind: grade, steps: [{label: A, rate_from: 0.9, share: 1}, {label: B, rate_from: 0.6, share: 0.5}]}
cycle: {weights: [0.4, 0.6]}
title_lines:
  - {effect: suspend, score_below: 7}
  - {effect: criticise, score_from: 7, score_below: 8}
units:
  - {name: {zh: 市场监督局, en: Market bureau}, aliases: [市场监管局]}
x-own: {anything: here}
"""


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "demo-1.yaml"

    def write(old="", new="", *, text=GOOD):
        assert text.count(old) >= 1
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return write


def told(path):
    return [(finding.line, finding.problem, finding.mend) for finding in check_pack(path)]


def test_load_good_pack_gives_exact_points(pack):
    standard = load_standard(pack())
    assert [(node.code, node.name, node.level, node.points) for node in standard.nodes] == [
        ("demo-1", "示例", "standard", Fraction(10)),
        ("a", "甲项", "indicator", Fraction(17, 2)),
        ("a.1", "甲项1", "content", Fraction(17, 6)),
        ("a.2", "甲项2", "content", Fraction(17, 3)),
        ("b", "乙项", "indicator", Fraction(3, 2)),
    ]


def test_load_good_pack_inherits_rules_and_sources(pack):
    standard = load_standard(pack())
    assert [(node.missing, node.not_applicable, node.provenance) for node in standard.nodes[2:]] == [
        (MissingRule.ZERO, MissingRule.REDISTRIBUTE, Provenance("推断", Confidence.INFERRED)),
        (MissingRule.ZERO, MissingRule.REDISTRIBUTE, Provenance("推断", Confidence.UNVERIFIED)),
        (MissingRule.EXCLUDE, MissingRule.REDISTRIBUTE, Provenance("文件", Confidence.SOURCED)),
    ]


def test_load_pack_with_a_bonus_may_cap_above_the_points(pack):
    bonus = GOOD.replace(
        "kind: threshold, limit: 0.6}", "kind: bonus, fact: G1, limit: 1}\n      - {kind: cap, limit: 2}"
    )
    node = load_standard(pack(text=bonus)).node("b")
    assert [(function.kind, function.fact, function.limit) for function in node.functions[1:3]] == [
        (FunctionKind.BONUS, "G1", 1),
        (FunctionKind.CAP, None, 2),
    ]
    assert node.points == Fraction(3, 2)


def test_load_good_pack_keeps_the_rest(pack):
    standard = load_standard(pack())
    leaf = standard.node("a.2")
    assert (leaf.name_en, leaf.methods, leaf.sites, standard.node("a.1").sites) == ("First 2", ("survey",), 0, 2)
    kinds = [function.kind for function in standard.node("b").functions]
    assert kinds == [FunctionKind.VETO, FunctionKind.THRESHOLD, FunctionKind.GRADE]
    assert standard.node("b").functions[1].limit == Fraction(3, 5)
    assert (standard.cycle_weights, standard.units[0].aliases) == ((Fraction(2, 5), Fraction(3, 5)), ("市场监管局",))
    assert (standard.complete, len(standard.digest), standard.areas) == (True, 64, ())


def test_load_pack_without_total_adds_up_the_tree(pack):
    text = GOOD.replace("points: 10\n", "").replace("weight: 0.85", "").replace("weight: 0.15", "points: 2")
    text = text.replace("weight: 1/3", "points: 1").replace("weight: 2/3", "points: 2.5")
    assert load_standard(pack(text=text)).root.points == Fraction(11, 2)


FAULTS = [
    ("code: demo-1", "code: ｄemo-1", 2, "“ｄemo-1”含有全角字符", "改用半角写作 demo-1"),
    ("code: demo-1", "code: demo 1", 2, "编号“demo 1”含有不能用的字符", "只用字母、数字和 . - _，不留空格"),
    ("code: demo-1", "code：demo-1", 2, "“code”后面是全角冒号“：”", "改成半角冒号加空格“: ”"),
    ("edition:", "edtion:", 1, "缺少“edition”", "在这一条里补写一行“edition: …”"),
    ('edition: "1"', 'edition: "1"\nedtion: x', 5, "不认识的键“edtion”", "可能是“edition”？"),
    ('edition: "1"', 'edition: "1"\nedition: "2"', 5, "“edition”在第 4 行已经写过，YAML 会悄悄只取后一个", "删去其中一个"),
    ('edition: "1"', "edition:", 4, "“edition”没有内容", "写上内容，或删去这一行"),
    ('edition: "1"', "edition: [1]", 4, "“edition”应为一段文字", "只写一个值"),
    ("complete: true", "complete: yes", 5, "“complete”的值“yes”应为 true 或 false", "写 true 或 false"),
    ("complete: true", "complete: false", 5, "没有写明缺少哪些部分", "在 not_covered 里逐条写出"),
    ("points: 10", "points: 010", 6, "“010”以 0 开头，YAML 会按八进制理解", "去掉开头的 0"),
    ("points: 10", "points: 1_0", 6, "“1_0”带有下划线，YAML 会悄悄略去", "去掉下划线"),
    ("points: 10", "points: １０", 6, "“１０”含有全角字符", "改用半角写作 10"),
    ("points: 10", "points: 10%", 6, "“10%”是百分数", "改写成小数，例如 85% 写作 0.85"),
    ("points: 10", "points: 1e1", 6, "“1e1”不是数字", "写成普通数字，例如 40、0.85 或 1/3"),
    ("points: 10\n", "", 1, "没有写明总分", "写一行“points: …”，例如 100"),
    ("points: 10", "points: -1", 6, "“points”应大于 0", "改成正数"),
    ("[indicator, content]", "[indicator, contents]", 7, "“levels”不认识“contents”这个词", "可能是“content”？"),
    ("[indicator, content]", "[indicator]", 22, "层次多于 levels 所列的：indicator", "在 levels 里补上这一层"),
    ("[indicator, content]", "indicator", 7, "“levels”应为列表", "写成 [甲, 乙]，或每项一行并以“- ”开头"),
    ("missing: exclude", "missing: exlude", 8, "“missing”不认识“exlude”这个词", "可能是“exclude”？"),
    ("missing: exclude, ", "", 8, "缺少“missing”", "在这一条里补写一行“missing: …”"),
    ("source: guess", "source: gues", 21, "sources 里没有来源“gues”", "可能是“guess”？"),
    ("zh: 甲项, en: First", "zh: 甲项", 17, "缺少“en”", "在这一条里补写一行“en: …”"),
    ("{zh: 甲项, en: First}", "甲项", 17, "这里应当是“键: 值”的条目", "写成若干行“键: 值”，可用的键：zh、en"),
    ("weight: 0.85", "weight: 0.8", 15, "下级权重之和是 0.95，应为 1", "改正下级或本级的数字"),
    ("weight: 0.85", "points: 8", 16, "同级条目有的写分值，有的写权重", "同一级统一写 points 或 weight"),
    ("weight: 0.85", "weight: 0.85\n    points: 8.5", 19, "分值和权重只能写一个", "删去 points 或 weight"),
    ("    weight: 0.15\n", "", 25, "同级条目有的写分值，有的写权重", "同一级统一写 points 或 weight"),
    ("number: 2", "number: 1", 24, "编号“a.1”在第 23 行已经用过", "换一个编号"),
    ("zh: 乙项", "zh: 甲 项", 26, "“甲 项”与第 16 行的条目重名（全半角、空格和标点不计）", "改名或删去别名，使一个名称只指一条"),
    ("aliases: [甲]", "aliases: [乙项]", 26, "“乙项”与第 16 行的条目重名（全半角、空格和标点不计）", "改名或删去别名，使一个名称只指一条"),
    ("aliases: [甲]", "aliases: [“甲项”]", 18, "别名““甲项””与本条的名称或另一别名相同（全半角、空格和标点不计）", "删去这个别名"),
    ("methods: [survey]", "methods: [survy]", 24, "“methods”不认识“survy”这个词", "可能是“survey”？"),
    ("sites: 2", "sites: 1.5", 23, "“sites”应为不小于 0 的整数", "改成整数"),
    ("kind: veto, fact: G1", "kind: veto", 29, "“veto”没有写明由哪种情形触发", "写一行“fact: …”，取 facts 里的编号"),
    ("kind: veto, fact: G1", "kind: veto, fact: G2", 29, "facts 里没有情形“G2”", "可能是“G1”？"),
    ("kind: veto", "kind: vetto", 29, "“kind”不认识“vetto”这个词", "可能是“veto”？"),
    ("limit: 0.6", "limit: 60", 30, "门槛应在 0 到 1 之间", "门槛是得分率，例如 60% 写作 0.6"),
    (", limit: 0.6", "", 30, "“threshold”缺少 limit", "写一行“limit: …”"),
    ("kind: threshold, limit: 0.6", "kind: cap, limit: 9", 28, "limit 9 超过本条的分值 1.5", "改小 limit"),
    ("kind: threshold, limit: 0.6", "kind: bonus, fact: G1, limit: 9", 28, "limit 9 超过本条的分值 1.5", "改小 limit"),
    ("kind: threshold, limit: 0.6", "kind: bonus, limit: 1", 30, "“bonus”没有写明由哪种情形触发", "写一行“fact: …”，取 facts 里的编号"),
    ("kind: threshold, limit: 0.6", "kind: cap, limit: -1", 30, "limit 不能是负数", "写正数；扣分也写正数"),
    ("fact: G1}\n", "fact: G1, limit: 1}\n", 29, "“veto”不用 limit", "删去 limit"),
    ("rate_from: 0.6", "rate_from: 0.95", 31, "各档没有从高到低排列，或有两档起点相同", "按 rate_from 从高到低写"),
    ("share: 0.5", "share: 5", 31, "“share”应在 0 到 1 之间", "按比例写，例如 85% 写作 0.85"),
    ("[0.4, 0.6]", "[0.4, 0.5]", 32, "各年权重之和是 0.9，应为 1", "改正各年权重"),
    ("score_from: 7, ", "", 35, "这条线与第 34 行的线重叠", "改正 score_from、score_below 或 rank_to"),
    ("score_from: 7,", "score_from: 9,", 35, "score_below 不大于 score_from", "对调两个数字，或改正其一"),
    ("effect: suspend, score_below: 7", "effect: suspend", 34, "这条线没有界限", "写 score_from、score_below 或 rank_to"),
    ("aliases: [市场监管局]}", "aliases: []}\n  - {name: {zh: 市场监督局, en: X}}", 38,
     "“市场监督局”与第 37 行的条目重名（全半角、空格和标点不计）", "改名或删去别名，使一个名称只指一条"),
    ("wenming-standard/1", "wenming-standard/2", 1, "不认识的格式“wenming-standard/2”", "写 wenming-standard/1"),
    ("[甲]", "&a [甲]", 18, "用了 YAML 的锚或引用（& 或 *）", "把内容原样写出；文字以 & 或 * 开头时加引号"),
    ("[甲]", "!!set [甲]", 18, "用了 YAML 的类型标记（!）", "删去标记；文字以 ! 开头时加引号"),
    ("aliases: [甲]", "aliases: [甲", 19, "不合 YAML 语法", "检查这一行和上一行：冒号后要有空格，缩进要对齐，引号和括号要成对"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[1] or fault[0])
def test_check_planted_fault_is_named_with_line_and_mend(pack, fault):
    assert told(pack(*fault[:2])).count(fault[2:]) == 1


@pytest.mark.parametrize(("old", "new"), [fault[:2] for fault in FAULTS])
def test_load_planted_fault_is_refused_with_the_same_findings(pack, old, new):
    path = pack(old, new)
    with pytest.raises(PackError) as caught:
        load_standard(path)
    assert list(caught.value.findings) == check_pack(path)


def test_check_pack_without_source_names_every_fact_without_one(pack):
    lines = [line for line, problem, _mend in told(pack("source: paper\n", "")) if problem == "没有写明来源"]
    assert lines == [13, 24, 31, 33, 34, 36]


def test_check_empty_tree_says_so(pack):
    text = GOOD[: GOOD.index("tree:")] + "tree: []\n"
    assert told(pack(text=text)) == [(15, "“tree”下面一个条目也没有", "写上条目，或删去这个键")]


def test_check_complete_pack_with_gaps_says_so(pack):
    text = GOOD.replace("complete: true", "complete: true\nnot_covered: [{zh: 缺, en: gap}]")
    assert [problem for _line, problem, _mend in told(pack(text=text))] == ["complete 为 true，却列有缺少的部分"]


def test_check_children_that_do_not_add_up_names_both_sums(pack):
    text = GOOD.replace("weight: 1/3", "points: 1").replace("weight: 2/3", "points: 2")
    assert told(pack(text=text)) == [(22, "下级分值之和是 3，应为 8.5", "改正下级或本级的数字")]


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"", 1, "文件是空的"),
        (b"a: 1\n\xb0\xa1: 2\n", 2, "文件不是 UTF-8 编码"),
        ("format：x\n".encode(), 1, "“format”后面是全角冒号“：”"),
        (b"a: 1\nb: \x07\n", 2, "含有不可见的控制字符"),
        (b"a:\n\tb: 1\n", 2, "行首用了制表符"),
        (b"[" * 60, 1, "嵌套太深"),
    ],
)
def test_check_unreadable_file_names_the_line(tmp_path, content, line, problem):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    assert [(finding.line, finding.problem) for finding in check_pack(path)] == [(line, problem)]


def test_check_absent_file_raises_the_system_s_error(tmp_path):
    with pytest.raises(OSError, match="absent"):
        check_pack(tmp_path / "absent.yaml")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_check_any_damage_never_crashes(tmp_path_factory, data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 30)))
    junk = data.draw(st.text("：: \n-[]{}'\"#&*!|>%@0１a甲\t", max_size=6))
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_text(GOOD[:start] + junk + GOOD[end:], encoding="utf-8")
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    assert [finding for finding in check_pack(path) if not 1 <= finding.line <= lines + 1 or not finding.problem] == []


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_check_pack_of_ours_has_no_fault_and_bears_its_code(path):
    assert (check_pack(path), load_standard(path).code) == ([], path.stem)


def test_load_suzhou_has_the_scheme_of_the_dossier():
    standard = load_standard(PACKS / "suzhou-2016-district.yaml")
    contents = [len(indicator.children) for indicator in standard.root.children]
    assert contents == [3, 1, 1, 1, 1, 2, 4, 3, 1, 14, 3, 2, 1, 2]
    assert {leaf.points for leaf in standard.leaves} == {Fraction(1)}
    assert (len(standard.leaves), standard.root.points, sum(leaf.sites for leaf in standard.leaves)) == (39, 39, 228)


# W-1, domain.md 9: (field, survey, published total) of August 2017
JINING = """
    97.96 96.65 97.76, 96.76 96.72 96.75, 97.60 91.26 96.65, 95.94 96.41 96.01, 96.15 95.15 96.00, 96.02 87.54 94.75,
    92.03 98.31 92.97, 93.76 85.34 92.49, 92.56 88.25 91.91, 91.24 94.41 91.72, 92.50 86.55 91.61, 91.13 90.23 91.00,
    90.80 91.47 90.90"""


@pytest.mark.parametrize("figures", [tuple(part.split()) for part in dedent(JINING).split(",")])
def test_score_jining_street_agrees_with_the_published_total(figures):
    field, survey, published = map(Fraction, figures)
    standard = load_standard(PACKS / "jining-2017-street-index.yaml")
    parts = {
        code: leaf_from_statistics(100, int(value * 1000)) for code, value in (("field", field), ("survey", survey))
    }
    score = score_standard(standard, parts).score
    assert score == Fraction(85, 100) * field + Fraction(15, 100) * survey
    assert abs(score - published) <= Fraction(1, 100)


def year(score, **facts):
    """One year of the national index in which every method earned the same share."""
    standard = load_standard(PACKS / "national-civilized-city-2018-2020.yaml")
    part = leaf_from_statistics(100, int(Fraction(score) * FULL))
    return score_standard(standard, {leaf.code: part for leaf in standard.leaves}, facts=facts).score


def test_score_jinan_2016_loses_five_points_for_its_leader():
    # W-3: raw 94.65, minus 5
    assert (year("94.65"), year("94.65", **{"leader-discipline": 1})) == (Fraction("94.65"), Fraction("89.65"))


def test_score_major_accident_takes_three_points_each():
    assert year("94.65", G15=2) == Fraction("88.65")


def test_score_cycle_weighs_three_years():
    standard = load_standard(PACKS / "national-civilized-city-2018-2020.yaml")
    years = [Fraction("89.65"), Fraction("91.2"), Fraction("93")]
    assert (
        cycle_score(standard, years)
        == Fraction("0.15") * years[0] + Fraction("0.25") * years[1] + Fraction("0.6") * years[2]
    )


@pytest.mark.parametrize(
    ("score", "rank", "effects"),
    [
        ("69.999", None, (TitleEffect.SUSPEND,)),
        ("70", None, (TitleEffect.CRITICISE,)),
        ("79.999", 11, (TitleEffect.CRITICISE,)),
        ("80", 11, ()),
        ("95", 10, (TitleEffect.COMMEND,)),
    ],
)
def test_title_line_of_a_year_has_its_effect(score, rank, effects):
    standard = load_standard(PACKS / "national-civilized-city-2018-2020.yaml")
    assert (title_effects(standard, Fraction(score), rank), standard.complete) == (effects, False)
