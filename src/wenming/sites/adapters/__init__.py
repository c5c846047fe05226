"""What the register draws from outside itself: chance."""

from wenming.sites.adapters.tokens import fresh_token

__all__ = ["fresh_token"]
