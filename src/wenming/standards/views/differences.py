"""The migration from one edition of a title to another, for a person who has a minute."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.editions import ChangeKind, EditionDifference, compare_editions
from wenming.engine.standards import Standard
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.organisations.rules import sees_results
from wenming.standards.exports.migrations import migration_workbook
from wenming.standards.models import Edition
from wenming.standards.queries import shipped_packs, shipped_standard, standard_of
from wenming.standards.schemas import edition_title
from wenming.standards.views import changes


@require_safe
def diff(request: HttpRequest, city: City) -> HttpResponse:
    """Show what became of every line; the address names both editions and the kind that is looked at."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    kept = list(Edition.objects.in_city(city).order_by("created_at", "pk"))
    before, after = (_chosen(request.GET.get(side, ""), kept) for side in ("before", "after"))
    context: dict[str, Any] = {"choices": _choices(kept, before, after)}
    if before and after:
        context |= _comparison(request, city, before, after)
    return render(request, "standards/diff.html", context)


@require_safe
def diff_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the migration as a workbook."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    kept = list(Edition.objects.in_city(city).order_by("created_at", "pk"))
    before, after = (_chosen(request.GET.get(side, ""), kept) for side in ("before", "after"))
    if before is None or after is None:
        raise Http404
    content = migration_workbook(before, after, compare_editions(before, after))
    return send_workbook(content, f"{before.code}-{after.code}.xlsx")


def _chosen(code: str, kept: list[Edition]) -> Standard | None:
    """Return the edition of this code: the city's own, else one that comes with the product; None for none."""
    for row in kept:
        if row.code == code:
            return standard_of(row)
    return shipped_standard(code)


def _choices(kept: list[Edition], before: Standard | None, after: Standard | None) -> list[dict[str, Any]]:
    """Return the two choices of the head: the city's editions, then those that only come with the product."""
    own = [(row.code, f"{edition_title(row)} {row.edition} · {row.code}") for row in kept]
    codes = {row.code for row in kept}
    shipped = [standard for code in shipped_packs() if code not in codes and (standard := shipped_standard(code))]
    others = [(one.code, f"{edition_title(one)} {one.edition} · {one.code}") for one in shipped]
    return [
        {
            "name": name,
            "label": label,
            "groups": [
                {
                    "label": title,
                    "items": [(code, text, chosen is not None and chosen.code == code) for code, text in items],
                }
                for title, items in ((_("本市采用的版本"), own), (_("随系统提供"), others))
                if items
            ],
        }
        for name, label, chosen in (("before", _("原来的版本"), before), ("after", _("新的版本"), after))
    ]


def _comparison(request: HttpRequest, city: City, before: Standard, after: Standard) -> dict[str, Any]:
    """Return the result of comparing two editions."""
    found = compare_editions(before, after)
    asked = request.GET.get("kind", "")
    chosen = asked if asked in set(ChangeKind) else ""
    pair = urlencode({"before": before.code, "after": after.code})
    here = f"{reverse('standards:diff', args=[city.slug])}?{pair}"
    return {
        "before": head(before),
        "after": head(after),
        "other_title": before.title != after.title,
        "all_url": f"{here}#changes",
        "export_url": f"{reverse('standards:diff_export', args=[city.slug])}?{pair}",
        **difference(found, here, chosen),
        "sentence": changes.sentence(before, after),
    }


def difference(found: EditionDifference, here: str, chosen: str) -> dict[str, Any]:
    """Return everything that the page says of a difference."""
    return {
        "equal": found.equal,
        "summary": changes.summary(found),
        "counts": changes.counts(found, here, chosen),
        "chosen": chosen,
        "groups": changes.groups(found, chosen),
        "whole": changes.whole(found),
    }


def head(standard: Standard) -> dict[str, str]:
    """Return how one side of the comparison is called."""
    return {"title": edition_title(standard), "edition": standard.edition, "code": standard.code}
