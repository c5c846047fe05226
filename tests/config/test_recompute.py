"""`round recompute`: the same digits again, and a row that was changed underneath is seen."""

import json
from datetime import UTC, datetime

import pytest

from tests.assessment.forecasts import write_settings
from tests.materials.cases import campaign
from tests.materials.test_grading import YEAR, give, passed, set_rule
from tests.people import OFFICER, make_account, make_city
from tests.rounds import make_round, row
from wenming.assessment.actions import keep_forecast, keep_league, keep_levels, keep_material_score, run_assessment
from wenming.assessment.models import ForecastRun, MaterialRun, Run
from wenming.config.cli import main
from wenming.inspections.models import Observation
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def runs():
    rounds = [make_round([row(deduction=0.2), row(site="主要交通路口2")], name=name) for name in ("第一轮", "第二轮")]
    return [run_assessment(round_=round_, by=None, at=AT) for round_ in rounds]


def test_recompute_untouched_rounds_gives_the_same_digits_and_writes_nothing(runs, capsys):
    before = Event.objects.in_city(make_city()).count()
    assert main(["round", "recompute"]) == 0
    assert capsys.readouterr().out == "qinghe：重算 2 次计分，全部一致\n"
    assert main(["round", "recompute", "qinghe", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "engine": "1",
        "cities": [
            {
                "city": "qinghe",
                "runs": 2,
                "other_versions": 0,
                "differences": [],
                "material_runs": 0,
                "material_differences": [],
                "leagues": 0,
                "league_differences": [],
                "levels": 0,
                "level_differences": [],
            }
        ],
    }
    assert (Event.objects.in_city(make_city()).count(), Run.objects.in_city(make_city()).count()) == (before, 2)
    assert verify_chain(make_city()).whole


def test_recompute_tells_of_kept_leagues_and_of_one_whose_rows_were_changed(runs, capsys):
    city = runs[0].city
    kept = keep_league(round_=runs[0].round, level="street", by=None, at=AT)
    assert main(["round", "recompute"]) == 0
    assert "重算 1 份排行，全部一致" in capsys.readouterr().out
    Observation.objects.in_city(city).filter(round=runs[0].round, milli=800).update(milli=700)
    assert main(["round", "recompute"]) == 1
    assert f"  第 1 轮街道乡镇排行 {kept.pk}：输入校验码、结果校验码不同\n" in capsys.readouterr().out
    assert main(["round", "recompute", "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["cities"]
    assert told["league_differences"] == [
        {"run": kept.pk, "round": 1, "level": "street", "digests": ["input", "result"]}
    ]


def test_recompute_tells_of_kept_levels_and_of_a_round_whose_rows_were_changed(runs, capsys):
    kept = keep_levels(round_=runs[0].round, by=None, at=AT)
    assert main(["round", "recompute"]) == 0
    assert "重算 1 轮的水平，全部一致" in capsys.readouterr().out
    Observation.objects.in_city(kept.city).filter(round=kept.round, milli=800).update(milli=700)
    assert main(["round", "recompute"]) == 1
    assert f"  第 1 轮的水平 {kept.pk}：输入校验码、结果校验码不同\n" in capsys.readouterr().out
    assert main(["round", "recompute", "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["cities"]
    assert (told["levels"], told["level_differences"]) == (
        1,
        [{"run": kept.pk, "round": 1, "digests": ["input", "result"]}],
    )


def test_recompute_a_round_whose_row_was_changed_names_round_run_and_digests(runs, capsys):
    second = runs[1]
    Observation.objects.in_city(second.city).filter(round=second.round, milli=800).update(milli=700)
    assert main(["round", "recompute"]) == 1
    assert capsys.readouterr().out == (
        "qinghe：重算 2 次计分，1 次不一致\n"
        f"  第 2 轮“第二轮”，计分 {second.pk}：输入校验码、结果校验码、得分和满分不同\n"
    )
    assert main(["round", "recompute", "--json"]) == 1
    (city,) = json.loads(capsys.readouterr().out)["cities"]
    assert city["differences"] == [
        {
            "round": 2,
            "name": "第二轮",
            "run": second.pk,
            "at": "2026-11-20T09:30:00+00:00",
            "digests": ["input", "result", "score"],
        }
    ]


@pytest.mark.parametrize(
    ("field", "name"), [("edition_digest", "edition"), ("result_digest", "result"), ("score", "score")]
)
def test_recompute_a_run_that_was_changed_itself_names_what_differs(runs, capsys, field, name):
    Run.objects.in_city(make_city()).filter(pk=runs[0].pk).update(**{field: "0" * 64})
    assert main(["round", "recompute", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["cities"][0]["differences"][0]["digests"] == [name]


def test_recompute_leaves_runs_of_another_engine_alone_and_says_so(runs, capsys):
    Run.objects.in_city(make_city()).filter(pk=runs[0].pk).update(engine_version="0", result_digest="0" * 64)
    assert main(["round", "recompute"]) == 0
    assert capsys.readouterr().out == "qinghe：重算 1 次计分，全部一致；另有 1 次由其他版本的引擎计算，没有核对\n"


def test_recompute_of_an_unknown_city_could_not_be_done(runs, capsys):
    assert main(["round", "recompute", "nirgends"]) == 2
    assert capsys.readouterr().err == "没有城市 nirgends\n"


def test_recompute_kept_material_scores_finds_the_same_digits_or_names_the_year(capsys):
    passed("1.1")
    set_rule()
    give(label="B", words="缺数据")
    run = keep_material_score(campaign=campaign(), year=YEAR, by=make_account(OFFICER), at=AT)
    assert main(["round", "recompute"]) == 0
    assert "qinghe：重算 1 次材料得分，全部一致\n" in capsys.readouterr().out
    MaterialRun.objects.in_city(make_city()).update(inputs={"points": "40", "clauses": [["1.1", "1", 0, 0]]})
    assert main(["round", "recompute"]) == 1
    assert f"  {YEAR} 年材料得分 {run.pk}：输入校验码、结果校验码、得分和满分不同\n" in capsys.readouterr().out
    assert main(["round", "recompute", "--json"]) == 1
    (city,) = json.loads(capsys.readouterr().out)["cities"]
    assert city["material_differences"] == [{"run": run.pk, "year": YEAR, "digests": ["input", "result", "score"]}]


def test_recompute_forecasts_gives_the_same_digests_and_finds_a_changed_one(capsys):
    write_settings()
    run = keep_forecast(campaign=campaign(), by=None, at=AT)
    assert main(["forecast", "recompute"]) == 0
    assert capsys.readouterr().out == "qinghe：重算 1 次预测，全部一致\n"
    ForecastRun.objects.in_city(make_city()).update(result_digest="0" * 64)
    assert main(["forecast", "recompute", "qinghe", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["cities"] == [
        {"city": "qinghe", "forecasts": 1, "differences": [{"forecast": run.pk, "digests": ["result"]}]}
    ]
    assert main(["forecast", "recompute"]) == 1
    assert f"  {run.pk}: result" in capsys.readouterr().out
    assert main(["forecast", "recompute", "nirgends"]) == 2
