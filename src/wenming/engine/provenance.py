"""Where a fact comes from and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How sure a fact of a pack is."""

    SOURCED = "sourced"
    SHARED = "shared"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from and how sure it is."""

    source: str
    confidence: Confidence
