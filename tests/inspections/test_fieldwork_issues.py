"""What was found becomes issues: when the round says so, one each, with clause, place and photos, and without anybody's name."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.campaigns.matrices import give
from tests.campaigns.test_campaigns import make_campaign
from tests.checklists import CHECKLISTS, adopt_example, adopt_sanitary
from tests.inspections.fieldwork_cases import (
    AT,
    TODAY,
    find,
    make_field_round,
    make_member,
    make_places,
    make_visits,
    running_round,
)
from tests.people import INSPECTOR, make_city
from tests.rounds import make_edition
from tests.sites.pictures import photo
from tests.sites.places import make_unit
from wenming.evidence.models import Evidence
from wenming.inspections.actions.fieldwork import open_finding, open_findings
from wenming.inspections.models import FieldFile, FieldFindingWithdrawal, FieldRound
from wenming.inspections.tasks import open_due, open_found
from wenming.issues.models import Issue, IssuePhoto, IssueStep
from wenming.kernel.actions import store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event
from wenming.sites.imports.photos import read_photo
from wenming.sites.models import SiteUnit

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
"""Seven o'clock by the city's clock."""


def issues():
    return list(Issue.objects.in_city(make_city()).order_by("pk"))


def send(finding, content=None, *, shown=True):
    """A photo of a finding whose bytes are all there; ``shown``: its pictures are made."""
    content = content or photo()
    stored = store_file(city=finding.city, name="现场.jpg", chunks=[content], by=finding.by, at=AT)
    facts = {
        "key": uuid.uuid4(),
        "kind": "photo",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "device": "phone-1",
    }
    facts |= {
        "said_at": AT,
        "received_at": AT,
        "completed_at": AT,
        "visit": finding.visit,
        "by": finding.by,
        "file": stored,
    }
    file = FieldFile.objects.create(city=finding.city, finding=finding, **facts)
    return show(file) if shown else file


def show(file):
    """Make the pictures of a photo: it is evidence."""
    made = read_photo(path_of(file.city.slug, file.sha256).read_bytes())
    large, small = (
        store_file(city=file.city, name="x.jpg", chunks=[data], by=None, at=AT) for data in (made.large, made.small)
    )
    file.evidence = Evidence.objects.create(
        city=file.city, file=file.file, large=large, small=small, bytes_sha256=file.sha256, moment="before", at=AT
    )
    file.save()
    return file


@pytest.mark.parametrize(
    ("state", "opening", "at", "opened"),
    [
        ("running", "at_once", AT, 1), ("running", "evening", EVENING - timedelta(seconds=1), 0), ("running", "evening", EVENING, 1),
        ("running", "after", EVENING, 0), ("ended", "after", AT, 1), ("ended", "evening", AT, 1), ("planning", "at_once", AT, 0),
    ],
)  # fmt: skip
def test_open_findings_waits_for_the_moment_that_the_round_names(state, opening, at, opened):
    made = make_field_round(state, opening=opening)
    find(make_visits(made, make_member(made), make_places(1))[0])
    assert open_findings(city=made.city, at=at) == opened
    assert open_findings(city=made.city, at=at) == 0
    assert len(issues()) == opened


def test_open_a_finding_names_place_clause_and_unit_and_nobody_who_was_there():
    made, _member, (road, market) = running_round(2, edition=make_edition())
    unit = make_unit("市场局", "department")
    SiteUnit.objects.create(city=made.city, site=market.site, unit=unit, part="responsible", since=TODAY, at=AT)
    found = find(market, "农贸-01-01", "东门积水", place="东门口", places=3, lat=32.1, lng=114.1, accuracy=12)
    issue = open_finding(finding=found, at=AT)
    assert (issue.text, issue.place) == ("场内无积水：东门积水（同类 3 处）", "第2处 东门口")
    assert (issue.node.code, issue.site, issue.area, issue.source, issue.accuracy) == (
        "11.2", market.site, market.site.area, "inspection", 12,
    )  # fmt: skip
    step = IssueStep.objects.in_city(made.city).get(issue=issue)
    assert (step.note, step.by, issue.reported_by) == ("建议责任单位：市场局", None, None)
    event = Event.objects.in_city(made.city).order_by("-number").first()
    assert (event.kind, event.by) == ("issue.reported", None)
    assert not any(INSPECTOR.name in text for text in (issue.text, issue.place, step.note, str(event.data)))
    found.refresh_from_db()
    assert (found.issue, open_finding(finding=found, at=AT), len(issues())) == (issue, None, 1)
    assert open_finding(finding=find(road, text=""), at=AT).text == "现场发现的问题"
    assert open_finding(finding=find(road, "农贸-01-01", text=""), at=AT).text == "不符合：场内无积水"


def test_open_a_finding_of_another_titles_item_names_that_clause_and_a_long_text_stays_whole():
    adopt_sanitary()
    missing = CHECKLISTS.replace("[sanitary-example/s3]", "[unknown-title/1, sanitary-example/s9, sanitary-example/s3]")
    adopt_example(missing)
    made, _member, (road,) = running_round(1, edition=make_edition())
    long = "长" * 400
    issue = open_finding(finding=find(road, "干道-02-01", long), at=AT)
    step = IssueStep.objects.in_city(made.city).get(issue=issue)
    assert (issue.node.edition.code, issue.node.code, len(issue.text)) == ("sanitary-example", "s3", 300)
    assert step.note == f"建议责任单位：柏树街道 {long}"
    nowhere = find(road, "没有的项")
    nowhere.visit.site.area = None
    nowhere.visit.site.save()
    issue = open_finding(finding=nowhere, at=AT)
    assert (issue.node, issue.text, IssueStep.objects.in_city(made.city).get(issue=issue).note) == (None, "有积水", "")


def test_open_a_finding_without_a_unit_at_its_site_names_who_leads_the_clause():
    campaign = make_campaign()
    give(campaign, "11.2", lead="城管局")
    _made, _member, (road,) = running_round(1, edition=campaign.edition)
    issue = open_finding(finding=find(road, "农贸-01-01"), at=AT)
    assert IssueStep.objects.in_city(make_city()).get(issue=issue).note == "建议责任单位：城管局"


def test_open_a_finding_that_was_taken_back_opens_none():
    made, _member, (road,) = running_round(1, opening="at_once")
    found = find(road)
    when = {"said_at": AT, "received_at": AT, "by": found.by, "key": uuid.uuid4()}
    FieldFindingWithdrawal.objects.create(city=made.city, finding=found, **when)
    assert (open_findings(city=made.city, at=AT), open_finding(finding=found, at=AT), issues()) == (0, None, [])


def test_photos_go_along_once_and_later_ones_follow():
    made, _member, (road,) = running_round(1, opening="at_once")
    found = find(road)
    first = send(found)
    later = send(found, photo(60, 40), shown=False)
    open_findings(city=made.city, at=AT)
    (issue,) = issues()
    shown = IssuePhoto.objects.in_city(made.city).filter(issue=issue).order_by("pk")
    assert [(one.evidence, one.file, one.width) for one in shown] == [(first.evidence, first.file, 40)]
    first.evidence.refresh_from_db()
    assert first.evidence.matter == issue.number
    open_findings(city=made.city, at=AT)
    assert shown.count() == 1
    show(later)
    open_findings(city=made.city, at=AT)
    open_findings(city=made.city, at=AT)
    assert [one.evidence for one in shown.all()] == [first.evidence, later.evidence]
    assert Evidence.objects.in_city(made.city).count() == 2
    event = Event.objects.in_city(made.city).order_by("-number").first()
    assert (event.kind, event.data["photos"], event.by) == ("issue.photos_added", 1, None)


def test_jobs_open_what_waits_in_the_city_of_the_event_and_in_all():
    made, _member, (road,) = running_round(1)
    find(road)
    FieldRound.objects.in_city(made.city).filter(pk=made.pk).update(state="ended", ended_at=AT)
    open_found(Event(city=made.city))
    assert (len(issues()), open_due()) == (1, 0)
