"""Forecasts: what they are made from, that they are silent until nothing is missing, kept with digests, the same again, seen by the named alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.assessment.forecasts import FACTS, name_reader, tell_forecast, write_settings
from tests.assessment.rows import write_rounds
from tests.engine.forecast.cities import CITY
from tests.materials.cases import campaign
from tests.materials.test_grading import give, passed, set_rule
from tests.people import AT, AUDITOR, INSPECTOR, LEADER, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.sites.places import make_site, make_type
from wenming.assessment.actions import (
    ForecastRefusedError,
    ask_forecast,
    end_forecast_reader,
    keep_forecast,
    name_forecast_reader,
)
from wenming.assessment.enums import forecast_refusal_words
from wenming.assessment.models import ForecastReader, ForecastRun, ForecastSettings
from wenming.assessment.queries.forecasts.gathering import UNREGISTERED, gathered
from wenming.assessment.queries.forecasts.kept import held_against, recomputed_forecasts, settings_of
from wenming.assessment.rules import sees_chances
from wenming.assessment.schemas.forecasts.words import LACKS
from wenming.assessment.tasks.forecasts import make_asked, make_in_cities
from wenming.campaigns.actions.campaigns import record_score
from wenming.campaigns.models import Campaign
from wenming.engine.forecast import Cluster, Lack, SeenSite, learned_shift, missing_of, pair_of, shortfall_of
from wenming.engine.forecast import Round as PastRound
from wenming.inspections.models import Observation
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db


def city_seen() -> list:
    """Two incognito weeks at three markets of the register and a place that it does not know; an announced one after them."""
    market = make_type("农贸市场")
    for name in ("一号市场", "二号市场", "三号市场"):
        make_site(name, name, type=market)
    looks = {"一号市场": "..", "二号市场": "x.", "三号市场": ".x", "河湾茶馆": ".x"}
    rounds = write_rounds(looks)
    return rounds + write_rounds({"一号市场": "x"}, first=AT.date() - timedelta(days=3), manner="announced", start=3)


def keep(by=None, at=AT):
    return keep_forecast(campaign=campaign(), by=by, at=at)


def found():
    return gathered(campaign(), settings_of(campaign()), AT.year, on=AT.date())


def test_gather_takes_each_type_as_the_last_fair_round_saw_it():
    city_seen()
    passed("1.1")
    set_rule()
    give()
    write_settings()
    held = Campaign.objects.in_city(make_city()).select_related("city", "edition").get()
    settings = settings_of(held)
    with assert_queries(8):
        known = gathered(held, settings, AT.year, on=AT.date())
    outside, markets = sorted(known.problem.types, key=lambda one: one.key)
    assert (outside.key, outside.frame, markets.key, markets.frame) == (UNREGISTERED, 0, "农贸市场", 3)
    assert (markets.drawn, markets.checks, markets.sites) == (
        2,
        5,
        (SeenSite(1, 1, rate=1.0), SeenSite(1, 0, rate=0.0), SeenSite(1, 1, rate=1.0)),
    )
    assert [(one.checked, one.failed) for one in markets.items] == [(3, 1)]
    assert (markets.weight, outside.weight) == (3 * outside.weight, markets.weight / 3)
    assert known.seen == {UNREGISTERED: 2, "农贸市场": 2}
    assert [one.key for one in known.past] == ["1", "2"]
    assert known.problem.parts.total == 100
    (clause, *_rest) = [one for one in known.problem.clauses if one.key == "1.1"]
    assert (clause.rating, clause.agreed, clause.reviewed) == (1.0, 9, 10)


def test_gather_knows_types_only_from_the_plan_or_from_an_announced_round():
    write_settings(plan=[["公园", 1, 1]], gate_passed=None, gate_held=None)
    (park,) = found().problem.types
    assert (park.key, park.weight, park.frame, park.sites) == ("公园", 1.0, 0, ())
    assert found().problem.gate is None
    write_rounds({"一号市场": "x"}, manner="announced")
    kinds = {one.key: one for one in found().problem.types}
    assert kinds[UNREGISTERED].sites == (SeenSite(1, 0, drawn=False, rate=0.0),)
    assert kinds["公园"].weight == kinds[UNREGISTERED].weight


def test_gather_keeps_the_level_of_a_type_whose_checks_were_passed_in_part():
    market = make_type("农贸市场")
    names = [f"{number}号市场" for number in range(1, 6)]
    for name in names:
        make_site(name, name, type=market)
    (round_,) = write_rounds(dict.fromkeys(names, "."))
    for name, milli in zip(names, (900, 900, 700, 900, 1000), strict=True):
        Observation.objects.in_city(make_city()).filter(round=round_, site=name).update(milli=milli)
    (kind,) = found().problem.types
    assert [one.rate for one in kind.sites] == [0.9, 0.9, 0.7, 0.9, 1.0]
    assert [one.passed for one in kind.sites] == [1, 1, 0, 1, 1]
    set_rule()
    assert shortfall_of(found().problem).losses[0].points == pytest.approx(40 * 0.12)


def test_gather_without_settings_takes_the_parts_of_the_rule_and_the_target():
    set_rule()
    known = gathered(campaign(), None, AT.year, on=AT.date()).problem
    assert (known.parts.materials, known.parts.field, known.survey_plan.intercepts) == (40.0, 40.0, 0)
    assert known.line == (campaign().target / 1000 if campaign().target else None)


def test_gather_learns_the_shift_from_the_pairs_that_were_written():
    write_settings(pairs=[])
    assert found().problem.shift == learned_shift(())
    write_settings()
    expected = learned_shift([pair_of(0.875, 0.842, 60), pair_of(0.8625, 0.82)])
    assert (found().problem.shift, expected.pairs, expected.mean < 0) == (expected, 2, True)


def test_gather_counts_the_survey_of_a_year_and_no_older_one():
    asked = [["滨河社区", 22, 19], ["河湾新村", 20, 20]]
    for days, clusters in ((364, (Cluster(22, 19), Cluster(20, 20))), (365, ())):
        write_settings(surveyed=asked, surveyed_on=AT.date() - timedelta(days=days))
        assert found().problem.survey == clusters
        assert (Lack.SURVEY in {one.code for one in missing_of(found().problem)}) == (not clusters)


def test_keep_speaks_once_everything_is_written():
    """A city that has rounds, grades, the register and a survey on paper gets a chance, by the same ways as the demo."""
    market = make_type("农贸市场")
    looks = {f"{number}号市场": ".x" if number % 3 else ".." for number in range(6)}
    for name in looks:
        make_site(name, name, type=market)
    write_rounds(looks)
    asked = [[f"社区{number}", 22, 17 + number] for number in range(3)]
    write_settings(field=60_000, materials=0, survey=40_000, surveyed=asked, surveyed_on=AT.date())
    told = keep().result
    assert told["answer"]["missing"] == []
    assert 0 < told["answer"]["forecast"]["reaches"]["value"] < 1
    assert told["chances"]["reaches"].endswith(" %")


def test_keep_is_silent_and_names_what_is_missing_and_the_gap_stands_first():
    city_seen()
    write_settings()
    run = keep()
    answer = run.result["answer"]
    assert answer["forecast"] is None
    assert "survey" in {one["code"] for one in answer["missing"]}
    assert answer["shortfall"]["line"] == 85.0
    assert answer["shortfall"]["short"] < answer["shortfall"]["short_at_most"]
    (event,) = Event.objects.in_city(make_city()).filter(kind="forecast.kept")
    assert (event.data["digest"], event.data["result"], event.by) == (run.digest, run.result_digest, None)
    assert {one["line"] for one in run.result["test"]["statements"]} == {60, 61, 62, 63, 64, 85}


def test_keep_again_returns_the_same_until_something_changes():
    write_settings()
    first = keep()
    assert keep(at=AT + timedelta(days=1)) == first
    write_settings(line=80_000)
    assert keep(at=AT + timedelta(days=2)) != first
    assert ForecastRun.objects.in_city(make_city()).count() == 2


def test_recompute_gives_the_same_digests_and_finds_what_was_changed():
    city_seen()
    write_settings()
    silent, told = keep(), tell_forecast(past=[PastRound("1", CITY.types), PastRound("2", CITY.types)])
    assert recomputed_forecasts(make_city()) == [(silent, ()), (told, ())]
    ForecastRun.objects.in_city(make_city()).filter(pk=told.pk).update(digest="0" * 64, result_digest="1" * 64)
    assert recomputed_forecasts(make_city())[1][1] == ("input", "result")


def test_write_settings_makes_versions_by_the_office_and_none_for_the_same_facts():
    first = write_settings()
    assert write_settings() == first
    assert (write_settings(line=86_000).version, settings_of(campaign()).line) == (2, 86_000)
    assert Event.objects.in_city(make_city()).filter(kind="forecast.settings_set").count() == 2
    from wenming.assessment.actions import write_forecast_settings

    with pytest.raises(PermissionDenied):
        write_forecast_settings(campaign=campaign(), facts=FACTS, by=make_account(SUPERVISOR), at=AT)
    assert ForecastSettings.objects.in_city(make_city()).count() == 2


def test_name_reader_only_who_sees_results_and_once_and_until_ended():
    reader = name_reader(LEADER)
    for person, why in ((LEADER, "reader_named_already"), (INSPECTOR, "reader_without_sight")):
        with pytest.raises(ForecastRefusedError, match=why):
            name_reader(person)
        assert forecast_refusal_words(why)
    leader, city = make_account(LEADER), make_city()
    with assert_queries(2):
        # who holds which post, and who is named: both are asked once per request
        assert [sees_chances(leader, city) for _time in range(2)] == [True, True]
    assert not any(sees_chances(make_account(one), make_city()) for one in (OFFICER, SUPERVISOR, AUDITOR, INSPECTOR))
    with pytest.raises(PermissionDenied):
        end_forecast_reader(reader=reader, by=make_account(SUPERVISOR), at=AT)
    for _time in range(2):
        ended = end_forecast_reader(reader=reader, by=make_account(OFFICER), at=AT)
    assert (ended.ended_at, Event.objects.in_city(make_city()).filter(kind="forecast.reader_ended").count()) == (AT, 1)
    assert not sees_chances(make_account(LEADER), make_city())
    assert name_reader(LEADER) != reader
    with pytest.raises(PermissionDenied):
        name_forecast_reader(
            city=make_city(), account=make_account(OFFICER), reason="x", by=make_account(LEADER), at=AT
        )
    assert ForecastReader.objects.in_city(make_city()).count() == 2


def test_ask_hands_the_work_to_a_worker_and_the_night_makes_every_city():
    with pytest.raises(PermissionDenied):
        ask_forecast(campaign=campaign(), by=make_account(LEADER), at=AT)
    ask_forecast(campaign=campaign(), by=make_account(OFFICER), at=AT)
    event = Event.objects.in_city(make_city()).get(kind="forecast.asked")
    make_asked(event)
    (run,) = ForecastRun.objects.in_city(make_city())
    assert (run.by, run.at, run.settings) == (make_account(OFFICER), AT, None)
    make_city("baiyun")
    assert make_in_cities() == 1


def test_hold_against_takes_the_last_forecast_before_the_result_was_entered():
    tell_forecast(year=AT.year, at=AT - timedelta(days=2))
    before = tell_forecast(replace(CITY, line=78.0), year=AT.year, at=AT - timedelta(days=1))
    record_score(campaign=campaign(), year=AT.year, score=81_000, source="公报", by=make_account(OFFICER), at=AT)
    tell_forecast(year=AT.year, at=AT + timedelta(days=1))
    record_score(
        campaign=campaign(),
        year=AT.year,
        score=81_500,
        source="更正",
        by=make_account(OFFICER),
        at=AT + timedelta(days=2),
    )
    ((held),) = held_against(campaign())
    assert (held.score.score, held.run, held.forecast["reaches"]) == (
        81_500,
        before,
        before.result["answer"]["forecast"]["reaches"],
    )


def test_every_lack_has_words_and_a_page():
    assert set(LACKS) == set(Lack)
