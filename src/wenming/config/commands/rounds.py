"""``round score|gaps FILE.xlsx --standard PACK``: a field round, scored without a database; ``round recompute`` needs one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.gaps import RoundGaps, gaps_answer, gaps_report
from wenming.config.commands.standards import find_pack
from wenming.config.commands.tables import round_report
from wenming.engine.observations import Note, NothingReadableError, Problem, RoundReading
from wenming.engine.scoring.tables import GroupScore, RoundScore, score_round
from wenming.engine.standards import Standard
from wenming.inspections.imports.messages import note_words, problem_words, suggestion_names
from wenming.inspections.imports.rounds import read_round


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``round`` and its verbs."""
    verbs = nouns.add_parser("round").add_subparsers(dest="verb", metavar="VERB", required=True)
    score = verbs.add_parser("score", help=_("读取实地测评表，按标准计分；不需要数据库"))
    score.set_defaults(run=run_score)
    recompute = verbs.add_parser("recompute", help=_("从明细逐轮重算已存的结果，核对每一位数字"))
    recompute.add_argument("city", metavar="CITY", nargs="?", help=_("只重算这一个城市"))
    recompute.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    recompute.set_defaults(run=_run_recompute)
    gaps = verbs.add_parser("gaps", help=_("读取实地测评表，按可追回分数列出每一处失分；不需要数据库"))
    gaps.add_argument(
        "--target", metavar="PERCENT", type=_percent, help=_("整套体系的目标得分率，例如 92.5；不写就是满分")
    )
    gaps.set_defaults(run=run_gaps)
    for verb in (score, gaps):
        verb.add_argument("file", metavar="FILE", type=Path, help=_("实地测评表（.xlsx、.xls 或 .ods）"))
        verb.add_argument("--standard", metavar="PACK", required=True, help=_("标准的编号，或标准文件的路径"))
        verb.add_argument("--accept-suggestions", action="store_true", help=_("采用唯一的近似名称"))
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def _run_recompute(arguments: argparse.Namespace) -> int:
    """Compute stored results again."""
    # the records exist only under an installation's settings, which `round score` does without
    from wenming.config.commands.recomputing import run_recompute  # noqa: PLC0415

    return run_recompute(arguments)


def _percent(text: str) -> Fraction:
    """Return a target rate, 0 to 1, from per cent as people write them, or say what one looks like."""
    try:
        rate = Fraction(text) / 100
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 0 < rate <= 1:
        raise argparse.ArgumentTypeError(
            _("“%(text)s”不是目标得分率：写大于 0、不超过 100 的数，例如 92.5") % {"text": text}
        )
    return rate


def run_score(arguments: argparse.Namespace) -> int:
    """Score one file; 0 where every row is used, 1 where rows are listed as problems."""
    standard, reading = _read(arguments)
    score = score_round(standard, reading.observations)
    if arguments.json:
        show_json(round_answer(standard, reading, score))
    else:
        show("\n".join(round_report(standard, reading, score)))
    return FINDINGS if reading.problems else FINE


def run_gaps(arguments: argparse.Namespace) -> int:
    """List the gaps of one file; ends like ``score``."""
    standard, reading = _read(arguments)
    found = RoundGaps.of(standard, reading.observations, arguments.target)
    if arguments.json:
        show_json(gaps_answer(standard, reading, found))
    else:
        show("\n".join(gaps_report(standard, reading, found)))
    return FINDINGS if reading.problems else FINE


def _read(arguments: argparse.Namespace) -> tuple[Standard, RoundReading]:
    """Read the file by the standard that the command names."""
    standard = find_pack(arguments.standard)
    try:
        content = arguments.file.read_bytes()
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": arguments.file}) from fault
    try:
        reading = read_round(content, standard, accept_suggestions=arguments.accept_suggestions)
    except NothingReadableError as fault:
        raise CannotDoError(f"{arguments.file.name}: {fault}") from fault
    return standard, reading


def round_answer(standard: Standard, reading: RoundReading, score: RoundScore) -> dict[str, object]:
    """Return the answer for machines; numbers are the nearest doubles of the exact fractions.

    From an incomplete standard no total is announced: score, attainable and rate are null.
    """
    result = score.result
    total = [result.score, result.attainable, result.rate] if standard.complete else [None, None, None]
    return {
        "standard": standard.code,
        "rows": {
            "read": reading.rows_read,
            "used": len(reading.observations),
            "problems": [_problem(problem, standard) for problem in reading.problems],
            "notes": [_note(note) for note in reading.notes],
        },
        **dict(zip(("score", "attainable", "rate"), map(_number, total), strict=True)),
        "nodes": [
            {
                "code": node.code,
                "name": node.name,
                "level": node.level,
                "score": _number(node.score),
                "attainable": _number(node.attainable),
                "rate": _number(node.rate),
                "rank": node.rank,
            }
            for node in result.nodes
            if node.code != standard.root.code
        ],
        "areas": _groups(score.areas),
        "units": _groups(score.units),
    }


def _problem(problem: Problem, standard: Standard) -> dict[str, object]:
    wrong, mend = problem_words(problem, standard)
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": wrong,
        "mend": mend,
        "suggestions": suggestion_names(problem, standard),
    }


def _note(note: Note) -> dict[str, object]:
    return {
        "sheet": note.sheet,
        "row": note.row,
        "column": note.column,
        "value": note.value,
        "note": note_words(note),
    }


def _groups(groups: Iterable[GroupScore]) -> list[dict[str, object]]:
    return [
        {
            "name": group.name or _("未填"),
            "rows": group.rows,
            "score": _number(group.score),
            "rate": _number(group.rate),
            "rank": group.rank,
        }
        for group in groups
    ]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
