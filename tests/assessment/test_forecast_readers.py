"""Chances leave the store by two pages only, and there only for the named: the source says so, the command tells digests, events carry none."""

from __future__ import annotations

import json
import re

import pytest

from tests.architecture.sources import files, named
from tests.assessment.forecasts import name_reader, tell_forecast, write_settings
from tests.assessment.rows import write_rounds
from tests.people import AT, LEADER, OFFICER, make_account
from wenming.assessment.actions import ask_forecast, keep_forecast
from wenming.assessment.models import ForecastRun
from wenming.config.cli import main
from wenming.kernel.models import Event

KEPT = re.compile(r"\b(ForecastRun|latest_forecast|held_against|forecast_card|proof_card|shift_card|keep_forecast)\b")
ASKING = {
    "src/wenming/assessment/actions/__init__.py",
    "src/wenming/assessment/actions/forecasts.py",
    "src/wenming/assessment/models/__init__.py",
    "src/wenming/assessment/models/forecasts.py",
    "src/wenming/assessment/queries/forecasts/kept.py",
    "src/wenming/assessment/schemas/forecasts/card.py",
    "src/wenming/assessment/schemas/forecasts/record.py",
    "src/wenming/assessment/tasks/forecasts.py",
    "src/wenming/assessment/views/forecasts.py",
    "src/wenming/rehearsal/seeds/forecasts.py",
    "src/wenming/workbench/schemas/state.py",
    "src/wenming/workbench/views/state.py",
}
PAGES = {"src/wenming/assessment/views/forecasts.py", "src/wenming/workbench/views/state.py"}
"""Where somebody is answered: both ask first whether that person was named (``rules.sees_chances``)."""


def test_search_the_source_for_kept_forecasts_finds_two_pages_that_ask_who_reads():
    sources = {named(path): path.read_text(encoding="utf-8") for path in files(".py", under="src/wenming/")}
    asking = {name for name, text in sources.items() if KEPT.search(text) and "/migrations/" not in name}
    assert asking == ASKING
    answering = {name for name in asking if {"views", "exports", "urls", "adapters"} & set(name.split("/"))}
    assert answering == PAGES
    assert {name for name, text in sources.items() if "sees_chances(request.user" in text} == PAGES


@pytest.mark.django_db
def test_recompute_tells_digests_and_no_number_of_a_chance(capsys):
    write_rounds({"一号市场": ".x"})
    silent, told = keep(), tell_forecast()
    assert main(["forecast", "recompute"]) == 0
    assert capsys.readouterr().out == "qinghe：重算 2 次预测，全部一致\n"
    ForecastRun.objects.in_city(told.city).filter(pk=told.pk).update(result_digest="0" * 64)
    assert main(["forecast", "recompute"]) == 1
    assert capsys.readouterr().out == f"qinghe：重算 2 次预测，1 次不一致\n  {told.pk}: result\n"
    assert main(["forecast", "recompute", "qinghe", "--json"]) == 1
    (city,) = json.loads(capsys.readouterr().out)["cities"]
    assert city == {
        "city": "qinghe",
        "forecasts": 2,
        "differences": [{"forecast": told.pk, "digests": ["result"]}],
    }
    assert main(["forecast", "recompute", "nirgends"]) == 2
    assert "没有城市" in capsys.readouterr().err
    assert silent.result["answer"]["forecast"] is None


def keep():
    write_settings()
    return keep_forecast(campaign=write_settings().campaign, by=None, at=AT)


@pytest.mark.django_db
def test_events_of_a_forecast_carry_digests_and_nothing_else():
    run = keep()
    name_reader(LEADER)
    ask_forecast(campaign=run.campaign, by=make_account(OFFICER), at=AT)
    said = {
        event.kind: set(event.data) for event in Event.objects.in_city(run.city).filter(kind__startswith="forecast.")
    }
    assert said == {
        "forecast.settings_set": {"campaign", "version"},
        "forecast.kept": {"campaign", "year", "digest", "result", "engine", "seed", "problem"},
        "forecast.reader_named": {"account", "reason"},
        "forecast.asked": {"campaign"},
    }
