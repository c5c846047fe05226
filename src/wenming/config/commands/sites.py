"""``sites import`` and ``sites export``: the register of sites as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named
from wenming.engine.observations import NothingReadableError
from wenming.sites.actions import map_site_import, start_site_import, write_site_import
from wenming.sites.enums import Datum
from wenming.sites.exports.register import register_workbook
from wenming.sites.models import SiteImport
from wenming.sites.queries import sites_in
from wenming.sites.schemas.imports import problem_line


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``sites`` and its verbs."""
    verbs = nouns.add_parser("sites").add_subparsers(dest="verb", metavar="VERB", required=True)
    take = verbs.add_parser("import", help=_("导入点位表；能用的行写入，其余列出"))
    take.add_argument("file", metavar="FILE", type=Path, help=_("点位表（.xlsx、.xls、.ods 或 .csv）"))
    take.add_argument("--datum", choices=Datum.values, default="", help=_("坐标系；表里没有“坐标系”一列时必须写明"))
    take.add_argument("--dry-run", action="store_true", help=_("只核对，不写入"))
    take.set_defaults(run=run_import)
    give = verbs.add_parser("export", help=_("导出全部点位，格式与导入相同"))
    give.add_argument("file", metavar="OUT.xlsx", type=Path, help=_("写到哪个文件"))
    give.set_defaults(run=run_export)
    for verb in (take, give):
        verb.add_argument("--city", required=True, metavar="SLUG", help=_("哪个城市"))
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_import(arguments: argparse.Namespace) -> int:
    """Check and write a register; 1 where rows are left out, which are listed."""
    city = city_named(arguments.city)
    try:
        content = arguments.file.read_bytes()
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": arguments.file}) from fault
    try:
        with transaction.atomic():
            import_, written = _bring_in(city, arguments, content)
            transaction.set_rollback(arguments.dry_run)
    except NothingReadableError as fault:
        raise CannotDoError(f"{arguments.file.name}: {fault}") from fault
    answer = _answer(city.slug, import_, written=written and not arguments.dry_run)
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_report(answer)))
    return FINDINGS if answer["left"] else FINE


def _bring_in(city: Any, arguments: argparse.Namespace, content: bytes) -> tuple[SiteImport, bool]:
    """Go through the steps of an import; nothing is written where nothing differs."""
    who = {"by": None, "at": timezone.now()}
    import_ = start_site_import(city=city, file_name=arguments.file.name, chunks=[content], **who)
    mapping = {**import_.mapping, "datum": arguments.datum}
    import_ = map_site_import(import_=import_, mapping=mapping, **who)
    usable = import_.reading["new"] + import_.reading["changed"]
    return (write_site_import(import_=import_, **who), True) if usable else (import_, False)


def _answer(slug: str, import_: SiteImport, *, written: bool) -> dict[str, Any]:
    """Return the answer for machines."""
    reading = import_.reading
    counts = {name: reading[name] for name in ("rows", "new", "changed", "same", "left")}
    problems = [{**problem_line(one), "row": one["row"]} for one in reading["problems"]]
    return {"city": slug, **counts, "written": written, "problems": problems}


def _report(answer: dict[str, Any]) -> list[str]:
    """Return the report, line by line."""
    return [
        _("共 %(rows)s 行：新增 %(new)s，修改 %(changed)s，没有变化 %(same)s，不写入 %(left)s") % answer,
        *(
            _("%(sheet)s 第 %(row)s 行 %(column)s：") % one + f"{one['value']} {one['problem']}。{one['mend']}"
            for one in answer["problems"]
        ),
        _("已写入") if answer["written"] else _("没有写入"),
    ]


def run_export(arguments: argparse.Namespace) -> int:
    """Write every site, the retired ones too, to a workbook."""
    city = city_named(arguments.city)
    sites = sites_in(city)
    try:
        arguments.file.write_bytes(register_workbook(city, sites))
    except OSError as fault:
        raise CannotDoError(_("写不了文件 %(file)s") % {"file": arguments.file}) from fault
    if arguments.json:
        show_json({"city": city.slug, "file": str(arguments.file), "sites": sites.count()})
    else:
        show(_("已写到 %(file)s") % {"file": arguments.file})
    return FINE
