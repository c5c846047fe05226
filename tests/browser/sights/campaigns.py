"""Titles, cycles, milestones, moves between editions, the watch."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, LEADER, OFFICER, STRANGER, make_account, make_city


def make_moves(city: Any) -> None:
    """A campaign that is about to move to another edition, and one that did."""
    from tests.campaigns.moving import make_move
    from wenming.campaigns.actions.moves import begin_move, drop_move
    from wenming.standards.models import Edition

    campaign, by, at = make_move(city, timezone.now()), make_account(OFFICER), timezone.now()
    after = Edition.objects.in_city(city).get(code="riverside-2024")
    drop_move(move=begin_move(campaign=campaign, after=after, by=by, at=at), by=by, at=at)
    begin_move(campaign=campaign, after=after, by=by, at=at)


def title_url(name: str = "国家园林城市", step: str = "") -> str:
    """Return the address of a title by its name."""
    from wenming.campaigns.models import Title

    return f"/{HOME}/titles/{Title.objects.in_city(make_city()).get(name=name).pk}/{step}"


def cycle_url(title: str = "全国文明城市", step: str = "") -> str:
    """Return the address of the cycle of a title."""
    from wenming.campaigns.models import Campaign

    return f"/{HOME}/campaigns/{Campaign.objects.in_city(make_city()).get(title__name=title).pk}/{step}"


def row_url(model: str, path: str, **wanted: Any) -> str:
    """Return the address of the first record of a kind in campaigns: ``path`` with its key."""
    from django.apps import apps

    row = apps.get_model("campaigns", model).objects.in_city(make_city()).filter(**wanted).order_by("pk").first()
    return f"/{HOME}/{path.format(row.pk)}"


SIGHTS = (
    Sight("campaign-titles", f"/{HOME}/titles/"),
    Sight("campaign-titles-empty", f"/{ELSEWHERE}/titles/", STRANGER),
    Sight("campaign-title", title_url),
    Sight("campaign-title-leader", lambda: title_url("国家卫生城市"), LEADER),
    Sight("campaign-title-new", f"/{HOME}/titles/new/"),
    Sight("campaign-title-order", f"/{HOME}/titles/order/"),
    Sight("campaign-title-change", lambda: title_url(step="change/")),
    Sight("campaign-recheck-done", lambda: row_url("Recheck", "titles/rechecks/{}/done/", done_on=None)),
    Sight("campaigns", f"/{HOME}/campaigns/"),
    Sight("campaigns-empty", f"/{ELSEWHERE}/campaigns/", STRANGER),
    Sight("campaign", cycle_url),
    Sight("campaign-leader", lambda: cycle_url("国家卫生城市"), LEADER),
    Sight("campaign-new", f"/{HOME}/campaigns/new/"),
    Sight("campaign-edit", lambda: cycle_url(step="edit/")),
    Sight("campaign-milestone", lambda: row_url("Milestone", "campaigns/milestones/{}/", done_on=None)),
    Sight("campaign-milestone-done", lambda: row_url("Milestone", "campaigns/milestones/{}/", done_on__isnull=False)),
    Sight("campaign-milestone-new", lambda: cycle_url(step="milestones/new/")),
    Sight("campaign-score-new", lambda: cycle_url(step="scores/new/")),
    Sight("campaign-move", lambda: cycle_url("滨河文明城市", "move/")),
    Sight("campaign-move-open", lambda: cycle_url("滨河文明城市", "move/?show=merged")),
    Sight("campaign-move-start", lambda: cycle_url(step="move/")),
    Sight("watch", lambda: cycle_url(step="watch/")),
    Sight("watch-none", lambda: cycle_url(step="watch/?state=counts&q=没有这件事")),
    Sight("watch-empty", f"/{ELSEWHERE}/watch/", STRANGER),
    Sight("watch-new", lambda: cycle_url(step="watch/new/")),
    Sight("watch-entry", lambda: row_url("WatchEntry", "watch/{}/", rule="G15")),
    Sight("watch-board", lambda: cycle_url(step="watch/conditions/")),
    Sight("watch-board-unsaid", lambda: cycle_url("滨河文明城市", "watch/conditions/")),
    Sight("watch-finding", lambda: cycle_url(step="watch/conditions/finding/?rule=minors-85")),
    Sight("watch-clearance", lambda: cycle_url(step="watch/clearance/")),
    Sight("watch-clearance-ask", lambda: cycle_url(step="watch/clearance/ask/")),
)
