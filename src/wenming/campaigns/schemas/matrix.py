"""The matrix as pages show it: clauses down, units across, what is at fault beside it. All values are ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from wenming.campaigns.enums import MARKS, STANDINGS, Part
from wenming.campaigns.queries.matrix import CampaignMatrix, Head, path_names
from wenming.engine.responsibility import LEAD, ClauseParts, Ground, Load, Proposal, Standing
from wenming.engine.standards import Node
from wenming.kernel.schemas import number_text, points_text
from wenming.standards.schemas import node_name

LOOKS = {
    Standing.NO_LEAD: {"tone": "bad", "shape": "square", "row": "gap"},
    Standing.SEVERAL_LEADS: {"tone": "warn", "shape": "triangle", "row": "dup"},
    Standing.NO_COOPERATING: {"tone": "warn", "shape": "triangle", "row": ""},
    Standing.COMPLETE: {"tone": "ok", "shape": "check", "row": ""},
}
LOADS_SHOWN = 8
FIXES_SHOWN = 4
WIDEST = Fraction(93)
"""Per cent of the width that the longest bar takes."""


@dataclass(frozen=True)
class MatrixTable:
    """A stretch of the matrix: the clauses shown, the units across; ``edit``: cells can be changed."""

    found: CampaignMatrix
    clauses: Sequence[ClauseParts]
    columns: Sequence[Head]
    edit: bool = False

    @property
    def slug(self) -> str:
        """The city in the addresses."""
        return self.found.campaign.city.slug

    def heads(self) -> list[dict[str, Any]]:
        """Return the heads of the columns."""
        return [
            {
                "name": _("%(name)s（撤）") % {"name": head.label} if head.ended else head.label,
                "title": _("%(name)s（已撤销）") % {"name": head.name} if head.ended else head.name,
                "url": reverse("campaigns:unit_duties", args=[self.slug, self.found.campaign.pk, head.pk]),
                "gone": head.ended,
            }
            for head in self.columns
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows: a heading before the first clause of each part of the tree, then the clause."""
        paths, rows, above = path_names(self.found.standard), [], ""
        nodes = {node.code: node for node in self.found.standard.nodes}
        for clause in self.clauses:
            path = paths[clause.code]
            if path and path[-1].code != above:
                above = path[-1].code
                rows.append({"group": f"{above} {node_name(path[-1])}"})
            rows.append(self.row(clause, nodes[clause.code]))
        return rows

    def row(self, clause: ClauseParts, node: Node) -> dict[str, Any]:
        """Return the row of one clause."""
        look, name = LOOKS[clause.standing], node_name(node)
        parts: dict[int, list[str]] = {}
        for part in Part.values:
            for unit in clause.who(part):
                parts.setdefault(unit, []).append(part)
        best = self.proposals(clause)[:1] if clause.standing is Standing.NO_LEAD else ()
        proposed = {one.unit: one for one in best}
        return {
            "group": "",
            "code": clause.code,
            "name": name,
            "title": f"{clause.code} {name}",
            "url": reverse("campaigns:clause", args=[self.slug, self.found.campaign.pk, clause.code]),
            "points": points_text(clause.points),
            "row": look["row"],
            "standing": {"tone": look["tone"], "shape": look["shape"], "label": str(STANDINGS[clause.standing])},
            "cells": [self._cell(clause, head, parts.get(head.pk, []), proposed.get(head.pk)) for head in self.columns],
        }

    def proposals(self, clause: ClauseParts) -> tuple[Proposal, ...]:
        """Return who could lead a clause, of the units that exist."""
        return self.found.matrix.proposals(clause.code, self.found.before, self.found.alive)

    def _cell(
        self, clause: ClauseParts, head: Head, parts: Sequence[str], proposed: Proposal | None
    ) -> dict[str, str] | None:
        """Return one cell, None for an empty one: the weightiest part, or the proposal."""
        if proposed is not None:
            text = _("建议 %(unit)s 牵头：%(why)s") % {"unit": head.name, "why": ground_text(proposed)}
            return {"look": "kx", "text": f"{MARKS[Part.LEAD]}?", "title": text, "unit": head.label}
        if not parts:
            return None
        several = clause.standing is Standing.SEVERAL_LEADS and parts[0] == LEAD
        look = f"k-{parts[0]}{' ov' if several else ''}{' gone' if head.ended else ''}"
        title = f"{head.name} {_('、').join(str(Part(part).label) for part in parts)}"
        return {"look": look, "text": str(MARKS[Part(parts[0])]), "title": title, "unit": head.label}

    def foot(self, loads: Iterable[Load]) -> list[str]:
        """Return how many clauses each column leads, a dot for none."""
        led = {load.unit: load.lead for load in loads}
        return [number_text(led[head.pk]) if led.get(head.pk) else "·" for head in self.columns]

    def row_html(self, row: dict[str, Any]) -> str:
        """Return one row alone, which takes the place of the one that the page has."""
        body = {"row": row, "texts": table_texts(), "swap": True}
        return render_to_string("campaigns/matrix_row.html", body, using="jinja2")

    def foot_html(self, loads: Iterable[Load]) -> str:
        """Return the cells of the foot alone."""
        body = {"foot": self.foot(loads), "texts": table_texts()}
        return render_to_string("campaigns/matrix_foot.html", body, using="jinja2")

    def html(self, loads: Iterable[Load], texts: dict[str, Any]) -> str:
        """Return the whole table."""
        body = {
            "heads": self.heads(),
            "rows": self.rows(),
            "foot": self.foot(loads),
            "edit": self.edit,
            "swap": False,
            "units": [head.pk for head in self.columns],
            "texts": {**table_texts(), **texts},
        }
        return render_to_string("campaigns/matrix_table.html", body, using="jinja2")


def table_texts() -> dict[str, str]:
    """Return the words of the table itself."""
    return {
        "code": pgettext("column", "条目"),
        "name": pgettext("column", "测评内容"),
        "points": pgettext("column", "分值"),
        "standing": pgettext("column", "核查"),
        "foot": _("牵头条数"),
    }


def ground_text(proposal: Proposal) -> str:
    """Say why a unit is proposed."""
    if proposal.ground is Ground.LED_BEFORE:
        return _("此前由它牵头")
    if proposal.ground is Ground.RESPONSIBLE_THERE:
        return _("本条唯一的责任单位")
    facts = {"count": proposal.count, "of": proposal.of}
    return _("同组 %(of)s 条中 %(count)s 条由它牵头") % facts


def fixes(table: MatrixTable, clauses: Iterable[ClauseParts], *, most: int) -> tuple[list[dict[str, Any]], int]:
    """Return the faults of these clauses, the gravest first, each with what would mend it; and how many there are in all."""
    order = {standing: place for place, standing in enumerate(Standing)}
    faulty = [clause for clause in clauses if clause.standing is not Standing.COMPLETE]
    faulty.sort(key=lambda clause: (order[clause.standing], -clause.points))
    nodes = {node.code: node for node in table.found.standard.nodes}
    return [_fix(table, clause, nodes[clause.code]) for clause in faulty[:most]], len(faulty)


def _fix(table: MatrixTable, clause: ClauseParts, node: Node) -> dict[str, Any]:
    """Return one fault: what, where, why it matters, and the units that one click would make the only lead."""
    heads = table.found.heads
    proposals = table.proposals(clause)
    offered = [{"pk": one.unit, "label": heads[one.unit].label} for one in proposals[:1]]
    if clause.standing is Standing.SEVERAL_LEADS:
        known = {one["pk"] for one in offered}
        offered += [{"pk": pk, "label": heads[pk].label} for pk in clause.who(LEAD) if pk not in known]
    look = LOOKS[clause.standing]
    return {
        "code": clause.code,
        "name": node_name(node),
        "url": reverse("campaigns:clause", args=[table.slug, table.found.campaign.pk, clause.code]),
        "edit_url": reverse("campaigns:clause_edit", args=[table.slug, table.found.campaign.pk, clause.code]),
        "standing": clause.standing.value,
        "pill": {"tone": look["tone"], "shape": look["shape"], "label": str(STANDINGS[clause.standing])},
        "why": _why(table, clause, proposals),
        "offered": offered if clause.standing is not Standing.NO_COOPERATING else [],
    }


def _why(table: MatrixTable, clause: ClauseParts, proposals: Sequence[Proposal]) -> str:
    """Say what a fault costs and what is known about a way out."""
    heads = table.found.heads
    named = _("、").join(heads[pk].label for pk in clause.who(LEAD))
    worth = _("分值 %(points)s。") % {"points": points_text(clause.points)}
    if clause.standing is Standing.SEVERAL_LEADS:
        lead = _("%(units)s 同为牵头。") % {"units": named}
    elif clause.standing is Standing.NO_COOPERATING:
        lead = _("只有 %(units)s 牵头，没有责任和配合单位。") % {"units": named}
    else:
        lead = ""
    if clause.standing is Standing.NO_COOPERATING or not proposals:
        return worth + (lead or _("没有可依据的建议，请指定。"))
    best = proposals[0]
    facts = {"unit": heads[best.unit].label, "why": ground_text(best)}
    return worth + lead + _("%(unit)s：%(why)s。") % facts


def overs(found: CampaignMatrix) -> list[dict[str, Any]]:
    """Return the units that have ended with open parts, each with those who carry on for it."""
    counted: dict[int, int] = {}
    for clause in found.matrix.clauses:
        for unit in {unit for units in clause.units.values() for unit in units}:
            counted[unit] = counted.get(unit, 0) + 1
    args = [found.campaign.city.slug, found.campaign.pk]
    return [
        {
            "pk": head.pk,
            "name": head.name,
            "count": npgettext("clauses", "%(count)s 条", "%(count)s 条", counted[head.pk])
            % {"count": counted[head.pk]},
            "url": reverse("campaigns:unit_duties", args=[*args, head.pk]),
            "successors": [{"pk": pk, "name": name} for pk, name in head.successors],
        }
        for head in found.over
    ]


def load_bars(found: CampaignMatrix, loads: Sequence[Load], *, most: int = LOADS_SHOWN) -> list[dict[str, str]]:
    """Return the heaviest leads as bars on one scale."""
    leading = [load for load in loads if load.lead][:most]
    top = max((load.lead_points for load in leading), default=Fraction(0))
    args = [found.campaign.city.slug, found.campaign.pk]
    return [
        {
            "name": found.heads[load.unit].label,
            "url": reverse("campaigns:unit_duties", args=[*args, load.unit]),
            "width": f"{float(load.lead_points / top * WIDEST) if top else 0:.1f}%",
            "points": points_text(load.lead_points),
            "count": npgettext("clauses", "%(count)s 条", "%(count)s 条", load.lead) % {"count": load.lead},
        }
        for load in leading
    ]


def tally(found: CampaignMatrix) -> list[dict[str, str]]:
    """Return for each fault how many clauses have it, and for a missing lead what they are worth."""
    return [
        {
            "standing": standing.value,
            "label": str(STANDINGS[standing]),
            "count": number_text(found.matrix.count(standing)),
            "points": points_text(found.matrix.points(standing)) if standing is Standing.NO_LEAD else "",
        }
        for standing in (Standing.NO_LEAD, Standing.SEVERAL_LEADS, Standing.NO_COOPERATING)
    ]
