"""The words for problems and notes of a round, in the reader's language: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.engine.observations import Note, NoteKind, Problem, ProblemKind
from wenming.engine.standards import Standard

_PROBLEMS = {
    ProblemKind.NAME_MISSING: (_("没有写测评项目"), _("填写测评项目的名称和编号；不是测评记录的行请删去")),
    ProblemKind.NAME_UNKNOWN: (_("标准里没有“%(value)s”"), _("改成标准中的名称")),
    ProblemKind.ITEM_UNKNOWN: (
        _("没有编号为“%(value)s”的检查项"),
        _("按“标准对照”里的编号改正；不按检查项记录的行，这一格留空"),
    ),
    ProblemKind.ITEM_AMBIGUOUS: (
        _("检查项“%(value)s”在这套体系里对应几项测评内容，没有写明是哪一项"),
        _("在“项目”列写上测评内容：%(names)s"),
    ),
    ProblemKind.ITEM_WITHOUT_CLAUSE: (
        _("检查项“%(value)s”在这套体系里没有对应的测评内容"),
        _("在“项目”列写上这一行计入的测评内容；只属于其他称号的行请删去"),
    ),
    ProblemKind.NUMBER_MISSING: (
        _("“%(indicator)s”有多项测评内容，没有写明是第几项"),
        _("在名称后面写上编号，可用的编号：%(numbers)s"),
    ),
    ProblemKind.NUMBER_UNKNOWN: (
        _("“%(indicator)s”没有第 %(number)s 项测评内容"),
        _("改正编号，可用的编号：%(numbers)s"),
    ),
    ProblemKind.DEDUCTION_NOT_NUMBER: (_("扣分“%(value)s”不是数字"), _("填写 0 到 1 之间的数字，没有扣分就留空")),
    ProblemKind.DEDUCTION_NEGATIVE: (_("扣分“%(value)s”是负数"), _("扣分写正数，没有扣分就留空")),
    ProblemKind.DEDUCTION_ABOVE_ONE: (_("扣分“%(value)s”大于 1"), _("每个点位满分 1 分，扣分在 0 到 1 之间")),
    ProblemKind.DEDUCTION_TOO_FINE: (_("扣分“%(value)s”的小数多于三位"), _("最多保留三位小数")),
    ProblemKind.DEDUCTION_BROKEN_CELL: (
        _("扣分单元格是错误值，或公式没有保存计算结果"),
        _("用表格软件打开，改成数字后保存"),
    ),
    ProblemKind.DEDUCTION_MERGED: (
        _("扣分单元格与上面的行合并，看不出这一行扣多少"),
        _("取消合并，逐行填写扣分"),
    ),
    ProblemKind.SCORE_CONTRADICTS: (
        _("得分“%(value)s”与扣分不符，按扣分应为 %(due)s"),
        _("改正扣分或得分；得分也可以留空"),
    ),
    ProblemKind.SHEET_UNREADABLE: (
        _("工作表“%(sheet)s”没有可识别的表头（缺少：%(columns)s）"),
        _("补上表头；不是测评记录的工作表请删去"),
    ),
    ProblemKind.SHEET_LEFT_OUT: (_("工作表“%(sheet)s”没有选用"), _("如果是测评记录，请回到“对应列”选用它")),
}
_LISTS = ("numbers", "columns")
_PROPOSED = _("是否应为“%(names)s”？确认后才会采用")

_NOTES = {
    NoteKind.ALIAS_USED: _("“%(value)s”按别名计入“%(name)s”"),
    NoteKind.SUGGESTION_ACCEPTED: _("“%(value)s”按确认的建议计入“%(name)s”"),
    NoteKind.SERIAL_REPEATED: _("序号“%(value)s”与第 %(first)s 行重复，两行都计入"),
    NoteKind.ROW_REPEATED: _("整行与“%(sheet)s”第 %(first)s 行完全相同，两行都计入"),
    NoteKind.AREA_MISSING: _("没有填写区域，在区域表中列入“未填”"),
    NoteKind.UNIT_MISSING: _("没有填写责任单位，在单位表中列入“未填”"),
    NoteKind.SITE_MISSING: _("没有填写考察点位"),
    NoteKind.NUMBER_AS_TEXT: _("扣分“%(value)s”是文本，已按数字计入"),
    NoteKind.COLUMN_UNKNOWN: _("第 %(letter)s 列“%(value)s”不认识，没有使用"),
    NoteKind.COLUMN_MISSING: _("没有“%(column)s”列"),
    NoteKind.CONTENT_WITHOUT_ROWS: _("“%(value)s”没有可用的记录，不计入应得分"),
    NoteKind.STANDARD_INCOMPLETE: _("标准“%(value)s”还不完整，不给出总分"),
}
_NOTE_KINDS = {
    NoteKind.ALIAS_USED: _("按别名计入"),
    NoteKind.SUGGESTION_ACCEPTED: _("按确认的建议计入"),
    NoteKind.SERIAL_REPEATED: _("序号重复，都计入"),
    NoteKind.ROW_REPEATED: _("整行重复，都计入"),
    NoteKind.AREA_MISSING: _("没有填写区域"),
    NoteKind.UNIT_MISSING: _("没有填写责任单位"),
    NoteKind.SITE_MISSING: _("没有填写考察点位"),
    NoteKind.NUMBER_AS_TEXT: _("扣分是文本，已按数字计入"),
    NoteKind.COLUMN_UNKNOWN: _("没有使用的列"),
    NoteKind.COLUMN_MISSING: _("没有的列"),
    NoteKind.CONTENT_WITHOUT_ROWS: _("没有记录的测评内容"),
    NoteKind.STANDARD_INCOMPLETE: _("测评体系不完整，不给出总分"),
}
_UNHEADED = _("第 %(letter)s 列没有表头，没有使用")


def problem_words(problem: Problem, standard: Standard) -> tuple[str, str]:
    """Return what is wrong with a row and how to mend it; a near name is proposed by its full name."""
    facts = {"value": problem.value, "sheet": problem.sheet, **_listed(problem.facts)}
    wrong, mend = _PROBLEMS[problem.kind]
    if problem.kind is ProblemKind.ITEM_AMBIGUOUS:
        facts["names"] = gettext("、").join(suggestion_names(problem, standard))
    elif problem.suggestions and problem.kind is ProblemKind.NAME_UNKNOWN:
        mend, facts = _PROPOSED, {**facts, "names": gettext("”或“").join(suggestion_names(problem, standard))}
    return str(wrong) % facts, str(mend) % facts


def _listed(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of a message with lists ("1、2、3") written as the reader's language writes them."""
    comma = gettext("、")
    return {name: text.replace("、", comma) if name in _LISTS else text for name, text in facts.items()}


def suggestion_names(problem: Problem, standard: Standard) -> list[str]:
    """Return the full names of the proposed contents, best first."""
    if not problem.suggestions:
        return []
    names = {leaf.code: leaf.name for leaf in standard.leaves}
    return [names[code] for code in problem.suggestions]


def note_words(note: Note) -> str:
    """Return what deserves a look."""
    facts = {"value": note.value, "sheet": note.sheet, "column": note.column or "", **note.facts}
    bare = note.kind is NoteKind.COLUMN_UNKNOWN and not note.value
    return str(_UNHEADED if bare else _NOTES[note.kind]) % facts


def note_kind_words(kind: NoteKind) -> str:
    """Return what all notes of a kind have in common."""
    return str(_NOTE_KINDS[kind])
