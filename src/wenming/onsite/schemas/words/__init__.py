"""All that the phone's page says, by the name that its scripts use (`t("today")`). "one|many" is chosen by the number ``n``; English needs it."""

from __future__ import annotations

from wenming.onsite.schemas.words.checking import WORDS as CHECKING
from wenming.onsite.schemas.words.day import WORDS as DAY
from wenming.onsite.schemas.words.finding import WORDS as FINDING
from wenming.onsite.schemas.words.keeping import WORDS as KEEPING

ALL = {**DAY, **CHECKING, **FINDING, **KEEPING}


def words() -> dict[str, str]:
    """Return every text in the language of the request."""
    return {name: str(text) for name, text in ALL.items()}
