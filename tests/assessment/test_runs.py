"""Stored results: once per input and engine, the same digits when computed again."""

from datetime import UTC, datetime

import pytest

from tests.people import HOME, LEADER, make_account
from tests.rounds import make_round, row
from wenming.assessment.actions import run_assessment
from wenming.assessment.models import Run
from wenming.assessment.queries import result_of, runs_of
from wenming.config import jobs
from wenming.inspections.models import Observation
from wenming.kernel.models import Event, JobRun
from wenming.kernel.tasks import run_job

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ROWS = [
    row(deduction=0.2),
    row("公共服务10", "社区1", 0.3),
    row("公共服务10", "社区2", 0.1),
    row("公共服务10", "社区3"),
]


def test_run_assessment_keeps_exact_score_and_digests():
    round_ = make_round(ROWS)
    run = run_assessment(round_=round_, by=None, at=AT)
    now = result_of(round_)
    assert (run.score, run.attainable) == ("5/3", "2")
    assert (run.result_digest, run.input_digest, run.edition_digest) == (
        now.result_digest,
        now.input_digest,
        round_.edition.digest,
    )


def test_run_assessment_again_gives_the_same_run_and_no_second_event():
    round_ = make_round(ROWS)
    first, again = run_assessment(round_=round_, by=None, at=AT), run_assessment(round_=round_, by=None, at=AT)
    assert first.pk == again.pk
    assert Event.objects.in_city(round_.city).filter(kind="round.assessed").count() == 1


def test_run_assessment_of_changed_rows_gives_another_run():
    round_ = make_round(ROWS)
    first = run_assessment(round_=round_, by=None, at=AT)
    Observation.objects.in_city(round_.city).filter(milli=800).update(milli=700)
    second = run_assessment(round_=round_, by=None, at=AT)
    assert first.result_digest != second.result_digest
    assert list(runs_of(round_)) == [second, first]


def test_written_round_is_assessed_by_its_job():
    round_ = make_round(ROWS)
    event = Event.objects.in_city(round_.city).get(kind="round.written")
    assert jobs.dispatch(event.pk) == 1
    assert run_job(JobRun.objects.get(event=event).pk) == "done"
    assert Run.objects.in_city(round_.city).get().score == "5/3"


def test_score_page_says_recomputable_exactly_when_the_stored_run_agrees(client):
    round_ = make_round(ROWS)
    client.force_login(make_account(LEADER))
    page = f"/{HOME}/scores/1/"
    assert not client.get(page).context["proof"]["recomputed"]
    run_assessment(round_=round_, by=None, at=AT)
    assert client.get(page).context["proof"]["recomputed"]
    Observation.objects.in_city(round_.city).filter(milli=800).update(milli=700)
    assert not client.get(page).context["proof"]["recomputed"]
