"""What the home page shows of issues: what waits for me, and how open issues stand in each district."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.deadlines import Lamp
from wenming.issues.queries.districts import SUSPENDED, District, lamps_by_district
from wenming.issues.rules import SEES_EVERY_ISSUE, sees_issues
from wenming.issues.schemas.lamps import LAMP_WORDS, Lamps
from wenming.issues.schemas.piles import piles_of
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import number_text
from wenming.organisations.rules import roles_of

TONES = {str(Lamp.RED): "bad", str(Lamp.YELLOW): "warn", str(Lamp.GREEN): "ok", SUSPENDED: "mute"}


def issues_home(account: Account, city: City, *, at: datetime) -> dict[str, Any] | None:
    """Return the cards of issues for a person's home, None for who sees none; the districts for who sees the whole city."""
    if not sees_issues(account, city):
        return None
    ledger = reverse("issues:issues", args=[city.slug])
    piles = piles_of(account, city, Lamps.of(city, at))
    found: dict[str, Any] = {
        "piles": piles,
        "some": any(pile["some"] for pile in piles),
        "mine_url": reverse("issues:mine", args=[city.slug]),
        "ledger_url": ledger,
        "districts": [],
    }
    if not roles_of(account, city) & SEES_EVERY_ISSUE:
        return found
    districts = lamps_by_district(account, city, at=at)
    totals: Counter[str] = sum((one.lamps for one in districts), Counter())
    return {
        **found,
        "totals": [
            {"tone": tone, "label": _word(lamp), "value": number_text(totals[lamp]), "url": f"{ledger}?{_query(lamp)}"}
            for lamp, tone in TONES.items()
        ],
        "districts": [_district(one, ledger) for one in districts],
    }


def _word(lamp: str) -> str:
    return pgettext("issue", "挂账") if lamp == SUSPENDED else str(LAMP_WORDS[lamp])


def _query(lamp: str) -> str:
    return "state=suspended" if lamp == SUSPENDED else f"lamp={lamp}"


def _district(one: District, ledger: str) -> dict[str, Any]:
    """Return a district with its bar: parts as per cent of the whole, in the order of the lamps."""
    shown = {lamp: one.lamps[lamp] for lamp in TONES}
    whole, bars, start = max(sum(shown.values()), 1), [], 0.0
    for lamp, count in shown.items():
        width = count * 100 / whole
        bars.append({"tone": TONES[lamp], "x": f"{start:.2f}%", "width": f"{width:.2f}%"})
        start += width
    area = f"area={one.unit.pk}&" if one.unit else ""
    return {
        "name": (one.unit.short_name or one.unit.name) if one.unit else _("没有属地的"),
        "url": f"{ledger}?{area.rstrip('&')}" if one.unit else "",
        "bars": [bar for bar in bars if bar["width"] != "0.00%"],
        "label": _("、").join(f"{_word(lamp)} {count}" for lamp, count in shown.items()),
        "cells": [
            {"value": number_text(count), "url": f"{ledger}?{area}{_query(lamp)}" if one.unit and count else ""}
            for lamp, count in shown.items()
        ],
    }
