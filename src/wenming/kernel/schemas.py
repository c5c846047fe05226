"""The shapes that the parts of a page take: bars on an axis, dates, places in a list. All values are ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import segno
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from wenming.kernel.models import City

STEP = 20
DASH = "—"
"""What stands where there is no value to show."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of rates from ``low`` to ``high`` (per cent, multiples of 20), the same for all bars of a column.

    It ends at 100 % unless a bonus lifted a rate above.
    """

    low: int
    high: int = 100

    @classmethod
    def for_rates(cls, rates: Iterable[Fraction | None]) -> Axis:
        """Return the shortest axis on which all these rates lie, at most from 80 % and at least to 100 %."""
        known = [rate for rate in rates if rate is not None]
        lowest, highest = min(known, default=Fraction(1)), max(known, default=Fraction(1))
        return cls(min(100 - STEP, int(lowest * 100) // STEP * STEP), max(100, -(-highest * 100 // STEP) * STEP))

    def place(self, rate: Fraction | None) -> str:
        """Return where a rate lies, as the per cent of the width ("" for none)."""
        return "" if rate is None else f"{(float(rate) * 100 - self.low) / (self.high - self.low) * 100:.2f}%"

    @property
    def ticks(self) -> list[dict[str, str]]:
        """Return the marks of the axis: place, label, how the label stands."""
        span = self.high - self.low
        # at most six steps, however far a bonus goes
        step = 5 if span == STEP else STEP * -(-span // (6 * STEP))
        return [
            {
                "x": self.place(Fraction(value, 100)),
                "label": f"{value}%" if value == self.high else str(value),
                "anchor": {self.low: "start", self.high: "end"}.get(value, "middle"),
            }
            for value in range(self.low, self.high + 1, step)
        ]

    def bar(self, label: str, rate: Fraction | None, previous: Fraction | None) -> dict[str, str]:
        """Return one bar: what it says in words, where this round and the last one stand."""
        return {"label": label, "point": self.place(rate), "previous": self.place(previous), "target": ""}


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a long list, and the keys that lead to its neighbours (None at the ends)."""

    rows: list[Any]
    previous: int | None
    next: int | None

    def links(self, request: HttpRequest) -> dict[str, str]:
        """Return the addresses of the neighbours under the same filter ("" at the ends)."""
        return {
            "previous_url": address(request, before=self.previous) if self.previous is not None else "",
            "next_url": address(request, after=self.next) if self.next is not None else "",
        }


def keyset_page(request: HttpRequest, rows: QuerySet[Any], *, key: str, size: int, descending: bool = False) -> Page:
    """Return the page of ``rows`` that the address asks for (``after=`` or ``before=`` a key), without counting.

    ``key`` is a unique whole-number column by which ``rows`` are listed; it costs one query however long the list is.
    """
    after, before = _number(request.GET.get("after")), _number(request.GET.get("before"))
    forward = before is None
    start = after if forward else before
    if start is not None:
        side = "gt" if forward != descending else "lt"
        rows = rows.filter(**{f"{key}__{side}": start})
    found = list(rows.order_by(key if forward != descending else f"-{key}")[: size + 1])
    more, found = len(found) > size, found[:size]
    if not forward:
        found.reverse()
    has_previous, has_next = (after is not None, more) if forward else (more, True)
    if not found:
        return Page([], None, None)
    return Page(found, _key(found[0], key) if has_previous else None, _key(found[-1], key) if has_next else None)


def _key(row: Model, key: str) -> int:
    """Return the row's key."""
    return int(getattr(row, key))


def _number(text: str | None) -> int | None:
    """Return the whole number of an address, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def address(request: HttpRequest, *without: str, **changes: object) -> str:
    """Return this page's address with other paging or filters."""
    query = request.GET.copy()
    for name in ("after", "before", *without):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def days_text(first: date, last: date) -> str:
    """Return a stretch of days in the reader's language, the year once where it is the same."""
    begins = formats.date_format(first, "DATE_FORMAT")
    if first == last:
        return begins
    ends = formats.date_format(last, _("n月j日") if first.year == last.year else "DATE_FORMAT")
    return f"{begins}—{ends}"


def moment_text(at: datetime, city: City) -> str:
    """Return a moment by the city's own clock."""
    return formats.date_format(at.astimezone(city.zone), "SHORT_DATETIME_FORMAT")


def number_text(value: int) -> str:
    """Return a count with its thousands separated."""
    return f"{value:,}"


def points_text(value: Fraction) -> str:
    """Return attainable points without needless zeros: 39, 2.5."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def milli_text(milli: int) -> str:
    """Return milli-points as points without needless zeros: 0.2, 1."""
    return points_text(Fraction(milli, 1000))


def choices(items: Sequence[tuple[str, str, bool]]) -> list[dict[str, Any]]:
    """Return (address, label, chosen) as the entries of a segmented choice."""
    return [{"url": url, "label": label, "active": active} for url, label, active in items]


def qr_code(text: str) -> str:
    """Return a text as a QR code in SVG, sized by its class; markup that holds nothing of the text itself."""
    return segno.make(text, error="m").svg_inline(omitsize=True, border=2, svgclass="qr-code", lineclass=None)
