"""Rounds as Excel: their rows, what could not be used, and the empty form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.observations import FULL, Note, Problem
from wenming.engine.standards import Standard
from wenming.inspections.imports.messages import note_words, problem_words
from wenming.inspections.models import Observation, Round, RoundImport
from wenming.standards.queries import standard_of


def observation_workbook(round_: Round, rows: Iterable[Observation]) -> bytes:
    """Return the rows of a round, in the columns in which they came."""
    columns = (
        Column(pgettext("column", "序号"), 14),
        Column(pgettext("column", "测评内容"), 30),
        Column(pgettext("column", "编号"), 10),
        Column(pgettext("column", "考察点位"), 24),
        Column(pgettext("column", "扣分"), 8, "score"),
        Column(pgettext("column", "得分"), 8, "score"),
        Column(pgettext("column", "属地"), 16),
        Column(pgettext("column", "责任单位"), 28),
        Column(pgettext("column", "出处"), 18),
        Column(pgettext("column", "检查项"), 14),
    )
    return workbook([Sheet(_("测评明细"), f"{round_.name} · {_('测评明细')}", columns, _observations(rows))])


def _observations(rows: Iterable[Observation]) -> Iterator[list[Cell]]:
    """Yield one line for each row."""
    for row in rows:
        yield [
            row.serial,
            row.node.name,
            row.node.code,
            row.site,
            (FULL - row.milli) / FULL,
            row.milli / FULL,
            row.area,
            row.units_written,
            f"{row.sheet}!{row.row}",
            row.item,
        ]


def problem_workbook(import_: RoundImport, rows: Iterable[tuple[Problem, bool]], notes: Iterable[Note]) -> bytes:
    """Return what is not used, with place, fault and mend, and beside it what deserves a look.

    ``rows`` are what is wrong with each, and whether somebody decided to leave it out.
    """
    standard = standard_of(import_.edition)
    place = (
        Column(_("工作表"), 16),
        Column(pgettext("column", "行"), 8),
        Column(pgettext("column", "列"), 12),
        Column(_("原值"), 26),
    )
    fault = (Column(pgettext("column", "问题"), 40), Column(pgettext("column", "改法"), 50))
    return workbook(
        [
            Sheet(_("未用的行"), import_.name, (*place, *fault), _unused(rows, standard)),
            Sheet(_("说明"), import_.name, (*place, Column(_("说明"), 60)), _notes(notes)),
        ]
    )


def _unused(rows: Iterable[tuple[Problem, bool]], standard: Standard) -> Iterator[list[Cell]]:
    """Yield one line for each row that does not count; a row that was left out knowingly says so."""
    for problem, decided in rows:
        wrong, mend = problem_words(problem, standard)
        yield [problem.sheet, problem.row, problem.column, problem.value, wrong, _("已决定不写入") if decided else mend]


def _notes(notes: Iterable[Note]) -> Iterator[list[Cell]]:
    """Yield one line for each note."""
    for note in notes:
        yield [note.sheet, note.row, note.column, note.value, note_words(note)]


def template_workbook(standard: Standard) -> bytes:
    """Return the empty form of a field round: a row for every site that the sampling design asks for, at least one each."""
    heads = (
        ("序号", 8),
        ("项目", 34),
        ("考察点位", 24),
        ("扣分", 8),
        ("得分", 8),
        ("区域", 16),
        ("责任单位1", 20),
        ("责任单位2", 20),
    )
    columns = tuple(Column(head, width) for head, width in heads)
    names = [leaf.name for leaf in standard.leaves for _site in range(max(leaf.sites, 1))]
    rows: list[list[Cell]] = [[number, name, "", "", "", "", "", ""] for number, name in enumerate(names, start=1)]
    return workbook([Sheet("实地测评", "", columns, rows)])
