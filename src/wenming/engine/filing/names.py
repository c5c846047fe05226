"""Names of files and folders that Windows, its Explorer and every archive take, and the template from which they are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from string import Formatter

FIELDS = ("number", "clause", "piece", "name", "requirement", "kind", "unit", "date", "document_number", "place")
"""What a template may name: number of the requirement with its clause, the clause alone, which piece, title, name of what is asked …"""
MOST_PATH = 200
"""Units of UTF-16 in a whole path: Windows takes 260, and people unpack below a folder of their own."""
MOST_NAME = 80
"""Units in one name with its ending; three bytes each, Linux takes 255."""
MOST_TEMPLATE = 120
_WIDE = str.maketrans({
    "<": "＜", ">": "＞", ":": "：", '"': "”", "/": "／", "\\": "＼", "|": "｜", "?": "？", "*": "＊", "#": "＃", "%": "％",
})  # fmt: skip
"""What no name may hold is written in its full width; # and % break links in workbooks."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_DOUBLE = re.compile(r"([-_ ])[-_ ]+")
_ENDS = " .-_"
_RUNS = re.compile(r"(\d+)")
NAMELESS = "未命名"


class TemplateError(ValueError):
    """A template of which no names can be made: the message is a word, ``about`` what it is about."""

    def __init__(self, word: str, about: str = "") -> None:
        super().__init__(word)
        self.about = about


def check_template(template: str) -> tuple[str, ...]:
    """Return the fields that a template names. TemplateError("empty", "long", "braces", "unknown", "sign", "same")."""
    if not template.strip():
        raise TemplateError("empty")
    if len(template) > MOST_TEMPLATE:
        raise TemplateError("long", str(MOST_TEMPLATE))
    named = []
    for text, name, spec, conversion in _parts(template):
        signs = [one for one in text if one.translate(_WIDE) != one or unicodedata.category(one) in _UNSEEN]
        if signs:
            raise TemplateError("sign", signs[0])
        if name is None:
            continue
        if name not in FIELDS or spec or conversion:
            raise TemplateError("unknown", name)
        named.append(name)
    if not {"number", "name", "requirement"} & set(named):
        raise TemplateError("same")
    return tuple(named)


def _parts(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return the stretches of a template with the fields behind them."""
    try:
        return list(Formatter().parse(template))
    except ValueError as fault:
        raise TemplateError("braces") from fault


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Return a name of a template; where a field is empty, what would have parted it is left out too."""
    return _DOUBLE.sub(r"\1", template.format(**{name: fields.get(name, "") for name in FIELDS})).strip(_ENDS)


def width(text: str) -> int:
    """Return how long Windows counts a text: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """Return as much of a text as fits, no sign halved and no accent torn off."""
    kept = text
    while width(kept) > most:
        kept = kept[:-1]
    while kept and len(kept) < len(text) and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]
    return kept


def safe(name: str, most: int = MOST_NAME) -> str:
    """Return a name (without ending) that can be one everywhere: no forbidden or unseen signs, no dot at its end, not a device."""
    text = unicodedata.normalize("NFC", name).translate(_WIDE)
    text = "".join(
        " " if one.isspace() else one for one in text if one.isspace() or unicodedata.category(one) not in _UNSEEN
    )
    text = cut(" ".join(text.split()).strip(" ."), most).rstrip(" .")
    if _RESERVED.match(text):
        text = cut(f"_{text}", most)
    return text or NAMELESS


class Names:
    """Names that were given in folders, so that none is given twice: to Windows 甲.PDF and 甲.pdf are one."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, folder: str, stem: str, ending: str = "") -> str:
        """Return the path of a file in a folder, no longer than a path may be; the second of one name gets (2)."""
        tail = f".{ending}" if ending else ""
        room = min(MOST_NAME, MOST_PATH - (width(folder) + 1 if folder else 0)) - width(tail)
        number = 1
        while True:
            mark = f"({number})" if number > 1 else ""
            name = f"{safe(stem, room - width(mark))}{mark}{tail}"
            path = f"{folder}/{name}" if folder else name
            if path.casefold() not in self._given:
                self._given.add(path.casefold())
                return path
            number += 1


def natural_key(path: str) -> list[list[tuple[int, int, str]]]:
    """Return how Explorer orders a path: folder by folder, runs of digits as numbers."""
    return [
        [(0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in _RUNS.split(step) if run]
        for step in path.split("/")
    ]


def in_order(paths: Sequence[str]) -> bool:
    """Tell whether these paths stand in Explorer as they stand here."""
    return list(paths) == sorted(paths, key=natural_key)
