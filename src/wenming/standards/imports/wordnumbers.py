"""The numbers that Word writes before a paragraph by itself: they are in no text, and are counted here as Word counts them.

ECMA-376 part 1, 17.9: a paragraph names a list and a level (``numPr``, its own or that of its style); the level says the form of
its number, the text around it and where counting begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_DIGITS = "〇一二三四五六七八九"
_DEEPEST_STYLE = 12
"""Styles build upon each other; a longer chain is a ring."""
_SILENT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: the form of its number, the text around it, and its first number."""

    form: str
    text: str
    start: int
    tight: bool


class Numbering:
    """The lists of one document; paragraphs must come in the order of the document."""

    def __init__(self, document: Document) -> None:
        """Read the definitions; a document without lists has none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = next(
            (link.target_part for link in document.part.rels.values() if link.reltype.endswith("/numbering")), None
        )
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        if part is not None and hasattr(part, "element"):
            self._define(part.element)

    def mark(self, paragraph: Element) -> str:
        """Return what Word writes before the paragraph, "" where it writes nothing or a mere dot."""
        name, depth = self._place(paragraph)
        level = self._levels.get(name, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._lists[name], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for below in [deeper for deeper in counts if deeper > depth]:
            del counts[below]
        if level.form in _SILENT:
            return ""
        text = level.text
        for above in range(depth + 1):
            upper = self._levels[name].get(above, level)
            text = text.replace(f"%{above + 1}", written(counts.get(above, upper.start), upper.form))
        return text if level.tight or not text else f"{text} "

    def _define(self, root: Element) -> None:
        abstract = {item.get(qn("w:abstractNumId")): _levels(item) for item in root.iter(qn("w:abstractNum"))}
        for item in root.iter(qn("w:num")):
            name = item.get(qn("w:numId"), "")
            link = item.find(qn("w:abstractNumId"))
            base = "" if link is None else link.get(qn("w:val"), "")
            self._levels[name] = abstract.get(base, {}) | _levels(item)
            starts = {
                int(over.get(qn("w:ilvl"), 0)): int(start.get(qn("w:val"), 1))
                for over in item.iter(qn("w:lvlOverride"))
                for start in over.iter(qn("w:startOverride"))
            }
            for depth, start in starts.items():
                level = self._levels[name].get(depth, _Level("decimal", f"%{depth + 1}.", start, tight=False))
                self._levels[name][depth] = _Level(level.form, level.text, start, level.tight)
            # lists of one definition count on from each other, unless one of them begins anew
            self._lists[name] = name if starts else f"of {base}"

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list of a paragraph and its level in it; what the paragraph does not say, its styles say."""
        found: dict[str, str] = {}
        for properties in self._chain(paragraph):
            numbers = properties.find(qn("w:numPr"))
            for item in () if numbers is None else numbers:
                found.setdefault(item.tag, item.get(qn("w:val"), ""))
        depth = found.get(qn("w:ilvl"), "0")
        return found.get(qn("w:numId"), ""), int(depth) if depth.isdecimal() else 0

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        """Yield the properties of a paragraph, of its style, and of the styles upon which that builds."""
        holder, link = paragraph, qn("w:pStyle")
        for _step in range(_DEEPEST_STYLE):
            properties = holder.find(qn("w:pPr"))
            if properties is not None:
                yield properties
            named = holder if link == qn("w:basedOn") else properties
            name = None if named is None else named.find(link)
            above = None if name is None else self._styles.get(name.get(qn("w:val")))
            if above is None:
                return
            holder, link = above, qn("w:basedOn")


def _levels(item: Element) -> dict[int, _Level]:
    """Return the levels that a definition describes."""
    return {int(level.get(qn("w:ilvl"), 0)): _level(level) for level in item.iter(qn("w:lvl"))}


def _level(item: Element) -> _Level:
    values = {part.tag.rpartition("}")[2]: part.get(qn("w:val"), "") for part in item}
    start = values.get("start", "")
    return _Level(
        values.get("numFmt", "decimal"),
        values.get("lvlText", ""),
        int(start) if start.isdecimal() else 1,
        values.get("suff") == "nothing",
    )


def written(number: int, form: str) -> str:
    """Return a number in one of Word's forms; a form that no office uses for a standard is written in plain digits."""
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in {"upperLetter", "lowerLetter"} and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form.startswith(("chinese", "japanese", "taiwanese", "ideograph")) and 0 < number < 100:
        return _chinese(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        text += letters * count
    return text


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
