"""A move to another edition as its review page shows it: clause by clause, before and after, with what may be decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Responsibility
from wenming.campaigns.queries.moves import Review
from wenming.engine.editions import ChangeKind
from wenming.engine.moves import LEAD, LIKE, ONLY, TO, ClauseChange
from wenming.engine.standards import Node
from wenming.standards.enums import CHANGE_TONES, CHANGES, FOUND_BY
from wenming.standards.schemas import change_pill, node_name

SHOWN_PARTS = 12


def choice_words(change: ClauseChange, choice: str) -> str:
    """Say what a choice does."""
    words = {
        "keep": _("沿用责任分工"),
        "end": _("结束责任分工"),
        "all": _("拆出的各条都给"),
        "unite": _("合到一条（相同的并为一项）"),
        "none": _("先不指定"),
    }
    for start, text in ((TO, _("转给 %(code)s")), (LIKE, _("参照 %(code)s"))):
        if choice.startswith(start):
            return text % {"code": choice.removeprefix(start)}
    if choice.startswith(ONLY):
        text = _("只给 %(code)s") if change.kind is ChangeKind.SPLIT else _("只取 %(code)s 的")
        return text % {"code": choice.removeprefix(ONLY)}
    return words[choice]


def count_line(review: Review) -> str:
    """Return the line in which nothing is lost: old = kept + united + ended."""
    outcome = review.outcome
    facts = {
        "old": len(review.parts),
        "kept": len(outcome.kept),
        "united": len(outcome.united),
        "ended": len(outcome.ended),
    }
    return _("原有分工 %(old)s 项 = 沿用 %(kept)s + 并入 %(united)s + 结束 %(ended)s") % facts


def beside_line(review: Review) -> str:
    """Say what else comes along."""
    clauses = review.outcome.clauses
    terms = sum(bool(clauses.get(code)) for code in review.terms)
    chiefs = sum(bool(clauses.get(code)) for code in review.chiefs)
    facts = {"terms": terms, "all_terms": len(review.terms), "chiefs": chiefs, "all_chiefs": len(review.chiefs)}
    return (
        _("条目要求随条目走 %(terms)s / %(all_terms)s，负责领导 %(chiefs)s / %(all_chiefs)s；目标分随条目走。") % facts
    )


def kind_counts(review: Review) -> list[dict[str, Any]]:
    """Return how many changes are of each kind, those that need a person first."""
    counts = Counter(kind for change in review.changes for kind in change.kinds)
    order = (ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.DROPPED, ChangeKind.NEW, ChangeKind.RENAMED,
             ChangeKind.MOVED, ChangeKind.CHANGED, ChangeKind.SAME)  # fmt: skip
    return [
        {"kind": kind.value, "label": str(CHANGES[kind]), "count": counts[kind], "tone": CHANGE_TONES[kind][0]}
        for kind in order
        if counts[kind]
    ]


def groups(review: Review, shown: str) -> list[dict[str, Any]]:
    """Return the changes to be shown: what a person has to think about first; ``shown``: only the open ones or one kind."""
    wanted = [
        one
        for one in review.changes
        if shown in ("", *one.kinds) or (shown == "open" and one.key not in review.decisions)
    ]
    think = [one for one in wanted if not one.certain]
    plain = [one for one in wanted if one.certain]
    found = (
        {"title": _("要人决定的"), "hint": _("拆分、合并、删去、新增，以及只凭编号或相近名称认出的"), "rows": think},
        {"title": _("有把握的"), "hint": _("编号或名称相同，一对一"), "rows": plain},
    )
    return [
        {**one, "count": len(one["rows"]), "rows_html": rows_html(review, one["rows"])} for one in found if one["rows"]
    ]


def rows_html(review: Review, changes: Iterable[ClauseChange]) -> str:
    """Return the body of a table of changes."""
    board = Board(review)
    texts = {
        "kind": _("变化"),
        "before": _("原来"),
        "after": _("现在"),
        "choice": pgettext("column", "去向"),
        "open": _("未定"),
        "usual": _("通常"),
        "none": _("（无）"),
        "nobody": _("没有分工"),
    }
    rows = [board.row(change) for change in changes]
    return render_to_string("campaigns/move_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


class Board:
    """The parts of old and new clauses in words."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.place = {change.key: number for number, change in enumerate(review.changes)}
        self.names = {row.unit_id: row.unit.short_name or row.unit.name for row in review.parts}
        self.old: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in review.parts:
            self.old[row.node.code].append((row.part, self.names[row.unit_id]))
        self.doubles = set(review.outcome.double_leads)

    def row(self, change: ClauseChange) -> dict[str, Any]:
        """Return one change, formatted."""
        chosen = self.review.decisions.get(change.key, "")
        return {
            "number": self.place[change.key],
            "name": _("%(clause)s 的去向")
            % {"clause": _("、").join(n.code for n in (*change.before, *change.after)[:3])},
            "pills": [change_pill(kind) for kind in change.kinds],
            "why": str(FOUND_BY[change.found_by]) if change.found_by else "",
            "before": [self._before(node) for node in change.before],
            "after": [self._after(node) for node in change.after],
            "choices": [(one, choice_words(change, one), one == chosen) for one in change.choices],
            "decided": bool(chosen),
        }

    def _before(self, node: Node) -> dict[str, Any]:
        """Return an old clause with what hangs on it."""
        chief = self.review.chiefs.get(node.code)
        tags = [_("有条目要求")] if node.code in self.review.terms else []
        if chief is not None:
            tags.append(_("负责领导 %(name)s") % {"name": chief.person.name})
        return {
            "code": node.code,
            "name": node_name(node),
            "parts": _lines(self.old[node.code]),
            "tags": tags,
            "double": "",
        }

    def _after(self, node: Node) -> dict[str, Any]:
        """Return a new clause with the parts that it would have."""
        landings = self.review.outcome.landings.get(node.code, [])
        double = _("两家牵头") if node.code in self.doubles else ""
        parts = _lines([(one.part, self.names[one.unit]) for one in landings])
        return {
            "code": node.code,
            "name": node_name(node),
            "parts": parts,
            "tags": self._leaders(node),
            "double": double,
        }

    def _leaders(self, node: Node) -> list[str]:
        """Say who answers for a new clause, and who of several no longer does."""
        clauses = self.review.outcome.clauses
        people = [row.person.name for code, row in self.review.chiefs.items() if node.code in clauses.get(code, ())]
        others = [name for name in dict.fromkeys(people) if name != people[0]]
        tags = [_("负责领导 %(name)s") % {"name": people[0]}] if people else []
        return [*tags, *(_("%(name)s 不再负责") % {"name": name} for name in others)]


def _lines(parts: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Return parts by kind: the lead first, long lists cut with their number."""
    found = []
    for part, label in Part.choices:
        names = [name for one, name in parts if one == part]
        if names:
            text = _("、").join(names[:SHOWN_PARTS])
            if len(names) > SHOWN_PARTS:
                text = ngettext("%(names)s 等 %(count)s 家", "%(names)s 等 %(count)s 家", len(names)) % {
                    "names": text,
                    "count": len(names),
                }
            found.append({"part": str(label), "names": text, "lead": part == LEAD})
    return found


def parts_text(parts: Iterable[tuple[str, str]]) -> str:
    """Return parts as one cell of a table: 牵头 A；责任 B、C."""
    return _("；").join(f"{line['part']} {line['names']}" for line in _lines(list(parts)))


def named_parts(rows: Iterable[Responsibility]) -> list[tuple[str, str]]:
    """Return parts with the names of their units."""
    return [(row.part, row.unit.name) for row in rows]
