"""佐证: photos as proof, what was computed of them, what was found about them."""

from wenming.evidence.models.evidence import Evidence, EvidenceFeatures
from wenming.evidence.models.findings import Finding, RiskWeight

__all__ = ["Evidence", "EvidenceFeatures", "Finding", "RiskWeight"]
