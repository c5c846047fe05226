"""The lamp of an issue (● 正常 ▲ 临期 ■ 超期 ◌ 不计时) with what is left in working time, and the pill of its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wenming.engine.deadlines import Lamp, WorkCalendar, working_time
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue
from wenming.issues.queries.lamps import lamp_color
from wenming.kernel.models import City
from wenming.organisations.enums import LimitUnit
from wenming.organisations.queries import calendar_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL_DAY = 8 * HOUR
_TONES = {Lamp.GREEN: "ok", Lamp.YELLOW: "warn", Lamp.RED: "bad", Lamp.GREY: "mute"}
LAMP_WORDS = {
    str(Lamp.RED): pgettext_lazy("lamp", "超期"),
    str(Lamp.YELLOW): pgettext_lazy("lamp", "临期"),
    str(Lamp.GREEN): pgettext_lazy("lamp", "正常"),
    str(Lamp.GREY): pgettext_lazy("lamp", "不计时"),
}
"""What a lamp says, by its colour."""
_LEFT = {
    "work_hour": gettext_lazy("余 %(amount)s 工作时"),
    "work_day": gettext_lazy("余 %(amount)s 工作日"),
    "hour": gettext_lazy("余 %(amount)s 小时"),
    "day": gettext_lazy("余 %(amount)s 天"),
}
_OVER = {
    "work_hour": gettext_lazy("超 %(amount)s 工作时"),
    "work_day": gettext_lazy("超 %(amount)s 工作日"),
    "hour": gettext_lazy("超 %(amount)s 小时"),
    "day": gettext_lazy("超 %(amount)s 天"),
}
_NATURAL = frozenset({LimitUnit.HOUR, LimitUnit.DAY})
_LOOKS = {
    IssueState.REPORTED: ("warn", "dash"),
    IssueState.ACCEPTED: ("warn", "half"),
    IssueState.FILED: ("warn", "arrow"),
    IssueState.DISPATCHED: ("info", "arrow"),
    IssueState.ANSWERED: ("info", "half"),
    IssueState.SUSPENDED: ("", "dash"),
    IssueState.DISPUTED: ("bad", "triangle"),
    IssueState.CLOSED: ("ok", "check"),
    IssueState.VOID: ("", "cross"),
    IssueState.JOINED: ("", "square"),
}
"""State -> colour and shape of its pill: one look per state. Amber waits for a dispatcher, blue is on its way."""


@dataclass(frozen=True, slots=True)
class LampView:
    """A lamp as a page shows it: tone of `components/lamp.html`, the colour's word, what is left, the end by the city's clock."""

    lamp: str
    tone: str
    word: str
    rest: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class StateView:
    """A state as a pill of `components/pill.html`."""

    state: str
    tone: str
    shape: str
    label: str


@dataclass(frozen=True, slots=True)
class Lamps:
    """Lamps of one city at one moment: the calendar is read once, a row costs no query. ``Lamps.of(city, at)(issue)``."""

    city: City
    at: datetime
    calendar: WorkCalendar
    clock: WorkCalendar
    day: timedelta

    @classmethod
    def of(cls, city: City, at: datetime) -> Lamps:
        """Read the calendar (two queries, once per request)."""
        calendar = calendar_of(city)
        return cls(city, at, calendar, calendar.around_the_clock(), _length_of_day(calendar, at))

    def __call__(self, issue: Issue) -> LampView:
        """Return the lamp of an issue."""
        lamp = lamp_color(issue, self.at)
        tone, word = _TONES[Lamp(lamp)], str(LAMP_WORDS[lamp])
        ends = issue.runs_out_at
        if ends is None:
            return self._grey(issue, tone, word)
        over = lamp == Lamp.RED
        begin, end = (ends, self.at) if over else (self.at, ends)
        unit, amount = self._amount(issue, begin, end)
        rest = str((_OVER if over else _LEFT)[unit]) % {"amount": amount}
        return LampView(lamp, tone, word, rest, self.moment(ends))

    def moment(self, at: datetime) -> str:
        """Return a moment as a lamp shows it: month, day, hour; the year where it is another one."""
        local, today = at.astimezone(self.city.zone), self.at.astimezone(self.city.zone)
        return formats.date_format(local, "n-j H:i" if local.year == today.year else "Y-n-j H:i")

    def day_text(self, day: date) -> str:
        """Return a day in the same way."""
        same = day.year == self.at.astimezone(self.city.zone).year
        return formats.date_format(day, "n-j" if same else "Y-n-j")

    def _grey(self, issue: Issue, tone: str, word: str) -> LampView:
        """Return the lamp of an issue for which nothing runs: suspended, ended, or in a stage without a limit."""
        grey = str(Lamp.GREY)
        if issue.state == IssueState.SUSPENDED:
            until = issue.suspended_until
            rest = _("挂账至 %(day)s") % {"day": self.day_text(until)} if until else _("挂账，未定期限")
            return LampView(grey, tone, pgettext("lamp", "挂账"), rest)
        if issue.closed_at is not None:
            return LampView(grey, tone, word, _("%(moment)s 结案") % {"moment": self.moment(issue.closed_at)})
        return LampView(grey, tone, word)

    def _amount(self, issue: Issue, begin: datetime, end: datetime) -> tuple[str, str]:
        """Return how much lies between two moments: in what, and the number with one decimal, never rounded down to nothing."""
        natural = issue.around_clock or (issue.state == IssueState.DISPATCHED and issue.limit_unit in _NATURAL)
        calendar, day = (self.clock, DAY) if natural else (self.calendar, self.day)
        between = working_time(calendar, begin, end)
        hour_name, day_name = ("hour", "day") if natural else ("work_hour", "work_day")
        name, part = (day_name, day) if between > day else (hour_name, HOUR)
        return name, f"{max(between / part, 0.1):.1f}"


def _length_of_day(calendar: WorkCalendar, at: datetime) -> timedelta:
    """Return the working hours of a day of this season."""
    today = at.astimezone(calendar.zone).date()
    for step in range(10):
        spans = calendar.spans_on(today + step * DAY)
        if spans:
            return sum((end - begin for begin, end in spans), timedelta(0))
    return USUAL_DAY


def state_view(issue: Issue) -> StateView:
    """Return the pill of an issue's state."""
    tone, shape = _LOOKS[IssueState(issue.state)]
    return StateView(issue.state, tone, shape, str(IssueState(issue.state).label))


def reworked_view(issue: Issue) -> StateView:
    """Return the pill of an issue that the unit does once more (返工), else that of its state."""
    if issue.state == IssueState.DISPATCHED and issue.rework_count:
        return StateView(issue.state, "warn", "back", pgettext("issue", "返工"))
    return state_view(issue)
