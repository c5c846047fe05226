"""What kind of report a text is: an explanation of what was done, or a summary of the year; whether it names measures, effects and figures.

Reviewers send back what is "written as a summary instead of an explanation" and what has "no measures, results, figures". The rules are few, and
each says which words made it so; they propose, a person reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class SummarySign(StrEnum):
    """What makes a report a summary."""

    TITLE = "title"
    LOOK_BACK = "look_back"
    LEADERSHIP = "leadership"
    SHORTCOMINGS = "shortcomings"
    NEXT_STEPS = "next_steps"


_SUMMARY: dict[SummarySign, str] = {
    SummarySign.TITLE: r"总结|述职|心得体会|工作回顾",
    SummarySign.LOOK_BACK: r"回顾(?:过去|一年|今年|全年)[^，。\n]{0,10}|(?:一年|半年|今年以)来|过去的(?:一年|半年)|(?:现将|将)[^，。\n]{0,20}(?:总结|汇报)如下",
    SummarySign.LEADERSHIP: r"在[^，。\n]{2,40}(?:正确|坚强)领导下|在[^，。\n]{2,40}(?:大力|关心)(?:支持|帮助|指导)下|取得了(?:一定的?|较好的?|显著的?|可喜的?)成(?:绩|效|果)",
    SummarySign.SHORTCOMINGS: r"存在的?(?:主要)?(?:问题|不足)(?:和|与|及)?(?:不足|问题|困难)?|(?:还|仍)(?:然)?存在(?:一些|不少|许多|较大)?(?:差距|不足|问题)|不足之处",
    SummarySign.NEXT_STEPS: r"(?:下一?步|下阶段|今后|明年|来年|下半年)(?:的)?(?:工作)?(?:打算|计划|安排|思路|设想|重点|措施)|下一步[，,]?我们?[^，。\n]{0,4}将",
}
_MEASURES = re.compile(
    r"制定|印发|出台|建立|成立|组建|设立|开展|组织|举办|实施|采取|安排|增设|改造|修复|清理|清除|整治|规范|检查|巡查|发放|配备|投入|出动|培训|推行|落实|划分|张贴|设置|更换|维修|取缔|劝导"
)
_EFFECTS = re.compile(
    r"提高|提升|改善|下降|减少|降低|增加|增长|达到|达标|完成|实现|形成|得到|消除|清零|解决|满意|好转|符合|覆盖|合格|见效|成效|无(?:一)?(?:起|例)"
)
_DATE = re.compile(
    r"\d{4}\s*年(?:度)?|\d{1,2}\s*月(?:份)?|\d{1,2}\s*[日号]|(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?|[〔\[(（]\s*\d{4}\s*[〕\])）]\s*\d*\s*号?|第\s*[\d一二三四五六七八九十]+\s*[季届次条章节号]"
)
_NUMBERING = re.compile(
    r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|(?m:^)\s*(?:[（(]?\d{1,2}(?:[)）、．]|\.(?!\d))|[（(]?[一二三四五六七八九十]{1,3}[)）、])"
)
_MEASURE = "人次|户次|车次|人|名|位|户|家|处|个|条|块|张|份|次|场|期|件|起|吨|公里|千米|平方米|平米|米|公顷|亩|万元|亿元|元|辆|座|栋|幢|盏|株|棵|班|支|所|套|台|项|例|宗|册|本|遍|轮|批"
_FIGURE = re.compile(
    rf"\d+(?:[.,]\d+)*\s*(?:%|[余多]?[万千百]?[余多]?\s*(?:{_MEASURE}))?|百分之[一二三四五六七八九十百点零]+"
    rf"|[一二三四五六七八九十百两][一二三四五六七八九十百千万两]{{0,5}}[余多]?(?:{_MEASURE})"
)
_ONE = re.compile(r"^(?:一|两)\s*(?:个|次|项|条|位|名|家|所|支|套|批|本|场|处)$")
"""一个, 一次, 两项: words, not figures."""
FEW = 60
"""Letters below which a paper says next to nothing."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a summary, and the words that made it so."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportReading:
    """What was read of a report. ``letters`` are its characters without blanks; ``figures`` are the first of its figures, ``count`` how many there are."""

    letters: int
    signs: tuple[Sign, ...]
    measures: bool
    effects: bool
    figures: tuple[str, ...]
    count: int

    @property
    def is_summary(self) -> bool:
        """Whether it looks like a summary: it says so in its title and in one more way, or it has the shape of one in three ways."""
        kinds = {one.sign for one in self.signs}
        return len(kinds) >= (2 if SummarySign.TITLE in kinds else 3)

    @property
    def is_nearly_empty(self) -> bool:
        """Whether it says next to nothing."""
        return self.letters < FEW

    @property
    def explains(self) -> bool:
        """Whether it names at least a measure or an effect."""
        return self.measures or self.effects


def read_report(title: str, text: str) -> ReportReading:
    """Return what kind of report a text is. The title counts as its first line, once."""
    whole = text if title and text.startswith(title) else f"{title}\n{text}"
    signs = (_sign(sign, title if sign == SummarySign.TITLE else text) for sign in SummarySign)
    figures = figures_in(whole)
    return ReportReading(
        letters=len("".join(text.split())),
        signs=tuple(one for one in signs if one is not None),
        measures=bool(_MEASURES.search(whole)),
        effects=bool(_EFFECTS.search(whole)),
        figures=figures[:3],
        count=len(figures),
    )


def _sign(sign: SummarySign, text: str) -> Sign | None:
    """Return a sign with its words, None where it is not there."""
    found = re.search(_SUMMARY[sign], text)
    return Sign(str(sign), found[0]) if found else None


def figures_in(text: str) -> tuple[str, ...]:
    """Return the figures that prove something: no dates, numbers of papers, numbering of paragraphs, telephone numbers."""
    plain = _DATE.sub(" ", _NUMBERING.sub(" ", text))
    found = ("".join(one[0].split()) for one in _FIGURE.finditer(plain))
    return tuple(one for one in found if not _ONE.match(one))
