"""What one may choose from while planning: draws, people, sites, working days."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wenming.draws.enums import DrawPurpose, DrawState
from wenming.draws.models import Draw
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.rules import WALKS
from wenming.kernel.models import Account, City
from wenming.organisations.models import Post
from wenming.organisations.queries.days import calendar_of
from wenming.sites.models import Site
from wenming.sites.queries import sites_in


def draws_to_walk(account: Account, city: City) -> QuerySet[Draw]:
    """Return the draws that a field round of this person can take its sites from."""
    used = FieldRound.objects.in_city(city).filter(draw=OuterRef("pk")).exclude(state=FieldRoundState.VOID)
    rows = Draw.objects.in_city(city).filter(~Exists(used), keeper=account, state=DrawState.DRAWN)
    return rows.filter(purpose=DrawPurpose.ROUND).order_by("-pk")


def walkers_in(city: City, *, on: date) -> QuerySet[Account]:
    """Return who holds a post for looking at sites on a day, by name."""
    posts = Post.objects.in_city(city).filter(account=OuterRef("pk"), role__in=sorted(str(role) for role in WALKS))
    running = posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    return Account.objects.filter(Exists(running), is_active=True).order_by("name", "pk")


def days_between(first: date, last: date) -> list[date]:
    """Return all days of a stretch."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def working_days(city: City, first: date, last: date) -> list[date]:
    """Return the days of a stretch on which the city works by the statutory calendar, make-up days among them; all days where it never does."""
    calendar, days = calendar_of(city), days_between(first, last)
    return [day for day in days if calendar.works_on(day)] or days


def sites_to_choose(field_round: FieldRound, words: str, kind: int | None, *, on: date) -> QuerySet[Site]:
    """Return the sites in use that a round has not chosen yet, those that have a checklist, by code."""
    taken = Visit.objects.in_city(field_round.city).filter(field_round=field_round, site=OuterRef("pk"))
    rows = sites_in(field_round.city, on=on).filter(~Exists(taken)).exclude(type__checklist="")
    rows = rows.filter(type=kind) if kind else rows
    words = words.strip()
    return rows.filter(Q(name__icontains=words) | Q(code__icontains=words)) if words else rows
