"""Tables of issues, in and out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.browser.sights.sight import Sight
from tests.people import HOME

ISSUES = f"/{HOME}/issues/"


def make_tables(city: Any) -> None:
    """A table that waits for its columns, and one with every question."""
    from tests.issues.workbooks import plain_table
    from wenming.issues.actions.ledgers import map_ledger_import, start_ledger_import

    now, heads = timezone.now(), ("问题描述", "位置", "责任单位", "类别", "来源", "时限", "销号", "来电人")
    rows = [
        ("垃圾桶满溢", "东门", "不知道的局", "垃圾一类", "天上", "11.30", "是", "某人"),
        ("乱堆物", "西门", "", "", "", "立行立改", "", ""),
        ("乱堆物", "西门", "", "", "", "", "", ""),
        ("", "南门", "", "", "", "", "", ""),
    ]
    for name in ("待对应.xlsx", "校对中.xlsx"):
        ledger = start_ledger_import(city=city, file_name=name, chunks=[plain_table(heads, rows)], by=None, at=now)
    map_ledger_import(ledger=ledger, source="hotline", mapping=ledger.mapping, by=None, at=now)


def step(file: str, page: str = "") -> Any:
    """Return what finds the address of a step of an import."""

    def address() -> str:
        from wenming.issues.models import LedgerImport

        return f"{ISSUES}import/{LedgerImport.objects.across_cities().get(city__slug=HOME, file__name=file).pk}/{page}"

    return address


SIGHTS = (
    Sight("issues-import", f"{ISSUES}import/"),
    Sight("issues-import-columns", step("待对应.xlsx", "columns/")),
    Sight("issues-import-check", step("校对中.xlsx")),
    Sight("issues-import-preview", step("校对中.xlsx", "preview/")),
    Sight("issues-export", f"{ISSUES}export/?state=all"),
    Sight("issues-export-text", f"{ISSUES}export/text/?state=all"),
)
