"""A league as pages and workbooks show it: rates, bands, changes, and what is not known, ready to print."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.enums import LeagueLevel
from wenming.assessment.queries.leagues import LeagueRow, LeagueTable, LeagueView
from wenming.engine.formulas import InputFault
from wenming.engine.formulas.scoring import PartSource
from wenming.engine.ranking.leagues import MINIMUM
from wenming.engine.ranking.standings import MICRO, Standing
from wenming.engine.scoring.display import round_half_up
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, Axis, choices, number_text

MARKS = 5
"""At most so many numbers stand over the dots of places."""
LANES = 6
"""Brackets stand in so many lanes; the next one takes the first lane again."""


def rate(micro: int | None) -> str:
    """Return a rate as points of a hundred, one decimal: 84.6."""
    return DASH if micro is None else str(round_half_up(Fraction(micro, MICRO) * 100, 1))


def span(one: Standing) -> str:
    """Return the interval: 83.1–86.0."""
    return f"{rate(one.low)}–{rate(one.high)}"


def band_letter(number: int) -> str:
    """Return the name of a stretch from the top: A to Z, then A2 and on."""
    again, place = divmod(number, len(string.ascii_uppercase))
    return string.ascii_uppercase[place] + (str(again + 1) if again else "")


def bands_text(row: LeagueRow) -> str:
    """Return the bands that a row is in: "A", or "A、B" where they overlap."""
    return _("、").join(band_letter(number) for number in row.standing.bands)


def places_text(row: LeagueRow) -> str:
    """Return the band of places: 第 2–6 名."""
    first, last = row.standing.first, row.standing.last
    if not row.has_band:
        return _("样本不足")
    if first == last:
        return _("第 %(place)s 名") % {"place": first}
    return _("第 %(first)s–%(last)s 名") % {"first": first, "last": last}


def place_text(row: LeagueRow) -> str:
    """Return the published place, with how many share it."""
    if not row.place:
        return DASH
    return _("并列 %(place)s") % {"place": row.place} if row.ties > 1 else str(row.place)


def change_text(row: LeagueRow) -> str:
    """Return the change with its interval where it can be told, else that it cannot."""
    one = row.standing
    if (
        row.moved in ("up", "down")
        and one.change is not None
        and one.change_low is not None
        and one.change_high is not None
    ):
        ends = sorted((abs(one.change_low), abs(one.change_high)))
        return f"{rate(abs(one.change))}（{rate(ends[0])}–{rate(ends[1])}）"
    return _("无可辨变化") if row.moved else DASH


def level_words() -> list[tuple[str, str]]:
    """Return the levels with their labels."""
    return [(str(level), str(label)) for level, label in LeagueLevel.choices]


def league_url(city: City, round_: Round, level: str) -> str:
    """Return the address of a round's league on a level."""
    return f"{reverse('assessment:league', args=[city.slug, round_.number])}?{urlencode({'level': level})}"


def level_choices(found: Collection[str], level: str, anchor: str = "") -> list[dict[str, Any]]:
    """Return the levels that a round has, as a segmented choice by the address's ``level``; one alone is no choice.

    ``anchor`` is where on the page the choice stands, with its #.
    """
    known = [(key, label) for key, label in level_words() if key in found]
    items = [(f"?{urlencode({'level': key})}{anchor}", label, key == level) for key, label in known]
    return choices(items) if len(items) > 1 else []


def table_axis(rows: Iterable[LeagueRow]) -> Axis:
    """Return one axis for all intervals."""
    ends = [Fraction(micro, MICRO) for row in rows for micro in (row.standing.low, row.standing.high)]
    return Axis.for_rates(ends)


def interval_bar(axis: Axis, one: Standing) -> dict[str, str]:
    """Return where an interval and its estimate stand on the axis."""
    low, high, point = (Fraction(micro, MICRO) for micro in (one.low, one.high, one.estimate))
    width = float(high - low) * 100 / (axis.high - axis.low) * 100
    return {"x": axis.place(low), "width": f"{width:.2f}%", "point": axis.place(point)}


def place_bar(row: LeagueRow, order: Sequence[str]) -> dict[str, Any]:
    """Return the dots of places: the pill from the best to the worst possible one, the dot at its own by the estimate."""
    if not row.has_band:
        return {}
    size = len(order)
    first, last, own = row.standing.first, row.standing.last, order.index(row.name)
    return {
        "x": f"{(first - 1) / size * 100:.2f}%",
        "width": f"{(last - first + 1) / size * 100:.2f}%",
        "point": f"{(own + 0.5) / size * 100:.2f}%",
    }


def place_dots(size: int) -> list[str]:
    """Return where the dots stand."""
    return [f"{(number + 0.5) / size * 100:.2f}%" for number in range(size)]


def place_ticks(size: int) -> list[dict[str, str]]:
    """Return the numbers over the dots: the first, the last, some between."""
    step = max(1, -(-(size - 1) // (MARKS - 1)))
    marks = [*range(1, size, step), size] if size else []
    if len(marks) > MARKS - 1 and marks[-1] - marks[-2] < step:
        del marks[-2]
    return [
        {"x": f"{(number - 0.5) / size * 100:.2f}%", "label": str(number), "anchor": "middle"}
        for number in dict.fromkeys(marks)
    ]


def brackets(rows: Sequence[LeagueRow]) -> dict[str, list[dict[str, str]]]:
    """Return name -> the pieces of brackets in its line: the lane, and whether one begins, goes on or ends here."""
    found: dict[str, list[dict[str, str]]] = {row.name: [] for row in rows}
    for number in sorted({number for row in rows for number in row.standing.bands}):
        members = [place for place, row in enumerate(rows) if number in row.standing.bands]
        for place in range(members[0], members[-1] + 1):
            ends = [word for word, end in (("begins", members[0]), ("ends", members[-1])) if place == end]
            inside = "" if place in members else " apart"
            piece = {"lane": str(number % LANES), "class": f"{' '.join(ends)}{inside}".strip()}
            found[rows[place].name].append(piece)
    return found


def missing_sentence(table: LeagueTable) -> str:
    """Say which parts of the formula nothing is known of, and what its own rule made of them."""
    words = {
        PartSource.ZERO: _("“%(part)s”没有数据，按公式计 0 分"),
        PartSource.LAST: _("“%(part)s”没有数据，按公式用上一次的分"),
        PartSource.OTHERS: _("“%(part)s”没有数据，按公式用同组平均分"),
        PartSource.LEFT_OUT: _("“%(part)s”没有数据，按公式由其余部分按比例补足"),
    }
    lines = [words[PartSource(source)] % {"part": part} for part, source in table.missing]
    return f"{_('；').join(lines)}{_('。')}" if lines else ""


def refusal_sentence(view: LeagueView) -> str:
    """Say why the formula gives no score, "" where it does."""
    if view.refused is None:
        return ""
    fault, entrant, key = view.refused
    if fault == InputFault.MISSING:
        return _("公式要求必须有“%(key)s”，现在没有数据：不出公式得分和名次，只列实地估计值。") % {
            "key": _part_name(view, key)
        }
    return _("公式用不到“%(entrant)s”的“%(key)s”上：不出公式得分和名次。请核对公式。") % {
        "entrant": entrant,
        "key": key,
    }


def _part_name(view: LeagueView, key: str) -> str:
    """Return what a part of the league's formula is called."""
    names = dict(_names(view.run.formula.content["root"])) if view.run.formula else {}
    return names.get(key, key)


def _names(part: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield key and name of a part and of those below."""
    yield part["key"], part["name"]
    for child in part["parts"]:
        yield from _names(child)


def left_out_sentence(view: LeagueView) -> str:
    """Say which rows are nobody's on this level."""
    if not view.left_out:
        return ""
    rows = sum(count for _name, count in view.left_out)
    names = [name or _("未填") for name, _count in view.left_out]
    shown = _("、").join(names[:6]) + (_("等") if len(names) > 6 else "")
    return _("有 %(rows)s 行归不到这一级，没有计入：%(names)s。") % {"rows": number_text(rows), "names": shown}


def method_sentence() -> str:
    """Say in one sentence how the figures came about."""
    return _(
        "名次按公式公布；估计值为实地各行得分率，区间为 95%%（Korn–Graubard，同一点位的各行不当作互相独立）；名次区间同时成立的把握为 95%%，"
        "同一档之内先后不可分辨；少于 %(minimum)s 个点位不给区间。"
    ) % {"minimum": MINIMUM}


def beside_sentence() -> str:
    """Say in one sentence what stands beside the raw figure."""
    return _(
        "“收缩值”把点位少的向全体平均靠拢（Fay–Herriot），点位越多越接近原值；“同构成值”是假定各处点位类型构成相同时的得分率。两者只供参考，不用于公布。"
    )


def change_head(view: LeagueView) -> str:
    """Return the head of the column of changes."""
    if view.before is None:
        return pgettext("column", "较上轮")
    return _("较第 %(number)s 轮") % {"number": view.before}


def row_texts(change: str) -> dict[str, str]:
    """Return the heads that a row bears on a phone, and the few words of its cells."""
    return {
        "band": pgettext("column", "档"),
        "place": pgettext("column", "名次"),
        "score": pgettext("column", "公式得分"),
        "estimate": pgettext("column", "实地得分率"),
        "places": pgettext("column", "名次区间"),
        "shrunk": pgettext("column", "收缩值"),
        "adjusted": pgettext("column", "同构成值"),
        "change": change,
        "sites": pgettext("column", "点位"),
        "rows": pgettext("column", "行数"),
        "few": _("样本不足"),
        "comma": _("、"),
        "up": _("上升"),
        "down": _("下降"),
    }
