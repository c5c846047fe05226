"""The year in its three parts: ranges, losses side by side, no sum in silence; what the papers reach is kept with its inputs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from tests.campaigns.test_campaigns import make_campaign
from tests.materials.cases import campaign
from tests.materials.test_grading import YEAR, draw, give, passed, set_rule
from tests.people import AT, HOME, LEADER, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_round, row
from wenming.assessment.actions import NoPointsError, keep_material_score
from wenming.assessment.models import MaterialRun
from wenming.assessment.queries.parts import computed_from, losses_of, recomputed_material_runs, year_score
from wenming.engine.grading import ScorePart
from wenming.inspections.models import Round
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/year/"


def make_looks() -> Round:
    """A round, and a campaign by its edition: to be made before anything else asks for a campaign."""
    round_ = make_round([row(deduction=0.2), row("公共服务10", "社区1", 0.3)], name="十一月测评")
    make_campaign(edition=round_.edition)
    return round_


def keep(by=OFFICER):
    return keep_material_score(campaign=campaign(), year=YEAR, by=make_account(by), at=AT)


def score():
    return year_score(campaign(), YEAR, on=AT.date())


def text(response) -> str:
    return response.content.decode()


def test_year_without_rule_or_grades_knows_nothing_and_says_so(client):
    client.force_login(make_account(LEADER))
    assert "还没有创建周期" in text(client.get(PAGE))
    passed("1.1")
    found = score()
    assert ([one.known for one in found.parts], found.total, losses_of(found)) == ([False] * 3, None, [])
    page = text(client.get(PAGE))
    assert all(word in page for word in ("三部分的分值还没有人写明", "还不知道", "还没有问卷数据", "还说不出哪里失分"))
    set_rule()
    assert [one.known for one in score().parts] == [False] * 3
    assert "材料还没有评分" in text(client.get(PAGE))


def test_year_shows_papers_as_a_range_and_sites_by_the_latest_round_and_no_sum(client):
    round_ = make_looks()
    passed("1.1", "4.1")
    set_rule()
    give(label="B", words="缺数据")
    found = score()
    filing, field, survey = found.parts
    assert (filing.low, filing.high, filing.points) == (12, 32, 40)
    assert found.now is not None
    assert field.low == 40 * found.now.result.score / found.now.result.attainable
    assert (survey.known, found.total, [one.part for one in found.missing]) == (False, None, [ScorePart.SURVEY])
    losses = losses_of(found)
    lost_at = {one.code for one in losses if one.part is ScorePart.FIELD}
    assert (len(lost_at), [one.code for one in losses if one.part is ScorePart.FILING]) == (2, ["1.1"])
    assert sum(one.lost for one in losses if one.part is ScorePart.FIELD) == 40 - field.low
    assert next(one.lost for one in losses if one.part is ScorePart.FILING) == 8
    client.force_login(make_account(OFFICER))
    page = text(client.get(PAGE))
    assert all(word in page for word in ("12.000—32.000", "按最近一轮：十一月测评", "缺：问卷调查", "缺数据"))
    assert all(f"/{HOME}/scores/{round_.number}/gap/{code}/" in page for code in lost_at)
    assert f"/{HOME}/materials/grades/" not in text_for(client, LEADER)


def text_for(client, person) -> str:
    client.force_login(make_account(person))
    return text(client.get(PAGE))


def test_year_hides_the_papers_from_who_has_still_to_grade_blind(client):
    passed("1.1")
    set_rule()
    give(label="C", words="初评的理由")
    draw()
    assert "初评的理由" in text_for(client, OFFICER)
    page = text_for(client, SUPERVISOR)
    assert ("初评的理由" in page, "要背对背复评" in page) == (False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_year_asks_as_many_questions_with_one_clause_as_with_three(client, count):
    make_looks()
    passed(*("1.1", "4.1", "10.1")[:count])
    set_rule()
    client.force_login(make_account(LEADER))
    client.get(PAGE)
    with assert_queries(12):
        client.get(PAGE)


def test_keep_the_score_of_papers_once_per_inputs_and_find_it_again():
    passed("1.1", "4.1", "10.1")
    set_rule()
    give(label="B", words="缺数据")
    first, again = keep(), keep()
    assert (first.pk, Fraction(first.low), Fraction(first.high)) == (again.pk, 8, Fraction(104, 3))
    assert Event.objects.in_city(make_city()).filter(kind="material.score_kept").count() == 1
    give("4.1")
    second = keep()
    assert second.input_digest != first.input_digest
    # grades went on changing: each run is found again from what it rested on
    assert [(run, names) for run, names in recomputed_material_runs(make_city())] == [(first, ()), (second, ())]
    assert computed_from(first.inputs).result_digest == first.result_digest
    MaterialRun.objects.in_city(make_city()).filter(pk=first.pk).update(low="9")
    assert recomputed_material_runs(make_city())[0][1] == ("score",)


def test_keep_what_has_no_points_is_refused_and_only_the_office_keeps(client):
    passed("1.1")
    with pytest.raises(NoPointsError):
        keep()
    with pytest.raises(PermissionDenied):
        keep(by=LEADER)
    client.force_login(make_account(OFFICER))
    answer = client.post(f"{PAGE}kept/")
    assert "没有可存的得分" in text(client.get(answer.url))
    set_rule()
    answer = client.post(f"{PAGE}kept/")
    assert "与现在一致" in text(client.get(answer.url))
    give()
    assert "之后有变动" in text(client.get(PAGE))
    assert client.get(f"{PAGE}?campaign=999999").status_code == 404
    client.force_login(make_account(LEADER))
    assert client.post(f"{PAGE}kept/").status_code == 403
