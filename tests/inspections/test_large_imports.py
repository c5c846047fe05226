"""Large files: read and written by jobs, with a progress, resumable, and the whole machinery bounded."""

from datetime import timedelta

import pytest

from tests.inspections.test_mapping import STRANGE, book, name_columns, said, upload
from tests.people import ELSEWHERE, OFFICER, make_account
from tests.rounds import AT, make_import, row
from wenming.config.jobs import dispatch
from wenming.inspections.actions import (
    NotPossibleError,
    ask_reading,
    ask_write,
    read_import,
    reopen_import,
    write_round,
)
from wenming.inspections.adapters.progress import Progress, forget_progress, progress_of, tell_progress
from wenming.inspections.models import Observation, ObservationUnit, Round
from wenming.kernel.models import Event, JobRun
from wenming.kernel.tasks import run_job

pytestmark = pytest.mark.django_db
ROWS = [row(site=f"路口{number}", deduction=0.1, units=("甲局", "乙局")) for number in range(2100)]


@pytest.fixture
def small(settings):
    """Everything is large."""
    settings.IMPORT_AT_ONCE_BYTES = settings.IMPORT_AT_ONCE_ROWS = 0
    return settings


def work(kind):
    """Deliver the newest event of a kind and run its job; return the job's state."""
    event = Event.objects.across_cities().filter(kind=kind).order_by("-number").first()
    dispatch(event.pk)
    return run_job(JobRun.objects.get(event=event, job__contains=".inspections.").pk)


def test_large_workbook_is_read_and_written_by_jobs_to_the_last_row(small):
    import_ = make_import(ROWS)
    assert (import_.state, import_.cells) == ("reading", None)
    assert work("round_import.reading_asked") == "done"
    import_.refresh_from_db()
    assert (import_.state, import_.summary["usable"]) == ("checking", 2100)
    told = progress_of(import_.city.slug, import_.pk)
    assert (told.phase, told.done, told.total) == ("reading", 2000, 2101)
    ask_write(import_=import_, partial=False, by=make_account(OFFICER), at=AT)
    assert Round.objects.in_city(import_.city).count() == 0
    assert work("round_import.writing_asked") == "done"
    told = progress_of(import_.city.slug, import_.pk)
    assert (told.phase, told.done, told.total) == ("writing", 2100, 2100)
    assert Observation.objects.in_city(import_.city).filter(milli=900).count() == 2100
    assert ObservationUnit.objects.in_city(import_.city).count() == 4200


def test_large_workbook_and_small_one_write_the_same_rows(settings):
    digests = []
    for size in (0, 10_000_000):
        settings.IMPORT_AT_ONCE_BYTES = size
        import_ = make_import(ROWS[:50])
        if size == 0:
            work("round_import.reading_asked")
        write_round(import_=import_, partial=False, by=make_account(OFFICER), at=AT)
        digests.append(Event.objects.in_city(import_.city).filter(kind="round.written").last().data["rows_digest"])
    assert digests[0] == digests[1]


def test_large_file_that_is_no_workbook_says_why_and_can_be_read_anew(small):
    import_ = upload(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    assert work("round_import.reading_asked") == "done"
    import_.refresh_from_db()
    assert (import_.state, import_.fault.startswith("这是一张图片")) == ("failed", True)
    import_ = ask_reading(import_=import_, by=make_account(OFFICER), at=AT + timedelta(minutes=1))
    assert (import_.state, import_.fault) == ("reading", "")


def test_job_of_an_earlier_request_leaves_a_later_one_alone(small):
    import_ = make_import(ROWS[:3])
    first = Event.objects.in_city(import_.city).get(kind="round_import.reading_asked")
    ask_reading(import_=import_, by=make_account(OFFICER), at=AT)
    dispatch(first.pk)
    assert run_job(JobRun.objects.get(event=first).pk) == "done"
    import_.refresh_from_db()
    assert import_.state == "reading"
    assert work("round_import.reading_asked") == "done"
    import_.refresh_from_db()
    assert import_.state == "checking"


def test_reopened_import_is_not_written_by_the_job_that_comes_late(small):
    import_ = make_import(ROWS[:3])
    work("round_import.reading_asked")
    officer = make_account(OFFICER)
    import_ = ask_write(import_=import_, partial=False, by=officer, at=AT)
    with pytest.raises(NotPossibleError, match="not_possible_now"):
        ask_reading(import_=import_, by=officer, at=AT)
    import_ = reopen_import(import_=import_, by=officer, at=AT)
    assert import_.state == "checking"
    assert work("round_import.writing_asked") == "done"
    assert Round.objects.in_city(import_.city).count() == 0


def test_columns_of_a_large_workbook_are_read_by_a_job(small):
    import_ = upload(book(检查=STRANGE))
    work("round_import.reading_asked")
    import_.refresh_from_db()
    assert import_.state == "mapping"
    import_ = name_columns(import_, said())
    assert import_.state == "reading"
    work("round_import.reading_asked")
    import_.refresh_from_db()
    assert (import_.state, import_.summary["usable"]) == ("checking", 1)


def test_read_what_nobody_asked_to_read_is_refused():
    with pytest.raises(NotPossibleError, match="not_possible_now"):
        read_import(import_=make_import(ROWS[:1]), by=make_account(OFFICER), at=AT)


def test_tell_progress_replaces_what_was_told_and_can_be_forgotten():
    assert progress_of("nowhere", 7) is None
    tell_progress("nowhere", 7, "reading", 1000, 5000)
    tell_progress("nowhere", 7, "reading", 2000, 5000)
    told = progress_of("nowhere", 7)
    assert told == Progress("reading", 2000, 5000, told.moved_at)
    forget_progress("nowhere", 7)
    forget_progress("nowhere", 7)
    assert progress_of("nowhere", 7) is None


def test_same_workbook_packs_to_the_same_bytes():
    first, second = (make_import(ROWS[:1200], slug) for slug in ("qinghe", ELSEWHERE))
    assert first.cells.sha256 == second.cells.sha256
    assert first.reading.sha256 == second.reading.sha256
