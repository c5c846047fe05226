"""The ledger: lamps and states, what a filter finds, who sees which photo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, COMMUNITY, HOME, INSPECTOR, LIAISON, OFFICER, SYSTEM, make_account, make_city
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_unit
from wenming.issues import actions
from wenming.issues.models import IssuePhoto
from wenming.issues.queries import filter_of, issues_listed
from wenming.issues.schemas.lamps import Lamps, state_view

pytestmark = pytest.mark.django_db
DUE = AT + 8 * HOUR
"""Where the limit of ``bring(…, "dispatched")`` ends: dispatched at 11:00, four hours of work."""


def lamp_at(issue, at):
    view = Lamps.of(make_city(), at)(issue)
    return view.tone, view.word, view.rest


def test_lamp_of_an_issue_says_what_is_left_in_working_time():
    issue = bring(make_issue(), "dispatched")
    said = [lamp_at(issue, at) for at in (AT + 3 * HOUR, DUE - HOUR / 2, DUE, DUE + HOUR, DUE + 16 * HOUR)]
    assert said == [
        ("ok", "正常", "余 3.0 工作时"),
        ("warn", "临期", "余 0.5 工作时"),
        ("warn", "临期", "余 0.1 工作时"),
        ("bad", "超期", "超 1.0 工作时"),
        # Tuesday 9:00: one hour of Monday evening, one of Tuesday morning
        ("bad", "超期", "超 2.0 工作时"),
    ]


def test_lamp_of_more_than_a_day_counts_days_and_one_that_does_not_run_says_why():
    issue = bring(make_issue(minor=make_minor(amount=5, unit="work_day")), "dispatched")
    assert lamp_at(issue, AT + 2 * HOUR) == ("ok", "正常", "余 5.6 工作日")
    later = AT + 3 * HOUR
    until = (later + timedelta(days=30)).date()
    rested = actions.suspend_issue(issue=issue, reason="缺资金", until=until, by=make_account(OFFICER), at=later)
    assert lamp_at(rested, later) == ("mute", "挂账", "挂账至 12-2")
    closed = bring(make_issue(), "closed")
    assert lamp_at(closed, later) == ("mute", "不计时", "11-2 13:00 结案")
    assert (state_view(closed).tone, state_view(closed).shape, state_view(closed).label) == ("ok", "check", "已结案")


@pytest.fixture
def town():
    """One issue for each thing that a filter asks for."""
    street = make_unit("东街街道")
    site = make_site("s1", "东街菜场", area=street)
    return {
        "new": make_issue("井盖缺失", source="citizen", is_urgent=True),
        "due": bring(make_issue("垃圾桶满溢", site=site), "dispatched"),
        "again": make_issue("垃圾桶又满", site=site, at=AT + 2 * HOUR),
        "closed": bring(make_issue("小广告", area=street), "closed"),
        "rested": bring(make_issue("旧管网"), "suspended"),
    }


def test_list_issues_under_every_filter_finds_what_it_asks_for(town):
    officer = make_account(OFFICER)
    street, site, unit = make_unit("东街街道"), town["due"].site, make_disposer()
    asked = actions.ask_for(
        issue=town["due"], kind="suspension", reason="缺人", by=make_account(LIAISON), at=AT + 3 * HOUR
    )
    wanted = {
        "": {"new", "due", "again", "rested"},
        "state=all": {*town},
        "state=reported,closed": {"new", "again", "closed"},
        "lamp=red": set(),
        "lamp=yellow": {"due"},
        "lamp=grey,yellow": {"new", "due", "again", "rested"},
        f"area={street.pk}": {"due", "again"},
        f"unit={unit.pk}&state=all": {"due", "closed", "rested"},
        "mine=desk": {"new", "again"},
        "mine=reported&state=closed": {"closed"},
        f"minor={make_minor().pk}&source=citizen": {"new"},
        f"major={make_minor().major_id}&urgent=on": {"new"},
        f"site={site.pk}": {"due", "again"},
        f"type={site.type_id}": {"due", "again"},
        "state=closed&lamp=red": set(),
        "state=suspended,dispatched": {"due", "rested"},
        f"area={street.pk}&state=dispatched": {"due"},
        "reworked=on": set(),
        "asked=on": {"due"},
        "repeated=on": {"again"},
        "node=4711": set(),
        "state=nonsense&lamp=blue&area=x&mine=all": {"new", "due", "again", "rested"},
    }
    assert ({query: names(town, officer, query) for query in wanted}, asked.issue.number) == (
        wanted,
        town["due"].number,
    )
    assert names(town, make_account(LIAISON), "mine=unit&state=all") == {"due", "closed", "rested"}


def test_search_issues_by_words_number_and_days_finds_what_it_asks_for(town):
    officer = make_account(OFFICER)
    wanted = {
        "reported=today": {"new", "due", "again", "rested"},
        "reported=last_week": set(),
        "reported=2026-11-02..": {"new", "due", "again", "rested"},
        "reported=2026-11-31..": {"new", "due", "again", "rested"},
        "due=week": {"due"},
        "due=tomorrow": set(),
        "closed=month": {"closed"},
        "closed=30d&state=all": {"closed"},
        "q=菜场": {"due", "again"},
        "q=0001": {"new"},
        "q=11-0002": {"due"},
        "q=2026-11-0003": {"again"},
        "q=2025-11-0003": set(),
        "q=2026-11-00&state=all": {*town},
        "q=2026-12": set(),
    }
    assert {query: names(town, officer, query) for query in wanted} == wanted


def names(town, account, query):
    """Return the names of the issues that somebody finds with an address an hour before the limit of the dispatched one."""
    from django.http import QueryDict

    wanted = filter_of(QueryDict(query), city=make_city(), at=DUE - HOUR / 2)
    keys = {issue.pk: name for name, issue in town.items()}
    return {keys[issue.pk] for issue in issues_listed(account, make_city(), wanted)}


def test_open_a_photo_by_who_sees_its_issue_only(client):
    street = make_unit("槐荫社区", "community")
    make_issue(area=street, photos=[("a.jpg", photo())], by=make_account(OFFICER))
    pk = IssuePhoto.objects.in_city(make_city()).get().pk
    answers = {}
    for person in (OFFICER, COMMUNITY, INSPECTOR, LIAISON, SYSTEM):
        client.force_login(make_account(person))
        answers[person] = fetch(client, f"{pk}/small").status_code
    assert answers == {OFFICER: 200, COMMUNITY: 200, INSPECTOR: 404, LIAISON: 404, SYSTEM: 404}
    client.force_login(make_account(OFFICER))
    page = fetch(client, f"{pk}/large")
    assert (page["Content-Type"], page["Cache-Control"]) == ("image/jpeg", "private, no-cache")
    again = fetch(client, f"{pk}/large", headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, fetch(client, f"{pk}/original").status_code) == (304, 404)


def fetch(client, name, **how):
    """Return the answer to who asks for a photo, read to its end."""
    page = client.get(f"/{HOME}/issues/photos/{name}/", **how)
    b"".join(getattr(page, "streaming_content", ()))
    return page
