"""Texts of papers with {places} (data/documents), so that an office can change the words without touching a program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings

FOLDER = settings.ROOT / "data" / "documents"


@lru_cache(maxsize=16)
def document_text(code: str) -> dict[str, Any]:
    """Return the text of a document; not to be changed."""
    return yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))


def filled(text: Any, facts: Mapping[str, Any]) -> Any:
    """Return a text, or each of several, with its places filled in."""
    if isinstance(text, str):
        return text.format_map(facts)
    return [filled(one, facts) for one in text]
