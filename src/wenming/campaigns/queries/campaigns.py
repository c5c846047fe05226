"""Which campaigns a city runs, and the clauses of each."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from wenming.campaigns.models import Campaign
from wenming.engine.responsibility import clauses_of
from wenming.kernel.models import City
from wenming.standards.models import Edition, Node
from wenming.standards.queries import standard_of


def campaigns_in(city: City, *, on: date | None = None) -> QuerySet[Campaign]:
    """Return the city's campaigns with title and edition, by the order of the titles, the latest cycle first; ``on``: that run then."""
    campaigns = Campaign.objects.in_city(city).select_related("city", "title", "edition")
    if on is not None:
        campaigns = campaigns.filter(starts_on__lte=on, ends_on__gte=on)
    return campaigns.order_by("title__order", "-starts_on", "pk")


def current_campaign(city: City, *, on: date) -> Campaign | None:
    """Return the campaign that pages show first: of those that run on the day the one of the foremost title, else the latest."""
    return campaigns_in(city, on=on).first() or campaigns_in(city).first()


def clause_nodes(edition: Edition) -> list[Node]:
    """Return the rows of the clauses of an edition (see engine.responsibility.clauses_of), in published order. One query."""
    codes = {node.code for node in clauses_of(standard_of(edition))}
    nodes = Node.objects.in_city(edition.city).filter(edition=edition).order_by("position")
    return [node for node in nodes if node.code in codes]
