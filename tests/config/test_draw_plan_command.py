"""``draw plan``: how many sites it takes; ``draw make`` and ``draw verify`` with messy frames, balanced and shared out by Neyman."""

from __future__ import annotations

import json

import pytest

from wenming.config.cli import main

KINDS = ("市场", "公园", "车站")
FRAME = "\ufeff编号,类别,纬度,经度\r\n" + "".join(
    f"点位-{n:03},{KINDS[n % 3]} ,{32 + n / 700:.7f},{114 + n * 7 % 300 / 500}\r\n" for n in range(300)
)
RATES = "类别,符合率,查过\n市场,82%,50\n公园,1.0,20\n"


def plan(tmp_path, *more: str, rates: str = RATES, frame: str = FRAME) -> int:
    (tmp_path / "f.csv").write_text(frame, encoding="utf-8", newline="")
    (tmp_path / "r.csv").write_text(rates, encoding="gb18030")
    return main(["draw", "plan", str(tmp_path / "f.csv"), "--rates", str(tmp_path / "r.csv"), *more])


def test_plan_tells_the_numbers_with_their_shares(tmp_path, capsys):
    assert plan(tmp_path, "--points", "5", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["units"] == 300
    # 市场 (41 + 4·61/70)/54, 公园 (20 + 4·61/70)/24, 车站 the common 61/70
    assert answer["spreads"] == {"公园": "0.1448", "市场": "0.3809", "车站": "0.3347"}
    assert sum(answer["difference"]["sizes"].values()) == answer["difference"]["total"]
    told = {one["total"]: one for one in answer["table"]}
    assert told[answer["difference"]["total"]]["difference"] <= 5 < told[50]["difference"]
    assert told[answer["half_width"]["total"]]["half_width"] <= 5
    assert plan(tmp_path, "--points", "5") == 0
    assert f"每轮 {answer['difference']['total']} 个" in capsys.readouterr().out


def test_plan_without_rates_asks_for_more(tmp_path, capsys):
    (tmp_path / "f.csv").write_text(FRAME, encoding="utf-8")
    assert main(["draw", "plan", str(tmp_path / "f.csv"), "--points", "5", "--power", "0.9", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer["spreads"].values()) == {"0.5000"}
    assert answer["difference"]["total"] > 250


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ("类别,符合率\n医院,0.5\n", "没有“医院”这一类"),
        ("类别,符合率\n市场,120%\n", "“市场”的符合率"),
        ("类别,符合率,查过\n市场,0.5,很多\n", "“市场”的符合率"),
        ("类别\n市场\n", "“符合率”两列"),
        ("", "“符合率”两列"),
        ('类别,符合率\n"市场\n', "不是抽样框"),
    ],
)
def test_plan_with_rates_that_cannot_be_used_says_why(tmp_path, capsys, rates, said):
    assert plan(tmp_path, "--points", "2", rates=rates) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--points", "0"), ("--points", "x"), ("--points", "2", "--power", "1"), ()])
def test_plan_for_what_makes_no_sense_cannot_be_done(tmp_path, words):
    assert plan(tmp_path, *words) == 2


def test_plan_for_a_frame_that_is_none_cannot_be_done(tmp_path, capsys):
    assert plan(tmp_path, "--points", "2", frame="编号\nA\n") == 2
    assert "不是抽样框" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_make_a_balanced_draw_by_neyman_from_a_messy_frame_is_verified(tmp_path, capsys, encoding):
    frame = FRAME if encoding == "utf-8" else FRAME.removeprefix("\ufeff")
    (tmp_path / "f.csv").write_bytes(frame.encode(encoding))
    rule = {"round": "r", "design": "balanced", "allocation": "neyman", "total": 40, "reserves": 3}
    rule |= {"spreads": dict.fromkeys(KINDS, "0.4"), "least": {"公园": 20}, "most": {"市场": 5}}
    (tmp_path / "r.json").write_text(json.dumps(rule), encoding="utf-8-sig" if encoding == "utf-8" else "utf-8")
    words = ["draw", "make", str(tmp_path / "f.csv"), "--rule", str(tmp_path / "r.json"), "--secret", "s"]
    assert main([*words, "--out", str(tmp_path / "out"), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["chosen"]) == 40
    lines = (tmp_path / "out" / "result.csv").read_text(encoding="utf-8").splitlines()
    assert [sum(line.startswith(f"{kind},") for line in lines) for kind in KINDS] == [8, 23, 18]
    assert main(["draw", "verify", str(tmp_path / "out")]) == 0
    frame_file = tmp_path / "out" / "frame.csv"
    frame_file.write_bytes(frame_file.read_bytes().replace(b"32.0", b"32.1", 1))
    assert main(["draw", "verify", str(tmp_path / "out")]) == 1


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("编号,类别,纬度,经度\nA,x,32,114\nB,x,,\nC,x,,\n", "没有：B、C"),
        ("编号,类别,纬度,经度\nA,x,32,\n", "位置不对"),
        ("编号,类别,纬度,经度\nA,x,114,32\n", "位置不对"),
        ("编号,类别,纬度\nA,x,32\n", "位置不对"),
        ("编号,类别,x,y\nA1,x,1,1\nAl,x,1,2\nＡ１,x,3,1\n", "看上去一样"),
        ("编号,类别\n" + "".join(f"A-{n},x\n" for n in range(7)), "等 7 个"),
    ],
)
def test_make_a_balanced_draw_from_a_frame_without_good_places_names_the_rows(tmp_path, capsys, frame, said):
    (tmp_path / "f.csv").write_text(frame, encoding="utf-8")
    rule = {"round": "r", "design": "balanced", "allocation": "each", "each": 1}
    (tmp_path / "r.json").write_text(json.dumps(rule), encoding="utf-8")
    words = ["draw", "make", str(tmp_path / "f.csv"), "--rule", str(tmp_path / "r.json"), "--secret", "s"]
    assert main([*words, "--out", str(tmp_path / "out")]) == 2
    assert said in capsys.readouterr().err
