"""Making a filing, step by step: what has passed is compiled, the plan is kept, each part is written, then the index and what changed.

Each step is small, done once, and repeated with the same bytes where a machine died in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.utils import timezone, translation

from wenming.campaigns.models import Campaign
from wenming.engine.filing import Row, compare, digest_of
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, Event
from wenming.materials import actions
from wenming.materials.actions.filing import rows_of
from wenming.materials.adapters.reading import read_for_filing
from wenming.materials.enums import PartKind
from wenming.materials.exports.filing.parts import part_name, write_index, write_part, write_supplement
from wenming.materials.models import Filing, FilingPart
from wenming.materials.queries.filing import DEFAULT, plan_of

CHUNK = 2**18


def make_filing(
    *, campaign: Campaign, year: int, by: Account, at: datetime, template: str = DEFAULT, padded: bool = True
) -> Filing:
    """Make the filing folder of a year at once, and return it when it is whole. NotPossibleError as ``ask_filing``."""
    filing = actions.ask_filing(campaign=campaign, year=year, template=template, padded=padded, by=by, at=at)
    while filing.made_at is None:
        filing = advance(filing, at=at)
    return filing


def continue_filing(event: Event) -> None:
    """Take the next step of a filing; each step's event brings the step after it."""
    filing = _filing_of(event)
    if filing.made_at is None:
        advance(filing, at=timezone.now())


def lock_more(event: Event) -> None:
    """Lock the next items of a year that was closed."""
    assert event.by is not None  # noqa: S101  people close years
    actions.lock_some(filing=_filing_of(event), by=event.by, at=timezone.now())


def check_asked(event: Event) -> None:
    """Read every byte of a filing again."""
    check_filing(_filing_of(event), by=event.by, at=timezone.now())


def advance(filing: Filing, *, at: datetime) -> Filing:
    """Do what comes next for a filing, and return it as it is then; the papers in it are always in Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        return _next(filing, at)


def _next(filing: Filing, at: datetime) -> Filing:
    if not filing.plan:
        if actions.compile_some(filing=filing, at=at):
            return filing
        plan = plan_of(
            filing.campaign, filing.year, template=filing.template, padded=filing.padded, window=(filing.since, filing.until),
            read=read_for_filing,
        )  # fmt: skip
        return actions.keep_plan(filing=filing, plan=plan, at=at)
    made = set(filing.parts.values_list("order", flat=True))
    parts = len(filing.plan["parts"])
    slug, before = filing.city.slug, _before(filing)
    number = next((one for one in range(1, parts + 1) if one not in made), 0)
    if number:
        zipped = Zip(
            number,
            PartKind.PART,
            part_name(filing.plan, number),
            lambda file: write_part(file, slug, filing.plan, number),
        )
    elif 0 not in made:
        zipped = Zip(0, PartKind.INDEX, "00 目录.zip", lambda file: write_index(file, filing.plan, rows_of(filing)))
    elif before is not None and parts + 1 not in made:
        name = f"增补包（第{before.number}次至第{filing.number}次）.zip"
        zipped = Zip(parts + 1, PartKind.SUPPLEMENT, name, lambda file: _supplement(file, before, filing))
    else:
        return actions.finish_filing(filing=filing, at=at)
    return _keep(filing, zipped, at)


@dataclass(frozen=True, slots=True)
class Zip:
    """A zip to be written: its place, kind and name, and what writes it and says what is in it."""

    order: int
    kind: Any
    name: str
    write: Callable[[IO[bytes]], list[Row]]


def _keep(filing: Filing, zipped: Zip, at: datetime) -> Filing:
    """Write a zip beside the kept files, not in memory, and keep it."""
    settings.FILES_FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=settings.FILES_FOLDER) as file:
        rows = zipped.write(file)
        file.seek(0)
        chunks = iter(lambda: file.read(CHUNK), b"")
        facts = {"order": zipped.order, "kind": zipped.kind, "name": zipped.name}
        return actions.keep_part(filing=filing, chunks=chunks, rows=rows, at=at, **facts)


def _before(filing: Filing) -> Filing | None:
    """Return the filing of the same year before this one."""
    rows = Filing.objects.in_city(filing.city).filter(
        campaign=filing.campaign, year=filing.year, number__lt=filing.number, made_at__isnull=False
    )
    return rows.select_related("city").order_by("-number").first()


def _supplement(file: IO[bytes], before: Filing, filing: Filing) -> list[Row]:
    """Write what changed since the filing before."""
    changes = compare(rows_of(before), rows_of(filing))
    title = f"{filing.plan['campaign']}{filing.year}年申报材料：第 {filing.number} 次比第 {before.number} 次"
    parts = FilingPart.objects.in_city(filing.city).filter(filing=filing).select_related("file").order_by("order")
    return write_supplement(file, filing.city.slug, list(parts), changes, title)


def check_filing(filing: Filing, *, by: Account | None, at: datetime) -> list[str]:
    """Read every part again, and the list of all files; return the names of what is not what it was."""
    parts = FilingPart.objects.in_city(filing.city).filter(filing=filing).select_related("file").order_by("order")
    faults = [part.name for part in parts if _digest(filing.city.slug, part.file.sha256) != part.file.sha256]
    if digest_of(rows_of(filing)) != filing.digest:
        faults.append("目录")
    actions.keep_check(filing=filing, faults=faults, by=by, at=at)
    return faults


def _digest(slug: str, sha256: str) -> str:
    """Return the digest of what lies where these bytes should lie, "" where nothing does."""
    try:
        with path_of(slug, sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _filing_of(event: Event) -> Filing:
    """Return the filing of an event."""
    rows = Filing.objects.in_city(event.city).select_related("city", "campaign__city", "campaign__edition", "by")
    return rows.get(pk=int(event.subject.rpartition(":")[2]))
