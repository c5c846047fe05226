"""An edition that is typed in by hand: the tree line by line, the sections row by row, one form at a time, one step back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from wenming.kernel.models import City
from wenming.standards.actions import edit_draft, start_draft, undo_draft
from wenming.standards.forms.standards import HeadForm, LineForm, RowForm
from wenming.standards.imports import drafting
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.provisions import SECTIONS
from wenming.standards.models import Edition, StandardImport
from wenming.standards.queries import contents_of_edition, reading_of
from wenming.standards.views import checking, drafts
from wenming.standards.views.importing import attempt, import_or_404, office_only

Change = Callable[[Contents], Contents]


@require_POST
def draft_new(request: HttpRequest, city: City) -> HttpResponse:
    """Begin an edition by hand: from nothing, or from one that the city keeps."""
    office_only(request, city)
    code = request.POST.get("copy", "")
    if code:
        row = get_object_or_404(Edition.objects.in_city(city), code=code)
        contents = drafting.copied(contents_of_edition(row), code=f"{code}-2")
        name = _("照《%(title)s》另起") % {"title": row.title}
    else:
        contents = drafting.empty_contents(
            code="new", title="新的测评体系", title_en="New assessment system", edition=str(timezone.now().year)
        )
        name = _("手工录入的体系")
    import_ = start_draft(city=city, name=name, contents=contents, by=request.user, at=timezone.now())
    part = "" if code else "?part=head"
    return redirect(f"{reverse('standards:draft', args=[city.slug, import_.pk])}{part}")


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the draft with one line or row open; a POST changes one thing and comes back to it."""
    import_ = import_or_404(request, city, pk)
    if request.method == "POST":
        return _change(request, import_)
    if import_.draft is None:
        return redirect("standards:import_check", city.slug, pk)
    return _page(request, import_)


def _page(request: HttpRequest, import_: StandardImport, form: Any = None) -> HttpResponse:
    """Return the page, or its panel alone where that is all that changes."""
    contents = import_.draft
    part = _part(request)
    opened = request.GET.get("row", "")
    form = form or _form(contents, part, opened)
    panel = {
        "form": form,
        "part": part,
        "opened": opened,
        "here": reverse("standards:draft", args=[import_.city.slug, import_.pk]),
    }
    status = 422 if form is not None and form.errors else 200
    if request.htmx and request.htmx.target == "panel":
        return render(request, "standards/draft_panel.html", panel, status=status)
    reading = reading_of(import_)
    context = {
        **checking.head(import_, reading),
        **panel,
        **drafts.table(contents, part, opened, reading, panel["here"]),
        "problems": drafts.problems(contents, reading, panel["here"]),
        "problem_count": len(reading.findings),
        "tabs": drafts.tabs(contents, part, panel["here"]),
        "can_undo": import_.undo is not None,
        "step": 3,
    }
    return render(request, "standards/draft.html", context, status=status)


def _part(request: HttpRequest) -> str:
    """Return the part that the address names: the tree, a section, or what stands above them."""
    asked = request.GET.get("part", "")
    return asked if asked in {"head", *SECTIONS} else "tree"


def _form(contents: Contents, part: str, opened: str, data: Any = None) -> Any:
    """Return the form of the open line or row, None where none is open."""
    if part == "head":
        return HeadForm(data, initial=drafts.head_values(contents))
    if part == "tree":
        found = drafting.line_of(contents, opened)
        if found is None:
            return None
        taken = {node["code"] for node, _depth, _above in drafting.lines(contents)} - {opened}
        return LineForm(data, initial=drafts.line_values(*found), taken=taken)
    row = drafting.row_of(contents, part, opened)
    if row is None:
        return None
    taken = {other["code"] for other in contents.get(part, [])} - {opened}
    return RowForm(data, initial=drafts.row_initial(row), section=part, sources=list(contents["sources"]), taken=taken)


def _change(request: HttpRequest, import_: StandardImport) -> HttpResponse:
    """Do one thing to the draft; a form with faults is shown again with what was typed."""
    operation, part, opened = request.POST.get("op", ""), _part(request), request.GET.get("row", "")
    if operation == "undo":
        _attempt(request, lambda: undo_draft(import_=import_, by=request.user, at=timezone.now()))
        return _back(import_, part, opened)
    if operation == "take":
        _edit(request, import_, lambda contents: contents, "take")
        return _back(import_, "tree", "")
    if import_.draft is None:
        raise Http404
    if operation.startswith("save"):
        return _save(request, import_, operation, part, opened)
    return _arrange(request, import_, operation, part, opened)


def _save(request: HttpRequest, import_: StandardImport, operation: str, part: str, opened: str) -> HttpResponse:
    """Keep what was typed into the open form; ``save_next`` goes on with a new line or row after it."""
    form = _form(import_.draft, part, opened, request.POST)
    if form is None:
        return _back(import_, part, "")
    if not form.is_valid():
        return _page(request, import_, form)
    if part == "head":
        data = {**form.cleaned_data}
        _edit(request, import_, lambda contents: drafting.changed_head(contents, data), "head")
        return _back(import_, part, "")
    values = form.values()
    change: Change = (
        (lambda contents: drafting.changed_line(contents, opened, values))
        if part == "tree"
        else (lambda contents: drafting.changed_row(contents, part, opened, values))
    )
    if _edit(request, import_, change, f"{part} {opened}") and operation == "save_next":
        import_.refresh_from_db()
        return _arrange(request, import_, "add", part, values["code"])
    return _back(import_, part, values["code"])


def _arrange(request: HttpRequest, import_: StandardImport, operation: str, part: str, opened: str) -> HttpResponse:
    """Add, move or delete a line or a row."""
    made = [opened]

    def add(contents: Contents, *, below: bool = False) -> Contents:
        new, made[0] = (
            drafting.added_line(contents, opened, below=below) if part == "tree" else drafting.added_row(contents, part)
        )
        return new

    def drop(contents: Contents) -> Contents:
        made[0] = ""
        return (
            drafting.dropped_line(contents, opened) if part == "tree" else drafting.dropped_row(contents, part, opened)
        )

    def move(contents: Contents, step: int) -> Contents:
        return (
            drafting.moved_line(contents, opened, step)
            if part == "tree"
            else drafting.moved_row(contents, part, opened, step)
        )

    operations: dict[str, Change] = {
        "add": add,
        "add_below": lambda contents: add(contents, below=True),
        "drop": drop,
        "up": lambda contents: move(contents, -1),
        "down": lambda contents: move(contents, 1),
    }
    change = operations.get(operation)
    known = not opened or _form(import_.draft, part, opened) is not None
    if change is None or part == "head" or not known or (operation != "add" and not opened):
        raise Http404
    _edit(request, import_, change, f"{operation} {part} {opened}")
    if operation == "drop":
        messages.success(request, _("已删去“%(code)s”，可以撤销") % {"code": opened})
    return _back(import_, part, made[0])


def _edit(request: HttpRequest, import_: StandardImport, change: Change, what: str) -> bool:
    return _attempt(
        request, lambda: edit_draft(import_=import_, change=change, what=what, by=request.user, at=timezone.now())
    )


def _attempt(request: HttpRequest, action: Callable[[], object]) -> bool:
    """Run an action; if the draft has changed meanwhile, say so instead of failing."""
    try:
        return attempt(request, action)
    except (KeyError, StopIteration):
        messages.error(request, pgettext("draft", "这一条刚刚被别人改过或删去了；请看过现在的草稿再改"))
        return False


def _back(import_: StandardImport, part: str, opened: str) -> HttpResponse:
    """Go back to the draft with this line or row open."""
    query = urlencode({name: value for name, value in (("part", part), ("row", opened)) if value and value != "tree"})
    here = reverse("standards:draft", args=[import_.city.slug, import_.pk])
    return redirect(f"{here}?{query}#panel" if query else here)
