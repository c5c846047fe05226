"""``issues import``: checked, written, listed; what the program says with its status."""

import json

import pytest

from tests.issues.cases import make_disposer
from tests.issues.workbooks import plain_table
from tests.people import make_city
from wenming.config.cli import main

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    status = main(["issues", "import", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_import_a_list_writes_what_it_can_and_says_the_rest(capsys, tmp_path):
    from wenming.issues.models import Issue, LedgerImport

    make_disposer()
    good, mixed = tmp_path / "好.xlsx", tmp_path / "混.xlsx"
    good.write_bytes(plain_table(("问题描述", "责任单位", "联系电话"), [("一", "市环卫处", "13912345678")]))
    mixed.write_bytes(plain_table(("问题描述", "责任单位"), [("二", "市环卫处"), ("三", "没有的局")]))
    status, answer = run(capsys, str(good), "--source", "hotline", "--dry-run")
    assert (status, answer["new"], answer["written"], answer["hidden"]) == (0, 1, 0, ["联系电话"])
    assert not LedgerImport.objects.in_city(make_city()).exists()
    status, answer = run(capsys, str(good), "--source", "hotline")
    assert (status, answer["written"]) == (0, 1)
    status, answer = run(capsys, str(mixed), "--source", "own")
    assert (status, answer["written"], [one["value"] for one in answer["listed"]]) == (1, 0, ["没有的局"])
    assert main(["issues", "import", str(mixed), "--source", "own", "--partial"]) == 1
    said = capsys.readouterr().out
    assert "共 2 行：可写入 1" in said
    assert "已写入 1 件" in said
    assert sorted(Issue.objects.in_city(make_city()).values_list("text", "source", "state")) == [
        ("一", "hotline", "dispatched"), ("二", "own", "dispatched"),
    ]  # fmt: skip
    assert main(["issues", "import", str(tmp_path / "none.xlsx"), "--source", "own"]) == 2
    assert main(["issues", "import", str(good), "--source", "own", "--mapping", "没有"]) == 2
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    assert main(["issues", "import", str(tmp_path / "a.xlsx"), "--source", "own"]) == 2
