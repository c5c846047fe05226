"""The organisation and the calendar from the shell."""

import json

import pytest

from tests.people import AT, HOME, make_city
from wenming.config.cli import main
from wenming.organisations.actions import found_unit
from wenming.organisations.models import CalendarDay, Unit
from wenming.organisations.queries import units_in
from wenming.organisations.seeds import seed_organisation

pytestmark = pytest.mark.django_db


def answer(capsys, *arguments: str) -> tuple[int, dict]:
    """Return how a command ended and what it told a machine."""
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_units_export_and_import_again_change_nothing(capsys, tmp_path):
    seed_organisation(city=make_city(), at=AT)
    file = str(tmp_path / "单位.xlsx")
    assert (
        answer(capsys, "units", "export", file, "--city", HOME)[1]["units"]
        == units_in(make_city(), on=AT.date()).count()
    )
    status, told = answer(capsys, "units", "import", file, "--city", HOME)
    assert (status, set(told["new"].values()) | set(told["changed"].values()), told["problems"]) == (0, {0}, [])


def test_units_import_dry_run_writes_nothing_and_import_writes(capsys, tmp_path):
    found_unit(city=make_city(), kind="department", name="甲局", since=AT.date(), by=None, at=AT)
    file = str(tmp_path / "单位.xlsx")
    main(["units", "export", file, "--city", HOME])
    Unit.objects.in_city(make_city()).update(name="乙局")
    capsys.readouterr()
    status, told = answer(capsys, "units", "import", file, "--city", HOME, "--dry-run")
    assert (status, told["written"], told["new"]["单位"], units_in(make_city()).count()) == (0, False, 1, 1)
    assert main(["units", "import", file, "--city", HOME]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "已写入"
    assert [one.name for one in units_in(make_city())] == ["甲局", "乙局"]


def test_units_import_with_a_row_that_cannot_be_used_ends_with_one(capsys, tmp_path):
    street = found_unit(city=make_city(), kind="district", name="甲区", since=AT.date(), by=None, at=AT)
    found_unit(city=make_city(), kind="street", name="乙街道", since=AT.date(), parent=street, by=None, at=AT)
    file = str(tmp_path / "单位.xlsx")
    main(["units", "export", file, "--city", HOME])
    make_city("elsewhere")
    capsys.readouterr()
    Unit.objects.in_city(make_city()).filter(name="甲区").update(name="丁区", kind="county")
    from tests.organisations.test_rosters import book

    (tmp_path / "坏.xlsx").write_bytes(book(units=[["乙街道", "街道", "甲区"]]))
    assert main(["units", "import", str(tmp_path / "坏.xlsx"), "--city", HOME]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[-2:] == [
        "单位 第 2 行 上级单位：没有这个单位。在“单位”表里加上它，或改成已有单位的名称",
        "没有写入",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "fehlt.xlsx", "--city", HOME],
        ["import", __file__, "--city", HOME],
        ["import", "x.xlsx", "--city", "nirgends"],
        ["export", "/nirgends/x.xlsx", "--city", HOME],
    ],
)
def test_units_command_that_cannot_be_done_ends_with_two_and_one_line(capsys, arguments):
    make_city()
    assert main(["units", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_calendar_seed_adds_what_is_missing(capsys):
    make_city()
    status, told = answer(capsys, "calendar", "seed", "--city", HOME)
    assert (status, told["days"]) == (0, CalendarDay.objects.in_city(make_city()).count())
    assert main(["calendar", "seed", "--city", HOME]) == 0
    assert capsys.readouterr().out == "清河市：补上 0 天\n"


@pytest.mark.parametrize(
    ("moment", "limit", "ends"),
    [
        # domain.md W-8. Friday afternoon; Saturday the 14th is worked before the Spring Festival of 2026.
        ("2026-02-13T16:00", "4h", "2026-02-14T11:00:00+08:00"),
        ("2026-02-14T17:00", "2h", "2026-02-24T10:00:00+08:00"),
        ("2026-09-30T09:00", "3d", "2026-10-10T17:30:00+08:00"),
        ("2026-02-13T08:00+00:00", "4h", "2026-02-14T11:00:00+08:00"),
    ],
)
def test_deadline_on_the_statutory_calendar(capsys, moment, limit, ends):
    assert answer(capsys, "deadline", moment, limit)[1]["ends"] == ends


def test_deadline_by_hours_of_its_own_follows_them(capsys):
    hours = ("--hours", "8:00-12:00,14:00-18:00")
    assert answer(capsys, "deadline", "2026-02-13T16:00", "4h", *hours)[1]["ends"] == "2026-02-14T10:00:00+08:00"
    for wrong in ("8-12", "8:30-12:00,x", "14:30-17:30,8:30-12:00"):
        assert main(["deadline", "2026-02-13T16:00", "4h", "--hours", wrong]) == 2
        assert "看不懂工作时间" in capsys.readouterr().err


def test_deadline_of_a_city_keeps_its_working_hours(capsys):
    seed_organisation(city=make_city(), at=AT)
    told = answer(capsys, "deadline", "2026-07-06T11:00", "4h", "--city", HOME)[1]
    assert (told["ends"], told["working_hours"], told["estimated"]) == ("2026-07-06T18:00:00+08:00", 4.0, False)


def test_deadline_over_estimated_days_says_so(capsys):
    assert main(["deadline", "2027-02-04T16:00", "4h"]) == 0
    assert capsys.readouterr().out == "2027-02-11 11:00 到期（按预计的节假日）\n"


@pytest.mark.parametrize("arguments", [["gestern", "4h"], ["2026-02-13T16:00", "4w"], ["2026-02-13T16:00", "0h"]])
def test_deadline_that_nobody_understands_ends_with_two(capsys, arguments):
    assert main(["deadline", *arguments]) == 2
    assert "看不懂" in capsys.readouterr().err


def test_deadline_beyond_the_calendar_ends_with_two(capsys):
    assert main(["deadline", "2026-02-13T16:00", "9999d"]) == 2
    assert capsys.readouterr().err == "日历里十年之内没有足够的工作时间\n"
