"""One edition: everything that its file says, part by part, how sure it is, and the file itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.completeness import Completeness, completeness_of
from wenming.engine.standards import Standard, TitleLine
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.enums import TITLE_EFFECTS, confidence_word, missing_word
from wenming.standards.exports.words import section_words
from wenming.standards.exports.workbooks import pack_workbook
from wenming.standards.models import Edition
from wenming.standards.queries import contents_of_edition, edition_beside, standard_of
from wenming.standards.schemas import edition_title, exact_text, in_language
from wenming.standards.views import sections
from wenming.standards.views.tables import Notes, Table, sections_of
from wenming.standards.views.trees import rule_text, tree_html

Part = Callable[[Standard, Notes], list[Table]]
PARTS: dict[str, tuple[tuple[str, ...], Part | None]] = {
    "tree": ((), None),
    "conditions": (("conditions", "negative_list", "bonus"), sections.conditions),
    "questions": (("questions",), sections.questions),
    "materials": (("materials",), sections.materials),
    "figures": (("figures", "samples"), sections.figures),
    "sites": (("site_types", "check_items"), sections.sites),
}
"""The tabs: the sections that each shows, and who makes its tables."""


@require_safe
def edition(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show one part of an edition; the address keeps which."""
    row = edition_or_404(request, city, code)
    standard = standard_of(row)
    part = chosen_part(request, standard)
    context = {
        **part_context(standard, part, _english(row)),
        **_head(request, city, row),
        "tabs": tabs(standard, part, reverse("standards:edition", args=[city.slug, code])),
        "about": about(standard),
    }
    return render(request, "standards/edition.html", context)


@require_safe
def edition_file(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Give the pack back, byte for byte as it was adopted."""
    row = edition_or_404(request, city, code)
    response = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.yaml"'
    return response


@require_safe
def edition_workbook(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Give the pack as a workbook that a person can edit and send back."""
    row = edition_or_404(request, city, code)
    return send_workbook(pack_workbook(contents_of_edition(row)), f"{row.code}.xlsx")


def edition_or_404(request: HttpRequest, city: City, code: str) -> Edition:
    """Return an edition of the city, for those who see results."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    row = get_object_or_404(Edition.objects.in_city(city), code=code)
    row.city = city
    return row


def chosen_part(request: HttpRequest, standard: Standard) -> str:
    """Return the part that the address asks for; the tree for one that this edition does not have."""
    asked = request.GET.get("part", "")
    return asked if asked in PARTS and _count(standard, asked) else "tree"


def part_context(standard: Standard, part: str, english: dict[str, str]) -> dict[str, Any]:
    """Return what the page shows of one part."""
    notes = Notes(standard)
    maker = PARTS[part][1]
    return {
        "part": part,
        "tree_html": "" if maker else tree_html(standard, notes),
        "tables": maker(standard, notes) if maker else [],
        "matrix": sections.matrix(standard) if part == "sites" else None,
        "sources": notes.listed(english),
        "assumed": any(node.assumed for node in standard.nodes),
        "code": standard.code,
    }


def tabs(standard: Standard, part: str, here: str) -> list[dict[str, Any]]:
    """Return the parts that this edition has, each with its number of rows."""
    labels = {
        "tree": _("体系条目"),
        "conditions": _("申报条件与负面清单"),
        "questions": _("问卷"),
        "materials": _("材料"),
        "figures": _("指标与抽样"),
        "sites": _("点位与检查项"),
    }
    return [
        {
            "url": here if name == "tree" else f"{here}?{urlencode({'part': name})}",
            "label": labels[name],
            "active": name == part,
            "count": str(count),
        }
        for name in PARTS
        if (count := _count(standard, name))
    ]


def _count(standard: Standard, part: str) -> int:
    """Return how many rows a part has."""
    keys = PARTS[part][0]
    return sum(len(sections_of(standard)[key]) for key in keys) if keys else len(standard.nodes) - 1


def section_counts(standard: Standard) -> list[dict[str, str]]:
    """Return what the edition covers, section by section, with its number of rows."""
    labels = section_words()
    found = [(_("体系条目"), len(standard.nodes) - 1), (_("计分条目"), len(standard.leaves))]
    found += [(labels[key], len(rows)) for key, rows in sections_of(standard).items()]
    return [{"label": label, "count": str(count)} for label, count in found if count]


def about(standard: Standard) -> dict[str, Any]:
    """Return the completeness card: what is covered, what is not, how sure the facts are, whether a total may be told."""
    return {
        "complete": standard.complete,
        "covered": section_counts(standard),
        "gaps": [in_language(*gap) for gap in standard.not_covered],
        "sureness": _sureness(completeness_of(standard)),
        "facts": _facts(standard),
    }


def _sureness(found: Completeness) -> list[dict[str, str]]:
    """Return the shares of how sure the facts are, as stretches of one bar."""
    total = found.facts or 1
    stretches, start = [], 0
    for confidence, count in found.confidences:
        if count:
            stretches.append(
                {
                    "kind": confidence.value,
                    "label": confidence_word(confidence),
                    "x": f"{start / total * 100:.2f}%",
                    "width": f"{count / total * 100:.2f}%",
                    "share": f"{100 if count == total else min(99, max(1, round(100 * count / total)))}%",
                    "count": str(count),
                }
            )
        start += count
    return stretches


def _facts(standard: Standard) -> list[tuple[str, str]]:
    """Return the rules of the whole as names and values."""
    root = standard.root
    points = exact_text(root.points)
    facts = [
        (_("总分"), _("未公布，按 %(points)s 分试算") % {"points": points} if _unpublished(standard) else points),
        (_("未测时"), missing_word(root.missing)),
    ]
    if standard.cycle_weights:
        facts.append(
            (_("周期各年权重"), " : ".join(f"{exact_text(weight * 100)}%" for weight in standard.cycle_weights))
        )
    if standard.title_lines:
        facts.append((_("标题线"), _("；").join(map(line_text, standard.title_lines))))
    if root.functions:
        facts.append((_("总分规则"), _("；").join(map(rule_text, root.functions))))
    return facts


def _unpublished(standard: Standard) -> bool:
    """Say whether not even the parts of the whole have published points."""
    children = standard.root.children
    return bool(children) and all(child.assumed for child in children)


def line_text(line: TitleLine) -> str:
    """Return a line of the title rules in words."""
    effect = str(TITLE_EFFECTS[line.effect])
    if line.rank_to is not None:
        return _("前 %(rank)s 名%(effect)s") % {"rank": line.rank_to, "effect": effect}
    low, high = exact_text(line.score_from), exact_text(line.score_below)
    if low and high:
        return _("%(low)s 分以上不足 %(high)s 分%(effect)s") % {"low": low, "high": high, "effect": effect}
    if low:
        return _("%(low)s 分以上%(effect)s") % {"low": low, "effect": effect}
    return _("低于 %(high)s 分%(effect)s") % {"high": high, "effect": effect}


def _english(row: Edition) -> dict[str, str]:
    """Return the English renderings of the sources, where they are wanted."""
    if get_language() != "en":
        return {}
    return {one["zh"]: one["en"] for one in contents_of_edition(row)["sources"].values()}


def _head(request: HttpRequest, city: City, row: Edition) -> dict[str, Any]:
    """Return the head of the page, and the way to the edition before."""
    other = edition_beside(row)
    pair = sorted((row, other), key=lambda one: (one.created_at, one.pk)) if other else []
    query = urlencode({side: one.code for side, one in zip(("before", "after"), pair, strict=bool(pair))})
    return {
        "edition": row,
        "title": edition_title(row),
        "compare_url": f"{reverse('standards:diff', args=[city.slug])}?{query}" if other else "",
        "compare_label": pgettext("button", "与 %(edition)s 比较") % {"edition": other.edition} if other else "",
        "may_edit": works_in_office(request.user, city),
    }
