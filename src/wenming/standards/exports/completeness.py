"""How complete a standard's file is, for a person and for a machine."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wenming.engine.completeness import NODES, Completeness, SectionCount
from wenming.standards.enums import confidence_word
from wenming.standards.exports.words import plain_line, section_words

_NAMED = 8
"""So many assumed nodes are named; of more only the number is told."""


def completeness_text(found: Completeness) -> list[str]:
    """Return what a file says and leaves open, line by line."""
    return [plain_line(line) for line in _lines(found)]


def _lines(found: Completeness) -> Iterator[str]:
    words = section_words()
    yield _("内容：%(sections)s") % {"sections": " · ".join(_section(words, count) for count in found.sections)}
    shares = [
        _("%(word)s %(count)s（%(percent)s）")
        % {"word": confidence_word(confidence), "count": count, "percent": _percent(count, found.facts)}
        for confidence, count in found.confidences
        if count
    ]
    yield _("可信度：%(shares)s") % {"shares": " · ".join(shares)}
    if found.assumed:
        codes = "、".join(node.code for node in found.assumed[:_NAMED])
        rest = "…" if len(found.assumed) > _NAMED else ""
        text = _("分值未公布、暂按平均分配的条目 %(count)s 个：%(codes)s")
        yield text % {"count": len(found.assumed), "codes": codes + rest}
    if found.not_covered:
        yield _("未包括的部分（%(count)s）：") % {"count": len(found.not_covered)}
        yield from (f"  {english if get_language() == 'en' else chinese}" for chinese, english in found.not_covered)
    if not found.complete:
        yield _("标准还不完整，不能据此给出总分")


def completeness_answer(found: Completeness) -> dict[str, object]:
    """Return the same for machines."""
    return {
        "complete": found.complete,
        "sections": {count.section: {"rows": count.rows, "open": count.open} for count in found.sections},
        "confidence": {confidence.value: count for confidence, count in found.confidences},
        "assumed": [node.code for node in found.assumed],
        "not_covered": [{"zh": chinese, "en": english} for chinese, english in found.not_covered],
    }


def _section(words: dict[str, str], count: SectionCount) -> str:
    """Return the count of one section, with how many of its rows leave their numbers open."""
    facts = {"section": words[count.section], "rows": count.rows, "open": count.open}
    partly = count.open and count.section != NODES  # what the tree leaves open has its own line
    return (_("%(section)s %(rows)s（%(open)s 条的数值或后果不全）") if partly else _("%(section)s %(rows)s")) % facts


def _percent(part: int, whole: int) -> str:
    """Return a share in whole percent; what is not all is never told as all, nor something as nothing."""
    return f"{min(99, max(1, round(100 * part / whole))) if part < whole else 100}%"
