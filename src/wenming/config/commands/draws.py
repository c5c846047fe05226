"""``draw make``, ``draw verify`` and ``draw plan``: a draw on paper of its own, the repetition of one that was revealed, and how many it takes.

None needs a database.
"""

from __future__ import annotations

import argparse
import csv
import io
import secrets
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.draw_plan import add_plan, file_bytes
from wenming.draws.enums import allocation_words, difference_words, frame_words, rule_words
from wenming.draws.imports.frames import frame_rows
from wenming.engine.sampling import (
    AllocationError,
    Bundle,
    BundleError,
    BundleFault,
    Difference,
    FrameError,
    RuleError,
    WordsError,
    clean_words,
    differences,
    digest_of,
    frame_of,
    read_rule,
    written,
)

NAMES = ("frame.csv", "rule.json", "commitment.json", "secret.json", "result.csv", "replacements.csv")


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``draw`` and its verbs."""
    verbs = nouns.add_parser("draw").add_subparsers(dest="verb", metavar="VERB", required=True)
    make = verbs.add_parser("make", help=_("按规则和密钥抽样，写出人人可以核对的一组文件"))
    make.add_argument(
        "frame",
        metavar="FRAME.csv",
        type=Path,
        help=_("抽样框：编号、类别，可加规模、纬度、经度（key,stratum,size,latitude,longitude）"),
    )
    make.add_argument("--rule", required=True, metavar="R.json", type=Path, help=_("抽样规则"))
    make.add_argument("--secret", required=True, metavar="S", help=_("密钥；抽取前只公布它的校验码"))
    make.add_argument("--salt", metavar="T", default="", help=_("盐值；不写就随机产生，写进结果"))
    make.add_argument(
        "--words", metavar="W", action="append", default=[], help=_("封签后公开加入的数字或文字，可写几次")
    )
    make.add_argument("--out", required=True, metavar="D", type=Path, help=_("写到哪个文件夹"))
    make.set_defaults(run=run_make)
    verify = verbs.add_parser("verify", help=_("重抽一遍，指出改动过的文件和不同之处"))
    verify.add_argument("folder", metavar="D", type=Path, help=_("抽样记录包解开的文件夹"))
    verify.set_defaults(run=run_verify)
    add_plan(verbs)
    for verb in (make, verify):
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_make(arguments: argparse.Namespace) -> int:
    """Draw and write the bundle."""
    files = _made(arguments)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (arguments.out / name).write_bytes(content)
    except OSError as fault:
        raise CannotDoError(
            _("写不了 %(path)s（%(reason)s）") % {"path": arguments.out, "reason": fault.strerror}
        ) from fault
    answer: dict[str, Any] = {
        "folder": str(arguments.out),
        "files": {name: digest_of(content) for name, content in files.items()},
    }
    answer["chosen"] = [
        row["key"] for row in csv.DictReader(io.StringIO(files["result.csv"].decode())) if row["chosen"] == "1"
    ]
    if arguments.json:
        show_json(answer)
    else:
        lines = [_("抽中 %(n)s 个，写入 %(path)s") % {"n": len(answer["chosen"]), "path": arguments.out}]
        show("\n".join([*lines, *(f"  {name}  {digest}" for name, digest in answer["files"].items())]))
    return FINE


def _made(arguments: argparse.Namespace) -> dict[str, bytes]:
    """Return the files of the draw."""
    frame_file, rule_file = file_bytes(arguments.frame), file_bytes(arguments.rule)
    try:
        bundle = Bundle(
            frame_of(frame_rows(frame_file)),
            read_rule(rule_file),
            clean_words(arguments.secret),
            clean_words(arguments.salt or secrets.token_hex(16)),
            tuple(clean_words(words) for words in arguments.words),
        )
        return written(bundle)
    except FrameError as fault:
        raise CannotDoError(f"{arguments.frame.name}: {frame_words(fault)}") from fault
    except RuleError as fault:
        raise CannotDoError(f"{arguments.rule.name}: {rule_words(fault)}") from fault
    except AllocationError as fault:
        raise CannotDoError(f"{arguments.rule.name}: {allocation_words(fault)}") from fault
    except WordsError as fault:
        raise CannotDoError(_("密钥、盐值和公开的文字不能为空，不能含“|”或换行，最长 200 个字")) from fault


def run_verify(arguments: argparse.Namespace) -> int:
    """Repeat a draw; 1 where something differs, which is named."""
    folder = arguments.folder
    files = {name: file_bytes(folder / name) for name in NAMES if (folder / name).is_file()}
    try:
        found = differences(files)
    except BundleError as fault:
        text = _("缺少文件 %(file)s") if fault.fault is BundleFault.MISSING else _("读不出文件 %(file)s")
        raise CannotDoError(f"{folder}: {text % {'file': fault.file}}") from fault
    if arguments.json:
        show_json({"folder": str(folder), "same": not found, "differences": [_facts(one) for one in found]})
    else:
        show("\n".join(difference_words(one) for one in found) or _("与封签时一致：重抽的结果相同"))
        show("\n".join(f"  {name}  {digest_of(content)}" for name, content in files.items()))
    return FINDINGS if found else FINE


def _facts(one: Difference) -> dict[str, Any]:
    return {
        "file": one.file,
        "what": str(one.kind),
        "line": one.line,
        "found": one.found,
        "expected": one.expected,
        "text": difference_words(one),
    }
