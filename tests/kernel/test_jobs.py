"""Background jobs: once with effect, five attempts, then a person decides."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_q.models import OrmQ

from tests.people import OFFICER, OPERATOR, make_account, make_city
from wenming.config import jobs
from wenming.kernel.actions import record_event, retry_job
from wenming.kernel.models import City, JobRun
from wenming.kernel.tasks import run_job

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FAILURES = []


def rename_city(event):
    """A job with a visible effect, that can be told to fail after it has written."""
    City.objects.filter(pk=event.city_id).update(name_en=f"{event.city.name_en}+")
    if FAILURES:
        raise FAILURES.pop()


@pytest.fixture(autouse=True)
def table(monkeypatch):
    FAILURES.clear()
    monkeypatch.setattr(jobs, "JOBS", {"thing.done": ((f"{__name__}.rename_city", "fast"),)})


def event_of(city):
    with transaction.atomic():
        return record_event(city=city, kind="thing.done", subject=city, data={}, by=None, at=AT)


def effect(city) -> str:
    return City.objects.get(pk=city.pk).name_en


@pytest.fixture
def city():
    city = make_city()
    City.objects.filter(pk=city.pk).update(name_en="")
    return city


def test_dispatch_of_the_same_event_twice_makes_one_job_run(city):
    event = event_of(city)
    assert (jobs.dispatch(event.pk), jobs.dispatch(event.pk)) == (1, 1)
    assert JobRun.objects.count() == 1


def test_dispatch_of_an_event_that_no_job_waits_for_queues_nothing(city, monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", {})
    assert jobs.dispatch(event_of(city).pk) == 0


def test_run_job_delivered_twice_has_its_effect_once(city):
    jobs.dispatch(event_of(city).pk)
    run = JobRun.objects.get()
    assert [run_job(run.pk), run_job(run.pk)] == ["done", "done"]
    assert effect(city) == "+"
    assert jobs.dispatch(run.event_id) == 0


def test_run_job_that_fails_takes_its_writes_back_and_counts_the_attempt(city):
    jobs.dispatch(event_of(city).pk)
    run = JobRun.objects.get()
    FAILURES.append(OSError("the disk is full"))
    with pytest.raises(OSError, match="full"):
        run_job(run.pk)
    run.refresh_from_db()
    assert (effect(city), run.attempts, run.state, run.error) == ("", 1, "waiting", "OSError: the disk is full")
    assert run_job(run.pk) == "done"


def test_run_job_after_five_failures_waits_for_a_person(city):
    jobs.dispatch(event_of(city).pk)
    run = JobRun.objects.get()
    FAILURES.extend(ValueError(str(number)) for number in range(5))
    for _attempt in range(4):
        with pytest.raises(ValueError):
            run_job(run.pk)
    assert run_job(run.pk) == "dead"
    assert run_job(run.pk) == "dead"
    run.refresh_from_db()
    assert (run.attempts, run.state, effect(city)) == (5, "dead", "")


def test_retry_job_by_the_operator_gives_new_attempts(city):
    run = JobRun.objects.create(event=event_of(city), job=f"{__name__}.rename_city", state="dead", attempts=5)
    before = OrmQ.objects.count()
    retry_job(job_run=run, by=make_account(OPERATOR), at=AT)
    run.refresh_from_db()
    assert (run.state, run.attempts, OrmQ.objects.count()) == ("waiting", 0, before + 1)
    assert run_job(run.pk) == "done"
    retry_job(job_run=run, by=make_account(OPERATOR), at=AT)
    run.refresh_from_db()
    assert run.state == "done"


def test_retry_job_by_somebody_else_is_refused(city):
    run = JobRun.objects.create(event=event_of(city), job="x", state="dead", attempts=5)
    with pytest.raises(PermissionDenied):
        retry_job(job_run=run, by=make_account(OFFICER), at=AT)


def test_jobs_page_shows_stopped_jobs_to_the_operator_only(city, client):
    run = JobRun.objects.create(
        event=event_of(city), job="wenming.assessment.x", state="dead", attempts=5, error="OSError: 磁盘已满"
    )
    client.force_login(make_account(OPERATOR))
    page = client.get("/operations/jobs/")
    assert (page.status_code, "磁盘已满" in page.content.decode()) == (200, True)
    assert client.post(f"/operations/jobs/{run.pk}/retry/").status_code == 302
    client.force_login(make_account(OFFICER))
    assert client.get("/operations/jobs/").status_code == 403
    assert client.post(f"/operations/jobs/{run.pk}/retry/").status_code == 403
