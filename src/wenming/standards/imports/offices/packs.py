"""The pack that an office's form gives, once somebody has said what the form does not: its code, title, edition and source."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.standards.imports.contents import Contents
from wenming.standards.imports.offices.checks import UNPUBLISHED
from wenming.standards.imports.offices.materials import materials_of
from wenming.standards.imports.offices.records import OfficeReading
from wenming.standards.imports.packs import FORMAT

_KEY = "file"
_BEYOND = {
    "zh": "表格之外的规定：申报条件、负面清单、加分、周期权重等",
    "en": "Rules beyond the tables: application conditions, negative list, bonus, cycle weights and the like",
}
_POINTS = {"zh": "没有公布的分值", "en": "Points that are not published"}
_UNITS = {"zh": "责任单位分工（原表有，未写入）", "en": "Who answers for what (in the tables, not taken over)"}
_MATERIALS = {
    "zh": "种类不明的材料要求（原表有，未写入）",
    "en": "Material requirements of no plain kind (in the tables, not taken over)",
}
_NOTES = {"zh": "注和备注（原表有，未写入）", "en": "Notes and remarks (in the tables, not taken over)"}
_LISTED = {"zh": "原文件中没有读入的文字", "en": "Texts of the file that were not read"}


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What an office's form does not say of its own edition; ``source`` says where the file comes from."""

    code: str
    title: str
    edition: str
    source: str


def office_contents(reading: OfficeReading, facts: PackFacts) -> Contents:
    """Return the contents of the pack of a reading without findings.

    It is never complete: an office's form holds the tree and, at most, what is to be filed. English texts are the Chinese ones.
    """
    contents: Contents = {
        "format": FORMAT,
        "code": facts.code,
        "title": {"zh": facts.title, "en": facts.title},
        "edition": facts.edition,
        "complete": "false",
        "not_covered": gaps(reading),
        "levels": list(reading.levels),
        "rules": {"missing": "exclude", "not_applicable": "exclude"},
        "sources": {_KEY: {"zh": facts.source, "en": facts.source, "confidence": "unverified"}},
        "source": _KEY,
        "tree": list(reading.tree),
    }
    if reading.total:
        contents["points"] = reading.total
    if reading.unpublished:
        contents["shares"] = UNPUBLISHED
    materials, _left = materials_of(reading.assignments)
    if materials:
        contents["materials"] = materials
    return contents


def gaps(reading: OfficeReading) -> list[Contents]:
    """Return what the pack of a reading does not cover, in both languages."""
    kinds = {assignment.kind for assignment in reading.assignments}
    found = {
        "beyond": (True, _BEYOND),
        "points": (reading.unpublished or any(_has_unpublished(node) for node in reading.tree), _POINTS),
        "units": (bool(kinds - {"materials"}), _UNITS),
        "materials": (bool(materials_of(reading.assignments)[1]), _MATERIALS),
        "notes": (bool(reading.notes), _NOTES),
        "listed": (bool(reading.listed), _LISTED),
    }
    return [dict(text) for applies, text in found.values() if applies]


def _has_unpublished(node: Contents) -> bool:
    return "shares" in node or any(_has_unpublished(child) for child in node.get("children", []))
