"""Accounts in bulk: people chosen from a list or read from a workbook, looked through once, written at once, printed once."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import RosterProblem
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import Account, City
from wenming.kernel.rules import normal_phone
from wenming.kernel.schemas import keyset_page, number_text
from wenming.organisations.actions import BatchRefusedError, NotPossibleError, issue_accounts, reissue_accounts
from wenming.organisations.actions.accounts import MOST, Issued
from wenming.organisations.enums import refusal_words
from wenming.organisations.queries.accounts import AccountFilter, accounts_in, people_without_account, upper_units
from wenming.organisations.queries.batches import Proposal, propose_people, propose_rows
from wenming.organisations.queries.people import tenures_held
from wenming.organisations.rules import manages_organisation
from wenming.organisations.schemas.accounts import slips
from wenming.organisations.schemas.people import masked
from wenming.workbench import exports
from wenming.workbench.forms import ACCEPT, ACCOUNTS, WorkbookForm
from wenming.workbench.imports.accounts import read_accounts

PAGE = 100


def _allow(request: HttpRequest, city: City) -> None:
    """Refuse the page to people who do not hand out accounts."""
    if not manages_organisation(request.user, city):
        raise PermissionDenied


@require_safe
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: choose from the people who cannot sign in yet."""
    _allow(request, city)
    wanted, today = AccountFilter.of(request.GET), today_in(city)
    page = keyset_page(request, people_without_account(city, wanted, on=today), key="pk", size=PAGE)
    held = tenures_held(city, page.rows, on=today)
    lines = [
        {"pk": one.pk, "name": one.name, "held": held.get(one.pk, ()), "phone": masked(one.phone)} for one in page.rows
    ]
    context = {
        "wanted": wanted,
        "filtered": bool(wanted.words or wanted.under),
        "units": [(0, _("全部单位"), not wanted.under)]
        + [(one.pk, one.name, one.pk == wanted.under) for one in upper_units(city, on=today)],
        "lines": lines,
        "most": MOST,
        "page": {
            "text": ngettext("本页 %(rows)s 人", "本页 %(rows)s 人", len(lines)) % {"rows": len(lines)},
            **page.links(request),
        },
        "here": reverse("workbench:accounts_new", args=[city.slug]),
    }
    return render(request, "workbench/accounts_new.html", context)


@require_POST
def review(request: HttpRequest, city: City) -> HttpResponse:
    """Step 2: look the batch through; once it is sent back, it is written, and the answer is the sheet of first passwords."""
    _allow(request, city)
    if "row-TOTAL_FORMS" in request.POST:
        return _write(request, city)
    wanted, today = AccountFilter.of(request.POST), today_in(city)
    people = people_without_account(city, wanted, on=today).order_by("pk")
    if "all" not in request.POST:
        keys = [key for key in request.POST.getlist("person") if key.isascii() and key.isdigit() and len(key) < 19]
        people = people_without_account(city, AccountFilter(), on=today).filter(pk__in=keys).order_by("pk")
    chosen = list(people[: MOST + 1])
    if not chosen:
        messages.error(request, _("还没有选人；请先勾选"))
        return redirect("workbench:accounts_new", city.slug)
    if len(chosen) > MOST:
        messages.warning(request, _("一次最多 %(most)s 人；先办前 %(most)s 人，其余的办完再选") % {"most": MOST})
    return _review(request, city, propose_people(city, chosen[:MOST], on=today))


def _review(
    request: HttpRequest,
    city: City,
    proposals: list[Proposal],
    problems: list[RosterProblem] | None = None,
    **more: Any,
) -> HttpResponse:
    """Return the page of step 2."""
    taken = set(Account.objects.exclude(phone="").values_list("phone", flat=True))
    batch = ACCOUNTS(prefix="row", initial=[_initial(one, taken) for one in proposals])
    batch.city, batch.on = city, today_in(city)
    return render(request, "workbench/accounts_review.html", _context(city, batch, problems or [], **more))


def _context(city: City, batch: Any, problems: list[RosterProblem], **more: Any) -> dict[str, Any]:
    """Return what the page of step 2 shows."""
    return {
        "batch": batch,
        "problems": problems,
        "write_url": reverse("workbench:accounts_review", args=[city.slug]),
        "back": reverse("workbench:accounts_new", args=[city.slug]),
        **more,
    }


def _initial(one: Proposal, taken: set[str]) -> dict[str, Any]:
    """Return what the row of a proposal begins with; a number that somebody signs in with is left out."""
    known = one.person.phone if one.person else ""
    try:
        fits = bool(one.phone) and normal_phone(one.phone) not in taken
    except ValidationError:
        fits = False
    phone = masked(known) if known and one.phone == known else one.phone
    return {
        "person": one.person.pk if one.person else None,
        "title": one.title,
        "name": one.name,
        "username": one.username,
        "role": one.role,
        "unit": one.unit,
        "until": one.until,
        "phone": phone if fits else "",
    }


def _write(request: HttpRequest, city: City) -> HttpResponse:
    """Write the batch and return the sheet, or the page of step 2 with what is wrong."""
    batch = ACCOUNTS(request.POST, prefix="row")
    batch.city, batch.on = city, today_in(city)
    if batch.is_valid():
        if not batch.kept:
            messages.error(request, _("没有要发放的账号：每一行都选了“这次不发”"))
            return redirect("workbench:accounts_new", city.slug)
        try:
            issued = issue_accounts(city=city, rows=batch.rows(), by=request.user, at=timezone.now())
        except BatchRefusedError as fault:
            batch.refuse(fault.problems)
        else:
            return _sheet(request, city, issued)
    return render(request, "workbench/accounts_review.html", _context(city, batch, [], refused=True), status=422)


def _sheet(request: HttpRequest, city: City, issued: list[Issued]) -> HttpResponse:
    """Return the slips, this one time, with the same as a workbook inside the page: neither is kept anywhere."""
    lines = slips(issued, city, request.build_absolute_uri("/")[:-1])
    context = {
        "slips": lines,
        "address": request.build_absolute_uri("/"),
        "workbook": base64.b64encode(exports.slips_workbook(lines)).decode(),
    }
    response = render(request, "workbench/accounts_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def again(request: HttpRequest, city: City) -> HttpResponse:
    """Give chosen accounts new first passwords, and return their slips."""
    _allow(request, city)
    keys = [key for key in request.POST.getlist("account") if key.isascii() and key.isdigit() and len(key) < 19]
    chosen = list(accounts_in(city).filter(pk__in=keys).order_by("pk")[:MOST])
    if not chosen:
        messages.error(request, _("还没有选账号；请先勾选"))
        return redirect("organisations:accounts", city.slug)
    try:
        issued = reissue_accounts(city=city, accounts=chosen, by=request.user, at=timezone.now())
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return redirect("organisations:accounts", city.slug)
    return _sheet(request, city, issued)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, city: City) -> HttpResponse:
    """Take a list of people as a workbook, and lead on to the same page of review; nothing is kept until it is written."""
    _allow(request, city)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        try:
            rows, problems, count = read_accounts(form.cleaned_data["file"].read())
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        else:
            proposals, more = propose_rows(city, rows[:MOST], on=today_in(city))
            over = [_over(one.row, one.name) for one in rows[MOST:]]
            problems = sorted([*problems, *more, *over], key=lambda one: one.row)
            file = {"name": form.cleaned_data["file"].name, "rows": number_text(count)}
            return _review(request, city, proposals, problems, file=file)
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    context = {"form": form, "accept": ACCEPT, "limit_bytes": limit * 1024 * 1024, "limit_label": f"{limit} MB"}
    return render(request, "workbench/accounts_import.html", context, status=422 if form.errors else 200)


def _over(row: int, name: str) -> RosterProblem:
    """Say that a row is more than one batch holds."""
    problem = _("一次最多 %(most)s 人") % {"most": MOST}
    return RosterProblem("账号", row, "姓名", name, problem, _("办完这一批，再传其余的行"))


@require_safe
def template(request: HttpRequest, city: City) -> HttpResponse:
    """Give the empty list."""
    _allow(request, city)
    return send_workbook(exports.account_template(), f"{_('账号名单模板')}.xlsx")
