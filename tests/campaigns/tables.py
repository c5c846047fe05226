"""The town of the decomposition tables as records: its campaign, its units, its groups."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

from tests.campaigns.decompositions import (
    DISTRICTS,
    GROUPS,
    KEYS,
    NAMES,
    TIDY,
    UNITS,
    Matrix,
    Mess,
    as_xlsx,
    pack_text,
    papers,
    random_matrix,
)
from tests.people import OFFICER, make_account, make_city
from wenming.campaigns.actions.decomposition import start_table_import
from wenming.campaigns.models import Campaign, ResponsibilityImport, Title
from wenming.engine.matching import fold
from wenming.organisations.models import Unit, UnitAlias, UnitGroup, UnitGroupMember
from wenming.standards.actions import adopt_edition

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def make_town() -> Campaign:
    """Return the campaign of the town; its units have the keys of ``decompositions.KEYS``."""
    city = make_city()
    known = Campaign.objects.in_city(city).filter(name="滨河创城 2026").first()
    if known is not None:
        return known
    edition = adopt_edition(city=city, source=pack_text(), file_name="r.yaml", by=make_account(OFFICER), at=AT)
    Unit.objects.bulk_create(
        Unit(
            pk=KEYS[name], city=city, kind="district" if name in DISTRICTS else "department", name=name, order=number,
            position=f"{number:04}", starts_on=date(2026, 1, 1),
        )
        for number, name in enumerate(NAMES, start=1)
    )  # fmt: skip
    UnitAlias.objects.bulk_create(
        UnitAlias(city=city, unit_id=KEYS[name], name=name[1:], folded=fold(name[1:]), kind="short", at=AT)
        for name in UNITS
    )
    for name, members in GROUPS.items():
        group = UnitGroup.objects.create(city=city, name=name, folded=fold(name))
        UnitGroupMember.objects.bulk_create(
            UnitGroupMember(city=city, group=group, unit_id=KEYS[member]) for member in members
        )
    title, _created = Title.objects.in_city(city).get_or_create(city=city, name="全国文明城市", defaults={"order": 1})
    return Campaign.objects.create(
        city=city, title=title, name="滨河创城 2026", edition=edition, created_at=AT,
        starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31),
    )  # fmt: skip


def table_bytes(matrix: Matrix, mess: Mess = TIDY, seed: int = 1) -> bytes:
    """Return a matrix as a workbook."""
    return as_xlsx(papers(matrix, mess, random.Random(seed)))


def send(content: bytes, name: str = "任务分解表.xlsx", **more: Any) -> ResponsibilityImport:
    """Upload a table as the office."""
    done = {"campaign": make_town(), "by": make_account(OFFICER), "at": AT, **more}
    return start_table_import(file_name=name, chunks=[content], **done)


def small_matrix(size: int = 6, seed: int = 5) -> Matrix:
    """Return a matrix of few criteria."""
    return random_matrix(random.Random(seed), size)
