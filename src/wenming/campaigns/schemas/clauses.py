"""One clause as its page shows it, and clauses that several titles share. All values are ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import MARKS, Part
from wenming.campaigns.models import ClauseChief, ClauseTerms, Responsibility
from wenming.campaigns.queries.matrix import Head, SharedClauses, path_names
from wenming.campaigns.schemas.duties import due_text
from wenming.engine.crosswalk import Clause
from wenming.engine.responsibility import Owner, owner_of
from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, moment_text
from wenming.organisations.schemas.units import period_text
from wenming.standards.queries import Adopted, standard_of
from wenming.standards.schemas import in_language, node_name


def clause_path(standard: Standard, code: str) -> str:
    """Return the parts of the tree in which a clause stands."""
    return " / ".join(f"{node.code} {node_name(node)}" for node in path_names(standard)[code])


def part_rows(city: City, rows: Sequence[Responsibility], sight: Any) -> list[dict[str, Any]]:
    """Return parts with their time and who gave them."""
    return [
        {
            "look": f"k-{row.part}",
            "mark": str(MARKS[Part(row.part)]),
            "part": str(Part(row.part).label),
            "unit": row.unit.name,
            "url": sight.url("unit_duties", row.unit_id),
            "gone": _("已撤销") if row.unit.ends_on and row.unit.ends_on < sight.on else "",
            "group": row.group.name if row.group else "",
            "period": period_text(row.since, row.until),
            "by": row.by.name if row.by else "",
            "at": moment_text(row.at, city),
        }
        for row in rows
    ]


def terms_rows(rows: Sequence[ClauseTerms], city: City) -> list[dict[str, Any]]:
    """Return what was agreed, each version with its day."""
    return [
        {
            "pairs": [
                {"name": name, "value": value or DASH}
                for name, value in (
                    (pgettext("column", "材料要求"), row.materials),
                    (pgettext("column", "完成时限"), due_text(row.due, row.due_on)),
                    (_("迎检点"), row.spots),
                    (_("责任单位领导"), row.chief),
                    (_("备注"), row.note),
                )
            ],
            "by": row.by.name if row.by else "",
            "at": moment_text(row.at, city),
        }
        for row in rows
    ]


def chief_rows(rows: Sequence[ClauseChief], city: City) -> list[dict[str, str]]:
    """Return who answered for a clause in person, and when."""
    return [
        {
            "name": row.person.name,
            "url": reverse("organisations:person", args=[city.slug, row.person_id]),
            "period": period_text(row.since, row.until),
        }
        for row in rows
    ]


def _name(found: SharedClauses, clause: Clause) -> str:
    """Return a clause under the name of its title."""
    campaign = next(one for one in found.campaigns if one.edition.code == clause[0])
    node = standard_of(campaign.edition).node(clause[1])
    return f"{in_language(campaign.title.name, campaign.title.name_en)} {clause[1]} {node_name(node)}"


def _url(found: SharedClauses, clause: Clause) -> str:
    """Return the address of a clause in the campaign that runs by its edition."""
    campaign = next(one for one in found.campaigns if one.edition.code == clause[0])
    return reverse("campaigns:clause", args=[campaign.city.slug, campaign.pk, clause[1]])


def _lead(found: SharedClauses, clause: Clause, heads: Mapping[int, Head]) -> str:
    """Return who leads a clause, a dash for nobody."""
    return _("、").join(heads[unit].name for unit in found.leads[clause]) or DASH


def clause_link(found: SharedClauses, clause: Clause, heads: Mapping[int, Head], own: Clause) -> dict[str, Any]:
    """Return a clause of another title that shares observations with this one, who leads it, and who of both answers for them."""
    owner = owner_of({own, clause}, found.leads, found.order)
    leads, mine = found.leads[clause], found.leads[own]
    return {
        "name": _name(found, clause),
        "url": _url(found, clause),
        "lead": _lead(found, clause, heads),
        "differs": len(leads) == 1 and len(mine) == 1 and leads != mine,
        "owner": heads[owner.unit].name if owner and owner.unit in heads else "",
    }


def pair_rows(found: SharedClauses, heads: Mapping[int, Head]) -> list[dict[str, Any]]:
    """Return every pair of clauses that share observations, conflicts first: both with their leads, and the one owner."""
    conflicts = {(one.clause, one.other) for one in found.conflicts}
    place = {edition: number for number, edition in enumerate(found.order)}
    pairs = {
        tuple(sorted((clause, other), key=lambda one: place[one[0]])): None
        for clause, others in found.linked.items()
        for other in others
    }
    rows = [_pair(found, heads, first, second, differs=(first, second) in conflicts) for first, second in pairs]
    return sorted(rows, key=lambda row: not row["differs"])


def _pair(
    found: SharedClauses, heads: Mapping[int, Head], first: Clause, second: Clause, *, differs: bool
) -> dict[str, Any]:
    """Return one pair."""
    owner: Owner | None = owner_of({first, second}, found.leads, found.order)
    missing = len(found.leads[first]) != 1 or len(found.leads[second]) != 1
    state = {"tone": "ok", "shape": "check", "label": _("牵头一致")}
    if differs:
        state = {"tone": "warn", "shape": "triangle", "label": _("牵头不同")}
    elif missing:
        state = {"tone": "bad", "shape": "square", "label": _("牵头未定")}
    return {
        "first": _name(found, first),
        "first_url": _url(found, first),
        "first_lead": _lead(found, first, heads),
        "second": _name(found, second),
        "second_url": _url(found, second),
        "second_lead": _lead(found, second, heads),
        "owner": heads[owner.unit].name if owner else DASH,
        "differs": differs,
        "state": state,
    }


def site_types_of(adopted: Adopted, clause: Clause, city: City) -> list[dict[str, str]]:
    """Return the types of site at which a clause is judged, by the check items that serve it."""
    walk = adopted.crosswalk
    found = {
        item.site_type: None for code, item in walk.items.items() if clause in walk.clauses_of(clause[0], item=code)
    }
    return [
        {
            "name": node_name(walk.site_types[code]) if code in walk.site_types else code,
            "url": reverse("standards:sheet", args=[city.slug, code]),
        }
        for code in found
    ]
