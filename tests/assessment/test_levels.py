"""Levels of rounds: computed from counts, kept once, and any two rounds of an edition compared from what was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.assessment.test_leagues import formula, rows_of
from tests.people import HOME, LEADER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_round
from tests.workbench.test_state import BAD, GOOD, write_areas
from wenming.assessment.actions import keep_levels, run_assessment
from wenming.assessment.models import LeagueRun, LevelRun
from wenming.assessment.queries import pair_of
from wenming.assessment.queries.changes import real_changes, whole_change
from wenming.assessment.queries.levels import levels_of, recomputed_levels
from wenming.assessment.schemas.real_changes import lacking_sentence, really
from wenming.assessment.tasks import leagues as tasks
from wenming.inspections.models import Observation
from wenming.kernel.models import City, Event
from wenming.workbench.schemas.state import change_words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
EARLIER = date(2026, 10, 1)


def events(city, kind):
    return list(Event.objects.in_city(city).filter(kind=kind).order_by("pk"))


def test_keep_levels_again_is_kept_once_until_a_row_differs():
    round_ = make_round(rows_of({"甲街道": ".", "乙街道": "x"}))
    first = keep_levels(round_=round_, by=None, at=AT)
    assert keep_levels(round_=round_, by=None, at=AT) == first
    assert [one.differing for one in recomputed_levels(round_.city)] == [()]
    Observation.objects.in_city(round_.city).filter(milli=500).update(milli=400)
    assert [one.differing for one in recomputed_levels(round_.city)] == [("input", "result")]
    second = keep_levels(round_=round_, by=None, at=AT)
    assert second.input_digest != first.input_digest
    LevelRun.objects.in_city(round_.city).filter(pk=second.pk).update(engine_version="0")
    third = keep_levels(round_=round_, by=None, at=AT)
    assert (third.result, levels_of([round_], round_.city)[round_.pk].run) == (second.result, third)
    assert len(events(round_.city, "levels.computed")) == LevelRun.objects.in_city(round_.city).count() == 3


def test_levels_of_a_round_are_its_projects_and_the_whole_only_where_every_leaf_has_data():
    part = make_round(rows_of({"甲街道": ".x"}), name="一", ended=EARLIER)
    whole = write_areas({"甲街道": GOOD, "乙街道": BAD}, 2)
    keep_levels(round_=part, by=None, at=AT)
    kept = levels_of([part, whole], part.city)
    levels = kept[part.pk].levels
    known = {code: level.interval.estimate for code, level in levels.items() if level.sites}
    # 公共服务 is judged by one of its contents, at every second site half a point lost
    assert (known, kept[part.pk].whole, "1" in levels) == ({"10": 0.75}, None, True)
    mean = (sum(GOOD) / 8 + sum(BAD) / 8) / 2000
    assert kept[whole.pk].whole.interval.estimate == pytest.approx(mean)
    assert kept[whole.pk].whole.sites == 16


def test_any_two_rounds_are_compared_from_what_was_kept_and_from_nothing_else():
    first, _second, third = (
        write_areas({"甲街道": side, "乙街道": side}, number) for number, side in ((1, BAD), (2, GOOD), (3, GOOD))
    )
    Observation.objects.in_city(first.city).update(milli=0)
    with assert_queries(1):
        found = whole_change(first, third)
    assert (len(found.lines), found.whole.change.is_told, found.whole.change.low > 0) == (1, True, True)
    assert change_words(found, (third, first))[1] == "ok"
    back = whole_change(third, first)
    assert (back.whole.change.difference, change_words(back, (first, third))[1]) == (
        -found.whole.change.difference,
        "bad",
    )
    assert change_words(back, (first, third))[0].startswith("差了：比第3轮 −")
    table = really(real_changes(pair_of(first, third)))
    assert (table["rows"][0]["name"], table["rows"][0]["tone"], table["lacking"]) == ("总分", "up", "")
    assert len(table["rows"]) == 15


def test_change_of_rounds_without_levels_or_without_the_whole_says_which_lack():
    first = write_areas({"甲街道": GOOD, "乙街道": BAD}, 1, kept=False)
    second = write_areas({"甲街道": GOOD, "乙街道": GOOD}, 2, whole=False)
    pair = pair_of(first, second)
    found = real_changes(pair)
    assert (found.lines, found.unkept, found.whole, lacking_sentence(found)[:11]) == (
        (),
        (first,),
        None,
        "第1轮的水平还没有算好",
    )
    assert really(found)["rows"] == []
    keep_levels(round_=first, by=None, at=AT)
    found = real_changes(pair)
    assert (found.partial, found.whole, lacking_sentence(found)) == ((second,), None, "总的不能比：第2轮有条目没有数据")
    assert [row["tone"] for row in really(found)["rows"] if row["x"]] == ["up"]
    assert change_words(None, (second, None))[0] == "还没有按同一体系的两轮可以比"


def test_change_of_few_sites_is_not_told():
    first, second = (write_areas({"甲街道": GOOD[:4]}, number) for number in (1, 2))
    found = whole_change(first, second)
    assert (found.whole.change, change_words(found, (second, first))) == (
        None,
        ("样本不足：有一轮看的点位不到 5 个", "mute"),
    )
    assert really(real_changes(pair_of(first, second))) is None


def test_rounds_of_two_editions_have_no_real_change():
    first = write_areas({"甲街道": GOOD})
    source = PACK.read_text(encoding="utf-8").replace("code: suzhou-2016-district", "code: suzhou-2017-district", 1)
    other = make_round(rows_of({"甲街道": "."}), name="二", source=source)
    assert real_changes(pair_of(first, other)).lines == ()


def test_changes_page_says_where_levels_are_not_there_yet(client):
    first = make_round(rows_of({"甲街道": ".x"}, sites=12), ended=EARLIER)
    second = make_round(rows_of({"甲街道": "x"}, sites=12), name="第二轮")
    client.force_login(make_account(LEADER))
    page = f"/{HOME}/scores/{second.number}/changes/"
    assert "第一轮、第二轮的水平还没有算好" in client.get(page).content.decode()
    for round_ in (first, second):
        keep_levels(round_=round_, by=None, at=AT)
    found = client.get(page).content.decode()
    assert ("还没有算好" in found, "总的不能比：第一轮、第二轮有条目没有数据" in found, "iv-band" in found) == (
        False,
        True,
        True,
    )


def test_round_is_ranked_when_it_has_a_result_and_when_a_formula_begins_to_hold():
    before = make_round(rows_of({"甲街道": ".", "乙街道": "x"}), name="一", ended=EARLIER)
    after = make_round(rows_of({"甲街道": ".", "乙街道": "x"}), name="二")
    city = after.city
    run_assessment(round_=after, by=None, at=AT)
    tasks.rank_assessed_round(events(city, "round.assessed")[-1])
    assert (LevelRun.objects.in_city(city).count(), LeagueRun.objects.in_city(city).count()) == (1, 4)
    formula(since=date(2026, 10, 20))
    tasks.rank_by_new_formula(events(city, "local_formula.started")[-1])
    runs = LeagueRun.objects.in_city(city).filter(formula__isnull=False)
    assert [(run.round_id, run.level) for run in runs] == [(after.pk, "street")]
    assert City.objects.count() == 1
    assert tasks.rank_cities() == 8
    assert LevelRun.objects.in_city(city).filter(round=before).exists()
