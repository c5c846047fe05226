"""Adopting editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.engine.standards import Node as PureNode
from wenming.engine.standards import Standard
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations import rules
from wenming.standards.enums import StandardImportState
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.packs import parse_pack
from wenming.standards.models import RESERVED_CODES, Edition, Node, StandardImport
from wenming.standards.queries import reading_of


class EditionKnownError(Exception):
    """The city already keeps an edition under this code, with other contents."""


class NotPossibleError(Exception):
    """The action does not fit the state of its object any more; the message is a word that the page translates."""


@transaction.atomic
def adopt_edition(*, city: City, source: str, file_name: str, by: Account | None, at: datetime) -> Edition:
    """Keep the edition that the pack's text describes; adopting the same text again changes nothing.

    Raises PackError (with every finding) for a text that is not a valid pack and EditionKnownError when the code is
    taken by other contents: an edition that rounds were judged by never changes under them.
    ``by=None`` means the installation's operator.
    """
    if by is not None:
        rules.require_again(rules.works_in_office, by, city)
    edition, is_new = _kept(city, source, file_name, by, at)
    if is_new:
        record_event(city=city, kind="edition.adopted", subject=edition, data=_told(edition), by=by, at=at)
    return edition


def start_standard_import(
    *, city: City, file_name: str, chunks: Iterable[bytes], by: Account, at: datetime
) -> StandardImport:
    """Keep the uploaded file and open its check. The file is on the disk before the transaction begins."""
    rules.require_again(rules.works_in_office, by, city)
    stored = store_file(city=city, name=file_name, chunks=chunks, by=by, at=at)
    with transaction.atomic():
        import_ = StandardImport.objects.create(
            city=city, name=stored.name[:120], file=stored, created_by=by, created_at=at
        )
        data = {"name": import_.name, "file": stored.sha256}
        record_event(city=city, kind="standard_import.started", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def start_draft(*, city: City, name: str, contents: Contents, by: Account, at: datetime) -> StandardImport:
    """Open an edition that is typed in by hand, from these contents on."""
    rules.require_again(rules.works_in_office, by, city)
    import_ = StandardImport.objects.create(city=city, name=name[:120], draft=contents, created_by=by, created_at=at)
    data = {"name": import_.name, "contents": _digest(contents)}
    record_event(city=city, kind="standard_import.drafted", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def answer_import(
    *, import_: StandardImport, key: str, values: Mapping[str, Any], by: Account, at: datetime
) -> StandardImport:
    """Remember what a person said of the file: its ``mapping``, its ``facts`` or its ``edits``; None takes one back."""
    import_ = _locked(import_, by)
    known = import_.mapping if key == "mapping" else import_.answers.get(key, {})
    merged = {name: value for name, value in {**known, **values}.items() if value is not None}
    if key == "mapping":
        import_.mapping = merged
    else:
        import_.answers = {**import_.answers, key: merged}
    import_.save(update_fields=["mapping", "answers"])
    data = {"key": key, "values": dict(values)}
    record_event(city=import_.city, kind="standard_import.answered", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def edit_draft(
    *, import_: StandardImport, change: Callable[[Contents], Contents], what: str, by: Account, at: datetime
) -> StandardImport:
    """Change the contents that are typed in by hand; the contents before are kept for one step back.

    The first change of an import that has a file begins from what was read of it: NotPossibleError("faults") where it has faults.
    """
    import_ = _locked(import_, by)
    before = import_.draft if import_.draft is not None else reading_of(import_).contents
    if before is None:
        raise NotPossibleError("faults")
    import_.draft, import_.undo = change(before), before
    import_.save(update_fields=["draft", "undo"])
    data = {"what": what, "contents": _digest(import_.draft)}
    record_event(city=import_.city, kind="standard_import.edited", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def undo_draft(*, import_: StandardImport, by: Account, at: datetime) -> StandardImport:
    """Go one step back: the last change is undone, and undoing again brings it back."""
    import_ = _locked(import_, by)
    if import_.undo is None:
        raise NotPossibleError("nothing_to_undo")
    import_.draft, import_.undo = import_.undo, import_.draft
    import_.save(update_fields=["draft", "undo"])
    data = {"contents": _digest(import_.draft)}
    record_event(city=import_.city, kind="standard_import.undone", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def drop_standard_import(*, import_: StandardImport, by: Account, at: datetime) -> StandardImport:
    """Put an import aside; its file, its answers and its draft stay on record."""
    import_ = _locked(import_, by)
    import_.state = StandardImportState.DROPPED
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="standard_import.dropped", subject=import_, data={}, by=by, at=at)
    return import_


@transaction.atomic
def adopt_import(*, import_: StandardImport, written: Callable[[Contents], str], by: Account, at: datetime) -> Edition:
    """Keep the edition of a checked import, as ``written`` gives the text of its contents.

    Raises NotPossibleError("faults") while anything is wrong with it, EditionKnownError as ``adopt_edition`` does.
    """
    import_ = _locked(import_, by)
    reading = reading_of(import_)
    if reading.contents is None or reading.findings:
        raise NotPossibleError("faults")
    edition, _is_new = _kept(import_.city, written(reading.contents), import_.name, by, at)
    import_.state, import_.edition = StandardImportState.ADOPTED, edition
    import_.save(update_fields=["state", "edition"])
    data = {**_told(edition), "file": import_.file.sha256 if import_.file else ""}
    record_event(city=import_.city, kind="edition.adopted", subject=edition, data=data, by=by, at=at)
    return edition


def _locked(import_: StandardImport, by: Account) -> StandardImport:
    """Lock the import, check once more that it is open and that this person may go on with it."""
    rows = StandardImport.objects.in_city(import_.city).select_for_update(of=("self",))
    import_ = rows.select_related("city", "file").get(pk=import_.pk)
    rules.require_again(rules.works_in_office, by, import_.city)
    if import_.state != StandardImportState.CHECKING:
        raise NotPossibleError("not_open")
    return import_


def _digest(contents: Contents | None) -> str:
    """Return the SHA-256 (hexadecimal) of contents, whatever the order of their keys."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _told(edition: Edition) -> dict[str, Any]:
    """Return what the event of an adoption says."""
    return {"code": edition.code, "digest": edition.digest, "nodes": edition.nodes.count()}


def _kept(city: City, source: str, file_name: str, by: Account | None, at: datetime) -> tuple[Edition, bool]:
    """Return the edition of a pack's text, and whether it is new to the city."""
    standard = parse_pack(source, file_name=file_name)
    if standard.code in RESERVED_CODES:
        raise EditionKnownError(standard.code)
    known = Edition.objects.in_city(city).select_for_update().filter(code=standard.code).first()
    if known is not None:
        if known.digest == standard.digest:
            return known, False
        raise EditionKnownError(standard.code)
    edition = Edition.objects.create(
        city=city,
        code=standard.code,
        title=standard.title,
        title_en=standard.title_en,
        edition=standard.edition,
        complete=standard.complete,
        source=source,
        digest=standard.digest,
        created_by=by,
        created_at=at,
    )
    _create_nodes(edition, standard)
    return edition, True


def _create_nodes(edition: Edition, standard: Standard) -> None:
    """Give every line of the tree a row, level by level, so that each knows its parent's key."""
    position = {node.code: index for index, node in enumerate(standard.nodes)}
    layer: list[tuple[PureNode, Node | None]] = [(standard.root, None)]
    while layer:
        rows = [
            Node(
                city=edition.city,
                edition=edition,
                parent=parent,
                code=node.code,
                name=node.name,
                name_en=node.name_en,
                level=node.level,
                position=position[node.code],
            )
            for node, parent in layer
        ]
        Node.objects.bulk_create(rows)
        layer = [(child, row) for (node, _), row in zip(layer, rows, strict=True) for child in node.children]
