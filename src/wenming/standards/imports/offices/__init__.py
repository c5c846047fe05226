"""An office's own form of a standard: see readings.py for how it is read and records.py for what that gives."""

from wenming.standards.imports.offices.heads import MEANINGS, OfficeColumn
from wenming.standards.imports.offices.materials import materials_of
from wenming.standards.imports.offices.packs import PackFacts, office_contents
from wenming.standards.imports.offices.readings import read_office
from wenming.standards.imports.offices.records import Assignment, Listed, Note, OfficeReading

__all__ = [
    "MEANINGS",
    "Assignment",
    "Listed",
    "Note",
    "OfficeColumn",
    "OfficeReading",
    "PackFacts",
    "materials_of",
    "office_contents",
    "read_office",
]
