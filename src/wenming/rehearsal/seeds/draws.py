"""Two draws of the rehearsal city: one whose secret is shown, and one that waits, sealed, for its dice."""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.draws.actions import add_public_words, draw_lots, replace_unit, reveal_secret, seal_draw
from wenming.draws.enums import DrawPurpose, ReplacementReason
from wenming.draws.queries import chosen_units
from wenming.engine.sampling import FrameRow, rule_of
from wenming.kernel.models import Account, City
from wenming.sites.queries import sites_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seed_draws(*, city: City, officer: Account, at: datetime) -> None:
    """Seal one draw of sites for a round that is over, and one for a round to come."""
    frame = [FrameRow(site.code, site.type.name) for site in sites_in(city)]
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
    seal_draw(
        city=city, title="第四轮实地测评点位", purpose=str(DrawPurpose.ROUND), frame=frame, at=at - HOUR, **who,
        rule=rule_of({"round": "第四轮", "allocation": "each", "each": 3}),
        reveal_from=(at + 14 * DAY).astimezone(city.zone).date(),
    )  # fmt: skip
