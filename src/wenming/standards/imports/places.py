"""Where in a workbook something stands, and what is wrong there.

The reader of packs knows lines only. A workbook gives every cell that it reads a line of its own, so that each fault that the
reader finds leads back to its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wenming.standards.imports.findings import Finding, Worded
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.layout import word_shown

_MENDS = {
    _("在这一条里补写一行“%(key)s: …”"): _("填写“%(key)s”"),
    _("写一行“points: …”，例如 100"): _("在第一张表填写总分，例如 100"),
    _("写一行“points: …”或“weight: …”"): _("填写分值或权重"),
    _("写一行“source: …”，取 sources 表里的键"): _("填写来源（来源表里的键）"),
    _("写一行“fact: …”，取 facts 里的编号"): _("填写情形编号（情形表里的编号）"),
    _("写一行“limit: …”"): _("填写限额"),
    _("写 steps，每档有 label、rate_from、share"): _("填写等次、得分率起点和得分比例，每档一行"),
    _("在 sources 里写明这个来源"): _("在来源表里写明这个来源"),
    _("在 facts 里写明这一情形"): _("在情形表里写明这一情形"),
    _("写 true 或 false"): _("写“是”或“否”"),
    _("写上条目，或删去这个键"): _("每个条目写一行"),
    _("写 holder、nominated 或 applicant"): _("至少填写一类城市的后果"),
    _("写一行“points: …”"): _("填写扣分"),
    _("删去 points，或把 effect 改为 deduct"): _("删去扣分，或把后果改为“扣年度分”"),
    _("每个选项写一个得分，或删去 scores"): _("每个选项写一个得分，或清空这一格"),
    _("写 at_least（不低于）或 at_most（不高于）"): _("填写“不低于”或“不高于”"),
    _("写 at_least（不少于）或 at_most（不多于）"): _("填写“不低于”或“不高于”"),
    _("写成 7:40 这样的钟点，用半角冒号并加引号"): _("写成 7:40 这样的钟点"),
    _("把 complete 改为 false，或补上分值"): _("把“是否完整”改为“否”，或补上分值"),
    _("把 complete 改为 false，或删去 not_covered"): _("把“是否完整”改为“否”，或删去“未包括的部分”"),
    _("在 not_covered 里逐条写出"): _("在“未包括的部分”里逐条写出，一行一条"),
    _("在 site_types 里写明这一点位类型"): _("在点位类型表里写明这一点位类型"),
}
"""What a mend in the words of YAML is in a workbook; all others hold for both."""
_PROBLEMS = {
    _("scores 与 options 的个数不同"): _("选项得分与选项的个数不同"),
    _("只有扣分才写 points"): _("只有扣年度分才写扣分"),
    _("at_most 小于 at_least"): _("“不高于”小于“不低于”"),
    _("population_below 不大于 population_from"): _("“人口低于”不大于“人口起”"),
    _("site_types 里没有点位类型“%(value)s”"): _("点位类型表里没有“%(value)s”"),
    _("complete 为 true，却列有缺少的部分"): _("写明完整，却列有缺少的部分"),
    _("complete 为 true，却有条目的分值没有公布"): _("写明完整，却有条目的分值没有公布"),
}
"""What a problem in the words of YAML is in a workbook, likewise."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the sheet, the row as the spreadsheet counts it (None: the whole sheet), and the head of its column."""

    sheet: str
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class CellFinding(Worded):
    """One fault of a workbook, by its place."""

    place: Place
    problem_id: str
    mend_id: str
    facts: Mapping[str, str] = field(default_factory=dict)


class Places:
    """The places of one workbook, each under a line of its own; ``heads`` name the columns of each sheet by their keys.

    ``words`` names the words of the format in a column (sheet, head) where they are not those of the key.
    """

    def __init__(self) -> None:
        """Begin without places."""
        self._places: list[Place] = []
        self.heads: dict[str, dict[str, str]] = {}
        self.words: dict[tuple[str, str], str] = {}
        self.sheets: list[str] = []

    def line(self, sheet: str, row: int | None = None, column: str = "") -> int:
        """Return the line under which this place is known."""
        self._places.append(Place(sheet, row, column))
        return len(self._places)

    def findings(self, found: Iterable[Finding]) -> tuple[CellFinding, ...]:
        """Return faults by lines as faults by cells, sheet by sheet from top to bottom."""
        cells = [self._finding(finding) for finding in found]
        order = {sheet: number for number, sheet in enumerate(self.sheets)}
        return tuple(sorted(cells, key=lambda cell: (order.get(cell.place.sheet, -1), cell.place.row or 0)))

    def _finding(self, finding: Finding) -> CellFinding:
        place = self._places[finding.line - 1]
        facts = dict(finding.facts)
        key = facts.get("key", "")
        head = place.column or self.heads.get(place.sheet, {}).get(key, "")
        if key:
            facts["key"] = head or key
        if "first" in facts:
            facts["first"] = self._row(int(facts["first"]), place)
        if key:
            words = self.words.get((place.sheet, head), key)
            facts |= {name: self._words(words, facts[name]) for name in ("known", "near") if name in facts}
        mend = _MENDS.get(finding.mend_id, finding.mend_id)
        problem = _PROBLEMS.get(finding.problem_id, finding.problem_id)
        return CellFinding(Place(place.sheet, place.row, head), problem, mend, facts)

    def _row(self, line: int, place: Place) -> str:
        """Return the row of another place; its sheet too, where that is another."""
        other = self._places[line - 1]
        return str(other.row) if other.sheet == place.sheet else f"{other.sheet} {other.row}"

    def _words(self, key: str, words: str) -> str:
        return "、".join(word_shown(key, word) for word in words.split("、"))
