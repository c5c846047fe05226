"""``draw make`` and ``draw verify``: a draw on paper, repeated by anybody, and the file that was changed."""

from __future__ import annotations

import json

import pytest

from wenming.config.cli import main

FRAME = "编号,类别,规模\n" + "".join(
    f"点位-{number:02},{'市场' if number % 2 else '公园'},{number}\n" for number in range(1, 13)
)
RULE = {"round": "第一轮", "allocation": "each", "each": 2}


@pytest.fixture
def made(tmp_path, capsys):
    """A draw of two of each kind, in a folder."""
    (tmp_path / "frame.csv").write_text(FRAME, encoding="gb18030")
    (tmp_path / "r.json").write_text(json.dumps(RULE), encoding="utf-8")
    words = [
        "draw",
        "make",
        str(tmp_path / "frame.csv"),
        "--rule",
        str(tmp_path / "r.json"),
        "--secret",
        "s",
        "--words",
        "6",
    ]
    status = main([*words, "--out", str(tmp_path / "out"), "--json"])
    return tmp_path / "out", status, json.loads(capsys.readouterr().out)


def test_make_a_draw_writes_what_verify_repeats(made, capsys):
    folder, status, answer = made
    assert status == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(answer["files"])
    assert len(answer["chosen"]) == 4
    assert main(["draw", "verify", str(folder)]) == 0
    assert answer["files"]["frame.csv"] in capsys.readouterr().out


def test_verify_a_changed_file_names_it_and_ends_with_one(made, capsys):
    folder = made[0]
    result = folder / "result.csv"
    result.write_text(result.read_text(encoding="utf-8").replace(",1\n", ",0\n", 1), encoding="utf-8")
    assert main(["draw", "verify", str(folder), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["same"], answer["differences"][0]["file"], answer["differences"][0]["line"]) == (
        False,
        "result.csv",
        2,
    )
    assert main(["draw", "verify", str(folder)]) == 1
    assert "第 2 行" in capsys.readouterr().out


def test_verify_without_a_file_cannot_be_done(made, capsys):
    folder = made[0]
    (folder / "secret.json").unlink()
    assert main(["draw", "verify", str(folder)]) == 2
    assert "secret.json" in capsys.readouterr().err
    assert main(["draw", "verify", str(folder / "none")]) == 2


@pytest.mark.parametrize(
    ("frame", "rule", "secret", "said"),
    [
        ("编号,类别\nA,x\na,x\n", RULE, "s", "看上去一样"),
        ("编号\nA\n", RULE, "s", "不是抽样框"),
        ("编号,类别,规模\nA,x,1.5\n", RULE, "s", "规模"),
        ('编号,类别\n"A,x\n', RULE, "s", "不是抽样框"),
        (FRAME, {**RULE, "each": 0}, "s", "什么也不抽"),
        (
            FRAME,
            {"round": "r", "allocation": "neyman", "total": 1, "spreads": {"市场": "1", "公园": "1"}},
            "s",
            "至少 2 个",
        ),
        (FRAME, RULE, "a|b", "密钥"),
    ],
)
def test_make_a_draw_from_what_cannot_be_drawn_says_why(tmp_path, capsys, frame, rule, secret, said):
    (tmp_path / "f.csv").write_text(frame, encoding="utf-8")
    (tmp_path / "r.json").write_text(json.dumps(rule), encoding="utf-8")
    command = ["draw", "make", str(tmp_path / "f.csv"), "--rule", str(tmp_path / "r.json"), "--secret", secret]
    assert main([*command, "--out", str(tmp_path / "out")]) == 2
    assert said in capsys.readouterr().err


def test_make_a_draw_without_files_or_into_a_file_cannot_be_done(tmp_path, capsys):
    (tmp_path / "f.csv").write_bytes(b"\xff\xff\xff")
    (tmp_path / "r.json").write_text(json.dumps(RULE), encoding="utf-8")
    rule = ["--rule", str(tmp_path / "r.json"), "--secret", "s", "--out", str(tmp_path / "f.csv")]
    assert main(["draw", "make", str(tmp_path / "none.csv"), *rule]) == 2
    assert main(["draw", "make", str(tmp_path / "f.csv"), *rule]) == 2
    (tmp_path / "f.csv").write_text(FRAME, encoding="utf-8")
    assert main(["draw", "make", str(tmp_path / "f.csv"), *rule]) == 2
    assert "写不了" in capsys.readouterr().err
