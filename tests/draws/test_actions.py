"""Draws: sealed, drawn, replaced, revealed; what nobody may know before, and what everybody can repeat after."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.draws.draws import AT, KEYS, drawn, frame, keys_of, rule, seal
from tests.people import AUDITOR, INSPECTOR, LEADER, OFFICER, STRANGER, SUPERVISOR, make_account, make_city
from wenming.draws.actions import (
    DrawRefusedError,
    add_public_words,
    assign_units,
    draw_lots,
    hand_over,
    replace_unit,
    reveal_secret,
    void_draw,
)
from wenming.draws.adapters.seals import unseal
from wenming.draws.enums import DrawState, refusal_words
from wenming.draws.models import Draw, DrawnUnit
from wenming.draws.queries import chosen_for, keepers_before, replacements_of, units_of_draw
from wenming.draws.rules import ends_draw, keeps_draw, sees_outcome
from wenming.engine.sampling import (
    FrameError,
    FrameRow,
    Place,
    commitment_of,
    digest_of,
    frame_of,
    result_content,
    rule_of,
    seed_of,
)
from wenming.engine.sampling import draw as draw_again
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=7)


def refused(reason: str):
    """Expect that an action refuses for this reason, which there are words for."""
    assert refusal_words(reason)
    return pytest.raises(DrawRefusedError, match=f"^{reason}$")


def officer():
    return make_account(OFFICER)


def test_seal_a_draw_commits_to_frame_rule_and_secret():
    sealed = seal()
    secret, salt = unseal(sealed.sealed_secret)
    assert sealed.commitment == commitment_of(secret, salt)
    assert digest_of(path_of("qinghe", sealed.frame.sha256).read_bytes()) == sealed.frame_digest
    assert sealed.strata == [["公园", 5, 2], ["商场", 8, 3]]
    assert (sealed.secret, sealed.salt, sealed.state) == ("", "", DrawState.SEALED)
    assert secret not in str(Draw.objects.in_city(sealed.city).values().get())


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"title": " "}, "no_title"),
        ({"frame": [FrameRow("x" * 121, "商场")], "rule": rule(商场=1)}, "too_long"),
    ],
)
def test_seal_what_cannot_be_sealed_is_refused(options, reason):
    with refused(reason):
        seal(**options)


def test_seal_more_units_than_can_be_held_is_refused(monkeypatch):
    monkeypatch.setattr("wenming.draws.actions.sealing.MOST_UNITS", 12)
    with refused("too_large"):
        seal()


def test_seal_with_a_keeper_who_keeps_no_draws_is_refused():
    with refused("keeper_unfit"):
        seal(keeper=make_account(INSPECTOR))


def test_seal_by_size_without_sizes_is_refused_before_anybody_relies_on_it():
    by_size = rule_of({"round": "r", "design": "pareto", "sizes": {"商场": 1}})
    with pytest.raises(FrameError):
        seal(frame=[FrameRow("a", "商场", 0), FrameRow("b", "商场", 3)], rule=by_size)


def test_seal_the_same_round_again_is_refused_until_the_first_is_void():
    first = seal()
    with refused("round_taken"):
        seal()
    void_draw(draw=first, reason="抽样框漏了一个区", by=officer(), at=AT)
    assert seal().pk != first.pk


@pytest.mark.parametrize("person", [LEADER, AUDITOR, INSPECTOR, STRANGER])
def test_seal_by_somebody_else_is_denied(person):
    with pytest.raises(PermissionDenied):
        seal(by=make_account(person))


def test_draw_gives_what_anybody_computes_from_the_secret():
    sealed = seal()
    secret, _salt = unseal(sealed.sealed_secret)
    sealed = add_public_words(draw=sealed, words=" 骰子 4 2 6 ", by=officer(), at=AT)
    done = draw_lots(draw=sealed, by=officer(), at=AT)
    lots = draw_again(frame_of(frame()), rule(), seed_of(secret, ["骰子 4 2 6"]))
    assert keys_of(done) == [lot.key for lot in lots if lot.chosen]
    assert list(units_of_draw(done).values_list("key", "ticket")) == [(lot.key, lot.ticket) for lot in lots]
    assert done.result_digest == digest_of(result_content(lots))
    assert DrawnUnit.objects.in_city(done.city).count() == 13


def test_draw_twice_or_add_words_afterwards_is_refused():
    done = drawn()
    with refused("not_sealed"):
        draw_lots(draw=done, by=officer(), at=AT)
    with refused("not_sealed"):
        add_public_words(draw=done, words="6", by=officer(), at=AT)


def test_add_words_that_separate_or_too_many_is_refused():
    sealed = seal()
    with refused("words_invalid"):
        add_public_words(draw=sealed, words="4|2", by=officer(), at=AT)
    for number in range(5):
        add_public_words(draw=sealed, words=str(number), by=None, at=AT)
    with refused("words_full"):
        add_public_words(draw=sealed, words="6", by=officer(), at=AT)


def test_draw_from_a_changed_file_is_refused():
    sealed = seal()
    path = path_of("qinghe", sealed.frame.sha256)
    path.write_bytes(path.read_bytes().replace("公园-01".encode(), "公园-91".encode()))
    with refused("frame_changed"):
        draw_lots(draw=sealed, by=officer(), at=AT)
    path.unlink()
    with refused("frame_changed"):
        draw_lots(draw=sealed, by=officer(), at=AT)


def test_draw_by_a_changed_rule_is_refused():
    sealed = seal()
    sealed.rule = {**sealed.rule, "sizes": {"商场": 1}}
    sealed.save()
    with refused("frame_changed"):
        draw_lots(draw=sealed, by=officer(), at=AT)


def test_draw_under_another_key_of_the_installation_is_refused_and_can_be_voided(settings):
    sealed, done = seal(), drawn(rule=rule("第二轮"))
    settings.SECRET_KEY = "another key of the installation, long enough"
    with refused("seal_broken"):
        draw_lots(draw=sealed, by=officer(), at=AT)
    with refused("seal_broken"):
        reveal_secret(draw=done, by=officer(), at=AT)
    gone = void_draw(draw=sealed, reason="密钥打不开", by=officer(), at=AT)
    assert (gone.state, gone.secret, gone.revealed_at) == (DrawState.VOID, "", None)


def test_keep_a_draw_is_for_its_keeper_alone():
    other = make_account(SUPERVISOR)
    done = drawn(keeper=other, by=None)
    assert keeps_draw(done)(other, done.city)
    for person in (OFFICER, LEADER, AUDITOR, INSPECTOR, STRANGER):
        assert not keeps_draw(done)(make_account(person), done.city)
        assert not sees_outcome(done)(make_account(person), done.city)
    with pytest.raises(PermissionDenied):
        replace_unit(draw=done, key=keys_of(done)[0], reason="closed", by=officer(), at=AT)
    with pytest.raises(PermissionDenied):
        reveal_secret(draw=done, by=officer(), at=AT)


def test_keep_a_draw_ends_with_the_post_and_the_office_ends_the_draw():
    keeper = make_account(SUPERVISOR)
    done = drawn(keeper=keeper, by=None)
    Post.objects.in_city(done.city).filter(account=keeper).update(ends_on=date(2026, 1, 2))
    done = Draw.objects.in_city(done.city).select_related("keeper", "city").get(pk=done.pk)
    assert ends_draw(done)(officer(), done.city)
    assert not sees_outcome(done)(officer(), done.city)
    assert reveal_secret(draw=done, by=officer(), at=LATER).state == DrawState.REVEALED


def test_draw_of_the_system_is_seen_by_nobody_before_the_end():
    done = drawn(keeper=None, by=None)
    assert not sees_outcome(done)(officer(), done.city)
    assert keeps_draw(done)(officer(), done.city)
    with refused("system_keeps"):
        reveal_secret(draw=done, by=officer(), at=LATER)
    over = reveal_secret(draw=done, by=None, at=LATER)
    assert sees_outcome(over)(make_account(AUDITOR), over.city)
    assert not sees_outcome(over)(make_account(INSPECTOR), over.city)


def test_assign_units_shows_each_person_the_own_days_only():
    done, inspector = drawn(), make_account(INSPECTOR)
    first, second, third = keys_of(done)[:3]
    today, tomorrow = date(2026, 11, 16), date(2026, 11, 17)
    plan = {first: (inspector, today), second: (inspector, tomorrow), third: (make_account(SUPERVISOR), today)}
    assign_units(draw=done, assignments=plan, by=officer(), at=AT)
    assert [unit.key for unit in chosen_for(done, inspector, on=today)] == [first]
    assert [unit.key for unit in chosen_for(done, inspector, on=tomorrow)] == [first, second]
    assert list(chosen_for(done, make_account(LEADER), on=tomorrow)) == []


def test_assign_a_reserve_or_before_the_draw_is_refused():
    done, inspector = drawn(), make_account(INSPECTOR)
    reserve = units_of_draw(done).filter(state="reserve").first()
    with refused("not_chosen"):
        assign_units(draw=done, assignments={reserve.key: (inspector, AT.date())}, by=officer(), at=AT)
    with refused("not_drawn"):
        assign_units(draw=seal(rule=rule("第二轮")), assignments={}, by=officer(), at=AT)


def test_replace_a_unit_takes_the_next_reserve_and_its_assignment():
    done, inspector = drawn(), make_account(INSPECTOR)
    malls = list(units_of_draw(done).filter(stratum="商场"))
    assign_units(draw=done, assignments={malls[1].key: (inspector, AT.date())}, by=officer(), at=AT)
    first = replace_unit(draw=done, key=malls[1].key, reason="closed", by=officer(), at=AT)
    second = replace_unit(draw=done, key=first.key, reason="unsafe", by=officer(), at=LATER)
    assert (first.key, second.key) == (malls[3].key, malls[4].key)
    assert [unit.key for unit in chosen_for(done, inspector, on=AT.date())] == [malls[4].key]
    assert [(unit.key, unit.replaces.key) for unit in replacements_of(done)] == [
        (malls[3].key, malls[1].key),
        (malls[4].key, malls[3].key),
    ]
    with refused("not_chosen"):
        replace_unit(draw=done, key=malls[1].key, reason="closed", by=officer(), at=LATER)


def test_replace_without_a_reserve_or_before_the_draw_is_refused():
    done = drawn(rule=rule(公园=5))
    with refused("no_reserve"):
        replace_unit(draw=done, key=keys_of(done)[0], reason="closed", by=officer(), at=AT)
    with refused("not_drawn"):
        replace_unit(draw=seal(rule=rule("第二轮")), key="公园-01", reason="closed", by=officer(), at=AT)


def test_reveal_before_its_day_or_before_the_draw_is_refused():
    with refused("not_drawn"):
        reveal_secret(draw=seal(), by=officer(), at=AT)
    done = drawn(rule=rule("第二轮"), reveal_from=LATER.date())
    with refused("too_early"):
        reveal_secret(draw=done, by=officer(), at=LATER - timedelta(days=1))
    over = reveal_secret(draw=done, by=officer(), at=LATER)
    assert commitment_of(over.secret, over.salt) == over.commitment


def test_void_a_draw_shows_what_was_thrown_away():
    done = drawn()
    with refused("no_reason"):
        void_draw(draw=done, reason=" ", by=officer(), at=AT)
    gone = void_draw(draw=done, reason="抽样框漏了一个区", by=officer(), at=LATER)
    assert commitment_of(gone.secret, gone.salt) == gone.commitment
    assert sees_outcome(gone)(make_account(LEADER), gone.city)
    assert list(chosen_for(gone, officer(), on=LATER.date())) == []
    with refused("void_already"):
        void_draw(draw=gone, reason="再来", by=officer(), at=LATER)


def test_void_a_revealed_draw_keeps_its_secret_and_moment():
    over = reveal_secret(draw=drawn(), by=officer(), at=LATER)
    gone = void_draw(draw=over, reason="抽错了类别", by=officer(), at=LATER + timedelta(days=1))
    assert (gone.secret, gone.revealed_at) == (over.secret, LATER)


def test_hand_over_a_draw_shows_its_outcome_to_the_new_keeper_only():
    done, other = drawn(), make_account(SUPERVISOR)
    handed = hand_over(draw=done, keeper=other, by=officer(), at=LATER)
    sees = sees_outcome(handed)
    assert (sees(other, done.city), sees(officer(), done.city)) == (True, False)
    assert keepers_before(handed) == [(officer().name, LATER)]
    event = Event.objects.in_city(done.city).get(kind="draw.handed_over")
    assert event.data == {"before": officer().pk, "keeper": other.pk}
    with pytest.raises(PermissionDenied):
        hand_over(draw=done, keeper=officer(), by=officer(), at=LATER)
    back = hand_over(draw=done, keeper=officer(), by=other, at=LATER)
    assert [name for name, _at in keepers_before(back)] == [officer().name, other.name]
    reveal_secret(draw=back, by=officer(), at=LATER)


def test_hand_over_a_draw_whose_keeper_left_is_for_the_office():
    done = drawn(keeper=make_account(SUPERVISOR), by=None)
    with pytest.raises(PermissionDenied):
        hand_over(draw=done, keeper=officer(), by=officer(), at=LATER)
    Post.objects.in_city(done.city).filter(account=make_account(SUPERVISOR)).update(
        starts_on=date(2019, 1, 1), ends_on=date(2020, 1, 1)
    )
    assert hand_over(draw=done, keeper=officer(), by=officer(), at=LATER).keeper == officer()


def test_hand_over_what_cannot_be_handed_over_is_refused():
    done = drawn()
    with refused("keeper_same"):
        hand_over(draw=done, keeper=officer(), by=officer(), at=LATER)
    with refused("keeper_unfit"):
        hand_over(draw=done, keeper=make_account(INSPECTOR), by=officer(), at=LATER)
    over = reveal_secret(draw=done, by=officer(), at=LATER)
    with refused("over"):
        hand_over(draw=over, keeper=make_account(SUPERVISOR), by=officer(), at=LATER)
    alone = seal(rule=rule("第二轮"), keeper=None)
    with pytest.raises(PermissionDenied):
        hand_over(draw=alone, keeper=officer(), by=officer(), at=LATER)
    with refused("system_keeps_on"):
        hand_over(draw=alone, keeper=officer(), by=None, at=LATER)


def test_draw_balanced_seals_only_a_frame_that_says_where_its_units_lie():
    spread = rule_of({"round": "r", "design": "balanced", "allocation": "each", "each": 2, "reserves": 1})
    with pytest.raises(FrameError):
        seal(rule=spread)
    placed = [
        FrameRow(row.key, row.stratum, 1, Place(32_000_000 + n, 114_000_000 - n)) for n, row in enumerate(frame())
    ]
    done = drawn(frame=placed, rule=spread)
    assert DrawnUnit.objects.in_city(done.city).count() == 6
    reserve = replace_unit(draw=done, key=keys_of(done)[0], reason="closed", by=officer(), at=AT)
    assert reserve.order == 3


def test_read_the_events_of_a_draw_finds_digests_only():
    done = drawn()
    secret, _salt = unseal(done.sealed_secret)
    chosen = keys_of(done)
    assign_units(draw=done, assignments={chosen[0]: (officer(), AT.date())}, by=officer(), at=AT)
    replace_unit(draw=done, key=chosen[0], reason="closed", by=officer(), at=AT)
    events = Event.objects.in_city(done.city).filter(kind__startswith="draw.").order_by("number")
    assert [event.kind for event in events] == [
        "draw.sealed",
        "draw.drawn",
        "draw.units_assigned",
        "draw.unit_replaced",
    ]
    told = json.dumps([event.data for event in events], ensure_ascii=False)
    for hidden in (
        secret,
        *(key for keys in KEYS.values() for key in keys),
        *units_of_draw(done).values_list("ticket", flat=True),
    ):
        assert hidden not in told


def test_write_what_contradicts_itself_is_refused_by_the_database():
    done = drawn()
    for changes in ({"state": "revealed"}, {"secret": "s"}, {"result_digest": ""}, {"void_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.in_city(make_city()).filter(pk=done.pk).update(**changes)
    for changes in ({"state": "replaced"}, {"assigned_on": AT.date()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            units_of_draw(done).order_by().update(**changes)
