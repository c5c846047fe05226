"""Columns that a person names: kept, remembered for the next file, refused where they make no sense."""

import io

import pytest
import xlsxwriter

from tests.inspections.test_actions import write
from tests.people import HOME, OFFICER, make_account, make_city
from tests.rounds import AT, make_edition
from wenming.engine.observations import NothingReadableError
from wenming.inspections.actions import NotPossibleError, drop_import, map_columns, settle_rows, start_import
from wenming.inspections.imports.mappings import MappingError
from wenming.inspections.models import HeadMemory, ImportRow, Observation, RoundImport
from wenming.inspections.queries import rows_in_order
from wenming.kernel.models import StoredFile

pytestmark = pytest.mark.django_db
HEAD = ["号", "检查的内容", "地点", "扣几分", "归谁管", "协办"]
STRANGE = [
    ["十月检查记录"],
    HEAD,
    [1, "文明交通1", "路口1", 0.2, "平安建设局", "客运局"],
    [2, "文明交迪1", "路口2", 0.1, "平安建设局", ""],
]
MEANT = ["serial", "name", "site", "deduction", "unit", "unit"]


def book(**sheets):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for number, values in enumerate(rows):
                page.write_row(number, 0, values)
    return buffer.getvalue()


def upload(content):
    edition, day = make_edition(), AT.date()
    return start_import(
        city=make_city(),
        edition=edition,
        name="补测",
        starts_on=day,
        ends_on=day,
        file_name="补测.xlsx",
        chunks=[content],
        by=make_account(OFFICER),
        at=AT,
    )


def said(name="检查", *, used=True, head=1, columns=MEANT):
    return {"name": name, "used": used, "head": head, "columns": list(columns)}


def name_columns(import_, *mapping):
    return map_columns(import_=import_, mapping=list(mapping), by=make_account(OFFICER), at=AT)


def test_upload_with_strange_heads_waits_for_its_columns_and_then_counts():
    import_ = upload(book(检查=STRANGE))
    assert (import_.state, import_.reading, import_.proposed) == ("mapping", None, {})
    import_ = name_columns(import_, said())
    assert (import_.state, import_.summary["usable"], import_.tally["asking"]) == ("checking", 1, 1)
    round_ = write(import_, partial=True)
    seen = Observation.objects.in_city(round_.city).get()
    assert (seen.row, seen.site, seen.milli, seen.units_written) == (3, "路口1", 800, "平安建设局、客运局")


def test_columns_named_once_are_proposed_for_the_next_file_with_the_same_heads():
    name_columns(upload(book(检查=STRANGE)), said())
    memory = HeadMemory.objects.in_city(make_city()).get()
    assert memory.columns == MEANT
    following = upload(book(别的名=[HEAD, *STRANGE[2:]]))
    assert following.state == "mapping"
    assert following.proposed == {"别的名": {**said("别的名", head=0), "heads": memory.heads}}
    name_columns(following, said("别的名", head=0, columns=[*MEANT[:5], ""]))
    memory.refresh_from_db()
    assert memory.columns == [*MEANT[:5], ""]
    assert following.pk != memory.pk


def test_columns_that_the_heads_say_themselves_are_not_remembered():
    import_ = upload(book(检查=[["项目", "扣分"], ["文明交通1", 0.2]]))
    assert import_.state == "checking"
    name_columns(import_, said(head=0, columns=["name", "deduction"]))
    assert HeadMemory.objects.in_city(make_city()).count() == 0


def test_a_sheet_that_is_left_out_is_listed_row_by_row_and_asks_nothing():
    import_ = upload(book(检查=STRANGE[1:3], 说明=[["填表说明"], ["请勿改动"]]))
    import_ = name_columns(import_, said(head=0), said("说明", used=False, head=0, columns=[""]))
    rows = [(one.sheet, one.row, one.kind, one.state) for one in rows_in_order(import_)]
    assert rows == [("说明", 1, "sheet_left_out", "skipped"), ("说明", 2, "sheet_left_out", "skipped")]
    assert import_.summary["sheets"] == [
        {"name": "检查", "head": 1, "used": True},
        {"name": "说明", "head": 1, "used": False},
    ]
    assert write(import_).left_out == 2


def test_a_sheet_without_heads_beside_a_good_one_is_one_question_for_all_its_rows():
    import_ = upload(book(检查=[["项目", "扣分"], ["文明交通1", 0.2]], 说明=[["填表说明"], ["请勿改动"]]))
    assert (import_.state, import_.tally["open"], import_.tally["open_groups"]) == ("checking", 2, 1)
    first = next(rows_in_order(import_))
    officer = make_account(OFFICER)
    settle_rows(import_=import_, row=first, answer={"skip": True}, everywhere=True, by=officer, at=AT)
    assert {one.state for one in rows_in_order(import_)} == {"skipped"}
    settle_rows(import_=import_, row=next(rows_in_order(import_)), answer={}, everywhere=True, by=officer, at=AT)
    assert {one.state for one in rows_in_order(import_)} == {"open"}


def test_answers_survive_that_the_columns_are_named_anew():
    import_ = name_columns(upload(book(检查=[*STRANGE, [3, "文明交通1", "路口3", "差", "", ""]])), said())
    officer = make_account(OFFICER)
    name, amount = rows_in_order(import_)
    settle_rows(import_=import_, row=name, answer={"code": name.suggestions[0]}, everywhere=True, by=officer, at=AT)
    settle_rows(import_=import_, row=amount, answer={"deduction": "0.4"}, everywhere=False, by=officer, at=AT)
    import_.refresh_from_db()
    import_ = name_columns(import_, said(columns=[*MEANT[:5], ""]))
    assert [(one.row, one.milli) for one in rows_in_order(import_)] == [(4, 900), (5, 600)]
    ImportRow.objects.in_city(import_.city).update(answer={})
    import_ = name_columns(import_, said())
    assert [(one.row, one.milli) for one in rows_in_order(import_)] == [(4, 900), (5, None)]


def test_naming_columns_anew_leaves_one_reading_on_the_disk():
    import_ = name_columns(upload(book(检查=STRANGE)), said())
    import_ = name_columns(import_, said())
    assert StoredFile.objects.in_city(import_.city).count() == 3
    drop_import(import_=import_, by=make_account(OFFICER), at=AT)
    assert StoredFile.objects.in_city(import_.city).count() == 1
    with pytest.raises(NotPossibleError, match="not_in_check"):
        name_columns(import_, said())


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ([said(columns=["serial", "", "site", "deduction", "", ""])], "还没有指明“项目”列"),
        ([said(columns=["name", "name", "site", "deduction", "", ""])], "有两列都选了“项目”"),
        ([said(columns=["name", "deduction"])], "对应关系不完整"),
        ([said(head=99)], "对应关系不完整"),
        ([said("没有这张表")], "对应关系不完整"),
        ([said(used=False)], "至少要选用一张工作表"),
        ([{"name": "检查"}], "对应关系不完整"),
        ([said(columns=["wind", "name"])], "对应关系不完整"),
    ],
)
def test_columns_that_make_no_sense_are_refused_in_words(mapping, words):
    import_ = upload(book(检查=STRANGE))
    with pytest.raises(MappingError, match=words):
        name_columns(import_, *mapping)
    import_.refresh_from_db()
    assert import_.state == "mapping"


def test_columns_with_nothing_below_them_are_refused():
    import_ = upload(book(检查=STRANGE[:2]))
    with pytest.raises(NothingReadableError, match="工作簿里没有内容"):
        name_columns(import_, said())


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + b"0" * 50, book(空=[])], ids=["picture", "empty"])
def test_upload_of_what_nobody_can_read_leaves_nothing(content):
    with pytest.raises(NothingReadableError):
        upload(content)
    city = make_city(HOME)
    assert (RoundImport.objects.in_city(city).count(), StoredFile.objects.in_city(city).count()) == (0, 0)


def test_many_rows_with_problems_and_many_notes_are_all_kept():
    import_ = upload(
        book(检查=[["项目", "扣分", "区域"], *[["文明交通1", "差", ""]] * 1001, *[["文明交通1", "", ""]] * 30])
    )
    assert (import_.tally["open"], import_.tally["open_groups"], import_.summary["usable"]) == (1001, 1, 30)
    kept = import_.summary["notes"]["area_missing"]
    assert (kept["count"], len(kept["first"])) == (30, 20)


def test_rows_of_a_real_sheet_are_named_with_its_own_heads():
    import_ = upload(book(检查=STRANGE))
    import_ = name_columns(import_, said())
    assert [one.column for one in rows_in_order(import_)] == ["检查的内容"]
