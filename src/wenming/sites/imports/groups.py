"""Which types of site are drawn alike on the map: by the words of their names, kept as data."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from wenming.sites.enums import SiteGroup

GROUPS = Path(__file__).resolve().parents[4] / "data" / "sites" / "groups.yaml"


@lru_cache(maxsize=1)
def group_words() -> dict[SiteGroup, tuple[str, ...]]:
    """Return the words of each group in the order in which they are tried."""
    groups = yaml.safe_load(GROUPS.read_text(encoding="utf-8"))["groups"]
    return {SiteGroup(group): tuple(words) for group, words in groups.items()}


@lru_cache(maxsize=1024)
def group_of(type_name: str) -> SiteGroup:
    """Return the group of a type of site: the first one of which a word stands in its name."""
    for group, words in group_words().items():
        if any(word in type_name for word in words):
            return group
    return SiteGroup(SiteGroup.OTHER)
