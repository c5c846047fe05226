"""The command line, through main(): exit status, one clear line, and the answer for machines."""

import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest

from tests.data import PACKS, ROOT, data_file, use_messages
from wenming.config.cli import BARE, NOUNS, main
from wenming.config.commands.tables import display_width, table

use_messages()

SUZHOU = ["--standard", "suzhou-2016-district"]


def run(capsys, *argv):
    """Return the exit status and what was printed on both channels."""
    status = main([str(word) for word in argv])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def book(tmp_path):
    def write(*rows, name="round.xlsx"):
        page = openpyxl.Workbook()
        for row in rows:
            page.active.append(row)
        page.save(tmp_path / name)
        return tmp_path / name

    return write


def test_score_real_round_answers_in_the_agreed_shape(capsys):
    status, out, err = run(capsys, "round", "score", data_file("suzhou-2016-round2.xlsx"), *SUZHOU, "--json")
    answer = json.loads(out)
    assert (status, err, list(answer)) == (
        0,
        "",
        ["standard", "rows", "score", "attainable", "rate", "nodes", "areas", "units"],
    )
    assert (answer["standard"], answer["rows"]["read"], answer["rows"]["used"], answer["rows"]["problems"]) == (
        "suzhou-2016-district", 228, 228, []
    )  # fmt: skip
    assert (answer["score"], answer["attainable"], answer["rate"]) == (132023 / 3600, 39.0, 132023 / 140400)
    assert len(answer["rows"]["notes"]) == 133
    assert answer["rows"]["notes"][0].keys() == {"sheet", "row", "column", "value", "note"}


def test_score_real_round_lists_nodes_in_published_order(capsys):
    _status, out, _err = run(capsys, "round", "score", data_file("suzhou-2016-round2.xlsx"), *SUZHOU, "--json")
    nodes = json.loads(out)["nodes"]
    assert [node["level"] for node in nodes].count("indicator") == 14
    assert len(nodes) == 53
    assert nodes[0] == {
        "code": "1", "name": "社会主义核心价值观深化推广普及", "level": "indicator",
        "score": 2.5, "attainable": 3.0, "rate": 2.5 / 3, "rank": 13,
    }  # fmt: skip
    assert [node["code"] for node in nodes[:5]] == ["1", "1.1", "1.2", "1.3", "2"]


def test_score_real_round_lists_groups_by_rank_with_the_unnamed_last(capsys):
    _status, out, _err = run(capsys, "round", "score", data_file("suzhou-2016-round2.xlsx"), *SUZHOU, "--json")
    answer = json.loads(out)
    assert answer["areas"] == [
        {"name": "吴江街道", "rows": 172, "score": 161.5, "rate": 323 / 344, "rank": 1},
        {"name": "未填", "rows": 56, "score": 55.0, "rate": 55 / 56, "rank": None},
    ]
    assert [unit["rank"] for unit in answer["units"]] == [1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 11, 12, 13, 14, None]
    assert answer["units"][-1] == {"name": "未填", "rows": 72, "score": 63.4, "rate": 317 / 360, "rank": None}


def test_score_round_with_problems_ends_with_one(capsys, book):
    path = book(["项目", "扣分"], ["公共服物10", 0.5], ["公共服务1", 3], ["公共服务2", 0.2])
    status, out, _err = run(capsys, "round", "score", path, *SUZHOU, "--json")
    assert (status, json.loads(out)["rows"]["problems"]) == (
        1,
        [
            {
                "sheet": "Sheet", "row": 2, "column": "项目", "value": "公共服物10",
                "problem": "标准里没有“公共服物10”", "mend": "是否应为“公共服务10”？确认后才会采用", "suggestions": ["公共服务10"],
            },
            {
                "sheet": "Sheet", "row": 3, "column": "扣分", "value": "3",
                "problem": "扣分“3”大于 1", "mend": "每个点位满分 1 分，扣分在 0 到 1 之间", "suggestions": [],
            },
        ],
    )  # fmt: skip


def test_score_round_accepting_suggestions_uses_the_row(capsys, book):
    path = book(["项目", "扣分"], ["公共服物10", 0.5])
    status, out, _err = run(capsys, "round", "score", path, *SUZHOU, "--accept-suggestions", "--json")
    assert (status, json.loads(out)["score"]) == (0, 0.5)


def test_score_round_with_notes_only_ends_with_zero(capsys, book):
    status, out, _err = run(capsys, "round", "score", book(["项目", "扣分"], ["文明旅游", ""]), *SUZHOU, "--json")
    answer = json.loads(out)
    assert (status, answer["score"], answer["attainable"], answer["rate"]) == (0, 1.0, 1.0, 1.0)


def test_score_round_without_usable_row_has_no_rate(capsys, book):
    status, out, _err = run(capsys, "round", "score", book(["项目", "扣分"], ["?", ""]), *SUZHOU, "--json")
    answer = json.loads(out)
    assert (status, answer["score"], answer["attainable"], answer["rate"], answer["units"]) == (1, 0.0, 0.0, None, [])


def test_score_round_of_an_incomplete_standard_announces_no_total(capsys, book):
    path = book(["项目", "扣分"], ["实地考察", 0.5])
    status, out, _err = run(capsys, "round", "score", path, "--standard", "national-civilized-city-2018-2020", "--json")
    answer = json.loads(out)
    assert (status, answer["score"], answer["attainable"], answer["rate"]) == (0, None, None, None)
    assert [node["score"] for node in answer["nodes"]] == [0.0, 20.0, 0.0]


def test_score_round_in_words_shows_the_tables(capsys):
    status, out, err = run(capsys, "round", "score", data_file("suzhou-2016-round2.xlsx"), *SUZHOU)
    lines = out.splitlines()
    assert (status, err, lines[:3]) == (
        0,
        "",
        [
            "苏州市全国文明城市实地测评（区级轮次）（2016 第2轮）",
            "共 228 行，计入 228 行，未计入 0 行",
            "得分 36.673，应得 39.000，得分率 94.03%",
        ],
    )
    assert {display_width(line) for line in lines[4:19]} == {63}
    assert lines[14] == "  公共服务                        12.868  14.000   91.91%    11"


def test_score_round_in_words_names_problems_with_their_place(capsys, book):
    _status, out, _err = run(capsys, "round", "score", book(["项目", "扣分"], ["公共服务1", -1]), *SUZHOU)
    assert out.count("  Sheet 第 2 行 扣分：扣分“-1”是负数。扣分写正数，没有扣分就留空\n") == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(99), "round.xlsx: 这是一张图片，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件"),
        (b"", "round.xlsx: 文件是空的"),
    ],
)
def test_score_unreadable_file_ends_with_two_and_one_line(capsys, tmp_path, content, line):
    path = tmp_path / "round.xlsx"
    path.write_bytes(content)
    assert run(capsys, "round", "score", path, *SUZHOU) == (2, "", line + "\n")
    status, out, err = run(capsys, "round", "score", path, *SUZHOU, "--json")
    assert (status, json.loads(out), err) == (2, {"error": line}, line + "\n")


def test_score_absent_file_ends_with_two(capsys, tmp_path):
    assert run(capsys, "round", "score", tmp_path / "no.xlsx", *SUZHOU) == (
        2,
        "",
        f"打不开文件 {tmp_path / 'no.xlsx'}\n",
    )


def test_score_by_a_standard_whose_name_is_too_long_ends_with_two(capsys, tmp_path):
    status, _out, err = run(capsys, "round", "score", tmp_path / "x", "--standard", "a" * 300)
    assert (status, err.count("\n"), err[:10]) == (2, 1, "没有标准“aaaaa")


def test_score_file_whose_name_is_not_unicode_still_answers_in_json(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "wenming", "round", "score", b"/nowhere/\xff.xlsx", *SUZHOU, "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)) == (2, {"error": "打不开文件 /nowhere/\udcff.xlsx"})


def test_score_round_in_words_keeps_lines_whole_whatever_a_cell_holds(capsys, book):
    path = book(["项目", "扣分", "区域"], ["文明\n旅游", 0.5, "吴江\n新村"], ["坏_x001B_[31m名", 0, "甲"])
    _status, out, _err = run(capsys, "round", "score", path, *SUZHOU)
    assert [char for char in out if char < " " and char != "\n"] == []
    assert out.count("  吴江 新村") == 1


def test_run_abbreviated_option_is_no_option(capsys, tmp_path):
    status, out, err = run(capsys, "round", "score", tmp_path / "x", *SUZHOU, "--js")
    assert (status, out, err) == (2, "", "命令不对（unrecognized arguments: --js）；用法见 wenming --help\n")


def test_run_command_with_a_fault_of_ours_never_ends_like_findings(capsys, monkeypatch):
    monkeypatch.setitem(NOUNS, "broken", ("tests.config.no_such_module", BARE))
    status, out, err = run(capsys, "broken", "--json")
    line = "ModuleNotFoundError: No module named 'tests.config.no_such_module'"
    assert (status, json.loads(out), err.splitlines()[-1]) == (2, {"error": line}, line)


def test_score_by_an_unknown_standard_names_those_there_are(capsys, tmp_path):
    known = "、".join(sorted(path.stem for path in PACKS.glob("*.yaml")))
    line = f"没有标准“nowhere”；现有：{known}；也可以写文件路径\n"
    assert run(capsys, "round", "score", tmp_path / "x", "--standard", "nowhere") == (2, "", line)


def test_score_by_a_faulty_standard_names_the_first_fault(capsys, tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_text("format：x\n", encoding="utf-8")
    line = f"标准文件 {path} 有 1 处错误，第一处在第 1 行：“format”后面是全角冒号“：”；请用 standard check 查看\n"
    assert run(capsys, "round", "score", tmp_path / "x", "--standard", path) == (2, "", line)


def test_score_by_the_path_of_a_standard_is_the_same(capsys, book):
    path = book(["项目", "扣分"], ["文明旅游", 0.25])
    by_code = run(capsys, "round", "score", path, *SUZHOU, "--json")
    assert run(capsys, "round", "score", path, "--standard", PACKS / "suzhou-2016-district.yaml", "--json") == by_code


def test_check_good_pack_ends_with_zero(capsys):
    path = PACKS / "suzhou-2016-district.yaml"
    line = f"{path}：没有错误。苏州市全国文明城市实地测评（区级轮次）（2016 第2轮），53 个条目，其中 39 个直接评分，满分 39.000\n"
    rest = "内容：条目 53\n可信度：有出处 53（100%）\n"
    assert run(capsys, "standard", "check", path) == (0, line + rest, "")


def test_check_faulty_pack_ends_with_one_and_names_the_line(capsys, tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_text(
        (PACKS / "suzhou-2016-district.yaml").read_text("utf-8").replace("points: 39", "points: 40"), "utf-8"
    )
    line = path.read_text("utf-8").splitlines().index("tree:") + 1
    finding = {"file": str(path), "line": line, "problem": "下级分值之和是 39，应为 40", "mend": "改正下级或本级的数字"}
    status, out, _err = run(capsys, "standard", "check", path, "--json")
    answer = json.loads(out)
    assert (status, answer) == (
        1,
        {"file": str(path), "standard": None, "complete": None, "completeness": None, "findings": [finding]},
    )
    words = f"{path}:{line}: 下级分值之和是 39，应为 40。改正下级或本级的数字\n共 1 处错误\n"
    assert run(capsys, "standard", "check", path) == (1, words, "")


def test_check_incomplete_pack_says_so(capsys):
    status, out, _err = run(capsys, "standard", "check", PACKS / "national-civilized-city-2018-2020.yaml")
    assert (status, out.splitlines()[-1]) == (0, "标准还不完整，不能据此给出总分")


@pytest.mark.parametrize("argv", [[], ["nothing"], ["round"], ["round", "score"], ["standard", "check"], ["--json"]])
def test_run_wrong_command_ends_with_two_and_one_line(capsys, argv):
    status, _out, err = run(capsys, *argv)
    assert (status, err.count("\n"), err[:5]) == (2, 1, "命令不对（")


def test_run_help_ends_with_zero(capsys):
    status, out, err = run(capsys, "round", "score", "--help")
    assert (status, out.startswith("usage: wenming round score"), err) == (0, True, "")


def test_run_as_a_module_needs_neither_database_nor_settings(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE", "WENMING"))}
    done = subprocess.run(
        [sys.executable, "-m", "wenming", "standard", "check", str(PACKS / "jining-2017-street-index.yaml"), "--json"],
        env={**kept, "PYTHONPATH": str(ROOT / "src")}, cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["findings"], done.stderr) == (0, [], b"")


def test_table_with_characters_of_double_width_is_aligned():
    assert table(("名称", "分"), [("甲", "1.0"), ("abc", "10.25")]) == [
        "  名称     分",
        "  甲      1.0",
        "  abc   10.25",
    ]


def test_main_with_a_narrow_output_still_writes_chinese(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["standard", "check", str(PACKS / "jining-2017-street-index.yaml")]) == 0
    sys.stdout.flush()
    assert raw.getvalue().decode("utf-8").splitlines()[0].endswith("满分 100.000")
