"""The register of sites from the shell."""

import json

import pytest

from tests.people import HOME, make_city
from tests.sites.places import make_site, make_type
from tests.sites.tables import book, row
from wenming.config.cli import main
from wenming.sites.models import Site, SiteImport

pytestmark = pytest.mark.django_db
PLACED = {"经度": "114.0911", "纬度": "32.1470"}


def answer(capsys, *arguments: str) -> tuple[int, dict]:
    """Return how a command ended and what it told a machine."""
    status = main(["sites", *arguments, "--city", HOME, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def file(tmp_path):
    make_type()
    path = tmp_path / "点位.xlsx"
    path.write_bytes(book([row(**PLACED), row(点位名称="二")]))
    return str(path)


def test_sites_import_and_export_again_change_nothing(capsys, tmp_path, file):
    status, told = answer(capsys, "import", file, "--datum", "gcj02")
    assert (status, told["written"], told["new"], told["problems"]) == (0, True, 2, [])
    out = str(tmp_path / "台账.xlsx")
    assert answer(capsys, "export", out)[1]["sites"] == 2
    status, told = answer(capsys, "import", out)
    assert (status, told["written"], told["same"], told["left"]) == (0, False, 2, 0)
    assert main(["sites", "export", out, "--city", HOME]) == 0
    assert capsys.readouterr().out == f"已写到 {out}\n"


def test_sites_import_dry_run_writes_nothing(capsys, file):
    status, told = answer(capsys, "import", file, "--datum", "wgs84", "--dry-run")
    assert (status, told["written"], told["new"]) == (0, False, 2)
    assert (Site.objects.in_city(make_city()).count(), SiteImport.objects.in_city(make_city()).count()) == (0, 0)


def test_sites_import_without_a_datum_lists_the_row_and_ends_with_one(capsys, file):
    assert main(["sites", "import", file, "--city", HOME]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "共 2 行：新增 1，修改 0，没有变化 0，不写入 1",
        "点位 第 2 行 坐标系： 没有说明坐标系。在“对应列”一步选择整个文件的坐标系",
        "已写入",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "没有.xlsx"], "打不开文件 没有.xlsx"),
        (["export", "/没有/x.xlsx"], "写不了文件 /没有/x.xlsx"),
    ],
)
def test_sites_command_that_cannot_be_done_says_why_in_one_line(capsys, arguments, words):
    make_site("a")
    assert main(["sites", *arguments, "--city", HOME]) == 2
    assert capsys.readouterr().err.strip() == words


def test_sites_import_of_what_is_no_table_says_so(capsys, tmp_path):
    make_city()
    path = tmp_path / "空.xlsx"
    path.write_bytes(b"")
    assert main(["sites", "import", str(path), "--city", HOME]) == 2
    assert capsys.readouterr().err.strip() == "空.xlsx: 文件是空的"
