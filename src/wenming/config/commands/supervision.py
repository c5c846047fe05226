"""``supervision list --recompute [CITY]``: every list that stands computed again, to the digit; ``suggest`` puts down what issues suggest."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.config.cli import FINDINGS, FINE, show, show_json
from wenming.config.commands.cities import city_named
from wenming.kernel.models import City
from wenming.supervision.actions import suggest_from_issues
from wenming.supervision.queries.runs import Checked, checked_runs, shown_runs

DIGESTS = {
    "input": gettext_lazy("输入校验码"),
    "result": gettext_lazy("结果校验码"),
    "entries": gettext_lazy("榜上各行"),
}


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``supervision`` and its verbs."""
    verbs = nouns.add_parser("supervision").add_subparsers(dest="verb", metavar="VERB", required=True)
    lists = verbs.add_parser("list", help=_("列出红黑榜；可逐一重算核对"))
    lists.add_argument("city", metavar="CITY", nargs="?", help=_("只看这一个城市"))
    lists.add_argument("--recompute", action="store_true", help=_("用保存的输入重算，核对每一位数字；不写入"))
    lists.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    lists.set_defaults(run=run_list)
    suggest = verbs.add_parser("suggest", help=_("把问题里反复出现的事实列为处理建议"))
    suggest.add_argument("city", metavar="CITY", help=_("哪个城市"))
    suggest.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    suggest.set_defaults(run=run_suggest)


def run_list(arguments: argparse.Namespace) -> int:
    """List the lists, or compute them again: 0 where every digit is the same, 1 where one is not."""
    cities = [city_named(arguments.city)] if arguments.city else list(City.objects.order_by("slug"))
    if not arguments.recompute:
        return _tell_lists(cities, as_json=arguments.json)
    found = {city.slug: checked_runs(city) for city in cities}
    if arguments.json:
        show_json({"cities": [{"city": slug, "lists": [_answer(one) for one in rows]} for slug, rows in found.items()]})
    else:
        for slug, rows in found.items():
            show("\n".join([_count_line(slug, rows), *(line for one in rows for line in _lines(one))]))
    return FINDINGS if any(one.differing for rows in found.values() for one in rows) else FINE


def run_suggest(arguments: argparse.Namespace) -> int:
    """Put down what the issues of a city suggest."""
    city = city_named(arguments.city)
    made = suggest_from_issues(city=city, by=None, at=timezone.now())
    if arguments.json:
        show_json({"city": city.slug, "suggestions": len(made)})
    else:
        show(_("%(city)s：新列 %(count)s 条处理建议") % {"city": city.slug, "count": len(made)})
    return FINE


def _tell_lists(cities: list[City], *, as_json: bool) -> int:
    """Print which lists there are."""
    rows = [(city.slug, run) for city in cities for run in shown_runs(city).order_by("begins_on", "pk")]
    if as_json:
        show_json({"lists": [{"city": slug, **_facts(run), "state": run.state} for slug, run in rows]})
    for slug, run in rows if not as_json else ():
        show(f"{slug}  {run.rule.name}  {run.begins_on}..{run.ends_on}  #{run.number}  {run.get_state_display()}")
    return FINE


def _facts(run: Any) -> dict[str, Any]:
    """Return which list it is."""
    days = {"begins_on": run.begins_on.isoformat(), "ends_on": run.ends_on.isoformat()}
    return {"rule": run.rule.name, **days, "number": run.number, "input": run.input_digest, "result": run.result_digest}


def _answer(one: Checked) -> dict[str, Any]:
    """Return one list as JSON."""
    return {**_facts(one.run), "differing": list(one.differing), "inputs_moved": one.moved}


def _count_line(slug: str, rows: list[Checked]) -> str:
    """Say how a city's lists stand."""
    wrong = sum(bool(one.differing) for one in rows)
    facts = {"city": slug, "count": len(rows), "wrong": wrong}
    if wrong:
        return _("%(city)s：重算 %(count)s 份榜，%(wrong)s 份不一致") % facts
    return _("%(city)s：重算 %(count)s 份榜，全部一致") % facts


def _lines(one: Checked) -> list[str]:
    """Say what is wrong with a list, and whether its inputs have moved since."""
    head = f"  {one.run.rule.name} {one.run.begins_on} #{one.run.number}："
    lines = []
    if one.differing:
        names = _("、").join(str(DIGESTS[name]) for name in one.differing)
        lines.append(head + _("%(names)s不同") % {"names": names})
    if one.moved:
        lines.append(head + _("之后输入有变动（补结、更正），要更新请重算"))
    return lines
