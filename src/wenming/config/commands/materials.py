"""``materials export CITY --year Y --to DIR``: the last filing as a folder; ``materials verify DIR``: is a folder what was filed.

``verify`` needs no database: the list of digests lies in the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json

DIGESTS = "校验清单.json"


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``materials`` and its verbs."""
    verbs = nouns.add_parser("materials").add_subparsers(dest="verb", metavar="VERB", required=True)
    export = verbs.add_parser("export", help=_("把最近一次导出的申报文件夹写到一个文件夹"))
    export.add_argument("city", metavar="CITY", help=_("哪个城市"))
    export.add_argument("--year", type=int, required=True, metavar="YEAR", help=_("年度"))
    export.add_argument("--to", type=Path, required=True, metavar="DIR", help=_("写到哪个文件夹"))
    export.add_argument("--number", type=int, metavar="N", help=_("第几次导出；不写就是最近一次"))
    export.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    export.set_defaults(run=_run_export)
    verify = verbs.add_parser("verify", help=_("按校验清单逐个文件核对，指出缺少、改动和多余的；不需要数据库"))
    verify.add_argument("folder", metavar="DIR", type=Path, help=_("申报文件夹解开的地方"))
    verify.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    verify.set_defaults(run=run_verify)


def _run_export(arguments: argparse.Namespace) -> int:
    """Write a filing."""
    # the records exist only under an installation's settings, which `materials verify` does without
    from wenming.config.commands.filings import run_export  # noqa: PLC0415

    return run_export(arguments)


def run_verify(arguments: argparse.Namespace) -> int:
    """Compare a folder with its list; 0 where every file is what it was, 1 where something is listed."""
    folder: Path = arguments.folder
    try:
        listed = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
        wanted = {_inside(one["path"]): one["sha256"] for one in listed["files"]}
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotDoError(_("打不开 %(file)s") % {"file": folder / DIGESTS}) from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise CannotDoError(_("%(file)s 不是校验清单") % {"file": folder / DIGESTS}) from fault
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    del found[DIGESTS]
    answer: dict[str, Any] = {
        "files": len(wanted),
        "missing": [path for path in wanted if path not in found],
        "changed": [path for path, digest in wanted.items() if path in found and _digest(found[path]) != digest],
        "extra": [path for path in found if path not in wanted],
    }
    wrong = answer["missing"] or answer["changed"] or answer["extra"]
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_report(answer)))
    return FINDINGS if wrong else FINE


def _inside(path: str) -> str:
    """Return a path that stays in its folder; ValueError for any other."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise ValueError(path)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _report(answer: dict[str, Any]) -> list[str]:
    """Return the answer for people."""
    told = {"missing": _("缺少"), "changed": _("改动过"), "extra": _("多余")}
    lines = [f"{words}：{path}" for key, words in told.items() for path in answer[key]]
    wrong = len(lines)
    if wrong:
        return [*lines, _("清单上 %(files)s 个文件，%(wrong)s 处不符") % {"files": answer["files"], "wrong": wrong}]
    return [_("%(files)s 个文件全部相符") % {"files": answer["files"]}]
