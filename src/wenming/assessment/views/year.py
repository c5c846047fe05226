"""The year in its three parts: what is reached, lost and unknown of each; no sum before every part has data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from wenming.assessment.actions import NoPointsError, keep_material_score
from wenming.assessment.enums import part_word
from wenming.assessment.models import MaterialRun
from wenming.assessment.queries.parts import Loss, YearScore, computed_now, losses_of, material_runs_of, year_score
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in, current_campaign
from wenming.engine import ENGINE_VERSION
from wenming.engine.grading import PartScore, ScorePart
from wenming.engine.scoring.display import score_text
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, moment_text, points_text
from wenming.materials.enums import RuleOrigin
from wenming.materials.rules import sees_every_material
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.schemas import edition_title, in_language

SHOWN = 20
FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
def year(request: HttpRequest, city: City) -> HttpResponse:
    """Show the three parts with their weights, and where the year loses points."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    campaign = _campaign(request, city)
    if campaign is None:
        return render(request, "assessment/year.html", {"none": True, "year": _year(request, city)})
    found = year_score(campaign, _year(request, city), on=today_in(city))
    blind = found.sheet.blind(request.user)
    losses = [one for one in losses_of(found) if one.line is None or not one.line.blind(request.user)]
    total = None if blind else found.total
    context = {
        "campaign": campaign.name,
        "edition": edition_title(campaign.edition),
        "year": found.sheet.year,
        "before_url": address(request, year=found.sheet.year - 1),
        "after_url": address(request, year=found.sheet.year + 1),
        "parts": [_part(one, found, request, city, blind=blind) for one in found.parts],
        "total": {"low": score_text(total[0]), "high": score_text(total[1])} if total else None,
        "missing": _("、").join(part_word(one.part) for one in found.missing),
        "weights": _weights(found),
        "losses": [_loss(one, found, request, city) for one in losses[:SHOWN]],
        "more": max(len(losses) - SHOWN, 0),
        "kept": _kept(found, city),
        "keep_url": f"{reverse('assessment:year_keep', args=[city.slug])}?campaign={campaign.pk}&year={found.sheet.year}"
        if works_in_office(request.user, city) and found.sheet.points is not None else "",
    }  # fmt: skip
    return render(request, "assessment/year.html", context)


@require_POST
def keep(request: HttpRequest, city: City) -> HttpResponse:
    """Keep what the papers reach, with its inputs."""
    if not works_in_office(request.user, city):
        raise PermissionDenied
    campaign, when = _campaign(request, city), _year(request, city)
    if campaign is None:
        raise Http404
    try:
        keep_material_score(campaign=campaign, year=when, by=request.user, at=timezone.now())
    except NoPointsError:
        messages.error(request, _("网上申报的分值还没有写明，或者没有要评分的条目：没有可存的得分。请先写评分规则"))
    else:
        messages.success(request, _("已存材料得分；以后可以从存下的输入重算"))
    return redirect(f"{reverse('assessment:year', args=[city.slug])}?campaign={campaign.pk}&year={when}")


def _campaign(request: HttpRequest, city: City) -> Campaign | None:
    """Return the campaign of the address, else the one that pages show first; 404 for one that the city does not have."""
    wanted = request.GET.get("campaign", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return current_campaign(city, on=today_in(city))
    found = campaigns_in(city).filter(pk=int(wanted)).first()
    if found is None:
        raise Http404
    return found


def _year(request: HttpRequest, city: City) -> int:
    """Return the year of the address, else the running one."""
    text = request.GET.get("year", "")
    wanted = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else today_in(city).year
    return min(max(wanted, FIRST_YEAR), LAST_YEAR)


def _part(one: PartScore, found: YearScore, request: HttpRequest, city: City, *, blind: int) -> dict[str, Any]:
    """Return a part as a card: its points, its range, what is unknown in words, where to look."""
    hidden = one.part is ScorePart.FILING and blind > 0
    view: dict[str, Any] = {
        "label": part_word(one.part),
        "points": points_text(one.points) if one.points is not None else "",
        "text": "",
        "url": _part_url(one.part, found, request, city),
        "why": _why(one, found, hidden=hidden),
        "bar": None,
    }
    if one.points and one.low is not None and one.high is not None and not hidden:
        view["text"] = score_text(one.low) if one.low == one.high else f"{score_text(one.low)}—{score_text(one.high)}"
        view["bar"] = {
            "low": f"{100 * float(one.low / one.points):.2f}%",
            "open": f"{100 * float((one.high - one.low) / one.points):.2f}%",
        }
    return view


def _why(one: PartScore, found: YearScore, *, hidden: bool) -> str:
    """Say what a part rests on, or why nothing is known of it."""
    if hidden:
        return _("您还有条目要背对背复评，评完才显示。")
    if one.part is ScorePart.SURVEY:
        return _("还没有问卷数据：按未知处理，不补、不估。")
    if one.part is ScorePart.FIELD:
        return (
            _("按最近一轮：%(name)s") % {"name": found.now.round.name}
            if found.now
            else _("本年度还没有可用的实地测评轮次。")
        )
    lines = found.sheet.lines
    graded = sum(line.latest is not None for line in lines)
    if not graded:
        return _("材料还没有评分。")
    return _("已评 %(graded)s / %(all)s 个条目；未评、未齐、两人不同的按两头算。") % {
        "graded": graded,
        "all": len(lines),
    }


def _part_url(part: ScorePart, found: YearScore, request: HttpRequest, city: City) -> str:
    """Return where a part is looked into, "" for nowhere."""
    sheet = found.sheet
    if part is ScorePart.FILING and sees_every_material(request.user, city):
        return f"{reverse('materials:grades', args=[city.slug])}?campaign={sheet.campaign.pk}&year={sheet.year}"
    if part is ScorePart.FIELD and found.now is not None:
        return reverse("assessment:score", args=[city.slug, found.now.round.number])
    return ""


def _weights(found: YearScore) -> str:
    """Say where the points of the parts come from."""
    sheet = found.sheet
    if sheet.by_edition:
        return _("三部分的分值按测评体系。")
    if not sheet.weights or sheet.rule is None:
        return _("三部分的分值还没有人写明：体系没有公布，本市也没有写评分规则。")
    origin = str(RuleOrigin(sheet.rule.origin).label)
    return _("体系没有公布三部分的分值，按本市规则（%(origin)s：%(source)s）。") % {
        "origin": origin,
        "source": sheet.rule.source,
    }


def _loss(one: Loss, found: YearScore, request: HttpRequest, city: City) -> dict[str, Any]:
    """Return where points are lost as a row, with the reason where a person wrote one."""
    url, why = "", ""
    if one.line is not None and one.line.latest is not None:
        why = one.line.latest.words
        if sees_every_material(request.user, city):
            url = f"{reverse('materials:grade', args=[city.slug, one.line.node.pk])}?campaign={found.sheet.campaign.pk}&year={found.sheet.year}"
    elif found.now is not None:
        url = reverse("assessment:gap", args=[city.slug, found.now.round.number, one.code])
    name = in_language(one.name, one.name_en or one.name)
    return {
        "part": part_word(one.part),
        "code": one.code,
        "name": name,
        "lost": score_text(one.lost),
        "why": why,
        "url": url,
    }


def _kept(found: YearScore, city: City) -> dict[str, Any] | None:
    """Return the score that was kept last, and whether it is still what the grades say."""
    runs: list[MaterialRun] = material_runs_of(found.sheet.campaign, found.sheet.year)
    if not runs:
        return None
    now = computed_now(found.sheet)
    same = now is not None and runs[0].result_digest == now.result_digest
    return {
        "at": moment_text(runs[0].at, city),
        "by": runs[0].by.name,
        "digest": f"{runs[0].result_digest[:4]} {runs[0].result_digest[4:8]}",
        "engine": ENGINE_VERSION,
        "same": same,
        "state": pgettext("proof", "与现在一致") if same else pgettext("proof", "之后有变动"),
    }
