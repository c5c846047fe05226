"""Every state × action × role: first on paper, then with the actions themselves, in one city, each try taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.issues.histories import Office
from tests.people import AT, AUDITOR, DISTRICT, FIRM, INSPECTOR, LIAISON, OFFICER, SUPERVISOR, make_account
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.steps import begin
from wenming.issues.enums import IssueAction, IssueParty, IssueState
from wenming.issues.models import Issue
from wenming.issues.workflow import EVENTS, OPEN, TABLE, actions_for
from wenming.kernel.models import Account

WRITTEN = """
reported   accept>accepted:od     self_handle>answered:rod  void>void:o   join>joined:ro  correct>:rod
accepted   file>filed:od          self_handle>answered:rod  void>void:o   join>joined:o  correct>:od
filed      dispatch>dispatched:od forward>filed:od  return>filed:d  split>:od  void>void:o  join>joined:o  correct>:od
dispatched answer>answered:uod    dispatch>dispatched:od  return>filed:u  dispute>disputed:ud  ask>:u  refuse>:od  extend>:od
dispatched suspend>suspended:od   invite>:od  remind>:cod  split>:od  void>void:o  join>joined:o  correct>:od  retime>:  strike>void:
answered   pass>:od  close>closed:oc  rework>dispatched:odc  join>joined:o  retime>:  amend>:  strike>void:
suspended  resume>dispatched:od   remind>:cod  void>void:o  retime>:  strike>void:
disputed   arbitrate>dispatched:o  void>void:o
closed     reopen>dispatched:oc  look_back>:v  amend>:  strike>void:
void       restore><held>:o
joined     part><held>:o
"""
"""State, then action>target:who; o office, d second dispatcher, u unit, c checker, r reporter, v who is sent to look back. Typed from the rules of the loop."""
PARTIES = {"o": "office", "d": "desk", "u": "unit", "c": "checker", "r": "reporter", "v": "visitor"}
PEOPLE = {
    "office": OFFICER, "desk": DISTRICT, "unit": LIAISON, "checker": SUPERVISOR, "reporter": INSPECTOR, "visitor": FIRM,
    "nobody": AUDITOR,
}  # fmt: skip
"""Who acts in which capacity; the last one looks on."""


def written() -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """Return (state, action) -> target and parties, as written above."""
    found = {}
    for line in WRITTEN.strip().splitlines():
        state, *ways = line.split()
        for way in ways:
            action, rest = way.split(">", 1)
            target, who = rest.rsplit(":", 1)
            found[state, action] = (target, frozenset(PARTIES[letter] for letter in who))
    return found


def test_read_the_table_says_what_the_rules_of_the_loop_say():
    ours = {
        (str(state), str(action)): (str(way.target), frozenset(map(str, way.parties)))
        for state, ways in TABLE.items()
        for action, way in ways.items()
    }
    assert ours == written()
    assert TABLE.keys() == set(IssueState.values)
    assert {action for _state, action in ours} | {"report"} == set(IssueAction.values) == EVENTS.keys()


def test_ask_the_table_for_every_state_and_party_gives_what_is_written():
    rows = written()
    for state in IssueState.values:
        for party in IssueParty.values:
            expected = {action for (where, action), (_to, who) in rows.items() if where == state and party in who}
            assert actions_for(state, [party]) == expected, (state, party)
    assert all(any(where == state for where, _action in rows) for state in OPEN)


def prepared(state: str, *, at_desk: bool) -> Issue:
    """Return an issue in a state that the inspector reported; at the district's desk or at the office."""
    desk = make_account(DISTRICT).posts.first().unit if at_desk else None
    issue = make_issue(by=make_account(INSPECTOR), desk=desk)
    if not (at_desk and state == "closed"):
        return bring(issue, state)
    for number, person in enumerate((OFFICER, SUPERVISOR)):
        by, at = make_account(person), AT + (4 + number) * HOUR
        issue = actions.verify_issue(issue=issue if number else bring(issue, "answered"), passed=True, by=by, at=at)
    return issue


def attempt(office: Office, issue: Issue, action: str, account: Account) -> str:
    """Take an action as somebody, and take it back; return how it went."""
    office.officer = office.liaison = office.supervisor = account
    at = AT + 9 * HOUR
    with transaction.atomic():
        if action == "refuse" and issue.state == "dispatched":
            until = at + timedelta(days=3)
            actions.ask_for(
                issue=issue, kind="extension", reason="工期", until=until, by=make_account(LIAISON), at=AT + 8 * HOUR
            )
        try:
            with transaction.atomic():
                # the visit itself is tried by test_lookbacks: here only who may answer it where
                visit = {"look_back": lambda: begin(issue, action, account, at)}
                {**office.moves(issue, at), **visit}[action]()
            went = str(Issue.objects.in_city(issue.city).get(pk=issue.pk).state)
        except NotPossibleError as refusal:
            went = str(refusal)
        except PermissionDenied:
            went = "denied"
        transaction.set_rollback(True)
    return went


def expected(issue: Issue, action: str, person: str) -> str:
    """Return how an action must go by the table as it is written."""
    way = written().get((issue.state, action))
    if way is None:
        return "not_here"
    target, who = way
    # after an appeal: by who reviews, offered to nobody
    if action in {"amend", "strike"}:
        who = {"office", "checker"}
    # nobody holds the desk of an issue that lies at the office
    if person not in who or (person == "desk" and issue.desk_id is None):
        return "denied"
    return {"": issue.state, "<held>": issue.held_state}.get(target, target)


@pytest.mark.django_db
def test_try_every_action_in_every_state_as_everybody_goes_as_the_table_says():
    office = Office(1)
    office.units = [make_disposer("市园林处")]
    master, wrong, tries = make_issue("同一处"), [], 0
    office.another = lambda _issue: master
    accounts = {person: make_account(who) for person, who in PEOPLE.items()}
    for at_desk in (False, True):
        for state in IssueState.values:
            issue = prepared(state, at_desk=at_desk)
            if state == "closed":
                sent = actions.choose_look_back(issue=issue, by=None, at=AT + 8 * HOUR)
                assert sent.visitor == accounts["visitor"]
            verdict = "pass" if at_desk else "close"
            for action in [*sorted(set(IssueAction.values) - {"report", "pass", "close"}), verdict]:
                for person in PEOPLE:
                    tries += 1
                    found, due = attempt(office, issue, action, accounts[person]), expected(issue, action, person)
                    if found != due:
                        wrong.append(f"{state} {action} {person} at_desk={at_desk}: {found} instead of {due}")
    assert wrong == []
    assert tries == 2 * 10 * 29 * 7
