"""An action of the organisation that may not fit any more."""

from __future__ import annotations

from wenming.kernel.adapters.pages import attempting
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.enums import refusal_words

attempt = attempting(NotPossibleError, refusal_words)
