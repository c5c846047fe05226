"""The cells of one row of a table of issues, each led to what the city knows; what cannot be is asked, or listed with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from wenming.engine.deadlines import Limit
from wenming.engine.naming import NamedBy
from wenming.engine.registers import RegisterLine, RegisterProblem
from wenming.engine.terms import Term, read_term
from wenming.issues.imports.ledgers import BROKEN
from wenming.issues.queries.ledger_known import KnownToLedgers
from wenming.organisations.models import Unit

LONGEST = {"text": 300, "place": 200, "source_number": 60, "chief": 60, "measure": 300, "answer": 400, "number": 16}
YES = frozenset({"是", "√", "已销号", "已办结", "已结案", "已完成", "销号", "完成", "办结", "已整改", "y", "yes"})
NO = frozenset({"否", "×", "未销号", "未办结", "未完成", "办理中", "整改中", "在办", "/", "-", "—", "无", "n", "no"})
UNDONE = re.compile("未整改|未完成|未办结|整改中|办理中|正在|推进中|暂未|尚未|未处置|处置中|在办|待整改|长期坚持")
URGENT = frozenset({"是", "√", "紧急", "特急", "加急", "急"})
CLOCK = re.compile(r"^(.*?)[\sT]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$")
MORNING, EVENING = time(8), time(18)
NO_TERM = "none"


@dataclass(slots=True)
class ReadIssue:
    """What one row says, as far as it can be used. ``problems`` keep it out, ``notes`` hinder nothing."""

    values: dict[str, Any] = field(default_factory=dict)
    lead: Unit | None = None
    helpers: list[Unit] = field(default_factory=list)
    limit: Limit | None = None
    until: datetime | None = None
    found_at: datetime | None = None
    closed_at: datetime | None = None
    done: bool = False
    problems: list[RegisterProblem] = field(default_factory=list)
    notes: list[RegisterProblem] = field(default_factory=list)


class LedgerCells:
    """Reads rows, one after the other. ``answers`` are what people said of units, categories, sources, terms and rows."""

    def __init__(self, known: KnownToLedgers, source: str, answers: Mapping[str, Any], at: datetime) -> None:
        self.known, self.source, self.answers, self.at = known, source, answers, at
        self.zone = known.city.zone

    def read(self, line: RegisterLine) -> ReadIssue:
        """Return what a row says; every fault of it is listed, not only the first."""
        read = ReadIssue()
        self._plain(line, read)
        self._source(line, read)
        self._place(line, read)
        self._units(line, read)
        self._minor(line, read)
        self._node(line, read)
        self._found(line, read)
        self._term(line, read)
        self._settled(line, read)
        return read

    def said(self, what: str, text: str) -> Any:
        """Return what people said of a text."""
        return self.answers.get(what, {}).get(text)

    @staticmethod
    def _fault(read: ReadIssue, line: RegisterLine, column: str, kind: str, **more: Any) -> None:
        read.problems.append(RegisterProblem(line, column, kind, **{"value": line.text(column), **more}))

    @staticmethod
    def _note(read: ReadIssue, line: RegisterLine, column: str, kind: str, **more: Any) -> None:
        read.notes.append(RegisterProblem(line, column, kind, **{"value": line.text(column), **more}))

    def _plain(self, line: RegisterLine, read: ReadIssue) -> None:
        """Take the texts that stand for themselves, none too long, none an error of a formula."""
        if not line.text("text"):
            self._fault(read, line, "text", "no_text")
        for column, text in line.cells.items():
            if text == BROKEN:
                self._fault(read, line, column, "broken")
            elif column in LONGEST and len(text) > LONGEST[column]:
                self._fault(read, line, column, "long", facts={"longest": LONGEST[column]})
            elif column in LONGEST:
                read.values[column] = text
        read.values["is_urgent"] = line.text("urgent") in URGENT

    def _source(self, line: RegisterLine, read: ReadIssue) -> None:
        """Lead the source to one of ours; a row without one has that of the table."""
        text = line.text("source")
        read.values["source"] = self.source
        if text and text != BROKEN:
            found = self.known.source(text) or self.said("sources", text)
            if found:
                read.values["source"] = found
            else:
                self._fault(read, line, "source", "unknown_source", group=f"source:{text}")

    def _place(self, line: RegisterLine, read: ReadIssue) -> None:
        """Lead the place to a site, if it is the name of just one; the area to one unit."""
        read.values["site"] = self.known.site(line.text("place")) if line.text("place") else None
        named = self._named(line, "area", read)
        if len(named) > 1:
            self._note(read, line, "area", "several_areas", value=line.text("area"))
        read.values["area"] = named[0] if named else None

    def _units(self, line: RegisterLine, read: ReadIssue) -> None:
        """The first unit leads, the others help (会办)."""
        units = self._named(line, "unit", read)
        helpers = [*units[1:], *self._named(line, "helpers", read)]
        read.lead = units[0] if units else None
        if read.lead is None and helpers:
            self._note(read, line, "helpers", "helps_nobody")
        elif read.lead is not None:
            read.helpers = [unit for unit in dict.fromkeys(helpers) if unit != read.lead]

    def _named(self, line: RegisterLine, column: str, read: ReadIssue) -> list[Unit]:
        """Return the units that a cell names, in its order; a name that nobody knows is asked."""
        text = line.text(column)
        found: list[int] = []
        for named in self.known.read_units(text) if text and text != BROKEN else ():
            said = self.said("units", named.written)
            if named.keys and named.found_by is not NamedBy.GROUP:
                found += named.keys
            elif said is not None:
                found += [said] if said in self.known.units else []
            else:
                keys = named.keys or named.suggestions
                more = {"group": f"unit:{named.written}", "suggestions": keys}
                self._fault(read, line, column, "unknown_unit", value=named.written, **more)
        return [self.known.units[key] for key in dict.fromkeys(found)]

    def _minor(self, line: RegisterLine, read: ReadIssue) -> None:
        """Lead the category to one of ours."""
        text = line.text("minor")
        if not text or text == BROKEN:
            return
        said = self.said("minors", text)
        minor = self.known.minor(text) or self.known.minors.get(said)
        if minor is None and said != 0:
            near = self.known.near_minors(text)
            self._fault(read, line, "minor", "unknown_minor", group=f"minor:{text}", suggestions=near)
        read.values["minor"] = minor

    def _node(self, line: RegisterLine, read: ReadIssue) -> None:
        """Lead the clause to one of the city's editions; a clause that is not found hinders nothing."""
        text = line.text("node")
        if text and text != BROKEN:
            read.values["node"] = self.known.node(text)
            if read.values["node"] is None:
                self._note(read, line, "node", "unknown_node")

    def _found(self, line: RegisterLine, read: ReadIssue) -> None:
        """Read when it was found."""
        moment = self._moment(line, "found", MORNING, read)
        if moment is not None and moment > self.at:
            self._fault(read, line, "found", "in_future")
        read.found_at = moment

    def _moment(self, line: RegisterLine, column: str, hour: time, read: ReadIssue) -> datetime | None:
        """Return a moment; a day stands for an hour of it, for today no later than now. A day without a year is asked."""
        text = line.text(column)
        if not text or text == BROKEN:
            return None
        clock = CLOCK.match(text)
        midnight = clock is not None and (clock[2], clock[3]) in {("00", "00"), ("0", "00")}
        if clock is not None and not midnight and int(clock[2]) < 24 and int(clock[3]) < 60:
            hour = time(int(clock[2]), int(clock[3]))
        term = self._told(line, column, clock[1] if clock else text, read)
        if term is None or term.day is None:
            if term is not None:
                self._fault(read, line, column, "no_day")
            return None
        moment = datetime.combine(term.day, hour, self.zone)
        today = self.at.astimezone(self.zone).date()
        return min(moment, self.at) if term.day == today else moment

    def _told(self, line: RegisterLine, column: str, text: str, read: ReadIssue) -> Term | None:
        """Return what a limit or day says, after what people said of it; None where it has to be asked, which is listed."""
        said = self.said("terms", text)
        term = read_term(said) if isinstance(said, str) and said != NO_TERM else read_term(text)
        if said == NO_TERM or (term is not None and not term.is_asked):
            return term if said != NO_TERM else None
        kind = "at_once" if term is not None and term.at_once else "no_year" if term is not None else "unread_term"
        facts = {"column": column}
        self._fault(read, line, column, kind, value=text, group=f"term:{text}", facts=facts)
        return None

    def _term(self, line: RegisterLine, read: ReadIssue) -> None:
        """Read by when it is to be settled; a day ends with its working hours."""
        text = line.text("term")
        if not text or text == BROKEN:
            return
        clock = CLOCK.match(text)
        midnight = clock is not None and clock[2].zfill(2) == "00" and clock[3] == "00"
        term = self._told(line, "term", clock[1] if clock else text, read)
        if term is not None and term.day is not None:
            hour = EVENING if clock is None or midnight else time(min(int(clock[2]), 23), min(int(clock[3]), 59))
            read.until = datetime.combine(term.day, hour, self.zone)
        elif term is not None:
            read.limit = term.limit
        if term is not None and read.lead is None and not read.problems:
            self._note(read, line, "term", "term_without_unit")

    def _settled(self, line: RegisterLine, read: ReadIssue) -> None:
        """Read whether it is settled already, and since when."""
        answer = line.text("answer")
        read.done = bool(answer) and answer != BROKEN and not UNDONE.search(answer)
        text = line.text("closed")
        if text.casefold() in YES:
            self._closed_someday(line, read)
        elif text and text != BROKEN and text.casefold() not in NO:
            read.closed_at = self._moment(line, "closed", EVENING, read)
        begin = read.found_at
        if read.closed_at is not None and read.closed_at > self.at:
            self._fault(read, line, "closed", "in_future")
        elif read.closed_at is not None and begin is not None and read.closed_at < begin - timedelta(days=1):
            self._fault(read, line, "closed", "closed_before")
        if read.lead is None and read.closed_at is not None and not read.problems:
            self._fault(read, line, "unit", "closed_by_nobody")
        elif read.lead is None and read.done and not read.problems:
            self._note(read, line, "answer", "answer_without_unit")

    def _closed_someday(self, line: RegisterLine, read: ReadIssue) -> None:
        """It is settled, but the table does not say since when: asked once for all rows."""
        said = self.answers.get("closing", "")
        if said == "today":
            read.closed_at = self.at
        elif said == "answered":
            read.done = True
        else:
            self._fault(read, line, "closed", "no_closing_day", group="closing")
