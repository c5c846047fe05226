"""Adopting editions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.engine.standards import Node as PureNode
from wenming.engine.standards import Standard
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations import rules
from wenming.standards.imports.packs import parse_pack
from wenming.standards.models import Edition, Node


class EditionKnownError(Exception):
    """The city already keeps an edition under this code, with other contents."""


@transaction.atomic
def adopt_edition(*, city: City, source: str, file_name: str, by: Account | None, at: datetime) -> Edition:
    """Keep the edition that the pack's text describes; adopting the same text again changes nothing.

    Raises PackError (with every finding) for a text that is not a valid pack and EditionKnownError when the code is
    taken by other contents: an edition that rounds were judged by never changes under them.
    ``by=None`` means the installation's operator.
    """
    if by is not None:
        rules.require_again(rules.works_in_office, by, city)
    standard = parse_pack(source, file_name=file_name)
    known = Edition.objects.in_city(city).select_for_update().filter(code=standard.code).first()
    if known is not None:
        if known.digest == standard.digest:
            return known
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
    data = {"code": edition.code, "digest": edition.digest, "nodes": len(standard.nodes)}
    record_event(city=city, kind="edition.adopted", subject=edition, data=data, by=by, at=at)
    return edition


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
