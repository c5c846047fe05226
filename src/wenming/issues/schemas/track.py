"""The bar of steps 上报 受理 立案 派遣 处置 核查 结案, and the detours that an issue took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue, IssueStep
from wenming.issues.queries.case import Case
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.who import Held, step_person

_A: Any = IssueAction
_S: Any = IssueState
STAGES: tuple[tuple[str, frozenset[str]], ...] = (
    ("report", frozenset({_A.REPORT})),
    ("accept", frozenset({_A.ACCEPT})),
    ("file", frozenset({_A.FILE})),
    ("dispatch", frozenset({_A.DISPATCH, _A.ARBITRATE})),
    ("dispose", frozenset({_A.ANSWER, _A.SELF_HANDLE})),
    ("verify", frozenset({_A.PASS, _A.CLOSE, _A.REWORK})),
    ("close", frozenset({_A.CLOSE})),
)
REACHED: dict[str, int] = {
    _S.REPORTED: 1,
    _S.ACCEPTED: 2,
    _S.FILED: 3,
    _S.DISPATCHED: 4,
    _S.SUSPENDED: 4,
    _S.DISPUTED: 4,
    _S.ANSWERED: 5,
    _S.CLOSED: 7,
}
"""State -> how many of the stages are behind it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: done, now, todo or skipped; its name, when and by whom, and what happened beside the straight way."""

    state: str
    label: str
    at: str
    who: str
    detours: tuple[str, ...] = ()


def track_of(case: Case, held: Held, lamps: Lamps) -> list[Stage]:
    """Return the seven stages of an issue."""
    issue = case.issue
    ended = issue.state in {_S.VOID, _S.JOINED}
    reached = REACHED[issue.held_state or _S.REPORTED if ended else issue.state]
    reworked = issue.state == _S.DISPATCHED and _last_of(case.steps, STAGES[4][1] | {_A.REWORK}, _A.REWORK)
    now = 5 if reworked else reached
    return [_stage(case, place, now, held, lamps, ended=ended) for place in range(len(STAGES))]


def _stage(case: Case, place: int, now: int, held: Held, lamps: Lamps, *, ended: bool) -> Stage:
    """Return one stage."""
    key, actions = STAGES[place]
    step = next((one for one in reversed(case.steps) if one.action in actions), None)
    state = "done" if place < now else "now" if place == now and not ended else "todo"
    if state == "done" and step is None:
        state = "skipped"
    shown = step if state == "done" or (step is not None and place == 5 and step.action == _A.REWORK) else None
    label = _name(key)
    if place == now and (word := _standing(case.issue, ended=ended)):
        label = f"{label} · {word}"
    at = lamps.moment(shown.at) if shown else _waiting(case.issue, state, lamps)
    return Stage(state, label, at, step_person(shown, held) if shown else "", _detours(case.issue, key))


def _name(key: str) -> str:
    return {
        "report": pgettext("issue stage", "上报"),
        "accept": pgettext("issue stage", "受理"),
        "file": pgettext("issue stage", "立案"),
        "dispatch": pgettext("issue stage", "派遣"),
        "dispose": pgettext("issue stage", "处置"),
        "verify": pgettext("issue stage", "核查"),
        "close": pgettext("issue stage", "结案"),
    }[key]


def _standing(issue: Issue, *, ended: bool) -> str:
    """Return what holds an issue where it stands, "" for nothing."""
    if ended:
        return pgettext("issue detour", "已并案") if issue.state == _S.JOINED else pgettext("issue detour", "已作废")
    if issue.state == _S.SUSPENDED:
        return pgettext("issue detour", "挂账")
    if issue.state == _S.DISPUTED:
        return pgettext("issue detour", "权属待裁定")
    return pgettext("issue detour", "返工") if issue.state == _S.DISPATCHED and issue.rework_count else ""


def _waiting(issue: Issue, state: str, lamps: Lamps) -> str:
    """Return by when the present stage is to be done."""
    if state == "skipped":
        return pgettext("issue stage", "未经过")
    if state == "now" and issue.runs_out_at is not None:
        return _("%(moment)s 到期") % {"moment": lamps.moment(issue.runs_out_at)}
    return ""


def _detours(issue: Issue, key: str) -> tuple[str, ...]:
    """Return how often an issue left the straight way at a stage."""
    again = max(issue.dispatch_count - 1, 0)
    found = {
        "dispatch": (
            (issue.return_count, ngettext("回退 %(n)s 次", "回退 %(n)s 次", issue.return_count)),
            (again, ngettext("改派 %(n)s 次", "改派 %(n)s 次", again)),
        ),
        "dispose": (
            (issue.extension_count, ngettext("延期 %(n)s 次", "延期 %(n)s 次", issue.extension_count)),
            (issue.suspension_count, ngettext("挂账 %(n)s 次", "挂账 %(n)s 次", issue.suspension_count)),
        ),
        "verify": ((issue.rework_count, ngettext("返工 %(n)s 次", "返工 %(n)s 次", issue.rework_count)),),
    }
    return tuple(words % {"n": count} for count, words in found.get(key, ()) if count)


def _last_of(steps: list[IssueStep], among: frozenset[str], wanted: str) -> bool:
    """Whether the last of these actions was the wanted one."""
    last = next((step for step in reversed(steps) if step.action in among), None)
    return last is not None and last.action == wanted
