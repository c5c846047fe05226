"""A collection of checklists and crosswalks (``format: wenming-checklists/1``), which several titles share."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from wenming.engine.provisions import Checklists
from wenming.standards.imports.contents import Contents, contents_of, own_keys
from wenming.standards.imports.documents import read_document
from wenming.standards.imports.fields import Fields
from wenming.standards.imports.findings import Finding, Ledger, PackError
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.provisions import SHARED_SECTIONS, read_provisions
from wenming.standards.imports.sources import SOURCE_KEYS, Sources

FORMAT = "wenming-checklists/1"
CHECKLISTS = Path(__file__).resolve().parents[4] / "data" / "checklists"
"""The collections that come with the platform, each named by its code."""
_REQUIRED = ("format", "code", "title", "edition", "sources")
_KEYS = (*_REQUIRED, *SHARED_SECTIONS, *SOURCE_KEYS)


def is_checklists(content: bytes) -> bool:
    """Say whether the bytes call themselves a collection of checklists."""
    return any(line.replace(b'"', b"").startswith(b"format: wenming-checklists/") for line in content.splitlines())


def parse_checklists(source: str, *, file_name: str) -> Checklists:
    """Return the collection in a text; PackError with every finding where it has faults."""
    return _sound(*_read(source.encode(), file_name))


def load_checklists(path: Path) -> Checklists:
    """Return the collection in a file; PackError as above, OSError where it cannot be opened."""
    return _sound(*_read(Path(path).read_bytes(), str(path)))


def checklists_contents(content: bytes, file_name: str) -> Contents:
    """Return everything that a sound collection says, as plain values; PackError as above."""
    return contents_of(_document(content, file_name))


def load_checklists_contents(path: Path) -> tuple[Contents, tuple[tuple[str, int], ...]]:
    """Return the same of a file, and its own ``x-`` keys with their lines, which are not among it."""
    document = _document(Path(path).read_bytes(), str(path))
    return contents_of(document), tuple(own_keys(document))


def _document(content: bytes, file_name: str) -> yaml.Node:
    """Return the root node of a collection without faults."""
    ledger = Ledger(file_name)
    document = read_document(content, ledger)
    if document is not None:
        checklists_of(document, ledger, "")
    if document is None or ledger.findings():
        raise PackError(ledger.findings())
    return document


def _sound(found: Checklists | None, findings: tuple[Finding, ...]) -> Checklists:
    if found is None or findings:
        raise PackError(findings)
    return found


def _read(content: bytes, file_name: str) -> tuple[Checklists | None, tuple[Finding, ...]]:
    ledger = Ledger(file_name)
    document = read_document(content, ledger)
    if document is None:
        return None, ledger.findings()
    return checklists_of(document, ledger, hashlib.sha256(content).hexdigest()), ledger.findings()


def checklists_of(document: yaml.Node, ledger: Ledger, digest: str) -> Checklists:
    """Read the whole collection; what is faulty is in the ledger and the returned value must not be used then."""
    pack = Fields(document, ledger, _KEYS, _REQUIRED)
    if pack.text("format") not in {"", FORMAT}:
        pack.fault("format", _("不认识的格式“%(value)s”"), _("写 %(format)s"), value=pack.text("format"), format=FORMAT)
    sources = Sources(pack)
    title, title_en = pack.pair("title")
    return Checklists(
        code=pack.code("code"),
        title=title,
        title_en=title_en,
        edition=pack.text("edition"),
        provisions=read_provisions(pack, sources, None),
        digest=digest,
        provenance=sources.of(pack, None) if "source" in pack else None,
    )
