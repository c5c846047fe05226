"""Pictures of tables: each is hung where its middle lies, or listed with what helps."""

import io
import zipfile

import pytest
import xlsxwriter

from tests.issues.test_ledger_imports import checked, make_units, opened, written
from tests.issues.workbooks import picture, with_cell_images
from tests.people import AT, OFFICER, make_account, make_city

pytestmark = pytest.mark.django_db


def table(rows, place):
    """Return a table with heads 问题描述, 整改前, 整改后 and a far column; ``place`` puts pictures onto its page."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ("问题描述", "整改前", "整改后", "责任单位", "备注", "甲", "乙"))
        for number, row in enumerate(rows, start=1):
            page.set_row(number, 60)
            page.write_row(number, 0, row)
        place(page)
    return buffer.getvalue()


def put(page, row, column, content, **more):
    page.insert_image(
        row, column, "a.jpg", {"image_data": io.BytesIO(content), "x_scale": 0.05, "y_scale": 0.1, **more}
    )


def replaced(content, part, old, new):
    """Return a workbook in which one part says something else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            after.writestr(entry, data.replace(old, new) if entry.filename == part else data)
    return buffer.getvalue()


def test_import_pictures_lists_what_cannot_be_hung_and_hangs_the_rest():
    make_units()

    def place(page):
        for number in range(11):
            put(page, 1, 1, picture(number))
        put(page, 2, 6, picture(20))
        put(page, 9, 1, picture(21))
        put(page, 2, 2, picture(22), object_position=2)
        page.merge_range(2, 1, 3, 1, "")
        put(page, 3, 1, picture(23), object_position=3)
        page.write_formula(3, 2, '=DISPIMG("ID_NOWHERE",1)', None, '=DISPIMG("ID_NOWHERE",1)')

    rows = [("一", "", "", "市环卫处"), ("二", "", "", "市环卫处"), ("三", "", "", "")]
    content = with_cell_images(table(rows, place), {"ID_LOOSE": picture(30)})
    ledger = checked(opened(content))
    listed = sorted((one["kind"], one["row"]) for one in ledger.reading["problems"])
    assert listed == [
        ("picture_beside", 3), ("picture_loose", 0), ("picture_missing", 4), ("picture_too_many", 2), ("picture_too_many", 2),
        ("picture_without_row", 10),
    ]  # fmt: skip
    assert [ledger.reading[name] for name in ("pictures", "pictures_used", "pictures_left")] == [17, 11, 6]
    assert ledger.reading["states"] == {"dispatched": 1, "answered": 1, "reported": 1}
    ledger = written(ledger)
    photos = {row.issue.text: sorted(row.issue.photos.values_list("moment", flat=True)) for row in ledger.rows.all()}
    # a picture in merged cells holds for each of their rows
    assert photos == {"一": ["before"] * 9, "二": ["after", "before"], "三": ["before"]}


def test_import_a_damaged_picture_writes_its_row_and_lists_it():
    make_units()
    cut = picture(1)[:3000]
    content = table([("一", "", "", "")], lambda page: (put(page, 1, 1, picture(2)), put(page, 1, 2, picture(1))))
    media = next(name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith("image2.jpeg"))
    ledger = checked(opened(replaced(content, media, picture(1), cut)))
    assert ledger.reading["problems"] == []
    ledger = written(ledger)
    assert [(one["kind"], one["row"]) for one in ledger.reading["problems"]] == [("picture_unreadable", 2)]
    assert (ledger.reading["pictures_used"], ledger.reading["pictures_left"]) == (1, 1)
    bad = checked(opened(replaced(content, media, picture(1), b"GIF89a no photo")))
    assert [one["kind"] for one in bad.reading["problems"]][-1] == "picture_unreadable" or bad.reading["problems"][0][
        "group"
    ] == "double"


def test_import_links_and_hostile_xml_gives_no_picture_and_no_harm():
    from wenming.documents.imports.pictures import read_pictures
    from wenming.documents.imports.workbooks import read_workbook
    from wenming.engine.observations import NothingReadableError

    content = table([("一",)], lambda page: put(page, 1, 1, picture(1)))
    rels = "xl/drawings/_rels/drawing1.xml.rels"
    outside = replaced(
        content, rels, b'Target="../media/image1.jpeg"', b'Target="file:///etc/passwd" TargetMode="External"'
    )
    found = read_pictures(outside, read_workbook(outside))
    assert [(one.row, one.column, one.part) for one in found.placed] == [(1, 1, "")]
    assert found.loose == ("xl/media/image1.jpeg",)
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
        + b"]><xdr:wsDr"
    )
    hostile = replaced(content, "xl/drawings/drawing1.xml", b"<xdr:wsDr", bomb)
    hostile = replaced(hostile, "xl/drawings/drawing1.xml", b"</xdr:wsDr>", b"&j;</xdr:wsDr>")
    with pytest.raises(NothingReadableError):
        read_pictures(hostile, read_workbook(hostile))
    assert read_pictures(b"\xd0\xcf\x11\xe0", ()).placed == ()


def test_open_a_table_with_persons_and_pictures_keeps_the_pictures_only():
    from wenming.issues.actions.ledgers import read_of

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ("来电人", "问题描述", "照片", "受理时间"))
        page.write_row(1, 0, ("李四", "一", "", ""))
        page.write_datetime(1, 3, AT.replace(tzinfo=None), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        put(page, 1, 2, picture(3))
    ledger = opened(buffer.getvalue())
    kept = read_of(ledger)
    assert "李四" not in str(kept.sheets[0].rows)
    assert [(one.row, one.column) for one in kept.pictures.placed] == [(1, 2)]
    ledger = written(checked(ledger, "hotline"))
    issue = ledger.rows.get().issue
    assert (issue.text, issue.photos.count()) == ("一", 1)
    assert issue.reported_at.astimezone(make_city().zone).strftime("%Y-%m-%d %H:%M") == "2026-11-02 01:00"


def test_write_by_the_system_or_twice_at_once_writes_each_row_once():
    from wenming.issues.actions import ledger_writing
    from wenming.issues.actions.exporting import ask_ledger_export, keep_ledger_export
    from wenming.issues.actions.ledgers import ask_ledger_writing, map_ledger_import, start_ledger_import

    make_units()
    content = table([("一", "", "", "市环卫处")], lambda _page: None)
    ledger = start_ledger_import(city=make_city(), file_name="a", chunks=[content], by=None, at=AT, source="own")
    ledger = map_ledger_import(ledger=ledger, source="own", mapping=ledger.mapping, by=None, at=AT)
    ledger = ask_ledger_writing(ledger=ledger, by=None, at=AT)
    file = ledger_writing.read_of(ledger)
    plan = ledger_writing.plan_of(ledger, file, AT)
    writer = ledger_writing._Writer(ledger, file, None, AT)
    writer.write(plan.rows[0])
    writer.write(plan.rows[0])
    assert ledger.rows.count() == 1
    assert ledger_writing.write_ledger_import(ledger=ledger, by=None, at=AT).reading["written"] == 1
    export = ask_ledger_export(city=make_city(), query="", language="", by=make_account(OFFICER), at=AT)
    first = keep_ledger_export(export=export, chunks=[b"PK"], at=AT)
    assert keep_ledger_export(export=export, chunks=[b"PK"], at=AT).file == first.file
