"""What pages and other apps ask about photos as proof."""

from wenming.evidence.queries.risk import Risk, risk_of, weights_in

__all__ = ["Risk", "risk_of", "weights_in"]
