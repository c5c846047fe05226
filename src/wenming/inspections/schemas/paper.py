"""What was typed in from a paper form, as it is read back: line by line, what is wrong with how to mend it, what differs from the phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.engine import paperlines
from wenming.engine.paperlines import Fault, Line, Reading, Row
from wenming.inspections.enums.fieldwork import Verdict
from wenming.inspections.models import Answer
from wenming.inspections.queries.fieldwork.paper import PAPER, Sheet, says_same
from wenming.kernel.schemas import number_text
from wenming.standards.schemas import node_name

TONES = {
    str(Verdict.MET): ("ok", "check"),
    str(Verdict.UNMET): ("bad", "cross"),
    str(Verdict.NOT_APPLICABLE): ("mute", "dash"),
}
_WORDS = {
    paperlines.NO_ROW: (gettext_lazy("没有行号"), gettext_lazy("每条先敲行号，再空一格写说明，如“3 褪色”")),
    paperlines.UNKNOWN_ROW: (gettext_lazy("表上没有第 %(row)s 行"), gettext_lazy("看一下纸上的行号；本表共 %(rows)s 行")),
    paperlines.BACKWARDS: (gettext_lazy("起止行号写反了"), gettext_lazy("小的在前，如“3-6 不适用”")),
    paperlines.TWICE: (gettext_lazy("第 %(row)s 行敲了两次"), gettext_lazy("两次合成一条，或删去一条")),
    paperlines.MARK_TWICE: (gettext_lazy("第 %(row)s 行同一种标记写了两次"), gettext_lazy("只留一个结果、一个处数")),
    paperlines.UNCLEAR: (gettext_lazy("第 %(row)s 行看不出是结果还是说明"), gettext_lazy("结果后面空一格再写说明；几行一起用逗号隔开，如“3,5 不适用”")),
    paperlines.PLACES: (gettext_lazy("第 %(row)s 行的处数不对"), gettext_lazy("处数在 1 到 999 之间，如“x2”")),
    paperlines.PLACES_UNASKED: (gettext_lazy("第 %(row)s 行不是不符合，却写了处数"), gettext_lazy("删去处数，或改成不符合")),
    paperlines.COUNT_UNASKED: (gettext_lazy("第 %(row)s 行不是计数的项，或不适用，却写了看到几处"), gettext_lazy("不符合几处用“x2”；看到几处只用于计数的项")),
    paperlines.COUNTED: (gettext_lazy("第 %(row)s 行看到的数太大"), gettext_lazy("看一下纸上的数")),
    paperlines.GRADE_MISSING: (gettext_lazy("第 %(row)s 行要写等次"), gettext_lazy("写“%(grades)s”之一；不适用的不写等次")),
    paperlines.TOO_LONG: (gettext_lazy("第 %(row)s 行的说明太长"), gettext_lazy("说明最多 500 字")),
}  # fmt: skip


def fault_view(fault: Fault, rows: int, grades: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with an entry, and how to mend it."""
    facts = {"row": fault.row, "rows": rows, "grades": _("、").join(grades)}
    why, mend = (str(text) % facts for text in _WORDS[fault.kind])
    return {"entry": str(fault.entry), "source": fault.source, "why": why, "mend": mend}


def reading_view(
    reading: Reading, sheet: Sheet, grades: Sequence[str], standing: Mapping[str, Sequence[Answer]]
) -> dict[str, Any]:
    """Return what was typed as it was understood; ``standing`` are the answers that each item has already."""
    rows = sheet.rows
    rest = reading.rest(rows)
    apart = [row for row in rest if any(one.verdict != Verdict.MET for one in standing.get(row.code, ()))]
    return {
        "lines": [line_view(line, sheet, standing) for line in reading.lines],
        "faults": [fault_view(fault, len(rows), grades) for fault in reading.faults],
        "rest": len(rest),
        "rest_rows": stretches(rest),
        "rest_apart": [_apart(row, sheet, standing[row.code]) for row in apart],
        "ungraded": stretches(reading.ungraded(rows)),
        "grades": _("、").join(grades),
    }


def line_view(line: Line, sheet: Sheet, standing: Mapping[str, Sequence[Answer]]) -> dict[str, Any]:
    """Return one line as it was understood."""
    item = sheet.items[line.row - 1]
    tone, shape = TONES[line.verdict]
    others = [one for one in standing.get(item.code, ()) if not says_same(line, one)]
    return {
        "row": line.row,
        "code": item.code,
        "name": node_name(item),
        "pill": {"label": str(Verdict(line.verdict).label), "tone": tone, "shape": shape},
        "places": number_text(line.places) if line.places else "",
        "count": "" if line.count is None else number_text(line.count),
        "grade": line.grade,
        "note": line.note,
        "before": [answer_text(one) for one in others],
    }


def answer_text(answer: Answer) -> str:
    """Return what stands already, and where it came from."""
    said = str(Verdict(answer.verdict).label)
    if answer.places > 1:
        said = _("%(said)s %(places)s 处") % {"said": said, "places": number_text(answer.places)}
    return (_("纸质补录：%(said)s") if answer.device == PAPER else _("手机：%(said)s")) % {"said": said}


def _apart(row: Row, sheet: Sheet, answers: Iterable[Answer]) -> dict[str, str]:
    """Return a row of the rest about which something else stands already."""
    before = _("；").join(answer_text(one) for one in answers)
    return {"row": str(row.number), "name": node_name(sheet.items[row.number - 1]), "before": before}


def stretches(rows: Sequence[Row]) -> str:
    """Return row numbers with neighbours joined: 1–4、6."""
    found: list[list[int]] = []
    for row in rows:
        if found and found[-1][1] == row.number - 1:
            found[-1][1] = row.number
        else:
            found.append([row.number, row.number])
    return _("、").join(f"{first}–{last}" if first != last else str(first) for first, last in found)
