"""The cells of units: several to a cell, numbered, with marks in brackets, with groups and vague words.

Whatever stands in a cell becomes a share of the work or a fault; words that only say how units work together are decoration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wenming.engine.decomposition.readings import Reason
from wenming.engine.decomposition.tables import Meaning
from wenming.engine.matching import fold
from wenming.engine.naming import Named, NamedBy, NameIndex

LONGEST = 120
"""Characters of what a unit is written as."""
_BETWEEN = "、，,；;/／|｜\n\r\t。"
_OPEN, _SHUT = "(（[【〔", ")）]】〕"
_NUMBERS = re.compile(
    r"\s*(?:[(（]\s*[0-9０-９]{1,2}\s*[)）]|[①-⑳]|(?:(?<=^)|(?<=[\s、，,；;。]))[0-9０-９]{1,2}\s*[.．、)）](?![0-9０-９]))\s*"
)
_BRACKET = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]")
_LABEL = re.compile(
    r"(牵头|主办|主责|责任|承办|落实|配合|协办|协同|协助|参与|包保|包联)(?:责任)?(?:单位|部门|主体)?\s*[:：]\s*"
)
_OPEN_END = re.compile(
    r"(?:等(?:相关|有关)?(?:市直)?(?:[0-9一二三四五六七八九十]+个)?(?:单位|部门)?|(?:相关|有关)(?:单位|部门))\Z"
)
_DECORATION = re.compile(
    r"等?(?:由|按照?|依照?|根据|各自|各负其责|分别|共同|职责|分工|具体|牵头|负责|落实|配合|协助|组织|实施|做好|抓好|工作)+"
)
_VAGUE = re.compile(
    r"(?:各)?(?:相关|有关|其他|其它)?(?:责任|职能|相关|有关|牵头|配合|包保|包联|帮扶)?(?:单位|部门)|(?:相关|有关).*|各有关.*"
)
_COLLECTIVE = re.compile(
    r"各.+|.*各(?:单位|部门|区|县|市|街道|乡镇|社区|村).*|(?:全市|所有|全体|市直|区直|县直|中直|省直).*(?:单位|部门)|.+成员单位"
)
_NOTHING = re.compile(r"[\s/\\\-—–－―·.。×xX无]+")
_VERB = re.compile(r"(牵头|主办|主责|配合|协助|协办|参与)?(?:分别|共同)?(?:负责|落实|实施|组织|抓好)*\Z")
_APART = re.compile(r"[和及与]|\s+")
_KINDS = (
    (r"(?<![辖社地校小街厂园市景理发新])区(?!直)|区县", ("district",)),
    (r"管理区|开发区|高新区|园区", ("development_zone",)),
    (r"县(?!直)", ("county",)),
    (r"街道|办事处", ("street",)),
    (r"乡|镇", ("town",)),
    (r"社区", ("community",)),
    (r"村", ("village",)),
    (r"市直|市级|成员单位|全市", ("party_department", "department")),
    (r"中直|中央|驻市", ("central_unit",)),
    (r"省直|驻市", ("provincial_unit",)),
)
"""Words in the name of a group, and the kinds of units that they may mean."""
DITTO = frozenset({"同上", "同前", "〃", "″", "“", "”", '"', "''"})
_PARTS = {
    Meaning.LEAD: ("牵头", "主办", "主责", "总牵头", "主"),
    Meaning.RESPONSIBLE: ("责任", "承办", "落实"),
    Meaning.COOPERATING: ("配合", "协办", "协同", "协助", "参与"),
    Meaning.SPONSOR: ("包保", "包联"),
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Share:
    """Units that a cell names with one word: as written, their part, by which group, or what is wrong and what might be meant.

    ``name`` are the words that should lead to a unit, without marks and brackets; ``plain``: they are its official name as it is.
    """

    written: str
    name: str
    part: Meaning
    keys: tuple[int, ...] = ()
    group: str = ""
    fault: Reason | None = None
    suggestions: tuple[int, ...] = ()
    plain: bool = False


@dataclass
class UnitReader:
    """Reads the cells of units. ``chosen`` are units that a person chose for words, by the folded words."""

    index: NameIndex
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    _memo: dict[str, Named] = field(default_factory=dict)
    _near: dict[str, Named] = field(default_factory=dict)

    def read(self, text: str, part: Meaning) -> tuple[Share, ...]:
        """Return what every word of a cell means, in its order; the cell of a column of ``part``."""
        whole = self._find(text)
        if whole.found_by:
            return (self._share(text.strip(), whole, part),)
        shares: list[Share] = []
        for label, token in _tokens(text):
            part = _PART_OF.get(label, part)
            shares += self._token(token, part)
        if not shares:
            return (Share(text.strip(), text.strip(), part, fault=Reason.VAGUE_UNIT),)
        return tuple(shares)

    def _token(self, token: str, part: Meaning) -> Iterator[Share]:
        """Yield what one word means; two units with "and" or a space between them are two."""
        names, part = _readings(token, part)
        for name in names:
            found = self._find(name)
            if found.found_by:
                yield self._share(token, found, part)
                return
        if _is_decoration(names):
            return
        name = next(filter(None, reversed(names)))
        pieces = self._pieces(name)
        if pieces:
            yield from (self._share(piece, self._find(piece), part) for piece in pieces)
        else:
            if name not in self._near:
                self._near[name] = self.index.find(name)
            yield _faulty(token, name, part, self._near[name])

    def _pieces(self, name: str) -> list[str]:
        """Return the units into which a word falls at spaces or "and", where each piece is known; else nothing."""
        for sign in _APART.finditer(name):
            left, right = name[: sign.start()].strip(), name[sign.end() :].strip()
            if left and right and self._find(left).found_by:
                rest = [right] if self._find(right).found_by else self._pieces(right)
                if rest:
                    return [left, *rest]
        return []

    def _find(self, name: str) -> Named:
        """Return what a name means, by what a person said before what the index knows; no proposals."""
        if name not in self._memo:
            keys = self.chosen.get(fold(name))
            self._memo[name] = Named(name.strip(), keys, NamedBy.ALIAS) if keys else self.index.known(name)
        return self._memo[name]

    def _share(self, written: str, found: Named, part: Meaning) -> Share:
        """Return the units of a name that is known."""
        group = found.written if found.found_by is NamedBy.GROUP else ""
        fault = None
        if len(written) > LONGEST:
            fault = Reason.TOO_LONG
        elif not found.keys:
            fault = Reason.EMPTY_GROUP
        plain = found.found_by is NamedBy.NAME and written == found.written
        return Share(written, found.written, part, () if fault else found.keys, group, fault, plain=plain)


def is_nothing(text: str) -> bool:
    """Say whether a cell only says that there is nothing: 无, —, /."""
    return bool(_NOTHING.fullmatch(text))


def is_collective(name: str) -> bool:
    """Say whether a word speaks of several units at once."""
    return bool(_COLLECTIVE.fullmatch(unicodedata.normalize("NFKC", name)))


def kinds_meant(name: str) -> tuple[str, ...]:
    """Return the kinds of units (values of the organisation's UnitKind) of which a word like 各县区 speaks."""
    plain = unicodedata.normalize("NFKC", name)
    return tuple(dict.fromkeys(kind for pattern, kinds in _KINDS if re.search(pattern, plain) for kind in kinds))


def _faulty(token: str, name: str, part: Meaning, found: Named) -> Share:
    """Return a word that leads nowhere, with what it might mean."""
    if _VAGUE.fullmatch(name):
        fault = Reason.VAGUE_UNIT
    elif is_collective(name):
        fault = Reason.UNKNOWN_GROUP
    else:
        return Share(token, name, part, fault=Reason.UNKNOWN_UNIT, suggestions=found.suggestions)
    return Share(token, name, part, fault=fault)


def _readings(token: str, part: Meaning) -> tuple[list[str], Meaning]:
    """Return what the name in a word may be: as it stands, without brackets, without what follows it; and the part that it says."""
    marks = [_mark(mark) for mark in _BRACKET.findall(token)]
    bare = _BRACKET.sub("", token).strip()
    name = _OPEN_END.sub("", bare).strip()
    verb = _VERB.search(name)
    said = [*marks, verb[1] or ""] if verb else marks
    part = next((_PART_OF[word] for word in said if word in _PART_OF), part)
    return [token, bare, name, name[: verb.start()].removeprefix("由").strip() if verb else name], part


def _is_decoration(names: list[str]) -> bool:
    """Say whether a word names nobody: how units work together, "and others", or a remark in brackets."""
    _token, bare, cut, _name = names
    return not bare or bool(_DECORATION.fullmatch(bare)) or (not cut and bare.startswith("等"))


def _mark(text: str) -> str:
    """Return the word of a mark in brackets: 牵头单位 → 牵头."""
    return re.sub(r"(?:责任)?(?:单位|部门)\Z", "", text.strip()) or text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a cell, each with the label that stands before it or before one of those ahead of it."""
    label = ""
    for word in _words(_NUMBERS.sub("、", text)):
        found = _LABEL.match(word)
        label = found[1] if found else label
        rest = word[found.end() :].strip() if found else word
        if rest:
            yield label, rest


def _words(text: str) -> Iterator[str]:
    """Yield what stands between the signs that part units; inside brackets nothing is parted."""
    depth, word = 0, ""
    for at, char in enumerate(text):
        depth = max(0, depth + (char in _OPEN) - (char in _SHUT))
        if depth and char in _OPEN and not any(shut in text[at:] for shut in _SHUT):
            depth = 0  # a bracket that is never shut holds nothing
        wide = char == "　" or (char == " " and text[at + 1 : at + 2] == " ")
        if not depth and (char in _BETWEEN or wide):
            yield word.strip()
            word = ""
        else:
            word += char
    yield word.strip()
