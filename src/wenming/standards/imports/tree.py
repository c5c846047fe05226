"""The tree of a pack: nodes with points or weights at any level, read into absolute points."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from wenming.engine.matching import fold
from wenming.engine.provenance import Provenance
from wenming.engine.standards import FunctionKind, MissingRule, Node, NodeFunction
from wenming.standards.imports.fields import Fields
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.functions import read_functions
from wenming.standards.imports.sources import SOURCE_KEYS, Sources

NODE_KEYS = (
    "code", "number", "name", "aliases", "points", "weight", "sites", "methods", "missing", "not_applicable",
    "shares", "functions", "children", *SOURCE_KEYS,
)  # fmt: skip


ASSUMED_TOTAL = Fraction(100)
"""The total of an edition that publishes no points at all."""


class Method(StrEnum):
    """测评方法: how a node is judged (the names of domain.md 8)."""

    MATERIAL_REVIEW = "material_review"
    ONLINE_FILING = "online_filing"
    FIELD_INSPECTION = "field_inspection"
    SURVEY = "survey"
    HOUSEHOLD = "household"
    STREET_INTERCEPT = "street_intercept"
    MEDIA_CHECK = "media_check"
    DEPARTMENT_OPINION = "department_opinion"
    OVERALL_VIEW = "overall_view"


class Shares(StrEnum):
    """How the points of a node divide over what stands below it, where the parts say nothing themselves."""

    UNPUBLISHED = "unpublished"
    """The edition publishes none: an even split stands in, and the pack is not complete."""


@dataclass
class Draft:
    """A node while the pack is being read: its own fields, and its points once they are worked out."""

    fields: Fields
    code: str
    name: str
    name_en: str
    level: str
    missing: MissingRule
    not_applicable: MissingRule
    provenance: Provenance | None
    aliases: tuple[str, ...] = ()
    functions: tuple[NodeFunction, ...] = ()
    declared: Fraction | None = None
    weight: Fraction | None = None
    points: Fraction = Fraction(0)
    unpublished: bool = False
    assumed: bool = False
    children: list[Draft] = field(default_factory=list)

    def freeze(self) -> Node:
        """Return the finished node with everything below it."""
        return Node(
            code=self.code,
            name=self.name,
            name_en=self.name_en,
            level=self.level,
            points=self.points,
            missing=self.missing,
            not_applicable=self.not_applicable,
            aliases=self.aliases,
            methods=self.fields.words("methods", list(Method)),
            functions=self.functions,
            sites=self.fields.whole("sites", 0) or 0,
            assumed=self.assumed,
            provenance=self.provenance,
            children=tuple(child.freeze() for child in self.children),
        )


class TreeReader:
    """Reads the children of a node into drafts, level by level."""

    def __init__(self, levels: tuple[str, ...], sources: Sources, facts: frozenset[str]) -> None:
        """Keep what every node needs: the names of the levels, the sources and the recorded facts."""
        self._levels = levels
        self._sources = sources
        self._facts = facts

    def children(self, parent: Draft, key: str, depth: int = 0) -> None:
        """Read the nodes listed under ``key`` of the parent, and everything below them."""
        rows = parent.fields.mappings(key, NODE_KEYS)
        if key in parent.fields and not rows:
            parent.fields.fault(key, _("“%(key)s”下面一个条目也没有"), _("写上条目，或删去这个键"), key=key)
        if rows and depth >= len(self._levels):
            levels = "、".join(self._levels)
            parent.fields.fault(
                key, _("层次多于 levels 所列的：%(levels)s"), _("在 levels 里补上这一层"), levels=levels
            )
            return
        for row in rows:
            child = self._draft(row, parent, self._levels[depth])
            parent.children.append(child)
            self.children(child, "children", depth + 1)

    def _draft(self, row: Fields, parent: Draft, level: str) -> Draft:
        code, name, name_en = _naming(row, parent)
        return Draft(
            fields=row,
            code=code,
            name=name,
            name_en=name_en,
            level=level,
            missing=row.word("missing", MissingRule) or parent.missing,
            not_applicable=row.word("not_applicable", MissingRule) or parent.not_applicable,
            provenance=self._sources.of(row, parent.provenance),
            aliases=row.texts("aliases"),
            functions=read_functions(row, self._facts),
            declared=row.number("points"),
            weight=row.number("weight"),
            unpublished=row.word("shares", Shares) is not None or parent.unpublished,
        )


def _naming(row: Fields, parent: Draft) -> tuple[str, str, str]:
    """Return code and names; a numbered content takes them from its parent: 公共服务 and 10 make 公共服务10."""
    number = row.whole("number", 1)
    name, name_en = row.pair("name")
    code = row.code("code")
    if number is not None:
        code = code or f"{parent.code}.{number}"
        name, name_en = name or f"{parent.name}{number}", name_en or f"{parent.name_en} {number}"
        return code, name, name_en
    for key, value in (("code", code), ("name", name)):
        if not value and key not in row and "number" not in row:
            row.ledger.add(row.line, _("缺少“%(key)s”"), _("在这一条里补写一行“%(key)s: …”"), key=key)
    return code, name, name_en


def settle_points(root: Draft) -> None:
    """Turn weights into points from the root down, and check that every level adds up to the one above."""
    total = ASSUMED_TOTAL if root.unpublished and root.declared is None else _claimed(root)
    if total is None and "points" not in root.fields:
        root.fields.ledger.add(root.fields.line, _("没有写明总分"), _("写一行“points: …”，例如 100"))
    if total is not None:
        _assign(root, total)


def _claimed(draft: Draft) -> Fraction | None:
    """Return the points that a node claims by itself: declared, or the sum of its children; None where unknown."""
    if draft.declared is not None:
        return draft.declared
    parts = [_claimed(child) if child.weight is None else None for child in draft.children]
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if parts and len(known) == len(parts) else None


def _assign(draft: Draft, points: Fraction) -> None:
    draft.points = points
    _check_own(draft)
    if not draft.children:
        return
    if draft.unpublished and all(_silent(child) for child in draft.children):
        _split_evenly(draft)
        return
    weighted = [child.weight is not None for child in draft.children]
    if any(weighted) and not all(weighted):
        stray = draft.children[weighted.index(False)]
        stray.fields.ledger.add(
            stray.fields.line, _("同级条目有的写分值，有的写权重"), _("同一级统一写 points 或 weight")
        )
        return
    shares = [_share(child, points) for child in draft.children]
    if any(share is None for share in shares):
        return
    _check_sum(draft, points, by_weight=all(weighted))
    for child, share in zip(draft.children, shares, strict=True):
        _assign(child, share or Fraction(0))


def _silent(child: Draft) -> bool:
    """Say whether a node claims neither points nor a weight, and nothing below it claims points."""
    return child.weight is None and _claimed(child) is None and "points" not in child.fields


def _split_evenly(draft: Draft) -> None:
    """Let an even split stand in for points that the edition does not publish."""
    for child in draft.children:
        child.assumed = True
        _assign(child, draft.points / len(draft.children))


def _share(child: Draft, points: Fraction) -> Fraction | None:
    """Return the points of a child, from its weight or its own claim; without either it is at fault."""
    if child.weight is not None:
        return child.weight * points
    claimed = _claimed(child)
    if claimed is None and not {"points", "weight"} & child.fields.keys():
        child.fields.ledger.add(child.fields.line, _("没有写明分值或权重"), _("写一行“points: …”或“weight: …”"))
    return claimed


def _check_own(draft: Draft) -> None:
    """Check a node's own numbers: positive, not given twice, limits within the points."""
    fields = draft.fields
    if draft.declared is not None and draft.weight is not None:
        fields.fault("weight", _("分值和权重只能写一个"), _("删去 points 或 weight"))
    for key, number in (("points", draft.declared), ("weight", draft.weight)):
        if number is not None and number <= 0:
            fields.fault(key, _("“%(key)s”应大于 0"), _("改成正数"), key=key)
    bonus = any(function.kind is FunctionKind.BONUS for function in draft.functions)
    for function in draft.functions:
        # what is capped may lie above the points where a bonus lifts it
        free = function.kind is FunctionKind.THRESHOLD or (bonus and function.kind is FunctionKind.CAP)
        if not free and function.limit > draft.points:
            facts = {"limit": plain(function.limit), "points": plain(draft.points)}
            fields.fault("functions", _("limit %(limit)s 超过本条的分值 %(points)s"), _("改小 limit"), **facts)


def _check_sum(draft: Draft, points: Fraction, *, by_weight: bool) -> None:
    """Check that the children of a node add up to it."""
    if by_weight:
        total, due = sum((child.weight or Fraction(0) for child in draft.children), Fraction(0)), Fraction(1)
        problem = _("下级权重之和是 %(total)s，应为 %(due)s")
    else:
        total, due = sum((_claimed(child) or Fraction(0) for child in draft.children), Fraction(0)), points
        problem = _("下级分值之和是 %(total)s，应为 %(due)s")
    if total != due:
        key = "children" if "children" in draft.fields else "tree"
        draft.fields.fault(key, problem, _("改正下级或本级的数字"), total=plain(total), due=plain(due))


def plain(number: Fraction) -> str:
    """Return a fraction as people write it: 0.85, or 1/3 where no finite decimal exists."""
    shown = f"{float(number):.10g}"
    return shown if Fraction(shown) == number else str(number)


def check_names(root: Draft) -> None:
    """Note codes used twice, and names or aliases under which two nodes would be meant."""
    codes: dict[str, int] = {}
    names: dict[str, Draft] = {}
    for draft, above in _walk(root):
        ledger, line = draft.fields.ledger, draft.fields.line
        if draft.code and draft.code in codes:
            facts = {"code": draft.code, "first": codes[draft.code]}
            ledger.add(line, _("编号“%(code)s”在第 %(first)s 行已经用过"), _("换一个编号"), **facts)
        codes.setdefault(draft.code, line)
        _check_spellings(draft, above, names)


def _check_spellings(draft: Draft, above: Draft, names: dict[str, Draft]) -> None:
    """Note a name or alias that another node has; a content may carry the name of its own indicator."""
    for place, name in enumerate((draft.name, *draft.aliases)):
        other = names.setdefault(fold(name), draft) if name else draft
        if other is draft and place and fold(name) in {fold(known) for known in (draft.name, *draft.aliases)[:place]}:
            problem = _("别名“%(name)s”与本条的名称或另一别名相同（全半角、空格和标点不计）")
            draft.fields.fault("aliases", problem, _("删去这个别名"), name=name)
        elif other is not draft and (other is not above or place):
            key = "aliases" if place else "name"
            facts = {"name": name, "first": other.fields.line}
            problem = _("“%(name)s”与第 %(first)s 行的条目重名（全半角、空格和标点不计）")
            draft.fields.fault(key, problem, _("改名或删去别名，使一个名称只指一条"), **facts)


def _walk(parent: Draft) -> list[tuple[Draft, Draft]]:
    """Return every node below the parent with the node above it, in published order."""
    found: list[tuple[Draft, Draft]] = []
    for child in parent.children:
        found.append((child, parent))
        found.extend(_walk(child))
    return found
