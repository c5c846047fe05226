"""``materials export``: a filing as a folder, every byte checked on its way."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.config.commands.responsibilities import city_or_only
from wenming.materials.enums import PartKind
from wenming.materials.exports.filing.parts import unpacked
from wenming.materials.models import Filing, FilingPart

CHUNK = 2**18


def run_export(arguments: argparse.Namespace) -> int:
    """Write the folder of a filing that is whole; a folder that holds something already is refused."""
    city, target = city_or_only(arguments.city), arguments.to
    rows = Filing.objects.in_city(city).filter(year=arguments.year, made_at__isnull=False)
    if arguments.number:
        rows = rows.filter(number=arguments.number)
    filing = rows.select_related("campaign").defer("plan").order_by("campaign__title__order", "-number").first()
    if filing is None:
        raise CannotDoError(_("%(year)s 年还没有导出过；请先在申报文件夹页上导出") % {"year": arguments.year})
    if target.exists() and any(target.iterdir()):
        raise CannotDoError(_("%(folder)s 里已经有文件；请换一个空文件夹") % {"folder": target})
    parts = FilingPart.objects.in_city(city).filter(filing=filing).exclude(kind=PartKind.SUPPLEMENT)
    count = 0
    for row, source in unpacked(city.slug, list(parts.select_related("file").order_by("order"))):
        place = target / row.path
        place.parent.mkdir(parents=True, exist_ok=True)
        if _copied(source, place) != row.digest:
            raise CannotDoError(_("%(file)s 已经损坏；请从备份恢复") % {"file": row.path})
        count += 1
    facts = {"campaign": filing.campaign.name, "year": filing.year, "number": filing.number, "files": count}
    if arguments.json:
        show_json({**facts, "folder": str(target), "digest": filing.digest})
    else:
        show(
            _("%(campaign)s %(year)s 年第 %(number)s 次：%(files)s 个文件，写到 %(folder)s")
            % {**facts, "folder": target}
        )
    return FINE


def _copied(source: IO[bytes], place: Path) -> str:
    """Copy bytes to a place; return their digest."""
    digest = hashlib.sha256()
    with place.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
