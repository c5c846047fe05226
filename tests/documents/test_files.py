"""Workbooks as bytes: every format, what the reader underneath hides, and files that are none."""

import io
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from tests.data import data_file, use_messages
from wenming.documents.imports import workbooks
from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError

use_messages()

DAMAGED = "文件已损坏或不完整：请用表格软件打开，另存为 .xlsx 后重试"
STRANGE = "不是能识别的工作簿：请上传 .xlsx、.xls 或 .ods 文件"
PICTURE = "这是一张图片，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件"
TOO_LARGE = "工作簿展开后过大，无法读取：请删去多余的行列和样式，或分成几个文件"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(*cells):
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    return saved(book)


def repacked(content, part, old, new):
    """The same package with some bytes of one part replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            # with lxml installed openpyxl writes an empty value in another way
            data = source.read(name).replace(b"<v></v>", b"<v />").replace(b"<v/>", b"<v />")
            assert name != part or old in data
            target.writestr(name, data.replace(old, new) if name == part else data)
    return buffer.getvalue()


def ods(cells):
    """A minimal .ods whose first row has these cells."""
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>"
        f'<table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def test_read_xlsx_gives_rows_from_the_first_cell_of_the_sheet():
    (sheet,) = read_workbook(xlsx(("B2", "甲"), ("C3", 0.5)))
    assert (sheet.name, sheet.rows) == ("Sheet", [["", "", ""], ["", "甲", ""], ["", "", 0.5]])


def test_read_xlsx_names_errors_and_formulas_without_value():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C2"] = "=1+1", 2, "#REF!"
    book.active["C2"].data_type = "e"
    (sheet,) = read_workbook(saved(book))
    assert (sheet.broken, sheet.rows) == (frozenset({(0, 0), (1, 2)}), [["", 2.0, ""], ["", "", ""]])


def test_read_xlsx_formula_with_value_is_its_value():
    content = repacked(xlsx(("A1", "=1+1")), "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>")
    (sheet,) = read_workbook(content)
    assert (sheet.broken, sheet.rows) == (frozenset(), [[2.0]])


def test_read_xlsx_formula_with_empty_text_is_blank():
    content = repacked(
        xlsx(("A1", '=""'), ("B1", 1)),
        "xl/worksheets/sheet1.xml",
        b'<c r="A1"><f>""</f><v />',
        b'<c r="A1" t="str"><f>""</f><v></v>',
    )
    (sheet,) = read_workbook(content)
    assert (sheet.broken, sheet.rows) == (frozenset(), [["", 1.0]])


def test_read_xlsx_cells_without_reference_are_counted():
    content = repacked(xlsx(("A1", 1), ("B1", "=1/0")), "xl/worksheets/sheet1.xml", b'<c r="B1">', b"<c>")
    (sheet,) = read_workbook(content)
    assert sheet.broken == frozenset({(0, 1)})


def test_read_xlsx_with_prefixed_names_is_looked_through_too():
    content = xlsx(("A1", "=1+1"), ("B1", 1))
    for old, new in ((b"<c ", b"<x:c "), (b"</c>", b"</x:c>"), (b"<f>", b"<x:f>"), (b"</f>", b"</x:f>")):
        content = repacked(content, "xl/worksheets/sheet1.xml", old, new)
    content = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        b"<worksheet ",
        b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
    )
    (sheet,) = read_workbook(content)
    assert sheet.broken == frozenset({(0, 0)})


def test_read_xlsx_with_many_formulas_finds_each_that_has_no_value():
    book = openpyxl.Workbook()
    for row in range(1, 60):
        book.active.append([row, "=A1", "甲", "=1/0" if row % 7 else 0.5])
    (sheet,) = read_workbook(saved(book))
    assert sheet.broken == {(row, 1) for row in range(59)} | {(row, 3) for row in range(59) if (row + 1) % 7}


def test_read_xlsx_includes_hidden_sheets_and_rows():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.row_dimensions[1].hidden = True
    hidden = book.create_sheet("藏")
    hidden["A1"], hidden.sheet_state = 2, "hidden"
    assert [(sheet.name, sheet.rows) for sheet in read_workbook(saved(book))] == [("Sheet", [[1.0]]), ("藏", [[2.0]])]


def test_read_xls_names_errors_and_formulas_without_value():
    book = xlwt.Workbook()
    page = book.add_sheet("第一轮")
    page.write(0, 0, xlwt.Formula("1+1"))
    page.write(0, 1, 0.2)
    page.write(1, 0, "甲")
    for row in range(400):  # beyond the small streams of the container
        page.write(row, 3, f"第{row}行")
    page.write_merge(2, 3, 1, 1, "并")
    page.row(1).set_cell_error(2, "#REF!")
    (sheet,) = read_workbook(saved(book))
    assert (sheet.name, sheet.broken, sheet.merged) == ("第一轮", frozenset({(0, 0), (1, 2)}), ((2, 1, 3, 1),))
    assert sheet.rows[0] == ["", 0.2, "", "第0行"]


def test_read_ods_names_errors_and_formulas_without_value():
    (sheet,) = read_workbook(
        ods(
            '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="0.5"/>'
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
            "<text:p>#DIV/0!</text:p></table:table-cell>"
            '<table:table-cell table:formula="of:=1+1"/>'
            '<table:table-cell office:value-type="string" table:number-rows-spanned="3"><text:p>并</text:p></table:table-cell>'
        )
    )
    assert (sheet.name, sheet.rows, sheet.broken) == (
        "表",
        [[0.5, 0.5, "#DIV/0!", "", "并"]],
        frozenset({(0, 2), (0, 3)}),
    )
    assert sheet.merged == ((0, 4, 2, 4),)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "文件是空的"),
        (b" \n\0", "文件是空的"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(900), PICTURE),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), PICTURE),
        (b"\0\0\0\x18ftypheic" + bytes(900), PICTURE),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(900), PICTURE),
        (b"%PDF-1.7\n", "这是 PDF，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件"),
        (
            b"\xef\xbb\xbf\r\n<html><table></table></html>",
            "这是改了扩展名的网页或 XML，不是工作簿：请用表格软件打开，另存为 .xlsx 后重试",
        ),
        ("项目,扣分\n".encode(), STRANGE),
        (b"PK\x03\x04" + bytes(300), DAMAGED),
        (OLE + bytes(600), DAMAGED),
        (OLE, DAMAGED),
    ],
)
def test_read_other_file_gives_one_clear_line(content, line):
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(content)
    assert str(caught.value) == line


def old_workbook():
    """A small .xls and where its sizes stand: in the header, the directory, the strings and the sheet's extent."""
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    page.write(0, 0, "项目")
    page.write(1, 1, 0.5)
    return saved(book)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        pytest.param(lambda content: 44, 2**31, id="sectors of the allocation table"),
        pytest.param(lambda content: 64, 2**31, id="sectors of the small allocation table"),
        pytest.param(lambda content: 72, 2**31, id="sectors of the header's table"),
        pytest.param(lambda content: content.index("Workbook".encode("utf-16-le")) + 120, 2**31 - 1, id="stream"),
        pytest.param(lambda content: content.index(b"\xfc\0") + 8, 2**31 - 1, id="strings"),
        pytest.param(lambda content: content.index(b"\0\x02\x0e\0") + 8, 2**32 - 10, id="rows of the sheet"),
        pytest.param(lambda content: content.index(b"\0\x02\x0e\0") + 4, 9, id="rows that end before they begin"),
    ],
)
def test_read_xls_that_states_an_absurd_size_is_refused_before_memory_is_asked_for(place, value):
    content = bytearray(old_workbook())
    struct.pack_into("<I", content, place(content), value)
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(bytes(content))
    assert str(caught.value) == DAMAGED


def test_read_xls_with_a_cell_far_out_is_refused():
    content = bytearray(old_workbook())
    # the record of the number 0.5: row, column
    struct.pack_into("<HH", content, content.index(b"\x7e\x02\x0a\0\x01\0\x01\0") + 4, 65535, 65535)
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(bytes(content))
    assert str(caught.value) == TOO_LARGE


@pytest.mark.parametrize("stated", [b"99999999999", b"18446744073709551615", b"9" * 5000])
def test_read_xlsx_that_states_an_absurd_number_of_texts_is_refused_before_memory_is_asked_for(stated):
    content = data_file("suzhou-2016-round2.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = archive.read("xl/sharedStrings.xml")
    head = texts[texts.index(b"<sst") : texts.index(b">", texts.index(b"<sst"))]
    absurd = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="' + stated + b'"'
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(repacked(content, "xl/sharedStrings.xml", head, absurd))
    assert str(caught.value) == DAMAGED


def moved(place):
    """A sheet whose one cell says that it stands elsewhere."""
    return repacked(xlsx(("A1", 1)), "xl/worksheets/sheet1.xml", b'r="A1"', b'r="' + place + b'"')


def test_read_xlsx_with_only_styles_far_out_is_read():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.active.row_dimensions[1048576].height = 20
    (sheet,) = read_workbook(saved(book))
    assert sheet.rows == [[1.0]]


def test_read_xlsx_whose_cells_do_not_say_where_they_are_counts_their_rows():
    content = repacked(xlsx(("A1", 1)), "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="99999999"')
    content = repacked(content, "xl/worksheets/sheet1.xml", b'<c r="A1"', b"<c")
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(content)
    assert str(caught.value) == TOO_LARGE


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.999])
def test_read_truncated_workbook_gives_one_clear_line(share):
    content = data_file("suzhou-2016-round2.xlsx").read_bytes()
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(content[: int(len(content) * share)])
    assert str(caught.value) == DAMAGED


def test_read_workbook_with_one_flipped_byte_is_refused_or_equal():
    content = data_file("suzhou-2016-round2.xlsx").read_bytes()
    whole = read_workbook(content)
    for place in range(0, len(content), 997):
        spoilt = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        try:
            read = read_workbook(spoilt)
        except NothingReadableError:
            continue
        assert [sheet.rows for sheet in read if sheet.rows] == [sheet.rows for sheet in whole if sheet.rows]


@pytest.mark.parametrize("names", [["a.txt"], ["word/document.xml", "[Content_Types].xml"]])
def test_read_other_archive_gives_one_clear_line(names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(NothingReadableError, match=r"^不是能识别的工作簿：请上传"):
        read_workbook(buffer.getvalue())


def test_read_binary_workbook_asks_for_another_format():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    with pytest.raises(NothingReadableError, match=r"^二进制工作簿 \.xlsb 不能核对公式：请另存为 \.xlsx 后重试$"):
        read_workbook(buffer.getvalue())


def test_read_encrypted_workbook_says_so():
    # one directory sector with the two streams of an encrypted package ([MS-OFFCRYPTO] 2.3.4)
    header = bytearray(OLE + bytes(504))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<IIIIIII", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for name in ("Root Entry", "EncryptedPackage"):
        written = name.encode("utf-16-le") + b"\0\0"
        entries += (
            written.ljust(64, b"\0")
            + struct.pack("<H", len(written))
            + bytes(50)
            + struct.pack("<II", 0xFFFFFFFE, 0)
            + bytes(4)
        )
    with pytest.raises(NothingReadableError, match=r"^工作簿加了密码：请去掉密码后另存，再重新上传$"):
        read_workbook(bytes(header) + table + entries.ljust(512, b"\0"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: xlsx(("A1", 1), ("XFD1048576", 1)), id="lone cell far out"),
        pytest.param(lambda: moved(b"A99999999"), id="row beyond every sheet"),
        pytest.param(lambda: moved(b"A" * 5000 + b"1"), id="column beyond every sheet"),
        pytest.param(lambda: moved(b"zzzz900"), id="column in small letters"),
        pytest.param(
            lambda: ods(
                '<table:table-cell table:number-columns-repeated="99999999" office:value-type="float" office:value="1"/>'
            ),
            id="cell repeated without end",
        ),
    ],
)
def test_read_sheet_of_absurd_extent_is_refused_before_it_is_unfolded(content):
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(content())
    assert str(caught.value) == TOO_LARGE


def test_read_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1000)
    with pytest.raises(NothingReadableError) as caught:
        read_workbook(xlsx(("A1", 1)))
    assert str(caught.value) == TOO_LARGE
