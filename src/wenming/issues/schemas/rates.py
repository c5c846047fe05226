"""The page of rates: lines with a cell for each rate; every number leads to its issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wenming.engine.rates import Scheme, Terms, judge, terms_of
from wenming.engine.scoring.display import rate_text
from wenming.issues.queries.counted import can_list
from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import Line, sum_of_lines
from wenming.issues.queries.recurrence import Share
from wenming.issues.schemas.counters import terms_text
from wenming.issues.schemas.lookbacks import share_text
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, number_text, points_text

ENOUGH = 30
"""So many closings are needed before a rate of recurrence is shown (domain of small numbers)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it counts, per what, and how it is explained. ``floor``: fewer in ``per`` make no rate."""

    key: str
    name: str
    of: Terms
    per: Terms
    floor: int = 1

    @property
    def hint(self) -> str:
        """Return what is divided by what."""
        return f"{terms_text(self.of)} ÷ {terms_text(self.per)}" if self.per else terms_text(self.of)


def named(one: Any) -> str:
    """Return the name of a rate, a line of a sheet or a scheme in the language of the page."""
    return one.name_en if one.name_en and (get_language() or "").startswith("en") else one.name


def heads_of(scheme: Scheme, lines: Sequence[Line]) -> list[Head]:
    """Return the columns: the scheme's rates, recurrence beside the closing rate, then what tells the quality of the work.

    A rate for which no line has anything to reckon from (filing, for units) has no column.
    """
    verdict = judge(scheme, sum_of_lines(lines))
    rates = [Head(line.rate.key, named(line.rate), line.rate.of, line.rate.per) for line in verdict.rates if line.per]
    recurrence = [
        Head("recurred_30", _("30 天内复发"), terms_of("recurred_30"), terms_of("recurrable"), ENOUGH),
        Head("recurred_90", _("90 天内复发"), terms_of("recurred_90"), terms_of("recurrable"), ENOUGH),
    ]
    quality = [
        Head("first_pass", _("一次通过"), terms_of("first_pass"), terms_of("first_check")),
        Head("vague", _("敷衍答复"), terms_of("vague_answer"), terms_of("answer")),
        Head("repeated", _("重复问题"), terms_of("repeated"), ()),
    ]
    return [*rates, *recurrence, *quality]


def value_of(head: Head, counters: Mapping[str, int]) -> tuple[int, int, Fraction | None]:
    """Return what a column has of a line: how many, of how many, and the rate, None where there are too few."""
    of = sum(sign * counters.get(word, 0) for sign, word in head.of)
    per = sum(sign * counters.get(word, 0) for sign, word in head.per)
    return of, per, Fraction(of, per) if head.per and per >= head.floor else None


def points_of(scheme: Scheme, counters: Mapping[str, int]) -> str:
    """Return the points of a line by the scheme's sheet, "" where it has none that can be known, or nothing to reckon from."""
    verdict = judge(scheme, counters)
    if not verdict.total_of or not any(line.per for line in verdict.rates):
        return ""
    return f"{points_text(verdict.total)} / {points_text(verdict.total_of)}"


def rate_rows(
    city: City,
    scheme: Scheme,
    period: Period,
    heads: Sequence[Head],
    lines: Sequence[Line],
    *,
    backs: Mapping[int, Share],
) -> str:
    """Return the lines as rows of the table, each group under its name, and all of them together on top.

    ``backs``: key of a line, 0 for all -> what look-backs found; empty = no column.
    """
    texts = {"points": _("得分"), "back": _("回头看又出现")}
    rows = [_row(city, scheme, period, heads, Line("", 0, _("合计"), "", sum_of_lines(lines)), whole=True)]
    span = len(heads) + 2 + bool(backs)
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            rows.append({"group": group, "span": span})
        rows.append(_row(city, scheme, period, heads, line))
    for row, line in zip(
        [one for one in rows if "cells" in one], [Line("", 0, "", "", Counter()), *lines], strict=True
    ):
        found = backs.get(line.key)
        row["back"] = (share_text(found) if found else DASH) if backs else ""
    return render_to_string("issues/rate_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _row(
    city: City, scheme: Scheme, period: Period, heads: Sequence[Head], line: Line, *, whole: bool = False
) -> dict[str, Any]:
    """Return one line. The sum of all leads nowhere where the lines are not everybody's."""
    return {
        "name": line.name or pgettext("rate", "未填写"),
        "whole": whole,
        "points": points_of(scheme, line.counters),
        "cells": [_cell(city, period, head, line) for head in heads],
    }


def _cell(city: City, period: Period, head: Head, line: Line) -> dict[str, str]:
    """Return one cell: the rate, and what it was reckoned from, each with the address of its issues."""
    of, per, rate = value_of(head, line.counters)
    few = bool(head.per) and 0 < per < head.floor
    return {
        "label": head.name,
        "rate": pgettext("rate", "样本不足")
        if few
        else rate_text(rate)
        if rate is not None
        else (DASH if head.per else ""),
        "few": "1" if few else "",
        "of": number_text(of) if not head.per or per > 0 else "",
        "per": number_text(per) if per > 0 else "",
        "of_url": _url(city, period, head.of, line) if of > 0 else "",
        "per_url": _url(city, period, head.per, line) if per > 0 else "",
    }


def _url(city: City, period: Period, terms: Terms, line: Line) -> str:
    """Return the ledger with the issues behind a number, "" where they cannot be listed."""
    if not can_list(terms):
        return ""
    words = "".join(f"{'+' if sign > 0 else '-'}{word}" for sign, word in terms).removeprefix("+")
    said = f"{words}@{period.first}..{period.last}"
    text = urlencode({"counted": f"{said}@{line.side}-{line.key}" if line.side else said}, safe="@")
    return f"{reverse('issues:issues', args=[city.slug])}?{text}"
