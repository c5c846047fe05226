"""Who keeps a draw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.draws.actions.steps import locked, record, require
from wenming.draws.enums import DrawState
from wenming.draws.models import Draw
from wenming.draws.rules import hands_over, seals_draws
from wenming.kernel.models import Account


@transaction.atomic
def hand_over(*, draw: Draw, keeper: Account, by: Account | None, at: datetime) -> Draw:
    """Give a draw that is not over to another keeper, who alone sees its outcome from then on; who kept it before stays on record.

    A draw of the system has no keeper and gets none: nobody was to see it. DrawRefusedError("over", "system_keeps_on", "keeper_same",
    "keeper_unfit").
    """
    held = locked(draw, by, hands_over)
    require(held.state in {DrawState.SEALED, DrawState.DRAWN}, "over")
    require(held.keeper_id, "system_keeps_on")
    require(held.keeper_id != keeper.pk, "keeper_same")
    require(seals_draws(keeper, held.city), "keeper_unfit")
    before = held.keeper_id
    held.keeper = keeper
    held.save(update_fields=["keeper"])
    record("handed_over", held, by, at, before=before, keeper=keeper.pk)
    return held
