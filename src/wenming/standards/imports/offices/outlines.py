"""The tree of an office's form while its rows are read, table after table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from wenming.engine.matching import fold
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.findings import mark as _
from wenming.standards.imports.numbers import exact_number
from wenming.standards.imports.offices.heads import LEVEL_ORDER, MEANINGS
from wenming.standards.imports.offices.records import Listed
from wenming.standards.imports.offices.texts import Item
from wenming.standards.imports.places import CellFinding, Place


@dataclass(eq=False)
class Branch:
    """One node of the form: what was written of it, each value with its place."""

    level: str
    place: Place
    name: str = ""
    written: str = ""
    number: int | None = None
    above: Branch | None = None
    children: list[Branch] = field(default_factory=list)
    values: dict[str, tuple[str, Place]] = field(default_factory=dict)
    methods: dict[str, Place] = field(default_factory=dict)
    code: str = ""
    lost: bool = False

    def walk(self) -> Iterator[Branch]:
        """Yield everything below, in the order of the form."""
        for child in self.children:
            yield child
            yield from child.walk()

    def claimed(self) -> Fraction | None:
        """Return the points of this node: its own, or the sum of those below; None where they are not known."""
        if "points" in self.values:
            return exact_number(self.values["points"][0])
        parts = [None if "weight" in child.values else child.claimed() for child in self.children]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction(0)) if parts and len(known) == len(parts) else None

    def silent(self) -> bool:
        """Say whether the form publishes neither points nor a weight for this node, and no points below it."""
        return "weight" not in self.values and self.claimed() is None


class Journal:
    """What is told of the rows: used, listed, at fault."""

    def __init__(self) -> None:
        """Begin empty."""
        self.used: dict[Place, None] = {}
        self.listed: list[Listed] = []
        self.findings: dict[tuple[object, ...], CellFinding] = {}

    def use(self, place: Place) -> None:
        """Note that a row, or a text outside the rows, was used."""
        self.used[Place(place.sheet, place.row)] = None

    def list(self, place: Place, text: str, reason: str, /, **facts: object) -> None:
        """Note a text that goes into nothing."""
        self.listed.append(Listed(place, text, reason, {key: str(value) for key, value in facts.items()}))

    def fault(self, place: Place, problem: str, mend: str, /, **facts: object) -> None:
        """Note a fault; the same one at the same place only once."""
        found = CellFinding(place, problem, mend, {key: str(value) for key, value in facts.items()})
        self.findings.setdefault((place, problem, *sorted(found.facts.items())), found)


class Outline:
    """The tree, and the way down to the node that was read last."""

    def __init__(self, journal: Journal) -> None:
        """Begin with nothing below the whole."""
        self.journal = journal
        self.root = Branch("standard", Place(""))
        self.path: dict[str, Branch] = {}

    def above(self, level: str) -> Branch:
        """Return the node under which one of this level belongs now."""
        uppers = [upper for upper in LEVEL_ORDER[: LEVEL_ORDER.index(level)] if upper in self.path]
        return self.path[uppers[-1]] if uppers else self.root

    def is_same(self, level: str, item: Item) -> bool:
        """Say whether an entry only repeats the node read last at its level, as tables do on every page or in every row."""
        last = self.path.get(level)
        if last is None or fold(last.name) != fold(item.name):
            return False
        number = (item.code, item.number)
        return number in {(last.written, last.number), ("", None)}

    def add(self, level: str, item: Item, place: Place) -> Branch:
        """Add a node below the one that is open; the levels under it begin anew."""
        above = self.above(level)
        branch = Branch(level, place, item.name, item.code, item.number, above, lost=above.lost)
        above.children.append(branch)
        self.open(level, branch)
        if item.level and item.level != level:
            problem = _("编号“%(code)s”属于“%(right)s”，却写在“%(level)s”里")
            facts = {"code": item.code, "right": MEANINGS[item.level], "level": MEANINGS[level]}
            self.journal.fault(place, problem, _("改正编号，或移到所属的一列"), **facts)
        if not item.name:
            branch.name = item.code or str(item.number or level)
            self.journal.fault(place, _("“%(code)s”只有编号，没有名称"), _("在编号后面写上名称"), code=branch.name)
        self.take(branch, item, place)
        return branch

    def lose(self, level: str, place: Place) -> None:
        """Open a node that is not written, so that what stands below it is not taken for another one's."""
        self.open(level, Branch(level, place, above=self.above(level), lost=True))

    def open(self, level: str, branch: Branch) -> None:
        """Make a node the one that is read now at its level."""
        for below in LEVEL_ORDER[LEVEL_ORDER.index(level) :]:
            self.path.pop(below, None)
        self.path[level] = branch

    def take(self, branch: Branch, item: Item, place: Place) -> None:
        """Give a node what stands in the brackets of its cell."""
        if item.points:
            self.put(branch, "points", item.points, place)
        if item.weight:
            self.put(branch, "weight", item.weight, place)
        if item.odd_points:
            self.journal.fault(
                place, _("“%(value)s”不是数字"), _("写成普通数字，例如 40、0.85 或 1/3"), value=item.odd_points
            )

    def put(self, branch: Branch, key: str, text: str, place: Place) -> None:
        """Give a node a value; one that contradicts another is a fault."""
        value = number_of(key, text)
        had = branch.values.get(key)
        if value is None:
            self.journal.fault(place, _("“%(value)s”不是数字"), _("写成普通数字，例如 40、0.85 或 1/3"), value=text)
        elif had and had[0] != value:
            problem = _("“%(name)s”的%(key)s写了两次：%(first)s 和 %(second)s")
            facts = {"name": branch.name, "key": MEANINGS[key], "first": had[0], "second": value}
            self.journal.fault(place, problem, _("改正其中一个，或删去"), **facts)
        else:
            branch.values[key] = (value, place)

    def levels(self) -> tuple[str, ...]:
        """Return the levels that the tree has, from the top."""
        found = {branch.level for branch in self.root.walk()}
        return tuple(level for level in LEVEL_ORDER if level in found)

    def settle(self) -> None:
        """Work out codes, make repeated names tell each other apart, and name every level that is skipped."""
        levels = self.levels()
        names: dict[str, Branch] = {}
        _give_codes(self.root)
        for branch in self.root.walk():
            at = levels.index(branch.level)
            due = levels[at - 1] if at else self.root.level
            if branch.above and branch.above.level != due:
                problem = _("“%(name)s”的上一级应是“%(level)s”，却没有")
                mend = _("补写上一级，或把它移到所属的一列")
                self.journal.fault(branch.place, problem, mend, name=branch.name, level=MEANINGS[due])
            other = names.setdefault(fold(branch.name), branch)
            if other is not branch and other is not branch.above and other.above is not branch.above:
                branch.name = f"{branch.name}（{branch.code}）"


def number_of(key: str, text: str) -> str | None:
    """Return a number as a pack writes it; a percentage is a share of 1. None where the text is none."""
    plain = text.strip().removesuffix("分").strip()
    if key == "weight" and plain.endswith("%"):
        number = exact_number(plain.removesuffix("%").strip())
        return None if number is None else number_text(number / 100)
    number = exact_number(plain)
    return None if number is None else number_text(number)


def _give_codes(parent: Branch) -> None:
    """Give every node below its code: as it is written, from its number, or the next number that is free."""
    head = f"{parent.code}." if parent.code else ""
    taken = {child.written or (f"{head}{child.number}" if child.number else "") for child in parent.children}
    following = 1
    for child in parent.children:
        child.code = child.written or (f"{head}{child.number}" if child.number else "")
        while not child.code:
            child.code = "" if f"{head}{following}" in taken else f"{head}{following}"
            following += 1
        _give_codes(child)
