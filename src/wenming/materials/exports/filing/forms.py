"""The submission form of a sub-item (测评材料提交表): what is handed in for it, the words that prove it, and the line for the conclusion."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from wenming.documents.exports.settled import settled
from wenming.documents.exports.word import (
    BODY,
    FOUR,
    HEAD,
    cell_text,
    clean,
    face,
    line,
    mark,
    page,
    page_number,
    run,
    title,
)
from wenming.documents.exports.word_tables import Lettering, append_rows
from wenming.materials.exports.filing.words import KINDS, day_words, lack_words, months_text

TITLE = "测评材料提交表"
SIZE = Pt(12)
"""小四, to be read and filled in by hand."""
_HEAD = (("", 30), ("", 126))
_PIECES = (("编号", 34), ("材料名称", 54), ("报送单位", 32), ("材料日期", 36))
_PROOFS = (("材料", 46), ("位置", 22), ("证明语句", 88))
Columns = Sequence[tuple[str, int]]


def submission_form(plan: Mapping[str, Any], clause: Mapping[str, Any]) -> bytes:
    """Return the form of one clause as a Word file."""
    document = docx.Document()
    section = document.sections[0]
    page(section)
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(section.footer.paragraphs[0])
    face(document.styles["Normal"], BODY, FOUR)
    clean(document)
    title(document, TITLE)
    line(document, "")
    _table(document, _HEAD, _facts(plan, clause))
    _head(document, "一、提交的材料")
    _table(document, _PIECES, list(_pieces(clause)) or [("—", "没有通过审核的材料", "—", "—")])
    proofs = list(_proofs(clause))
    if proofs:
        _head(document, "二、证明语句（划红线处）")
        _table(document, _PROOFS, proofs)
    lacks = [lack_words(line, lack) for line in clause["lines"] for lack in line["lacks"]]
    _head(document, f"{'三' if proofs else '二'}、自评")
    _table(
        document,
        _HEAD,
        [
            ("缺的材料", "\n".join(lacks) or "无"),
            ("自评结论", "□ 符合　　　□ 基本符合　　　□ 不符合"),
            ("填表人", "　　　　　　　　审核人：　　　　　　　　　　　年　　月　　日"),
        ],
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def _head(document: Document, text: str) -> None:
    """Write what a table is about; it stays with it."""
    written = line(document, "")
    written.paragraph_format.keep_with_next = True
    run(written, text, HEAD, FOUR)


def _table(document: Document, columns: Columns, rows: Iterable[Sequence[str]]) -> None:
    """Write a table; where its columns have heads, they repeat on every page."""
    headed = any(head for head, _width in columns)
    table = document.add_table(rows=int(headed), cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(width) for _head, width in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if headed:
        top = table.rows[0]
        for cell, (head, _width), width in zip(top.cells, columns, widths, strict=True):
            cell.width = width
            cell_text(cell, head, SIZE, font=HEAD, align=WD_ALIGN_PARAGRAPH.LEFT)
        mark(top._tr, "w:cantSplit")  # noqa: SLF001  the library has no such properties
        mark(top._tr, "w:tblHeader")  # noqa: SLF001
    append_rows(table, rows, widths, Lettering(BODY, SIZE))


def _facts(plan: Mapping[str, Any], clause: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the form is about."""
    asked = "\n".join(
        f"{line['number']} {line['name']}（{KINDS[line['kind']]}，每次 {line['count']} 份）" for line in clause["lines"]
    )
    return [
        ("申报城市", plan["city"]),
        ("测评年度", f"{plan['year']}年（材料时限 {months_text(plan)}）"),
        ("测评项目", clause["project"]),
        ("测评内容", clause["content"]),
        ("测评标准", f"{clause['code']} {clause['name']}"),
        ("要提交的材料", asked),
    ]


def _pieces(clause: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """Yield what is handed in."""
    for asked in clause["lines"]:
        for piece in asked["pieces"]:
            name = "\n".join(one for one in (piece["title"], piece["document_number"]) if one)
            yield f"{asked['number']}-{piece['place']}", name, piece["unit"], day_words(piece["dated"])


def _proofs(clause: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """Yield where the red lines are: on the copy that lies beside the paper, or the words themselves."""
    for asked in clause["lines"]:
        for piece in asked["pieces"]:
            yield from ((piece["title"], f"第 {place} 句", words) for place, words in piece["proofs"])
            if piece.get("copy"):
                pages = sorted({mark[0] for mark in piece["lines"]})
                yield piece["title"], "、".join(f"第 {page} 页" for page in pages), "见同一文件夹内的红线标注件"
