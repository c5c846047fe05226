"""Decomposition tables from the shell: checked, adopted, exported, read again."""

import json
import random

import pytest

from tests.campaigns.decompositions import EVERYTHING, UNITS, Paper, as_docx, as_xlsx, filled, papers, random_matrix
from tests.campaigns.tables import make_town
from tests.people import ELSEWHERE, HOME, make_city
from wenming.campaigns.models import Responsibility
from wenming.config.cli import main

pytestmark = pytest.mark.django_db
HEADS = ["测评内容", "测评标准", "牵头单位", "责任单位"]
FAULTY = [
    HEADS,
    ["党风廉政", "1）党风廉政组织健全并有专人落实", "市科学枝术局", f"{UNITS[0]}、相关部门"],
    ["没有的内容", "", UNITS[1], ""],
]


def run(capsys, *arguments: str) -> tuple[int, dict]:
    """Return how a command ended and what it told a machine."""
    status = main(["responsibility", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def save(tmp_path, content: bytes, name: str = "表.xlsx") -> str:
    (tmp_path / name).write_bytes(content)
    return str(tmp_path / name)


def test_import_125_criteria_and_export_them_gives_no_difference(capsys, tmp_path):
    make_town()
    rng = random.Random(11)
    made = papers(random_matrix(rng), EVERYTHING, rng)
    file = save(tmp_path, as_docx(made), "表.docx")
    status, told = run(capsys, "import", file, "--city", HOME, "--dry-run")
    assert (status, told["cells"], told["used"], told["listed"], told["written"]) == (
        0,
        filled(made),
        filled(made),
        [],
        False,
    )
    assert (told["uncovered"], told["double_leads"]) == ([], [])
    status, told = run(capsys, "import", file, "--city", HOME)
    assert (status, told["written"], Responsibility.objects.in_city(make_city()).count()) == (0, True, told["added"])
    for name in ("出.xlsx", "出.docx"):
        assert run(capsys, "export", str(tmp_path / name), "--city", HOME)[1]["clauses"] == 125
        status, again = run(capsys, "import", str(tmp_path / name), "--dry-run", "--complete", "all")
        assert (status, again["added"], again["ended"], again["same"]) == (0, 0, 0, told["added"])


def test_import_with_listed_cells_ends_with_one_and_writes_only_where_partial_says_so(capsys, tmp_path):
    make_town()
    file = save(tmp_path, as_xlsx([Paper("分解表", FAULTY)]))
    status, told = run(capsys, "import", file, "--city", HOME)
    assert (status, told["written"], told["cells"], told["used"], told["listed_cells"]) == (1, False, 10, 6, 4)
    assert [(one["sheet"], one["cell"], one["reason"]) for one in told["listed"]] == [
        ("分解表", "C2", "unknown_unit"), ("分解表", "D2", "vague_unit"), ("分解表", "A3", "unknown_clause"), ("分解表", "C3", "no_clause"),
    ]  # fmt: skip
    assert all(one["problem"] and one["mend"] for one in told["listed"])
    assert told["unknown_units"][0] == {"written": "市科学枝术局", "cells": 1, "proposals": ["市科学技术局"]}
    assert [one["written"] for one in told["unknown_clauses"]] == ["没有的内容"]
    status, told = run(capsys, "import", file, "--campaign", "滨河创城 2026", "--partial")
    assert (status, told["written"], told["added"]) == (1, True, 1)


def test_import_says_the_same_line_by_line(capsys, tmp_path):
    make_town()
    file = save(tmp_path, as_xlsx([Paper("分解表", FAULTY)]))
    assert main(["responsibility", "import", file, "--dry-run"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "共 10 格：采用 6 格，列出 4 格"
    assert (
        lines[1]
        == "  分解表!C2 市科学枝术局：单位没有登记：市科学枝术局。选定它是哪个单位并记为别名，或改成登记的名称（可能是：市科学技术局）"
    )
    assert lines[-1] == "没有写入"
    assert main(["responsibility", "export", str(tmp_path / "空.xlsx"), "--empty"]) == 0
    assert "空.xlsx" in capsys.readouterr().out


def test_import_by_a_standard_that_comes_along_needs_no_city(capsys, tmp_path):
    rows = [["测评指标", "测评内容", "牵头单位"], ["文化培育", "文化培育1", "某某局"], ["", "文化培育9", "某某局"]]
    file = save(tmp_path, as_xlsx([Paper("分解表", rows)]))
    status, told = run(capsys, "import", file, "--edition", "suzhou-2016-district", "--dry-run")
    assert (status, told["cells"], told["used"], len(told["uncovered"])) == (1, 8, 5, 39)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "没有.xlsx", "--dry-run"), "打不开文件"),
        (("import", "坏.xlsx", "--dry-run"), "PDF"),
        (("import", "好.xlsx", "--edition", "suzhou-2016-district"), "--dry-run"),
        (("import", "好.xlsx", "--edition", "没有", "--dry-run"), "没有随附的测评体系"),
        (("import", "好.xlsx", "--city", HOME, "--campaign", "没有"), "没有这个创建周期"),
        (("import", "空.xlsx", "--city", HOME), "没有读出任何单位分工"),
        (("import", "好.xlsx"), "--city"),
        (("export", "没有/出.xlsx", "--city", HOME), "写不了文件"),
    ],
)
def test_ask_for_what_cannot_be_done_says_why_in_one_line(capsys, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    make_town()
    make_city(ELSEWHERE)
    save(tmp_path, b"%PDF-1.7", "坏.xlsx")
    save(tmp_path, as_xlsx([Paper("分解表", [HEADS, ["党风廉政", "", UNITS[0], ""]])]), "好.xlsx")
    save(tmp_path, as_xlsx([Paper("分解表", [HEADS, ["党风廉政", "", "", ""]])]), "空.xlsx")
    assert main(["responsibility", *arguments]) == 2
    assert said in capsys.readouterr().err
