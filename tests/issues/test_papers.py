"""Papers made out of issues: composed, kept, edited, made again, numbered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, LIAISON, OFFICER, make_account, make_city
from tests.sites.pictures import photo
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.papers import edit_paper, make_paper, register_number, remake_paper
from wenming.issues.exports.papers import again, of_issues, of_period
from wenming.issues.models import IssuePaper, PaperVersion
from wenming.issues.queries.papers import papers_of
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT_MONDAY = AT + 7 * DAY


def make_order(kind="supervision", count=2):
    """Return an order to a unit about its issues, and the issues."""
    issues = [bring(make_issue(photos=[("a.jpg", photo())]), "dispatched") for _number in range(count)]
    draft = of_issues(make_city(), kind, issues, at=AT + 3 * HOUR)
    return make_paper(city=make_city(), draft=draft, by=make_account(OFFICER), at=AT + 3 * HOUR), issues


def test_make_an_order_keeps_what_it_says_and_names_its_issues():
    paper, issues = make_order()
    version = PaperVersion.objects.in_city(paper.city).get(paper=paper)
    kept = version.content["paper"]
    assert (paper.title, paper.unit.name, version.number, version.change) == (
        "督办单（市环卫处，2件）", "市环卫处", 1, "made",
    )  # fmt: skip
    table = next(block for block in kept["blocks"] if block["kind"] == "table")
    assert [row[1] for row in table["rows"]] == [issue.number for issue in issues]
    assert [list(papers_of(issue)) for issue in issues] == [[paper], [paper]]
    event = Event.objects.in_city(paper.city).get(kind="issue_paper.made")
    assert event.data == {"kind": "supervision", "issues": [issue.number for issue in issues]}


def test_register_the_number_that_came_back_shows_it_and_closes_the_paper():
    paper, issues = make_order()
    officer = make_account(OFFICER)
    facts = {"number": " 清督〔2026〕3号 ", "issued_on": AT.date(), "signer": "何", "by": officer, "at": AT + 4 * HOUR}
    with pytest.raises(NotPossibleError, match="no_number"):
        register_number(paper=paper, **{**facts, "number": " "})
    issued = register_number(paper=paper, scan=("签发件.pdf", b"%PDF-1.7"), **facts)
    assert (issued.state, issued.number, issued.scan.name) == ("issued", "清督〔2026〕3号", "签发件.pdf")
    assert [one.number for one in papers_of(issues[0])] == ["清督〔2026〕3号"]
    draft = again(issued, at=AT + 5 * HOUR)
    with pytest.raises(NotPossibleError, match="paper_issued"):
        remake_paper(paper=issued, draft=draft, by=officer, at=AT + 5 * HOUR)
    other, _issues = make_order()
    with pytest.raises(NotPossibleError, match="paper_number_taken"):
        register_number(paper=other, **facts)


def test_make_the_bulletin_of_a_week_again_adds_a_version_of_the_same_paper():
    make_issue()
    city, officer = make_city(), make_account(OFFICER)
    week = (AT.date(), AT.date() + 6 * DAY)
    made = []
    for hour in range(2):
        at = NEXT_MONDAY + hour * HOUR
        made.append(make_paper(city=city, draft=of_period(city, "bulletin", *week, at=at), by=officer, at=at))
    assert [(one.pk, one.version) for one in made] == [(made[0].pk, 1), (made[0].pk, 2)]
    kinds = PaperVersion.objects.in_city(city).order_by("number").values_list("change", flat=True)
    assert list(kinds) == ["made", "remade"]


def test_edit_a_paper_keeps_the_version_before_and_remake_takes_what_is_now():
    paper, issues = make_order("rectification", 1)
    officer, at = make_account(OFFICER), AT + 5 * HOUR
    edited = edit_paper(paper=paper, title="另一个标题", content={"paper": {}}, by=officer, at=at)
    remade = remake_paper(paper=edited, draft=again(edited, at=at), by=None, at=at)
    versions = PaperVersion.objects.in_city(paper.city).filter(paper=paper).order_by("number")
    assert [one.change for one in versions] == ["made", "edited", "remade"]
    assert (remade.title, remade.version) == ("整改通知书（市环卫处，1件）", 3)
    assert list(papers_of(issues[0])) == [remade]


def test_make_a_paper_by_somebody_else_is_refused():
    issue = bring(make_issue(), "dispatched")
    draft = of_issues(make_city(), "slides", [issue], at=AT)
    with pytest.raises(PermissionDenied):
        make_paper(city=make_city(), draft=draft, by=make_account(LIAISON), at=AT)
    assert not IssuePaper.objects.in_city(make_city()).exists()


def test_make_mornings_keeps_one_picture_a_day_and_leaves_an_issued_one_alone():
    from wenming.issues.tasks.mornings import make_mornings

    bring(make_issue(), "disputed")
    assert [make_mornings(), make_mornings()] == [1, 1]
    paper = IssuePaper.objects.in_city(make_city()).get()
    assert (paper.kind, paper.version, paper.made_by) == ("morning", 2, None)
    register_number(
        paper=paper, number="清〔2026〕1号", issued_on=AT.date(), signer="", by=make_account(OFFICER), at=AT
    )
    assert make_mornings() == 0


def test_compose_a_brief_of_chosen_issues_says_how_each_stands():
    settled, late, plain = (
        bring(make_issue(), state, unit=make_disposer()) for state in ("closed", "dispatched", "dispatched")
    )
    fresh = make_issue(minor=make_minor())
    draft = of_issues(make_city(), "brief", [settled, late, fresh], at=late.runs_out_at + timedelta(hours=1))
    said = str(draft.content)
    assert ("已结案" in said, "已超期，应于" in said, draft.issues, draft.unit) == (
        True,
        True,
        (settled, late, fresh),
        None,
    )
    early = str(of_issues(make_city(), "brief", [plain], at=AT).content)
    assert ("应于" in early, "已超期" in early) == (True, False)
    paper = make_paper(city=make_city(), draft=draft, by=make_account(OFFICER), at=AT)
    assert again(paper, at=AT).title == "创建全国文明城市工作专报（3件）"


def test_compose_an_order_without_a_unit_or_a_period_without_days_says_so():
    with pytest.raises(ValueError, match="has none"):
        of_issues(make_city(), "supervision", [make_issue(minor=make_minor())], at=AT)
    make_disposer()
    lost = IssuePaper(city=make_city(), kind="bulletin")
    with pytest.raises(ValueError, match="without a period"):
        again(lost, at=AT)
