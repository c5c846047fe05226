"""``units import`` and ``units export``: the organisation as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named
from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import Roster, RosterProblem
from wenming.organisations.actions import RosterRefusedError, write_roster
from wenming.organisations.queries.rosters import plan_roster
from wenming.organisations.queries.units import UnitFilter, units_listed
from wenming.workbench.exports import roster_workbook
from wenming.workbench.imports.rosters import read_roster


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``units`` and its verbs."""
    verbs = nouns.add_parser("units").add_subparsers(dest="verb", metavar="VERB", required=True)
    take = verbs.add_parser("import", help=_("从 Excel 导入单位、别名、单位组、人员任职；有问题则什么也不写入"))
    take.add_argument("file", metavar="FILE", type=Path, help=_("工作簿（.xlsx、.xls 或 .ods）"))
    take.add_argument("--dry-run", action="store_true", help=_("只核对，不写入"))
    take.set_defaults(run=run_import)
    give = verbs.add_parser("export", help=_("导出全部单位和人员，格式与导入相同"))
    give.add_argument("file", metavar="OUT.xlsx", type=Path, help=_("写到哪个文件"))
    give.set_defaults(run=run_export)
    for verb in (take, give):
        verb.add_argument("--city", required=True, metavar="SLUG", help=_("哪个城市"))
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_import(arguments: argparse.Namespace) -> int:
    """Check and write a workbook; 1 where rows cannot be used, and then nothing is written."""
    city, now = city_named(arguments.city), timezone.now()
    roster = _read(arguments.file)
    plan = plan_roster(city, roster, today=now.astimezone(city.zone).date())
    new, changed, problems = plan.new, plan.changed, tuple(plan.problems)
    if not problems and not arguments.dry_run:
        try:
            written = write_roster(city=city, roster=roster, source=arguments.file.name, by=None, at=now)
        except RosterRefusedError as fault:
            problems = fault.problems
        else:
            new, changed = written.new, written.changed
    answer = {
        "city": city.slug,
        "rows": roster.rows_read,
        "written": not problems and not arguments.dry_run,
        "new": new,
        "changed": changed,
        "problems": [_problem(one) for one in problems],
    }
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_report(answer, problems)))
    return FINDINGS if problems else FINE


def _read(file: Path) -> Roster:
    """Return what a file says."""
    try:
        return read_roster(file.read_bytes())
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": file}) from fault
    except NothingReadableError as fault:
        raise CannotDoError(f"{file.name}: {fault}") from fault


def _problem(one: RosterProblem) -> dict[str, object]:
    """Return a problem for machines."""
    place = {"sheet": one.sheet, "row": one.row, "column": one.column, "value": one.value}
    return {**place, "problem": one.problem, "mend": one.mend}


def _report(answer: dict, problems: tuple[RosterProblem, ...]) -> list[str]:
    """Return the report, line by line."""
    lines = [_("共 %(rows)s 行") % {"rows": answer["rows"]}]
    for sheet, count in answer["new"].items():
        facts = {"sheet": sheet, "new": count, "changed": answer["changed"][sheet]}
        lines.append("  " + _("%(sheet)s：新增 %(new)s，修改 %(changed)s") % facts)
    lines += [
        _("%(sheet)s 第 %(row)s 行 %(column)s：") % {"sheet": one.sheet, "row": one.row, "column": one.column}
        + f"{one.problem}。{one.mend}"
        for one in problems
    ]
    lines.append(_("已写入") if answer["written"] else _("没有写入"))
    return lines


def run_export(arguments: argparse.Namespace) -> int:
    """Write every unit of today with its people to a workbook."""
    city = city_named(arguments.city)
    today = timezone.now().astimezone(city.zone).date()
    units = units_listed(city, UnitFilter(on=today, levels=0))
    try:
        arguments.file.write_bytes(roster_workbook(city, units, today))
    except OSError as fault:
        raise CannotDoError(_("写不了文件 %(file)s") % {"file": arguments.file}) from fault
    if arguments.json:
        show_json({"city": city.slug, "file": str(arguments.file), "units": units.count()})
    else:
        show(_("已写到 %(file)s") % {"file": arguments.file})
    return FINE
