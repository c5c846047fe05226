"""Rates of issues by unit, district and category; a unit sees its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.engine.rates import Scheme
from wenming.issues.exports.rates import rates_workbook
from wenming.issues.imports.rates import USUAL, scheme_named, scheme_names
from wenming.issues.queries.issues import under
from wenming.issues.queries.periods import DAY, Period, period_of
from wenming.issues.queries.rates import LINES, Line
from wenming.issues.queries.recurrence import SHARES, Share, looks_in, share_back
from wenming.issues.rules import SEES_OWN_ISSUES, sees_all_rates, sees_rates
from wenming.issues.schemas.ledger import PERIODS
from wenming.issues.schemas.rates import heads_of, named, rate_rows
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, days_text
from wenming.organisations.rules import posts_now

WORDS = ("week", "last_week", "month", "30d", "90d")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for, and the lines that answer it."""

    side: str
    period: Period
    scheme: Scheme
    lines: list[Line]
    sides: tuple[str, ...]


@require_safe
def rates(request: HttpRequest, city: City) -> HttpResponse:
    """Show the rates of a period."""
    only(sees_rates, request, city)
    asked = _asked(request, city)
    heads = heads_of(asked.scheme, asked.lines)
    labels = _labels()
    backs = _backs(request, city, asked)
    known = [scheme_named(key) for key in scheme_names()]
    context = {
        "sides": [
            {"url": address(request, by=one), "label": labels[one], "active": one == asked.side} for one in asked.sides
        ],
        "by": asked.side,
        "first_head": _heads()[asked.side],
        "periods": [("", pgettext("period", "自选")), *((word, PERIODS[word]) for word in WORDS)],
        "chosen": _chosen(asked.period),
        "days": _days(asked.period),
        "schemes": [(one.key, named(one)) for one in known],
        "scheme": asked.scheme.key,
        "scheme_name": named(asked.scheme),
        "source": asked.scheme.source,
        "unknown": list(asked.scheme.unknown),
        "heads": heads,
        "rows_html": rate_rows(city, asked.scheme, asked.period, heads, asked.lines, backs=backs)
        if asked.lines
        else "",
        "looked_back": bool(backs),
        "own": not sees_all_rates(request.user, city),
        "export_url": f"{reverse('issues:rates_export', args=[city.slug])}?{request.GET.urlencode()}",
    }
    return render(request, "issues/rates.html", context)


def _backs(request: HttpRequest, city: City, asked: _Asked) -> dict[int, Share]:
    """Return key -> what look-backs found of a line's issues, 0 = of all; empty where nothing was looked at, or for who does not compare units."""
    if not sees_all_rates(request.user, city):
        return {}
    last = min(asked.period.last or today_in(city), today_in(city) - DAY)
    looks = looks_in(city, Period("", asked.period.first, last))
    if not looks:
        return {}
    return {0: share_back(looks), **{one.key: one for one in SHARES[asked.side](city, looks)}}


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the same as a workbook."""
    only(sees_rates, request, city)
    asked = _asked(request, city)
    content = rates_workbook(asked.scheme, heads_of(asked.scheme, asked.lines), asked.lines, _heads()[asked.side])
    return send_workbook(content, _("处置评价-%(days)s.xlsx") % {"days": _days(asked.period)})


def _labels() -> dict[str, str]:
    """Return what the lines can be, in words."""
    return {"unit": _("按责任单位"), "district": _("按区县"), "category": _("按小类")}


def _heads() -> dict[str, str]:
    """Return what a line is, in words."""
    return {"unit": _("责任单位"), "district": _("属地"), "category": _("小类")}


def _asked(request: HttpRequest, city: City) -> _Asked:
    """Read the address, and the lines it asks for; who does not compare units gets his own and those below."""
    everybody = sees_all_rates(request.user, city)
    sides = tuple(LINES) if everybody else ("unit", "district")
    side = request.GET.get("by", "")
    side = side if side in sides else "unit"
    name = request.GET.get("scheme", "")
    scheme = scheme_named(name if name in scheme_names() else USUAL)
    period = _period(request, city)
    if everybody:
        return _Asked(side, period, scheme, LINES[side](city, period), sides)
    held = [post.unit for post in posts_now(request.user, city) if post.unit and post.role in SEES_OWN_ISSUES]
    return _Asked(side, period, scheme, LINES[side](city, period, below=under(held)), sides)


def _period(request: HttpRequest, city: City) -> Period:
    """Return the period of the address: a word, or two days; this month where it names none."""
    today, word = today_in(city), request.GET.get("period", "")
    if word in WORDS:
        found = period_of(word, today)
    else:
        found = period_of(f"{request.GET.get('since', '')}..{request.GET.get('until', '')}", today)
    if found is not None and found.first is not None and found.last is not None and found.first <= found.last:
        return found
    first = today.replace(day=1)
    return Period("month", first, (first + 32 * DAY).replace(day=1) - DAY)


def _chosen(period: Period) -> dict[str, str]:
    """Return what the form shows."""
    word = period.word if period.word in WORDS else ""
    since, until = ("", "") if word else (str(period.first), str(period.last))
    return {"period": word, "since": since, "until": until}


def _days(period: Period) -> str:
    """Return the days of a period, which is whole here."""
    return days_text(period.first, period.last) if period.first and period.last else ""
