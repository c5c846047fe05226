"""Three draws of the rehearsal city: one whose secret is shown, one spread over the map and drawn, and one that waits, sealed, for its dice."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.draws.actions import add_public_words, draw_lots, replace_unit, reveal_secret, seal_draw
from wenming.draws.enums import DrawPurpose, ReplacementReason
from wenming.draws.queries import chosen_units
from wenming.engine.sampling import FrameRow, Place, rule_of
from wenming.kernel.models import Account, City
from wenming.sites.models import Site
from wenming.sites.queries import sites_in

SHARE = 10**6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seed_draws(*, city: City, officer: Account, at: datetime) -> None:
    """Seal one draw of sites for a round that is over, one for look-rounds of the week, and one for a round to come."""
    frame = [FrameRow(site.code, site.type.name, 1, _place(site)) for site in sites_in(city)]
    if not frame:
        return
    then, who = at - 18 * DAY, {"keeper": officer, "by": officer}
    first = seal_draw(
        city=city, title="第二轮实地测评点位", purpose=str(DrawPurpose.ROUND), frame=frame, at=then, **who,
        rule=rule_of({"round": "第二轮", "allocation": "each", "each": 2}),
    )  # fmt: skip
    first = add_public_words(draw=first, words="骰子 4 2 6", by=officer, at=then + HOUR)
    first = draw_lots(draw=first, by=officer, at=then + 2 * HOUR)
    chosen = chosen_units(first).first()
    if chosen is not None and first.strata[0][1] > first.strata[0][2]:
        replace_unit(draw=first, key=chosen.key, reason=str(ReplacementReason.CLOSED), by=officer, at=then + 3 * DAY)
    reveal_secret(draw=first, by=officer, at=at - 9 * DAY)
    _spread(city, frame, officer, at)
    seal_draw(
        city=city, title="第四轮实地测评点位", purpose=str(DrawPurpose.ROUND), frame=frame, at=at - HOUR, **who,
        rule=rule_of({"round": "第四轮", "allocation": "each", "each": 3}),
        reveal_from=(at + 14 * DAY).astimezone(city.zone).date(),
    )  # fmt: skip


def _place(site: Site) -> Place | None:
    """Return where a site lies."""
    return None if site.lat is None or site.lng is None else Place(round(site.lat * SHARE), round(site.lng * SHARE))


def _spread(city: City, frame: list[FrameRow], officer: Account, at: datetime) -> None:
    """Draw a share of the sites that are on the map, spread over it, with two reserves of each type; it is not over."""
    placed = [row for row in frame if row.place]
    kinds = {row.stratum for row in placed}
    if not placed:
        return
    rule = {
        "round": "十一月第四周", "design": "balanced", "allocation": "neyman", "reserves": 2, "total": max(len(kinds), len(placed) // 4),
        "spreads": dict.fromkeys(kinds, "0.4"),
    }  # fmt: skip
    spread = seal_draw(
        city=city, title="全城均衡抽查", purpose=str(DrawPurpose.OTHER), frame=placed, rule=rule_of(rule), keeper=officer,
        by=officer, at=at - 2 * DAY,
    )  # fmt: skip
    spread = add_public_words(draw=spread, words="福彩 3D 815", by=officer, at=at - 2 * DAY + HOUR)
    draw_lots(draw=spread, by=officer, at=at - DAY)
