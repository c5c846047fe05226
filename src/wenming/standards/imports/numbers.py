"""Numbers of a pack, taken from their text exactly: 0.85 is 17/20, never a binary approximation."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from wenming.standards.imports.findings import mark as _

# thirty digits are more than any edition has, and far from where Python refuses to read a number
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?\Z")
_RATIO = re.compile(r"(?:0|[1-9][0-9]{0,29})/[1-9][0-9]{0,29}\Z")
_LEADING_ZERO = re.compile(r"-?0[0-9]+(?:\.[0-9]+)?\Z")
_PERCENT = re.compile(r"[0-9]+(?:\.[0-9]+)?%\Z")

WIDE = _("“%(value)s”含有全角字符")
WIDE_MEND = _("改用半角写作 %(plain)s")


def exact_number(text: str) -> Fraction | None:
    """Return the number that the text writes (``2``, ``0.85``, ``1/3``), or None where it writes none plainly."""
    return Fraction(text) if _PLAIN.match(text) or _RATIO.match(text) else None


def number_fault(text: str) -> tuple[str, str, dict[str, str]]:
    """Return the messages (problem, mend, facts) for a text that is no plain number."""
    plain = unicodedata.normalize("NFKC", text)
    facts = {"value": text, "plain": plain}
    if plain != text and exact_number(plain) is not None:
        return WIDE, WIDE_MEND, facts
    if _LEADING_ZERO.match(text):
        # YAML 1.1 reads 010 as eight
        return _("“%(value)s”以 0 开头，YAML 会按八进制理解"), _("去掉开头的 0"), facts
    if "_" in text and exact_number(text.replace("_", "")) is not None:
        return _("“%(value)s”带有下划线，YAML 会悄悄略去"), _("去掉下划线"), facts
    if _PERCENT.match(plain):
        return _("“%(value)s”是百分数"), _("改写成小数，例如 85%% 写作 0.85"), facts
    return _("“%(value)s”不是数字"), _("写成普通数字，例如 40、0.85 或 1/3"), facts
