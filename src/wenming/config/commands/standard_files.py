"""``standard import`` and ``standard check`` of Word documents and workbooks: our own layout, or the form of an office."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.config.commands.files import check_report, size_text
from wenming.engine.completeness import completeness_of
from wenming.engine.provisions import Checklists
from wenming.engine.standards import Standard
from wenming.standards.exports.completeness import completeness_answer
from wenming.standards.exports.packs import pack_text
from wenming.standards.imports.checklists import is_checklists, parse_checklists
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.fields import is_code
from wenming.standards.imports.files import HEAD_BYTES, is_office_file, read_any
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.imports.offices import (
    Listed,
    OfficeReading,
    PackFacts,
    materials_of,
    office_contents,
    read_office,
)
from wenming.standards.imports.packs import parse_pack
from wenming.standards.imports.places import CellFinding, Place
from wenming.standards.imports.workbooks import lies_in_our_layout, read_grids_pack

_SHOWN = 60
"""Characters of a listed text that a line shows; with --json it is whole."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """What a file of tables gave: the contents of our own layout, or the reading of an office's form."""

    contents: Contents | None
    findings: tuple[CellFinding, ...]
    reading: OfficeReading | None = None

    @property
    def listed(self) -> tuple[Listed, ...]:
        """The texts that went into nothing; our own layout has none."""
        return self.reading.listed if self.reading else ()


def add_facts(verb: argparse.ArgumentParser) -> None:
    """Add what an office's form may not say of its edition."""
    verb.add_argument("--code", default="", help=_("办公室的表格：标准的代号；不写则取 OUT 的文件名"))
    verb.add_argument("--title", default="", help=_("办公室的表格：标题；不写则取文件里的标题，再没有则取文件名"))
    verb.add_argument("--edition", default="", help=_("办公室的表格：版本；不写则取标题里的年份，再没有则记为未注明"))
    verb.add_argument("--source", default="", help=_("办公室的表格：这份文件从哪里来；不写则记文件名，可信度为未核实"))


def holds_tables(path: Path) -> bool:
    """Say whether a file is one of an office program; one that cannot be opened is told by whoever reads it."""
    try:
        with path.open("rb") as file:
            return is_office_file(file.read(HEAD_BYTES))
    except OSError:
        return False


def run_import(arguments: argparse.Namespace) -> int:
    """Read a file of tables into a pack; with faults nothing is written and each is named by its cell."""
    out = target_file(arguments.out, force=arguments.force, endings=(".yaml", ".yml"))
    tables = _read(arguments.file)
    contents = tables.contents
    if tables.reading is not None and not tables.findings:
        contents = office_contents(tables.reading, _facts(arguments, tables.reading, out))
    found: Standard | Checklists | None = None
    if contents is not None:
        text = pack_text(contents)
        found = _parsed(text, out)
        write_file(out, text.encode())
    if arguments.json:
        answer = _answer(arguments.file, tables, found)
        show_json({"file": answer.pop("file"), "out": str(out), **answer})
    else:
        _show_faults(tables)
        if found is None:
            show(_("共 %(count)s 处错误，没有写出标准文件") % {"count": len(tables.findings)})
        else:
            show(_("%(file)s：已写出，%(size)s") % {"file": out, "size": size_text(found)})
    return FINDINGS if tables.findings or tables.listed else FINE


def check_tables(arguments: argparse.Namespace) -> int:
    """Check a file of tables; 0 where nothing is wrong and everything was read, 1 otherwise."""
    tables = _read(arguments.file)
    found = _parsed(pack_text(tables.contents), arguments.file) if tables.contents is not None else None
    if arguments.json:
        completeness = completeness_answer(completeness_of(found)) if found else None
        show_json({**_answer(arguments.file, tables, found), "completeness": completeness})
    elif found is not None:
        for line in check_report(arguments.file, found, ()):
            show(line)
    else:
        _show_faults(tables)
        text = _("%(file)s：没有错误") if not tables.findings else _("%(file)s：共 %(count)s 处错误")
        show(text % {"file": arguments.file, "count": len(tables.findings)})
    return FINDINGS if tables.findings or tables.listed else FINE


def _parsed(text: str, path: Path) -> Standard | Checklists:
    """Return the standard or the collection of checklists in a text without faults."""
    parse = parse_checklists if is_checklists(text.encode()) else parse_pack
    return parse(text, file_name=str(path))


def target_file(out: Path, *, force: bool, endings: tuple[str, ...]) -> Path:
    """Return the file to be written; CannotDoError where it is of another kind, or there already."""
    if out.suffix.lower() not in endings:
        raise CannotDoError(
            _("写不了 %(file)s：文件名应以 %(endings)s 结尾") % {"file": out, "endings": "、".join(endings)}
        )
    if not force and os.path.lexists(out):
        raise CannotDoError(_("%(file)s 已经存在；换一个文件名，或加 --force 覆盖") % {"file": out})
    return out


def write_file(out: Path, content: bytes) -> None:
    """Write the whole file or nothing of it."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise CannotDoError(_("写不了文件 %(file)s") % {"file": out}) from fault


def _read(path: Path) -> _Tables:
    """Read a file: our own layout where its sheets bear our names, else the form of an office."""
    try:
        grids = read_any(path.read_bytes(), str(path))
    except OSError as fault:
        raise CannotDoError(_("打不开文件 %(file)s") % {"file": path}) from fault
    except UnreadableError as fault:
        raise CannotDoError(str(fault)) from fault
    if lies_in_our_layout(grids):
        return _Tables(*read_grids_pack(grids, str(path)))
    reading = read_office(grids)
    return _Tables(None, reading.findings, reading)


def _facts(arguments: argparse.Namespace, reading: OfficeReading, out: Path) -> PackFacts:
    """Return what the form does not say, from the options or from the names of the files; CannotDoError where no code can be made."""
    code = arguments.code or out.stem
    if not is_code(code):
        text = _("代号“%(code)s”含有不能用的字符；只用字母、数字和 . - _，写在 --code 后面")
        raise CannotDoError(text % {"code": code})
    return PackFacts(
        code=code,
        title=arguments.title or reading.title or arguments.file.stem,
        edition=arguments.edition or reading.edition or _("未注明"),
        source=arguments.source or _("文件《%(name)s》") % {"name": arguments.file.name},
    )


def _show_faults(tables: _Tables) -> None:
    """Print every fault, every text that was not used, and what was read but has no place in a pack."""
    for finding in tables.findings:
        show(f"{_place(finding.place)}{finding.problem}。{finding.mend}")
    for item in tables.listed:
        text = " ".join(item.text.split())
        short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        show(
            _("%(place)s没有用上：%(reason)s｜%(text)s")
            % {"place": _place(item.place), "reason": item.reason, "text": short}
        )
    if tables.reading is not None:
        facts = {"used": _used_rows(tables.reading), "listed": len(tables.listed)}
        show(_("用上 %(used)s 行，没有用上 %(listed)s 处") % facts)
        kept = _kept(tables.reading)
        if kept:
            show(_("另读到%(kept)s，标准文件里没有它们的位置，没有写入") % {"kept": "、".join(kept)})


def _used_rows(reading: OfficeReading) -> int:
    return sum(place.row is not None for place in reading.used)


def _kept(reading: OfficeReading) -> list[str]:
    """Return what was read beside the tree, counted."""
    units = sum(assignment.kind != "materials" for assignment in reading.assignments)
    materials = len(materials_of(reading.assignments)[1])
    counts = {
        ngettext("单位分工 %(count)s 处", "单位分工 %(count)s 处", units): units,
        ngettext("种类不明的材料要求 %(count)s 处", "种类不明的材料要求 %(count)s 处", materials): materials,
        ngettext("注 %(count)s 条", "注 %(count)s 条", len(reading.notes)): len(reading.notes),
    }
    return [text % {"count": count} for text, count in counts.items() if count]


def _answer(path: Path, tables: _Tables, found: Standard | Checklists | None) -> dict[str, object]:
    """Return what was read, for machines; ``used`` is null where the file lies in our own layout, which is read whole."""
    return {
        "file": str(path),
        "standard": found.code if found else None,
        "findings": [{**_where(item.place), "problem": item.problem, "mend": item.mend} for item in tables.findings],
        "used": _used_rows(tables.reading) if tables.reading else None,
        "listed": [{**_where(item.place), "text": item.text, "reason": item.reason} for item in tables.listed],
    }


def _where(place: Place) -> dict[str, object]:
    return {"sheet": place.sheet, "row": place.row, "column": place.column or None}


def _place(place: Place) -> str:
    """Return where something is: the sheet, and row and column as far as it has them."""
    facts = {"sheet": place.sheet, "row": place.row, "column": place.column}
    if place.row is None:
        text = _("%(sheet)s %(column)s：") if place.column else _("%(sheet)s：")
    else:
        text = _("%(sheet)s 第 %(row)s 行 %(column)s：") if place.column else _("%(sheet)s 第 %(row)s 行：")
    return text % facts
