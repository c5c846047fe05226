"""``calendar seed``: give a city the statutory calendar that comes along."""

from __future__ import annotations

import argparse

from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINE, show, show_json
from wenming.config.commands.cities import city_named
from wenming.organisations.seeds import seed_calendar


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``calendar`` and its verbs."""
    verbs = nouns.add_parser("calendar").add_subparsers(dest="verb", metavar="VERB", required=True)
    seed = verbs.add_parser("seed", help=_("补上随平台提供的法定节假日；已经改过的日子不动"))
    seed.add_argument("--city", required=True, metavar="SLUG", help=_("哪个城市"))
    seed.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    seed.set_defaults(run=run_seed)


def run_seed(arguments: argparse.Namespace) -> int:
    """Seed the calendar and say how many days are new."""
    city = city_named(arguments.city)
    count = seed_calendar(city=city, by=None, at=timezone.now())
    if arguments.json:
        show_json({"city": city.slug, "days": count})
    else:
        show(_("%(city)s：补上 %(count)s 天") % {"city": city.name, "count": count})
    return FINE
