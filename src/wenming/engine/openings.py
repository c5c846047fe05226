"""Opening times: read as people write them ("周一至周五 8:00-12:00,14:30-17:30", "全天", "8:00—22:00（周一闭馆）"), asked, and written again.

Times are (weekday 1–7, begin, end) in minutes after midnight, sorted, without overlaps; what goes on after midnight is two of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

Time = tuple[int, int, int]
Times = tuple[Time, ...]
DAY = 24 * 60
WEEK = (1, 2, 3, 4, 5, 6, 7)
LATEST = 12 * 60
"""What begins after midnight of the day before ends before noon."""


class OpeningFault(StrEnum):
    """Why written opening times cannot be used."""

    UNREADABLE = "unreadable"
    BACKWARDS = "backwards"
    NO_TIME = "no_time"


class UnusableOpeningError(ValueError):
    """Opening times that cannot be used; ``part`` is where reading stopped."""

    def __init__(self, fault: OpeningFault, part: str) -> None:
        super().__init__(fault.value)
        self.fault, self.part = fault, part


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening times as read; ``beside`` is what they say that a week cannot hold (节假日除外)."""

    times: Times
    beside: str = ""


NUMERALS = dict(zip("一二三四五六日天末1234567", (1, 2, 3, 4, 5, 6, 7, 7, 7, 1, 2, 3, 4, 5, 6, 7), strict=True))
ONE = "(?:周|星期|礼拜)"
LIST = rf"{ONE}[一二三四五六日天1-7](?:-{ONE}?[一二三四五六日天1-7])?(?:[、,和及]?{ONE}?[一二三四五六日天](?:-{ONE}?[一二三四五六日天])?)*"
NAMED = {
    "每天": WEEK, "每日": WEEK, "天天": WEEK, "全周": WEEK, "全年": WEEK, "工作日": WEEK[:5], "周末": WEEK[5:], "双休日": WEEK[5:],
}  # fmt: skip
CLOCK = r"(?P<{0}_part>上午|早上|早|中午|下午|晚上|晚|夜间)?(?P<{0}_next>次日|翌日|第二天)?(?P<{0}_hour>\d{{1,2}})(?::(?P<{0}_colon>\d{{2}})(?::00)?|[点时](?:(?P<{0}_minute>\d{{1,2}})分?|(?P<{0}_half>半))?)?"
TOKEN = re.compile(
    "|".join(
        (
            rf"(?P<days>{'|'.join(NAMED)}|{LIST})",
            r"(?P<others>其余|其他)(?:时间|日子|日期|日|天)?",
            r"(?P<whole>全天候|全天|24小时|二十四小时)",
            r"(?P<closed>闭馆日?|闭园日?|休息日?|不开放|不营业|关闭|休馆日?)",
            rf"(?P<range>{CLOCK.format('begin')}-{CLOCK.format('end')})",
            r"(?P<beside>(?:国家)?(?:法定)?节?假日[^;,、。()]*)",
            r"(?P<filler>开放时间|营业时间|服务时间|对外|免费|开放|营业|办公|为|[\s,;、。():.·和及]+)",
        )
    )
)


KINDS = ("days", "others", "whole", "closed", "range", "beside", "filler")


def read_opening(text: str) -> Opening:
    """Return the opening times that a text names; raises UnusableOpeningError where anything of it is not understood."""
    found = _Reader()
    beside = []
    for kind, match in _tokens(text):
        if kind == "beside":
            beside.append(match[0])
        elif kind != "filler":
            found.take(kind, match)
    times = found.result(text)
    return Opening(times, "；".join(beside))


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what the text consists of."""
    text = re.sub(r"\s*(?:-|—|–|－|―|~|至|到)+\s*", "-", unicodedata.normalize("NFKC", text.replace("～", "~")).strip())
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise UnusableOpeningError(OpeningFault.UNREADABLE, text[place : place + 20])
        yield next(name for name in KINDS if match[name]), match
        place = match.end()


class _Reader:
    """Takes days, times and closings one after the other: times belong to the days before them, a closing to those beside it."""

    def __init__(self) -> None:
        self.times: list[Time] = []
        self.closed: set[int] = set()
        self.days: tuple[int, ...] = ()
        self.filled = False
        self.closing = False

    def take(self, kind: str, match: re.Match[str]) -> None:
        """Take one piece."""
        if kind == "days":
            self._name(_days(match[0]))
        elif kind == "others":
            self.days = tuple(sorted({*WEEK} - self.closed - {time[0] for time in self.times}))
            self.filled = self.closing = False
        elif kind == "closed":
            self.closed.update(() if self.filled else self.days)
            self.closing, self.days = not self.days or self.filled, () if not self.filled else self.days
        else:
            self._open((0, DAY) if kind == "whole" else _range(match))

    def _name(self, days: tuple[int, ...]) -> None:
        """Days begin a new line, or join the days before them, or are those on which it is closed."""
        if self.closing:
            self.closed.update(days)
            self.closing = False
            return
        self.days = days if self.filled else tuple(sorted({*self.days, *days}))
        self.filled = False

    def _open(self, span: tuple[int, int]) -> None:
        """Open on the days before, or on every day."""
        begin, end = span
        self.days = self.days or WEEK
        self.filled, self.closing = True, False
        for day in self.days:
            self.times.append((day, begin, min(end, DAY)))
            if end > DAY:
                self.times.append((day % 7 + 1, 0, end - DAY))

    def result(self, text: str) -> Times:
        """Return all times without the closed days."""
        times = united(time for time in self.times if time[0] not in self.closed)
        if not times:
            raise UnusableOpeningError(OpeningFault.NO_TIME, text[:20])
        return times


def _days(text: str) -> tuple[int, ...]:
    """Return the weekdays of 周一至周五, 周一、三、五, 每天."""
    if text in NAMED:
        return NAMED[text]
    found: set[int] = set()
    for first, last in re.findall(r"([一二三四五六日天1-7])(?:-(?:周|星期|礼拜)?([一二三四五六日天1-7]))?", text):
        begin, end = NUMERALS[first], NUMERALS[last or first]
        found.update(range(begin, end + 1) if begin <= end else (*range(begin, 8), *range(1, end + 1)))
    return tuple(sorted(found))


def _range(match: re.Match[str]) -> tuple[int, int]:
    """Return begin and end in minutes; an end of the next day lies beyond 24 hours."""
    begin, end = _minutes(match, "begin"), _minutes(match, "end")
    if match["end_part"] is None and begin >= LATEST > end and match["begin_part"] and not match["end_next"]:
        end += LATEST
    if match["end_next"] or (end < begin and end <= LATEST):
        end += DAY
    if not begin < end <= begin + DAY or begin >= DAY:
        raise UnusableOpeningError(OpeningFault.BACKWARDS, match["range"])
    return begin, end


def _minutes(match: re.Match[str], which: str) -> int:
    """Return one clock time in minutes after midnight."""
    hour = int(match[f"{which}_hour"])
    minute = 30 if match[f"{which}_half"] else int(match[f"{which}_colon"] or match[f"{which}_minute"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise UnusableOpeningError(OpeningFault.UNREADABLE, match["range"])
    late = match[f"{which}_part"] in {"下午", "晚上", "晚", "夜间"} and hour < 12
    return (hour + 12 * late) * 60 + minute


def united(times: Iterable[Sequence[int]]) -> Times:
    """Return times sorted, those that touch or overlap joined."""
    found: list[Time] = []
    for day, begin, end in sorted((one[0], one[1], one[2]) for one in times):
        if found and found[-1][0] == day and begin <= found[-1][2]:
            found[-1] = (day, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((day, begin, end))
    return tuple(found)


def are_times(times: Iterable[Sequence[int]]) -> bool:
    """Tell whether these are opening times: weekdays of a week, from early to late within a day."""
    return all(len(one) == 3 and one[0] in WEEK and 0 <= one[1] < one[2] <= DAY for one in times)


def is_open(times: Iterable[Sequence[int]], weekday: int, minute: int) -> bool:
    """Tell whether it is open at a minute of a weekday."""
    return any(day == weekday and begin <= minute < end for day, begin, end in times)


Span = tuple[int, int]


def on_day(times: Iterable[Sequence[int]], weekday: int) -> tuple[Span, ...]:
    """Return the hours of one weekday, going on past midnight where the next day begins so; what the day before left over is not its own."""
    return _by_day(united(times))[weekday]


def groups(times: Iterable[Sequence[int]]) -> tuple[tuple[tuple[int, ...], tuple[Span, ...]], ...]:
    """Return the days that have the same hours together, in the order of the week; days without hours are left out."""
    week = _by_day(united(times))
    found: dict[tuple[Span, ...], list[int]] = {}
    for day in WEEK:
        if week[day]:
            found.setdefault(week[day], []).append(day)
    return tuple((tuple(days), spans) for spans, days in found.items())


def _by_day(times: Times) -> dict[int, tuple[Span, ...]]:
    """Return every day's hours; what begins at midnight and carries an evening on belongs to the day before."""
    raw: dict[int, list[Span]] = {day: [] for day in WEEK}
    for day, begin, end in times:
        raw[day].append((begin, end))
    late = {day for day in WEEK if _runs_on(raw[day], raw[day % 7 + 1])}
    found: dict[int, tuple[Span, ...]] = {}
    for day in WEEK:
        before, after = (day + 5) % 7 + 1, day % 7 + 1
        spans = raw[day][1:] if before in late else list(raw[day])
        if day in late:
            spans[-1] = (spans[-1][0], DAY + raw[after][0][1])
        found[day] = tuple(spans)
    return found


def _runs_on(today: list[Span], tomorrow: list[Span]) -> bool:
    """Tell whether the evening goes on after midnight: a rest before noon, of a day that was not open from its own midnight on."""
    if not today or not tomorrow or today[-1][1] != DAY or tomorrow[0][0] != 0:
        return False
    return today[-1][0] >= tomorrow[0][1] and tomorrow[0][1] <= LATEST and today[-1][0] > 0


def clock(minute: int) -> str:
    """Return minutes after midnight as people write them: 8:00, 24:00."""
    return f"{minute // 60}:{minute % 60:02d}"


def written(times: Iterable[Sequence[int]]) -> str:
    """Return opening times in Chinese, as ``read_opening`` reads them again."""
    return "；".join(_line(days, spans) for days, spans in groups(times))


def _line(days: tuple[int, ...], spans: tuple[Span, ...]) -> str:
    """Return one line of opening times."""
    hours = "、".join(_span(span) for span in spans)
    if days == WEEK:
        return hours if hours == "全天" else f"每天 {hours}"
    return f"{_day_list(days)} {hours}"


def _span(span: Span) -> str:
    """Return one stretch of hours."""
    begin, end = span
    if (begin, end) == (0, DAY):
        return "全天"
    return f"{clock(begin)}—{'次日' if end > DAY else ''}{clock(end - DAY if end > DAY else end)}"


def runs_of(days: Sequence[int]) -> list[tuple[int, int]]:
    """Return days as stretches of neighbours: (1, 2, 3, 6) is (1, 3) and (6, 6)."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _day_list(days: Sequence[int]) -> str:
    """Return days in Chinese: 周一至周五、周日."""
    names = "一二三四五六日"
    parts = []
    for first, last in runs_of(days):
        middle = "、" if last == first + 1 else "至"
        parts.append(f"周{names[first - 1]}" + (f"{middle}周{names[last - 1]}" if last > first else ""))
    return "、".join(parts)
