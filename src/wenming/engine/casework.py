"""Counters of a case, from the steps that it took: what digital city management keeps per case for evaluation (GB/T 30428.4; domain.md 6.2, 6.5).

Two sorts of marks. **Events** stand on the day of the step and never move: a report, a filing, a rework. **Reckonings** say how a case stands that had to
be settled: they stand on its *reckoning day*, the day on which its limit ends or, if earlier, the day on which it was settled. So a rate of a period is
closed / to close of the very same cases, never above one, and a case that is closed late improves the period in which it was due.
Whoever settles the case has the marks of disposal; what happens before it is dispatched belongs to no unit (0).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from wenming.engine.replies import is_vague


class CaseCounter(StrEnum):
    """What is counted of a case."""

    REPORT = "report"
    """Reported (上报数); a part of a divided case is a case."""
    VALID_REPORT = "valid_report"
    """On the day of the report: filed at some time, or void (有效上报: filed + void)."""
    ACCEPT = "accept"
    """Taken in hand (受理数)."""
    ACCEPT_IN_TIME = "accept_in_time"
    """Taken in hand within the stage's limit; where none ran nothing was missed. So for every "in time" below."""
    FILE = "file"
    """Made a case (立案数)."""
    FILE_IN_TIME = "file_in_time"
    DISPATCH_NEED = "dispatch_need"
    """To be dispatched (应派遣数): filed."""
    DISPATCH = "dispatch"
    """Dispatched for the first time (派遣数), at the unit that got it."""
    DISPATCH_IN_TIME = "dispatch_in_time"
    ACCURATE_DISPATCH = "accurate_dispatch"
    """On the day of the first dispatch: never sent to another unit since (准确派遣数)."""
    WRONG_DISPATCH = "wrong_dispatch"
    """Sent to another unit after all (错派、二次派遣), at the unit that had it wrongly."""
    DISPOSE_NEED = "dispose_need"
    """Reckoned: to be disposed of (应处置数)."""
    DISPOSE = "dispose"
    """Reckoned: disposed of (处置数)."""
    DISPOSE_IN_TIME = "dispose_in_time"
    """Reckoned: disposed of within the limit (按时处置数)."""
    OVERTIME = "overtime"
    """Reckoned: disposed of after the limit (超时处置数)."""
    ANSWER = "answer"
    """Answers given (处置反馈次数)."""
    VAGUE_ANSWER = "vague_answer"
    """Answers that do not say what was done (敷衍答复)."""
    VERIFY = "verify"
    """Verified, with whatever outcome (核查数), at the unit that answered."""
    VERIFY_IN_TIME = "verify_in_time"
    FIRST_CHECK = "first_check"
    """Verified for the first time."""
    FIRST_PASS = "first_pass"  # noqa: S105  a verification, no password
    """Closed at the first verification (一次通过)."""
    REWORK = "rework"
    """Sent back to be done again (返工数)."""
    REOPEN = "reopen"
    """Done again after it had been closed (重办数)."""
    CLOSE = "close"
    """Closings on the day of closing (当期结案数)."""
    TO_CLOSE = "to_close"
    """Reckoned: to be closed (应结案数)."""
    CLOSED = "closed"
    """Reckoned: closed (结案数)."""
    CLOSED_IN_TIME = "closed_in_time"
    """Reckoned: closed, and disposed of within the limit (按期结案数)."""
    DEFERRED = "deferred"
    """Reckoned: to be closed, but suspended until conditions allow it (缓办、挂账), as 金华 takes it off what is to be closed."""
    URGENT_TO_CLOSE = "urgent_to_close"
    """Reckoned: of the urgent ones, to be closed."""
    URGENT_CLOSED = "urgent_closed"
    URGENT_CLOSED_IN_TIME = "urgent_closed_in_time"
    RETURN = "return"
    """Sent back by the unit as not its own (回退数)."""
    DISPUTE = "dispute"
    """Whose it is was asked (权属争议数)."""
    EXTENSION = "extension"
    """Limits extended (延期次数)."""
    EXTENSION_MINUTES = "extension_minutes"
    """Minutes of working time that extensions gave."""
    SUSPENSION = "suspension"
    """Suspensions (挂账次数)."""
    SUSPENSION_MINUTES = "suspension_minutes"
    """Minutes by the clock that suspensions lasted, when they end."""
    REMINDER = "reminder"
    """Reminders (催办次数)."""
    SELF_HANDLED = "self_handled"
    """Put right on the spot (自处理数)."""
    VOID = "void"
    """Found to be nothing (作废次数)."""
    JOIN = "join"
    """Joined into another (并案次数)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case, as its history keeps it; ``day`` is that of ``at`` in the city. ``minutes``: what an extension gave."""

    action: str
    at: datetime
    day: date
    before: str = ""
    after: str = ""
    unit: int = 0
    in_time: bool | None = None
    text: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands now: its state, who settles it, the day on which its limit ends, and the day on which it was closed."""

    state: str
    unit: int = 0
    due: date | None = None
    closed: date | None = None
    is_urgent: bool = False


Key = tuple[date, int, str]
"""Day, unit (0 = none), counter."""

_SETTLES = frozenset({"dispatched", "answered", "suspended", "closed"})
"""States in which somebody has to settle the case, or has."""


def marks_of(steps: Sequence[Step], now: Standing) -> Counter[Key]:
    """Return what a case counts for: (day, unit, counter) -> number. The same history always gives the same marks."""
    course = _Course()
    for step in steps:
        course.follow(step)
    _reckon(course, now)
    return course.marks


def counters_of(steps: Sequence[Step], now: Standing) -> Counter[str]:
    """Return the counters of a case: counter -> number."""
    found: Counter[str] = Counter()
    for (_day, _unit, word), number in marks_of(steps, now).items():
        found[word] += number
    return found


@dataclass(slots=True)
class _Course:
    """What was read of a history so far."""

    marks: Counter[Key] = field(default_factory=Counter)
    reported: date | None = None
    filed: bool = False
    first: tuple[date, int] | None = None
    lead: int = 0
    is_accurate: bool = True
    answered: Step | None = None
    is_checked: bool = False
    rests_since: datetime | None = None

    def follow(self, step: Step) -> None:
        """Read one step; what leaves a suspension ends it, whatever it is."""
        if step.before == "suspended" and step.after != "suspended":
            self._ends_resting(step)
        reader = _READERS.get(step.action)
        if reader is not None:
            reader(self, step)

    def mark(self, step: Step, word: CaseCounter, unit: int = 0, number: int = 1) -> None:
        """Count an event on the day of its step."""
        self.marks[step.day, unit, str(word)] += number

    def timed(self, step: Step, word: CaseCounter, in_time: CaseCounter, unit: int = 0) -> None:
        """Count an event, and whether its clock was met."""
        self.mark(step, word, unit)
        if step.in_time is not False:
            self.mark(step, in_time, unit)

    def report(self, step: Step) -> None:
        """It begins; a part of a divided case begins filed."""
        self.reported = step.day
        self.mark(step, CaseCounter.REPORT)
        if step.after == "filed":
            self.file(step)

    def accept(self, step: Step) -> None:
        """It is taken in hand."""
        self.timed(step, CaseCounter.ACCEPT, CaseCounter.ACCEPT_IN_TIME)

    def file(self, step: Step) -> None:
        """It becomes a case."""
        self.filed = True
        self.timed(step, CaseCounter.FILE, CaseCounter.FILE_IN_TIME)
        self.mark(step, CaseCounter.DISPATCH_NEED)

    def dispatch(self, step: Step) -> None:
        """A unit gets it: the first one, or another one after all."""
        if self.first is None:
            self.first = (step.day, step.unit)
            self.timed(step, CaseCounter.DISPATCH, CaseCounter.DISPATCH_IN_TIME, step.unit)
        elif step.unit != self.lead:
            self.is_accurate = False
            self.mark(step, CaseCounter.WRONG_DISPATCH, self.lead)
        self.lead, self.answered = step.unit, None

    def answer(self, step: Step) -> None:
        """It was disposed of, or put right on the spot."""
        self.answered = step
        self.mark(step, CaseCounter.ANSWER, self.lead)
        if is_vague(step.text):
            self.mark(step, CaseCounter.VAGUE_ANSWER, self.lead)
        if step.action == "self_handle":
            self.mark(step, CaseCounter.SELF_HANDLED)

    def check(self, step: Step) -> None:
        """It was verified: closed, or to be done again."""
        self.timed(step, CaseCounter.VERIFY, CaseCounter.VERIFY_IN_TIME, self.lead)
        if not self.is_checked:
            self.is_checked = True
            self.mark(step, CaseCounter.FIRST_CHECK, self.lead)
            if step.action == "close":
                self.mark(step, CaseCounter.FIRST_PASS, self.lead)
        if step.action == "close":
            self.mark(step, CaseCounter.CLOSE, self.lead)
        else:
            self._again(step, CaseCounter.REWORK)

    def reopen(self, step: Step) -> None:
        """It is done again although it had been closed."""
        self._again(step, CaseCounter.REOPEN)

    def returned(self, step: Step) -> None:
        """A unit, or a second dispatcher, sends it back."""
        self.mark(step, CaseCounter.RETURN, step.unit)

    def disputed(self, step: Step) -> None:
        """A unit asks whose it is."""
        self.mark(step, CaseCounter.DISPUTE, step.unit)

    def extend(self, step: Step) -> None:
        """More time is given."""
        self.mark(step, CaseCounter.EXTENSION, self.lead)
        self.mark(step, CaseCounter.EXTENSION_MINUTES, self.lead, step.minutes)

    def suspend(self, step: Step) -> None:
        """It rests from now on."""
        self.rests_since = step.at
        self.mark(step, CaseCounter.SUSPENSION, self.lead)

    def remind(self, step: Step) -> None:
        """The unit is reminded."""
        self.mark(step, CaseCounter.REMINDER, self.lead)

    def void(self, step: Step) -> None:
        """It is none."""
        self.mark(step, CaseCounter.VOID)

    def join(self, step: Step) -> None:
        """It goes on within another."""
        self.mark(step, CaseCounter.JOIN)

    def amend(self, step: Step) -> None:
        """After an appeal: it was another unit's all the time, or its answer was in time."""
        if step.unit:
            self.is_accurate = False
            self.mark(step, CaseCounter.WRONG_DISPATCH, self.lead)
            self.lead = step.unit
        if step.in_time and self.answered is not None:
            self.answered = replace(self.answered, in_time=True)

    def restore(self, step: Step) -> None:
        """It stands where it stood; what rested rests again."""
        if step.after == "suspended":
            self.rests_since = step.at

    def _again(self, step: Step, word: CaseCounter) -> None:
        self.answered = None
        self.mark(step, word, self.lead)

    def _ends_resting(self, step: Step) -> None:
        if self.rests_since is not None:
            minutes = (step.at - self.rests_since) // timedelta(minutes=1)
            self.mark(step, CaseCounter.SUSPENSION_MINUTES, self.lead, minutes)
        self.rests_since = None


_READERS = {
    "report": _Course.report,
    "accept": _Course.accept,
    "file": _Course.file,
    "dispatch": _Course.dispatch,
    "arbitrate": _Course.dispatch,
    "answer": _Course.answer,
    "self_handle": _Course.answer,
    "close": _Course.check,
    "rework": _Course.check,
    "reopen": _Course.reopen,
    "return": _Course.returned,
    "dispute": _Course.disputed,
    "extend": _Course.extend,
    "suspend": _Course.suspend,
    "remind": _Course.remind,
    "amend": _Course.amend,
    "void": _Course.void,
    "strike": _Course.void,
    "restore": _Course.restore,
    "join": _Course.join,
    "part": _Course.restore,
}


def _reckon(course: _Course, now: Standing) -> None:
    """Add how the case stands: validity of the report, accuracy of the dispatch, disposal and closing."""
    if course.reported is not None and (course.filed or now.state == "void"):
        course.marks[course.reported, 0, str(CaseCounter.VALID_REPORT)] += 1
    if course.first is not None and course.is_accurate:
        course.marks[(*course.first, str(CaseCounter.ACCURATE_DISPATCH))] += 1
    if now.state in _SETTLES:
        _reckon_disposal(course, now)
        _reckon_closing(course, now)


def _reckon_disposal(course: _Course, now: Standing) -> None:
    """Count a case that is to be disposed of on the day when it is due, or was answered before."""
    answer = course.answered
    day = _earlier(now.due, answer.day if answer else None)
    if day is None:
        return
    words = [CaseCounter.DISPOSE_NEED]
    if answer is not None:
        late = answer.in_time is False
        words += [CaseCounter.DISPOSE, CaseCounter.OVERTIME if late else CaseCounter.DISPOSE_IN_TIME]
    for word in words:
        course.marks[day, now.unit, str(word)] += 1


def _reckon_closing(course: _Course, now: Standing) -> None:
    """Count a case that is to be closed on the day when it is due, or was closed before."""
    day = _earlier(now.due, now.closed)
    if day is None:
        return
    words = [CaseCounter.TO_CLOSE]
    urgent = [CaseCounter.URGENT_TO_CLOSE]
    if now.closed is not None:
        words.append(CaseCounter.CLOSED)
        urgent.append(CaseCounter.URGENT_CLOSED)
        if course.answered is None or course.answered.in_time is not False:
            words.append(CaseCounter.CLOSED_IN_TIME)
            urgent.append(CaseCounter.URGENT_CLOSED_IN_TIME)
    if now.state == "suspended":
        words.append(CaseCounter.DEFERRED)
    for word in words + (urgent if now.is_urgent else []):
        course.marks[day, now.unit, str(word)] += 1


def _earlier(due: date | None, done: date | None) -> date | None:
    """Return the earlier of two days, either of which may be missing."""
    return min((day for day in (due, done) if day is not None), default=None)
