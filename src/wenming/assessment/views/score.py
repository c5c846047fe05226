"""The score of a round: the number, where it comes from, and where the points were lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.assessment import exports
from wenming.assessment.queries import RoundResult, area_table, recomputed_result, results_of, runs_of, unit_table
from wenming.assessment.schemas import total_of
from wenming.assessment.views import drilling, tables, whatif
from wenming.engine import ENGINE_VERSION
from wenming.inspections.models import FieldRound, Round
from wenming.inspections.queries import round_before, round_in, rounds_in
from wenming.inspections.rules import REVOCABLE, is_revocable
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import Axis, choices, days_text, moment_text, number_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.schemas import edition_title

VIEWS = ("tree", "areas", "units")
ROUNDS_SHOWN = 3


@require_safe
def latest(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the newest round's score, or to the list where the first round begins."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    round_ = rounds_in(city).first()
    if round_ is None:
        return redirect("workbench:rounds", city.slug)
    return redirect("assessment:score", city.slug, round_.number)


@require_safe
def score(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Show the score of one round; the address keeps the view and the node that is looked into."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    rounds = list(rounds_in(city)[:ROUNDS_SHOWN])
    round_ = _round(city, rounds, number)
    before = round_before(round_)
    # from the rows themselves: the page shows whether the stored result can still be found again
    now = recomputed_result(round_)
    last = results_of([before], city)[0] if before else None
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "tree"
    drill = drilling.context(request, now)
    if request.htmx and request.htmx.target == "drill" and drill:
        return render(request, "assessment/score_drill.html", {"drill": drill})
    context = {
        **_head(now, rounds, view),
        **_hero(now, last),
        **_table(now, last, view, request.GET.get("node", "")),
        "losses": tables.losses(now),
        "drill": drill,
        "whatif": whatif.context(request.GET, now),
        "undo": _undo(request, round_),
        "left_out": _left_out(request, round_),
    }
    return render(request, "assessment/score.html", context)


@require_safe
def export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the whole score as a workbook: nodes, areas, units, and how to recompute it."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    round_ = _round(city, [], number)
    now = recomputed_result(round_)
    content = exports.score_workbook(now, area_table(round_), unit_table(round_))
    return send_workbook(content, f"{round_.name}-{_('测评得分')}.xlsx")


def _round(city: City, known: list[Round], number: int) -> Round:
    """Return the round with this number, from those already at hand or the database; 404 for a revoked one."""
    return next((one for one in known if one.number == number), None) or round_in(city, number)


def _head(now: RoundResult, rounds: list[Round], view: str) -> dict[str, Any]:
    """Return the page's head: round, choice of rounds and of views, export."""
    slug, round_ = now.round.city.slug, now.round
    here = reverse("assessment:score", args=[slug, round_.number])
    labels = {"tree": _("按测评体系"), "areas": _("按属地"), "units": _("按责任单位")}
    shown = sorted({*rounds, round_}, key=lambda one: one.number)
    return {
        "round": {
            "name": round_.name,
            "number": round_.number,
            "standard": edition_title(round_.edition),
            "held": days_text(round_.starts_on, round_.ends_on),
            "rounds_url": reverse("workbench:rounds", args=[slug]),
        },
        "rounds": choices(
            [(reverse("assessment:score", args=[slug, one.number]), one.name, one == round_) for one in shown]
        ),
        "export_url": reverse("assessment:export", args=[slug, round_.number]),
        "titles_url": reverse("assessment:titles", args=[slug, round_.number]),
        "rows_url": reverse("inspections:observations", args=[slug, round_.number]),
        "views": choices([(f"{here}?view={name}", labels[name], name == view) for name in VIEWS]),
        "view": view,
    }


def _hero(now: RoundResult, last: RoundResult | None) -> dict[str, Any]:
    """Return the head card: the total, the comparison, what it rests on."""
    round_, total = now.round, total_of(now)
    before = total_of(last) if last else None
    rates = total.exact_rate, before.exact_rate if before else None
    axis = Axis.for_rates(rates)
    return {
        "total": {"total": total, "url": reverse("inspections:observations", args=[round_.city.slug, round_.number])},
        "complete": now.standard.complete,
        "previous": {
            "label": last.round.name,
            "score": before.score,
            "url": f"{reverse('assessment:changes', args=[round_.city.slug, round_.number])}?with={last.round.number}",
            "delta_tone": "none",
            "delta_text": tables.change_text(*rates),
        }
        if last and before
        else None,
        "bar": {**axis.bar(_("得分率 %(rate)s") % {"rate": total.rate}, *rates), "ticks": axis.ticks},
        "target_label": "",
        "proof": _proof(now),
    }


def _proof(now: RoundResult) -> dict[str, Any]:
    """Return what the score rests on, and whether the stored result says the same."""
    slug, round_, digest = now.round.city.slug, now.round, now.result_digest
    return {
        "formula": tables.formula(now.standard),
        "standard": edition_title(round_.edition),
        "standard_url": reverse("standards:edition", args=[slug, round_.edition.code]),
        "inputs": ngettext("%(rows)s 条记录", "%(rows)s 条记录", now.rows) % {"rows": number_text(now.rows)},
        "inputs_url": reverse("inspections:observations", args=[slug, round_.number]),
        "digest": f"{digest[:4]} {digest[4:8]}",
        "engine": ENGINE_VERSION,
        "recomputed": any(run.result_digest == digest for run in runs_of(round_)[:1]),
    }


def _table(now: RoundResult, last: RoundResult | None, view: str, node: str) -> dict[str, Any]:
    """Return the table of the chosen view."""
    if view == "tree":
        return tables.tree(now, last, node)
    groups = area_table if view == "areas" else unit_table
    before = groups(last.round) if last else ()
    return tables.places(now, groups(now.round), before, kind="area" if view == "areas" else "unit")


def _left_out(request: HttpRequest, round_: Round) -> dict[str, str] | None:
    """Say how many rows of the workbook the score leaves out; the office can download them."""
    if not round_.left_out:
        return None
    count = round_.left_out
    text = ngettext("本轮有 %(count)s 行没有计入得分。", "本轮有 %(count)s 行没有计入得分。", count) % {"count": count}
    url = ""
    if works_in_office(request.user, round_.city):
        url = _left_out_url(round_)
    return {"text": text, "url": url}


def _left_out_url(round_: Round) -> str:
    """Return where the office reads what was left out: the file of an imported round's rows, the page of a walked one."""
    walked = FieldRound.objects.in_city(round_.city).filter(round=round_).first()
    if walked is not None:
        return reverse("inspections:field_round", args=[round_.city.slug, walked.pk])
    return reverse("inspections:errors", args=[round_.city.slug, round_.source.pk])


def _undo(request: HttpRequest, round_: Round) -> dict[str, str] | None:
    """Offer the way back while it is open, to the office."""
    if not works_in_office(request.user, round_.city) or not is_revocable(round_, at=timezone.now()):
        return None
    url = reverse("inspections:revoke", args=[round_.city.slug, round_.number])
    return {"url": url, "until": moment_text(round_.created_at + REVOCABLE, round_.city)}
