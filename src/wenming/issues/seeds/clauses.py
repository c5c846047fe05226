"""Which clause a problem of the rehearsal city counts for."""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from django.conf import settings

from wenming.kernel.models import City
from wenming.standards.models import Node

FACTS = settings.ROOT / "data" / "city" / "issues.yaml"


class ClausesOfPlaces:
    """The clauses of the city's own edition by category and kind of place, read once; none where the edition was not adopted."""

    def __init__(self, city: City) -> None:
        facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
        self.codes: Mapping[str, Mapping[str, str]] = facts["clauses"]
        rows = Node.objects.in_city(city).filter(edition__code=facts["edition"]).select_related("edition")
        self.nodes = {node.code: node for node in rows}

    def clause(self, category: str, kind: str) -> Node | None:
        """Return the clause; the data names one for every category and kind that the seeds use."""
        return self.nodes[self.codes[category][kind]] if self.nodes else None
