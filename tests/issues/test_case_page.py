"""The page of an issue: what it shows to whom, how many queries it takes, the unit's phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import (
    AT,
    AUDITOR,
    COMMUNITY,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    SUPERVISOR,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_unit
from tests.standards.editions import BEFORE
from wenming.issues import actions
from wenming.issues.models import Issue, IssueRequest, IssueStep
from wenming.issues.queries.case import usual_answers
from wenming.standards.actions import adopt_edition

pytestmark = pytest.mark.django_db


def url(issue, action=""):
    return f"/{HOME}/issues/{issue.number}/{action + '/' if action else ''}"


def text_of(client, issue, query=""):
    answer = client.get(url(issue) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


@pytest.fixture
def phone(client):
    make_disposer()
    client.force_login(make_account(LIAISON))
    return client


def full(rows):
    """Return an issue with so many of everything."""
    site = make_site("s1", "人民广场", area=make_unit("柏树街道"))
    officer, unit = make_account(OFFICER), make_disposer()
    for _row in range(rows):
        make_issue(site=site)
    issue = bring(make_issue(site=site, photos=[("a.jpg", photo())] * rows), "dispatched", unit=unit)
    for number in range(rows):
        actions.join_issue(issue=make_issue(site=site), master=issue, by=officer, at=AT + 3 * HOUR)
        actions.remind_unit(issue=issue, text=f"第 {number} 次", by=officer, at=AT + 3 * HOUR)
        make_site(f"n{number}", at=(site.lat + 0.0002 * (number + 1), site.lng))
        helper = make_unit(f"单位{number}", "department")
        actions.invite_units(issue=issue, units=[helper], by=officer, at=AT + 3 * HOUR)
    actions.split_issue(issue=issue, texts=["清运"] * rows, by=officer, at=AT + 3 * HOUR)
    return issue


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_an_issue_takes_the_same_queries_with_more_of_everything(office, rows):
    issue = full(rows)
    with assert_queries(QUERIES):
        office.get(url(issue))


QUERIES = 16
"""session, account, roles; the issue; hours and days; steps, kin, units, photos; tenures; evidence, findings, weights; sites around, posts."""


def test_page_of_an_issue_is_shown_to_who_sees_it_and_nobody_else(client):
    issue = bring(make_issue(site=make_site("s1", area=make_unit("柏树街道"))), "dispatched")
    seen = {}
    for person in (OFFICER, SUPERVISOR, LEADER, AUDITOR, LIAISON, INSPECTOR, COMMUNITY):
        client.force_login(make_account(person))
        seen[person.role] = client.get(url(issue)).status_code
    assert seen == {
        "office": 200, "supervisor": 200, "leader": 200, "auditor": 200, "liaison": 200, "inspector": 404, "community_worker": 404,
    }  # fmt: skip


def test_page_of_a_reworked_issue_shows_steps_detours_and_who_entered_what(office):
    issue = bring(make_issue(), "dispatched")
    officer, supervisor = make_account(OFFICER), make_account(SUPERVISOR)
    issue = actions.answer_issue(issue=issue, text="已清", by=officer, at=AT + 9 * HOUR)
    actions.verify_issue(issue=issue, passed=False, note="桶盖缺一个", by=supervisor, at=AT + 24 * HOUR)
    page = text_of(office, issue)
    for words in (
        "核查 · 返工",
        "返工 1 次",
        "代 市环卫处 填报",
        "桶盖缺一个",
        "超过时限",
        "11-2 17:00",
        "督查 方正平",
    ):
        assert words in page
    # 11:00–12:00 and 14:00–18:00 on Monday: five hours of four, then it waited until 9:00 on Tuesday
    assert "限 4 工作时" in page


def test_page_of_an_issue_with_a_clause_says_for_which_titles_it_counts(office):
    linked = BEFORE.replace("code: riverside-2021", "code: other-2021").replace(
        "cycle:",
        "crosswalk:\n  - {code: c1, name: {zh: 对应, en: Like}, clauses: [1.1.1, riverside-2021/1.1.3]}\ncycle:",
    )
    first, _second = (
        adopt_edition(city=make_city(), source=source, file_name="a.yaml", by=None, at=AT)
        for source in (BEFORE, linked)
    )
    page = text_of(office, make_issue(node=first.nodes.get(code="1.1.3")))
    for words in ("1.1.3 公共厕所管理", "1.1 市容环境卫生", "实地考察", "一事多用 1", "1.1.1 主次干道保洁"):
        assert words in page


def test_page_of_an_issue_from_the_ledger_leads_to_its_neighbours(office):
    first, second, third = (make_issue(at=AT + number * HOUR) for number in range(3))
    page = text_of(office, second, "?list=state%3Dall%26order%3Dnumber")
    ledger = f"/{HOME}/issues/?order=number&amp;state=all"
    assert f'<a href="{ledger}">问题台账</a>' in page
    assert f"{url(second, 'accept')}?list=order%3Dnumber%26state%3Dall" in page
    done = office.post(f"{url(second, 'accept')}?list=order%3Dnumber%26state%3Dall", {"note": ""})
    assert done["Location"] == f"{url(second)}?list=order%3Dnumber%26state%3Dall"
    assert f'href="{url(first)}?list=' in page
    assert f'href="{url(third)}?list=' in page
    # two clocks run; what has none stands after them
    unit, officer = make_disposer(), make_account(OFFICER)
    first, third = (bring(make_issue(), "dispatched", unit=unit, at=AT + hours * HOUR) for hours in (1, 48))
    page = text_of(office, second, "?list=state%3Dreported,dispatched%26order%3D-clock")
    assert 'rel="next"' in page
    assert f'href="{url(third)}?list=' in text_of(office, first, "?list=order%3Dclock")
    last = actions.void_issue(issue=make_issue(), reason="不是问题", by=officer, at=AT + 5 * HOUR)
    page = text_of(office, last, "?list=state%3Ddispatched,void%26order%3Dclock")
    assert (f'href="{url(third)}?list=' in page, 'rel="next"' in page) == (True, False)


def test_trail_of_an_issue_shows_its_part_of_the_chain(client):
    issue = bring(make_issue(), "dispatched")
    client.force_login(make_account(AUDITOR))
    page = client.get(url(issue, "trail")).content.decode()
    assert page.count("…</td>") == 4
    client.force_login(make_account(LIAISON))
    assert client.get(url(issue, "trail")).status_code == 403


def test_photos_of_an_issue_can_be_compared_in_pairs_without_a_script(office):
    issue = bring(make_issue(photos=[("a.jpg", photo()), ("b.jpg", photo())]), "dispatched")
    after = actions.answer_issue(
        issue=issue, text="已清", photos=[("c.jpg", photo())], by=make_account(OFFICER), at=AT + 3 * HOUR
    )
    second = after.photos.order_by("pk")[1]
    page = text_of(office, issue, f"?before={second.pk}")
    assert f"/photos/{second.pk}/large/" in page.split("case-metas")[0]


def test_answer_from_the_phone_takes_one_chip_and_no_photo(phone):
    issue = bring(make_issue(minor=make_minor(closing_condition="垃圾清运，周边干净")), "dispatched")
    page = phone.get(url(issue, "answer")).content.decode()
    assert "垃圾清运" in page
    answer = phone.post(url(issue, "answer"), {"chips": ["垃圾清运"], "recurrence": "often"})
    assert answer.status_code == 302
    step = IssueStep.objects.in_city(make_city()).get(issue=issue, action="answer")
    assert (step.note, step.data, step.entered_for) == ("垃圾清运", {"recurrence": "often"}, None)


def test_answer_with_nothing_but_stock_words_is_asked_once_and_may_be_sent(phone):
    issue = bring(make_issue(), "dispatched")
    hint = phone.post(url(issue, "answer"), {"text": "已处理"})
    assert (hint.status_code, "再写一句就更清楚" in hint.content.decode()) == (200, True)
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).state == "dispatched"
    assert phone.post(url(issue, "answer"), {"text": "已处理", "sure": "1"}).status_code == 302
    # with a photo nothing is asked
    other = bring(make_issue(), "dispatched")
    sent = {"text": "已处理", "photos": [SimpleUploadedFile("a.jpg", photo(), "image/jpeg")]}
    assert phone.post(url(other, "answer"), sent).status_code == 302


def test_answer_wrongly_says_so(phone):
    issue = bring(make_issue(), "dispatched")
    assert "点一句常用的话" in phone.post(url(issue, "answer"), {}).content.decode()
    broken = [SimpleUploadedFile("a.jpg", b"x", "image/jpeg")]
    assert phone.post(url(issue, "answer"), {"text": "已清", "photos": broken}).status_code == 422
    many = [SimpleUploadedFile(f"{number}.jpg", b"x", "image/jpeg") for number in range(10)]
    assert "最多 9 张" in phone.post(url(issue, "answer"), {"text": "已清", "photos": many}).content.decode()
    phone.post(url(issue, "answer"), {"text": "已清运"})
    late = phone.post(url(issue, "answer"), {"text": "再清一次"})
    assert (late.status_code, "再清一次" in late.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("why", "state", "kind"),
    [
        ("return", "filed", None),
        ("extension", "dispatched", "extension"),
        ("suspension", "dispatched", "suspension"),
        ("voiding", "dispatched", "voiding"),
    ],
)
def test_say_that_it_cannot_be_done_leads_on_by_its_reason(phone, why, state, kind):
    issue = bring(make_issue(), "dispatched")
    assert phone.get(url(issue, "cannot") + f"?why={why}").status_code == 200
    until = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT18:00")
    answer = phone.post(url(issue, "cannot"), {"why": why, "reason": "要买材料", "until": until})
    assert answer.status_code == 302
    asked = IssueRequest.objects.in_city(make_city()).filter(issue=issue).first()
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).state == state
    assert (asked.kind if asked else None) == kind
    assert phone.get(answer["Location"]).status_code == 200


def test_say_that_more_time_is_needed_without_a_moment_is_refused(phone):
    issue = bring(make_issue(), "dispatched")
    answer = phone.post(url(issue, "cannot"), {"why": "extension", "reason": "要买材料"})
    assert (answer.status_code, "申请延期要写明" in answer.content.decode()) == (422, True)


def test_usual_answers_are_those_heard_most_and_never_say_nothing(phone):
    minor = make_minor(closing_condition="周边干净")
    unit, liaison = make_disposer(), make_account(LIAISON)
    for text in ("已清运，已冲洗", "已清运", "已处理"):
        issue = bring(make_issue(minor=minor), "dispatched", unit=unit)
        actions.answer_issue(issue=issue, text=text, by=liaison, at=AT + 3 * HOUR)
    assert usual_answers(make_issue(minor=minor)) == ["已清运", "已冲洗", "周边干净"]
