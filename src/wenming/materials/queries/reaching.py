"""Papers that were handed in for one clause and prove another one too."""

from __future__ import annotations

from wenming.kernel.models import Account, City
from wenming.materials.models import Paper, PaperClause
from wenming.materials.queries.asking import Served
from wenming.materials.queries.details import papers_seen_by
from wenming.materials.workflow import IN
from wenming.standards.models import Node

SHOWN = 12


def joined_papers(account: Account, city: City, node: Node) -> list[Paper]:
    """Return papers of other clauses, of whatever title, that satisfy this one too, the latest first, as far as the account sees them."""
    others = Served(city).clauses(node) - {node.pk}
    if not others:
        return []
    links = PaperClause.objects.in_city(city).filter(node__in=others)
    used = links.filter(paper__versions__version__item__state__in=IN).values("paper")
    return list(papers_seen_by(account, city).filter(pk__in=used).order_by("-pk")[:SHOWN])
