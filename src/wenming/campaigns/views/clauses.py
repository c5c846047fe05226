"""One clause: what the standard says, who answers for it and since when; and clauses that several titles share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.campaigns import actions
from wenming.campaigns.enums import STANDINGS, Part
from wenming.campaigns.forms.clauses import ChiefForm, PartsForm, TermsForm
from wenming.campaigns.models import ClauseTerms
from wenming.campaigns.queries.clauses import ClauseHistory, clause_history, leaders_in
from wenming.campaigns.queries.matrix import SharedClauses, heads_of, shared_clauses
from wenming.campaigns.rules import keeps_campaigns
from wenming.campaigns.schemas.clauses import (
    chief_rows,
    clause_link,
    clause_path,
    pair_rows,
    part_rows,
    site_types_of,
    terms_rows,
)
from wenming.campaigns.schemas.matrix import LOOKS
from wenming.campaigns.views.cells import clause_node
from wenming.campaigns.views.doing import attempt
from wenming.campaigns.views.sights import Sight, sight_of
from wenming.engine.responsibility import ClauseParts, clauses_of
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text, points_text
from wenming.standards.models import Node
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

TERMS = ("materials", "due", "due_on", "spots", "chief", "note")


def _running(sight: Sight) -> list[Any]:
    """Return the campaigns that run on the day, the foremost title first; the page's own always among them."""
    return [
        one for one in sight.campaigns if one == sight.campaign or one.starts_on <= sight.on <= one.ends_on
    ]  # fmt: skip


def _checked_code(sight: Sight, code: str) -> Any:
    """Return the clause of the standard with this code, or 404."""
    clause = next((one for one in clauses_of(standard_of(sight.campaign.edition)) if one.code == code), None)
    if clause is None:
        raise Http404
    return clause


@require_safe
def clause(request: HttpRequest, city: City, pk: int, code: str) -> HttpResponse:
    """Show one clause with everything agreed on it and its history."""
    sight = sight_of(request, city, pk)
    pure = _checked_code(sight, code)
    history = clause_history(sight.campaign, clause_node(sight, code))
    shared = shared_clauses(_running(sight))
    own = (sight.campaign.edition.code, code)
    links = shared.links_of(own)
    keys = {unit for one in (own, *links) for unit in shared.leads[one]}
    heads = heads_of(city, Q(pk__in=keys), on=sight.on)
    stand = _parts(pure, history).standing
    context = {
        **sight.frame("clause"),
        "clause": {
            "code": code,
            "name": node_name(pure),
            "above": clause_path(standard_of(sight.campaign.edition), code),
            "points": points_text(pure.points),
            "methods": pure.methods,
            "sites": number_text(pure.sites) if pure.sites else "",
        },
        "standing": {**LOOKS[stand], "label": STANDINGS[stand]},
        "parts": part_rows(city, [row for row in history.parts if row.until is None], sight),
        "former": part_rows(city, [row for row in history.parts if row.until is not None], sight),
        "terms": terms_rows(history.terms[:1], city),
        "former_terms": terms_rows(history.terms[1:], city),
        "chiefs": chief_rows([row for row in history.chiefs if row.until is None], city),
        "former_chiefs": chief_rows([row for row in history.chiefs if row.until is not None], city),
        "links": [clause_link(shared, one, heads, own) for one in links],
        "site_types": site_types_of(shared.adopted, own, city),
        "edit_url": sight.url("clause_edit", code) if sight.keeps else "",
    }
    return render(request, "campaigns/clause.html", context)


def _parts(pure: Any, history: ClauseHistory) -> ClauseParts:
    """Return the clause with the parts that run."""
    units: dict[str, tuple[int, ...]] = {}
    for row in history.parts:
        if row.until is None:
            units[row.part] = (*units.get(row.part, ()), row.unit_id)
    return ClauseParts(pure.code, pure.points, units)


@require_http_methods(["GET", "POST"])
def clause_edit(request: HttpRequest, city: City, pk: int, code: str) -> HttpResponse:
    """Change the units of a clause, what is agreed on it, or the leader who answers for it: one form for each."""
    only(keeps_campaigns, request, city)
    sight = sight_of(request, city, pk)
    pure = _checked_code(sight, code)
    node = clause_node(sight, code)
    history = clause_history(sight.campaign, node)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    found = _forms(request, sight, history, what)
    if what in found and found[what].is_valid() and _save(request, sight, node, found[what], what):
        messages.success(request, _("已保存"))
        return redirect("campaigns:clause", city.slug, pk, code)
    context = {
        **sight.frame("clause"),
        "clause": {"code": code, "name": node_name(pure)},
        "forms": found,
        "back": sight.url("clause", code),
    }
    return render(request, "campaigns/clause_form.html", context, status=422 if what else 200)


def _forms(request: HttpRequest, sight: Sight, history: ClauseHistory, what: str) -> dict[str, Any]:
    """Return the three forms, the one that was sent with what was sent."""
    open_ = [row for row in history.parts if row.until is None]
    parts = {part: "、".join(row.unit.name for row in open_ if row.part == part) for part in Part.values}
    terms = history.terms[0] if history.terms else ClauseTerms()
    chief = next((row.person_id for row in history.chiefs if row.until is None), "")
    people = [(person.pk, f"{person.name}　{title}") for person, title in leaders_in(sight.campaign)]
    sent = {name: request.POST if what == name else None for name in ("parts", "terms", "chief")}
    return {
        "parts": PartsForm(sent["parts"], city=sight.city, on=sight.on, initial=parts),
        "terms": TermsForm(sent["terms"], initial={name: getattr(terms, name) for name in TERMS}),
        "chief": ChiefForm(sent["chief"], people=people, initial={"person": chief}),
    }


def _save(request: HttpRequest, sight: Sight, node: Node, form: Any, what: str) -> bool:
    """Run what a form asks for; where it does not fit, the form says why."""
    who: dict[str, Any] = {"campaign": sight.campaign, "node": node, "by": request.user, "at": timezone.now()}

    def run() -> bool:
        if what == "parts":
            actions.set_clause(**who, parts=form.parts())
        elif what == "terms":
            actions.set_terms(**who, **form.cleaned_data)
        elif form.cleaned_data["person"]:
            person = next(
                one for one, _title in leaders_in(sight.campaign) if str(one.pk) == form.cleaned_data["person"]
            )
            actions.name_chief(**who, person=person)
        else:
            actions.end_chief(**who)
        return True

    return attempt(run, form)


@require_safe
def shared(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the clauses that one observation satisfies together in several titles, and where their leads differ."""
    sight = sight_of(request, city, pk)
    found = shared_clauses(_running(sight))
    heads = heads_of(city, Q(pk__in=_leading(found)), on=sight.on)
    pairs = pair_rows(found, heads)
    context = {
        **sight.frame("matrix_shared"),
        "running": [one.title.name for one in found.campaigns],
        "rows": pairs,
        "conflicts": number_text(len(found.conflicts)),
        "pairs": number_text(len(pairs)),
    }
    return render(request, "campaigns/matrix_shared.html", context)


def _leading(found: SharedClauses) -> set[int]:
    """Return the units that lead any clause."""
    return {unit for units in found.leads.values() for unit in units}
