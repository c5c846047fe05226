"""The sections of a pack beside its tree: conditions, negative list, questions, papers, figures, site types, check items.

Each section is a list of rows with a code, a name in both languages and a source. Collections of checklists have the same
sections and no tree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

from wenming.engine.provenance import Provenance
from wenming.engine.provisions import (
    ApplyCondition,
    Bonus,
    Card,
    CheckItem,
    Crosslink,
    Figure,
    Headline,
    Judgement,
    Material,
    MaterialKind,
    NegativeEntry,
    Penalty,
    PenaltyEffect,
    Provisions,
    Question,
    Sample,
    SiteType,
)
from wenming.standards.imports.fields import CHINESE_CODE, Fields, nearest
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.sources import SOURCE_KEYS, Sources
from wenming.standards.imports.tree import Method

HOLDINGS = ("holder", "nominated", "applicant")
"""What a city may be when an entry of the negative list happens."""
_OWN: dict[str, tuple[str, ...]] = {
    "conditions": ("months",),
    "negative_list": HOLDINGS,
    "bonus": ("points",),
    "questions": ("options", "scores", "headline", "methods", "at_least", "clauses"),
    "materials": ("kind", "count", "months", "clauses"),
    "figures": ("at_least", "at_most", "unit", "clauses"),
    "samples": ("size", "population_from", "population_below", "clauses"),
    "site_types": ("walk", "metres", "minutes", "time_from", "time_to", "aliases"),
    "check_items": ("site_type", "how", "judge", "at_least", "at_most", "per_metres", "apart_metres", "clauses"),
    "crosswalk": ("clauses",),
    "cards": ("answer", "clauses"),
}
_NEEDED: dict[str, tuple[str, ...]] = {
    "materials": ("kind",),
    "samples": ("size",),
    "check_items": ("site_type",),
    "crosswalk": ("clauses",),
    "cards": ("answer",),
}
SECTIONS = tuple(_OWN)
"""The keys of the sections, in the order of a pack."""
SHARED_SECTIONS = ("questions", "materials", "site_types", "check_items", "crosswalk", "cards")
"""The sections that a collection of checklists may have."""
BILINGUAL = ("name", "walk", "how", "answer")
PENALTY_KEYS = ("effect", "points", "months")
_HOUR = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]\Z")
_CLAUSE = re.compile(rf"{CHINESE_CODE}(?:/{CHINESE_CODE})?\Z")


def section_keys(section: str) -> tuple[str, ...]:
    """Return the keys of a section's rows, in the order of a pack."""
    return ("code", "name", *_OWN[section], *SOURCE_KEYS)


def coded(pack: Fields, section: str) -> Iterator[tuple[str, int]]:
    """Yield the codes of a section with their lines, as far as they are written."""
    for row in pack.mappings(section, section_keys(section)):
        yield row.text("code"), row.line


def note_code(row: Fields, codes: dict[str, int]) -> str:
    """Return a row's code; one that an earlier row has is a fault. ``codes`` are those of the section, with their lines."""
    code = row.code("code", chinese=True)
    if code in codes:
        row.fault("code", _("编号“%(code)s”在第 %(first)s 行已经用过"), _("换一个编号"), code=code, first=codes[code])
    codes.setdefault(code, row.line)
    return code


def read_provisions(
    pack: Fields, sources: Sources, nodes: Collection[str] | None, inherited: Provenance | None = None
) -> Provisions:
    """Read every section; ``nodes`` are the codes of the tree, None where there is none and clauses name their edition."""
    return Provisions(**{section: _Section(pack, section, sources, nodes, inherited).rows() for section in SECTIONS})


class _Section:
    """Reads the rows of one section."""

    def __init__(
        self,
        pack: Fields,
        section: str,
        sources: Sources,
        nodes: Collection[str] | None,
        inherited: Provenance | None,
    ) -> None:
        self.pack, self.section, self.sources, self.nodes = pack, section, sources, nodes
        self.inherited = sources.of(pack, None) if "source" in pack else inherited
        self.types = [code for code, _line in coded(pack, "site_types")] if section == "check_items" else []

    def rows(self) -> tuple[Any, ...]:
        """Return the rows of the section, each code used once."""
        codes: dict[str, int] = {}
        needed = ("code", "name", *_NEEDED.get(self.section, ()))
        rows = self.pack.mappings(self.section, section_keys(self.section), needed)
        return tuple(self._row(row, codes) for row in rows)

    def _row(self, row: Fields, codes: dict[str, int]) -> Any:
        code = note_code(row, codes)
        name, name_en = row.pair("name")
        common: dict[str, Any] = {
            "code": code,
            "name": name,
            "name_en": name_en,
            "provenance": self.sources.of(row, self.inherited),
        }
        if "clauses" in _OWN[self.section]:
            common["clauses"] = self._clauses(row)
        return getattr(self, f"_{self.section}")(row, common)

    def _clauses(self, row: Fields) -> tuple[str, ...]:
        """Return the clauses of a row: codes of this tree, or ``edition/code``; each once."""
        clauses = row.texts("clauses")
        for clause in clauses:
            if not _CLAUSE.match(clause):
                row.fault("clauses", _("“%(value)s”不像条目编号"), _("写条目编号，或“体系代号/条目编号”"), value=clause)
            elif "/" not in clause and self.nodes is None:
                mend = _("写成“体系代号/条目编号”")
                row.fault("clauses", _("“%(value)s”没有写明属于哪个体系"), mend, value=clause)
            elif "/" not in clause and self.nodes is not None and clause not in self.nodes:
                close = nearest(clause, self.nodes)
                mend = _("可能是“%(near)s”？") if close else _("写体系里有的条目编号")
                row.fault("clauses", _("体系里没有条目“%(value)s”"), mend, value=clause, near=close)
        if len(set(clauses)) < len(clauses):
            row.fault("clauses", _("同一个条目写了两次"), _("每个条目只写一次：一条记录对一个条目只计一次"))
        return clauses

    def _conditions(self, row: Fields, common: dict[str, Any]) -> ApplyCondition:
        return ApplyCondition(**common, months=row.whole("months", 1))

    def _negative_list(self, row: Fields, common: dict[str, Any]) -> NegativeEntry:
        if not set(HOLDINGS) & row.keys():
            row.ledger.add(row.line, _("没有写明后果"), _("写 holder、nominated 或 applicant"))
        common |= {holding: _penalty(row, holding) for holding in HOLDINGS}
        return NegativeEntry(**common)

    def _bonus(self, row: Fields, common: dict[str, Any]) -> Bonus:
        return Bonus(**common, points=_positive(row, "points"))

    def _questions(self, row: Fields, common: dict[str, Any]) -> Question:
        options, scores = row.texts("options"), row.numbers("scores")
        if "scores" in row and len(scores) != len(options):
            row.fault("scores", _("scores 与 options 的个数不同"), _("每个选项写一个得分，或删去 scores"))
        if any(not 0 <= score <= 1 for score in scores):
            row.fault("scores", _("“%(key)s”应在 0 到 1 之间"), _("按比例写，例如 85%% 写作 0.85"), key="scores")
        return Question(
            **common,
            options=options,
            scores=scores,
            headline=row.word("headline", Headline),
            methods=row.words("methods", list(Method)),
            at_least=_rate(row, "at_least"),
        )

    def _materials(self, row: Fields, common: dict[str, Any]) -> Material:
        kind = row.word("kind", MaterialKind) or MaterialKind.DOCUMENT
        return Material(**common, kind=kind, count=row.whole("count", 1), months=row.whole("months", 1))

    def _figures(self, row: Fields, common: dict[str, Any]) -> Figure:
        least, most = _bounds(row)
        if least is None and most is None and not {"at_least", "at_most"} & row.keys():
            row.ledger.add(row.line, _("没有写明要达到的数值"), _("写 at_least（不低于）或 at_most（不高于）"))
        return Figure(**common, at_least=least, at_most=most, unit=row.text("unit"))

    def _samples(self, row: Fields, common: dict[str, Any]) -> Sample:
        low, high = row.number("population_from"), row.number("population_below")
        if low is not None and high is not None and low >= high:
            row.fault("population_below", _("population_below 不大于 population_from"), _("对调两个数字，或改正其一"))
        size = row.whole("size", 1) or 0
        return Sample(**common, size=size, population_from=low, population_below=high)

    def _site_types(self, row: Fields, common: dict[str, Any]) -> SiteType:
        walk, walk_en = row.pair("walk")
        return SiteType(
            **common,
            walk=walk,
            walk_en=walk_en,
            metres=row.whole("metres", 1),
            minutes=row.whole("minutes", 1),
            time_from=_hour(row, "time_from"),
            time_to=_hour(row, "time_to"),
            aliases=row.texts("aliases"),
        )

    def _check_items(self, row: Fields, common: dict[str, Any]) -> CheckItem:
        how, how_en = row.pair("how")
        least, most = _bounds(row)
        judge = row.word("judge", Judgement) or Judgement.YES_NO
        if judge is Judgement.COUNT and not {"at_least", "at_most"} & row.keys():
            row.fault("judge", _("计数的检查项没有写明数目"), _("写 at_least（不少于）或 at_most（不多于）"))
        return CheckItem(
            **common,
            site_type=self._type(row),
            how=how,
            how_en=how_en,
            judge=judge,
            at_least=least,
            at_most=most,
            per_metres=row.whole("per_metres", 1),
            apart_metres=row.whole("apart_metres", 1),
        )

    def _type(self, row: Fields) -> str:
        """Return the site type of a check item, which must stand in the same file."""
        code = row.code("site_type", chinese=True)
        if code and code not in self.types:
            close = nearest(code, self.types)
            mend = _("可能是“%(near)s”？") if close else _("在 site_types 里写明这一点位类型")
            row.fault("site_type", _("site_types 里没有点位类型“%(value)s”"), mend, value=code, near=close)
        return code

    def _crosswalk(self, row: Fields, common: dict[str, Any]) -> Crosslink:
        if 0 < len(common["clauses"]) < 2:
            row.fault("clauses", _("对照至少要有两个条目"), _("写上另一个体系的条目，或删去这一条"))
        return Crosslink(**common)

    def _cards(self, row: Fields, common: dict[str, Any]) -> Card:
        answer, answer_en = row.pair("answer")
        return Card(**common, answer=answer, answer_en=answer_en)


def _penalty(row: Fields, holding: str) -> Penalty | None:
    """Read what an entry of the negative list does to such a city."""
    fields = row.mapping(holding, PENALTY_KEYS, ("effect",))
    if fields is None:
        return None
    effect = fields.word("effect", PenaltyEffect)
    points = _positive(fields, "points")
    if effect is PenaltyEffect.DEDUCT and "points" not in fields:
        fields.fault("effect", _("扣分没有写明分数"), _("写一行“points: …”"))
    elif effect is not PenaltyEffect.DEDUCT and "points" in fields:
        fields.fault("points", _("只有扣分才写 points"), _("删去 points，或把 effect 改为 deduct"))
    return Penalty(effect or PenaltyEffect.CRITICISE, points, fields.whole("months", 1))


def _positive(row: Fields, key: str) -> Fraction | None:
    number = row.number(key)
    if number is not None and number <= 0:
        row.fault(key, _("“%(key)s”应大于 0"), _("改成正数"), key=key)
    return number


def _rate(row: Fields, key: str) -> Fraction | None:
    number = row.number(key)
    if number is not None and not 0 <= number <= 1:
        row.fault(key, _("“%(key)s”应在 0 到 1 之间"), _("按比例写，例如 85%% 写作 0.85"), key=key)
    return number


def _bounds(row: Fields) -> tuple[Fraction | None, Fraction | None]:
    """Read a lower and an upper limit that do not contradict each other."""
    least, most = row.number("at_least"), row.number("at_most")
    if least is not None and most is not None and least > most:
        row.fault("at_most", _("at_most 小于 at_least"), _("对调两个数字，或改正其一"))
    return least, most


def _hour(row: Fields, key: str) -> str:
    text = row.text(key)
    if text and not _HOUR.match(text):
        row.fault(key, _("“%(value)s”不是钟点"), _("写成 7:40 这样的钟点，用半角冒号并加引号"), value=text)
    return text
