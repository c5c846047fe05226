"""Marks that a paper must not be here: a grade of secrecy, or that it is for inside use only. On names of files and on plain text.

Only what stands there as a mark counts: 「机密★5年」, 「【内部资料】」, 「不得外传」 in a line of its own. A word inside a sentence or a name is none:
秘密花园小区, 秘书处, 保守国家秘密, 「停车场仅供小区内部使用」.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

GRADES = "绝密|机密|秘密"
INSIDE = "内部资料|内部文件|内部材料|内部使用|内部参考|内部参阅|内部传阅|内部掌握"
KEEP = "不得外传|严禁外传|请勿外传|切勿外传|禁止外传|不得外泄|严禁外泄"
_OPEN, _CLOSE = r"[\[【〔(<《「『]", r"[\]】〕)>》」』]"
_END = r"[!。.,;:、，；：]*"
ANYWHERE = (
    # the national form: the grade, a star, how long
    rf"(?P<mark>(?:{GRADES})[★☆](?:\d+(?:年|个?月)|长期|启用前)?)",
    rf"(?P<mark>密级[:：]?(?:{GRADES}|内部))",
    rf"{_OPEN}(?P<mark>{GRADES}|{INSIDE}|{KEEP}){_CLOSE}",
    # the usual line below a title: for inside use, keep it well
    rf"(?P<mark>(?:内部资料|内部文件|内部材料|内部使用)[,，、;；:：\-—·]?(?:注意保存|注意保管|注意保密|妥善保管|{KEEP}))",
)
ALONE = (
    rf"(?P<mark>(?:{GRADES})(?:级|件|文件|材料|资料)?){_END}",
    rf"(?P<mark>(?:仅供|只限)?(?:{INSIDE})){_END}",
    rf"(?P<mark>{KEEP}){_END}",
)
"""What is a mark only in a line, a cell or a part of a name by itself."""
IN_NAMES = (
    rf"(?P<mark>(?:{GRADES})(?:级|件|文件|材料|资料))",
    r"(?P<mark>(?:内部资料|内部文件|内部材料)(?:汇编)?)$",
    r"(?P<mark>(?:仅供|只限)内部(?:使用|参考|传阅))",
    rf"(?P<mark>{KEEP})",
)
_TRADE = re.compile(r"(?:商业|个人|国家|工作|军事)$")
"""In a name 「商业秘密文件」 speaks about secrets; it bears no mark."""
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff★])[ \t\u3000]+(?=[\u4e00-\u9fff★\d])")
_PARTS = re.compile(r"[\s_\-—·.,，、;；+&]+")


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """A mark that was found, and the line or name in which it stands (shortened)."""

    mark: str
    where: str


def mark_in_name(name: str) -> SecrecyMark | None:
    """Return the mark that the name of a file bears, None for none."""
    stem = _plain(name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1])
    stem = stem.rpartition(".")[0] or stem
    found = _first(ANYWHERE, stem)
    for part in _PARTS.split(re.sub(rf"{_OPEN}|{_CLOSE}", " ", stem)):
        found = found or _whole(part) or _first(IN_NAMES, part)
    return SecrecyMark(found, name[:60]) if found else None


def mark_in_text(text: str) -> SecrecyMark | None:
    """Return the first mark that a text bears, with its line; None for none."""
    for line in text.splitlines():
        plain = _plain(line)
        found = _first(ANYWHERE, plain) or _whole(plain)
        if found:
            return SecrecyMark(found, " ".join(line.split())[:60])
    return None


def _plain(text: str) -> str:
    """Return a text in one width, without the gaps that spread its characters."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).strip()


def _whole(part: str) -> str:
    """Return the mark that this is, and nothing beside."""
    return next((found["mark"] for one in ALONE if (found := re.fullmatch(one, part))), "")


def _first(patterns: tuple[str, ...], text: str) -> str:
    """Return the first mark in a text, unless a word before it makes another word of it."""
    for one in patterns:
        found = re.search(one, text)
        if found and not _TRADE.search(text[: found.start("mark")]):
            return found["mark"]
    return ""
