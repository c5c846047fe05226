"""``forecast run``: 0 with chances, 1 with the gap and what is missing alone, 2 unreadable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wenming.config.cli import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "howto" / "forecast.json"


@pytest.fixture
def changed(tmp_path):
    """The example of the documentation with something else in it."""

    def write(**change: object) -> str:
        file = tmp_path / "f.json"
        file.write_text(
            json.dumps(json.loads(EXAMPLE.read_text(encoding="utf-8")) | change, ensure_ascii=False), encoding="utf-8"
        )
        return str(file)

    return write


def run(file: str | Path, *more: str) -> int:
    return main(["forecast", "run", str(file), "--seed", "7", "--evaluations", "200", *more])


def test_run_the_example_tells_the_gap_first_and_the_chances_after_it(capsys):
    assert run(EXAMPLE) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "按自查有 84.19 分，够 80 分"
    assert lines[2] == "  −3.33  实地考察 农贸市场 垃圾落地"
    assert any(line.startswith("达标的把握 ") for line in lines)
    assert any(line.startswith("假如 G15：达标的把握 ") for line in lines)


def test_run_twice_gives_the_same_document_and_the_digest_alone(capsys):
    outs = []
    for more in (("--json",), ("--json", "--threads", "2")):
        assert run(EXAMPLE, *more) == 0
        outs.append(json.loads(capsys.readouterr().out))
    assert outs[0] == outs[1]
    told = outs[0]["forecast"]
    assert 0 < told["reaches"]["value"] < 1
    assert [one["place"] for one in told["ranks"]] == [1, 2]
    texts = [told["reaches"], told["passes"], *told["ranks"], told["scenarios"][0]["reaches"]]
    assert all(one["text"].endswith(" %") for one in texts)
    assert run(EXAMPLE, "--digest") == 0
    assert capsys.readouterr().out.strip() == outs[0]["digest"]
    assert run(EXAMPLE, "--digest", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"digest": outs[0]["digest"], "seed": 7, "evaluations": 200}


def test_run_without_ground_ends_with_one_and_lists_what_is_missing(changed, capsys):
    assert run(changed(survey=[], clauses=[], line=90, gate=None)) == 1
    out = capsys.readouterr().out
    assert "按自查有 32.22 分，离 90 分最多差 57.78 分" in out
    assert "还有 60.00 分没有查过" in out
    assert "  问卷：问过 0 个社区，至少要 2 个（survey）" in out
    assert "把握" not in out
    assert run(changed(survey=[], line=99), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["forecast"] is None
    assert answer["missing"] == [
        {"code": "survey", "where": "", "have": 0, "need": 2, "text": "问卷：问过 0 个社区，至少要 2 个（survey）"}
    ]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"line": None}, "按自查有 84.19 分，没有写达标线"),
        ({"line": 90}, "离 90 分差 5.81 分"),
        ({"line": 90}, "补上前 2 条就够"),
        ({"survey": [], "line": 99}, "离 99 分差 11.78 至 31.78 分"),
    ],
)
def test_run_says_how_far_it_is(changed, capsys, change, text):
    run(changed(**change))
    assert text in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"gate": {"passed": 5, "held": 4}}, "f.json: gate.passed: 应为范围内的数字，现为 5"),
        ({"goal": 80}, "f.json: goal: 不认识的项"),
    ],
)
def test_run_a_mistaken_file_says_where_and_how_to_mend_it(changed, capsys, change, text):
    assert run(changed(**change)) == 2
    assert text in capsys.readouterr().err


def test_run_with_impossible_numbers_or_no_file_is_refused(tmp_path, capsys):
    assert main(["forecast", "run", str(EXAMPLE), "--seed", "-1"]) == 2
    assert "请改 --seed" in capsys.readouterr().err
    assert main(["forecast", "run", str(EXAMPLE), "--seed", "1", "--evaluations", "0"]) == 2
    assert run(tmp_path / "none.json") == 2
    assert "打不开" in capsys.readouterr().err
