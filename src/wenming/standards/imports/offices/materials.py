"""What an office's table asks to be filed, as material requirements of a pack, where its words say of which kind it is."""

from __future__ import annotations

import re

from wenming.standards.imports.contents import Contents
from wenming.standards.imports.offices.records import Assignment
from wenming.standards.imports.offices.texts import one_line, plain_form, read_items

_KINDS = {
    "picture": re.compile("图片|照片|实景图|影像"),
    "statistics": re.compile("统计表|数据表|统计数据|一览表|汇总表"),
    "report": re.compile("说明报告|工作报告|情况报告|总结报告|情况说明|工作总结"),
    "document": re.compile("规范性文件|文件|通知|方案|规划|制度|办法|意见"),
}
_COUNT = re.compile(r"([1-9][0-9]{0,2})\s*(?:张|份|篇|幅)")
_PARTS = re.compile(r"[；;\n]+")


def materials_of(assignments: tuple[Assignment, ...]) -> tuple[list[Contents], tuple[Assignment, ...]]:
    """Return the material requirements whose kind is plain, and what is left.

    One whose words fit no kind, or several, is left with all that stands in its cell: nobody guesses half of a cell.
    """
    rows: list[Contents] = []
    left: list[Assignment] = []
    counts: dict[str, int] = {}
    for assignment in assignments:
        if assignment.kind != "materials":
            continue
        texts = [text for written in assignment.texts for text in _texts(written)]
        kinds = [_kind(text) for text in texts]
        if not all(kinds) or not kinds:
            left.append(assignment)
            continue
        for text, kind in zip(texts, kinds, strict=True):
            counts[assignment.code] = counts.get(assignment.code, 0) + 1
            rows.append(_row(assignment.code, counts[assignment.code], text, kind))
    return rows, tuple(left)


def _texts(written: str) -> list[str]:
    """Return the single requirements of a cell: numbered, or one to a line."""
    before, items = read_items(written)
    if len(items) > 1 and not before:
        return [item.name for item in items]
    return [text for part in _PARTS.split(written) if (text := one_line(part))]


def _kind(text: str) -> str:
    """Return the one kind whose words stand in a text, "" where there is none or more than one."""
    found = [kind for kind, words in _KINDS.items() if words.search(text)]
    return found[0] if len(found) == 1 else ""


def _row(code: str, place: int, text: str, kind: str) -> Contents:
    row: Contents = {"code": f"{code}-M{place}", "name": {"zh": text, "en": text}, "kind": kind, "clauses": [code]}
    counts = _COUNT.findall(plain_form(text))
    if len(counts) == 1:
        row["count"] = counts[0]
    return row
