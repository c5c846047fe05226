"""Registers on their way in: what heads and cells mean, what is asked, what is written; every row is used or listed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.people import AT, OFFICER, SINCE, make_account, make_city
from tests.sites.places import SQUARE, make_site, make_type, make_unit
from tests.sites.tables import book, books, counts, kinds, row, upload
from wenming.engine.geo import Datum, from_wgs84
from wenming.engine.observations import NothingReadableError
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain
from wenming.organisations.actions import add_alias, add_person, set_group
from wenming.organisations.models import Person
from wenming.sites import actions
from wenming.sites.actions import NotPossibleError
from wenming.sites.exports.register import HEADS, register_workbook, template_workbook
from wenming.sites.imports.columns import guess, head_text, mapping_from
from wenming.sites.imports.registers import read_sheets
from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit
from wenming.sites.queries import sites_in
from wenming.sites.queries.hints import datum_hint

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def city():
    """The street, the departments and the kind that the tables name."""
    make_type()
    make_unit("东街街道")
    add_alias(unit=make_unit("市城市管理局", "department"), name="城管局", kind="short", by=None, at=AT)
    make_unit("市财政局", "department")
    return make_city()


def write(import_):
    return actions.write_site_import(import_=import_, by=None, at=AT)


def answer(import_, what, **values):
    return actions.answer_site_import(import_=import_, what=what, values=values, by=None, at=AT)


def full(**more):
    return row(
        **{
            "街道": "东街街道", "责任单位": "城管局", "包保单位": "市财政局、城管局", "点位长": "王某", "电话": "13900000001", "经度": 114.096886901,
            "纬度": 32.145055576, "开放时间": "周一至周五 8:00-12:00,14:30-17:30", **more,
        }
    )  # fmt: skip


def test_import_a_table_writes_everything_it_says():
    import_ = write(upload(book([full()]), datum="gcj02"))
    site = Site.objects.in_city(make_city()).get()
    assert (import_.state, counts(import_)) == ("adopted", (1, 0, 0, 0))
    assert (site.code, site.name, site.area.name, site.datum) == ("00001", "人民广场", "东街街道", "gcj02")
    assert (site.lat, site.lng) == pytest.approx(SQUARE, abs=1e-8)
    assert (len(site.hours), site.hours[0]) == (10, [1, 480, 720])
    parts = SiteUnit.objects.in_city(make_city()).order_by("pk").values_list("part", "unit__name")
    assert list(parts) == [("responsible", "市城市管理局"), ("sponsor", "市财政局"), ("sponsor", "市城市管理局")]
    chief = SiteChief.objects.in_city(make_city()).get()
    assert (chief.kind, chief.person.name, chief.person.phone) == ("site", "王某", "13900000001")
    event = Event.objects.in_city(make_city()).get(kind="site_import.written")
    assert (event.data["new"], len(event.data["rows_digest"])) == (1, 64)
    assert verify_chain(make_city()).whole


def test_import_our_own_export_changes_nothing():
    rows = [full(), full(点位名称="第二", 经度=114.10000000000001, 纬度=32.2), row(点位名称="第三")]
    write(upload(book(rows), datum="bd09"))
    retired = Site.objects.in_city(make_city()).get(name="第三")
    actions.retire_sites(city=make_city(), sites=[retired], on=TODAY, reason="", by=None, at=AT)
    import_ = upload(register_workbook(make_city(), sites_in(make_city())), datum="")
    assert (counts(import_), kinds(import_)) == ((0, 0, 3, 0), [])
    assert [one["kind"] for one in import_.reading["notes"]] == ["retired"]
    with pytest.raises(NotPossibleError, match="nothing_usable"):
        write(import_)


def test_import_a_known_code_changes_what_differs_and_leaves_what_is_empty():
    write(upload(book([full(编号="A1")])))
    site = Site.objects.in_city(make_city()).get()
    write(upload(book([row(编号="A1", 点位名称="人民广场北", 点位长="王某", 责任单位="城管局")])))
    assert SiteChief.objects.in_city(make_city()).count() == 1
    changed = row(编号="A1", 点位名称="人民公园", 责任单位="市财政局", 点位长="李某", 开放时间="全天")
    import_ = upload(book([changed]))
    assert counts(import_) == (0, 1, 0, 0)
    assert import_.reading["fields"] == {"name": 1, "hours": 1, "responsible": 1, "site_chief": 1}
    write(import_)
    site.refresh_from_db()
    assert (site.name, site.area.name, len(site.hours)) == ("人民公园", "东街街道", 7)
    parts = SiteUnit.objects.in_city(make_city()).filter(until__isnull=True, part="responsible")
    assert [one.unit.name for one in parts] == ["市财政局"]
    assert [one.person.name for one in SiteChief.objects.in_city(make_city()).filter(until__isnull=True)] == ["李某"]


def test_import_two_sheets_takes_their_names_as_kinds_and_fills_merged_cells():
    sheets = {
        "公共厕所": [("名称", "所属街道"), ("一号公厕", "东街街道"), ("二号公厕", "")],
        "背街小巷": [("名称", "所属街道"), ("一巷", "东街街道"), ("二巷", "")],
        "Sheet3": [("填表说明",), ("请勿删除",)],
    }
    import_ = upload(books(sheets, merged=()))
    assert kinds(import_) == [("unknown_type", "type")] * 4
    import_ = answer(import_, "types", 公共厕所="new", 背街小巷=make_type().pk)
    assert (counts(import_), import_.reading["new_types"]) == ((4, 0, 0, 0), {"公共厕所": 2})
    write(import_)
    assert SiteType.objects.in_city(make_city()).filter(name="公共厕所").count() == 1
    kept = {site.name: site.type.name for site in sites_in(make_city())}
    assert kept == {"一号公厕": "公共厕所", "二号公厕": "公共厕所", "一巷": "公共广场", "二巷": "公共广场"}


def test_read_merged_cells_gives_every_row_what_the_first_holds():
    content = books({"点位": [("名称", "街道"), ("一", "东街街道"), ("二", ""), ("合计", "")]}, merged=("B2:B3",))
    (sheet,) = read_sheets(content, "x.xlsx")
    assert [line[:2] for line in sheet.rows[:3]] == [["名称", "街道"], ["一", "东街街道"], ["二", "东街街道"]]
    import_ = upload(book([["一"], ["合计"], ["三"]], head=("名称",), sheet="公共广场"))
    assert import_.reading["rows"] == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_import_a_csv_file_in_both_encodings(encoding):
    content = "点位名称;类型;坐标\n人民广场;公共广场;114.0911,32.1470\n".encode(encoding)
    write(upload(content, name="点位.csv"))
    assert Site.objects.in_city(make_city()).get().lat == pytest.approx(32.147)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xfe\xff\xff\x81", "x.csv"),
        (b"", "x.xlsx"),
        (b"", "x.csv"),
        (b"%PDF-1.4", "x.csv"),
        (b"\x89PNG", "x.png"),
    ],
)
def test_upload_what_is_no_table_is_refused(content, name):
    with pytest.raises(NothingReadableError):
        read_sheets(content, name)


FAULTS = [
    ({"点位名称": ""}, ("no_name", "name")),
    ({"点位名称": "长" * 101}, ("long", "name")),
    ({"类型": ""}, ("no_type", "type")),
    ({"类型": "游乐场"}, ("unknown_type", "type")),
    ({"街道": "西街"}, ("unknown_unit", "area")),
    ({"街道": "城管局"}, ("no_area", "area")),
    ({"街道": "东街街道、市财政局"}, ("several_units", "area")),
    ({"责任单位": "城管局、市财政局"}, ("several_units", "responsible")),
    ({"责任单位": "环保局"}, ("unknown_unit", "responsible")),
    ({"经度": "街口", "纬度": "1"}, ("position", "lng")),
    ({"纬度": "32.14"}, ("position", "lat")),
    ({"经度": "12", "纬度": "13"}, ("position", "lng")),
    ({"开放时间": "看情况"}, ("hours", "hours")),
    ({"电话": "13900000009"}, ("nobody", "site_phone")),
    ({"点位长": "某" * 41}, ("long", "site_chief")),
]


@pytest.mark.parametrize(("cells", "found"), FAULTS)
def test_import_a_row_with_a_fault_lists_it_with_its_column(cells, found):
    import_ = upload(book([row(**cells), row(点位名称="好的")]))
    assert (kinds(import_), counts(import_)) == ([found], (1, 0, 0, 1))
    place = import_.reading["problems"][0]
    assert (place["sheet"], place["row"]) == ("点位", 2)


def test_import_positions_without_a_datum_asks_for_it():
    placed = row(经度="114.0911", 纬度="32.1470")
    assert kinds(upload(book([placed]), datum="")) == [("no_datum", "datum")]
    head = ("名称", "类型", "坐标", "坐标系")
    names = ("WGS84", "高德", "百度(BD-09)", "CGCS2000", "地方坐标系")
    rows = [(f"点{name}", "公共广场", "114.0911,32.1470", name) for name in names]
    rows = [(*line[:2], f"114.0911,32.{1470 + number * 20}", line[3]) for number, line in enumerate(rows)]
    import_ = upload(book(rows, head=head), datum="")
    assert kinds(import_) == [("unknown_datum", "datum")]
    write(import_)
    data = Site.objects.in_city(make_city()).order_by("pk").values_list("datum", flat=True)
    assert list(data) == ["wgs84", "gcj02", "bd09", "cgcs2000"]


def test_import_swapped_coordinates_turns_them_round_and_says_so():
    import_ = upload(book([row(经度="32.1470", 纬度="114.0911")]))
    assert [(one["kind"], one["column"]) for one in import_.reading["notes"]] == [("swapped", "lng")]
    write(import_)
    assert Site.objects.in_city(make_city()).get().lng == pytest.approx(114.0911)


def test_import_a_place_far_from_all_others_asks_and_believes_who_is_sure():
    rows = [row(点位名称=f"点{number}", 经度=f"114.0{number}", 纬度="32.1") for number in range(1, 6)]
    import_ = upload(book([*rows, row(点位名称="远", 经度="113.6", 纬度="34.7")]))
    assert (kinds(import_), counts(import_)) == ([("far", "position")], (5, 0, 0, 1))
    import_ = answer(import_, "rows", **{"点位!7": "sure"})
    assert (kinds(import_), counts(import_)) == ([], (6, 0, 0, 0))


def test_import_doubles_asks_whether_they_are_the_same_place():
    make_site("X1", "人民广场", area=make_unit("东街街道"))
    near = from_wgs84((SQUARE[0] + 0.0001, SQUARE[1]), Datum.WGS84)
    rows = [
        row(街道="东街街道"),
        row(点位名称="广场北", 经度=near[1], 纬度=near[0]),
        row(点位名称="新广场"),
        row(点位名称="新广场"),
        row(点位名称="甲", 编号="7"),
        row(点位名称="乙", 编号="7"),
    ]
    import_ = upload(book(rows))
    asked = [one["kind"] for one in import_.reading["problems"]]
    assert (asked, counts(import_)) == (["same_name", "near", "twice_name", "twice_code"], (2, 0, 0, 4))
    import_ = answer(import_, "rows", **{"点位!2": "update", "点位!3": "new", "点位!5": "skip"})
    assert [one["kind"] for one in import_.reading["problems"]] == ["skipped", "twice_code"]
    assert counts(import_) == (3, 0, 1, 2)
    import_ = answer(import_, "rows", **{"点位!5": None})
    for how, expected in (("update", (3, 0, 1, 2)), ("new", (4, 0, 1, 1)), ("", (3, 0, 1, 2))):
        import_ = actions.settle_doubles(import_=import_, how=how, by=None, at=AT)
        assert counts(import_) == expected


def test_import_names_of_units_takes_what_was_said_of_them():
    import_ = upload(book([row(责任单位="环保局"), row(点位名称="二", 责任单位="环保局")]))
    assert kinds(import_) == [("unknown_unit", "responsible")] * 2
    blank = answer(import_, "units", 环保局=0)
    assert (kinds(blank), counts(blank)) == ([], (2, 0, 0, 0))
    write(answer(import_, "units", 环保局=make_unit("市城市管理局").pk))
    parts = SiteUnit.objects.in_city(make_city()).values_list("unit__name", flat=True)
    assert set(parts) == {"市城市管理局"}


def test_import_a_group_of_units_means_its_members():
    set_group(city=make_city(), name="各局", units=[make_unit("市财政局")], by=None, at=AT)
    set_group(city=make_city(), name="空组", units=[], by=None, at=AT)
    write(upload(book([row(包保单位="各局"), row(点位名称="二", 包保单位="空组")])))
    assert [one.unit.name for one in SiteUnit.objects.in_city(make_city())] == ["市财政局"]


def test_import_chiefs_finds_people_by_name_and_number():
    city = make_city()
    for name, phone in (("王某", "13900000001"), ("王某", "13900000002"), ("李某", "")):
        add_person(city=city, name=name, phone=phone, by=None, at=AT)
    rows = [
        row(点位名称="一", 点位长="王某", 电话="13900000002"),
        row(点位名称="二", 点位长="王某"),
        row(点位名称="三", 点位长="李某", 电话="13900000003"),
        row(点位名称="四", 点位长="李某", 电话="139****0003"),
        row(点位名称="五", 点位长="赵某"),
        row(点位名称="六", 点位长="赵某", 电话="13900000004"),
    ]
    import_ = upload(book(rows))
    assert kinds(import_) == [("several_people", "site_chief")]
    write(import_)
    led = SiteChief.objects.in_city(city).order_by("pk").values_list("person__name", "person__phone")
    assert list(led) == [
        ("王某", "13900000002"), ("李某", "13900000003"), ("李某", "13900000003"), ("赵某", "13900000004"), ("赵某", "13900000004"),
    ]  # fmt: skip
    assert Person.objects.in_city(city).count() == 4


def test_import_days_and_what_a_week_cannot_hold():
    head = ("名称", "类型", "启用日期", "停用日期", "开放时间", "备注")
    rows = [
        ("一", "公共广场", "2025年3月1日", "", "8:00-18:00（节假日除外）", "旧"),
        ("二", "公共广场", "2027-01-01", "", "", ""),
        ("三", "公共广场", "没有", "", "", ""),
        ("四", "公共广场", "2025-02-30", "2026-01-01", "", ""),
        ("五", "公共广场", "", "2026-01-01", "", ""),
    ]
    import_ = upload(book(rows, head=head))
    assert kinds(import_) == [("no_day", "since")] * 3
    assert [one["kind"] for one in import_.reading["notes"]] == ["beside", "until", "until"]
    write(import_)
    kept = Site.objects.in_city(make_city()).order_by("pk").values_list("starts_on", "note")
    assert list(kept) == [(date(2025, 3, 1), "旧；节假日除外"), (TODAY, "")]


def test_import_an_error_of_a_formula_is_no_value():
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        page = out.add_worksheet("点位")
        page.write_row(0, 0, ("名称", "类型", "地址"))
        page.write_row(1, 0, ("一", "公共广场"))
        page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    assert kinds(upload(buffer.getvalue())) == [("broken", "address")]


def test_read_heads_knows_what_offices_write():
    (sheet,) = read_sheets(
        books(
            {
                "点位": [
                    ("某市点位一览表",),
                    ("序号", "点位名称", "联系电话", "路长", "联系方式", "高德坐标", "点位名称"),
                ]
            }
        ),
        "x.xlsx",
    )
    mapping = guess(sheet)
    assert (mapping.head, mapping.used) == (1, True)
    assert mapping.columns == ("", "name", "", "road_chief", "road_phone", "position", "")
    assert head_text("责任单位（全称）") == "责任单位"


def test_hint_at_a_datum_by_heads_and_by_known_places():
    plain = upload(book([row(点位名称="甲", 经度="114.1", 纬度="32.1")]), datum="")
    assert hint_of(plain) == ("", "")
    named = upload(book([("甲", "公共广场", "114.1,32.1")], head=("名称", "类型", "百度坐标")), datum="")
    assert hint_of(named) == ("bd09", "heads")
    rows = []
    for number in range(3):
        place = (SQUARE[0] + number * 0.01, SQUARE[1])
        make_site(f"K{number}", at=place)
        given = from_wgs84(place, Datum.GCJ02)
        rows.append(row(编号=f"K{number}", 点位名称=f"点{number}", 经度=given[1], 纬度=given[0]))
    rows += [row(编号="K0", 经度="街口"), row(编号="K1")]
    assert hint_of(upload(book(rows), datum="")) == ("gcj02", "places")
    own = [("K0", "点", "公共广场", "114.1,32.1", "WGS-84")]
    given = upload(book(own, head=("编号", "名称", "类型", "坐标", "坐标系")), datum="")
    assert hint_of(given) == ("", "")


def hint_of(import_):
    from wenming.kernel.adapters.stores import path_of

    content = path_of(import_.city.slug, import_.file.sha256).read_bytes()
    sheets = read_sheets(content, import_.file.name)
    return datum_hint(import_, sheets, mapping_from(import_.mapping, sheets))


def test_import_steps_refuse_what_does_not_fit_any_more():
    officer = make_account(OFFICER)
    import_ = upload(book([row()]), by=officer)
    asked = actions.ask_site_writing(import_=import_, by=officer, at=AT)
    with pytest.raises(NotPossibleError, match="not_possible_now"):
        answer(asked, "rows", x="skip")
    reopened = actions.reopen_site_import(import_=asked, by=officer, at=AT)
    assert reopened.state == "checking"
    actions.drop_site_import(import_=reopened, by=officer, at=AT)
    with pytest.raises(NotPossibleError, match="not_in_check"):
        write(reopened)
    empty = upload(book([row(类型="游乐场")]))
    with pytest.raises(NotPossibleError, match="nothing_usable"):
        actions.ask_site_writing(import_=empty, by=officer, at=AT)


def test_open_the_template_gives_heads_that_the_import_knows():
    (sheet,) = read_sheets(template_workbook(), "x.xlsx")
    assert [name for name in guess(sheet).columns if not name] == []
    assert len(HEADS) == sheet.width


def test_import_since_a_day_gives_parts_from_then_on():
    head = ("名称", "类型", "责任单位", "启用日期")
    write(upload(book([("一", "公共广场", "市财政局", SINCE.isoformat())], head=head)))
    assert SiteUnit.objects.in_city(make_city()).get().since == SINCE
