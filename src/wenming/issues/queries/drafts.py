"""What a pasted chat says in the words of the city: sites, units, categories; and the drafts that somebody has open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from wenming.engine.chats import Chat, Matter, Wish, read_chat, read_wish
from wenming.engine.matching import fold
from wenming.engine.naming import NamedBy, NameIndex
from wenming.issues.enums import DraftState
from wenming.issues.models import DraftPhoto, IssueDraft, IssuePaste, MinorClass
from wenming.issues.queries.hints import category_hints, minors_of
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to

_ASKED = re.compile(r"(?:请|由|责任单位[:：]?\s?|麻烦)(?P<who>[^\s，。；、,;]{2,20})")
SHORTEST_SITE = 3
"""Characters of a site's name that may be found inside a sentence."""


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What was recognised of one matter of a chat."""

    text: str
    line: int
    pictures: tuple[int, ...]
    place: str = ""
    site: Site | None = None
    minor: MinorClass | None = None
    unit: Unit | None = None
    wish: Wish | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether it is to be settled at once, by the chat or by its category."""
        return bool((self.wish and self.wish.urgent) or (self.minor and self.minor.is_urgent))


def recognised(account: Account, city: City, text: str, *, at: datetime) -> tuple[Chat, list[DraftFacts]]:
    """Read a chat, and find in it the sites that the account sees, the units and the categories of the city."""
    chat = read_chat(text)
    if not chat.matters:
        return chat, []
    day = at.astimezone(city.zone).date()
    sites = [
        (fold(site.name), site)
        for site in sites_visible_to(account, city, at=at).filter(ends_on=None)
        if len(site.name) >= SHORTEST_SITE
    ]
    reader = _Reader(city, sites, minors_of(city), name_index(city, on=day), {unit.pk: unit for unit in units_in(city)})
    return chat, [reader.facts(matter) for matter in chat.matters]


@dataclass(frozen=True)
class _Reader:
    """What a city's words are known by."""

    city: City
    sites: Sequence[tuple[str, Site]]
    minors: Sequence[MinorClass]
    names: NameIndex
    units: dict[int, Unit]

    def facts(self, matter: Matter) -> DraftFacts:
        """Return what is recognised of one matter."""
        site = self._site(f"{matter.lead} {matter.text}")
        minor = next(iter(category_hints(matter.text, self.minors)), None)
        return DraftFacts(
            text=matter.text,
            line=matter.line,
            pictures=matter.pictures,
            place="" if site else matter.lead[:200],
            site=site,
            minor=minor,
            unit=self._unit(matter) or (minor.unit if minor else None),
            wish=read_wish(f"{matter.text} {matter.asked}"),
        )

    def _site(self, said: str) -> Site | None:
        """Return the site with the longest name that stands in what was said."""
        words = fold(said)
        met = [(len(name), site) for name, site in self.sites if name in words]
        return max(met, key=lambda pair: pair[0])[1] if met else None

    def _unit(self, matter: Matter) -> Unit | None:
        """Return the unit that was called (@), or asked (请…), under any of its names."""
        asked = [found["who"] for found in _ASKED.finditer(f"{matter.text} {matter.asked}")]
        for who in (*matter.called, *asked):
            for end in range(len(who), 1, -1):
                named = self.names.known(who[:end])
                if len(named.keys) == 1 and named.found_by is not NamedBy.GROUP:
                    return self.units[named.keys[0]]
        return None


def pastes_of(account: Account, city: City) -> QuerySet[IssuePaste]:
    """Return what the account has pasted and not settled, the newest first, with how many drafts wait."""
    waiting = Count("drafts", filter=Q(drafts__state=DraftState.WAITING))
    rows = IssuePaste.objects.in_city(city).filter(by=account).annotate(waiting=waiting)
    return rows.filter(waiting__gt=0).order_by("-at", "-pk")


def paste_of(account: Account, city: City, pk: int) -> IssuePaste | None:
    """Return a paste of this account with its drafts in the order of the chat, and their photos. Three queries."""
    photos = DraftPhoto.objects.in_city(city).select_related("small").order_by("order")
    drafts = IssueDraft.objects.in_city(city).select_related(
        "city", "site__area", "minor__major", "unit", "issue", "paste"
    )
    ordered = drafts.order_by("first_line", "pk")
    rows = IssuePaste.objects.in_city(city).select_related("city").filter(by=account, pk=pk)
    return rows.prefetch_related(Prefetch("drafts", ordered), Prefetch("photos", photos)).first()
