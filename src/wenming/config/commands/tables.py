"""A scored round as people read it on a terminal: tables aligned for characters of double width."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from wenming.engine.observations import NoteKind, Problem, RoundReading
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.scoring.exact import NodeScore
from wenming.engine.scoring.tables import GroupScore, RoundScore
from wenming.engine.standards import Standard
from wenming.inspections.imports.messages import note_words, problem_words

SHOWN = 3
"""Notes of one kind that are written out; the others are counted. ``--json`` has them all."""


def display_width(text: str) -> int:
    """Return the columns that a text takes on a terminal: Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return aligned lines: the first column flush left, the others (numbers) flush right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(display_width(line[column]) for line in lines) for column in range(len(head))]
    return ["  " + "  ".join(_cell(text, widths[at], left=at == 0) for at, text in enumerate(line)) for line in lines]


def round_report(standard: Standard, reading: RoundReading, score: RoundScore) -> list[str]:
    """Return the whole report, line by line; what a cell holds can neither break a line nor steer the terminal."""
    lines = [
        f"{standard.title}（{standard.edition}）",
        *_summary(standard, reading, score),
        *_nodes(standard, score.result.nodes),
        *_groups(_("区域"), score.areas),
        *_groups(_("责任单位"), score.units),
        *_problems(reading.problems, standard),
        *_notes(reading),
    ]
    return plain_lines(lines)


def plain_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines without anything that could break one or steer the terminal."""
    return ["".join(" " if unicodedata.category(char) == "Cc" else char for char in line) for line in lines]


def _cell(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - display_width(text))
    return text + space if left else space + text


def _rate(rate: Fraction | None) -> str:
    return "—" if rate is None else rate_text(rate)


def _summary(standard: Standard, reading: RoundReading, score: RoundScore) -> list[str]:
    rows = {"read": reading.rows_read, "used": len(reading.observations), "problems": len(reading.problems)}
    lines = [_("共 %(read)s 行，计入 %(used)s 行，未计入 %(problems)s 行") % rows]
    if standard.complete:
        result = score.result
        facts = {
            "score": score_text(result.score),
            "attainable": score_text(result.attainable),
            "rate": _rate(result.rate),
        }
        lines.append(_("得分 %(score)s，应得 %(attainable)s，得分率 %(rate)s") % facts)
    return lines


def _nodes(standard: Standard, nodes: Iterable[NodeScore]) -> list[str]:
    """Return the table of the uppermost level; what lies below it is in ``--json``."""
    rows = [
        (node.name, score_text(node.score), score_text(node.attainable), _rate(node.rate), str(node.rank or "—"))
        for node in nodes
        if node.level == standard.levels[0]
    ]
    heads = {
        "project": _("测评项目"),
        "indicator": _("测评指标"),
        "content": _("测评内容"),
        "criterion": _("测评标准"),
        "method": _("测评方法"),
    }
    head = (heads[standard.levels[0]], _("得分"), _("应得"), _("得分率"), _("名次"))
    return ["", *table(head, rows)]


def _groups(title: str, groups: Iterable[GroupScore]) -> list[str]:
    rows = [
        (group.name or _("未填"), str(group.rows), score_text(group.score), _rate(group.rate), str(group.rank or "—"))
        for group in groups
    ]
    return ["", *table((title, _("行数"), _("得分"), _("得分率"), _("名次")), rows)]


def _problems(problems: Sequence[Problem], standard: Standard) -> list[str]:
    if not problems:
        return []
    lines = ["", _("没有计入的行（%(count)s）：") % {"count": len(problems)}]
    for problem in problems:
        wrong, mend = problem_words(problem, standard)
        lines.append("  " + _place(problem.sheet, problem.row, problem.column) + f"{wrong}。{mend}")
    return lines


def _notes(reading: RoundReading) -> list[str]:
    """Return the notes: the first of each kind in words, the others counted."""
    if not reading.notes:
        return []
    totals = Counter(note.kind for note in reading.notes)
    lines = ["", _("提示（%(count)s，不影响计入）：") % {"count": len(reading.notes)}]
    shown: Counter[NoteKind] = Counter()
    for note in sorted(reading.notes, key=lambda note: list(NoteKind).index(note.kind)):
        shown[note.kind] += 1
        if shown[note.kind] <= SHOWN:
            lines.append("  " + _place(note.sheet, note.row, note.column) + note_words(note))
        if shown[note.kind] == totals[note.kind] > SHOWN:
            lines.append("    " + _("……同类共 %(count)s 条，--json 可看全部") % {"count": totals[note.kind]})
    return lines


def _place(sheet: str, row: int | None, column: str | None) -> str:
    """Return where something is, as far as it has a place."""
    if not sheet:
        return ""
    if row is None:
        return _("%(sheet)s：") % {"sheet": sheet}
    facts = {"sheet": sheet, "row": row, "column": column}
    return (_("%(sheet)s 第 %(row)s 行 %(column)s：") if column else _("%(sheet)s 第 %(row)s 行：")) % facts
