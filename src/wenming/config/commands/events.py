"""``events verify``: whether the chain of events is as it was written, city by city."""

from __future__ import annotations

import argparse

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json

REASONS = {
    "row_missing": gettext_lazy("缺少这一条记录，或序号被改动"),
    "link_broken": gettext_lazy("与前一条记录对不上"),
    "row_changed": gettext_lazy("内容与校验码不符，这一条被改动过"),
    "end_missing": gettext_lazy("链条末端的记录被删除"),
}


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``events`` and its verbs."""
    verbs = nouns.add_parser("events").add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = verbs.add_parser("verify", help=_("逐城核对操作记录链，指出第一条被动过的记录"))
    verify.add_argument("--city", metavar="SLUG", help=_("只核对这一个城市"))
    verify.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Check every city's chain; 0 when all are whole, 1 when a record was tampered with."""
    from wenming.kernel.models import City  # noqa: PLC0415  the database is set up by now, not at import
    from wenming.kernel.queries.events import verify_chain  # noqa: PLC0415

    cities = City.objects.order_by("slug")
    if arguments.city:
        cities = cities.filter(slug=arguments.city)
    try:
        reports = [verify_chain(city) for city in cities]
    except DatabaseError as fault:
        raise CannotDoError(
            _("读不了数据库（%(reason)s）；请用 WENMING_VAR 或 DATABASE_URL 指明要核对的系统") % {"reason": fault}
        ) from fault
    if arguments.city and not reports:
        raise CannotDoError(_("没有城市 %(slug)s") % {"slug": arguments.city})
    if arguments.json:
        show_json(
            {
                "cities": [
                    {
                        "city": report.city,
                        "events": report.events,
                        "whole": report.whole,
                        "broken": report.broken,
                        "reason": report.reason,
                    }
                    for report in reports
                ]
            }
        )
    else:
        for report in reports:
            facts = {
                "city": report.city,
                "events": report.events,
                "number": report.broken,
                "reason": REASONS.get(report.reason, ""),
            }
            whole = _("%(city)s：%(events)s 条记录，完好")
            show((whole if report.whole else _("%(city)s：第 %(number)s 条记录有问题：%(reason)s")) % facts)
    return FINE if all(report.whole for report in reports) else FINDINGS
