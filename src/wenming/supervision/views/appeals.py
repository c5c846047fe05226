"""Appeals: which there are, one of them with the results before and after, the review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.downloads import send_picture
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text
from wenming.organisations.models import Unit
from wenming.supervision import actions
from wenming.supervision.enums import AppealInput, AppealState
from wenming.supervision.forms.appeals import UPHOLD, ReviewForm
from wenming.supervision.models import Appeal, AppealPhoto, ListEntry, ListRun
from wenming.supervision.queries.appeals import appeals_visible_to
from wenming.supervision.rules import (
    files_appeals,
    own_units,
    recorded_input,
    reviews_appeals,
    sees_every_list,
    sees_supervision,
)
from wenming.supervision.schemas.deciding import (
    appeal_line,
    appeal_state,
    correction_text,
    input_pairs,
    pair_view,
    scores_text,
)
from wenming.supervision.views.edges import SIZE, attempt, crumbs, unit_names, who


@require_safe
def appeals(request: HttpRequest, city: City) -> HttpResponse:
    """Show those that wait, or with ``all`` every one."""
    only(sees_supervision, request, city)
    found, every = appeals_visible_to(request.user, city), "all" in request.GET
    wanted = found if every else found.filter(state=AppealState.OPEN)
    page = keyset_page(request, wanted, key="pk", size=SIZE, descending=True)
    now = timezone.now()
    context = {
        "rows": [appeal_line(row, at=now) for row in page.rows],
        "every": every,
        "new_url": reverse("supervision:appeal_choose", args=[city.slug]) if files_appeals(request.user, city) else "",
        "comparing": sees_every_list(request.user, city),
        **page.links(request),
    }
    return render(request, "supervision/appeals.html", context)


@require_safe
def appeal(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show an appeal, its input, and what came of it."""
    only(sees_supervision, request, city)
    one = _appeal(request, city, pk)
    return render(request, "supervision/appeal.html", _context(request, one))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Find whether the unit is right."""
    only(reviews_appeals, request, city)
    one = _appeal(request, city, pk)
    if one.state != AppealState.OPEN:
        raise Http404
    start = {"unit": one.wanted.name if one.wanted else ""}
    form = ReviewForm(request.POST or None, city=city, on=today_in(city), appeal=one, initial=start)
    if request.method == "POST" and form.is_valid() and _settle(request, one, form):
        messages.success(request, _("已答复，并通知了申诉单位"))
        return redirect("supervision:appeal", city.slug, pk)
    context = {**_context(request, one), "form": form, "units": unit_names(city, today_in(city))}
    return render(request, "supervision/appeal_review.html", context, status=422 if form.errors else 200)


def _settle(request: HttpRequest, one: Appeal, form: ReviewForm) -> bool:
    """Uphold or reject."""
    answer = form.cleaned_data["answer"]
    if form.cleaned_data["verdict"] == UPHOLD:
        found = {"milli": form.milli(), "unit": form.cleaned_data.get("unit")}
        return attempt(lambda: actions.uphold_appeal(appeal=one, answer=answer, **found, **who(request)), form)
    return attempt(lambda: actions.reject_appeal(appeal=one, answer=answer, **who(request)), form)


@require_POST
def withdraw(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take an appeal back."""
    only(files_appeals, request, city)
    one = _appeal(request, city, pk)
    if attempt(lambda: actions.withdraw_appeal(appeal=one, **who(request)), request=request):
        messages.success(request, _("申诉已撤回"))
    return redirect("supervision:appeal", city.slug, pk)


@require_safe
def photo(request: HttpRequest, city: City, pk: int, size: str) -> HttpResponse | FileResponse:
    """Answer with a photo of an appeal, small or large, to who sees the appeal."""
    only(sees_supervision, request, city)
    if size not in {"small", "large"}:
        raise Http404
    seen = appeals_visible_to(request.user, city).order_by().values("pk")
    photos = AppealPhoto.objects.in_city(city).select_related(size)
    stored = getattr(one_of(photos.filter(appeal__in=seen), pk=pk), size)
    return send_picture(stored, slug=city.slug, media_type="image/jpeg")


def _appeal(request: HttpRequest, city: City, pk: int) -> Appeal:
    """Return an appeal that the person may see, or 404."""
    rows = appeals_visible_to(request.user, city)
    related = (
        "issue__unit",
        "observation__round__city",
        "observation__city",
        "list_before__city",
        "list_after__city",
        "run_before",
        "run_after",
    )
    return one_of(rows.select_related(*related), pk=pk)


def _context(request: HttpRequest, one: Appeal) -> dict[str, Any]:
    """Return what the pages of one appeal show."""
    city, user = one.city, request.user
    open_ = one.state == AppealState.OPEN
    may = open_ and reviews_appeals(user, city)
    own = may and recorded_input(one, user)
    return {
        "crumbs": crumbs(
            {"label": _("申诉"), "url": reverse("supervision:appeals", args=[city.slug])}, {"label": one.unit.name}
        ),
        "unit": one.unit.name,
        "input": str(AppealInput(one.input).label),
        "state": appeal_state(one.state),
        "statement": one.statement,
        "wanted": one.wanted.name if one.wanted else "",
        "filed": moment_text(one.filed_at, city),
        "filed_by": one.filed_by.name if one.filed_by else "",
        "due": moment_text(one.due_at, city),
        "late": open_ and one.due_at < timezone.now(),
        "pairs": input_pairs(one, city),
        "photos": [_picture(city, row) for row in one.photos.order_by("pk")],
        "answer": one.answer,
        "answered": moment_text(one.settled_at, city) if one.settled_at else "",
        "reviewer": one.settled_by.name if one.settled_by and sees_every_list(user, city) else "",
        "correction": correction_text(one, _names(one)) if one.state == AppealState.UPHELD else "",
        "scores": scores_text(one) if sees_every_list(user, city) else "",
        "results": _results(one),
        "linked": sees_every_list(user, city),
        "review_url": reverse("supervision:appeal_review", args=[city.slug, one.pk]) if may and not own else "",
        "own": own,
        "withdraw_url": reverse("supervision:appeal_withdraw", args=[city.slug, one.pk])
        if open_ and one.unit in own_units(user, city)
        else "",
    }


def _names(one: Appeal) -> dict[int, str]:
    """Return the names of the units that a correction mentions."""
    keys = [value for value in one.correction.values() if isinstance(value, int)]
    return dict(Unit.objects.in_city(one.city).filter(pk__in=keys).values_list("pk", "name"))


def _results(one: Appeal) -> list[dict[str, Any]]:
    """Return what the list said of the unit before, and what it says after the correction."""
    found = [
        pair_view(_("更正前"), one.list_before, *_standing(one, one.list_before)),
        pair_view(_("更正后"), one.list_after, *_standing(one, one.list_after)),
    ]
    return [view for view in found if view is not None]


def _standing(one: Appeal, run: ListRun | None) -> tuple[ListEntry | None, int]:
    """Return the unit's line in a list, and how many have a place beside it."""
    if run is None:
        return None, 0
    rows = ListEntry.objects.in_city(one.city).filter(run=run)
    group = {"group__name": one.entry.group.name} if one.entry is not None else {}
    entry = rows.filter(unit=one.unit, **group).first()
    size = rows.filter(group=entry.group_id, place__isnull=False).count() if entry is not None else 0
    return entry, size


def _picture(city: City, row: AppealPhoto) -> dict[str, Any]:
    """Return a photo with its sizes."""
    small, large = (reverse("supervision:appeal_photo", args=[city.slug, row.pk, size]) for size in ("small", "large"))
    return {"small": small, "large": large, "width": row.width, "height": row.height}
