"""A chat that is pasted becomes drafts; each is corrected, reported, dispatched or dropped on one page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.issues import actions
from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import DraftState, refusal_words
from wenming.issues.forms.drafts import DraftForm, MorePhotosForm, PasteForm
from wenming.issues.forms.names import Known
from wenming.issues.forms.photos import ACCEPTED, say_fault
from wenming.issues.models import DraftPhoto, Issue, IssueDraft, IssuePaste
from wenming.issues.queries.drafts import paste_of, pastes_of, recognised
from wenming.issues.queries.nearby import Found, alike_issues
from wenming.issues.rules import enters_issues
from wenming.issues.schemas.intake import alike_facts, draft_facts, paste_facts, photo_facts
from wenming.issues.views.holding import held_with
from wenming.issues.views.intake import known_by, same_of
from wenming.kernel.adapters.downloads import send_picture
from wenming.kernel.adapters.pages import attempting, only
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.sites.imports.photos import PhotoError

attempt = attempting(NotPossibleError, refusal_words)
MOST_PASTES = 20


@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, city: City) -> HttpResponse:
    """Take text and pictures out of a chat; list what was pasted before and still waits."""
    only(enters_issues, request, city)
    form = (
        PasteForm(request.POST, request.FILES)
        if request.method == "POST"
        else PasteForm(initial={"form": uuid.uuid4()})
    )
    kept = _read(request, city, form) if form.is_bound and form.is_valid() else None
    if kept is not None:
        return redirect("issues:drafts", city.slug, kept.pk)
    context = {
        "form": form,
        "accept": ACCEPTED,
        "held": held_with(request, city, form),
        "pastes": [
            {"pk": row.pk, "at": moment_text(row.at, city), "waiting": row.waiting}
            for row in pastes_of(request.user, city)[:MOST_PASTES]
        ],
    }
    return render(request, "issues/paste.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, city: City, form: PasteForm) -> IssuePaste | None:
    """Read the chat into drafts; say on the form what cannot be read."""
    now = timezone.now()
    chat, facts = recognised(request.user, city, form.cleaned_data["text"], at=now)
    if not facts:
        form.add_error("text", _("没有读出问题：这段文字里只有发送人、回复或系统提示；请把写问题的那几行一起复制过来"))
        return None
    try:
        return actions.paste_chat(
            city=city,
            form=form.number,
            chat=chat,
            facts=facts,
            photos=form.cleaned_data["photos"],
            by=request.user,
            at=now,
        )
    except PhotoError as fault:
        say_fault(form, fault)
        return None


def _own(request: HttpRequest, city: City, pk: int) -> IssuePaste:
    """Return a paste of this person, or 404."""
    only(enters_issues, request, city)
    found = paste_of(request.user, city, pk)
    if found is None:
        raise Http404
    return found


@require_safe
def drafts(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the drafts of a chat, its photos, and the lines that became none."""
    found = _own(request, city, pk)
    return render(request, "issues/drafts.html", _page(request, city, found, known_by(request, city)))


def _page(
    request: HttpRequest, city: City, found: IssuePaste, known: Known, faulty: DraftForm | None = None
) -> dict[str, Any]:
    """Return what the page of drafts shows; one form may come back with its faults."""
    rows = list(found.drafts.all())
    waiting = [draft for draft in rows if draft.state == DraftState.WAITING]
    asked = [Found(text=one.text, site=one.site, minor=one.minor, place=one.place) for one in waiting]
    alike = dict(
        zip(
            [one.pk for one in waiting],
            alike_issues(request.user, city, asked, at=timezone.now()) if asked else [],
            strict=True,
        )
    )
    numbers = {draft.pk: number for number, draft in enumerate(rows, 1)}
    homes = [(0, _("不归入草稿")), *((one.pk, _("第 %(number)s 条") % {"number": numbers[one.pk]}) for one in waiting)]
    photos: dict[int, list[dict[str, Any]]] = {}
    for photo in found.photos.all():
        photos.setdefault(photo.draft_id or 0, []).append(photo_facts(photo, homes))
    cards = []
    for draft in rows:
        form = faulty if faulty is not None and draft.pk == faulty.key else DraftForm(draft=draft, known=known)
        same = [alike_facts(city, one) for one in alike.get(draft.pk, ())]
        cards.append({**draft_facts(draft, numbers[draft.pk], photos.get(draft.pk, ()), same), "form": form})
    return {
        "pk": found.pk,
        "at": moment_text(found.at, city),
        "facts": paste_facts(found),
        "cards": cards,
        "loose": photos.get(0, []),
        "accept": ACCEPTED,
        "paste_url": reverse("issues:paste", args=[city.slug]),
    }


@require_POST
def draft(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Keep what a draft says, and do what the pressed button says: nothing more, report, dispatch, join, drop, take back."""
    row = _draft(request, city, pk)
    do, back = request.POST.get("do", ""), f"{reverse('issues:drafts', args=[city.slug, row.paste_id])}#draft-{pk}"
    if do == "restore":
        attempt(lambda: actions.restore_draft(draft=row, **_who(request)), request=request)
        return redirect(back)
    if do == "drop":
        if attempt(lambda: actions.drop_draft(draft=row, **_who(request)), request=request):
            messages.success(request, _("这一条不上报；在它的位置上可以恢复"))
        return redirect(back)
    known = known_by(request, city)
    form = DraftForm(request.POST, draft=row, known=known)
    kept = form.is_valid() and attempt(
        lambda: actions.change_draft(draft=row, changes=form.changes(), **_who(request)), form
    )
    if request.headers.get("HX-Request"):
        return _left(form, kept=bool(kept))
    if not kept:
        context = _page(request, city, _own(request, city, row.paste_id), known, form)
        return render(request, "issues/drafts.html", context, status=422)
    if do in _TAKES:
        attempt(lambda: _TAKES[do](request, row), request=request)
    return redirect(back)


def _left(form: DraftForm, *, kept: bool) -> HttpResponse:
    """Answer a field that was left: kept without a word, or why not, in the corner."""
    if kept:
        return HttpResponse(status=204)
    said = _("没有保存：%(why)s") % {"why": _("；").join(form.unnamed_errors)}
    return HttpResponse(headers={"HX-Trigger": json.dumps({"toast": {"text": said}})})


@require_POST
def draft_same(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Report a draft as the repetition of an open issue."""
    row = _draft(request, city, pk)
    master = same_of(request, city, request.POST.get("same", ""))
    if master is None:
        messages.error(request, refusal_words("master_not_open"))
    else:
        attempt(lambda: _say(request, actions.take_draft(draft=row, same_as=master, **_who(request))), request=request)
    return redirect("issues:drafts", city.slug, row.paste_id)


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def _draft(request: HttpRequest, city: City, pk: int) -> IssueDraft:
    """Return a draft of this person, or 404."""
    only(enters_issues, request, city)
    rows = IssueDraft.objects.in_city(city).select_related("city", "paste", "site", "minor", "unit")
    row = rows.filter(pk=pk, paste__by=request.user).first()
    if row is None:
        raise Http404
    return row


def _report(request: HttpRequest, row: IssueDraft) -> None:
    """Report a draft."""
    _say(request, actions.take_draft(draft=row, **_who(request)))


def _dispatch(request: HttpRequest, row: IssueDraft) -> None:
    """Report a draft and send it to its unit."""
    _say(request, actions.take_draft(draft=row, dispatch=True, **_who(request)))


_TAKES: dict[str, Callable[[HttpRequest, IssueDraft], None]] = {
    "report": _report,
    "dispatch": _dispatch,
}
"""What a button of a draft does -> how."""


def _say(request: HttpRequest, issue: Issue) -> None:
    """Say under which number it stands."""
    messages.success(request, _("已上报，编号 %(number)s") % {"number": issue.number})


@require_POST
def take_all(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Report every draft that waits, each for itself; what cannot be stays, and is said."""
    found, taken = _own(request, city, pk), 0
    for row in found.drafts.all():
        if row.state == DraftState.WAITING:

            def take(one: IssueDraft = row) -> None:
                actions.take_draft(draft=one, **_who(request))

            taken += attempt(take, request=request)
    if taken:
        said = ngettext("%(count)s 条草稿已上报", "%(count)s 条草稿已上报", taken) % {"count": taken}
        messages.success(request, said)
    return redirect("issues:drafts", city.slug, pk)


@require_POST
def add_photos(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take photos that come after the text."""
    found = _own(request, city, pk)
    form = MorePhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["photos"]))
    elif form.cleaned_data["photos"]:
        try:
            actions.add_draft_photos(paste=found, photos=form.cleaned_data["photos"], **_who(request))
        except PhotoError as fault:
            messages.error(request, str(fault))
    return redirect("issues:drafts", city.slug, pk)


@require_POST
def add_line(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Make a draft of a line that was left over."""
    found, line = _own(request, city, pk), request.POST.get("line", "")
    if line.isascii() and line.isdigit():
        attempt(lambda: actions.draft_line(paste=found, line=int(line), **_who(request)), request=request)
    return redirect("issues:drafts", city.slug, pk)


@require_POST
def put_photo(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put a photo to another draft of its chat, or to none."""
    photo = _photo(request, city, pk)
    to = request.POST.get("to", "")
    target = _draft(request, city, int(to)) if to.isascii() and to.isdigit() and int(to) else None
    attempt(lambda: actions.move_photo(photo=photo, draft=target, **_who(request)), request=request)
    return redirect("issues:drafts", city.slug, photo.paste_id)


@require_safe
def draft_photo(request: HttpRequest, city: City, pk: int) -> FileResponse:
    """Answer with the small picture of a photo, to the person who pasted it."""
    response = send_picture(_photo(request, city, pk).small, slug=city.slug, media_type="image/jpeg")
    response["Cache-Control"] = "private, no-cache"
    return response


def _photo(request: HttpRequest, city: City, pk: int) -> DraftPhoto:
    """Return a photo of this person's chats, or 404."""
    only(enters_issues, request, city)
    photo = DraftPhoto.objects.in_city(city).select_related("city", "paste", "small").filter(pk=pk).first()
    if photo is None or photo.paste.by_id != request.user.pk:
        raise Http404
    return photo
