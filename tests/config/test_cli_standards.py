"""``standard export|import|diff`` through main(): exit status, files written or spared, and the answers."""

import json

import openpyxl
import pytest

from tests.data import PACKS, use_messages
from wenming.config.cli import main
from wenming.standards.imports.packs import load_contents

use_messages()

SUZHOU = "suzhou-2016-district"
KINDS = ["same", "changed", "moved", "renamed", "split", "merged", "dropped", "new"]


def run(capsys, *argv):
    """Return the exit status and what was printed on both channels."""
    status = main(["standard", *(str(word) for word in argv)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_export_and_import_of_a_pack_give_the_same_contents(capsys, tmp_path):
    book, pack = tmp_path / "s.xlsx", tmp_path / "s.yaml"
    assert run(capsys, "export", SUZHOU, book) == (0, f"{book}：已写出，53 个条目；注释不随文件带走\n", "")
    assert run(capsys, "import", book, pack) == (0, f"{pack}：已写出，53 个条目\n", "")
    assert load_contents(pack) == load_contents(PACKS / f"{SUZHOU}.yaml")
    status, out, _err = run(capsys, "diff", SUZHOU, pack)
    assert (status, out.splitlines()[-1]) == (0, "两个版本没有差别")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.xlsx", "s.yaml"]


def test_export_by_path_as_yaml_answers_in_json(capsys, tmp_path):
    out = tmp_path / "s.yaml"
    status, answer, _err = run(capsys, "export", PACKS / f"{SUZHOU}.yaml", out, "--json")
    assert (status, json.loads(answer)) == (
        0,
        {"file": str(out), "standard": SUZHOU, "nodes": 53, "rows": 0, "left_out": []},
    )
    assert load_contents(out) == load_contents(PACKS / f"{SUZHOU}.yaml")


def test_export_of_own_keys_ends_with_one_and_names_them(capsys, tmp_path):
    source = tmp_path / "own.yaml"
    text = (PACKS / "jining-2017-street-index.yaml").read_text("utf-8")
    source.write_text(text + "x-note: 1\n", "utf-8")
    line = text.count("\n") + 1
    status, out, _err = run(capsys, "export", source, tmp_path / "out.yaml")
    assert (status, out.splitlines()[1]) == (1, f"第 {line} 行的“x-note”是自有的键，没有写出")
    status, out, _err = run(capsys, "export", source, tmp_path / "out.xlsx", "--json")
    assert (status, json.loads(out)["left_out"]) == (1, [{"key": "x-note", "line": line}])


@pytest.mark.parametrize("verb", ["export", "import"])
def test_write_over_a_file_needs_force(capsys, tmp_path, verb):
    book, out = tmp_path / "s.xlsx", tmp_path / "s.yaml"
    assert run(capsys, "export", SUZHOU, book)[0] == 0
    out.write_text("mine", "utf-8")
    source = SUZHOU if verb == "export" else book
    assert run(capsys, verb, source, out) == (2, "", f"{out} 已经存在；换一个文件名，或加 --force 覆盖\n")
    assert out.read_text("utf-8") == "mine"
    assert run(capsys, verb, source, out, "--force")[0] == 0
    assert load_contents(out) == load_contents(PACKS / f"{SUZHOU}.yaml")


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (("export", SUZHOU, "out.txt"), "写不了 out.txt：文件名应以 .yaml、.yml、.xlsx 结尾"),
        (("import", "in.xlsx", "out.xlsx"), "写不了 out.xlsx：文件名应以 .yaml、.yml 结尾"),
        (("import", "/nowhere/in.xlsx", "out.yaml"), "打不开文件 /nowhere/in.xlsx"),
        (("export", SUZHOU, "/nowhere/out.yaml"), "写不了文件 /nowhere/out.yaml"),
    ],
)
def test_write_what_cannot_be_done_ends_with_two_and_one_line(capsys, monkeypatch, tmp_path, argv, line):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, *argv) == (2, "", line + "\n")
    assert list(tmp_path.iterdir()) == []


def test_export_text_that_no_cell_holds_ends_with_two_and_writes_nothing(capsys, tmp_path):
    source, out = tmp_path / "long.yaml", tmp_path / "long.xlsx"
    text = (PACKS / "jining-2017-street-index.yaml").read_text("utf-8")
    source.write_text(text.replace("Field inspection}", "F" * 33000 + "}"), "utf-8")
    status, printed, err = run(capsys, "export", source, out)
    assert (status, printed, err, out.exists()) == (
        2,
        "",
        "标准里有 Excel 单元格装不下的文字（太长，或含控制字符），没有写出；请导出为 .yaml\n",
        False,
    )


def test_import_of_a_file_that_is_no_workbook_ends_with_two(capsys, tmp_path):
    book = tmp_path / "s.xlsx"
    book.write_bytes(b"%PDF")
    line = f"{book}: 这是 PDF：请用办公软件打开，另存为 Word（.docx）或 Excel（.xlsx）后重试\n"
    assert run(capsys, "import", book, tmp_path / "s.yaml") == (2, "", line)
    assert run(capsys, "check", book) == (2, "", line)


def test_import_of_a_faulty_workbook_ends_with_one_and_writes_nothing(capsys, tmp_path):
    book, out = tmp_path / "s.xlsx", tmp_path / "s.yaml"
    run(capsys, "export", SUZHOU, book)
    page = openpyxl.load_workbook(book)
    page["条目 nodes"]["D3"] = None
    page["条目 nodes"]["E3"] = 2
    del page["来源表 sources"]
    page.save(book)
    status, printed, _err = run(capsys, "import", book, out)
    assert (status, out.exists()) == (1, False)
    lines = printed.splitlines()
    assert lines[0] == "来源表 sources：缺少这张表。从一份导出的工作簿开始写"
    assert "条目 nodes 第 2 行：下级分值之和是 4，应为 3。改正下级或本级的数字" in lines
    assert "条目 nodes 第 3 行 英文名称 name_en：缺少“英文名称 name_en”。填写“英文名称 name_en”" in lines
    assert lines[-1] == f"共 {len(lines) - 1} 处错误，没有写出标准文件"
    status, printed, _err = run(capsys, "import", book, out, "--json")
    answer = json.loads(printed)
    keys = ["file", "out", "standard", "findings", "used", "listed"]
    assert (status, list(answer), answer["standard"], answer["used"]) == (1, keys, None, None)
    missing = {"sheet": "来源表 sources", "row": None, "column": None}
    assert answer["findings"][0] == {**missing, "problem": "缺少这张表", "mend": "从一份导出的工作簿开始写"}


def test_diff_of_two_editions_is_read_group_by_group(capsys, tmp_path):
    later = tmp_path / "later.yaml"
    text = (PACKS / f"{SUZHOU}.yaml").read_text("utf-8")
    for old, new in {
        "edition: 2016 第2轮": "edition: 2018 第1轮",
        "zh: 公共服务,": "zh: 公共服务质量,",
        "points: 39": "points: 40",
        '  - code: "14"': '  - {code: "15", name: {zh: 网络文明, en: Net}, points: 2}\n  - code: "14"',
        '  - code: "9"\n    name: {zh: 文明交通, en: Civil traffic}\n    points: 1\n    methods: [field_inspection]\n'
        "    children:\n      - {number: 1, points: 1, sites: 4, methods: [field_inspection]}\n": "",
        "{number: 1, points: 1, sites: 12, methods: [field_inspection]}\n      - {number: 2, points: 1, sites: 4": "{number: 1, points: 1, sites: 13, methods: [survey]}\n      - {number: 2, points: 1, sites: 4",
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    later.write_text(text, "utf-8")
    status, out, err = run(capsys, "diff", SUZHOU, later)
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "A 苏州市全国文明城市实地测评（区级轮次）（2016 第2轮）",
        "B 苏州市全国文明城市实地测评（区级轮次）（2018 第1轮）",
        "条目：相同 49 · 有改动 1 · 移动 0 · 改名 1 · 拆分 0 · 合并 0 · 删去 2 · 新增 1",
        "",
        "先要决定（1）：",
        "  删去  9 文明交通，1 分，连同下级 1 条",
        "",
        "整个体系：",
        "  版本 2016 第2轮 → 2018 第1轮",
        "  分值 39 → 40",
        "",
        "改名（1）：",
        "  10 公共服务 → 10 公共服务质量",
        "",
        "有改动（1）：",
        "  1.1 社会主义核心价值观深化推广普及1：测评方法 实地考察 → 问卷调查；点位数 12 → 13",
        "",
        "新增（1）：",
        "  15 网络文明，2 分",
    ]


def test_diff_in_json_has_stable_keys_and_every_node(capsys):
    status, out, _err = run(capsys, "diff", "jining-2017-street-index", "national-civilized-city-2018-2020", "--json")
    answer = json.loads(out)
    assert (status, list(answer)) == (1, ["equal", "before", "after", "counts", "whole", "nodes", "provisions"])
    assert (answer["equal"], list(answer["counts"])) == (False, KINDS)
    assert answer["nodes"] == [
        {"kinds": ["new"], "before": [], "after": [{"code": "filing", "name": "网上申报"}], "found_by": None, "changes": []},
        {
            "kinds": ["changed"], "before": [{"code": "field", "name": "实地考察"}],
            "after": [{"code": "field", "name": "实地考察"}], "found_by": "code",
            "changes": answer["nodes"][1]["changes"],
        },
        {
            "kinds": ["changed"], "before": [{"code": "survey", "name": "问卷调查"}],
            "after": [{"code": "survey", "name": "问卷调查"}], "found_by": "code",
            "changes": answer["nodes"][2]["changes"],
        },
    ]  # fmt: skip
    assert answer["nodes"][1]["changes"][0] == {"field": "points", "before": "85", "after": "40"}
    whole = {change["field"]: (change["before"], change["after"]) for change in answer["whole"]}
    assert whole["functions"] == ("", "deduct leader-discipline 5、deduct G15 3")
    assert whole["title_lines"] == ("", "commend ≤10、criticise ≥70 <80、suspend <70")
    assert (whole["complete"], whole["cycle_weights"]) == (("true", "false"), ("", "0.15、0.25、0.6"))


def test_diff_with_an_unknown_pack_ends_with_two(capsys):
    status, out, err = run(capsys, "diff", SUZHOU, "nowhere")
    assert (status, out, err[:14]) == (2, "", "没有标准“nowhere”；")
