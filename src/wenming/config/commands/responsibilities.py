"""``responsibility import`` and ``responsibility export``: who answers for what as a 任务分解表."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.campaigns.actions.adopting import adopt_table
from wenming.campaigns.actions.decomposition import start_table_import
from wenming.campaigns.exports.decomposition import decomposition_table, decomposition_workbook
from wenming.campaigns.exports.words import decomposition_document
from wenming.campaigns.imports.files import read_table_file
from wenming.campaigns.imports.tables import tables_of
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in, current_campaign
from wenming.campaigns.queries.decomposition import NO_ANSWERS, plan_tables
from wenming.campaigns.schemas.decomposition import problem_words
from wenming.campaigns.schemas.refusals import refusal_words
from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named
from wenming.engine.decomposition.clauses import ClauseFinder
from wenming.engine.decomposition.plans import PartPlan, Scope, plan_parts
from wenming.engine.decomposition.reader import read_decomposition
from wenming.engine.decomposition.readings import Reading, Reason
from wenming.engine.decomposition.tables import Table
from wenming.engine.decomposition.units import UnitReader
from wenming.engine.naming import Known, NameIndex
from wenming.engine.responsibility import clauses_of
from wenming.kernel.models import City
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.queries import units_in
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.queries import shipped_standard

CLAUSES = frozenset({Reason.UNKNOWN_CLAUSE, Reason.SEVERAL_CLAUSES, Reason.CODE_CONTRADICTS, Reason.UNKNOWN_ROW})
UNITS = frozenset({Reason.UNKNOWN_UNIT, Reason.UNKNOWN_GROUP, Reason.EMPTY_GROUP, Reason.VAGUE_UNIT})


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``responsibility`` and its verbs."""
    verbs = nouns.add_parser("responsibility").add_subparsers(dest="verb", metavar="VERB", required=True)
    take = verbs.add_parser("import", help=_("导入任务分解表：每一格要么采用，要么列出"))
    take.add_argument("file", metavar="FILE", type=Path, help=_("工作簿（.xlsx、.xls、.ods）或 Word 文档（.docx）"))
    take.add_argument("--dry-run", action="store_true", help=_("只核对，不写入"))
    take.add_argument("--partial", action="store_true", help=_("有列出的格子也采用其余部分"))
    take.add_argument(
        "--complete", choices=[scope.value for scope in Scope], default=Scope.NAMED.value,
        help=_("对哪些条目来说表是完整的：named 表里写到的（默认）、all 全部、none 只增不减"),
    )  # fmt: skip
    take.add_argument(
        "--edition", metavar="CODE", default="", help=_("只对照随附的测评体系核对，不用数据库（须 --dry-run）")
    )
    take.set_defaults(run=run_import)
    give = verbs.add_parser("export", help=_("导出任务分解表（.xlsx 或 .docx），可以再导入"))
    give.add_argument("file", metavar="OUT.xlsx", type=Path, help=_("写到哪个文件"))
    give.add_argument("--empty", action="store_true", help=_("只要空表"))
    give.set_defaults(run=run_export)
    for verb in (take, give):
        verb.add_argument("--city", default="", metavar="SLUG", help=_("哪个城市"))
        verb.add_argument("--campaign", default="", metavar="NAME", help=_("哪个创建周期：名称或编号"))
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_import(arguments: argparse.Namespace) -> int:
    """Check a table and adopt it; 1 where cells are listed, and without ``--partial`` nothing is written then."""
    tables = _tables(arguments.file)
    if arguments.edition:
        if not arguments.dry_run:
            raise CannotDoError(_("--edition 只能与 --dry-run 一起用"))
        reading, plan, names = _by_edition(arguments.edition, tables)
        answer = {"edition": arguments.edition, **_answer(reading, plan, names), "written": False}
    else:
        now = timezone.now()
        campaign = campaign_named(city_or_only(arguments.city), arguments.campaign)
        today = now.astimezone(campaign.city.zone).date()
        scope = Scope(arguments.complete)
        table = plan_tables(campaign, tables, NO_ANSWERS, scope, on=today)
        reading, plan = table.reading, table.parts
        written = not arguments.dry_run and (arguments.partial or not reading.listed)
        names = {str(unit.pk): unit.name for unit in units_in(campaign.city)}
        answer = {"city": campaign.city.slug, "campaign": campaign.name, **_answer(reading, plan, names)}
        answer["written"] = written
        if written:
            _write(campaign, arguments.file, scope, partial=arguments.partial, now=now)
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_report(answer)))
    return FINDINGS if reading.listed else FINE


def _tables(file: Path) -> tuple[Table, ...]:
    """Return the tables of a file."""
    try:
        return tables_of(read_table_file(file.read_bytes()))
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": file}) from fault
    except UnreadableError as fault:
        raise CannotDoError(f"{file.name}: {fault}") from fault


def _write(campaign: Campaign, file: Path, scope: Scope, *, partial: bool, now: Any) -> None:
    """Keep the file and adopt the table."""
    try:
        with transaction.atomic():
            import_ = start_table_import(
                campaign=campaign, file_name=file.name, chunks=[file.read_bytes()], by=None, at=now
            )
            adopt_table(import_=import_, scope=scope, partial=partial, by=None, at=now)
    except NotPossibleError as fault:
        raise CannotDoError(refusal_words(str(fault))) from fault


def _by_edition(code: str, tables: Iterable[Table]) -> tuple[Reading, PartPlan, dict[str, str]]:
    """Read a table by a standard that comes along, with the units that it names itself; nothing stands yet."""
    standard = shipped_standard(code)
    if standard is None:
        raise CannotDoError(_("没有随附的测评体系 %(code)s") % {"code": code})
    units = [Known(number, place.name, place.aliases) for number, place in enumerate(standard.units, start=1)]
    reading = read_decomposition(tables, ClauseFinder(standard), UnitReader(NameIndex(units)))
    plan = plan_parts(reading, [], [node.code for node in clauses_of(standard)], Scope.NAMED)
    return reading, plan, {str(unit.key): unit.name for unit in units}


def _answer(reading: Reading, plan: PartPlan, names: dict[str, str]) -> dict[str, Any]:
    """Return what a table says and would change, for machines."""
    listed = []
    for fate in reading.listed:
        for fault in fate.faults:
            problem, mend = problem_words(fault)
            proposals = [names.get(one, one) if fault.reason in UNITS else one for one in fault.suggestions]
            place = {"sheet": fate.cell.sheet, "cell": fate.cell.address, "text": fate.cell.text}
            listed.append({
                **place, "reason": fault.reason.value, "problem": problem, "mend": mend, "written": fault.written,
                "proposals": proposals,
            })  # fmt: skip
    return {
        "cells": len(reading.fates),
        "used": reading.used,
        "listed_cells": len(reading.listed),
        "listed": listed,
        "added": len(plan.added),
        "ended": len(plan.ended),
        "same": len(plan.same),
        "uncovered": list(plan.uncovered),
        "double_leads": [
            {"clause": code, "units": [names[str(unit)] for unit in units]} for code, units in plan.double
        ],
        "unknown_units": _unknown(listed, UNITS),
        "unknown_clauses": _unknown(listed, CLAUSES),
    }


def _unknown(listed: list[dict[str, Any]], reasons: frozenset[Reason]) -> list[dict[str, Any]]:
    """Return words that led nowhere, each once, with how often it stands in the table and what it might mean."""
    found: dict[str, dict[str, Any]] = {}
    for one in listed:
        if Reason(one["reason"]) in reasons:
            known = found.setdefault(
                one["written"], {"written": one["written"], "cells": 0, "proposals": one["proposals"]}
            )
            known["cells"] += 1
    return list(found.values())


def _report(answer: dict[str, Any]) -> list[str]:
    """Return the report, line by line."""
    lines = [_("共 %(cells)s 格：采用 %(used)s 格，列出 %(listed_cells)s 格") % answer]
    lines += [
        f"  {one['sheet']}!{one['cell']} {' '.join(one['text'].split())[:40]}：{one['problem']}。{one['mend']}"
        + (_("（可能是：%(names)s）") % {"names": _("、").join(one["proposals"])} if one["proposals"] else "")
        for one in answer["listed"]
    ]
    lines.append(_("分工：新增 %(added)s，终止 %(ended)s，不变 %(same)s") % answer)
    gaps = {"uncovered": len(answer["uncovered"]), "double": len(answer["double_leads"])}
    lines.append(_("采用后没有牵头单位的条目 %(uncovered)s 个，有几个牵头单位的 %(double)s 个") % gaps)
    lines.append(_("已写入") if answer["written"] else _("没有写入"))
    return lines


def run_export(arguments: argparse.Namespace) -> int:
    """Write the matrix of a campaign of today as a 任务分解表."""
    campaign = campaign_named(city_or_only(arguments.city), arguments.campaign)
    today = timezone.now().astimezone(campaign.city.zone).date()
    table = decomposition_table(campaign, on=today, empty=arguments.empty)
    give = decomposition_document if arguments.file.suffix.lower() == ".docx" else decomposition_workbook
    try:
        arguments.file.write_bytes(give(table))
    except OSError as fault:
        raise CannotDoError(_("写不了文件 %(file)s") % {"file": arguments.file}) from fault
    if arguments.json:
        show_json({
            "city": campaign.city.slug, "campaign": campaign.name, "file": str(arguments.file), "clauses": len(table.rows)
        })  # fmt: skip
    else:
        show(_("已写到 %(file)s") % {"file": arguments.file})
    return FINE


def city_or_only(slug: str) -> City:
    """Return the city of this address; without one the only city that there is."""
    if slug:
        return city_named(slug)
    cities = list(City.objects.all()[:2])
    if len(cities) != 1:
        raise CannotDoError(_("请用 --city 指明是哪个城市"))
    return cities[0]


def campaign_named(city: City, said: str, on: date | None = None) -> Campaign:
    """Return a campaign of a city by its name or number; without either the one that pages show first."""
    found = None
    if said:
        found = next((one for one in campaigns_in(city) if said in {one.name, str(one.pk)}), None)
    else:
        found = current_campaign(city, on=on or timezone.now().astimezone(city.zone).date())
    if found is None:
        raise CannotDoError(_("%(city)s没有这个创建周期") % {"city": city.name})
    return found
