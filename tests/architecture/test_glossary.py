"""GLOSSARY.md is law: one Chinese term, one identifier; every model and every member of an enumeration has its line."""

from __future__ import annotations

import ast
import re

from django.apps import apps

from tests.architecture.sources import ROOT, files, tree

ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<identifiers>[^|]+) \|(?P<meaning>[^|]*)\|$", re.MULTILINE)
ENUMERATIONS = {"Enum", "StrEnum", "IntEnum", "Flag", "TextChoices", "IntegerChoices"}


def lines() -> list[tuple[list[str], list[str]]]:
    """Return every line of the tables: Chinese terms, identifiers."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = [
        match for match in ROW.finditer(text) if not set(match["chinese"]) <= {"-", " "} and match["chinese"] != "中文"
    ]
    return [(match["chinese"].split(" / "), re.findall(r"`([^`]+)`", match["identifiers"])) for match in rows]


def enumerations() -> dict[str, str]:
    """Return every member of every enumeration of the source: Class.MEMBER -> its Chinese label, "" without one."""
    found = {}
    for path in files(".py", under="src/wenming/"):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.ClassDef)
                and {ast.unparse(base).split(".")[-1] for base in node.bases} & ENUMERATIONS
            ):
                for statement in node.body:
                    if isinstance(statement, ast.Assign):
                        found[f"{node.name}.{statement.targets[0].id}"] = label(statement.value)
    return found


def label(value: ast.expr) -> str:
    """Return the text that a person sees for a member: the last text of the label's gettext call."""
    if not (isinstance(value, ast.Tuple) and len(value.elts) == 2):
        return ""
    texts = [node.value for node in ast.walk(value.elts[1]) if isinstance(node, ast.Constant)]
    return str(texts[-1]) if texts else ""


def test_read_the_glossary_finds_a_line_for_every_model():
    known = {identifier for _, identifiers in lines() for identifier in identifiers}
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("wenming.")}
    assert sorted(ours - known) == []


def test_read_the_glossary_finds_a_line_for_every_member_of_an_enumeration():
    known = {identifier for _, identifiers in lines() for identifier in identifiers}
    assert sorted(enumerations().keys() - known) == []


def test_read_the_glossary_finds_the_label_that_people_see():
    written = {identifier: chinese for chinese, identifiers in lines() for identifier in identifiers}
    wrong = {
        member: text
        for member, text in enumerations().items()
        if text and member in written and text not in written[member]
    }
    assert wrong == {}


def test_read_the_glossary_finds_no_member_that_is_gone():
    members = {
        name for _, identifiers in lines() for name in identifiers if re.fullmatch(r"[A-Z]\w+\.[A-Z_0-9]+", name)
    }
    assert sorted(members - enumerations().keys()) == []


def test_read_the_glossary_finds_no_identifier_twice():
    identifiers = [identifier for _, found in lines() for identifier in found]
    assert sorted({name for name in identifiers if identifiers.count(name) > 1}) == []


def test_read_the_glossary_finds_no_chinese_term_twice():
    terms = [term.strip() for chinese, _ in lines() for term in chinese]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
