"""``route plan`` and ``route check``: 0 fine, 1 findings, 2 unreadable."""

from __future__ import annotations

import json

import pytest

from wenming.config.cli import main

PROBLEM = {
    "format": "wenming-route-problem/1",
    "places": {"办公室": [32.12, 114.07], "早市": [32.13, 114.08], "公园": [32.11, 114.06]},
    "shifts": [{"inspector": "A", "day": "2026-11-30", "mode": "bike", "start": "办公室", "begin": "6:00", "until": "12:00"}],
    "visits": [
        {"key": "早市", "place": "早市", "service": 1800, "windows": [{"begin": "6:00", "end": "10:00"}]},
        {"key": "公园", "place": "公园", "service": 600},
    ],
}  # fmt: skip
CLOSED = {"key": "夜市", "place": "早市", "service": 60, "windows": [{"begin": "20:00", "end": "22:00"}]}


@pytest.fixture
def files(tmp_path):
    """A file of conditions, and where the plan goes."""
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM), encoding="utf-8")
    return str(tmp_path / "p.json"), str(tmp_path / "plan.json")


def plan(problem: str, out: str, *more: str) -> int:
    return main(["route", "plan", problem, "--steps", "20", "--seed", "s", "--out", out, *more])


def test_plan_a_day_writes_what_check_passes(files, capsys):
    assert plan(*files) == 0
    assert "2026-11-30 A：2 个点位" in capsys.readouterr().out
    assert plan(*files, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["visits"], answer["left"], answer["seed"]) == (2, [], "s")
    assert main(["route", "check", *files]) == 0
    assert "核对无误" in capsys.readouterr().out


def test_plan_what_cannot_be_fitted_in_ends_with_one_and_says_why(files, tmp_path, capsys):
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM | {"visits": [*PROBLEM["visits"], CLOSED]}), encoding="utf-8")
    assert plan(*files) == 1
    assert "没有排上 夜市：开放时间不在任何人的班次内" in capsys.readouterr().out
    assert main(["route", "check", *files, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["holds"], answer["left"]) == (True, [{"visit": "夜市", "obstacle": "off_shift"}])
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM | {"visits": [CLOSED]}), encoding="utf-8")
    assert plan(*files, "--json") == 1
    assert json.loads(capsys.readouterr().out)["lots"] == 0


def test_check_a_plan_that_was_tampered_with_names_person_visit_and_what(files, tmp_path, capsys):
    plan(*files)
    written = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    stop = written["routes"][0]["stops"][0]
    stop["end"] = stop["begin"]
    (tmp_path / "plan.json").write_text(json.dumps(written), encoding="utf-8")
    capsys.readouterr()
    assert main(["route", "check", *files]) == 1
    assert f"2026-11-30 A {stop['visit']}: 停留少了" in capsys.readouterr().out
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM | {"weights": {"travel": 5}}), encoding="utf-8")
    assert main(["route", "check", *files, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["fault"] == "other_problem"


def test_read_a_file_that_is_none_ends_with_two_and_names_the_place(files, tmp_path, capsys):
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM | {"visits": [{"key": "x"}]}), encoding="utf-8")
    assert plan(*files) == 2
    assert "p.json: visits[0].place: 缺少这一项" in capsys.readouterr().err
    assert main(["route", "check", str(tmp_path / "none.json"), files[1]]) == 2
    assert "none.json" in capsys.readouterr().err
    (tmp_path / "p.json").write_text("{", encoding="utf-8")
    assert plan(*files) == 2
    (tmp_path / "p.json").write_text(json.dumps(PROBLEM), encoding="utf-8")
    assert plan(files[0], str(tmp_path / "no" / "plan.json")) == 2
    assert plan(*files, "--within", "80") == 2
