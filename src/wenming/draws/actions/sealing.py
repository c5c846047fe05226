"""From the frame to the outcome: sealed, words added in public, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from wenming.draws.actions.steps import locked, opened, record, require
from wenming.draws.adapters.seals import new_secret, seal
from wenming.draws.enums import DrawState, UnitState
from wenming.draws.models import NAME_LENGTH, Draw, DrawnUnit
from wenming.draws.rules import keeps_draw, seals_draws
from wenming.engine.sampling import (
    SAMPLING_VERSION,
    Frame,
    FrameRow,
    Rule,
    WordsError,
    clean_words,
    commitment_of,
    digest_of,
    draw,
    frame_of,
    result_content,
)
from wenming.kernel.actions import store_file
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again

MOST_UNITS = 200_000
MOST_WORDS = 5
DIGESTS = ("frame_digest", "rule_digest", "commitment", "code")


@transaction.atomic
def seal_draw(
    *,
    city: City,
    title: str,
    purpose: str,
    frame: Sequence[FrameRow],
    rule: Rule,
    keeper: Account | None,
    by: Account | None,
    at: datetime,
    reveal_from: date | None = None,
) -> Draw:
    """Commit to a frame, a rule and a secret that is made here and that nobody sees. ``by=None`` is the system; so is ``keeper=None``.

    FrameError, RuleError, AllocationError for what cannot be drawn from; DrawRefusedError("no_title", "too_large", "too_long",
    "keeper_unfit", "round_taken").
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(seals_draws, by, city)
    require(title.strip(), "no_title")
    require(keeper is None or seals_draws(keeper, city), "keeper_unfit")
    _require_free(city, purpose, rule.round)
    checked = frame_of(frame)
    secret, salt = new_secret()
    frame_file = store_file(city=city, name="frame.csv", chunks=[checked.content], by=by, at=at)
    sealed = Draw.objects.create(
        city=city,
        title=title.strip()[:NAME_LENGTH],
        purpose=purpose,
        round=rule.round,
        rule=rule.facts,
        strata=_strata(checked, rule),
        frame=frame_file,
        frame_digest=checked.digest,
        rule_digest=rule.digest,
        code=SAMPLING_VERSION,
        commitment=commitment_of(secret, salt),
        sealed_secret=seal(secret, salt),
        keeper=keeper,
        reveal_from=reveal_from,
        sealed_at=at,
    )
    record("sealed", sealed, by, at, **{name: getattr(sealed, name) for name in DIGESTS})
    return sealed


def _require_free(city: City, purpose: str, round_: str) -> None:
    """Refuse a second draw of a round while the first one stands."""
    taken = Draw.objects.in_city(city).filter(purpose=purpose, round=round_).exclude(state=DrawState.VOID)
    require(not taken.exists(), "round_taken")


def _strata(frame: Frame, rule: Rule) -> list[list[object]]:
    """Return [name, units, chosen] of each stratum."""
    require(len(frame.rows) <= MOST_UNITS, "too_large")
    require(max(len(text) for row in frame.rows for text in (row.key, row.stratum)) <= NAME_LENGTH, "too_long")
    sizes = rule.sizes_in(frame)
    # a trial with another seed: what could not be drawn is refused before anybody relies on it
    draw(frame, rule, "trial")
    return [[name, len(rows), sizes[name]] for name, rows in frame.strata.items()]


@transaction.atomic
def add_public_words(*, draw: Draw, words: str, by: Account | None, at: datetime) -> Draw:
    """Add what chance said in public after the commitment (dice, lottery numbers): the seed then depends on it too.

    DrawRefusedError("not_sealed", "words_full", "words_invalid").
    """
    held = locked(draw, by, keeps_draw)
    require(held.state == DrawState.SEALED, "not_sealed")
    require(len(held.words) < MOST_WORDS, "words_full")
    try:
        clean = clean_words(words)
    except WordsError:
        clean = ""
    require(clean, "words_invalid")
    held.words = [*held.words, clean]
    held.save(update_fields=["words"])
    record("words_added", held, by, at, words=digest_of(clean))
    return held


@transaction.atomic
def draw_lots(*, draw: Draw, by: Account | None, at: datetime) -> Draw:
    """Draw: every unit of the strata that are drawn from gets its ticket and its place.

    DrawRefusedError("not_sealed", "seal_broken", "frame_changed").
    """
    held = locked(draw, by, keeps_draw)
    require(held.state == DrawState.SEALED, "not_sealed")
    lots = opened(held).lots()
    DrawnUnit.objects.bulk_create(
        (
            DrawnUnit(
                city=held.city,
                draw=held,
                stratum=lot.stratum,
                order=lot.order,
                key=lot.key,
                ticket=lot.ticket,
                state=UnitState.CHOSEN if lot.chosen else UnitState.RESERVE,
            )
            for lot in lots
        ),
        batch_size=1000,
    )
    held.state, held.drawn_at, held.result_digest = DrawState.DRAWN, at, digest_of(result_content(lots))
    held.save(update_fields=["state", "drawn_at", "result_digest"])
    record("drawn", held, by, at, result=held.result_digest)
    return held
