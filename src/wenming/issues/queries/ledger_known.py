"""Everything that a table of issues on its way in is compared with: read once, in as many queries as there are kinds of things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wenming.engine.decomposition.clauses import code_key
from wenming.engine.matching import edit_distance, fold
from wenming.engine.naming import Named
from wenming.issues.enums import IssueSource
from wenming.issues.models import Issue, MinorClass
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.models import Site
from wenming.standards.models import Node

CHUNK = 500
NEAR = 5
SOURCE_WORDS = {
    "12345": "hotline", "市长热线": "hotline", "热线": "hotline", "政务服务热线": "hotline", "数字化城管": "city_management", "数字化城市管理": "city_management",
    "城管平台": "city_management", "实地考察": "inspection", "督查": "supervision", "巡查": "patrol", "市民反映": "citizen", "群众反映": "citizen",
    "媒体": "media", "媒体曝光": "media", "自查": "own",
}  # fmt: skip


class KnownToLedgers:
    """What a city has, for looking up: units by any name, categories, clauses, sites, sources, and the issues that a table may repeat."""

    def __init__(self, city: City, on: date) -> None:
        self.city = city
        self._index = name_index(city, on=on)
        self._named: dict[str, tuple[Named, ...]] = {}
        self.units: dict[int, Unit] = units_in(city).in_bulk()
        self.minors = {
            minor.pk: minor
            for minor in MinorClass.objects.in_city(city)
            .filter(is_active=True)
            .select_related("major")
            .order_by("major__order", "order")
        }
        self._minor_names = {fold(minor.name): minor for minor in reversed(self.minors.values())}
        nodes = Node.objects.in_city(city).order_by("edition__created_at", "position").only("pk", "code", "name")
        self._nodes_by_code: dict[str, Node] = {}
        self._nodes_by_name: dict[str, Node | None] = {}
        for node in nodes:
            self._nodes_by_code[code_key(node.code)] = node
            self._nodes_by_name[fold(node.name)] = node
        self._sites: dict[str, Site | None] = {}
        for site in Site.objects.in_city(city).filter(ends_on=None).select_related("area").order_by("pk"):
            key = fold(site.name)
            self._sites[key] = None if key in self._sites else site
        self._sources = {fold(str(label)): value for value, label in IssueSource.choices}
        self._sources |= {fold(word): value for word, value in SOURCE_WORDS.items()}

    def read_units(self, cell: str) -> tuple[Named, ...]:
        """Return the units that a cell names; the same cell is read once."""
        if cell not in self._named:
            self._named[cell] = self._index.read(cell)
        return self._named[cell]

    def minor(self, text: str) -> MinorClass | None:
        """Return the category of this name; of "大类/小类" the last part counts."""
        parts = [
            part for part in text.replace("－", "/").replace("-", "/").replace("—", "/").split("/") if part.strip()
        ]
        return self._minor_names.get(fold(text)) or (self._minor_names.get(fold(parts[-1])) if parts else None)

    def near_minors(self, text: str) -> tuple[int, ...]:
        """Return the categories that may be meant: one name stands in the other, or a slip of the pen lies between them, or its words are used."""
        key = fold(text)
        found = [
            minor.pk
            for name, minor in self._minor_names.items()
            if name in key
            or key in name
            or edit_distance(key, name, 1) <= 1
            or any(fold(str(word)) in key for word in minor.words)
        ]
        return tuple(dict.fromkeys(found))[:NEAR]

    def node(self, text: str) -> Node | None:
        """Return the clause that a text names by its code, by its name, or by a code before a name."""
        first, _space, rest = text.partition(" ")
        for code in (text, first, f"{first} {rest.partition(' ')[0]}"):
            found = self._nodes_by_code.get(code_key(code))
            if found is not None:
                return found
        return self._nodes_by_name.get(fold(text)) or (self._nodes_by_name.get(fold(rest)) if rest else None)

    def site(self, text: str) -> Site | None:
        """Return the one site in use of this name."""
        return self._sites.get(fold(text))

    def source(self, text: str) -> str:
        """Return the source that a text names, "" for none."""
        return self._sources.get(fold(text), "")


def issues_with_numbers(city: City, numbers: Iterable[str]) -> dict[str, Issue]:
    """Return the issues of these numbers."""
    rows = Issue.objects.in_city(city).select_related("unit", "minor")
    return {issue.number: issue for part in _chunks(numbers) for issue in rows.filter(number__in=part)}


def issues_with_source_numbers(city: City, numbers: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return (source, number there) -> our number, of the issues that came by these numbers."""
    rows = Issue.objects.in_city(city).values_list("source", "source_number", "number")
    return {(row[0], row[1]): row[2] for part in _chunks(numbers) for row in rows.filter(source_number__in=part)}


def issues_with_texts(city: City, texts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return (text, place) -> number, of the issues that say just this; void ones are none."""
    rows = Issue.objects.in_city(city).exclude(state="void").order_by("pk").values_list("text", "place", "number")
    return {(row[0], row[1]): row[2] for part in _chunks(texts) for row in rows.filter(text__in=part)}


def _chunks(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield values, each once, in portions that a database takes."""
    wanted = list(dict.fromkeys(value for value in values if value))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
