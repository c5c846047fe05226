"""The organisation as a workbook: checked first, written as a whole, and the same again where it comes back."""

import io
import time
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied

from tests.people import LEADER, OFFICER, make_account, make_city
from wenming.engine.observations import NothingReadableError
from wenming.kernel.models import Event
from wenming.organisations.actions import (
    RosterRefusedError,
    add_alias,
    add_person,
    begin_tenure,
    close_unit,
    found_unit,
    merge_units,
    set_group,
    write_roster,
)
from wenming.organisations.models import Person, Tenure, Unit, UnitAlias, UnitGroup
from wenming.organisations.queries import tenures_in, units_in
from wenming.organisations.queries.rosters import plan_roster
from wenming.organisations.queries.units import UnitFilter, units_listed
from wenming.organisations.seeds import seed_organisation
from wenming.workbench.exports import roster_workbook
from wenming.workbench.imports.rosters import read_roster

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY, SINCE = date(2026, 11, 20), date(2026, 1, 1)
UNITS = ["单位名称", "类别", "上级单位", "简称", "统一代码", "排序", "设立日期", "撤销日期"]
ALIASES, GROUPS = ["单位", "别名", "来由"], ["组名", "单位"]
TENURES = ["姓名", "电话", "单位", "职务", "身份", "排序", "任职日期", "离任日期"]
HEADS = {"单位": UNITS, "别名": ALIASES, "单位组": GROUPS, "人员任职": TENURES}


def done(**more) -> dict:
    return {"by": make_account(OFFICER), "at": AT, **more}


def book(**sheets: list[list]) -> bytes:
    """Return a workbook with these rows below the heads; ``units=[[…]]``."""
    names = {"units": "单位", "aliases": "别名", "groups": "单位组", "tenures": "人员任职"}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as file:
        for key, rows in sheets.items():
            page = file.add_worksheet(names.get(key, key))
            for number, row in enumerate([HEADS.get(names.get(key), ["甲"]), *rows]):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def take(**sheets: list[list]):
    """Write a workbook as the office."""
    return write_roster(city=make_city(), roster=read_roster(book(**sheets)), source="表.xlsx", **done())


def problems(**sheets: list[list]) -> list[tuple]:
    """Return where and what of every row that cannot be used."""
    plan = plan_roster(make_city(), read_roster(book(**sheets)), today=TODAY)
    return [(one.sheet, one.row, one.column, one.problem) for one in plan.problems]


def unit(name: str, kind: str = "department", **more) -> Unit:
    return found_unit(city=make_city(), kind=kind, name=name, since=SINCE, **{**done(), **more})


def names() -> list[str]:
    return [one.name for one in units_in(make_city(), on=TODAY)]


def export() -> bytes:
    return roster_workbook(make_city(), units_listed(make_city(), UnitFilter(on=TODAY, levels=0)), TODAY)


def test_write_a_new_organisation_founds_everything_with_one_event():
    written = take(
        units=[
            ["五里墩街道", "街道", "浉河区", "", "", "", "2015年5月1日"],
            ["浉河区", "区", "", "", "", 2, date(2015, 5, 1)],
            ["市城市管理局", "市直单位", "", "城管局", "411500", 1],
        ],
        aliases=[["市城市管理局", "执法局", "曾用名"], ["城管局长单位", "x"]][:1],
        groups=[["各区", "浉河区"]],
        tenures=[["林松涛", "13900000001", "市城市管理局", "局长", "主要负责人", "", "2016.3.1"]],
    )
    assert written.new == {"单位": 3, "别名": 1, "单位组": 1, "人员任职": 1}
    assert names() == ["市城市管理局", "浉河区", "五里墩街道"]
    assert [one.position for one in units_in(make_city())] == ["0001", "0002", "0002.0001"]
    one = Tenure.objects.in_city(make_city()).get()
    assert (one.is_head, one.starts_on, one.unit.sounds) == (
        True,
        date(2016, 3, 1),
        "shichengshiguanlijuchengguanju scsgljcgj",
    )
    assert UnitGroup.objects.in_city(make_city()).get().members.get().unit.name == "浉河区"
    event = Event.objects.in_city(make_city()).get()
    assert (event.kind, event.data["source"], event.data["new"]["单位"]) == ("roster.written", "表.xlsx", 3)


def test_write_an_export_again_changes_nothing():
    seed_organisation(city=make_city(), at=AT)
    events = Event.objects.in_city(make_city()).count()
    roster = read_roster(export())
    assert (len(roster.problems), roster.rows_read > 200) == (0, True)
    written = write_roster(city=make_city(), roster=roster, source="导出.xlsx", **done())
    assert not written.anything
    assert Event.objects.in_city(make_city()).count() == events


def test_write_an_export_into_an_empty_city_gives_the_same_export():
    seed_organisation(city=make_city(), at=AT)
    roster = read_roster(export())
    write_roster(city=make_city("elsewhere"), roster=roster, source="导出.xlsx", by=None, at=AT)
    city = make_city("elsewhere")
    again = read_roster(roster_workbook(city, units_listed(city, UnitFilter(on=TODAY, levels=0)), TODAY))
    assert not Person.objects.in_city(city).exclude(phone="").exists()
    for sheet in ("units", "groups"):
        ours, theirs = (
            [
                {**{f: getattr(row, f) for f in row.__slots__ if f not in {"row", "order"}}}
                for row in getattr(one, sheet)
            ]
            for one in (roster, again)
        )
        assert ours == theirs


def test_write_changes_what_differs_and_leaves_the_rest():
    first = unit("甲局")
    unit("乙局", code="1")
    unit("丙局")
    written = take(units=[["丙局", "市委部门", "", "丙", "", 1], ["甲局", "市直单位", "", "", "", 2]])
    assert (written.new["单位"], written.changed["单位"]) == (0, 3)
    assert names() == ["丙局", "甲局", "乙局"]
    changed = Unit.objects.in_city(make_city()).get(name="丙局")
    assert (changed.kind, changed.short_name, changed.order) == ("party_department", "丙", 1)
    first.refresh_from_db()
    assert first.starts_on == SINCE


def test_write_moves_a_unit_with_everything_below_it():
    first, second = unit("甲区", "district"), unit("乙区", "district")
    street = unit("丙街道", "street", parent=first)
    unit("丁社区", "community", parent=street)
    close_unit(unit=unit("旧局"), on=date(2026, 6, 1), **done())
    written = take(units=[["丙街道", "街道", "乙区"]])
    assert (written.changed["单位"], names()) == (1, ["甲区", "乙区", "丙街道", "丁社区"])
    assert Unit.objects.in_city(make_city()).get(name="丁社区").position == f"{second.position}.0001.0001"


def test_rows_that_cannot_be_read_are_listed_with_place_and_words():
    found = problems(
        units=[
            ["", "市直单位"],
            ["甲局", "局"],
            ["乙局", "市直单位", "", "", "", "一"],
            ["丙局", "市直单位", "", "", "", "", "昨天"],
            ["丁局", "市直单位", "", "", "", "", "2026-02-30"],
            ["戊局", "市直单位", "", "", "", "", "2026-02-01", "2026-01-01"],
            ["己" * 81, "市直单位"],
            ["庚局", ""],
        ]
    )
    assert found == [
        ("单位", 2, "单位名称", "没有填"),
        ("单位", 3, "类别", "没有这个说法"),
        ("单位", 4, "排序", "不是 1 到 9999 的整数"),
        ("单位", 5, "设立日期", "不是日期"),
        ("单位", 6, "设立日期", "不是日期"),
        ("单位", 7, "撤销日期", "早于开始的日期"),
        ("单位", 8, "单位名称", "超过 80 个字"),
        ("单位", 9, "类别", "没有填"),
    ]


def test_rows_that_do_not_fit_are_listed_and_nothing_is_written():
    merge_units(units=[unit("市环卫局")], into=unit("市城管局"), on=date(2026, 6, 1), **done())
    add_person(city=make_city(), name="周知远", phone="13900000001", **done())
    sheets = {
        "units": [
            ["市环卫局", "市直单位"],
            ["甲局", "市直单位", "没有的局"],
            ["乙局", "市直单位", "丙局"],
            ["丙局", "市直单位", "乙局"],
            ["丁局", "市直单位", "乙局"],
            ["甲局", "市直单位"],
        ],
        "aliases": [
            ["没有的局", "x"],
            ["甲局", "乙局"],
            ["甲局", "环卫"],
            ["乙局", "环卫"],
            ["甲局", "环卫"],
            ["甲局", "市环卫局"],
        ],
        "groups": [["各局", "没有的局"]],
        "tenures": [["周知远", "13900000009", "甲局", "局长"], ["林松涛", "139****0001", "甲局", "局长"]],
    }
    assert problems(**sheets) == [
        ("单位", 2, "单位名称", "这是“市城管局”的别名"),
        ("单位", 3, "上级单位", "没有这个单位"),
        ("单位", 4, "上级单位", "上级单位绕了一圈，又回到它自己"),
        ("单位", 7, "单位名称", "与第 3 行是同一个单位"),
        ("别名", 2, "单位", "没有这个单位"),
        ("别名", 3, "别名", "这个名称已经指“乙局”"),
        ("别名", 5, "别名", "这个名称已经指“甲局”"),
        ("别名", 7, "别名", "这个名称已经指“市城管局”"),
        ("单位组", 2, "单位", "没有这个单位"),
        ("人员任职", 2, "姓名", "同名的人电话不同，分不清是不是同一个人"),
    ]
    with pytest.raises(RosterRefusedError, match="10 problems"):
        take(**sheets)
    assert names() == ["市城管局"]


def test_unit_above_may_be_named_by_an_alias():
    add_alias(unit=unit("市城市管理局"), name="城管局", kind="short", **done())
    take(units=[["执法支队", "市直单位", "城管局"]])
    assert names() == ["市城市管理局", "执法支队"]


def test_groups_that_the_workbook_names_have_its_members_and_others_stay():
    first, second = unit("甲区", "district"), unit("乙区", "district")
    set_group(city=make_city(), name="各区", units=[first], **done())
    set_group(city=make_city(), name="城区", units=[first], **done())
    written = take(groups=[["各区", "甲区"], ["各区", "乙区"], ["各区", "乙区"], ["城区", "甲区"]])
    assert (written.new["单位组"], written.changed["单位组"]) == (0, 1)
    group = UnitGroup.objects.in_city(make_city()).get(name="各区")
    assert sorted(one.unit_id for one in group.members.all()) == [first.pk, second.pk]


def test_aliases_that_are_known_are_no_news():
    add_alias(unit=unit("甲局"), name="甲", kind="short", **done())
    assert not take(aliases=[["甲局", "甲"], ["甲局", "甲局"]]).anything
    assert UnitAlias.objects.in_city(make_city()).count() == 1


def test_people_are_told_apart_by_their_numbers_and_never_guessed():
    where = unit("甲局")
    for number in ("13900000001", "13900000002"):
        add_person(city=make_city(), name="周知远", phone=number, **done())
    row = ["甲局", "科长"]
    assert problems(tenures=[["周知远", "", *row]]) == [("人员任职", 2, "姓名", "有几个同名的人，分不清是谁")]
    take(tenures=[["周知远", "139****0002", *row]])
    assert [one.person.phone for one in tenures_in(make_city()).filter(unit=where)] == ["13900000002"]


def test_people_who_share_name_and_number_are_told_apart_by_what_they_are():
    first, second = unit("甲局"), unit("乙局")
    for where in (first, first, second):
        one = add_person(city=make_city(), name="周知远", phone="13900000001", **done())
        begin_tenure(person=one, unit=where, title="科长", since=SINCE, **done())
    assert not write_roster(city=make_city(), roster=read_roster(export()), source="", **done()).anything
    row = ["周知远", "13900000001", "甲局", "科长", "", 9]
    assert problems(tenures=[row])[0][3] == "有几个同名的人，分不清是谁"


def test_tenures_that_run_are_changed_and_not_doubled():
    where, one = unit("甲局"), add_person(city=make_city(), name="周知远", **done())
    begin_tenure(person=one, unit=where, title="局长", since=SINCE, **done())
    rows = [
        ["周知远", "13900000001", "甲局", "局长", "主要负责人", "", "", "2026-12-31"],
        ["林松涛", "", "甲局", "副局长", "副职", 2],
        ["林松涛", "13900000003", "甲局", "副局长", "", 2],
    ]
    written = take(tenures=rows)
    assert (written.new["人员任职"], written.changed["人员任职"]) == (1, 2)
    assert list(tenures_in(make_city()).values_list("person__phone", "is_head", "is_deputy", "order", "ends_on")) == [
        ("13900000001", True, False, 1, date(2026, 12, 31)),
        ("13900000003", False, False, 2, None),
    ]
    assert Person.objects.in_city(make_city()).count() == 2


def test_write_without_the_right_is_refused():
    roster = read_roster(book(units=[["甲局", "市直单位"]]))
    with pytest.raises(PermissionDenied):
        write_roster(city=make_city(), roster=roster, source="", by=make_account(LEADER), at=AT)


def test_read_a_workbook_without_a_known_sheet_is_refused():
    with pytest.raises(NothingReadableError, match="没有认识的工作表"):
        read_roster(book(成绩=[["1"]]))


def test_read_a_sheet_without_its_head_lists_it():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as file:
        file.add_worksheet("单位").write_row(0, 0, ["名字", "什么"])
    assert [(one.sheet, one.row, one.problem) for one in read_roster(buffer.getvalue()).problems] == [
        ("单位", 1, "没有找到表头“单位名称”")
    ]


def test_write_two_thousand_units_takes_less_than_a_minute():
    rows = [["甲区", "区"]] + [[f"第{n}街道", "街道", "甲区"] for n in range(40)]
    rows += [[f"第{n}社区", "社区", f"第{n % 40}街道"] for n in range(1959)]
    began = time.monotonic()
    written = take(units=rows, tenures=[[f"张{n}", "", f"第{n}社区", "书记", "主要负责人"] for n in range(500)])
    assert written.new == {"单位": 2000, "别名": 0, "单位组": 0, "人员任职": 500}
    assert time.monotonic() - began < 60
    assert not write_roster(city=make_city(), roster=read_roster(export()), source="", **done()).anything
