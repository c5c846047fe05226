"""Every write about photos as proof."""

from wenming.evidence.actions.explaining import NotPossibleError, answer_finding, explain_finding
from wenming.evidence.actions.keeping import GivenPhoto, claim_evidence, keep_evidence, keep_site_photos
from wenming.evidence.actions.looking import look_at_new

__all__ = [
    "GivenPhoto",
    "NotPossibleError",
    "answer_finding",
    "claim_evidence",
    "explain_finding",
    "keep_evidence",
    "keep_site_photos",
    "look_at_new",
]
