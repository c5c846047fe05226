"""``issues recount``: every count of issues against the issues and their steps; where they differ, and on request put right."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, show, show_json
from wenming.config.commands.cities import city_named
from wenming.issues.actions.tallying import rebuild_tallies
from wenming.issues.queries.recounts import Difference, differences
from wenming.kernel.models import City


def run_recount(arguments: argparse.Namespace) -> int:
    """Compare; 0 where every count is right, 1 where one is not (or was not, before it was mended)."""
    cities = [city_named(arguments.city)] if arguments.city else list(City.objects.order_by("slug"))
    found = {city.slug: differences(city) for city in cities}
    if arguments.mend:
        for city in cities:
            if found[city.slug]:
                rebuild_tallies(city=city, by=None, at=timezone.now())
    if arguments.json:
        show_json({"cities": [_answer(slug, wrong, mend=arguments.mend) for slug, wrong in found.items()]})
    else:
        for slug, wrong in found.items():
            show(_line(slug, wrong, mend=arguments.mend))
    return FINDINGS if any(found.values()) else FINE


def _answer(slug: str, wrong: list[Difference], *, mend: bool) -> dict[str, Any]:
    """Return one city as JSON."""
    names = ("face", "day", "word", "key", "second")
    rows = [
        {
            **dict(zip(names, (str(part) if name == "day" and part else part for name, part in zip(names, one.seen, strict=True)), strict=True)),
            "kept": one.kept,
            "counted": one.counted,
        }
        for one in wrong
    ]  # fmt: skip
    return {"city": slug, "differences": rows, "mended": bool(wrong) and mend}


def _line(slug: str, wrong: list[Difference], *, mend: bool) -> str:
    """Say how one city's counts stand."""
    if not wrong:
        return _("%(city)s：计数与问题一致") % {"city": slug}
    text = _("%(city)s：%(count)s 处计数与问题不符，例如 %(first)s：记 %(kept)s，实 %(counted)s") % {
        "city": slug,
        "count": len(wrong),
        "first": " ".join(str(part) for part in wrong[0].seen),
        "kept": wrong[0].kept,
        "counted": wrong[0].counted,
    }
    return f"{text}（{_('已改正')}）" if mend else text
