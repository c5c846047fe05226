"""Who may do what with rounds."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.inspections.models import Round

REVOCABLE = timedelta(hours=24)
"""A round may be taken back as a whole for so long after it was written; later, mistakes are corrected by appeal."""


def is_revocable(round_: Round, *, at: datetime) -> bool:
    """Tell whether the round still stands and was written less than a day ago."""
    return not hasattr(round_, "revocation") and at - round_.created_at < REVOCABLE
