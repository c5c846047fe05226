"""Word documents read as tables: merged cells, numbers that Word writes by itself, notes, and files that cannot be read."""

import copy
import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.data import PACKS, use_messages
from tests.standards.officefiles import Table, excel, own_document, saved, word
from wenming.standards.imports.files import is_office_file, read_any
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.imports.packs import load_contents
from wenming.standards.imports.wordnumbers import written
from wenming.standards.imports.wordtables import read_word_tables
from wenming.standards.imports.workbooks import read_workbook_pack

use_messages()


@pytest.fixture
def document():
    """Return a document with a table of two rows and three columns, and a function that reads its first table."""
    made = docx.Document()
    made.table = made.add_table(2, 3)
    made.read = lambda: read_word_tables(saved(made))[0]
    return made


def xml(text):
    """Return an element of WordprocessingML."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", text))


def number(document, *levels):
    """Add a list to the document, each level its form and text; return its number."""
    root = document.part.numbering_part.element
    name = str(90 + len(root.findall(qn("w:num"))))
    marks = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root.insert(0, xml(f'<w:abstractNum w:abstractNumId="{name}">{marks}</w:abstractNum>'))
    root.append(xml(f'<w:num w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>'))
    return name


def listed(paragraph, name, depth=0):
    """Make a paragraph an entry of a list."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(xml(f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'))


def test_read_merged_cells_gives_their_text_once_and_their_ranges(document):
    for row in document.table.rows:
        for place, cell in enumerate(row.cells):
            cell.text = f"格{place}"
    document.table.cell(0, 0).merge(document.table.cell(1, 0))
    document.table.cell(0, 1).merge(document.table.cell(0, 2))
    document.table.cell(0, 1).text = "宽格"
    grid = document.read()
    assert grid.rows == [["格0\n格0", "宽格", ""], ["", "格1", "格2"]]
    assert (grid.merged, grid.broken) == (((0, 0, 1, 0), (0, 1, 0, 2)), frozenset())


def test_read_cells_that_begin_later_or_span_more_keep_their_columns(document):
    row = document.table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.insert(0, xml('<w:trPr><w:gridBefore w:val="1"/></w:trPr>'))
    for cell, text in zip(row.tc_lst, ("乙", "丙"), strict=True):
        cell.p_lst[0].append(xml(f"<w:r><w:t>{text}</w:t></w:r>"))
    assert document.read().rows == [["", "", ""], ["", "乙", "丙"]]


def test_read_numbers_that_word_writes_by_itself_in_the_order_of_the_document(document):
    name = number(document, ("decimal", "%1)"), ("decimalEnclosedCircle", "%2"), ("chineseCounting", "%1.%2.（%3）"))
    other = number(document, ("decimal", "Ⅲ-%1"))
    cell = document.table.cell(0, 0)
    for text, depth in (("甲", 0), ("细", 1), ("微", 2), ("", 0), ("乙", 0), ("细", 1)):
        listed(cell.add_paragraph(text), name, depth)
    listed(document.table.cell(0, 1).paragraphs[0], other)
    document.table.cell(0, 1).paragraphs[0].add_run("街面")
    listed(document.table.cell(1, 0).paragraphs[0], name)
    document.table.cell(1, 0).paragraphs[0].add_run("丙")
    listed(document.table.cell(1, 1).paragraphs[0], other)
    document.table.cell(1, 1).paragraphs[0].add_run("楼院")
    assert document.read().rows == [
        ["1) 甲\n① 细\n1.①.（一） 微\n\n3) 乙\n① 细", "Ⅲ-1 街面", ""],
        ["4) 丙", "Ⅲ-2 楼院", ""],
    ]


def test_read_numbers_of_a_style_and_of_a_list_that_begins_anew(document):
    style = document.styles["List Number 2"]
    root = document.part.numbering_part.element
    name = number(document, ("upperRoman", "%1."))
    numbers = style.element.pPr.find(qn("w:numPr"))
    numbers.find(qn("w:numId")).set(qn("w:val"), name)
    again = copy.deepcopy(root.findall(qn("w:num"))[-1])
    again.set(qn("w:numId"), "200")
    again.append(xml('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'))
    root.append(again)
    for cell, text in zip(document.table.rows[0].cells, "甲乙丙", strict=True):
        cell.paragraphs[0].text = text
        cell.paragraphs[0].style = style
    listed(document.table.cell(0, 2).paragraphs[0], "200")
    bullet = document.table.cell(1, 0).paragraphs[0]
    bullet.style, bullet.text = document.styles["List Bullet"], "点"
    assert document.read().rows == [["I. 甲", "II. 乙", "IV. 丙"], ["点", "", ""]]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (3, "decimal", "3"), (20, "decimalEnclosedCircle", "⑳"), (21, "decimalEnclosedCircle", "21"), (2, "upperLetter", "B"),
        (3, "lowerLetter", "c"), (27, "lowerLetter", "27"), (9, "lowerRoman", "ix"), (14, "upperRoman", "XIV"),
        (10, "chineseCounting", "十"), (12, "japaneseCounting", "十二"), (30, "chineseCountingThousand", "三十"), (105, "chineseCounting", "105"),
    ],
)  # fmt: skip
def test_write_a_number_in_a_form_of_word(value, form, text):
    assert written(value, form) == text


def test_read_what_stands_on_the_paper_and_nothing_else(document):
    paragraph = document.table.cell(0, 0).paragraphs[0]
    for part in (
        "<w:r><w:t>留</w:t><w:tab/><w:t>下</w:t><w:br/><w:t>Ⅲ</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>",
        "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>",
        f"<w:smartTag><m:oMath {nsdecls('m')}><m:r><m:t>≥90%</m:t></m:r></m:oMath></w:smartTag>",
    ):
        paragraph._p.append(xml(part))
    table = document.table._tbl
    wrapper = xml("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
    table.addprevious(wrapper)
    wrapper[0].append(table)
    assert document.read().rows[0][0] == "留\t下\nⅢ-1新增控件≥90%"


def test_read_footnotes_stand_as_notes_where_they_are_pointed_at():
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "健全制度"
    made.tables[0].cell(0, 0).paragraphs[0].runs[0]._r.append(xml('<w:footnoteReference w:id="2"/>'))
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>指书面制度</w:t></w:r></w:p></w:footnote></w:footnotes>'
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(made))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                data = data.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                )
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", notes)
    assert read_word_tables(content.getvalue())[0].rows == [["健全制度\n注：指书面制度"]]


def test_read_tables_in_tables_follow_and_every_table_has_a_name_of_its_own():
    made = docx.Document()
    made.add_paragraph("体系")
    outer = made.add_table(1, 1).cell(0, 0)
    outer.add_table(1, 1).cell(0, 0).text = "内"
    made.add_paragraph("体系")
    made.add_table(1, 1).cell(0, 0).text = "又"
    made.add_paragraph("很长的一段说明文字" * 9)
    made.add_table(1, 1)
    made.add_paragraph("完")
    grids = read_word_tables(saved(made))
    assert [(grid.name, grid.rows, grid.before) for grid in grids] == [
        ("体系", [[""]], ("体系",)),
        ("表 2", [["内"]], ()),
        ("体系（表 3）", [["又"]], ("体系",)),
        ("表 4", [[""]], ("很长的一段说明文字" * 9,)),
        ("文末", [], ("完",)),
    ]


# ---- files that cannot be read, each with one line


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def bomb(part):
    """Return a document that unpacks to far more than a standard."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, bytes(65 * 1024 * 1024))
    return content.getvalue()


def damaged(content):
    """Return a document whose text is cut off."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, old.read(name)[: 300 if name == "word/document.xml" else None])
    return new.getvalue()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (OLE, "f.docx: 是旧格式的文件（.doc 或 .xls）：请用办公软件打开，另存为 .docx 或 .xlsx 后重试"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "f.docx: 文件设有打开密码：请用办公软件打开，去掉密码后另存"),
        (b"", "f.docx: 文件是空的"),
        (b"%PDF-1.7", "f.docx: 这是 PDF：请用办公软件打开，另存为 Word（.docx）或 Excel（.xlsx）后重试"),
        (b"\x89PNG\r\n\x1a\n\0", "f.docx: 这是一张图片，读不出表格：请上传原来的 Word 文档（.docx）或 Excel 工作簿（.xlsx）"),
        (b"junk\0", "f.docx: 不是能读的 Word 文档（.docx）或 Excel 工作簿（.xlsx）：请用办公软件打开，另存后重试"),
        (bomb("word/document.xml"), "f.docx: 文档展开后过大，不像一份标准：请删去多余的图片和附件"),
        (damaged(word([Table("表", [["甲"]])])), "f.docx: 不是能读的 Word 文档（.docx）：请用文字处理软件打开，另存为 .docx 后重试"),
        (damaged(b"PK\x05\x06" + bytes(18)), "f.docx: 不是能读的 Word 文档（.docx）或 Excel 工作簿（.xlsx）：请用办公软件打开，另存后重试"),
    ],
    ids=["old", "locked", "nothing", "pdf", "picture", "junk", "bomb", "damaged", "empty"],
)  # fmt: skip
def test_read_a_file_that_cannot_be_read_says_why_in_one_line(content, line):
    with pytest.raises(UnreadableError) as fault:
        read_any(content, "f.docx")
    assert str(fault.value) == line


@pytest.mark.parametrize("text", ["format: 一", "\ufeffformat: 一"])
@pytest.mark.parametrize("coding", ["utf-8", "gb18030", "utf-16"])
def test_look_at_a_text_in_any_coding_takes_it_for_a_text(text, coding):
    assert not is_office_file(text.encode(coding))


def test_read_a_table_of_absurd_width_says_so(document):
    document.table.cell(0, 0)._tc.get_or_add_tcPr().append(xml('<w:gridSpan w:val="9000000"/>'))
    with pytest.raises(UnreadableError, match="文档展开后过大"):
        document.read()


def test_read_any_tells_files_apart_by_what_is_in_them():
    table = Table("体系", [["甲", "乙"]])
    assert [grid.rows for grid in read_any(word([table]), "f.xlsx")] == [[["甲", "乙"]]]
    assert [grid.rows for grid in read_any(excel([table]), "f.docx")] == [[["甲", "乙"]]]


def test_read_own_document_after_a_damaged_table_names_the_cell():
    said, _own = load_contents(PACKS / "jining-2017-street-index.yaml")
    made = docx.Document(io.BytesIO(own_document(said)))
    nodes = next(table for table in made.tables if "weight" in "".join(cell.text for cell in table.rows[0].cells))
    heads = [cell.text for cell in nodes.rows[0].cells]
    nodes.cell(1, heads.index("权重 weight")).text = "多"
    read, findings = read_workbook_pack(saved(made), "f.docx")
    told = [(item.place.sheet, item.place.row, item.place.column, item.problem) for item in findings]
    assert (read, told) == (
        None,
        [("条目 nodes", 2, "", "同级条目有的写分值，有的写权重"), ("条目 nodes", 2, "权重 weight", "“多”不是数字")],
    )
