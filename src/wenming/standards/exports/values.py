"""Any detail of a standard as one text: exact in the words of the format, or in the words of the trade for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from wenming.engine.provenance import Provenance
from wenming.engine.provisions import Penalty
from wenming.engine.standards import NamedPlace, NodeFunction, TitleLine
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.layout import word_shown

_WORDED = {
    "missing": "missing", "not_applicable": "missing", "methods": "methods", "levels": "levels", "complete": "complete",
    "assumed": "complete", "kind": "material", "headline": "headline", "judge": "judge", "level": "levels",
}  # fmt: skip
"""The words of the format in a detail, by its name."""
_Words = Callable[[str, str], str]


def exact_text(value: object) -> str:
    """Return a value as exact text in the words of the format."""
    return _text("", value, lambda _words, word: word)


def shown_text(field: str, value: object) -> str:
    """Return the value of a detail in the words of the trade; of what is not covered the Chinese says enough."""
    if field == "not_covered" and isinstance(value, tuple):
        return "；".join(chinese for chinese, _english in value)
    return _text(_WORDED.get(field, ""), value, word_shown)


def _text(words: str, value: object, shown: _Words) -> str:
    if isinstance(value, tuple):
        return "、".join(_text(words, item, shown) for item in value)
    if isinstance(value, bool):
        return shown(words, str(value).lower())
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, NamedPlace | NodeFunction | Penalty | Provenance | TitleLine):
        return " ".join(filter(None, _parts(value, shown)))
    return shown(words, value.value if isinstance(value, StrEnum) else "" if value is None else str(value))


def _parts(value: NamedPlace | NodeFunction | Penalty | Provenance | TitleLine, shown: _Words) -> Iterator[str]:
    """Yield what makes up a value of several parts."""
    if isinstance(value, NamedPlace):
        yield value.name
        yield "（" + "、".join(value.aliases) + "）" if value.aliases else ""
    elif isinstance(value, NodeFunction):
        yield from (shown("kind", value.kind.value), value.fact or "", number_text(value.limit) if value.limit else "")
        yield from (f"{step.label}≥{number_text(step.rate_from)}={number_text(step.share)}" for step in value.steps)
    elif isinstance(value, Penalty):
        yield shown("penalty", value.effect.value)
        yield number_text(value.points) if value.points is not None else ""
        months = _("%(months)s 个月") if shown is word_shown else "%(months)s months"
        yield months % {"months": value.months} if value.months is not None else ""
    elif isinstance(value, Provenance):
        yield f"{value.source} [{shown('confidence', value.confidence.value)}]"
    else:
        yield shown("effect", value.effect.value)
        yield f"≥{number_text(value.score_from)}" if value.score_from is not None else ""
        yield f"<{number_text(value.score_below)}" if value.score_below is not None else ""
        yield f"≤{value.rank_to}" if value.rank_to is not None else ""
