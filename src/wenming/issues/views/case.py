"""The page of an issue, and its trail in the chain of events."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.evidence.schemas.proofs import proofs_of
from wenming.issues.enums import IssueAction, IssueState, RequestKind
from wenming.issues.models import Issue, IssueRequest
from wenming.issues.queries.case import Case, case_of, has, issue_opened, tenures_of, trail_of
from wenming.issues.queries.neighbours import neighbours_of
from wenming.issues.queries.papers import papers_of
from wenming.issues.queries.sweeps import sweeps_of
from wenming.issues.rules import (
    answers_note,
    arranges_look_backs,
    keeps_notes,
    opens_sweeps,
    parties_of,
    reads_trail,
    sees_papers,
    sees_sweeps,
)
from wenming.issues.schemas.bar import bar_of
from wenming.issues.schemas.case import clause_view, head_of, issue_url, kin_view, photos_view
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.limit_card import limit_card
from wenming.issues.schemas.notes import note_view
from wenming.issues.schemas.sweeps import sweep_line
from wenming.issues.schemas.timeline import timeline_of
from wenming.issues.schemas.track import track_of
from wenming.issues.schemas.where import frame_of, off_site, where_of
from wenming.issues.schemas.who import Held, person_text
from wenming.issues.views.case_edges import carried, crumbs, listed_in, seen_issue
from wenming.issues.workflow import EVENTS
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.sites.adapters.bases import meant
from wenming.sites.queries import sites_visible_to
from wenming.sites.queries.map import within
from wenming.standards.queries import adopted_in

AROUND = 40
"""At most so many sites stand on the small map."""


@require_safe
def issue(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Show one issue with everything about it, and what this person can do with it."""
    one = issue_opened(request.user, city, number)
    if one is None:
        raise Http404
    lamps = Lamps.of(city, timezone.now())
    case = case_of(request.user, one)
    people = [step.by for step in case.steps] + [photo.by for photo in case.photos]
    people += [case.request.by] if case.request else []
    held = tenures_of(city, people, at=lamps.at)
    proofs = proofs_of(request.user, city, [photo.evidence_id for photo in case.photos])
    context = {
        "head": head_of(one, lamps),
        "crumbs": crumbs(request, one),
        "track": track_of(case, held, lamps),
        "photos": photos_view(case.photos, city, held, lamps, request.GET, facts=proofs.facts),
        "proofs": proofs,
        "timeline": timeline_of(case, held, case.units, lamps),
        "limit": limit_card(one, case.pauses, lamps),
        "clause": clause_view(one, adopted_in(city)) if one.node_id else None,
        "where": _where(request, city, one, lamps),
        "off_site": off_site(one),
        "helpers": [unit.name for unit in case.helpers],
        "asked": _asked(case.request, held, lamps),
        "bar": bar_of(case, parties_of(request.user, one), request.user, onward=carried(request)),
        "undo": _undo(request, one),
        **_kin(request, case, lamps),
        **_beside(request, city, case, lamps),
        **neighbours_of(request.user, city, one, listed_in(request), at=lamps.at),
    }
    return render(request, "issues/case.html", context)


def _where(request: HttpRequest, city: City, one: Issue, lamps: Lamps) -> dict[str, Any] | None:
    """Return the small map. One query, none for an issue without a position."""
    frame = frame_of(one)
    if frame is None:
        return None
    sites = sites_visible_to(request.user, city, at=lamps.at).filter(ends_on__isnull=True)
    return where_of(city, one, within(sites, meant(frame))[:AROUND])


def _kin(request: HttpRequest, case: Case, lamps: Lamps) -> dict[str, Any]:
    """Return the issues that belong to this one."""
    one = case.issue
    return {
        "followers": kin_view(one, case.followers, lamps),
        "children": kin_view(one, case.children, lamps),
        "parent": one.parent and {"number": one.parent.number, "url": issue_url(one.city, one.parent.number)},
        "master": one.master and {"number": one.master.number, "url": issue_url(one.city, one.master.number)},
        "repeats": kin_view(one, case.repeats, lamps),
        "parts_url": "issues:act" if parties_of(request.user, one) & {"office"} else "",
    }


def _beside(request: HttpRequest, city: City, case: Case, lamps: Lamps) -> dict[str, Any]:
    """Return what goes on beside the loop: leaders' notes, checks at like sites, the trail."""
    one, arguments = case.issue, [city.slug, case.issue.number]
    keeps = keeps_notes(request.user, city)
    sweeps = has(one, "sweeps") and sees_sweeps(request.user, city)
    return {
        "notes": [
            note_view(note, lamps, keeps=keeps, answers=answers_note(note)(request.user, city)) for note in case.notes
        ],
        "note_url": reverse("issues:note_new", args=arguments) if keeps else "",
        "sweeps": [sweep_line(row, lamps) for row in sweeps_of(one)] if sweeps else [],
        "look_back_url": _look_back_url(request, one),
        "sweep_url": reverse("issues:sweep_new", args=arguments) if opens_sweeps(request.user, city) else "",
        "papers": papers_of(one) if has(one, "papers") else [],
        "sees_papers": sees_papers(request.user, city),
        "trail_url": reverse("issues:trail", args=arguments) if reads_trail(request.user, city) else "",
    }


def _asked(asked: IssueRequest | None, held: Held, lamps: Lamps) -> dict[str, Any] | None:
    """Return what the unit asks for, with the ways to answer it."""
    if asked is None:
        return None
    grants = {
        RequestKind.EXTENSION: IssueAction.EXTEND,
        RequestKind.SUSPENSION: IssueAction.SUSPEND,
        RequestKind.VOIDING: IssueAction.VOID,
    }
    return {
        "label": str(RequestKind(asked.kind).label),
        "reason": asked.reason,
        "until": lamps.moment(asked.until) if asked.until else "",
        "who": person_text(asked.by, held),
        "at": lamps.moment(asked.at),
        "grant": str(grants[RequestKind(asked.kind)]),
        "refuse": str(IssueAction.REFUSE),
    }


def _undo(request: HttpRequest, one: Issue) -> dict[str, str]:
    """Return how what ended the issue can be taken back by this person, {} for nothing."""
    words = {
        str(IssueState.VOID): (IssueAction.RESTORE, _("这件问题已作废。"), _("撤销作废")),
        str(IssueState.JOINED): (IssueAction.PART, _("这件问题已并入另一件，由那一件统一办理。"), _("拆出")),
    }
    if one.state not in words:
        return {}
    action, text, button = words[one.state]
    may = "office" in parties_of(request.user, one)
    url = f"{reverse('issues:act', args=[one.city.slug, one.number, action])}?{carried(request)}" if may else ""
    return {"text": text, "button": button, "url": url}


@require_safe
def trail(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Show what the chain of events says of an issue: the record that nobody can change."""
    only(reads_trail, request, city)
    one = seen_issue(request, city, number)
    lamps = Lamps.of(city, timezone.now())
    words = {kind: str(IssueAction(action).label) for action, kind in EVENTS.items()}
    words |= {
        "leader_note.proposed": pgettext("audit", "批示：拟办"),
        "leader_note.instructed": pgettext("audit", "批示：登记"),
        "leader_note.assigned": pgettext("audit", "批示：交办"),
        "leader_note.answered": pgettext("audit", "批示：反馈"),
    }
    rows = trail_of(one)
    held = tenures_of(city, [row.by for row in rows], at=lamps.at)
    context = {
        "head": head_of(one, lamps),
        "crumbs": crumbs(request, one, {"label": _("审计记录")}),
        "rows": [
            {
                "number": row.number,
                "what": words.get(row.kind, row.kind),
                "at": lamps.moment(row.at),
                "who": person_text(row.by, held),
                "digest": row.digest[:16],
            }
            for row in rows
        ],
    }
    return render(request, "issues/case_trail.html", context)


def _look_back_url(request: HttpRequest, one: Issue) -> str:
    """Return where a closed issue is sent to be looked at again, "" for who does not arrange it."""
    if one.state != IssueState.CLOSED or not arranges_look_backs(request.user, one.city):
        return ""
    return reverse("issues:look_back_choose", args=[one.city.slug, one.number])
