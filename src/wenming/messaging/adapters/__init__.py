"""What carries news out of the house: mail, webhooks, robots of chat groups. Each is given number and link, and nothing else."""

from wenming.messaging.adapters.outcomes import Outcome, Parcel
from wenming.messaging.adapters.senders import BUNDLE, carry

__all__ = ["BUNDLE", "Outcome", "Parcel", "carry"]
