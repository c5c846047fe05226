"""The sections of an edition as tables: conditions and penalties, questions, papers, figures, site types and check items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.matching import fold
from wenming.engine.provisions import Figure, Penalty, Provision, Question, Sample, SiteType
from wenming.engine.standards import Standard
from wenming.standards.enums import HEADLINES, JUDGEMENTS, MATERIALS, PENALTIES, method_word
from wenming.standards.schemas import exact_text, in_language, limits_text, node_name
from wenming.standards.views.tables import Cell, Notes, Table


def conditions(standard: Standard, notes: Notes) -> list[Table]:
    """Who may apply, what costs points or the title, what gives points."""
    provisions = standard.provisions
    code, source = (_("编号"), "nw"), (_("依据"), "")
    tables = [
        Table(
            _("申报条件"),
            [code, (_("条件"), ""), (_("回看时间"), ""), source],
            [[*_lead(row), Cell(_months(row.months), "nw"), _note(row, notes)] for row in provisions.conditions],
        ),
        Table(
            _("负面清单"),
            [code, (_("情形"), ""), (_("称号城市"), ""), (_("提名城市"), ""), (_("申报城市"), ""), source],
            [
                [*_lead(row), *map(_penalty, (row.holder, row.nominated, row.applicant)), _note(row, notes)]
                for row in provisions.negative_list
            ],
            hint=_("— 表示没有公布，不等于没有后果"),
        ),
        Table(
            _("加分"),
            [code, (_("情形"), ""), (_("每次加分"), "r"), source],
            [
                [*_lead(row), Cell(exact_text(row.points) or _("未公布"), "r num"), _note(row, notes)]
                for row in provisions.bonus
            ],
        ),
    ]
    return [table for table in tables if table.rows]


def questions(standard: Standard, notes: Notes) -> list[Table]:
    """What people are asked."""
    rows = [
        [
            *_lead(row),
            Cell(_options(row)),
            Cell(str(HEADLINES[row.headline]) if row.headline else "", "nw"),
            Cell("", tags=tuple(map(method_word, row.methods))),
            Cell(_rate(row), "r nw"),
            _clauses(row.clauses),
            _note(row, notes),
        ]
        for row in standard.provisions.questions
    ]
    columns = [
        (_("编号"), "nw"), (_("问题"), ""), (_("选项"), ""), (_("计入"), ""), (_("方式"), ""), (_("目标"), "r"),
        (_("对应条目"), ""), (_("依据"), ""),
    ]  # fmt: skip
    return [Table(_("问卷题目"), columns, rows)]


def materials(standard: Standard, notes: Notes) -> list[Table]:
    """Which papers are filed."""
    rows = [
        [
            *_lead(row),
            Cell(str(MATERIALS[row.kind]), "nw"),
            Cell(str(row.count or ""), "r num"),
            Cell(_months(row.months), "nw"),
            _clauses(row.clauses),
            _note(row, notes),
        ]
        for row in standard.provisions.materials
    ]
    columns = [
        (_("编号"), "nw"), (_("材料"), ""), (_("种类"), ""), (_("份数"), "r"), (_("起止时间"), ""), (_("对应条目"), ""),
        (_("依据"), ""),
    ]  # fmt: skip
    return [Table(_("材料要求"), columns, rows)]


def figures(standard: Standard, notes: Notes) -> list[Table]:
    """Which values are reached, and how many units are looked at."""
    code, clauses, source = (_("编号"), "nw"), (_("对应条目"), ""), (_("依据"), "")
    tables = [
        Table(
            _("指标数值"),
            [code, (_("指标"), ""), (_("要求"), "r"), clauses, source],
            [
                [*_lead(row), Cell(_limits(row), "r nw"), _clauses(row.clauses), _note(row, notes)]
                for row in standard.provisions.figures
            ],
        ),
        Table(
            _("抽样数量"),
            [code, (_("抽样对象"), ""), (_("城市人口"), ""), (_("不少于"), "r"), clauses, source],
            [
                [*_lead(row), Cell(_population(row), "nw"), Cell(str(row.size), "r num"), _clauses(row.clauses),
                 _note(row, notes)]
                for row in standard.provisions.samples
            ],
        ),
    ]  # fmt: skip
    return [table for table in tables if table.rows]


def sites(standard: Standard, notes: Notes) -> list[Table]:
    """What is looked at, at every type of site, and how the site is walked."""
    provisions = standard.provisions
    columns = [
        (_("编号"), "nw"), (_("检查项"), ""), (_("判定"), ""), (_("要求"), ""), (_("对应条目"), ""), (_("依据"), ""),
    ]  # fmt: skip
    tables = []
    for kind in provisions.site_types:
        items = [item for item in provisions.check_items if item.site_type == kind.code]
        rows = [
            [
                *_lead(item, in_language(item.how, item.how_en)),
                Cell(str(JUDGEMENTS[item.judge]), "nw"),
                Cell(limits_text(item)),
                _clauses(item.clauses),
                _note(item, notes),
            ]
            for item in items
        ]
        hint = ngettext("%(count)s 个检查项", "%(count)s 个检查项", len(rows)) % {"count": len(rows)}
        tables.append(Table(f"{kind.code} {node_name(kind)}", columns, rows, hint=hint, intro=walking(kind)))
    return tables


def matrix(standard: Standard) -> dict[str, Any] | None:
    """Return which check item stands at which types of site, joined by name; None where there is one type only."""
    types, items = standard.provisions.site_types, standard.provisions.check_items
    if len(types) < 2 or not items:
        return None
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        row = rows.setdefault(fold(item.name), {"name": node_name(item), "at": {}})
        row["at"][item.site_type] = limits_text(item) or str(JUDGEMENTS[item.judge])
    return {
        "types": [{"code": kind.code, "name": node_name(kind)} for kind in types],
        "rows": [
            {"name": row["name"], "count": len(row["at"]), "cells": [row["at"].get(kind.code, "") for kind in types]}
            for row in rows.values()
        ],
        "totals": [sum(item.site_type == kind.code for item in items) for kind in types],
    }


def walking(kind: SiteType) -> list[str]:
    """Say how a type of site is walked: the rule, the way, the stay, the hours."""
    words = [in_language(kind.walk, kind.walk_en)]
    if kind.metres:
        words.append(_("走 %(metres)s 米") % {"metres": kind.metres})
    if kind.minutes:
        words.append(_("停留 %(minutes)s 分钟") % {"minutes": kind.minutes})
    if kind.time_from or kind.time_to:
        words.append(_("时段 %(first)s—%(last)s") % {"first": kind.time_from or "…", "last": kind.time_to or "…"})
    return [word for word in words if word]


def _lead(row: Provision, small: str = "") -> tuple[Cell, Cell]:
    """Return code and name."""
    return Cell(row.code, "mono nw"), Cell(node_name(row), "head", small=small)


def _note(row: Provision, notes: Notes) -> Cell:
    return Cell(look="nw", notes=notes.of(row.provenance))


def _clauses(clauses: Iterable[str]) -> Cell:
    return Cell(_("、").join(clauses), "t2 f12")


def _months(months: int | None) -> str:
    return ngettext("%(count)s 个月内", "%(count)s 个月内", months) % {"count": months} if months else ""


def _penalty(penalty: Penalty | None) -> Cell:
    """Return what an entry does to such a city."""
    if penalty is None:
        return Cell("—", "t3")
    text, small = penalty_words(penalty)
    return Cell(text, small=small)


def penalty_words(penalty: Penalty) -> tuple[str, str]:
    """Return what a penalty is, and for how long or how far back."""
    text = str(PENALTIES[penalty.effect])
    if penalty.points is not None:
        text = _("扣 %(points)s 分") % {"points": exact_text(penalty.points)}
    return text, _months(penalty.months)


def _options(row: Question) -> str:
    """Return the options, each with its score where scores are published."""
    if not row.scores:
        return " / ".join(row.options)
    pairs = zip(row.options, row.scores, strict=True)
    return " / ".join(f"{option} {exact_text(score)}" for option, score in pairs)


def _rate(row: Question) -> str:
    return "" if row.at_least is None else f"≥ {exact_text(row.at_least * 100)}%"


def _limits(row: Figure) -> str:
    """Return the value to be reached or not to be passed."""
    parts = []
    if row.at_least is not None:
        parts.append(f"≥ {exact_text(row.at_least)}")
    if row.at_most is not None:
        parts.append(f"≤ {exact_text(row.at_most)}")
    return _("、").join(parts) + (f" {row.unit}" if row.unit else "")


def _population(row: Sample) -> str:
    """Return the size of the city, in 10,000 people."""
    low, high = exact_text(row.population_from), exact_text(row.population_below)
    if low and high:
        return _("%(low)s 万至不足 %(high)s 万") % {"low": low, "high": high}
    if low:
        return _("%(low)s 万以上") % {"low": low}
    return _("不足 %(high)s 万") % {"high": high} if high else pgettext("city size", "不限")
