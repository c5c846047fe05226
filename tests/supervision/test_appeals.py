"""Appeals correct inputs, never results: what may be appealed, who reviews, and the results before and after."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.people import AT, INSPECTOR, LIAISON, OFFICER, STREET, SUPERVISOR, make_account, make_city
from tests.rounds import AT as ROUND_AT
from tests.rounds import make_round, row
from tests.sites.pictures import photo
from tests.supervision.lists import BAD, GOOD, WEEK, approve, compute, make_rule, make_week
from tests.supervision.test_lists import lines
from wenming.assessment.models import Run
from wenming.inspections import actions as inspections
from wenming.inspections.actions import NotPossibleError as RowNotPossibleError
from wenming.inspections.models import Observation, RoundTally
from wenming.inspections.queries import recount
from wenming.issues import actions as issues
from wenming.issues.actions import NotPossibleError as IssueNotPossibleError
from wenming.issues.queries import filter_of, issues_listed
from wenming.issues.queries.recounts import differences
from wenming.issues.queries.tallies import flows_of
from wenming.kernel.models import Event
from wenming.messaging.models import Notice
from wenming.organisations.models import Post
from wenming.supervision import actions
from wenming.supervision.actions import AppealFacts, NotPossibleError
from wenming.supervision.actions.appeals import last_moment
from wenming.supervision.models import Appeal, ListEntry
from wenming.supervision.queries.appeals import issues_behind, observations_against

pytestmark = pytest.mark.django_db
LATER = AT + WEEK + HOUR


def of_issue(issue, what="issue_in_time", entry=None, **facts):
    return AppealFacts(issue.unit, what, "当天已办结，系统记录晚了", issue=issue, entry=entry, **facts)


def file(facts, *, at=LATER, **options):
    return actions.file_appeal(facts=facts, by=make_account(LIAISON), at=at, **options)


def review(appeal, *, uphold=True, by=None, at=LATER + HOUR, **found):
    does = actions.uphold_appeal if uphold else actions.reject_appeal
    return does(appeal=appeal, answer="查看了当天照片", by=by or make_account(SUPERVISOR), at=at, **found)


def make_late():
    """Return an issue that was answered after its limit and closed."""
    issue = bring(make_issue("晚办"), "dispatched", unit=make_disposer(BAD))
    answered = issues.answer_issue(issue=issue, text="已清运完毕", by=make_account(OFFICER), at=AT + 2 * 24 * HOUR)
    return issues.verify_issue(issue=answered, passed=True, by=make_account(SUPERVISOR), at=AT + 2 * 24 * HOUR + HOUR)


def entry_of(run, name):
    related = ("unit", "run__rule", "run__version", "run__city", "group")
    return ListEntry.objects.in_city(run.city).select_related(*related).get(run=run, unit__name=name)


def test_uphold_that_it_was_in_time_computes_the_list_again_beside_the_old_one():
    rule = make_rule(measure="district/closing_in_time")
    make_week(states={GOOD: "closed"})
    late = make_late()
    run = approve(compute(rule))
    assert lines(run)[BAD][:2] == (2, "black")
    entry = entry_of(run, BAD)
    assert list(issues_behind(entry)) == [late]
    appeal = file(of_issue(late, entry=entry), photos=[("a.jpg", photo())])
    assert appeal.photos.count() == 1
    assert Notice.objects.in_city(make_city()).filter(key__startswith="appeal:", done_at=None).count() == 1
    done = review(appeal)
    assert (done.state, done.correction) == ("upheld", {"before": "late", "after": "in_time"})
    assert (done.list_before, done.list_after.number, done.list_after.state) == (run, 2, "draft")
    assert lines(done.list_before)[BAD][:2] == (2, "black")
    assert lines(done.list_after)[BAD][:2] == (1, "")
    assert differences(make_city()) == []
    assert flows_of(make_city(), AT.date(), LATER.date())[0, "closed_in_time"] == 2
    query = {"counted": f"closed_in_time@{run.begins_on}..{run.ends_on}"}
    assert late in issues_listed(make_account(OFFICER), make_city(), filter_of(query, city=make_city(), at=LATER))
    kinds = list(Event.objects.in_city(make_city()).order_by("-number").values_list("kind", flat=True)[:3])
    assert kinds == ["appeal.upheld", "list.computed", "issue.amended"]
    assert not Notice.objects.in_city(make_city()).filter(key__startswith="appeal:", kind="task", done_at=None).exists()
    # the new list is approved by somebody else than who reviewed
    with pytest.raises(NotPossibleError, match="own_list"):
        approve(done.list_after)
    assert approve(done.list_after, by=make_account(OFFICER)).state == "approved"


def test_uphold_that_it_is_anothers_moves_what_it_counts_for():
    late = make_late()
    other = make_disposer(GOOD)
    appeal = file(of_issue(late, "issue_unit", wanted=other))
    done = review(appeal)
    assert done.correction == {"before": make_disposer(BAD).pk, "after": other.pk}
    counts = flows_of(make_city(), AT.date(), LATER.date(), "unit")
    assert counts[other.pk, "closed"] == counts[make_disposer(BAD).pk, "wrong_dispatch"] == 1
    assert differences(make_city()) == []
    query = {"counted": f"wrong_dispatch@{AT.date()}..{LATER.date()}"}
    assert issues_listed(make_account(OFFICER), make_city(), filter_of(query, city=make_city(), at=LATER)).count() == 1
    assert (done.list_before, done.list_after, done.run_after) == (None, None, None)


def test_uphold_that_it_is_no_issue_strikes_it_and_it_can_be_restored():
    late = make_late()
    closed_at = late.closed_at
    done = review(file(of_issue(late, "issue_void")))
    late.refresh_from_db()
    assert (done.correction, late.state, late.closed_at) == ({"before": "closed", "after": "void"}, "void", None)
    assert flows_of(make_city(), AT.date(), LATER.date()).get((0, "to_close"), 0) == 0
    restored = issues.restore_issue(issue=late, by=make_account(OFFICER), at=LATER + 2 * HOUR)
    assert (restored.state, restored.closed_at) == ("closed", closed_at)
    assert differences(make_city()) == []


def test_appeal_what_may_not_be_appealed_says_why():
    late = make_late()
    open_ = bring(make_issue("在办"), "dispatched", unit=make_disposer(BAD))
    timely = bring(make_issue("按时"), "closed", unit=make_disposer(BAD))
    other = bring(make_issue("别家"), "closed", unit=make_disposer(GOOD))
    stranger = AppealFacts(make_disposer(BAD), "issue_unit", "不归我们", issue=other)
    for facts, reason in (
        (of_issue(open_, "issue_unit"), "wrong_stage"),
        (of_issue(open_, "issue_in_time"), "wrong_stage"),
        (of_issue(timely), "not_late"),
        (of_issue(late, "issue_unit", wanted=make_disposer(BAD)), "same_unit"),
        (stranger, "not_own_input"),
        (AppealFacts(make_disposer(BAD), "observation", "不对"), "not_own_input"),
        (AppealFacts(make_disposer(BAD), "issue_void", " ", issue=late), "no_text"),
    ):
        with pytest.raises(NotPossibleError, match=reason):
            file(facts)
    with pytest.raises(NotPossibleError, match="appeal_late"):
        file(of_issue(late), at=LATER + 4 * WEEK)
    with pytest.raises(PermissionDenied):
        actions.file_appeal(facts=of_issue(late), by=make_account(INSPECTOR), at=LATER)
    file(of_issue(late))
    with pytest.raises(NotPossibleError, match="appeal_open"):
        file(of_issue(late))
    # what is open has no day from which the limit counts
    assert last_moment(of_issue(open_, "issue_void")) is None
    assert file(of_issue(open_, "issue_void")).state == "open"


def test_appeal_within_a_list_is_for_an_approved_line_of_ones_own():
    rule, late = make_rule(), make_late()
    draft = compute(rule)
    with pytest.raises(NotPossibleError, match="not_own_input"):
        file(of_issue(late, entry=entry_of(draft, BAD)))


def test_review_an_appeal_is_for_who_did_not_record_the_input():
    late = make_late()
    appeal = file(of_issue(late))
    # the office entered the answer for the unit
    with pytest.raises(NotPossibleError, match="own_input"):
        review(appeal, by=make_account(OFFICER))
    with pytest.raises(PermissionDenied):
        review(appeal, by=make_account(LIAISON))
    with pytest.raises(NotPossibleError, match="no_reason"):
        actions.reject_appeal(appeal=appeal, answer=" ", by=make_account(SUPERVISOR), at=LATER)
    assert review(appeal, uphold=False).state == "rejected"
    with pytest.raises(NotPossibleError, match="appeal_settled"):
        review(appeal)
    with pytest.raises(NotPossibleError, match="appeal_settled"):
        actions.withdraw_appeal(appeal=appeal, by=make_account(LIAISON), at=LATER)
    # who filed it holds no brief to review it, whatever else he is
    again = file(of_issue(late, "issue_void"))
    Post.objects.create(city=make_city(), account=make_account(LIAISON), role="supervisor", starts_on=AT.date())
    with pytest.raises(NotPossibleError, match="own_input"):
        review(again, by=make_account(LIAISON))
    assert actions.withdraw_appeal(appeal=again, by=make_account(LIAISON), at=LATER).state == "withdrawn"


def test_uphold_what_moved_meanwhile_or_lacks_the_right_value_changes_nothing():
    late = make_late()
    whose = file(of_issue(late, "issue_unit"))
    with pytest.raises(NotPossibleError, match="no_unit"):
        review(whose)
    with pytest.raises(NotPossibleError, match="same_unit"):
        review(whose, unit=make_disposer(BAD))
    void = file(of_issue(late, "issue_void"))
    issues.strike_issue(issue=late, by=make_account(SUPERVISOR), at=LATER, reason="重复")
    with pytest.raises(NotPossibleError, match="not_possible_now"):
        review(void)
    assert Appeal.objects.in_city(make_city()).filter(state="open").count() == 2


def make_street_round():
    """Return a written round of the street of the cast, and its row that lost points."""
    unit = make_account(STREET).posts.first().unit
    made = make_round(
        [row(area=unit.name, deduction=0.5), row(site="主要交通路口2", area=unit.name), row(site="别处", area="")]
    )
    (lost,) = observations_against(made, unit).select_related("round__city", "city")
    return unit, lost


def test_uphold_an_appeal_against_a_row_counts_the_round_and_its_lists_again():
    rule = make_rule("wuhan", since=AT.date(), minimum=1)
    unit, lost = make_street_round()
    from wenming.assessment.actions import run_assessment

    first = run_assessment(round_=lost.round, by=None, at=ROUND_AT)
    run = actions.compute_list(rule=rule, begins_on=AT.date().replace(day=1), by=None, at=AT + 5 * WEEK)
    actions.approve_list(run=run, by=make_account(SUPERVISOR), at=AT + 5 * WEEK)
    facts = AppealFacts(unit, "observation", "当天已整改", observation=lost)
    appeal = actions.file_appeal(facts=facts, by=make_account(STREET), at=ROUND_AT + HOUR)
    # the office wrote the round
    with pytest.raises(NotPossibleError, match="own_input"):
        review(appeal, by=make_account(OFFICER), milli=1000)
    for milli in (None, 500, 400):
        with pytest.raises(NotPossibleError, match="not_worse"):
            review(appeal, milli=milli)
    done = review(appeal, milli=900, at=AT + 5 * WEEK)
    assert done.correction == {"before": 500, "after": 900}
    assert done.run_before == first
    assert done.run_after.score != first.score
    assert Run.objects.in_city(make_city()).count() == 2
    assert (done.list_before, done.list_after.number) == (run, 2)
    assert entry_of(done.list_after, unit.name).of - entry_of(run, unit.name).of == 400
    lost.refresh_from_db()
    assert (lost.milli, lost.corrections.get().reason) == (900, "查看了当天照片")
    kept = RoundTally.objects.in_city(make_city()).filter(round=lost.round)
    assert sorted(kept.values_list("kind", "node", "name", "rows", "milli")) == sorted(recount(lost.round))


def test_appeal_against_a_row_of_somebody_else_is_refused():
    _unit, lost = make_street_round()
    facts = AppealFacts(make_disposer(BAD), "observation", "不对", observation=lost)
    with pytest.raises(NotPossibleError, match="not_own_input"):
        file(facts, at=ROUND_AT)


def test_correct_a_row_refuses_what_is_no_correction():
    _unit, lost = make_street_round()
    by = {"by": make_account(SUPERVISOR), "at": ROUND_AT}
    for milli, reason, fault in ((500, "x", "same_points"), (1001, "x", "points_beyond"), (900, " ", "no_reason")):
        with pytest.raises(RowNotPossibleError, match=fault):
            inspections.correct_observation(observation=lost, milli=milli, reason=reason, **by)
    with pytest.raises(PermissionDenied):
        inspections.correct_observation(observation=lost, milli=900, reason="x", by=make_account(LIAISON), at=ROUND_AT)
    inspections.revoke_round(round_=lost.round, reason="重测", by=make_account(OFFICER), at=ROUND_AT)
    row_ = Observation.objects.in_city(make_city()).select_related("city").get(pk=lost.pk)
    with pytest.raises(RowNotPossibleError, match="round_revoked"):
        inspections.correct_observation(observation=row_, milli=900, reason="x", **by)


def test_amend_an_issue_refuses_what_is_no_amendment():
    late = make_late()
    by = {"by": make_account(SUPERVISOR), "at": LATER}
    with pytest.raises(IssueNotPossibleError, match="no_reason"):
        issues.amend_in_time(issue=late, reason=" ", **by)
    with pytest.raises(IssueNotPossibleError, match="same_unit"):
        issues.amend_unit(issue=late, unit=make_disposer(BAD), reason="x", **by)
    with pytest.raises(PermissionDenied):
        issues.amend_in_time(issue=late, reason="x", by=make_account(LIAISON), at=LATER)
    issues.amend_in_time(issue=late, reason="x", **by)
    with pytest.raises(IssueNotPossibleError, match="not_late"):
        issues.amend_in_time(issue=late, reason="x", **by)
