"""Tables as Excel: numbers as numbers, texts as texts."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from wenming.documents.exports import Column, Sheet, workbook


def read(content: bytes, name: str) -> list:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def test_workbook_keeps_every_kind_of_value():
    columns = [Column(head) for head in "甲乙丙丁戊"]
    content = workbook([Sheet("表", "题", columns, [["=1+1", 0.25, Decimal("1.5"), date(2026, 11, 9), None]])])
    assert read(content, "表") == [
        ["题", "", "", "", ""],
        list("甲乙丙丁戊"),
        ["=1+1", 0.25, 1.5, date(2026, 11, 9), ""],
    ]


def test_workbook_without_rows_still_has_its_heads():
    assert read(workbook([Sheet("表", "", [Column("甲")], [])]), "表") == [["甲"]]


def test_workbook_with_names_that_excel_refuses_mends_them():
    content = workbook([Sheet("一/二:三" + "长" * 40, "", [Column("甲")], []), Sheet("", "", [Column("甲")], [])])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [("一_二_三" + "长" * 40)[:31], "Sheet"]


def test_workbook_with_a_row_of_the_wrong_length_is_a_mistake():
    with pytest.raises(ValueError, match="argument"):
        workbook([Sheet("表", "", [Column("甲"), Column("乙")], [["nur eins"]])])
