"""The bulletin of a week says what a recount says; what comes back; the picture of a morning."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_unit
from wenming.issues import actions
from wenming.issues.exports.papers import of_issues, of_period
from wenming.issues.exports.papers.words import again_text, share_text
from wenming.issues.models import Issue, IssueStep
from wenming.issues.queries.bulletins import Share, came_back, figures_of, morning_of, week_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = AT.date()
SUNDAY = MONDAY + 6 * DAY
NOW = AT + 7 * DAY


def make_week() -> None:
    """A week: closed in time and late, sent back, waiting, void, joined, of two classes, in and outside a district."""
    district = make_unit("河东区", "district")
    street = make_unit("东街街道", "street", parent=district)
    disposer = make_disposer()
    for number in range(6):
        area = street if number % 2 else None
        bring(
            make_issue(f"垃圾{number}", area=area, at=AT + number * HOUR / 2),
            "closed",
            at=AT + number * HOUR / 2,
            unit=disposer,
        )
    late = bring(make_issue("占道", minor=make_minor("占道经营", code="03"), area=street), "dispatched", unit=disposer)
    back = bring(make_issue("返工"), "answered", at=AT + DAY, unit=disposer)
    actions.verify_issue(issue=back, passed=False, note="未清", by=make_account(SUPERVISOR), at=AT + 2 * DAY)
    bring(make_issue("不是"), "void")
    bring(make_issue("新来的", photos=[("a.jpg", photo())]), "reported")
    assert late.due_at < NOW


def recount() -> Counter:
    """Return what the steps of the week say, counted one by one; what had to be closed counts on its last day or, if earlier, its closing."""
    city, found = make_city(), Counter()
    for step in IssueStep.objects.in_city(city):
        found[step.action] += MONDAY <= step.at.astimezone(city.zone).date() <= SUNDAY
    for issue in Issue.objects.in_city(city).exclude(state__in=("void", "joined")):
        ends = [one.astimezone(city.zone).date() for one in (issue.due_at, issue.closed_at) if one]
        if issue.unit_id and ends and MONDAY <= min(ends) <= SUNDAY:
            found["to_close"] += 1
            found["closed"] += issue.closed_at is not None
            found["in_time"] += issue.closed_at is not None and issue.answered_at <= issue.due_at
    found["open"] = Issue.objects.in_city(city).filter(closed_at=None).exclude(state__in=("void", "joined")).count()
    found["overdue"] = sum(
        one.runs_out_at is not None and one.runs_out_at < NOW
        for one in Issue.objects.in_city(city).exclude(state="void")
    )
    return found


def test_make_the_bulletin_of_a_week_says_what_a_recount_says():
    make_week()
    counted = recount()
    draft = of_period(make_city(), "bulletin", MONDAY, SUNDAY, at=NOW)
    paper = draft.content["paper"]
    said = "".join(block["text"] for block in paper["blocks"])
    assert (counted["report"], counted["to_close"], counted["closed"]) == (10, 8, 6)
    for words in (
        "本周共上报问题{report}件（日常巡查9件），受理{accept}件，立案{file}件。",
        "本周应结案{to_close}件，结案{closed}件，结案率样本不足（{closed}/{to_close}）；按期结案{in_time}件，",
        "返工{rework}件，",
        "未结问题{open}件，其中超期{overdue}件，挂账0件。",
        "复发率样本不足（n=0）；群众满意度尚无数据。",
    ):
        assert words.format(**counted) in said
    table = next(block for block in paper["blocks"] if block["kind"] == "table")
    overdue = Issue.objects.in_city(make_city()).filter(state="dispatched", runs_out_at__lt=NOW).count()
    assert [list(row) for row in table["rows"]] == [
        ["1", "市环卫处", "8", "6", str(counted["in_time"]), f"{100 * counted['in_time'] / 8:.1f}%", str(overdue)]
    ]
    assert_sorted(paper)
    with assert_queries(8):
        figures_of(make_city(), MONDAY, SUNDAY, at=NOW)
    assert_morning()


def assert_sorted(paper) -> None:
    """Within a class the problems stand by district; each says who is responsible; the annexes have them all."""
    listed = [block["text"] for block in paper["blocks"] if block["kind"] == "h3"]
    # six of the class stand in the body: those of the district first
    assert listed[:4] == [
        "1．河东区东街街道，垃圾1（责任单位：市环卫处）。", "2．河东区东街街道，垃圾3（责任单位：市环卫处）。",
        "3．河东区东街街道，垃圾5（责任单位：市环卫处）。", "4．河东区东街街道，占道（责任单位：市环卫处）。",
    ]  # fmt: skip
    more = [block["text"] for block in paper["blocks"] if block["text"].startswith("本类其余")]
    assert more == ["本类其余3件见附件1。"]
    problems, overdue = paper["annexes"]
    assert [len(annex["blocks"][0]["rows"]) for annex in (problems, overdue)] == [9, recount()["overdue"]]
    assert sum(not isinstance(row[-1], str) for row in problems["blocks"][0]["rows"]) == 1


def test_make_the_bulletin_of_an_empty_week_says_so():
    paper = of_period(make_city(), "bulletin", MONDAY, SUNDAY, at=NOW).content["paper"]
    said = [block["text"] for block in paper["blocks"]]
    assert "本周没有新上报的问题。" in said
    assert "没有超期未办结的问题。" in said
    assert paper["annexes"] == []


def test_count_what_came_back_takes_only_closings_whose_days_are_over():
    site, minor = make_site("001"), make_minor()
    begin = AT - 50 * DAY
    for number in range(2):
        bring(
            make_issue(f"旧{number}", site=site, minor=minor, at=begin + number * DAY),
            "closed",
            at=begin + number * DAY,
        )
    bring(make_issue("昨天", site=site, minor=minor, at=AT), "closed", at=AT)
    # the first closing saw the second report within its thirty days, the second saw none
    assert came_back(make_city(), MONDAY) == Share(1, 2)
    assert (share_text(Share(29, 29)), share_text(Share(15, 30))) == ("样本不足（29/29）", "50.0%（15/30）")
    assert (again_text(Share(3, 30)), again_text(Share(1, 2))) == ("10.0%（n=30）", "样本不足（n=2）")


def test_name_the_week_of_a_monday_is_the_week_before():
    assert week_of(MONDAY) == (MONDAY - 7 * DAY, MONDAY - DAY)
    assert week_of(SUNDAY) == (MONDAY - 7 * DAY, MONDAY - DAY)


def assert_morning() -> None:
    """The picture of the morning after counts what is open, and names no matter twice."""
    bring(make_issue("谁的"), "disputed", at=AT + DAY)
    found = morning_of(make_city(), SUNDAY + DAY, at=NOW)
    assert sum(found.lamps.values()) == recount()["open"]
    assert not {issue.pk for issue in found.worst} & {issue.pk for issue in found.decide}
    content = of_period(make_city(), "morning", SUNDAY + DAY, SUNDAY + DAY, at=NOW).content["morning"]
    assert [figure[:2] for figure in content["figures"]] == [
        ["昨日上报", "0"], ["昨日结案", "0"], ["未结", str(recount()["open"])], ["超期", str(recount()["overdue"])],
    ]  # fmt: skip
    assert content["decide"][0]["why"] == "权属有争议，提请明确责任单位"
    assert {line[0] for line in content["districts"]} == {"河东区", "其他"}


def test_make_a_brief_puts_matters_sent_back_twice_to_the_leaders():
    issue = bring(make_issue(), "answered")
    for number in range(2):
        actions.verify_issue(
            issue=issue, passed=False, note="未清", by=make_account(SUPERVISOR), at=AT + (4 + number) * HOUR
        )
        issue = actions.answer_issue(issue=issue, text="已清", by=make_account(OFFICER), at=AT + (4 + number) * HOUR)
    paper = of_period(make_city(), "brief", MONDAY, SUNDAY, at=NOW).content["paper"]
    listed = [block["text"] for block in paper["blocks"] if block["kind"] == "h3"]
    assert listed == ["1．垃圾桶满溢（责任单位：市环卫处；已返工2次，提请约谈或现场督办）。"]


def test_make_a_notice_lists_what_falls_short_with_its_photos():
    issue = bring(make_issue(photos=[("a.jpg", photo())], place="一巷"), "dispatched")
    paper = of_issues(make_city(), "rectification", [issue], at=AT + 3 * HOUR).content["paper"]
    listed = [block["text"] for block in paper["blocks"] if block["kind"] == "h3"]
    assert listed == ["1．一巷，垃圾桶满溢。完成时限：11月2日17时。"]
    assert [figure["caption"] for figure in paper["annexes"][0]["blocks"][0]["photos"]] == ["1．一巷"]
