"""``events verify``: whether the chain of events is as it was written, city by city."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.kernel.models import City
from wenming.kernel.queries.events import ChainReport, verify_chain
from wenming.organisations.schemas.events import fault_words


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``events`` and its verbs."""
    verbs = nouns.add_parser("events").add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help=_("逐城核对操作记录链，指出第一条被动过的记录"))
    verify.add_argument("--city", metavar="SLUG", help=_("只核对这一个城市"))
    verify.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Check every city's chain; 0 when all are whole, 1 when a record was tampered with."""
    reports = _reports(arguments.city)
    if arguments.json:
        names = ("city", "events", "whole", "broken", "reason")
        show_json({"cities": [{name: getattr(report, name) for name in names} for report in reports]})
    else:
        for report in reports:
            show(_line(report))
    return FINE if all(report.whole for report in reports) else FINDINGS


def _reports(slug: str | None) -> list[ChainReport]:
    """Check the chain of one city, or of all."""
    cities = City.objects.order_by("slug")
    if slug:
        cities = cities.filter(slug=slug)
    reports = [verify_chain(city) for city in cities]
    if slug and not reports:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": slug})
    return reports


def _line(report: ChainReport) -> str:
    """Say how one city's chain stands."""
    if report.whole:
        return _("%(city)s：%(events)s 条记录，完好") % {"city": report.city, "events": report.events}
    facts = {"city": report.city, "number": report.broken, "reason": fault_words(report.reason)}
    return _("%(city)s：第 %(number)s 条记录有问题：%(reason)s") % facts
