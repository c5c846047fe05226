"""The pages of supervision: who sees what, forms that work, files read back, as many queries with one row as with three."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.utils import timezone

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.people import (
    AT,
    AUDITOR,
    CAST,
    HOME,
    LEADER,
    LIAISON,
    OFFICER,
    STREET,
    SUPERVISOR,
    make_account,
    make_cast,
    make_city,
)
from tests.queries import assert_queries
from tests.rounds import make_round, row
from tests.sites.pictures import photo
from tests.supervision.lists import BAD, GOOD, WEEK, approve, compute, make_rule, make_week
from tests.supervision.test_appeals import file, of_issue
from wenming.config.commands import supervision as command
from wenming.issues import actions as issues
from wenming.kernel.models import City, Event
from wenming.supervision import actions
from wenming.supervision.actions import DecisionFacts, NotPossibleError
from wenming.supervision.models import Appeal, Decision, DecisionKind, ListEntry, ListRuleVersion, ListRun, Suggestion
from wenming.supervision.queries.facts import repeated_issues
from wenming.supervision.queries.periods import first_day, last_periods
from wenming.supervision.tasks import suggest_cities

pytestmark = [pytest.mark.django_db, pytest.mark.counted]
URL = f"/{HOME}/supervision/"


def enter(client, person):
    client.force_login(make_account(person))
    return client


def make_lists(count: int = 2):
    """Return a rule, and so many weeks' approved lists with the same unit on the black one."""
    rule = make_rule()
    runs = []
    for number in range(count):
        make_week(number)
        runs.append(approve(compute(rule, number)))
    return rule, runs


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_open_a_list_shows_places_bands_marks_and_ways_to_the_issues(client):
    _rule, (_first, run) = make_lists()
    page = text(enter(client, AUDITOR).get(f"{URL}lists/{run.pk}/"))
    assert "连续 2 次" in page
    assert "与第 1–2 名不可区分" in page
    assert "本期没有任务，不排名" in page
    assert 'class="iv-band"' in page
    assert "审定</button>" not in page
    (link,) = re.findall(r'href="([^"]+closed@[^"]+unit-\d+)"', page)
    assert client.get(link).status_code == 200
    assert GOOD in text(enter(client, LEADER).get(f"{URL}lists/{run.pk}/"))


def test_compute_and_approve_a_list_through_the_pages(client):
    rule = make_rule(since=(timezone.now() - 4 * WEEK).date())
    make_disposer(GOOD)
    enter(client, OFFICER)
    page = text(client.get(URL))
    begins_on = re.search(r'<option value="(\d{4}-\d\d-\d\d)"', page)[1]
    assert client.post(f"{URL}lists/computation/", {"rule": "x"}).status_code == 302
    assert client.post(f"{URL}lists/computation/", {"rule": 999, "begins_on": begins_on}).status_code == 404
    answer = client.post(f"{URL}lists/computation/", {"rule": rule.pk, "begins_on": begins_on})
    run = ListRun.objects.in_city(make_city()).get()
    assert answer.url == f"{URL}lists/{run.pk}/"
    again = client.post(f"{URL}lists/computation/", {"rule": rule.pk, "begins_on": begins_on}, follow=True)
    assert "没有另存" in text(again)
    assert "要由另一个人审定" in text(client.get(f"{URL}lists/{run.pk}/"))
    assert "没有另存" in text(client.post(f"{URL}lists/{run.pk}/computation/", follow=True))
    day = timezone.make_aware(timezone.datetime.fromisoformat(begins_on)) + HOUR * 30
    bring(make_issue("旧", at=day), "dispatched", at=day, unit=make_disposer(GOOD))
    fresh = client.post(f"{URL}lists/{run.pk}/computation/", follow=True)
    assert "第 2 次" in text(fresh)
    run = ListRun.objects.in_city(make_city()).get(number=2)
    client.post(f"{URL}lists/{run.pk}/approval/")
    enter(client, LEADER)
    assert "审定</button>" in text(client.get(f"{URL}lists/{run.pk}/"))
    client.post(f"{URL}lists/{run.pk}/approval/")
    run.refresh_from_db()
    assert (run.state, run.approved_by.username) == ("approved", LEADER.username)


def test_open_the_lists_asks_as_little_with_one_as_with_three(client):
    make_lists(1)
    enter(client, SUPERVISOR).get(URL)
    with assert_queries(7):
        client.get(URL)
    make_week(1)
    make_week(2)
    rule = ListRun.objects.in_city(make_city()).get().rule
    approve(compute(rule, 1))
    approve(compute(rule, 2))
    with assert_queries(7):
        client.get(URL)


def test_open_supervision_as_each_of_the_cast_shows_units_only_their_own(client):
    _rule, (_first, run) = make_lists()
    make_cast()
    for person in CAST:
        if person.city != HOME or not person.role:
            continue
        enter(client, person)
        page, one = client.get(URL), client.get(f"{URL}lists/{run.pk}/")
        if person.role in {"office", "leader", "supervisor", "auditor"}:
            assert (page.status_code, one.status_code) == (200, 200), person.role
        elif person.role in {"liaison", "district_office", "street_office", "community_worker"}:
            assert (page.status_code, one.status_code) == (200, 403), person.role
            assert "待审定" not in page.content.decode()
        else:
            assert (page.status_code, one.status_code) == (403, 403), person.role
    own = text(enter(client, LIAISON).get(URL))
    assert "连续 2 次上黑榜" in own
    assert "对其中一件申诉" in own


def test_export_a_list_gives_numbers_and_names(client):
    rule, (_first, run) = make_lists()
    enter(client, OFFICER)
    page, notes = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}lists/{run.pk}/export/xlsx/").content)).worksheets
    rows = {one[2]: one for one in page.iter_rows(min_row=3, values_only=True)}
    assert rows[BAD] == ("市直单位", 2, BAD, 0, 0, 1, None, "0/0", "1–2", "黑榜", 2, None)
    assert rows[GOOD][:6] == ("市直单位", 1, GOOD, 1, 1, 1)
    assert [cell.value for cell in notes["B"]].count(run.result_digest) == 1
    paper = docx.Document(io.BytesIO(client.get(f"{URL}lists/{run.pk}/export/docx/").content))
    said = [one.text for one in paper.paragraphs]
    assert f"市直单位：{BAD}。" in said
    assert paper.tables[-1].rows[1].cells[2].text == GOOD
    assert "尚未审定" not in " ".join(said)
    make_week(2)
    draft = compute(rule, 2)
    paper = docx.Document(io.BytesIO(client.get(f"{URL}lists/{draft.pk}/export/docx/").content))
    assert "本榜尚未审定，仅供核对。" in [one.text for one in paper.paragraphs]
    assert client.get(f"{URL}lists/{run.pk}/export/pdf/").status_code == 404


def form_of(page: str) -> dict[str, object]:
    """Return what the rule's form would send as it stands."""
    found: dict[str, object] = {}
    body = re.search(r'<form class="stack".*?</form>', page, re.DOTALL)[0]
    for tag in re.findall(r"<input[^>]+>", body):
        about = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if about.get("type") == "checkbox":
            if " checked" in tag:
                found.setdefault(about["name"], []).append(about["value"])
        elif "name" in about and about["name"] != "csrfmiddlewaretoken":
            found[about["name"]] = about.get("value", "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = chosen[1]
    return found


def test_edit_a_rule_tries_it_on_the_running_period_before_it_is_in_force(client):
    enter(client, OFFICER)
    assert "还没有榜单规则" in text(client.get(f"{URL}rules/"))
    assert client.post(f"{URL}rules/", {"model": "nowhere"}).status_code == 422
    answer = client.post(f"{URL}rules/", {"model": "jiangmen", "name": "周榜"})
    version = ListRuleVersion.objects.in_city(make_city()).get()
    page = client.get(answer.url).content.decode()
    assert "本期试算" in page
    data = form_of(page)
    assert client.post(answer.url, data).status_code == 302
    assert version.groups.count() == 3
    more = {**data, "groups-3-name": "社区", "groups-3-kinds": ["community"], "groups-3-side": "area", "groups-3-red": 1, "groups-3-black": 0, "steps-0-DELETE": "on", "measure": "score"}  # fmt: skip
    assert client.post(answer.url, more).status_code == 302
    version.refresh_from_db()
    assert (version.groups.count(), version.steps.count(), version.kind, version.measure) == (4, 2, "score", "")
    assert "本期还没有结束的测评轮次" in text(client.get(answer.url))
    data = form_of(client.get(answer.url).content.decode())
    broken = client.post(answer.url, {**data, "groups-0-red": "x"})
    assert broken.status_code == 422
    assert "都是 0 名" in text(client.post(answer.url, {**data, "groups-0-red": 0, "groups-0-black": 0}))
    assert client.post(f"{answer.url}force/", {"since": ""}).status_code == 302
    assert client.post(f"{answer.url}force/", {"since": "2026-11-04"}).url == f"{URL}rules/{version.rule_id}/"
    version.refresh_from_db()
    assert (version.state, str(version.since)) == ("in_force", "2026-11-02")
    assert client.get(answer.url).status_code == 404
    draft = client.post(f"{URL}rules/{version.rule_id}/draft/").url
    assert client.post(f"{URL}rules/{version.rule_id}/draft/").url == f"{URL}rules/{version.rule_id}/"
    page = text(client.get(f"{URL}rules/{version.rule_id}/"))
    assert "接着拟订" in page
    assert "连续 2 次：建议组织部门约谈，由市委组织部决定" in page
    assert "有新版在拟订" in text(client.get(f"{URL}rules/"))
    assert client.post(f"{draft}force/", {"since": "2026-11-09"}).status_code == 302
    assert "已停用" in text(client.post(f"{URL}rules/{version.rule_id}/retirement/", follow=True))
    assert client.post(f"{URL}rules/{version.rule_id}/retirement/").status_code == 302


def test_settle_suggestions_records_the_decision_or_the_reason(client):
    make_lists(3)
    enter(client, SUPERVISOR)
    page = text(client.get(f"{URL}suggestions/"))
    assert "连续 3 次上黑榜" in page
    assert "仅凭本期名次尚不能与黑榜外的单位区分" in page
    first, second = Suggestion.objects.in_city(make_city()).order_by("pk")
    take = f"{URL}suggestions/{first.pk}/taking/"
    assert client.post(take, {"unit": ""}).status_code == 422
    data = {
        "kind": first.kind_id,
        "unit": GOOD,
        "decided_on": "2026-11-20",
        "paper_number": "〔2026〕9号",
        "body": "市委组织部",
        "note": "",
    }
    assert "不是这个单位的" in text(client.post(take, data))
    assert "没有叫“无此单位”的单位" in text(client.post(take, {**data, "unit": "无此单位"}))
    assert "是不是" in text(client.post(take, {**data, "unit": BAD[:-1] + "居"}))
    assert client.post(take, {**data, "unit": BAD}).status_code == 302
    decline = f"{URL}suggestions/{second.pk}/declining/"
    assert client.post(decline, {"reason": ""}).status_code == 422
    assert client.post(decline, {"reason": "已由市纪委另案处理"}).status_code == 302
    every = text(client.get(f"{URL}suggestions/?all"))
    assert "〔2026〕9号" in every
    assert "已由市纪委另案处理" in every
    for one, action in ((first, actions.decline_suggestion), (second, actions.decline_suggestion)):
        with pytest.raises(NotPossibleError, match="suggestion_settled"):
            action(suggestion=one, reason="x", by=make_account(SUPERVISOR), at=AT)
    with pytest.raises(NotPossibleError, match="suggestion_settled"):
        actions.take_up(
            suggestion=first, facts=DecisionFacts(first.kind, first.unit, AT.date(), "1", "x"), by=None, at=AT
        )
    assert client.get(take).status_code == 404
    decision = Decision.objects.in_city(make_city()).get()
    assert (decision.entry, decision.unit.name) == (first.entry, BAD)
    # the unit concerned sees the record, another one does not
    assert "〔2026〕9号" in text(enter(client, LIAISON).get(f"{URL}decisions/"))
    assert "〔2026〕9号" not in text(enter(client, STREET).get(f"{URL}decisions/"))


def test_record_a_decision_and_withdraw_it_keeps_the_record(client):
    actions.adopt_kinds(city=make_city(), by=None, at=AT)
    make_disposer(BAD)
    enter(client, OFFICER)
    kind = DecisionKind.objects.in_city(make_city()).get(code="yellow_card")
    data = {"kind": kind.pk, "unit": BAD, "decided_on": "2026-11-20", "paper_number": "〔2026〕9号", "body": "指挥部"}
    late = {**data, "decided_on": (timezone.now() + timedelta(days=3)).date()}
    assert "日期不能晚于今天" in text(client.post(f"{URL}decisions/new/", late))
    assert client.post(f"{URL}decisions/new/", data).status_code == 302
    one = Decision.objects.in_city(make_city()).get()
    away = f"{URL}decisions/{one.pk}/withdrawal/"
    assert "黄牌" in text(client.get(away))
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "登记有误"}).status_code == 302
    assert client.get(away).status_code == 404
    assert "登记有误" in text(client.get(f"{URL}decisions/?unit=水利"))
    assert "没有决定记录" in text(client.get(f"{URL}decisions/?unit=无"))
    (page,) = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}decisions/export/").content)).worksheets
    assert [cell.value for cell in page[2]][1:] == ["黄牌", BAD, "〔2026〕9号", "指挥部", None, "登记有误"]
    with pytest.raises(NotPossibleError, match="withdrawn_already"):
        actions.withdraw_decision(decision=one, reason="x", by=None, at=AT)
    kind.is_active = False
    kind.save()
    facts = DecisionFacts(kind, one.unit, AT.date(), "1", "x")
    with pytest.raises(NotPossibleError, match="kind_gone"):
        actions.record_decision(city=make_city(), facts=facts, by=None, at=AT)
    kinds = Event.objects.in_city(make_city()).filter(kind__startswith="decision.").values_list("kind", flat=True)
    assert set(kinds) == {"decision.recorded", "decision.withdrawn"}


def test_appeal_on_the_phone_in_three_steps_and_see_what_came_of_it(client):
    _rule, (run,) = make_lists(1)
    entry = ListEntry.objects.in_city(make_city()).get(run=run, unit__name=BAD)
    enter(client, LIAISON)
    ListRun.objects.in_city(make_city()).update(approved_at=timezone.now())
    page = text(client.get(f"{URL}appeals/new/?entry={entry.pk}"))
    (link,) = re.findall(r'class="sv-pick" href="([^"]+)"', page)
    assert "不是问题" in text(client.get(link))
    assert client.post(link, {"input": "issue_void", "statement": ""}).status_code == 422
    bad = {"input": "issue_void", "statement": "是施工围挡，不是垃圾", "photos": io.BytesIO(b"no picture")}
    assert client.post(link, bad).status_code == 422
    image = io.BytesIO(photo())
    image.name = "a.jpg"
    answer = client.post(link, {**bad, "photos": image})
    assert answer.status_code == 302
    appeal = Appeal.objects.in_city(make_city()).get()
    own = text(client.get(answer.url))
    assert "撤回申诉" in own
    assert "复核</a>" not in own
    look_at_photos(client, own)
    review_it(client, answer.url)
    appeal.refresh_from_db()
    assert appeal.state == "upheld"


def look_at_photos(client, own):
    """The photos of an appeal are for who sees it."""
    picture = re.search(r'src="([^"]+/appeals/photos/[^"]+)"', own)[1]
    shown = client.get(picture)
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    assert client.get(picture.replace("small", "huge")).status_code == 404
    assert enter(client, STREET).get(picture).status_code == 404


def review_it(client, where):
    """The supervisor reviews; the office, which reported, does not; the unit learns the result and not the name."""
    enter(client, OFFICER)
    assert "要由另一个人复核" in text(client.get(where))
    enter(client, SUPERVISOR)
    assert "待复核" in text(client.get(f"{URL}appeals/"))
    review = f"{where}review/"
    assert client.post(review, {"answer": ""}).status_code == 422
    assert client.post(review, {"verdict": "uphold", "answer": "属实"}).status_code == 302
    assert client.get(review).status_code == 404
    done = text(client.get(where))
    assert "不再计为问题" in done
    assert "更正后" in done
    assert "不排名" in done
    assert "没有待复核的申诉" in text(client.get(f"{URL}appeals/"))
    seen = text(enter(client, LIAISON).get(where))
    assert SUPERVISOR.name not in seen
    client.post(f"{where}withdrawal/")


def test_appeal_addresses_that_are_nobodys_are_refused(client):
    _rule, (run,) = make_lists(1)
    other = ListEntry.objects.in_city(make_city()).get(run=run, unit__name=GOOD)
    enter(client, STREET)
    assert client.get(f"{URL}appeals/new/?entry={other.pk}").status_code == 403
    assert client.get(f"{URL}appeals/new/?entry=x").status_code == 404
    assert "没有可以申诉的记录" in text(client.get(f"{URL}appeals/new/"))
    issue = bring(make_issue("别家"), "answered", unit=make_disposer(BAD))
    assert client.get(f"{URL}appeals/new/issue/{issue.number}/").status_code == 404
    made = make_round([row(deduction=0.5)])
    pk = made.observations.get().pk
    assert client.get(f"{URL}appeals/new/row/{pk}/").status_code == 404


def test_appeal_against_a_row_and_reject_it_through_the_pages(client):
    unit = make_account(STREET).posts.first().unit
    make_round([row(area=unit.name, deduction=0.5)], at=timezone.now())
    enter(client, STREET)
    (link,) = re.findall(r'class="sv-pick" href="([^"]+)"', text(client.get(f"{URL}appeals/new/")))
    where = client.post(link, {"input": "observation", "statement": "当天已整改"}).url
    enter(client, SUPERVISOR)
    assert "更正后的扣分" in text(client.get(f"{where}review/"))
    asked = client.post(f"{where}review/", {"verdict": "uphold", "answer": "属实"})
    assert "不扣分填 0" in text(asked)
    worse = client.post(f"{where}review/", {"verdict": "uphold", "answer": "属实", "deduction": "0.6"})
    assert "少于现在的扣分" in text(worse)
    assert client.post(f"{where}review/", {"verdict": "uphold", "answer": "属实", "deduction": "0"}).status_code == 302
    assert "扣分由 0.5 更正为 0" in text(client.get(where))


def test_withdraw_an_appeal_and_see_whose_it_should_be(client):
    issue = bring(make_issue("不归"), "closed", unit=make_disposer(BAD))
    appeal = file(of_issue(issue, "issue_unit", wanted=make_disposer(GOOD)), at=AT + 24 * HOUR)
    where = f"{URL}appeals/{appeal.pk}/"
    enter(client, SUPERVISOR)
    assert f"单位认为应归：{GOOD}" in text(client.get(f"{where}review/"))
    enter(client, LIAISON)
    assert client.post(f"{where}withdrawal/").status_code == 302
    assert "单位已撤回" in text(client.get(where))
    again = file(of_issue(issue, "issue_unit", wanted=make_disposer(GOOD)), at=AT + 24 * HOUR)
    actions.uphold_appeal(appeal=again, answer="属实", by=make_account(SUPERVISOR), at=again.filed_at)
    assert f"责任单位由 {BAD} 更正为 {GOOD}" in text(enter(client, AUDITOR).get(f"{URL}appeals/{again.pk}/"))


def test_keep_settings_and_kinds_through_the_pages(client):
    enter(client, OFFICER)
    assert "还没有决定类别" in text(client.get(f"{URL}settings/"))
    assert client.post(f"{URL}settings/", {"appeal_days": 0}).status_code == 422
    assert client.post(f"{URL}settings/", {"appeal_days": 5, "review_days": 4, "reminders": 2}).status_code == 302
    assert client.post(f"{URL}settings/kinds/new/", {"name": "挂牌督办", "is_active": "on"}).status_code == 302
    assert client.post(f"{URL}settings/kinds/new/", {"name": "挂牌督办"}).status_code == 422
    kind = DecisionKind.objects.in_city(make_city()).get()
    assert client.post(f"{URL}settings/kinds/{kind.pk}/", {"name": "挂牌", "is_praise": "on"}).status_code == 302
    assert "挂牌" in text(client.get(f"{URL}settings/"))
    assert enter(client, SUPERVISOR).get(f"{URL}settings/").status_code == 403


def test_suggest_from_issues_only_where_facts_repeat(client):
    from tests.sites.places import make_site

    actions.adopt_kinds(city=make_city(), by=None, at=AT)
    square = make_site("G1", "滨河广场")
    for number in range(2):
        bring(
            make_issue(f"旧{number}", site=square, at=AT + number * WEEK),
            "closed",
            at=AT + number * WEEK,
            unit=make_disposer(BAD),
        )
    back = bring(
        make_issue("又来", site=square, at=AT + 2 * WEEK), "dispatched", at=AT + 2 * WEEK, unit=make_disposer(BAD)
    )
    silent = bring(make_issue("群众反映", source="hotline", at=AT), "dispatched", unit=make_disposer(BAD))
    for number in range(3):
        issues.remind_unit(issue=silent, text="请答复", by=make_account(OFFICER), at=AT + number * HOUR + 9 * HOUR)
    now = AT + 3 * WEEK
    made = actions.suggest_from_issues(city=make_city(), by=make_account(SUPERVISOR), at=now)
    assert {(one.issue.number, one.ground) for one in made} == {
        (back.number, "recurrence"),
        (silent.number, "unanswered"),
    }
    assert actions.suggest_from_issues(city=make_city(), by=None, at=now) == []
    assert repeated_issues(make_city(), at=now + 30 * WEEK) == []
    page = text(enter(client, LEADER).get(f"{URL}suggestions/"))
    assert "滨河广场的“暴露垃圾”办结后 90 天内又发生" in page
    assert "群众诉求已催办 3 次" in page
    DecisionKind.objects.in_city(make_city()).update(is_active=False)
    Suggestion.objects.in_city(make_city()).delete()
    assert actions.suggest_from_issues(city=make_city(), by=None, at=now) == []
    assert suggest_cities() == 0


def test_recompute_lists_at_the_command_line_proves_every_digit(capsys):
    import argparse

    _rule, (run,) = make_lists(1)
    asked = {"city": HOME, "recompute": True, "json": False}
    assert command.run_list(argparse.Namespace(**asked)) == 0
    assert "重算 1 份榜，全部一致" in capsys.readouterr().out
    assert command.run_list(argparse.Namespace(**{**asked, "recompute": False})) == 0
    assert command.run_list(argparse.Namespace(**{**asked, "recompute": False, "json": True, "city": None})) == 0
    assert run.result_digest in capsys.readouterr().out
    bring(make_issue("补", at=AT), "dispatched", at=AT, unit=make_disposer(GOOD))
    ListEntry.objects.in_city(make_city()).filter(run=run, unit__name=GOOD).update(of=0)
    assert command.run_list(argparse.Namespace(**asked)) == 1
    said = capsys.readouterr().out
    assert "1 份不一致" in said
    assert "输入有变动" in said
    assert command.run_list(argparse.Namespace(**{**asked, "json": True})) == 1
    assert '"inputs_moved": true' in capsys.readouterr().out
    for as_json in (False, True):
        assert command.run_suggest(argparse.Namespace(city=HOME, json=as_json)) == 0


def test_read_the_first_day_of_a_month_gives_the_first():
    assert str(first_day("month", AT.date())) == "2026-11-01"
    assert len(last_periods("month", AT.date(), 3)) == 3
    assert City.objects.filter(slug=HOME).count() == 0
