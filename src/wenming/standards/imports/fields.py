"""One mapping of a pack, read key by key; every fault is noted with its line and the reading goes on."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

import yaml

from wenming.standards.imports.findings import Ledger
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.numbers import WIDE, WIDE_MEND, exact_number, number_fault

Word = TypeVar("Word", bound=StrEnum)
OWN_PREFIX = "x-"
"""Keys with this prefix belong to whoever wrote the pack; they are neither checked nor used."""
_CODE = re.compile(r"[0-9A-Za-zⅠ-ⅿ][0-9A-Za-zⅠ-ⅿ.)#_-]*\Z")
CHINESE_CODE = "[0-9A-Za-zⅠ-ⅿ一-鿿][0-9A-Za-zⅠ-ⅿ一-鿿.)#_-]*"
"""How a code looks in which Chinese characters may stand, as a regular expression."""
_CHINESE_CODE = re.compile(rf"{CHINESE_CODE}\Z")


def line_of(node: yaml.Node) -> int:
    """Return the line of a YAML node, counted from 1."""
    return int(node.start_mark.line) + 1


def is_code(text: str) -> bool:
    """Say whether a text may be the code of a pack or of one of its nodes."""
    return _CODE.match(text) is not None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like the given one, or "" where none does."""
    plain = unicodedata.normalize("NFKC", word).strip(" :").casefold()
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(plain, list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else ""


class Fields:
    """The keys of one mapping.

    ``known`` are the keys that may stand here, ``required`` those that must. Every getter returns a harmless value where
    the key is absent or its value is faulty; a fault is in the ledger then.
    """

    def __init__(self, node: yaml.Node, ledger: Ledger, known: Collection[str], required: Collection[str] = ()) -> None:
        """Sort the keys and note the unknown, repeated and missing ones."""
        self.line = line_of(node)
        self.ledger = ledger
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        if not isinstance(node, yaml.MappingNode):
            ledger.add(
                self.line,
                _("这里应当是“键: 值”的条目"),
                _("写成若干行“键: 值”，可用的键：%(known)s"),
                known=_list(known),
            )
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            self._take(key, value, seen, known)
        for name in required:
            if name not in seen:
                ledger.add(self.line, _("缺少“%(key)s”"), _("在这一条里补写一行“%(key)s: …”"), key=name)

    def __contains__(self, key: str) -> bool:
        """Say whether the key stands here."""
        return key in self._values

    def keys(self) -> set[str]:
        """Return the keys that stand here."""
        return set(self._values)

    def line_at(self, key: str) -> int:
        """Return the line of a key, or of the mapping where the key is absent."""
        return self._lines.get(key, self.line)

    def text(self, key: str) -> str:
        """Return a text, trimmed; "" where there is none."""
        node = self._values.get(key)
        return "" if node is None else self._text(key, node)

    def code(self, key: str, *, chinese: bool = False) -> str:
        """Return a code: letters, digits and ``. - _ ) #`` without spaces; full-width characters are a fault.

        ``chinese``: Chinese characters may stand in it, as in the check items of the field's own forms (公交-01-01).
        """
        text, form = self.text(key), _CHINESE_CODE if chinese else _CODE
        if text and not form.match(text):
            plain = unicodedata.normalize("NFKC", text)
            if form.match(plain):
                self.fault(key, WIDE, WIDE_MEND, value=text, plain=plain)
            else:
                self.fault(key, _("编号“%(value)s”含有不能用的字符"), _("只用字母、数字和 . - _，不留空格"), value=text)
        return text

    def pair(self, key: str) -> tuple[str, str]:
        """Return a text in both languages (Chinese, English)."""
        node = self._values.get(key)
        if node is None:
            return "", ""
        both = Fields(node, self.ledger, ("zh", "en"), ("zh", "en"))
        return both.text("zh"), both.text("en")

    def number(self, key: str) -> Fraction | None:
        """Return an exact number, or None."""
        node = self._values.get(key)
        return None if node is None else self._number(key, node)

    def whole(self, key: str, least: int) -> int | None:
        """Return a whole number of at least ``least``, or None."""
        number = self.number(key)
        if number is None:
            return None
        if number.denominator != 1 or number < least:
            self.fault(key, _("“%(key)s”应为不小于 %(least)s 的整数"), _("改成整数"), key=key, least=least)
            return None
        return number.numerator

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        """Return a list of exact numbers."""
        read = [self._number(key, node) for node in self._list(key)]
        return tuple(number for number in read if number is not None)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(filter(None, [self._text(key, node) for node in self._list(key)]))

    def flag(self, key: str) -> bool:
        """Return true or false; YAML's yes/no/on/off are a fault, since readers disagree about them."""
        text = self.text(key)
        if text not in {"", "true", "false"}:
            self.fault(key, _("“%(key)s”的值“%(value)s”应为 true 或 false"), _("写 true 或 false"), key=key, value=text)
        return text == "true"

    def word(self, key: str, kind: type[Word]) -> Word | None:
        """Return one of the words of an enumeration, or None."""
        text = self.text(key)
        return None if not text else self._word(key, text, kind, self.line_at(key))

    def words(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of words, each of which must be among the allowed ones."""
        texts = [(self._text(key, node), line_of(node)) for node in self._list(key)]
        for text, line in texts:
            if text and text not in allowed:
                self._unknown_word(key, text, allowed, line)
        return tuple(text for text, _line in texts if text in allowed)

    def mapping(self, key: str, known: Collection[str], required: Collection[str] = ()) -> Fields | None:
        """Return the mapping under a key, or None."""
        node = self._values.get(key)
        return None if node is None else Fields(node, self.ledger, known, required)

    def mappings(self, key: str, known: Collection[str], required: Collection[str] = ()) -> list[Fields]:
        """Return the mappings of a list."""
        return [Fields(node, self.ledger, known, required) for node in self._list(key)]

    def table(self, key: str, known: Collection[str], required: Collection[str] = ()) -> dict[str, Fields]:
        """Return a mapping of names that the pack itself chooses, each with its own mapping."""
        node = self._values.get(key)
        if node is None:
            return {}
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        names = [name.value for name, _value in pairs if isinstance(name, yaml.ScalarNode)]
        inner = Fields(node, self.ledger, names)
        return {name: Fields(value, self.ledger, known, required) for name, value in inner._values.items()}

    def fault(self, at: str, problem: str, mend: str, /, **facts: object) -> None:
        """Note a fault at the line of a key."""
        self.ledger.add(self.line_at(at), problem, mend, **facts)

    def _take(self, key: yaml.Node, value: yaml.Node, seen: dict[str, int], known: Collection[str]) -> None:
        name, line = str(key.value), line_of(key)
        if name in seen:
            problem = _("“%(key)s”在第 %(first)s 行已经写过，YAML 会悄悄只取后一个")
            self.ledger.add(line, problem, _("删去其中一个"), key=name, first=seen[name])
            return
        seen[name] = line
        if name in known:
            self._values[name], self._lines[name] = value, line
        elif not name.startswith(OWN_PREFIX):
            close = nearest(name, known)
            mend = _("可能是“%(near)s”？") if close else _("删去它；可用的键：%(known)s")
            self.ledger.add(line, _("不认识的键“%(key)s”"), mend, key=name, near=close, known=_list(known))

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._values.get(key)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault(key, _("“%(key)s”应为列表"), _("写成 [甲, 乙]，或每项一行并以“- ”开头"), key=key)
        return []

    def _text(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.ledger.add(line_of(node), _("“%(key)s”应为一段文字"), _("只写一个值"), key=key)
            return ""
        text = node.value.strip()
        if not text or (not node.style and text in {"~", "null"}):
            self.ledger.add(line_of(node), _("“%(key)s”没有内容"), _("写上内容，或删去这一行"), key=key)
            return ""
        return text

    def _number(self, key: str, node: yaml.Node) -> Fraction | None:
        text = self._text(key, node)
        if not text:
            return None
        number = exact_number(text)
        if number is None:
            problem, mend, facts = number_fault(text)
            self.ledger.add(line_of(node), problem, mend, **facts)
        return number

    def _word(self, key: str, text: str, kind: type[Word], line: int) -> Word | None:
        if text in set(kind):
            return kind(text)
        self._unknown_word(key, text, list(kind), line)
        return None

    def _unknown_word(self, key: str, text: str, allowed: Collection[str], line: int) -> None:
        close = nearest(text, allowed)
        mend = _("可能是“%(near)s”？") if close else _("可用的词：%(known)s")
        problem = _("“%(key)s”不认识“%(value)s”这个词")
        self.ledger.add(line, problem, mend, key=key, value=text, near=close, known=_list(allowed))


def _list(words: Iterable[str]) -> str:
    """Return words side by side, for a message."""
    return "、".join(words)
