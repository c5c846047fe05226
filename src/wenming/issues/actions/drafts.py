"""A pasted chat becomes drafts; each is corrected, reported or dropped by the person who pasted it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from wenming.engine.chats import Chat
from wenming.engine.deadlines import Limit, LimitUnit
from wenming.issues.actions.entering import Entry, Onward, write_entry
from wenming.issues.actions.photos import KeptPhoto, Upload, keep_photos
from wenming.issues.actions.reporting import Report
from wenming.issues.actions.steps import require
from wenming.issues.enums import DraftState
from wenming.issues.models import DraftPhoto, Issue, IssueDraft, IssuePaste
from wenming.issues.queries.drafts import DraftFacts
from wenming.issues.rules import enters_issues, usual_desk
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again

CHANGEABLE = frozenset({"text", "place", "site", "minor", "unit", "is_urgent", "limit_amount", "limit_unit"})


def paste_chat(
    *,
    city: City,
    form: UUID,
    chat: Chat,
    facts: Sequence[DraftFacts],
    by: Account,
    at: datetime,
    photos: Sequence[Upload] = (),
) -> IssuePaste:
    """Keep the drafts that a chat was read as, once for each ``form``. PhotoError before anything is written.

    Photos go to the drafts by the markers of the text, in order; a single draft takes all; the others wait to be put somewhere.
    """
    sent = IssuePaste.objects.in_city(city).filter(form=form).exists()
    kept = [] if sent else keep_photos(city, photos, by=by, at=at, most=len(photos))
    with transaction.atomic():
        require_again(enters_issues, by, city)
        counts = {"lines": chat.lines, "heads": chat.heads, "markers": chat.pictures}
        unused = [[rest.line, str(rest.why), rest.text] for rest in chat.rests]
        paste, fresh = IssuePaste.objects.in_city(city).get_or_create(
            city=city, form=form, defaults={"by": by, "at": at, "unused": unused, **counts}
        )
        if paste.by_id != by.pk:
            raise PermissionDenied
        if fresh:
            drafts = [_drafted(paste, one) for one in facts]
            _place_photos(paste, kept, _homes(chat, facts, drafts))
            data = {"drafts": len(drafts), "photos": len(kept)}
            record_event(city=city, kind="issue_paste.read", subject=paste, data=data, by=by, at=at)
    return paste


def _drafted(paste: IssuePaste, facts: DraftFacts) -> IssueDraft:
    """Write one draft."""
    wish = facts.wish
    length = wish if wish is not None and wish.unit is not None else None
    return IssueDraft.objects.create(
        city=paste.city,
        paste=paste,
        first_line=facts.line,
        text=facts.text,
        place=facts.place,
        site=facts.site,
        minor=facts.minor,
        unit=facts.unit,
        said=wish.words if wish else "",
        limit_amount=length.amount if length else None,
        limit_unit=str(length.unit) if length else "",
        is_urgent=facts.is_urgent,
    )


def _homes(chat: Chat, facts: Sequence[DraftFacts], drafts: Sequence[IssueDraft]) -> dict[int, IssueDraft]:
    """Return to which draft the photo of each number goes."""
    if not chat.pictures and len(drafts) == 1:
        return dict.fromkeys(range(1000), drafts[0])
    return {number: draft for one, draft in zip(facts, drafts, strict=True) for number in one.pictures}


def _place_photos(
    paste: IssuePaste, kept: Sequence[KeptPhoto], homes: Mapping[int, IssueDraft], first: int = 0
) -> list[DraftPhoto]:
    """Write photos, each to its draft."""
    rows = [
        DraftPhoto(
            city=paste.city,
            paste=paste,
            draft=homes.get(order),
            order=order,
            file=photo.file,
            large=photo.large,
            small=photo.small,
            width=photo.width,
            height=photo.height,
            taken_on=photo.taken_on,
        )
        for order, photo in enumerate(kept, first)
    ]
    return DraftPhoto.objects.bulk_create(rows) if rows else []


def add_draft_photos(
    *, paste: IssuePaste, photos: Sequence[Upload], by: Account, at: datetime, draft: IssueDraft | None = None
) -> list[DraftPhoto]:
    """Add photos to a paste that came later, to one draft or to none yet. PhotoError before anything is written."""
    kept = keep_photos(paste.city, photos, by=by, at=at, most=len(photos))
    with transaction.atomic():
        paste = _own_paste(paste, by)
        if draft is not None:
            draft = _own(draft, by)
            require(draft.paste_id == paste.pk and draft.state == DraftState.WAITING, "draft_settled")
        last = DraftPhoto.objects.in_city(paste.city).filter(paste=paste).aggregate(last=Max("order"))["last"]
        first = 0 if last is None else last + 1
        homes = dict.fromkeys(range(first, first + len(kept)), draft) if draft else {}
        rows = _place_photos(paste, kept, homes, first)
        data = {"photos": len(rows)}
        record_event(city=paste.city, kind="issue_paste.photos_added", subject=paste, data=data, by=by, at=at)
    return rows


@transaction.atomic
def change_draft(*, draft: IssueDraft, changes: Mapping[str, Any], by: Account, at: datetime) -> IssueDraft:
    """Correct what a draft says (keys of ``CHANGEABLE``). NotPossibleError("no_text", "draft_settled", "not_correctable")."""
    locked = _waiting(draft, by)
    require(not set(changes) - CHANGEABLE, "not_correctable")
    changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, changes[name])
    require(locked.text.strip(), "no_text")
    if changed:
        locked.save(update_fields=changed)
        _record(locked, "changed", {"fields": changed}, by, at)
    return locked


@transaction.atomic
def drop_draft(*, draft: IssueDraft, by: Account, at: datetime) -> IssueDraft:
    """Report nothing of it; it can be taken back."""
    return _move(_waiting(draft, by), DraftState.DROPPED, "dropped", by, at)


@transaction.atomic
def restore_draft(*, draft: IssueDraft, by: Account, at: datetime) -> IssueDraft:
    """Take back that a draft was dropped."""
    locked = _own(draft, by)
    require(locked.state == DraftState.DROPPED, "draft_settled")
    return _move(locked, DraftState.WAITING, "restored", by, at)


@transaction.atomic
def draft_line(*, paste: IssuePaste, line: int, by: Account, at: datetime) -> IssueDraft:
    """Make a draft of a line that was left over. NotPossibleError("draft_settled") where it was made already, or says nothing."""
    paste = _own_paste(paste, by)
    found = next((rest for rest in paste.unused if rest[0] == line and rest[2]), None)
    require(found, "draft_settled")
    text = found[2] if found else ""
    paste.unused = [rest for rest in paste.unused if rest is not found]
    paste.save(update_fields=["unused"])
    draft = IssueDraft.objects.create(city=paste.city, paste=paste, first_line=line, text=text)
    _record(draft, "added", {"line": line}, by, at)
    return draft


@transaction.atomic
def move_photo(*, photo: DraftPhoto, draft: IssueDraft | None, by: Account, at: datetime) -> DraftPhoto:
    """Put a photo to another draft of its chat, or to none."""
    paste = _own_paste(photo.paste, by)
    locked = DraftPhoto.objects.in_city(paste.city).select_for_update(of=("self",)).select_related("draft")
    row = locked.get(pk=photo.pk)
    require(row.draft is None or row.draft.state != DraftState.TAKEN, "draft_settled")
    if draft is not None:
        draft = _waiting(draft, by)
        require(draft.paste_id == paste.pk, "draft_settled")
    row.draft = draft
    row.save(update_fields=["draft"])
    data = {"photo": row.pk, "draft": draft.pk if draft else 0}
    record_event(city=paste.city, kind="issue_paste.photo_moved", subject=paste, data=data, by=by, at=at)
    return row


@transaction.atomic
def take_draft(
    *, draft: IssueDraft, by: Account, at: datetime, dispatch: bool = False, same_as: Issue | None = None
) -> Issue:
    """Report a draft with its photos; with ``dispatch`` file it and send it to its unit at once, with ``same_as`` join it to another issue.

    Taken a second time it leads to the same issue. What it says of a unit and a limit stays with the report. NotPossibleError as ``enter_issue``.
    """
    locked = _own(draft, by)
    if locked.issue is not None:
        return locked.issue
    require(locked.state == DraftState.WAITING, "draft_settled")
    require(not dispatch or locked.unit is not None, "no_unit")
    photos = DraftPhoto.objects.in_city(locked.city).filter(draft=locked).order_by("order")
    files = [
        KeptPhoto(photo.file, photo.large, photo.small, photo.width, photo.height, photo.taken_on)
        for photo in photos.select_related("file", "large", "small")
    ]
    onward = Onward(unit=locked.unit, limit=_limit(locked)) if dispatch else None
    entry = Entry(_report(locked), desk=usual_desk(by, locked.city), onward=onward, same_as=same_as)
    locked.issue = write_entry(locked.city, entry, files, by=by, at=at)
    locked.state = DraftState.TAKEN
    locked.save(update_fields=["issue", "state"])
    return locked.issue


def _report(draft: IssueDraft) -> Report:
    """Return what a draft reports."""
    asked = [draft.unit.name] if draft.unit else []
    return Report(
        text=draft.text,
        source="patrol",
        place=draft.place,
        site=draft.site,
        minor=draft.minor,
        is_urgent=draft.is_urgent,
        note="；".join([*asked, *([draft.said] if draft.said else [])]),
    )


def _limit(draft: IssueDraft) -> Limit | None:
    """Return the limit that the chat asked for."""
    return Limit(draft.limit_amount, LimitUnit(draft.limit_unit)) if draft.limit_amount else None


def _own_paste(paste: IssuePaste, by: Account) -> IssuePaste:
    """Lock a paste, and ask again whether it is this person's."""
    locked = IssuePaste.objects.in_city(paste.city).select_for_update(of=("self",)).select_related("city")
    row = locked.get(pk=paste.pk)
    require_again(lambda account, city: enters_issues(account, city) and row.by_id == account.pk, by, row.city)
    return row


def _own(draft: IssueDraft, by: Account) -> IssueDraft:
    """Lock a draft, and ask again whether its paste is this person's."""
    rows = IssueDraft.objects.in_city(draft.city).select_for_update(of=("self",))
    row = rows.select_related("city", "paste", "site__area", "minor", "unit", "issue__city").get(pk=draft.pk)
    require_again(lambda account, city: enters_issues(account, city) and row.paste.by_id == account.pk, by, row.city)
    return row


def _waiting(draft: IssueDraft, by: Account) -> IssueDraft:
    """Lock a draft that nothing has been done with."""
    locked = _own(draft, by)
    require(locked.state == DraftState.WAITING, "draft_settled")
    return locked


def _move(draft: IssueDraft, state: Any, event: str, by: Account, at: datetime) -> IssueDraft:
    """Move a locked draft to a state."""
    draft.state = state
    draft.save(update_fields=["state"])
    _record(draft, event, {}, by, at)
    return draft


def _record(draft: IssueDraft, event: str, data: Mapping[str, Any], by: Account, at: datetime) -> None:
    """Record the event of a draft; its words stay out of the chain, they may be corrected away."""
    record_event(city=draft.city, kind=f"issue_draft.{event}", subject=draft, data=dict(data), by=by, at=at)
