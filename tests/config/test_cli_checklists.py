"""``standard check|export|import`` of collections of checklists, and how complete a file of either kind is."""

import json

import openpyxl
import pytest

from tests.data import PACKS, use_messages
from tests.standards.test_section_sheets import COLLECTION, PACK
from wenming.config.cli import main
from wenming.standards.imports.checklists import load_checklists_contents

use_messages()


@pytest.fixture
def forms(tmp_path):
    """Return the file of a collection."""
    path = tmp_path / "forms.yaml"
    path.write_text(COLLECTION, "utf-8")
    return path


def run(capsys, *argv):
    """Return the exit status and the lines of both channels."""
    status = main(["standard", *(str(word) for word in argv)])
    printed = capsys.readouterr()
    return status, printed.out.splitlines(), printed.err.splitlines()


def test_check_a_collection_counts_its_rows(capsys, forms):
    assert run(capsys, "check", forms) == (
        0,
        [f"{forms}：没有错误。检查表（2018），3 行", "内容：点位类型 1 · 检查项 2", "可信度：出自转载 3（100%）"],
        [],
    )


def test_check_a_faulty_collection_names_the_line(capsys, forms):
    forms.write_text(COLLECTION.replace("sanitary/3", "3"), "utf-8")
    line = f"{forms}:9: “3”没有写明属于哪个体系。写成“体系代号/条目编号”"
    assert run(capsys, "check", forms) == (1, [line, "共 1 处错误"], [])
    refused = f"标准文件 {forms} 有 1 处错误，第一处在第 9 行：“3”没有写明属于哪个体系；请用 standard check 查看"
    assert run(capsys, "export", forms, forms.with_suffix(".xlsx")) == (2, [], [refused])


def test_check_a_collection_that_is_no_utf_8_names_the_line(capsys, forms):
    forms.write_bytes(COLLECTION.encode("gbk"))
    assert run(capsys, "check", forms)[1] == [f"{forms}:3: 文件不是 UTF-8 编码。在编辑器里另存为 UTF-8", "共 1 处错误"]


def test_export_and_import_of_a_collection_give_the_same(capsys, forms, tmp_path):
    book, again = tmp_path / "forms.xlsx", tmp_path / "again.yaml"
    assert run(capsys, "export", forms, book)[:2] == (0, [f"{book}：已写出，3 行；注释不随文件带走"])
    assert openpyxl.load_workbook(book).sheetnames == [
        "体系 standard", "来源表 sources", "问卷题目 questions", "材料要求 materials", "点位类型 site_types",
        "检查项 check_items", "标准对照 crosswalk", "应知应会 cards",
    ]  # fmt: skip
    told = run(capsys, "check", forms)[1]
    assert run(capsys, "check", book)[:2] == (0, [told[0].replace(str(forms), str(book)), *told[1:]])
    sections = json.loads("\n".join(run(capsys, "check", book, "--json")[1]))["completeness"]["sections"]
    assert sections == {"site_types": {"rows": 1, "open": 0}, "check_items": {"rows": 2, "open": 0}}
    assert run(capsys, "import", book, again) == (0, [f"{again}：已写出，3 行"], [])
    assert load_checklists_contents(again) == load_checklists_contents(forms)


def test_export_own_keys_of_a_collection_ends_with_one_and_names_them(capsys, forms, tmp_path):
    forms.write_text(COLLECTION + "x-note: 1\n", "utf-8")
    status, out, _err = run(capsys, "export", forms, tmp_path / "out.yaml", "--json")
    answer = json.loads("\n".join(out))
    assert (status, answer["left_out"]) == (1, [{"key": "x-note", "line": 11}])
    assert (answer["standard"], answer["nodes"], answer["rows"]) == ("forms", 0, 3)


def test_check_a_pack_says_what_it_leaves_open(capsys, tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_text(PACK, "utf-8")
    status, out, _err = run(capsys, "check", path)
    assert (status, out[1:]) == (
        0,
        [
            "内容：条目 2 · 负面清单 2（2 条的数值或后果不全） · 问卷题目 1 · 材料要求 1 · 指标数值 1",
            "可信度：有出处 7（100%）",
            "分值未公布、暂按平均分配的条目 2 个：Ⅱ-1、Ⅱ-2",
            "未包括的部分（1）：",
            "  其余",
            "标准还不完整，不能据此给出总分",
        ],
    )
    _status, out, _err = run(capsys, "check", path, "--json")
    assert json.loads("\n".join(out))["completeness"] == {
        "complete": False,
        "sections": {
            "nodes": {"rows": 2, "open": 2}, "negative_list": {"rows": 2, "open": 2},
            "questions": {"rows": 1, "open": 0}, "materials": {"rows": 1, "open": 0}, "figures": {"rows": 1, "open": 0},
        },
        "confidence": {"sourced": 7, "shared": 0, "inferred": 0, "unverified": 0},
        "assumed": ["Ⅱ-1", "Ⅱ-2"],
        "not_covered": [{"zh": "其余", "en": "The rest"}],
    }  # fmt: skip


def changed(tmp_path, name, text):
    """Return the path of a file with this text."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def editions(tmp_path):
    """Return the files of two editions whose sections differ."""
    later = PACK
    for old, new in {
        "code: Ⅱ-2": "code: Ⅱ-3",
        "clauses: [Ⅱ-1, Ⅱ-2]": "clauses: [Ⅱ-1]",
        "holder: {effect: cancel}": "holder: {effect: suspend, months: 24}",
        "points: 3": "points: 5",
        "materials: [": "cards: [{code: c1, name: {zh: 问, en: Q}, answer: {zh: 答, en: A}}]\nmaterials: [",
        "at_least: 36.5": "at_least: 40",
        "The rest": "Others",
        "en: Pollution}": "en: Pollution}, confidence: inferred",
        "en: Paper}": "en: Papers}, confidence: inferred",
        "en: A}}\n": "en: A}, confidence: inferred}\n",
    }.items():
        assert later.count(old) == 1, old
        later = later.replace(old, new)
    return changed(tmp_path, "a.yaml", PACK), changed(tmp_path, "b.yaml", later)


def test_diff_of_sections_tells_them_one_by_one(capsys, editions):
    status, out, _err = run(capsys, "diff", *editions)
    assert (status, out[2:]) == (
        1,
        [
            "条目：相同 0 · 有改动 2 · 移动 0 · 改名 0 · 拆分 0 · 合并 0 · 删去 0 · 新增 0",
            "条目以外：有改动 5 · 新增 1",
            "",
            "整个体系：",
            "  未包括的部分 其余 → 其余",
            "",
            "有改动（2）：",
            "  1 条只换了来源",
            "  Ⅱ-3 乙：编号 Ⅱ-2 → Ⅱ-3",
            "",
            "负面清单：有改动 2",
            "  有改动  G15 事故：称号城市 取消称号 → 停止称号 24 个月；提名城市 扣年度分 3 → 扣年度分 5",
            "  1 条只换了来源",
            "",
            "问卷题目：有改动 1",
            "  有改动  q1 满意吗：对应条目 Ⅱ-1、Ⅱ-2 → Ⅱ-1",
            "",
            "材料要求：有改动 1",
            "  有改动  m1 文件：英文名称 Paper → Papers；改了来源",
            "",
            "指标数值：有改动 1",
            "  有改动  f1 绿地率：不低于 36.5 → 40",
            "",
            "应知应会：新增 1",
        ],
    )


def test_diff_of_sections_in_json_has_exact_values(capsys, editions):
    _status, out, _err = run(capsys, "diff", *editions, "--json")
    assert json.loads("\n".join(out))["provisions"][0] == {
        "section": "negative_list",
        "kind": "changed",
        "before": {"code": "G15", "name": "事故"},
        "after": {"code": "G15", "name": "事故"},
        "changes": [
            {"field": "holder", "before": "cancel", "after": "suspend 24 months"},
            {"field": "nominated", "before": "deduct 3", "after": "deduct 5"},
        ],
    }


def test_diff_tells_what_many_nodes_have_in_common_once(capsys, tmp_path):
    text = (PACKS / "suzhou-2016-district.yaml").read_text("utf-8")
    later = text.replace("rules: {missing: exclude", "rules: {missing: zero").replace("sites: 4", "sites: 5")
    status, out, _err = run(capsys, "diff", changed(tmp_path, "a.yaml", text), changed(tmp_path, "b.yaml", later))
    assert (status, out[3:]) == (
        1,
        [
            "",
            "整个体系：",
            "  未测规则 不计入 → 按零分计",
            "",
            "有改动（53）：",
            "  49 个条目只是随整个体系改动",
            "  4 个条目 点位数 4 → 5：1.2、7.1、7.2、9.1",
        ],
    )


def test_diff_puts_what_needs_a_decision_first(capsys, tmp_path):
    tree = PACK[: PACK.index("tree:")].replace("shares: unpublished\nlevels: [project]", "levels: [project, content]")
    before = (
        tree
        + """\
tree:
  - {code: "1", name: {zh: 公共服务, en: A}, points: 14}
  - {code: "2", name: {zh: 环境, en: B}, points: 3, children: [{code: "2.1", name: {zh: 噪声控制, en: C}, points: 1}, {code: "2.2", name: {zh: 水质达标, en: D}, points: 2}]}
  - {code: "3", name: {zh: 交通, en: E}, points: 1, children: [{code: "3.1", name: {zh: 车让人, en: F}, points: 1}]}
"""
    )
    after = (
        tree
        + """\
tree:
  - {code: "1", name: {zh: 公共服务质量, en: A}, points: 6}
  - {code: "4", name: {zh: 公共服务保障, en: A}, points: 8}
  - {code: "2", name: {zh: 环境, en: B}, points: 7, children: [{code: "2.1", name: {zh: 噪声控制, en: C}, points: 1}, {code: "3.1", name: {zh: 车让人, en: F}, points: 6}]}
  - {code: "5", name: {zh: 网络, en: G}, points: 2, children: [{code: "5.1", name: {zh: 网上举报, en: H}, points: 2}]}
"""
    )
    files = changed(tmp_path, "a.yaml", before), changed(tmp_path, "b.yaml", after)
    assert run(capsys, "diff", *files)[1][4:] == [
        "先要决定（4）：",
        "  拆分  1 公共服务（14 分） → 1 公共服务质量（6 分） + 4 公共服务保障（8 分）",
        "  删去  2.2 水质达标，2 分",
        "  删去  3 交通，1 分",
        "  移动  3.1 车让人：分值 1 → 6",
        "",
        "整个体系：",
        "  分值 18 → 23",
        "",
        "有改动（1）：",
        "  2 环境：分值 3 → 7",
        "",
        "新增（1）：",
        "  5 网络，2 分，连同下级 1 条",
    ]


def test_diff_of_long_names_and_many_changes_stays_short(capsys, tmp_path):
    names = [f"推进第{place}类公共场所的文明引导和秩序维护日常工作" for place in range(20)]
    rows = [f'  - {{code: "{place}", name: {{zh: {name}, en: A}}, points: 1}}' for place, name in enumerate(names)]
    cards = [
        f"  - {{code: c{place}, name: {{zh: 问{place}, en: Q}}, answer: {{zh: 甲, en: A}}}}" for place in range(15)
    ]
    text = PACK[: PACK.index("shares:")] + PACK[PACK.index("levels:") : PACK.index("tree:")]
    before = "\n".join([text + "tree:", *rows, "cards:", *cards, ""])
    after = before.replace("工作,", "长效机制,").replace("zh: 甲", "zh: 乙")
    after = after.replace(
        "points: 1}", "points: 2, sites: 7, missing: zero, methods: [survey, household, media_check]}", 1
    )
    files = changed(tmp_path, "a.yaml", before), changed(tmp_path, "b.yaml", after)
    _status, out, _err = run(capsys, "diff", *files)
    first = out.index("改名（19）：") + 1
    assert out[first : first + 2] == [
        "  1 推进第1类公共场所的文明引导和秩序维护日常工作",
        "    → 1 推进第1类公共场所的文明引导和秩序维护日常长效机制",
    ]
    assert out.count("  ……另有 7 行，用 --json 看全部") == 1
    both = out.index("改名、有改动（1）：") + 1
    assert out[both : both + 3] == [
        "  0 推进第0类公共场所的文明引导和秩序维护日常工作",
        "    → 0 推进第0类公共场所的文明引导和秩序维护日常长效机制",
        "      分值 1 → 2；改了未测规则、测评方法、点位数",
    ]
    assert out[-14:] == ["应知应会：有改动 15", *(f"  有改动  c{place} 问{place}：答案 甲 → 乙" for place in range(12)),
                         "  ……另有 3 行，用 --json 看全部"]  # fmt: skip
