"""Decisions of step 3: a proposed name, a line chosen by hand, a value filled in, a row left out; and taking them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.engine.standards import Standard
from wenming.inspections.actions import accept_names, settle_rows
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import import_in, row_in
from wenming.inspections.queries.imports import KINDS, single_proposals
from wenming.inspections.views.office import address, attempt, office_only
from wenming.kernel.models import City
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name


@require_POST
def accept(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Accept one proposed name (``written`` and ``suggestion``), or every proposal that has a single candidate (``all``)."""
    office_only(request, city)
    import_ = import_in(city, pk)
    names = single_proposals(import_)
    if "all" not in request.POST:
        written, code = request.POST.get("written", ""), request.POST.get("suggestion", "")
        names = {written: code} if written else {}
    if names:
        remember = "remember" in request.POST
        attempt(
            request,
            lambda: accept_names(import_=import_, names=names, remember=remember, by=request.user, at=timezone.now()),
        )
    return redirect(_back(request, import_))


@require_POST
def settle(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer one row, or all rows with its very problem.

    ``act`` is "accept:CODE", "choose" (a line in ``leaf``), "fill" (a value in ``deduction``), "skip" or "undo";
    ``scope`` is "all" or "one".
    """
    office_only(request, city)
    import_ = import_in(city, pk)
    row = row_in(import_, _number(request.POST.get("row", "")))
    row.group, row.state = request.POST.get("group", row.group), request.POST.get("state", row.state)
    answer = _answer(request, standard_of(import_.edition))
    count = 0

    def act() -> None:
        nonlocal count
        count = settle_rows(
            import_=import_,
            row=row,
            answer=answer,
            everywhere=request.POST.get("scope") != "one",
            remember="remember" in request.POST,
            by=request.user,
            at=timezone.now(),
        )

    if attempt(request, act):
        if answer:
            said = ngettext("已处理 %(count)s 行，可在“已处理”里撤销", "已处理 %(count)s 行，可在“已处理”里撤销", count)
        else:
            said = ngettext("已撤销对 %(count)s 行的处理", "已撤销对 %(count)s 行的处理", count)
        messages.success(request, said % {"count": count})
    return redirect(_back(request, import_))


def _answer(request: HttpRequest, standard: Standard) -> dict[str, Any]:
    """Return what the pressed button says; the action refuses what makes no sense."""
    act, _colon, code = request.POST.get("act", "").partition(":")
    answers: dict[str, dict[str, Any]] = {
        "accept": {"code": code},
        "choose": {"code": leaf_of(request.POST.get("leaf", ""), standard)},
        "fill": {"deduction": request.POST.get("deduction", "")[:40]},
        "skip": {"skip": True},
    }
    return answers.get(act, {})


def leaf_of(said: str, standard: Standard) -> str:
    """Return the code of the line that a person chose or typed: by its code, its name, or both; "" for none."""
    said = " ".join(said.split())
    code = said.partition(" ")[0]
    for leaf in standard.leaves:
        if code == leaf.code or said in (leaf.name, node_name(leaf)):
            return leaf.code
    return ""


def _number(text: str) -> int:
    """Return a key, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _back(request: HttpRequest, import_: RoundImport) -> str:
    """Return the address of the list as it was."""
    kind, page = request.POST.get("kind", ""), _number(request.POST.get("page", ""))
    query = {"kind": kind if kind in KINDS else "", "page": page or ""}
    kept = urlencode({name: value for name, value in query.items() if value})
    return f"{address(import_)}{'?' if kept else ''}{kept}#problems"
