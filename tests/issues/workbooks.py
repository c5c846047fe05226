"""Tables of issues as offices make them: 60 rows, merged places, 40 pictures of which half lie in cells as WPS keeps them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from wenming.issues.seeds.pictures import street_photo

HEADS = (
    "序号",
    "点位",
    "问题描述",
    "整改前",
    "整改后",
    "责任单位",
    "责任人",
    "整改措施",
    "时限",
    "整改情况",
    "销号日期",
    "来源编号",
)
FIRST = 3
"""Row of the first issue as people count, below a title and the heads."""
ROWS = 60


def picture(number: int) -> bytes:
    """Return the picture of a number; every one differs."""
    return street_photo(f"table/{number}", dirty=number % 2 == 0)


def office_ledger() -> bytes:
    """Return the workbook: title, heads, 60 rows; 20 pictures float over rows 1–20, 20 lie in cells of rows 21–30, before and after."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet("9月问题")
        page.merge_range(0, 0, 0, len(HEADS) - 1, "全市文明创建问题整改台账")
        page.write_row(1, 0, HEADS)
        page.set_column(3, 4, 20)
        for number in range(ROWS):
            row = number + FIRST - 1
            page.set_row(row, 80)
            for column, value in enumerate(_row(number)):
                if value and column != 1:
                    page.write(row, column, value)
        for first in range(0, ROWS, 3):
            row = first + FIRST - 1
            page.merge_range(row, 1, row + 2, 1, f"人民路{first // 3 + 1}号院")
        for number in range(20):
            # dropped by hand: some begin a little above their row, some hang a little below it
            row, offset = number + FIRST - 1, (0, 30, -14)[number % 3]
            place = {
                "image_data": io.BytesIO(picture(number)),
                "x_scale": 0.14,
                "y_scale": 0.14,
                "object_position": 1 + number % 2,
            }
            top = {"y_offset": offset} if offset >= 0 else {"y_offset": 107 + offset}
            page.insert_image(row if offset >= 0 else row - 1, 3, f"{number}.jpg", {**place, **top, "x_offset": 3})
        for number in range(20, 40):
            row, column = 20 + (number - 20) // 2 + FIRST - 1, 3 + number % 2
            page.write_formula(
                row, column, f'=_xlfn.DISPIMG("ID_{number:032X}",1)', None, f'=DISPIMG("ID_{number:032X}",1)'
            )
    return with_cell_images(buffer.getvalue(), {f"ID_{number:032X}": picture(number) for number in range(20, 40)})


def _row(number: int) -> Sequence[Any]:
    """Return one row; what it holds repeats every six rows."""
    terms = ("立行立改", "3日内", "11.30", "3个工作日", "", "2026-12-15")
    units = ("市城管局、浉河区", "市环卫处", "浉河区，市环卫处", "市城市管理局", "市城管局", "市环卫处")
    settled = number % 6 == 5
    return (
        number + 1, "", f"垃圾桶满溢，第{number + 1}处", "", "", units[number % 6], "王某" if number % 4 == 0 else "",
        "立即清运" if number % 5 == 0 else "", terms[number % 6], "已清运" if settled else "", "2026-10-30" if settled else "",
        f"A-{number + 1:03}" if number % 2 else "",
    )  # fmt: skip


def with_cell_images(content: bytes, images: Mapping[str, bytes]) -> bytes:
    """Return a workbook into which pictures were put as WPS does: a list by names, its relations, the bytes."""
    shapes, links = [], []
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        for number, (name, image) in enumerate(images.items(), start=1):
            new.writestr(f"xl/media/wps{number}.jpeg", image)
            shapes.append(
                f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name}" descr="IMG"/><xdr:cNvPicPr/></xdr:nvPicPr>'
                f'<xdr:blipFill><a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage>'
            )
            links.append(
                f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
                f' Target="media/wps{number}.jpeg"/>'
            )
        new.writestr(
            "xl/cellimages.xml",
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><etc:cellImages'
            ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            f' xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">{"".join(shapes)}</etc:cellImages>',
        )
        new.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<?xml version="1.0" encoding="UTF-8"?><Relationships'
            f' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(links)}</Relationships>',
        )
    return buffer.getvalue()


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a table without pictures."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("清单")
        for number, row in enumerate((heads, *rows)):
            page.write_row(number, 0, row)
    return buffer.getvalue()
