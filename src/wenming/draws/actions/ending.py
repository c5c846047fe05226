"""The end of a draw: the secret is shown, so that everybody can repeat it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from wenming.draws.actions.steps import DrawRefusedError, locked, record, require
from wenming.draws.adapters.seals import BrokenSealError, unseal
from wenming.draws.enums import DrawState
from wenming.draws.models import Draw
from wenming.draws.rules import ends_draw
from wenming.kernel.models import Account

REASON_LENGTH = 200


@transaction.atomic
def reveal_secret(*, draw: Draw, by: Account | None, at: datetime) -> Draw:
    """Show the secret after the round: from now on everybody who sees draws can repeat this one.

    A draw of the system without a day is revealed by the system alone: whoever reveals it early would learn what is still to be visited.
    DrawRefusedError("not_drawn", "system_keeps", "too_early", "seal_broken").
    """
    held = locked(draw, by, ends_draw)
    require(held.state == DrawState.DRAWN, "not_drawn")
    today = at.astimezone(held.city.zone).date()
    require(by is None or held.keeper_id or held.reveal_from, "system_keeps")
    require(held.reveal_from is None or today >= held.reveal_from, "too_early")
    try:
        _show(held, at)
    except BrokenSealError:
        raise DrawRefusedError("seal_broken") from None
    held.state = DrawState.REVEALED
    held.save()
    record("revealed", held, by, at, result=held.result_digest)
    return held


@transaction.atomic
def void_draw(*, draw: Draw, reason: str, by: Account | None, at: datetime) -> Draw:
    """Throw a draw away, with its secret and outcome shown: nobody draws again in silence until the outcome suits.

    Also a revealed draw can turn out to be void; one whose seal cannot be opened any more is voided without its secret.
    DrawRefusedError("void_already", "no_reason").
    """
    held = locked(draw, by, ends_draw)
    require(held.state != DrawState.VOID, "void_already")
    require(reason.strip(), "no_reason")
    before = held.state
    if not held.secret:
        with suppress(BrokenSealError):
            _show(held, at)
    held.state, held.voided_at, held.void_reason = DrawState.VOID, at, reason.strip()[:REASON_LENGTH]
    held.save()
    record("voided", held, by, at, before=str(before), result=held.result_digest)
    return held


def _show(held: Draw, at: datetime) -> None:
    """Write the secret where it can be read. Raises BrokenSealError."""
    held.secret, held.salt = unseal(held.sealed_secret)
    held.revealed_at = at
