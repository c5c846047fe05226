"""The YAML layer of a pack: bytes to a tree of nodes that know their lines, without what makes YAML surprising."""

from __future__ import annotations

import re

import yaml

from wenming.standards.imports.findings import Ledger
from wenming.standards.imports.findings import mark as _

# a key of ours, which Chinese text before a colon never is
_WIDE_COLON = re.compile(r"\s*(?:- +)*[{\"']?([a-z][a-z_-]{1,40})[\"']?\s*：")
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's reader, many times as fast, where PyYAML was built with it; what it refuses is read again to name the fault."""
_LONG = 4_000
"""Characters from which on a text is worth the fast reader."""
_DEEPEST = 40
"""Levels of nesting: a standard has at most five levels, two steps each; far more is an attack or an accident."""


def read_document(content: bytes, ledger: Ledger) -> yaml.Node | None:
    """Return the root node of the pack, or None with the reasons in the ledger."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        ledger.add(line, _("文件不是 UTF-8 编码"), _("在编辑器里另存为 UTF-8"))
        return None
    root = None
    try:
        if _simple(text, ledger):
            root = _composed(text)
            if root is None:
                ledger.add(1, _("文件是空的"), _("从一个现成的标准文件开始写"))
            elif not isinstance(root, yaml.MappingNode) and note_wide_colons(text, ledger):
                root = None
    except yaml.MarkedYAMLError as fault:
        _note_syntax(text, fault, ledger)
    except yaml.YAMLError:
        # a control character: the reader stops before any mark exists
        ledger.add(_control_line(text), _("含有不可见的控制字符"), _("删去这个字符"))
    return root


def _composed(text: str) -> yaml.Node | None:
    """Return the root node of a text."""
    root: yaml.Node | None = yaml.compose(text, Loader=_loader_for(text))
    return root


def _loader_for(text: str) -> type:
    """Return the fast reader for a long text that it accepts, else the one whose faults we know how to tell."""
    if len(text) < _LONG or _FAST is yaml.SafeLoader:
        return yaml.SafeLoader
    try:
        for _event in yaml.parse(text, Loader=_FAST):
            pass
    except yaml.YAMLError:
        return yaml.SafeLoader
    return _FAST


def _simple(text: str, ledger: Ledger) -> bool:
    """Refuse anchors, aliases, tags and endless nesting: a pack is plain text that a person reads line by line."""
    depth = 0
    before = len(ledger.findings())
    for event in yaml.parse(text, Loader=_loader_for(text)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            ledger.add(line, _("用了 YAML 的锚或引用（& 或 *）"), _("把内容原样写出；文字以 & 或 * 开头时加引号"))
        elif getattr(event, "tag", None):
            ledger.add(line, _("用了 YAML 的类型标记（!）"), _("删去标记；文字以 ! 开头时加引号"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            ledger.add(line, _("嵌套太深"), _("检查缩进"))
            break
    return len(ledger.findings()) == before


def _note_syntax(text: str, fault: yaml.MarkedYAMLError, ledger: Ledger) -> None:
    """Name the line of a syntax error; a full-width colon near it is the usual cause and is named instead."""
    mark = fault.problem_mark or fault.context_mark
    line = mark.line + 1 if mark else 1
    wide = note_wide_colons(text, ledger)
    if wide:
        return
    lines = text.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        ledger.add(line, _("行首用了制表符"), _("缩进只用空格"))
    else:
        mend = _("检查这一行和上一行：冒号后要有空格，缩进要对齐，引号和括号要成对")
        ledger.add(line, _("不合 YAML 语法"), mend)


def note_wide_colons(text: str, ledger: Ledger) -> bool:
    """Note every line on which a key is followed by a full-width colon; say whether there was one."""
    found = False
    for number, line in enumerate(text.splitlines(), 1):
        hit = _WIDE_COLON.match(line)
        if hit:
            found = True
            ledger.add(number, _("“%(key)s”后面是全角冒号“：”"), _("改成半角冒号加空格“: ”"), key=hit.group(1))
    return found


def _control_line(text: str) -> int:
    """Return the line of the first control character."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
