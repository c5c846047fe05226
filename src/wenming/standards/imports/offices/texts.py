"""What stands in the cells of an office's form: codes, numbers of standards, points in brackets, notes, methods.

Everything is recognised in the plain form of a text (full-width signs as plain ones) and cut out of the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wenming.engine.matching import fold
from wenming.standards.imports.layout import WORDS

ROMAN_LEVELS = {"I": "project", "II": "indicator", "III": "content", "IV": "criterion"}
_NUMERALS = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ"}
_CHINESE = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = re.compile(r"\s*(IV|I{1,3})\s*[-‐-―−~ー]*\s*([0-9]{1,4}[a-z]?#?)(?![0-9a-z])[\s.、:)]*", re.IGNORECASE)
_DECIMAL = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,3})+)(?![0-9.%‰公千米万亿元人个分年月日小平度倍])[\s、:)]*")
_SPOKEN = "[一二三四五六七八九十]{1,3}"
_MARKS = {
    "()": re.compile(r"\(\s*([0-9]{1,2})\s*\)"),
    ")": re.compile(r"(?<![0-9(])([0-9]{1,2})\s*\)"),
    "①": re.compile(f"([{_CIRCLED}])"),
    ".": re.compile(r"(?<![0-9.])([0-9]{1,2})\.(?![0-9])"),
    "、": re.compile(r"(?<![0-9.])([0-9]{1,2})、"),
    "(一)": re.compile(rf"\(\s*({_SPOKEN})\s*\)"),
    "一、": re.compile(rf"({_SPOKEN})、"),
    "第一": re.compile(rf"第({_SPOKEN}|[0-9]{{1,2}})[章节篇条项](?=\s)"),
}
_ANYWHERE = frozenset({"()", ")", "①"})
"""Marks that are recognised inside a line too, where they continue the numbers before them."""
_POINTS = r"\s*(?:共|计|分值|满分)?\s*:?\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*"
_POINTS_LAST = re.compile(rf"[(\[【〔]{_POINTS}[)\]】〕]\s*\Z")
_POINTS_FIRST = re.compile(rf"\s*[(\[【〔]{_POINTS}[)\]】〕]\s*")
_WEIGHT_LAST = re.compile(r"[(\[【〔]\s*(?:权重|占|占比)?\s*:?\s*([0-9]+(?:\.[0-9]+)?\s*%)\s*[)\]】〕]\s*\Z")
_ODD_POINTS = re.compile(r"[(\[【〔]\s*([0-9OolI.,]{1,6})\s*分\s*[)\]】〕]\s*\Z")
_NOTE = re.compile(r"(?:^|(?<=[\n。;)]))[ \t]*[(\[【]?(?:注|备注)\s*[0-9一二三四五]?\s*[::].*", re.MULTILINE)
_WHOLE_NOTE = re.compile(r"\s*[(\[【]?(?:注|备注|说明)\s*[0-9一二三四五]?\s*[::]")
_CONTINUED = re.compile(r"\s*[(\[]\s*(?:续|续表|接上表|接上页)\s*[)\]]\s*\Z")
_TOTAL = re.compile(r"\s*(小计|合计|总计|共计|总分)\s*[::]?\s*([0-9]+(?:\.[0-9]+)?)?\s*分?\s*\Z")
_GROUP = re.compile(rf"(?:\(?\s*[0-9]{{1,2}}\s*\)|[{_CIRCLED}]|(?<![0-9.])[0-9]{{1,2}}[.、](?![0-9]))")
_BETWEEN = re.compile(r"\s*([、,和及]|至|~|-|—|–)?\s*")
_DIVIDERS = re.compile(r"[;、,/\s+和与及或&。()\[\]]+")
_OTHER_WORDS = {
    "material_review": "审核材料 材料审查 资料审核 查阅资料 查看资料",
    "online_filing": "网上申报材料 网络申报 网上材料申报",
    "field_inspection": "实地测评 实地检查 实地查看 实地暗访 实地 现场考察 现场检查 暗访 明察",
    "survey": "问卷 调查问卷 问卷测评 民意调查",
    "household": "入户 入户问卷 入户访问",
    "street_intercept": "拦访 街头拦截 街访",
    "media_check": "网络调查 网络媒体调查 媒体监测",
    "department_opinion": "征求部门意见 听取部门意见",
    "overall_view": "整体印象",
}
METHODS = {
    fold(word): method
    for method, chinese in WORDS["methods"].items()
    for word in (method, chinese, *_OTHER_WORDS.get(method, "").split())
}
"""The words for methods that offices use, as names are compared."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a cell: its code as the platform writes it or its number, its name, and what stands in brackets."""

    name: str
    code: str = ""
    level: str = ""
    number: int | None = None
    points: str = ""
    weight: str = ""
    odd_points: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell without its notes, and these."""

    body: str
    notes: tuple[str, ...] = ()


@dataclass
class _Plain:
    """A text beside its plain form, every position of which leads back to the text."""

    text: str
    plain: str = ""
    at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        pieces = []
        for place, char in enumerate(self.text):
            piece = char if char in _CIRCLED else unicodedata.normalize("NFKC", char)
            pieces.append(piece)
            self.at += [place] * len(piece)
        self.plain = "".join(pieces)
        self.at.append(len(self.text))

    def cut(self, start: int, end: int | None = None) -> str:
        """Return the text between two positions of the plain form."""
        return self.text[self.at[start] : self.at[len(self.plain) if end is None else end]]


def plain_form(text: str) -> str:
    """Return the plain form of a text, circled numbers kept."""
    return _Plain(text).plain


def one_line(text: str) -> str:
    """Return the lines of a cell as one: between Chinese characters nothing is put, between words a space."""
    joined = ""
    for part in (line.strip() for line in text.split("\n")):
        words = joined[-1:].isascii() and part[:1].isascii()
        joined += f" {part}" if joined and part and words else part
    return joined.strip().rstrip("；;").rstrip()


def cut_notes(text: str) -> Cut:
    """Take the notes ("注：…") out of a cell; the lines after one belong to it until a number or a code begins anew."""
    if "注" not in text:
        return Cut(text)
    body: list[str] = []
    notes: list[str] = []
    for line in text.split("\n"):
        here = _Plain(line)
        found = _NOTE.search(here.plain)
        if found:
            body += [start] if (start := here.cut(0, found.start()).rstrip()) else []
            notes.append(here.cut(found.start()).strip())
        elif notes and not _begins(line):
            notes[-1] += f"\n{line}"
        else:
            body.append(line)
    return Cut("\n".join(body), tuple(notes))


def is_note(text: str) -> bool:
    """Say whether a text is nothing but a note."""
    return _WHOLE_NOTE.match(plain_form(text)) is not None


def total_of(text: str) -> tuple[str, str] | None:
    """Return the word and the number ("" where it has none) of a row of totals; None where the text is none."""
    found = _TOTAL.match(plain_form(text))
    return (found[1], found[2] or "") if found else None


def read_items(text: str) -> tuple[str, list[Item]]:
    """Return what stands before the first number, and every numbered or coded entry of a cell; one where nothing is numbered."""
    starts = [0] + [at + 1 for at, char in enumerate(text) if char == "\n" and _ROMAN.match(plain_form(text[at + 1 :]))]
    if len(starts) > 1 or _ROMAN.match(plain_form(text)):
        return "", [read_item(text[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]
    cuts = _numbered(_Plain(text))
    if not cuts:
        return "", [read_item(text)] if text.strip() else []
    whole = _Plain(text)
    ends = [start for start, _body, _number in cuts[1:]]
    items = [
        replace(_bracketed(whole.cut(body, end)), number=number)
        for (_start, body, number), end in zip(cuts, [*ends, None], strict=True)
    ]
    return one_line(whole.cut(0, cuts[0][0])), items


def read_item(text: str) -> Item:
    """Return the one entry of a cell, with its code or its number."""
    whole = _Plain(text)
    found = _ROMAN.match(whole.plain)
    if found:
        numeral = found[1].upper()
        code = f"{_NUMERALS[numeral]}-{found[2].lower()}"
        return replace(_bracketed(whole.cut(found.end())), code=code, level=ROMAN_LEVELS[numeral])
    found = _DECIMAL.match(whole.plain)
    if found:
        return replace(_bracketed(whole.cut(found.end())), code=found[1])
    for mark in _MARKS.values():
        found = mark.match(whole.plain, len(whole.plain) - len(whole.plain.lstrip()))
        if found:
            return replace(_bracketed(whole.cut(found.end())), number=_number(found[1]))
    return _bracketed(text)


def read_code(text: str) -> str:
    """Return a code that has a column of its own, as the platform writes it."""
    plain = plain_form(text).strip()
    found = _ROMAN.fullmatch(plain)
    return f"{_NUMERALS[found[1].upper()]}-{found[2].lower()}" if found else plain.rstrip("、.")


def numbered_parts(text: str) -> list[tuple[tuple[int, ...], str]]:
    """Return the parts of a cell that answer numbered standards (``1)2)材料审核 3)问卷调查``), without numbers the whole."""
    whole = _Plain(text)
    marks = list(_GROUP.finditer(whole.plain))
    parts: list[tuple[tuple[int, ...], str]] = []
    if not marks or whole.plain[: marks[0].start()].strip():
        parts.append(((), text[: whole.at[marks[0].start()]] if marks else text))
    numbers: list[int] = []
    for place, mark in enumerate(marks):
        value = _number(mark[0].strip("().、 \n\t"))
        end = marks[place + 1].start() if place + 1 < len(marks) else len(whole.plain)
        numbers = _grown(numbers, value)
        tie = _BETWEEN.fullmatch(whole.plain, mark.end(), end) if place + 1 < len(marks) else None
        if tie is None:
            parts.append((tuple(numbers), whole.cut(mark.end(), end)))
            numbers = []
        elif tie[1] in {"至", "~", "-", "—", "–"}:
            numbers.append(0)
    return parts


def read_methods(text: str) -> tuple[list[str], list[str]]:
    """Return the methods that a text names, and its words that name none."""
    found: dict[str, None] = {}
    unknown = []
    for word in _DIVIDERS.split(plain_form(text)):
        method = METHODS.get(fold(word)) if word else None
        if method:
            found[method] = None
        elif word:
            unknown.append(word)
    return list(found), unknown


def _grown(numbers: list[int], value: int) -> list[int]:
    """Return the numbers with one more; after a 0 everything between the two is meant."""
    if numbers and numbers[-1] == 0:
        return [*numbers[:-1], *range(numbers[-2] + 1, value + 1)]
    return [*numbers, value]


def _begins(line: str) -> bool:
    """Say whether a line begins with a number or a code."""
    plain = plain_form(line).lstrip()
    return bool(_ROMAN.match(plain) or _DECIMAL.match(plain) or any(mark.match(plain) for mark in _MARKS.values()))


def _numbered(whole: _Plain) -> list[tuple[int, int, int]]:
    """Return where each numbered entry starts, where its text starts, and its number."""
    first = _first(whole.plain)
    if first is None:
        return []
    style, found = first
    cuts = [(found.start(), found.end(), _number(found[1]))]
    for mark in _MARKS[style].finditer(whole.plain, found.end()):
        at_line = not whole.plain[: mark.start()].rpartition("\n")[2].strip()
        follows = _number(mark[1]) == cuts[-1][2] + 1
        parted = style in _ANYWHERE or whole.plain[mark.start() - 1] in " ;。\t"
        if at_line or (follows and parted):
            cuts.append((mark.start(), mark.end(), _number(mark[1])))
    return cuts


def _first(plain: str) -> tuple[str, re.Match[str]] | None:
    """Return the first number: at the beginning, or number 1 at the beginning of a line or behind a colon."""
    if _DECIMAL.match(plain):
        return None
    start = len(plain) - len(plain.lstrip())
    for style, mark in _MARKS.items():
        found = mark.match(plain, start)
        if found:
            return style, found
    late = [(found.start(), style, found) for style, found in _late(plain)]
    return min(late, key=lambda item: item[0])[1:] if late else None


def _late(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield number 1 of every style where a line or what follows a colon begins with it and a 2 comes later."""
    for style, mark in _MARKS.items():
        found = next((hit for hit in mark.finditer(plain) if _number(hit[1]) == 1), None)
        if found is None or plain[: found.start()].rstrip(" \t")[-1:] not in {"\n", ":"}:
            continue
        if any(_number(hit[1]) == 2 for hit in mark.finditer(plain, found.end())):
            yield style, found


def _number(written: str) -> int:
    """Return the value of a number in any of the ways in which it is written before a standard."""
    if written in _CIRCLED:
        return _CIRCLED.index(written) + 1
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


def _bracketed(text: str) -> Item:
    """Return an entry without code, its points or weight taken out of the brackets at its end or its beginning."""
    whole = _without_continued(_Plain(text))
    values = {"points": "", "weight": "", "odd_points": ""}
    for key, form in (("points", _POINTS_LAST), ("weight", _WEIGHT_LAST), ("odd_points", _ODD_POINTS)):
        found = form.search(whole.plain.rstrip(";。 \n"))
        if found and not any(values.values()):
            values[key] = found[1]
            whole = _without_continued(_Plain(whole.cut(0, found.start())))
    found = None if any(values.values()) else _POINTS_FIRST.match(whole.plain)
    if found:
        values["points"] = found[1]
        whole = _Plain(whole.cut(found.end()))
    name = one_line(whole.text)
    return Item(name, points=values["points"], weight=values["weight"], odd_points=values["odd_points"])


def _without_continued(whole: _Plain) -> _Plain:
    """Return a text without the word that a page break put at its end."""
    found = _CONTINUED.search(whole.plain)
    return _Plain(whole.cut(0, found.start())) if found else whole
