"""Every state × action × role on the pages: what the table allows opens, everything else is refused; and what the forms do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.issues.cases import bring, make_disposer, make_issue, make_minor
from tests.people import AT, AUDITOR, DISTRICT, HOME, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_unit
from wenming.issues import actions
from wenming.issues.actions.photos import HeldPhoto, held_photo
from wenming.issues.enums import IssueState, refusal_words
from wenming.issues.models import Issue, IssueHelper, IssuePhoto, IssueStep
from wenming.issues.queries.case import case_of
from wenming.issues.rules import parties_of
from wenming.issues.schemas.bar import bar_of
from wenming.issues.views.acting import ACTS
from wenming.issues.workflow import TABLE, actions_for
from wenming.organisations.models import Unit
from wenming.sites.imports.photos import PhotoError

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# In which capacities each of the cast acts on an issue that the office reported, without a second dispatcher.
ROLES = {
    OFFICER: {"office", "reporter"},
    SUPERVISOR: {"checker"},
    LIAISON: {"unit"},
    LEADER: set(),
    AUDITOR: set(),
}
ONE_IS_ENOUGH = {LEADER: {"remind"}, AUDITOR: {"dispatch"}}
WITHOUT_UNIT = {"reported", "accepted", "filed", "void", "joined"}


def url(issue, action=""):
    return f"/{HOME}/issues/{issue.number}/{action + '/' if action else ''}"


def expected(state, action, held):
    """Return what the page of an action answers, by the table alone."""
    row = TABLE[state].get(action)
    if row is not None:
        return 200 if row.parties & held else 403
    ever = any(action in other and other[action].parties & held for other in TABLE.values())
    return 302 if ever else 403


def send(client, issue, action, **data):
    return client.post(url(issue, action), data)


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def test_open_every_action_in_every_state_as_everybody_answers_as_the_table_says(client):
    unit = make_disposer()
    issues = {state: bring(make_issue(), state, unit=unit) for state in IssueState.values}
    faults = []
    for person, held in ROLES.items():
        account = make_account(person)
        client.force_login(account)
        for state, issue in issues.items():
            # a liaison sees an issue only while its unit has it
            seen = person is not LIAISON or state not in WITHOUT_UNIT
            capacities = held if seen else set()
            found = set().union(*(one.actions for one in bar_of(case_of(account, issue), frozenset(held), account).all))
            if seen and found != actions_for(state, held):
                faults.append(f"{state} bar {person.role}: {sorted(found ^ actions_for(state, held))}")
            for action in ONE_IS_ENOUGH.get(person, [*ACTS, "answer"]):
                wanted = expected(state, action, capacities) if seen else 404
                if (got := client.get(url(issue, action)).status_code) != wanted:
                    faults.append(f"{state} {action} {person.role}: {got} instead of {wanted}")
    assert "\n".join(faults) == ""


def test_open_an_action_at_a_second_dispatchers_desk_is_for_who_holds_it(client):
    district = make_account(DISTRICT)
    desk = Unit.objects.in_city(make_city()).get(name=DISTRICT.unit[0])
    issue = bring(make_issue(), "filed")
    issue = actions.forward_issue(issue=issue, desk=desk, by=make_account(OFFICER), at=AT + 3 * HOUR)
    client.force_login(district)
    assert [client.get(url(issue, action)).status_code for action in ("dispatch", "return", "void")] == [200, 200, 403]
    below = make_unit("河口街道", "street", desk)
    assert send(client, issue, "forward", unit="河口街道").status_code == 302
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).chain == [desk.pk, below.pk]


def test_open_an_unknown_action_finds_nothing(office):
    assert office.get(url(make_issue(), "burn")).status_code == 404


def test_dispatch_an_issue_with_helpers_and_a_limit_of_ones_own_keeps_all_of_it(office):
    make_disposer()
    helper = make_unit("市园林处", "department")
    issue = bring(make_issue(), "filed")
    page = office.get(url(issue, "dispatch")).content.decode()
    assert "4 工作时" in page
    sent = {"unit": "市环卫处", "helpers": "市园林处", "how": "own", "amount": "2", "unit_of_limit": "work_day"}
    assert send(office, issue, "dispatch", **sent).status_code == 302
    issue = Issue.objects.in_city(make_city()).get(pk=issue.pk)
    assert (issue.state, issue.limit_amount, issue.limit_unit) == ("dispatched", 2, "work_day")
    assert IssueHelper.objects.in_city(make_city()).get(issue=issue).unit == helper


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"unit": "没有的局"}, "没有叫“没有的局”的单位"),
        ({"unit": "市环卫处", "how": "own"}, "请写时限的数字"),
        ({"unit": "市环卫处", "how": "until"}, "请选到期时间"),
        ({"unit": "市环卫处", "how": "until", "until": "昨天"}, "时间写成"),
        ({"unit": "市环卫处", "how": "until", "until": "2020-01-01T08:00"}, refusal_words("until_past")),
        ({"unit": "市环卫处", "helpers": "市环卫处"}, refusal_words("unit_helps_itself")),
    ],
)
def test_dispatch_an_issue_wrongly_says_so_and_keeps_what_was_typed(office, sent, fault):
    make_disposer()
    answer = send(office, bring(make_issue(), "filed"), "dispatch", note="请今天办", **sent)
    page = answer.content.decode()
    assert (answer.status_code, fault in page, "请今天办" in page) == (422, True, True)


def test_send_an_action_after_somebody_else_says_who_did_what_and_keeps_what_was_typed(office):
    issue = make_issue()
    actions.accept_issue(issue=issue, by=make_account(SUPERVISOR_AT_OFFICE), at=timezone.now())
    answer = send(office, issue, "accept", note="我来受理")
    page = answer.content.decode()
    assert (answer.status_code, "我来受理" in page, "郑值班" in page) == (409, True, True)
    # the same for who opens the form only: back to the issue, with the reason
    answer = office.get(url(issue, "accept"), follow=True)
    assert (answer.request["PATH_INFO"], "郑值班" in answer.content.decode()) == (url(issue), True)


SUPERVISOR_AT_OFFICE = replace(OFFICER, username="zheng.zhiban", name="郑值班")


def test_correct_an_issue_changes_what_it_says(office):
    area = make_unit("柏树街道")
    site = make_site("s1", "人民广场")
    issue = make_issue()
    facts = {"text": "垃圾桶满溢三处", "place": "东门", "site": "s1", "area": "柏树街道", "minor": issue.minor_id}
    assert send(office, issue, "correct", **facts).status_code == 302
    issue = Issue.objects.in_city(make_city()).get(pk=issue.pk)
    assert (issue.text, issue.place, issue.site, issue.area) == ("垃圾桶满溢三处", "东门", site, area)
    assert "没有编号或名称是" in send(office, issue, "correct", **facts | {"site": "没有"}).content.decode()
    make_site("s2", "人民广场")
    assert "有几个同名的点位" in send(office, issue, "correct", **facts | {"site": "人民广场"}).content.decode()


def test_join_and_split_issues_by_their_pages(office):
    master, issue = make_issue("同一处"), make_issue()
    assert master.number in office.get(url(issue, "join") + "?q=同一处").content.decode()
    assert "没有编号是" in send(office, issue, "join", number="x").content.decode()
    assert send(office, issue, "join", number=master.number).status_code == 302
    page = office.get(url(issue)).content.decode()
    assert master.number in page
    assert "拆出" in page
    # the line that takes it back sends the same form, empty
    assert send(office, issue, "part").status_code == 302
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).state == "reported"
    whole = bring(make_issue(), "filed")
    assert send(office, whole, "split", texts="清运\n\n换桶").status_code == 302
    assert [child.text for child in whole.children.order_by("pk")] == ["清运", "换桶"]


def test_send_an_issue_back_with_chips_a_photo_and_a_new_limit(client):
    unit = make_disposer()
    before = bring(make_issue(), "answered", unit=unit)
    supervisor = make_account(SUPERVISOR)
    actions.verify_issue(issue=before, passed=False, note="仍有散落", by=supervisor, at=AT + 6 * HOUR)
    issue = bring(make_issue(), "answered", unit=unit)
    client.force_login(supervisor)
    assert "仍有散落" in client.get(url(issue, "rework")).content.decode()
    sent = {"chips": ["仍有散落"], "note": "桶盖缺一个", "how": "own", "amount": 1, "unit_of_limit": "work_day"}
    picture = _upload(photo())
    assert send(client, issue, "rework", photos=[picture], **sent).status_code == 302
    step = IssueStep.objects.in_city(make_city()).get(issue=issue, action="rework")
    assert step.note == "仍有散落，桶盖缺一个"
    assert IssuePhoto.objects.in_city(make_city()).get(step=step).moment == "check"
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).limit_unit == "work_day"


@pytest.mark.counted
def test_send_no_photo_as_photo_says_so(office):
    issue = make_issue()
    answer = send(office, issue, "self_handle", text="已清", photos=[_upload(b"no photo")])
    assert (answer.status_code, "照片" in answer.content.decode()) == (422, True)


def held_in(answer):
    return re.findall(r'name="photos-held" value="([^"]+)"', answer.content.decode())


@pytest.mark.parametrize(
    ("state", "action", "wrong", "right"),
    [
        ("answered", "rework", {}, {"note": "仍有散落"}),
        ("dispatched", "answer", {}, {"text": "已清运两车"}),
        ("reported", "self_handle", {"text": ""}, {"text": "已扫净"}),
    ],
)
@pytest.mark.counted
def test_send_a_photo_with_a_faulty_form_keeps_it_for_the_next_try(office, state, action, wrong, right):
    issue = bring(make_issue(), state, unit=make_disposer())
    answer = send(office, issue, action, photos=[_upload(b"no photo"), _upload(photo())], **wrong)
    assert answer.status_code == 422
    (word,) = held_in(answer)
    # a second fault keeps it as well; what is left out is not taken along
    assert len(held_in(send(office, issue, action, **{"photos-held": [word]}, photos=[_upload(photo())], **wrong))) == 2
    assert send(office, issue, action, **{"photos-held": [word]}, **right).status_code == 302
    assert IssuePhoto.objects.in_city(make_city()).get(issue=issue).step.action == action


@pytest.mark.counted
def test_send_a_photo_that_somebody_else_holds_or_that_waited_too_long_is_refused(office):
    issue = make_issue()
    (word,) = held_in(send(office, issue, "self_handle", text="", photos=[_upload(photo())]))
    for account, held in ((SUPERVISOR, word), (OFFICER, f"{word}x")):
        with pytest.raises(PhotoError, match="重新选择"):
            held_photo(make_city(), HeldPhoto(held), by=make_account(account))
    answer = send(office, issue, "self_handle", text="已清", **{"photos-held": [f"{word}x"]})
    assert (answer.status_code, held_in(answer)) == (422, [])


def test_remaining_forms_run_their_actions(office):
    unit, other = make_disposer(), make_unit("市园林处", "department")
    later = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT18:00")
    runs = [
        ("accepted", "file", {"minor": make_minor().pk}),
        ("dispatched", "extend", {"until": later}),
        ("dispatched", "suspend", {"reason": "缺资金"}),
        ("dispatched", "invite", {"units": "市园林处"}),
        ("dispatched", "remind", {"text": "请尽快"}),
        ("dispatched", "void", {"reason": "不是问题"}),
        ("suspended", "resume", {}),
        ("disputed", "arbitrate", {"unit": "市园林处", "reason": "在绿地里"}),
        ("answered", "close", {}),
        ("closed", "reopen", {"reason": "又满了"}),
        ("void", "restore", {}),
        ("reported", "self_handle", {"text": "已清"}),
    ]
    faults = {}
    for state, action, sent in runs:
        issue = bring(make_issue(), state, unit=unit)
        answer = send(office, issue, action, **sent)
        if answer.status_code != 302:
            faults[action] = answer.context["form"].errors
    assert faults == {}
    assert other.pk in IssueHelper.objects.in_city(make_city()).values_list("unit", flat=True)


def test_ask_dispute_and_refuse_by_their_pages(client):
    unit = make_disposer()
    asked, disputed = (bring(make_issue(), "dispatched", unit=unit) for _time in range(2))
    client.force_login(make_account(LIAISON))
    assert send(client, asked, "ask", kind="suspension", reason="缺资金").status_code == 302
    assert send(client, disputed, "dispute", reason="不归我们").status_code == 302
    # what it sends back leaves its sight: it is led home
    gone = bring(make_issue(), "dispatched", unit=unit)
    assert send(client, gone, "return", reason="不归我们")["Location"] == f"/{HOME}/"
    client.force_login(make_account(OFFICER))
    page = client.get(url(asked)).content.decode()
    assert "申请挂账" in page
    # what the unit wrote is in the form that grants it
    assert "缺资金" in client.get(url(asked, "suspend")).content.decode()
    assert send(client, asked, "refuse", reason="先做完").status_code == 302
    assert asked.requests.get().granted is False


def test_own_answer_cannot_be_verified_and_the_bar_says_why(office):
    issue = bring(make_issue(), "dispatched")
    officer = make_account(OFFICER)
    issue = actions.answer_issue(issue=issue, text="已清", by=officer, at=AT + 3 * HOUR)
    bar = bar_of(case_of(officer, issue), parties_of(officer, issue), officer)
    why = {action: one.why for one in bar.all for action in one.actions}
    assert why["close"] == why["rework"] == refusal_words("own_answer")
    assert why["pass"] == refusal_words("no_desk")
    page = office.get(url(issue)).content.decode()
    assert refusal_words("own_answer") in page


def test_type_a_limit_shows_its_end_by_the_calendar(office):
    issue = bring(make_issue(), "filed")
    assert "到期" in office.get(url(issue, "due") + "?amount=4&unit_of_limit=work_hour").content.decode()
    assert "到期" not in office.get(url(issue, "due") + "?amount=x&unit_of_limit=work_hour").content.decode()


def _upload(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("现场.jpg", content, "image/jpeg")
