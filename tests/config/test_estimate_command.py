"""``estimate``: a statistician's table with its design; what is wrong is said with its line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.data import data_file
from wenming.config.cli import main

DATA = "区,点位,权,分,合格\n甲,1,2,90,是\n甲,2,2,80,是\n\n乙,1,3,70,否\n乙,2,3,75,是\n"
DESIGN = {"strata": "区", "weights": "权", "estimates": [{"mean": "分"}, {"share": "合格", "is": "是", "by": "区"}]}


def estimate(folder: Path, *words: str, data: str | bytes = DATA, design: object = None, **more: object) -> int:
    (folder / "数据.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    text = design if isinstance(design, str) else json.dumps({**DESIGN, **more}, ensure_ascii=False)
    (folder / "d.json").write_text(text, encoding="utf-8")
    return main(["estimate", str(folder / "数据.csv"), "--design", str(folder / "d.json"), *words])


def test_estimate_a_table_tells_values_errors_and_what_may_be_shown(tmp_path, capsys):
    assert estimate(tmp_path, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    mean, _yi, jia = answer["estimates"]
    assert (mean["value"], mean["n"], mean["degrees"]) == (77.5, 4, 2)
    # (2·10)²/2 + (3·5)²/2 over 10², for each stratum n/(n−1)·Σ(z − z̄)²
    assert mean["error"] == pytest.approx(((2 * 2 * 10**2 + 2 * 2 * 7.5**2) / 100) ** 0.5)
    assert (jia["group"], jia["value"], jia["showing"]) == ("甲", 1.0, "suppress")
    assert jia["low"] < 1.0
    assert answer["weights"] == {"sum": 10.0, "steps": None}
    assert estimate(tmp_path) == 0
    shown = capsys.readouterr().out
    assert "mean 分" in shown
    assert "不宜公布：行数不足 30、有效样本不足 30" in shown


def test_estimate_the_schools_of_r_with_raking_gives_its_numbers(tmp_path, capsys):
    design = {"weights": "pw", "clusters": "dnum", "frame": "fpc"}
    design["rake"] = {"stype": {"E": 4421, "M": 1018, "H": 755}, "sch.wide": {"No": 1072, "Yes": 5122}}
    design["estimates"] = [{"mean": "api00"}, {"independent": ["sch.wide", "stype"]}]
    (tmp_path / "d.json").write_text(json.dumps(design), encoding="utf-8")
    words = ["estimate", str(data_file("survey/apiclus1.csv")), "--design", str(tmp_path / "d.json")]
    assert main([*words, "--json"]) == 0
    mean, test = json.loads(capsys.readouterr().out)["estimates"]
    assert (mean["value"], mean["error"]) == pytest.approx((641.2302469, 23.70364124), rel=2e-6)
    assert (test["error"], round(test["p"], 4)) == (None, 0.0371)
    assert main(words) == 0
    assert "迭代 9 次" in capsys.readouterr().out


def test_estimate_with_empty_cells_left_out_says_how_many(tmp_path, capsys):
    assert estimate(tmp_path, data=DATA.replace(",75,", ",,"), missing="leave", lone="remove") == 0
    assert "缺值 1 行未计入" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"data": "区,分\n"}, "没有数据行"),
        ({"data": b"\xff\xff\xff"}, "不是 CSV 表"),
        ({"data": "区,区\n1,2\n"}, "“区”出现了两次"),
        ({"data": DATA + "乙,1\n"}, "第 7 行: 有 2 个单元格，表头有 5 个"),
        ({"data": DATA.replace("70", "七十")}, "第 5 行: “分”列的“七十”不是数"),
        ({"data": DATA.replace(",70,", ",,")}, "第 5 行: “分”列是空的"),
        ({"data": DATA.replace("3,75", "-3,75")}, "第 6 行: “权”列的权数不能是负数"),
        ({"design": "{"}, "不是 JSON"),
        ({"lone": "skip"}, "“lone”只能写：fail, remove, adjust, collapse"),
        ({"stratum": "区"}, "“design”里不认识“stratum”"),
        ({"clusters": "层"}, "没有“层”这一列"),
        ({"strata": "分"}, "这些层只有一个群，算不出误差：70、75、80、90"),
        ({"strata": "合格", "replicates": {"kind": "brr"}}, "正好两个群，这些层不是：否、是"),
        ({"rake": {"区": {"甲": 4}}}, "“区”里没有写“乙”的总量"),
        ({"rake": {"区": {"甲": 4, "乙": 6}, "合格": {"是": 1, "否": 2}}}, "互相矛盾"),
        ({"rake": {"区": {"甲": 4, "乙": 6, "丙": 1}}}, "“丙”在数据里一行也没有"),
        ({"calibrate": {"totals": {"分": 5000}, "method": "logit", "bounds": [0.9, 1.1]}}, "仍达不到总量"),
        ({"calibrate": {"totals": {"分": 5000}, "method": "logit"}}, "logit 必须写 bounds"),
        ({"frame": "点位"}, "第 2 行: “点位”列在同一层里写了不同"),
        ({"weights": "权", "estimates": [{"independent": ["权", "合格"]}, {"share": "合格", "is": "优"}]}, "或有一类一行也没有"),
        ({"estimates": [{"share": "合格", "is": "优"}]}, "没有一行是“优”"),
    ],
)  # fmt: skip
def test_estimate_what_cannot_be_says_where_and_how_to_mend_it(tmp_path, capsys, case, said):
    assert estimate(tmp_path, **case) == 2
    assert said in capsys.readouterr().err
