"""The unit answers, somebody else looks; it is closed, or done again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.burden.actions import Wanted, keeping_refusals, register_ask
from wenming.burden.enums import AskKind, AskPurpose
from wenming.engine.deadlines import Limit
from wenming.issues.actions.clocks import begin_disposal, usual_limit
from wenming.issues.actions.lookbacks import end_look_backs
from wenming.issues.actions.photos import KeptPhoto, Upload, keep_photos, tie_photos
from wenming.issues.actions.requests import settle_request
from wenming.issues.actions.steps import Doing, begin, finish, require
from wenming.issues.enums import IssueAction, IssueParty, IssueState, PhotoMoment
from wenming.issues.models import Issue, IssueStep
from wenming.issues.workflow import OPEN
from wenming.kernel.models import Account
from wenming.organisations.models import Unit


def answer_issue(
    *,
    issue: Issue,
    by: Account | None,
    at: datetime,
    text: str,
    photos: Sequence[Upload] = (),
    recurrence: str = "",
) -> Issue:
    """Say what was done (处置反馈); the limit stands still until it is verified. Photos are welcome, never compulsory.

    ``recurrence`` is whether the unit expects it again (values of Recurrence, "" = not said): kept with the step, held against nobody.
    A dispatcher may enter it for the unit, and the step says so. PhotoError before anything is written; NotPossibleError("no_text").
    """
    require(text.strip(), "no_text")
    kept = keep_photos(issue.city, photos, by=by, at=at)
    with transaction.atomic():
        doing = begin(issue, IssueAction.ANSWER, by, at)
        settle_request(doing, granted=False)
        unit = Unit.objects.in_city(doing.issue.city).get(pk=doing.issue.unit_id)
        doing.issue.answered_at = doing.at
        behalf = unit if doing.party != IssueParty.UNIT else None
        data = {"recurrence": recurrence} if recurrence else {}
        step = finish(doing, note=text, unit=unit, entered_for=behalf, data=data)
        tie_photos(step, PhotoMoment.AFTER, kept)
    return doing.issue


def self_handle_issue(
    *, issue: Issue, by: Account | None, at: datetime, text: str, photos: Sequence[Upload] = ()
) -> Issue:
    """Say that it was put right on the spot (自处理); it is verified like any other."""
    require(text.strip(), "no_text")
    kept = keep_photos(issue.city, photos, by=by, at=at)
    with transaction.atomic():
        doing = begin(issue, IssueAction.SELF_HANDLE, by, at)
        doing.issue.answered_at = doing.at
        tie_photos(finish(doing, note=text), PhotoMoment.AFTER, kept)
    return doing.issue


def verify_issue(
    *,
    issue: Issue,
    passed: bool,
    by: Account | None,
    at: datetime,
    note: str = "",
    photos: Sequence[Upload] = (),
    limit: Limit | None = None,
    ask_photo: bool = False,
) -> Issue:
    """Say whether it is settled (核查). The district's check hands it up to the desk above, the city's check closes it.

    Not passed, it goes back to the unit (返工): what was left of the limit runs on, or ``limit`` begins anew. Who answered does not verify.
    ``ask_photo``: a rework may ask for a photo, which is registered with the burden of the unit; it stays a request, never a must.
    NotPossibleError: "own_answer", "no_reason" (a rework says why), "children_open"; burden's OverBudgetError with the numbers.
    """
    kept = keep_photos(issue.city, photos, by=by, at=at)
    with keeping_refusals(city=issue.city, by=by, at=at):
        at_desk = Issue.objects.in_city(issue.city).filter(pk=issue.pk, desk__isnull=False).exists()
        if not passed:
            return _rework(issue, note, kept, limit, by=by, at=at, ask_photo=ask_photo)
        doing = begin(issue, IssueAction.PASS if at_desk else IssueAction.CLOSE, by, at)
        # read again under the lock: somebody may have handed it up meanwhile
        require((doing.issue.desk_id is not None) == at_desk, "not_here")
        _require_other_eyes(doing)
        if at_desk:
            step = _hand_up(doing, note)
        else:
            require(not doing.issue.children.filter(state__in=OPEN).exists(), "children_open")
            doing.issue.closed_at = doing.at
            step = finish(doing, note=note)
        tie_photos(step, PhotoMoment.CHECK, kept)
    return doing.issue


@transaction.atomic
def reopen_issue(*, issue: Issue, by: Account | None, at: datetime, reason: str, limit: Limit | None = None) -> Issue:
    """Do it again after all (重办): the same unit, its limit begins anew. NotPossibleError("no_unit", "no_reason")."""
    doing = begin(issue, IssueAction.REOPEN, by, at)
    require(reason.strip(), "no_reason")
    require(doing.issue.unit_id, "no_unit")
    doing.issue.closed_at = None
    end_look_backs(issue=doing.issue, note=reason, at=doing.at)
    _again(doing, reason, limit or usual_limit(doing.issue))
    return doing.issue


def _rework(
    issue: Issue,
    note: str,
    photos: Sequence[KeptPhoto],
    limit: Limit | None,
    *,
    by: Account | None,
    at: datetime,
    ask_photo: bool,
) -> Issue:
    """Send it back to its unit."""
    doing = begin(issue, IssueAction.REWORK, by, at)
    require(note.strip(), "no_reason")
    require(doing.issue.unit_id, "no_unit")
    _require_other_eyes(doing)
    if ask_photo:
        register_ask(city=issue.city, asks=[_photo_of(doing.issue)], by=by, at=at)
        note = _("%(note)s（请补一张整改后照片）") % {"note": note.strip()[:270]}
    tie_photos(_again(doing, note, limit), PhotoMoment.CHECK, photos)
    return doing.issue


def _photo_of(issue: Issue) -> Wanted:
    """Return the photo that a rework asks for, as burden counts it: one for each time that it is sent back."""
    unit = Unit.objects.in_city(issue.city).get(pk=issue.unit_id)
    return Wanted(
        unit=unit,
        kind=str(AskKind.PHOTO),
        purpose=str(AskPurpose.REWORK),
        reference=f"issue:{issue.number}/{issue.rework_count + 1}",
        fact=_("%(number)s 整改后照片") % {"number": issue.number},
        why=_("核查没有通过，现有照片看不出已经办好"),
    )


def _again(doing: Doing, note: str, limit: Limit | None) -> IssueStep:
    """Let the unit do it again; the desks that it came down through look again as well."""
    issue = doing.issue
    issue.rework_count += 1
    issue.answered_at = None
    issue.desk_id = issue.chain[-1] if issue.chain else None
    unit = Unit.objects.in_city(issue.city).get(pk=issue.unit_id)
    if limit is not None:
        begin_disposal(issue, limit, None, doing.at)
    return finish(doing, note=note, unit=unit, anew=limit is not None)


def _hand_up(doing: Doing, note: str) -> IssueStep:
    """Hand the issue to the desk above: the next one in its chain, at last the campaign office."""
    issue = doing.issue
    place = issue.chain.index(issue.desk_id)
    desk = Unit.objects.in_city(issue.city).get(pk=issue.desk_id)
    issue.desk_id = issue.chain[place - 1] if place else None
    return finish(doing, note=note, unit=desk, entered_for=None if doing.party == IssueParty.DESK else desk)


def _require_other_eyes(doing: Doing) -> None:
    """Refuse whoever answered: nobody verifies his own work."""
    last = (
        IssueStep.objects.in_city(doing.issue.city)
        .filter(issue=doing.issue, action__in=(IssueAction.ANSWER, IssueAction.SELF_HANDLE))
        .order_by("-pk")
        .first()
    )
    own = last is not None and doing.by is not None and last.by_id == doing.by.pk
    require(doing.issue.state == IssueState.ANSWERED and not own, "own_answer")
