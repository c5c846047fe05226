"""``standard check|export|import|diff``: the files of standards, what is wrong with them, and what differs between two."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.files import check_answer, check_report, size_answer, size_text
from wenming.config.commands.standard_files import (
    add_facts,
    check_tables,
    holds_tables,
    run_import,
    target_file,
    write_file,
)
from wenming.engine.editions import compare_editions
from wenming.engine.provisions import Checklists
from wenming.engine.standards import Standard
from wenming.standards.exports.comparisons import difference_text
from wenming.standards.exports.differences import difference_answer
from wenming.standards.exports.packs import pack_text
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.imports.checklists import (
    CHECKLISTS,
    is_checklists,
    load_checklists,
    load_checklists_contents,
)
from wenming.standards.imports.findings import Finding, PackError
from wenming.standards.imports.packs import PACKS, load_contents, load_standard
from wenming.standards.imports.workbooks import read_workbook_pack


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``standard`` and its verbs."""
    verbs = nouns.add_parser("standard").add_subparsers(dest="verb", metavar="VERB", required=True)
    check = verbs.add_parser("check", help=_("检查标准文件，逐条指出行号、问题和改法"))
    check.add_argument("file", metavar="FILE", type=Path, help=_("标准文件（YAML），或 Word 文档、Excel 工作簿"))
    check.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    check.set_defaults(run=run_check)
    export = verbs.add_parser("export", help=_("把标准写成规范的 YAML，或可以编辑的 Excel 工作簿"))
    export.add_argument("pack", metavar="PACK", help=_("标准的代号或文件路径"))
    export.add_argument("out", metavar="OUT", type=Path, help=_("要写的文件：.yaml 或 .xlsx"))
    _add_writing(export, run_export)
    brought = verbs.add_parser("import", help=_("把 Word 文档或 Excel 工作簿读成标准文件，逐格指出问题和改法"))
    brought.add_argument(
        "file", metavar="FILE", type=Path, help=_("文件（.docx 或 .xlsx）：standard export 的工作簿，或办公室的表格")
    )
    brought.add_argument("out", metavar="OUT", type=Path, help=_("要写的标准文件（.yaml）"))
    add_facts(brought)
    _add_writing(brought, run_import)
    diff = verbs.add_parser("diff", help=_("两个版本的差别：相同、移动、改名、拆分、合并、删去、新增"))
    diff.add_argument("before", metavar="A", help=_("较早的标准：代号或文件路径"))
    diff.add_argument("after", metavar="B", help=_("较新的标准：代号或文件路径"))
    diff.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    diff.set_defaults(run=run_diff)


def _add_writing(verb: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Add what the verbs that write a file have in common."""
    verb.add_argument("--force", action="store_true", help=_("文件已存在时也写"))
    verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    verb.set_defaults(run=run)


def run_check(arguments: argparse.Namespace) -> int:
    """Check one file; 0 without findings, 1 with."""
    if holds_tables(arguments.file):
        return check_tables(arguments)
    found, findings = read_file(arguments.file)
    if arguments.json:
        show_json(check_answer(arguments.file, found, findings))
    else:
        for line in check_report(arguments.file, found, findings):
            show(line)
    return FINDINGS if findings else FINE


def read_file(path: Path) -> tuple[Standard | Checklists | None, tuple[Finding, ...]]:
    """Return the standard or the collection of checklists in a file, or what is wrong with it."""
    try:
        return (load_checklists(path) if is_checklists(path.read_bytes()) else load_standard(path)), ()
    except PackError as fault:
        return None, fault.findings
    except OSError as fault:
        raise CannotDoError(_("打不开标准文件 %(file)s") % {"file": path}) from fault


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
    standard, findings = read_pack(find_file(name))
    if standard is None:
        raise _faulty(findings)
    return standard


def _faulty(findings: tuple[Finding, ...]) -> CannotDoError:
    """Return the one line that a faulty file is refused with where it was to be used."""
    first = findings[0]
    facts = {"file": first.file, "count": len(findings), "line": first.line, "problem": first.problem}
    text = _("标准文件 %(file)s 有 %(count)s 处错误，第一处在第 %(line)s 行：%(problem)s；请用 standard check 查看")
    return CannotDoError(text % facts)


def find_file(name: str) -> Path:
    """Return the file of a path or of the code of a pack of ours; CannotDoError lists the codes where it is neither."""
    ours = (folder / f"{name}.yaml" for folder in (PACKS, CHECKLISTS))
    path = next((path for path in (Path(name), *ours) if _is_file(path)), Path(name))
    if Path(name).name == name and not _is_file(path):
        known = "、".join(sorted(pack.stem for pack in PACKS.glob("*.yaml")))
        raise CannotDoError(_("没有标准“%(name)s”；现有：%(known)s；也可以写文件路径") % {"name": name, "known": known})
    return path


def run_export(arguments: argparse.Namespace) -> int:
    """Write a pack or a collection anew; 1 where keys of its writer (``x-…``) stay behind."""
    out = target_file(arguments.out, force=arguments.force, endings=(".yaml", ".yml", ".xlsx"))
    path = find_file(arguments.pack)
    found, findings = read_file(path)
    if found is None:
        raise _faulty(findings)
    contents, own = load_contents(path) if isinstance(found, Standard) else load_checklists_contents(path)
    content = pack_workbook(contents) if out.suffix.lower() == ".xlsx" else pack_text(contents).encode()
    if out.suffix.lower() == ".xlsx" and read_workbook_pack(content, out.name)[0] != contents:
        raise CannotDoError(_("标准里有 Excel 单元格装不下的文字（太长，或含控制字符），没有写出；请导出为 .yaml"))
    write_file(out, content)
    if arguments.json:
        left = [{"key": key, "line": line} for key, line in own]
        show_json({"file": str(out), "standard": found.code, **size_answer(found), "left_out": left})
        return FINDINGS if own else FINE
    show(_("%(file)s：已写出，%(size)s；注释不随文件带走") % {"file": out, "size": size_text(found)})
    for key, line in own:
        show(_("第 %(line)s 行的“%(key)s”是自有的键，没有写出") % {"line": line, "key": key})
    return FINDINGS if own else FINE


def run_diff(arguments: argparse.Namespace) -> int:
    """Compare two packs as the engine reads them; 0 equal, 1 with differences."""
    before, after = find_pack(arguments.before), find_pack(arguments.after)
    found = compare_editions(before, after)
    if arguments.json:
        show_json(difference_answer(before, after, found))
    else:
        for line in difference_text(before, after, found):
            show(line)
    return FINE if found.equal else FINDINGS


def _is_file(path: Path) -> bool:
    """Say whether there is such a file; a name longer than the system allows is none."""
    try:
        return path.is_file()
    except OSError:
        return False
