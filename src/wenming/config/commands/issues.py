"""``issues rates CASES.csv --scheme NAME``: rates and points of a table of cases; ``issues recount``: the counts against the issues."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.engine.rates import Scheme, Verdict, judge
from wenming.engine.scoring.display import rate_text, round_half_up
from wenming.issues.enums import IssueSource
from wenming.issues.imports.cases import CasesError, Line, counted, grouped, read_cases
from wenming.issues.imports.rates import SchemeError, read_scheme, scheme_named


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``issues`` and its verbs."""
    verbs = nouns.add_parser("issues").add_subparsers(dest="verb", metavar="VERB", required=True)
    rates = verbs.add_parser("rates", help=_("读取案件表或计数表（CSV），按计算办法得出比率和得分；不需要数据库"))
    rates.add_argument("file", metavar="CASES", type=Path, help=_("案件表或计数表（.csv），格式见 docs/howto/rates.md"))
    rates.add_argument("--scheme", metavar="NAME", required=True, help=_("计算办法的名称，或其文件的路径"))
    rates.add_argument("--by", metavar="COLUMN", action="append", default=[], help=_("再按这一列分组，可写多次"))
    rates.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    rates.set_defaults(run=run_rates)
    recount = verbs.add_parser("recount", help=_("从问题和办理经过重新计数，指出计数与之不符之处"))
    recount.add_argument("city", metavar="CITY", nargs="?", help=_("只核对这一个城市"))
    recount.add_argument("--mend", action="store_true", help=_("有不符时以重新计数的结果为准改正"))
    recount.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    recount.set_defaults(run=_run_recount)
    _add_import(verbs)


def _add_import(verbs: argparse._SubParsersAction) -> None:
    """Add the verb ``import``."""
    take = verbs.add_parser("import", help=_("导入问题台账或清单：每一行、每张图片要么写入，要么列出"))
    take.add_argument("file", metavar="FILE", type=Path, help=_("工作簿（.xlsx、.xls、.ods）或 .csv"))
    take.add_argument("--source", required=True, choices=IssueSource.values, help=_("来源"))
    take.add_argument("--mapping", default="", metavar="NAME", help=_("用哪个已保存的对应"))
    take.add_argument("--dry-run", action="store_true", help=_("只核对，不写入"))
    take.add_argument("--partial", action="store_true", help=_("有列出的行也写入其余部分"))
    take.add_argument("--city", default="", metavar="SLUG", help=_("哪个城市"))
    take.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    take.set_defaults(run=_run_import)


def _run_import(arguments: argparse.Namespace) -> int:
    """Bring a table in."""
    from wenming.config.commands.issue_tables import run_import  # noqa: PLC0415  as above

    return run_import(arguments)


def run_rates(arguments: argparse.Namespace) -> int:
    """Reckon the rates of one table."""
    scheme = _scheme(arguments.scheme)
    try:
        lines = read_cases(arguments.file.read_bytes(), scheme)
        groups = {column: grouped(lines, column) for column in arguments.by}
    except OSError as fault:
        raise CannotDoError(
            _("打不开 %(path)s（%(reason)s）") % {"path": arguments.file, "reason": fault.strerror}
        ) from fault
    except CasesError as fault:
        raise CannotDoError(str(fault)) from fault
    if arguments.json:
        show_json(_answer(scheme, lines, groups))
    else:
        show("\n".join(_report(scheme, judge(scheme, counted(lines)), groups)))
    return FINE


def _run_recount(arguments: argparse.Namespace) -> int:
    """Count anew."""
    # the records exist only under an installation's settings, which `issues rates` does without
    from wenming.config.commands.recounting import run_recount  # noqa: PLC0415

    return run_recount(arguments)


def _scheme(name: str) -> Scheme:
    """Return the scheme of a name or a path."""
    path = Path(name)
    try:
        return read_scheme(path.read_text(encoding="utf-8")) if path.suffix in {".yaml", ".yml"} else scheme_named(name)
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotDoError(_("打不开 %(path)s（%(reason)s）") % {"path": path, "reason": fault}) from fault
    except SchemeError as fault:
        raise CannotDoError(str(fault)) from fault


def _answer(scheme: Scheme, lines: list[Line], groups: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return everything as JSON: exact fractions as texts, and once rounded for people."""
    whole = counted(lines)
    return {
        "scheme": scheme.key,
        "name": scheme.name,
        "source": scheme.source,
        "unknown": list(scheme.unknown),
        "rows": len(lines),
        **_facts(scheme, whole, whole),
        "groups": {
            column: {name: _facts(scheme, counters, whole) for name, counters in found.items()}
            for column, found in groups.items()
        },
    }


def _facts(scheme: Scheme, counters: Mapping[str, int], whole: Mapping[str, int]) -> dict[str, Any]:
    """Return what a scheme says of some counters; ``share`` is their part of all that was filed."""
    verdict = judge(scheme, counters)
    share = Fraction(counters.get("file", 0), whole["file"]) if whole.get("file") else None
    return {
        "counters": {name: number for name, number in sorted(counters.items()) if number},
        "share_of_filed": _percent(share),
        "rates": {
            line.rate.key: {
                "name": line.rate.name, "of": line.of, "per": line.per, "exact": _exact(line.value), "percent": _percent(line.value),
            }
            for line in verdict.rates
        },
        "items": {
            line.item.key: {
                "name": line.item.name, "full": _points(line.item.points), "points": _points(line.points),
                "lost": [_points(lost) for lost in line.lost],
            }
            for line in verdict.items
        },
        "total": _points(verdict.total) if verdict.items else None,
        "total_of": _points(verdict.total_of) if verdict.items else None,
    }  # fmt: skip


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _percent(value: Fraction | None) -> str | None:
    """Return a rate in percent, rounded once."""
    return None if value is None else rate_text(value).removesuffix("%")


def _points(value: Fraction | None) -> str | None:
    """Return points with as many decimals as people write, rounded once."""
    return None if value is None else f"{round_half_up(value, 2).normalize():f}"


def _report(scheme: Scheme, verdict: Verdict, groups: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return everything as lines for a person."""
    lines = [scheme.name, *_rate_lines(verdict)]
    for item in verdict.items:
        points = _points(item.points) or pgettext("rate", "无法计算")
        lines.append(f"  {item.item.name}  {points} / {_points(item.item.points)}")
    if verdict.items:
        lines.append(f"  {_('合计')}  {_points(verdict.total)} / {_points(verdict.total_of)}")
    for column, found in groups.items():
        for name, counters in found.items():
            lines += [f"{column} {name}", *_rate_lines(judge(scheme, counters))]
    return lines + [f"  {_('未查明')}：{text}" for text in scheme.unknown]


def _rate_lines(verdict: Verdict) -> list[str]:
    """Return the rates as lines."""
    return [
        f"  {line.rate.name}  {pgettext('rate', '无') if line.value is None else rate_text(line.value)}  ({line.of}/{line.per})"
        for line in verdict.rates
    ]
