"""Categories in and out as tables: adopted from one that comes with the product or from a file, after a look at what would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.issues.actions import categories as actions
from wenming.issues.exports.categories import categories_workbook, categories_yaml
from wenming.issues.forms.categories import TableForm
from wenming.issues.imports.categories import CategoryFault, CategoryTable, UnusableTableError, read_categories
from wenming.issues.imports.category_workbooks import read_category_workbook
from wenming.issues.queries.categories import plan_of, shipped_tables
from wenming.issues.rules import keeps_categories
from wenming.issues.schemas.categories import fault_line, plan_shown
from wenming.issues.views.category_edges import crumbs, tabs
from wenming.kernel.actions import store_file
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City, StoredFile
from wenming.organisations.queries import units_in

TEXTS = (".yaml", ".yml")


@require_safe
def export(request: HttpRequest, city: City, kind: str) -> HttpResponse:
    """Give the categories as a workbook or as YAML, as they can be read again."""
    only(keeps_categories, request, city)
    name = f"{city.name}-{pgettext('page', '问题类别')}"
    if kind == "xlsx":
        return send_workbook(categories_workbook(city), f"{name}.xlsx")
    if kind != "yaml":
        raise Http404
    response = HttpResponse(categories_yaml(city), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="categories.yaml"'
    return response


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, city: City) -> HttpResponse:
    """Choose a table that comes with the product, or bring one; a file that nobody can read is refused at once."""
    only(keeps_categories, request, city)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            read_table(content, upload.name)
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        except UnusableTableError as fault:
            form.add_error(
                "file",
                _("这个文件有 %(count)s 处要改，什么都没有写入；请照下面改好再传") % {"count": len(fault.faults)},
            )
            faults = list(map(fault_line, fault.faults))
        else:
            stored = store_file(city=city, name=upload.name, chunks=[content], by=request.user, at=timezone.now())
            return redirect("issues:category_import", city.slug, stored.pk)
    tables = [_shipped(city, name, read_categories(text)) for name, text in shipped_tables().items()]
    context = {
        "form": form,
        "faults": faults,
        "tables": tables,
        "tabs": tabs(request, city, "category_adopt"),
        "crumbs": crumbs(city, {"label": _("采用和导入")}),
    }
    return render(request, "issues/category_adopt.html", context, status=422 if form.errors else 200)


def _shipped(city: City, name: str, table: CategoryTable) -> dict[str, Any]:
    """Return a table that comes with the product."""
    minors = [minor for major in table.majors for minor in major.minors]
    return {
        "name": table.name,
        "source": table.source,
        "count": len(minors),
        "sourced": sum(bool(minor.source) for minor in minors),
        "url": reverse("issues:category_table", args=[city.slug, name]),
    }


def read_table(content: bytes, name: str) -> CategoryTable:
    """Read a table in either form. NothingReadableError, UnusableTableError."""
    if not name.lower().endswith(TEXTS):
        return read_category_workbook(content, name)
    try:
        return read_categories(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise UnusableTableError([CategoryFault("", "yaml", "UTF-8")]) from fault


@require_http_methods(["GET", "POST"])
def category_table(request: HttpRequest, city: City, name: str) -> HttpResponse:
    """Show what a table that comes with the product would change, and adopt it."""
    only(keeps_categories, request, city)
    text = shipped_tables().get(name)
    if text is None:
        raise Http404
    return _preview(request, city, read_categories(text))


@require_http_methods(["GET", "POST"])
def category_import(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what a table that was brought would change, and adopt it."""
    only(keeps_categories, request, city)
    stored = one_of(StoredFile.objects.in_city(city), pk=pk)
    try:
        table = read_table(path_of(city.slug, stored.sha256).read_bytes(), stored.name)
    except (NothingReadableError, UnusableTableError) as fault:
        # a file that is no table of categories was never led here
        raise Http404 from fault
    return _preview(request, city, table)


def _preview(request: HttpRequest, city: City, table: CategoryTable) -> HttpResponse:
    """Show what would change; adopt it when asked to."""
    if request.method == "POST":
        actions.adopt_table(city=city, table=table, by=request.user, at=timezone.now())
        messages.success(request, _("已采用“%(name)s”；已在计时的问题时限不变") % {"name": table.name})
        return redirect("issues:categories", city.slug)
    units = {unit.name: unit for unit in units_in(city, on=today_in(city))}
    plan = plan_shown(plan_of(city, table, units))
    trail = crumbs(city, {"label": _("采用和导入"), "url": reverse("issues:category_adopt", args=[city.slug])})
    context = {"table": table, "plan": plan, "crumbs": [*trail, {"label": table.name}]}
    return render(request, "issues/category_preview.html", context)
