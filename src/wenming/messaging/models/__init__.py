"""消息: what people are told inside, and through which channels a number and a link leave the house."""

from wenming.messaging.models.channels import Channel, Delivery
from wenming.messaging.models.notices import Notice, PutAway

__all__ = ["Channel", "Delivery", "Notice", "PutAway"]
