"""The index of a filing (目录): in Excel with a link to every file, in Word to be printed and bound, and a list of digests for machines."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wenming.documents.exports.papers import Paper, PaperTable, paper_file
from wenming.documents.exports.settled import settled
from wenming.documents.exports.workbooks import Cell, Column, Link, Sheet, write_workbook
from wenming.engine.filing import Row
from wenming.materials.exports.filing.words import KINDS, LACK, STATES, day_words, lack_words, months_text, period_words

DIGESTS = "校验清单.json"
"""The file by which an unpacked folder can be checked."""
_COLUMNS = (
    Column("编号", 16),
    Column("测评条目", 36),
    Column("材料名称", 36),
    Column("种类", 12),
    Column("报送单位", 20),
    Column("材料日期", 12),
    Column("发文字号", 20),
    Column("页数", 7),
    Column("情况", 24),
    Column("文件", 60),
)
_WORD = (
    ("编号", 30), ("材料名称", 72), ("种类", 24), ("报送单位", 38), ("材料日期", 36), ("发文字号", 34), ("页数", 13),
)  # fmt: skip


def index_workbook(title: str, clauses: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the index of some clauses as a workbook that lies at the top of the folder: one row a piece, what is missing in rows of its own."""
    buffer = io.BytesIO()
    lacks = list(_lack_rows(clauses))
    sheets = [Sheet("目录", title, _COLUMNS, _rows(clauses), 1)]
    if lacks:
        columns = (
            Column("编号", 16), Column("材料名称", 40), Column("报送单位", 24), Column("时段", 16), Column("缺几份", 8), Column("情况", 14),
        )  # fmt: skip
        sheets.append(Sheet("缺的材料", f"{title}：缺的材料", columns, lacks, 1))
    write_workbook(buffer, sheets)
    return settled(buffer.getvalue())


def _rows(clauses: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Cell]]:
    """Yield the rows of an index."""
    for clause, line in _lines(clauses):
        head = (line["number"], f"{clause['code']} {clause['name']}")
        for piece in line["pieces"]:
            yield (
                *head, piece["title"], KINDS[line["kind"]], piece["unit"], piece["dated"], piece["document_number"], piece["pages"] or None, "",
                Link(piece["path"]),
            )  # fmt: skip
        for lack in line["lacks"]:
            told = lack_words(line, lack)
            yield (*head, line["name"], KINDS[line["kind"]], lack["unit"], "", "", None, told, "")
        if not line["pieces"] and not line["lacks"]:
            yield (*head, line["name"], KINDS[line["kind"]], "", "", "", None, "不再要求", "")


def _lack_rows(clauses: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[Cell]]:
    """Yield what is missing."""
    for _clause, line in _lines(clauses):
        for lack in line["lacks"]:
            period = period_words(line["rhythm"], lack["period"])
            yield (line["number"], line["name"], lack["unit"], period, lack["missing"], STATES[lack["state"]])


def _lines(clauses: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for clause in clauses:
        for line in clause["lines"]:
            yield clause, line


def index_word(plan: Mapping[str, Any]) -> bytes:
    """Return the whole index as a paper: what is filed in how many pieces, then a table for each part."""
    lines = list(_lines(plan["clauses"]))
    pieces = sum(len(line["pieces"]) for _clause, line in lines)
    lacks = sum(lack["missing"] for _clause, line in lines for lack in line["lacks"])
    texts = [
        f"依据《{plan['edition']}》，{plan['year']}年度（材料时限 {months_text(plan)}）共涉及测评条目 {len(plan['clauses'])} 个、材料要求 {len(lines)} 项，已通过审核并汇编材料 {pieces} 份。",
        f"尚缺 {lacks} 份，已在目录中逐项标明“{LACK}”。" if lacks else "各项材料齐全。",
        "材料按测评体系公布的次序和编号排列，目录见附件。",
    ]
    annexes = [
        PaperTable(f"附件{number}", f"{part['name']}材料目录", _WORD, _word_rows(plan, part["folder"]))
        for number, part in enumerate(plan["parts"], start=1)
    ]
    paper = Paper(f"{plan['campaign']}\n{plan['year']}年申报材料目录", "", "", texts, (), annexes)
    return settled(paper_file(paper))


def _word_rows(plan: Mapping[str, Any], folder: str) -> list[Sequence[str]]:
    """Return the rows of a part, a line of its own before every clause."""
    rows: list[Sequence[str]] = []
    for clause in clauses_of(plan, folder):
        rows.append((clause["code"], clause["name"], "", "", "", "", ""))
        for line in clause["lines"]:
            rows += [
                (
                    line["number"], piece["title"], KINDS[line["kind"]], piece["unit"], day_words(piece["dated"]), piece["document_number"],
                    str(piece["pages"] or ""),
                )
                for piece in line["pieces"]
            ]  # fmt: skip
            rows += [
                (
                    line["number"],
                    f"{line['name']}：{lack_words(line, lack)}",
                    KINDS[line["kind"]],
                    lack["unit"],
                    "",
                    "",
                    "",
                )
                for lack in line["lacks"]
            ]
    return rows


def clauses_of(plan: Mapping[str, Any], folder: str) -> list[Mapping[str, Any]]:
    """Return the clauses of a part."""
    return [one for one in plan["clauses"] if one["folder"].split("/")[0] == folder]


def digest_list(plan: Mapping[str, Any], rows: Iterable[Row]) -> bytes:
    """Return the list by which an unpacked folder can be checked, file by file."""
    head = {"city": plan["city"], "campaign": plan["campaign"], "year": plan["year"]}
    files = [{"path": row.path, "sha256": row.digest, "bytes": row.size} for row in rows]
    return json.dumps({**head, "files": files}, ensure_ascii=False, indent=1).encode()
