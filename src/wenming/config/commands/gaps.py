"""What ``round gaps`` says: the gaps of a round as tables and for machines, the same figures as the page's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from wenming.config.commands.tables import plain_lines, table
from wenming.engine.gaps import (
    Cause,
    Gap,
    GapSum,
    Share,
    Tally,
    find_gaps,
    rank_gaps,
    split_losses,
    sum_gaps,
    tally_round,
)
from wenming.engine.observations import Observation, RoundReading
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.scoring.exact import leaf_from_statistics, score_standard
from wenming.engine.standards import Standard

KINDS = ("sites", "areas", "units")
SHOWN = 10
"""Areas and units that the tables name; ``--json`` has them all."""


@dataclass(frozen=True)
class RoundGaps:
    """The gaps of a round with its counts and the whole added up."""

    tally: Tally
    gaps: tuple[Gap, ...]
    whole: GapSum

    @property
    def ranked(self) -> tuple[Gap, ...]:
        """The gaps that lost something, most recoverable points first."""
        return rank_gaps(self.gaps)

    @classmethod
    def of(cls, standard: Standard, observations: Iterable[Observation], target: Fraction | None) -> RoundGaps:
        """Find the gaps of the rows of a round; ``target`` is the rate that the whole standard is to reach."""
        tally = tally_round(observations)
        leaves = {code: leaf_from_statistics(*counts) for code, counts in tally.leaves.items()}
        root = standard.root
        gaps = find_gaps(
            standard,
            tally.leaves,
            score_standard(standard, leaves),
            targets={} if target is None else {root.code: target},
        )
        return cls(tally, gaps, sum_gaps([root], gaps)[root.code])

    def shares(self, kind: str) -> tuple[Share, ...]:
        """Return how all the losses divide over sites, areas or units."""
        return split_losses(self.gaps, getattr(self.tally, kind))


def gaps_answer(standard: Standard, reading: RoundReading, found: RoundGaps) -> dict[str, object]:
    """Return the answer for machines; numbers are the nearest doubles of the exact fractions.

    From an incomplete standard no total is announced: attainable, now, lost and recoverable are null, and nothing is added up
    over areas and units.
    """
    whole = found.whole
    total = [whole.attainable, whole.now, whole.lost, whole.recoverable] if standard.complete else [None] * 4
    names = {node.code: node.name for node in standard.nodes}
    return {
        "standard": standard.code,
        "rows": {
            "read": reading.rows_read,
            "used": len(reading.observations),
            "problems": len(reading.problems),
        },
        **dict(zip(("attainable", "now", "lost", "recoverable"), map(_number, total), strict=True)),
        "gaps": [_gap(names[gap.code], gap, found.tally) for gap in found.ranked],
        "areas": [_share(share) for share in found.shares("areas")] if standard.complete else [],
        "units": [_share(share) for share in found.shares("units")] if standard.complete else [],
    }


def gaps_report(standard: Standard, reading: RoundReading, found: RoundGaps) -> list[str]:
    """Return the whole report, line by line."""
    names = {node.code: node.name for node in standard.nodes}
    rows = {"read": reading.rows_read, "used": len(reading.observations), "problems": len(reading.problems)}
    lines = [
        f"{standard.title}（{standard.edition}）",
        _("共 %(read)s 行，计入 %(used)s 行，未计入 %(problems)s 行") % rows,
    ]
    if standard.complete:
        whole = found.whole
        facts = {"lost": score_text(whole.lost), "attainable": score_text(whole.attainable)}
        facts["back"] = score_text(whole.recoverable)
        lines.append(_("满分 %(attainable)s，失 %(lost)s，可追回 %(back)s") % facts)
    head = (_("测评条目"), _("失分"), _("满分"), _("得分率"), _("可追回"))
    figures = [
        (
            names[gap.code],
            score_text(gap.lost),
            score_text(gap.attainable),
            rate_text(gap.rate),
            score_text(gap.recoverable),
        )
        for gap in found.ranked
    ]
    lines += ["", *table(head, figures)] if figures else ["", _("没有失分")]
    if standard.complete:
        for title, kind in ((_("区域"), "areas"), (_("责任单位"), "units")):
            lines += _places(title, found.shares(kind))
    return plain_lines(lines)


def _places(title: str, shares: Sequence[Share]) -> list[str]:
    """Return the table of the areas or units that lost most."""
    losing = [share for share in shares if share.lost > 0]
    rows = [
        (share.name or _("未填"), str(share.rows), score_text(share.lost), rate_text(share.rate))
        for share in losing[:SHOWN]
    ]
    return ["", *table((title, _("行数"), _("失分"), _("得分率")), rows)] if rows else []


def _gap(name: str, gap: Gap, tally: Tally) -> dict[str, object]:
    """Return one gap; sites, areas and units of those seen at sites, most lost first."""
    split = {
        kind: [_share(share) for share in split_losses([gap], getattr(tally, kind)) if share.lost > 0]
        for kind in KINDS
        if gap.cause is Cause.SITES
    }
    return {
        "code": gap.code,
        "name": name,
        "cause": gap.cause.value,
        "rule": gap.function.kind.value if gap.function else None,
        "attainable": _number(gap.attainable),
        "now": _number(gap.now),
        "lost": _number(gap.lost),
        "rate": _number(gap.rate),
        "target": _number(gap.target),
        "recoverable": _number(gap.recoverable),
        **split,
    }


def _share(share: Share) -> dict[str, object]:
    return {
        "name": share.name or _("未填"),
        "rows": share.rows,
        "lost": _number(share.lost),
        "rate": _number(share.rate),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
