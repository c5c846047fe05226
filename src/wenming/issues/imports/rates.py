"""Reads how a city reckons its rates (data/rates/*.yaml, or a file of one's own)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from wenming.engine.casework import CaseCounter
from wenming.engine.rates import Deduction, Item, Rate, Scheme, Terms, terms_of

USUAL = "district"
"""The scheme of a city that has chosen none."""


class SchemeError(ValueError):
    """The file says nothing that could be reckoned; the message says where, and what belongs there."""


def scheme_names() -> list[str]:
    """Return the schemes that come along."""
    return sorted(path.stem for path in _folder().glob("*.yaml"))


@cache
def scheme_named(name: str) -> Scheme:
    """Return a scheme that comes along. SchemeError where there is none of the name."""
    if name not in scheme_names():
        raise SchemeError(
            _("没有名为“%(name)s”的计算办法；现有：%(known)s") % {"name": name, "known": "、".join(scheme_names())}
        )
    return read_scheme((_folder() / f"{name}.yaml").read_text(encoding="utf-8"))


def read_scheme(source: str) -> Scheme:
    """Read a scheme. SchemeError says where a mistake is."""
    try:
        facts = yaml.safe_load(source)
    except yaml.YAMLError as fault:
        raise SchemeError(_("不是 YAML 文件：%(reason)s") % {"reason": " ".join(str(fault).split())}) from fault
    if not isinstance(facts, dict):
        raise SchemeError(_("文件最外层应为 key、name、rates 等项"))
    inputs = tuple(map(str, facts.get("inputs") or ()))
    known = {*map(str, CaseCounter), *inputs}
    rates = tuple(_rate(one, f"rates[{place}]", known) for place, one in enumerate(_list(facts, "rates"), 1))
    if not rates:
        raise SchemeError(_("%(where)s：至少要有一个比率") % {"where": "rates"})
    keys = {rate.key for rate in rates}
    items = tuple(_item(one, f"items[{place}]", keys, known) for place, one in enumerate(_list(facts, "items"), 1))
    return Scheme(
        key=_text(facts, "key", ""),
        name=_text(facts, "name", ""),
        name_en=str(facts.get("name_en", "")),
        source=_text(facts, "source", ""),
        rates=rates,
        items=items,
        inputs=inputs,
        unknown=tuple(map(str, facts.get("unknown") or ())),
    )


def _rate(facts: Any, where: str, known: set[str]) -> Rate:
    """Read one rate."""
    facts = _map(facts, where)
    of, per = (_terms(_text(facts, word, where), f"{where}.{word}", known) for word in ("of", "per"))
    return Rate(_text(facts, "key", where), _text(facts, "name", where), str(facts.get("name_en", "")), of, per)


def _terms(text: str, where: str, known: set[str]) -> Terms:
    """Read a sum of counters that there are."""
    try:
        terms = terms_of(text)
    except ValueError as fault:
        raise SchemeError(
            _("%(where)s：看不懂“%(text)s”；写成 to_close - deferred 这样的加减式") % {"where": where, "text": text}
        ) from fault
    for _sign, name in terms:
        _require_counter(name, where, known)
    return terms


def _require_counter(name: str, where: str, known: set[str]) -> None:
    if name not in known:
        raise SchemeError(
            _("%(where)s：没有计数项“%(name)s”；可用：%(known)s；人工填报的写进 inputs")
            % {"where": where, "name": name, "known": "、".join(sorted(known))}
        )


def _item(facts: Any, where: str, rates: set[str], known: set[str]) -> Item:
    """Read one line of a scoring sheet."""
    facts = _map(facts, where)
    share = str(facts.get("share", ""))
    if share:
        _require_rate(share, f"{where}.share", rates)
    deductions = tuple(
        _deduction(one, f"{where}.deduct[{place}]", rates, known)
        for place, one in enumerate(_list(facts, "deduct", where), 1)
    )
    return Item(
        _text(facts, "key", where),
        _text(facts, "name", where),
        str(facts.get("name_en", "")),
        _number(facts, "points", where),
        deductions,
        share,
    )


def _deduction(facts: Any, where: str, rates: set[str], known: set[str]) -> Deduction:
    """Read what costs points."""
    facts = _map(facts, where)
    points = _number(facts, "each", where)
    if "counter" in facts:
        _require_counter(str(facts["counter"]), where, known)
        return Deduction(points, counter=str(facts["counter"]))
    rate = _text(facts, "rate", where)
    _require_rate(rate, f"{where}.rate", rates)
    return Deduction(points, rate, _number(facts, "below", where) / 100)


def _require_rate(name: str, where: str, rates: set[str]) -> None:
    if name not in rates:
        raise SchemeError(
            _("%(where)s：没有比率“%(name)s”；可用：%(known)s")
            % {"where": where, "name": name, "known": "、".join(sorted(rates))}
        )


def _map(facts: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(facts, dict):
        raise SchemeError(_("%(where)s：应为“名称: 值”的一组") % {"where": where})
    return facts


def _list(facts: Mapping[str, Any], name: str, where: str = "") -> list[Any]:
    found = facts.get(name) or []
    if not isinstance(found, list):
        raise SchemeError(_("%(where)s：应为列表") % {"where": f"{where}.{name}".lstrip(".")})
    return found


def _text(facts: Mapping[str, Any], name: str, where: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str) or not found.strip():
        raise SchemeError(_("%(where)s：缺少，应为文字") % {"where": f"{where}.{name}".lstrip(".")})
    return found.strip()


def _number(facts: Mapping[str, Any], name: str, where: str) -> Fraction:
    found = facts.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or found < 0:
        raise SchemeError(_("%(where)s：缺少，应为不小于 0 的数") % {"where": f"{where}.{name}"})
    return Fraction(str(found))


def _folder() -> Path:
    return Path(settings.ROOT) / "data" / "rates"
