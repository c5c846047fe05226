"""``issues import FILE --source hotline``: a table of issues, every row and picture used or listed."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.responsibilities import city_or_only
from wenming.engine.observations import NothingReadableError
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.ledger_writing import write_ledger_import
from wenming.issues.actions.ledgers import ask_ledger_writing, map_ledger_import, start_ledger_import
from wenming.issues.enums import refusal_words
from wenming.issues.imports.heads import mapping_from
from wenming.issues.imports.ledgers import hidden_columns, read_ledger
from wenming.issues.models import ListMapping
from wenming.issues.queries.ledger_plans import LedgerPlan
from wenming.issues.schemas.ledgers import problem_line
from wenming.kernel.models import City


def run_import(arguments: argparse.Namespace) -> int:
    """Check a table and write it; 1 where anything is listed, and without ``--partial`` nothing is written then."""
    city = city_or_only(arguments.city)
    known = _mapping(city, arguments.mapping)
    try:
        content = arguments.file.read_bytes()
        reading, hidden = _checked(city, arguments.file.name, content, arguments.source, known)
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": arguments.file}) from fault
    except NothingReadableError as fault:
        raise CannotDoError(f"{arguments.file.name}: {fault}") from fault
    listed = [problem_line(one) for one in reading["problems"]]
    writes = not arguments.dry_run and bool(reading["new"]) and (arguments.partial or not listed)
    written = _written(city, arguments.file.name, content, arguments.source, known) if writes else 0
    names = ("rows", "new", "same", "left", "pictures", "pictures_used", "pictures_left")
    answer = {
        "city": city.slug, **{name: reading[name] for name in names}, "hidden": hidden, "listed": listed, "written": written,
    }  # fmt: skip
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_report(answer)))
    return FINDINGS if listed else FINE


def _mapping(city: City, name: str) -> ListMapping | None:
    """Return a kept mapping by its name."""
    if not name:
        return None
    known = ListMapping.objects.in_city(city).filter(name=name).first()
    if known is None:
        raise CannotDoError(_("没有名为 %(name)s 的对应") % {"name": name})
    return known


def _checked(
    city: City, name: str, content: bytes, source: str, known: ListMapping | None
) -> tuple[dict[str, Any], list[str]]:
    """Return what a check finds, and the heads that are not kept; nothing is written."""
    read = read_ledger(content, name)
    mappings = mapping_from({}, read.sheets, known.heads if known else None)
    plan = LedgerPlan(city, source, known.said if known else {}, timezone.now()).take(read, mappings)
    return plan.summary(), hidden_columns(read.sheets, mappings)


def _written(city: City, name: str, content: bytes, source: str, known: ListMapping | None) -> int:
    """Write the table; return how many issues were made of it."""
    now = timezone.now()
    try:
        ledger = start_ledger_import(
            city=city, file_name=name, chunks=[content], source=source, known=known, by=None, at=now
        )
        ledger = map_ledger_import(ledger=ledger, source=source, mapping=ledger.mapping, by=None, at=now)
        ledger = ask_ledger_writing(ledger=ledger, by=None, at=now)
        return int(write_ledger_import(ledger=ledger, by=None, at=now).reading["written"])
    except NotPossibleError as fault:
        raise CannotDoError(refusal_words(str(fault))) from fault


def _report(answer: dict[str, Any]) -> list[str]:
    """Return the report, line by line."""
    lines = [
        _("共 %(rows)s 行：可写入 %(new)s，台账已有 %(same)s，列出 %(left)s") % answer,
        _("图片 %(pictures)s 张：采用 %(pictures_used)s，列出 %(pictures_left)s") % answer,
    ]
    if answer["hidden"]:
        lines.append(_("不保存的列：%(heads)s") % {"heads": _("、").join(answer["hidden"])})
    lines += [f"  {one['where']} {one['value'][:40]}：{one['problem']}。{one['mend']}" for one in answer["listed"]]
    lines.append(_("已写入 %(count)s 件") % {"count": answer["written"]} if answer["written"] else _("没有写入"))
    return lines
