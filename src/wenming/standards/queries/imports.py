"""Reading editions on their way in."""

from __future__ import annotations

import json
from functools import lru_cache

from django.db.models import QuerySet

from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.standards.enums import StandardImportState
from wenming.standards.imports.readings import FileReading, read_draft, read_file, with_facts
from wenming.standards.models import StandardImport


def imports_open(city: City) -> QuerySet[StandardImport]:
    """Return the editions that are on their way in, newest first."""
    waiting = StandardImport.objects.in_city(city).filter(state=StandardImportState.CHECKING)
    return waiting.select_related("file", "created_by").order_by("-created_at", "-pk")


def reading_of(import_: StandardImport) -> FileReading:
    """Read what an import holds: what was typed in, else its file with what people settled by hand."""
    if import_.draft is not None:
        return _draft_read(_json(import_.draft))
    file = (import_.city.slug, import_.file.sha256, import_.file.name)
    settled = _json([import_.mapping, import_.answers.get("edits", {})])
    reading = _file_read(*file, settled)
    return reading if reading.office is None else _completed(*file, settled, _json(import_.answers.get("facts", {})))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=4)
def _draft_read(text: str) -> FileReading:
    """Check typed contents once per process."""
    return read_draft(json.loads(text))


@lru_cache(maxsize=4)
def _file_read(slug: str, sha256: str, name: str, settled: str) -> FileReading:
    """Read one file once per process and set of answers; the same bytes always read the same."""
    mapping, edits = json.loads(settled)
    return read_file(path_of(slug, sha256).read_bytes(), name, mapping, edits)


@lru_cache(maxsize=4)
def _completed(slug: str, sha256: str, name: str, settled: str, facts: str) -> FileReading:
    """Put the facts to an office's form once per process."""
    return with_facts(_file_read(slug, sha256, name, settled), json.loads(facts))
