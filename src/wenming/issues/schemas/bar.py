"""What somebody can do with an issue where it stands, in groups; what cannot be done now says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.issues.enums import IssueAction, IssueParty, IssueState, refusal_words
from wenming.issues.queries.case import Case
from wenming.issues.workflow import actions_for
from wenming.kernel.models import Account

_A: Any = IssueAction
_S: Any = IssueState
MAIN = (
    _A.ACCEPT, _A.FILE, _A.ANSWER, _A.DISPATCH, _A.CLOSE, _A.PASS, _A.ARBITRATE, _A.RESUME, _A.REOPEN, _A.RESTORE, _A.PART, _A.LOOK_BACK,
)  # fmt: skip
ASIDE = (
    _A.RETURN, _A.ASK, _A.REWORK, _A.REMIND, _A.FORWARD, _A.EXTEND, _A.REFUSE, _A.SUSPEND, _A.DISPUTE, _A.INVITE, _A.SPLIT,
    _A.SELF_HANDLE, _A.CORRECT,
)  # fmt: skip
ENDING = (_A.JOIN, _A.VOID)
ASKING = frozenset({_A.RETURN, _A.ASK})
"""What a unit does that cannot settle it: one page with its four reasons (办不了)."""


@dataclass(frozen=True, slots=True)
class Button:
    """One action: its word, where it leads, how it looks; ``why`` says why it cannot be done now ("" = it can)."""

    actions: frozenset[str]
    label: str
    url: str
    tone: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The buttons in three groups: onward, beside, and what ends the issue. ``all`` is every one."""

    main: tuple[Button, ...] = ()
    aside: tuple[Button, ...] = ()
    ending: tuple[Button, ...] = ()

    @property
    def all(self) -> tuple[Button, ...]:
        """Every button."""
        return (*self.main, *self.aside, *self.ending)


def blocked(case: Case, action: str, account: Account) -> str:
    """Return why an action that the state allows cannot be done now (a word of ``refusal_words``), "" where it can."""
    issue, answer = case.issue, case.last_answer
    at_desk = issue.desk_id is not None
    own = answer is not None and answer.by_id == account.pk
    reasons = {
        _A.PASS: (not at_desk, "no_desk"),
        _A.CLOSE: (at_desk, "desk_first"),
        _A.REWORK: (issue.unit_id is None, "no_unit"),
        _A.REOPEN: (issue.unit_id is None, "no_unit"),
        _A.REFUSE: (case.request is None, "nothing_asked"),
        _A.ASK: (case.request is not None, "asked_already"),
        _A.JOIN: (bool(case.followers), "has_followers"),
        _A.SPLIT: (issue.parent_id is not None, "child_of_another"),
    }
    found, reason = reasons.get(action, (False, ""))
    if found:
        return reason
    if action in {_A.PASS, _A.CLOSE, _A.REWORK} and own:
        return "own_answer"
    return "children_open" if action in {_A.CLOSE, _A.JOIN} and case.children_open else ""


def bar_of(case: Case, parties: frozenset[str], account: Account, *, onward: str = "") -> Bar:
    """Return exactly what the workflow allows these parties where the issue stands; ``onward`` is what the addresses carry on."""
    able = actions_for(case.issue.state, parties)
    asking = able & ASKING if IssueParty.UNIT in parties and case.issue.state == _S.DISPATCHED else frozenset()
    groups = [
        [_button(case, action, parties, account) for action in order if action in able - asking]
        for order in (MAIN, ASIDE, ENDING)
    ]
    if asking:
        url = reverse("issues:cannot", args=[case.issue.city.slug, case.issue.number])
        groups[0].insert(1, Button(asking, _("办不了"), url))
    if onward:
        groups = [[replace(one, url=f"{one.url}?{onward}") for one in group] for group in groups]
    main, aside, ending = groups
    _settle_primary(main, aside)
    return Bar(tuple(main), tuple(aside), tuple(ending))


def _button(case: Case, action: str, parties: frozenset[str], account: Account) -> Button:
    """Return the button of one action."""
    issue = case.issue
    reason = blocked(case, action, account)
    arguments = [issue.city.slug, issue.number]
    pages = {_A.ANSWER: ("issues:answer", arguments), _A.LOOK_BACK: ("issues:look_backs", arguments[:1])}
    name, places = pages.get(action, ("issues:act", [*arguments, action]))
    url = reverse(name, args=places)
    tone = "danger" if action == _A.VOID else ""
    why = refusal_words(reason) if reason else ""
    return Button(frozenset({str(action)}), button_word(issue.state, action, parties), url, tone, why)


def button_word(state: str, action: str, parties: frozenset[str]) -> str:
    """Return the word on a button: what the action means where the issue stands, for who takes it."""
    if action == _A.ANSWER:
        return _("办好了") if IssueParty.UNIT in parties else _("代录反馈")
    if action == _A.DISPATCH and state == _S.DISPATCHED:
        return _("改派")
    words = {
        _A.CLOSE: _("核查通过，结案"),
        _A.PASS: pgettext("issue button", "核查通过"),
        _A.REFUSE: _("不同意申请"),
        _A.SUSPEND: pgettext("issue button", "挂账"),
        _A.CORRECT: pgettext("issue button", "更正"),
    }
    return words.get(action, str(IssueAction(action).label))


def _settle_primary(main: list[Button], aside: list[Button]) -> None:
    """Let one button stand out: the first onward that can be done; for a dispatcher whose unit is at work, the reminder."""
    entered = any(_A.ANSWER in one.actions and one.label != _("办好了") for one in main)
    rows: tuple[tuple[list[Button], Any], ...] = ((aside, _A.REMIND),) if entered else ()
    for group, wanted in (*rows, (main, None)):
        for place, one in enumerate(group):
            if not one.why and (wanted is None or wanted in one.actions):
                group[place] = Button(one.actions, one.label, one.url, "primary")
                return
