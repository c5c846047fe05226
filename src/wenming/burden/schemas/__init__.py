"""Burden as pages show it."""

from wenming.burden.schemas.refusals import refused_words

__all__ = ["refused_words"]
