"""``standard check FILE``: what is wrong with a standard's file, and where."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.engine.scoring.display import score_text
from wenming.engine.standards import Standard
from wenming.standards.imports.findings import Finding, PackError
from wenming.standards.imports.packs import load_standard

PACKS = Path(__file__).resolve().parents[4] / "data" / "standards"
"""The packs that come with the platform, each named by its code."""


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``standard`` and its verbs."""
    verbs = nouns.add_parser("standard").add_subparsers(dest="verb", metavar="VERB", required=True)
    check = verbs.add_parser("check", help=_("检查标准文件，逐条指出行号、问题和改法"))
    check.add_argument("file", metavar="FILE", type=Path, help=_("标准文件（YAML）"))
    check.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Check one file; 0 without findings, 1 with."""
    standard, findings = read_pack(arguments.file)
    if arguments.json:
        show_json(_answer(arguments.file, standard, findings))
    else:
        for line in _report(arguments.file, standard, findings):
            show(line)
    return FINDINGS if findings else FINE


def read_pack(path: Path) -> tuple[Standard | None, tuple[Finding, ...]]:
    """Return the standard of a file, or what is wrong with it; CannotDoError where it cannot be opened."""
    try:
        return load_standard(path), ()
    except PackError as fault:
        return None, fault.findings
    except OSError as fault:
        raise CannotDoError(_("打不开标准文件 %(file)s") % {"file": path}) from fault


def find_pack(name: str) -> Standard:
    """Return the standard of a path or of the code of a pack of ours; CannotDoError names what is wrong in one line."""
    path = Path(name)
    if not _is_file(path):
        path = PACKS / f"{name}.yaml"
    if Path(name).name == name and not _is_file(path):
        known = "、".join(sorted(pack.stem for pack in PACKS.glob("*.yaml")))
        raise CannotDoError(_("没有标准“%(name)s”；现有：%(known)s；也可以写文件路径") % {"name": name, "known": known})
    standard, findings = read_pack(path if _is_file(path) else Path(name))
    if standard is None:
        first = findings[0]
        facts = {"file": first.file, "count": len(findings), "line": first.line, "problem": first.problem}
        text = _("标准文件 %(file)s 有 %(count)s 处错误，第一处在第 %(line)s 行：%(problem)s；请用 standard check 查看")
        raise CannotDoError(text % facts)
    return standard


def _is_file(path: Path) -> bool:
    """Say whether there is such a file; a name longer than the system allows is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _answer(path: Path, standard: Standard | None, findings: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "file": str(path),
        "standard": standard.code if standard else None,
        "complete": standard.complete if standard else None,
        "findings": [
            {"file": finding.file, "line": finding.line, "problem": finding.problem, "mend": finding.mend}
            for finding in findings
        ],
    }


def _report(path: Path, standard: Standard | None, findings: tuple[Finding, ...]) -> list[str]:
    if standard is None:
        lines = [f"{finding.file}:{finding.line}: {finding.problem}。{finding.mend}" for finding in findings]
        return [*lines, _("共 %(count)s 处错误") % {"count": len(findings)}]
    facts = {
        "file": path,
        "title": standard.title,
        "edition": standard.edition,
        "nodes": len(standard.nodes) - 1,
        "leaves": len(standard.leaves),
        "points": score_text(standard.root.points),
    }
    text = _(
        "%(file)s：没有错误。%(title)s（%(edition)s），%(nodes)s 个条目，其中 %(leaves)s 个直接评分，满分 %(points)s"
    )
    lines = [text % facts]
    if not standard.complete:
        lines.append(_("标准还不完整，不能据此给出总分"))
    return lines
