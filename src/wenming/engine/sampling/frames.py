"""The frame: every unit that can be drawn, each with stratum, size and perhaps place, in one form of bytes that has one digest."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from wenming.engine.sampling.places import Place, millionths
from wenming.engine.sampling.tickets import SEPARATOR, digest_of

HEAD = "key,stratum,size"
HEADS = {False: f"{HEAD},latitude,longitude", True: f"{HEAD},y,x"}
"""Heads of frames that say where units lie: in degrees, or on a plane."""
MOST_SIZE = 10**15
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)')
ALIKE = str.maketrans({
    **dict.fromkeys("0о〇", "o"),
    **dict.fromkeys("1lіӏ", "i"),
    **dict(zip("аерсухвнкмт", "aepcyxbhkmt", strict=True)),
})  # fmt: skip
"""Signs that look like another one, after folding: digits, and Cyrillic letters that stand for Latin ones."""
DASHES = re.compile(r"[-‐-―−]+")
BLANKS = re.compile(r"\s+")


class FrameFault(StrEnum):
    """Why a frame cannot be drawn from."""

    EMPTY = "empty"
    NO_KEY = "no_key"
    NO_STRATUM = "no_stratum"
    SIGN = "sign"
    SIZE = "size"
    PLACE = "place"
    NO_PLACE = "no_place"
    TWICE = "twice"
    ALIKE = "alike"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a frame, and the units it is wrong with."""

    fault: FrameFault
    keys: tuple[str, ...] = ()


class FrameError(ValueError):
    """A frame that cannot be drawn from; ``faults`` says why, unit by unit."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.fault}: {' '.join(one.keys)}" for one in self.faults))


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A unit that can be drawn. ``size`` is a whole number, at which only draws with unequal chances look; at ``place`` only those that are balanced."""

    key: str
    stratum: str = ""
    size: int = 1
    place: Place | None = None


@dataclass(frozen=True)
class Frame:
    """A checked frame, sorted by key. ``content`` are its bytes, ``digest`` their SHA-256."""

    rows: tuple[FrameRow, ...]

    @cached_property
    def content(self) -> bytes:
        """The bytes of ``frame.csv``: UTF-8 in normal form C, a head line, one line per unit, each ended by one line feed.

        The columns of the place stand there only where a unit has one.
        """
        places = [row.place for row in self.rows]
        plane = next((place.plane for place in places if place), None)
        cells = ((row.key, row.stratum, str(row.size)) for row in self.rows)
        if plane is None:
            return table_content(HEAD, cells)
        spots = (place.cells if place else ("", "") for place in places)
        return table_content(HEADS[plane], ((*known, *spot) for known, spot in zip(cells, spots, strict=True)))

    @cached_property
    def digest(self) -> str:
        """What stands for the frame before the draw."""
        return digest_of(self.content)

    @cached_property
    def strata(self) -> Mapping[str, tuple[FrameRow, ...]]:
        """The strata in their order, each with its units."""
        found: dict[str, list[FrameRow]] = defaultdict(list)
        for row in self.rows:
            found[row.stratum].append(row)
        return {name: tuple(found[name]) for name in sorted(found)}


def frame_of(rows: Iterable[FrameRow]) -> Frame:
    """Return the frame of some units: trimmed, in normal form C, sorted by key. Raises FrameError with everything that is wrong."""
    normal = [FrameRow(_normal(row.key), _normal(row.stratum), row.size, row.place) for row in rows]
    faults = _faults(normal)
    if faults:
        raise FrameError(faults)
    return Frame(tuple(sorted(normal, key=lambda row: row.key)))


def table_content(head: str, rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table as the bytes of a CSV file: UTF-8, cells in quotation marks where they need them, lines ended by one line feed."""
    lines = (",".join(_cell(text) for text in row) for row in rows)
    return "".join(f"{line}\n" for line in (head, *lines)).encode()


def table_cells(content: bytes) -> tuple[str, list[list[str]]]:
    """Return the head and the cells of such a file. Raises FrameError(FORM)."""
    try:
        head, lines = content.decode().split("\n", 1)
    except ValueError:  # no UTF-8, no line
        raise FrameError([Fault(FrameFault.FORM)]) from None
    return head, list(_cells(lines))


def read_frame(content: bytes) -> Frame:
    """Return the frame whose bytes these are; raises FrameError unless they are exactly in the form of ``Frame.content``."""
    head, lines = table_cells(content)
    try:
        frame = frame_of(FrameRow(key, stratum, int(size), _place(spot, head)) for key, stratum, size, *spot in lines)
    except FrameError:
        raise
    except ValueError:  # no number, too few cells
        raise FrameError([Fault(FrameFault.FORM)]) from None
    if frame.content != content:
        raise FrameError([Fault(FrameFault.FORM)])
    return frame


def _place(cells: list[str], head: str) -> Place | None:
    """Return the place that the last cells of a line name."""
    north, east = (*map(millionths, cells), None, None)[:2]
    return None if north is None or east is None else Place(north, east, head == HEADS[True])


def _cells(lines: str) -> Iterable[list[str]]:
    """Return the cells of each line."""
    place, cells = 0, []
    while place < len(lines):
        match = FIELD.match(lines, place)
        if match is None:
            break
        quoted, plain, end = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        place = match.end()
        if end == "\n":
            yield cells
            cells = []
    if cells or place < len(lines):
        raise FrameError([Fault(FrameFault.FORM)])


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _cell(text: str) -> str:
    """Return a text as one cell, in quotation marks where it needs them."""
    return '"{}"'.format(text.replace('"', '""')) if {",", '"'} & set(text) else text


def _faults(rows: list[FrameRow]) -> list[Fault]:
    """Return everything that is wrong with some units in normal form."""
    if not rows:
        return [Fault(FrameFault.EMPTY)]
    wrong = {
        FrameFault.NO_KEY: [row.stratum for row in rows if not row.key],
        FrameFault.NO_STRATUM: [row.key for row in rows if not row.stratum],
        FrameFault.SIGN: [row.key for row in rows if _strange(row.key) or _strange(row.stratum)],
        FrameFault.SIZE: [row.key for row in rows if not 0 <= row.size <= MOST_SIZE],
        FrameFault.PLACE: _strays(rows),
    }
    faults = [Fault(kind, tuple(keys)) for kind, keys in wrong.items() if keys]
    looks: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        (twice if row.key in seen else seen).add(row.key)
        looks[look_of(row.key)].add(row.key)
    faults += [Fault(FrameFault.TWICE, (key,)) for key in sorted(twice - {""})]
    return faults + [
        Fault(FrameFault.ALIKE, tuple(sorted(keys))) for _look, keys in sorted(looks.items()) if len(keys) > 1
    ]


def _strays(rows: list[FrameRow]) -> list[str]:
    """Return the units that lie nowhere on their map, or on another one than the first."""
    placed = [(row.key, row.place) for row in rows if row.place]
    return [key for key, place in placed if not place.fits or place.plane != placed[0][1].plane]


def look_of(key: str) -> str:
    """Return what a key looks like: full and half width, capitals, 0 and O, 1 and l, dashes and blanks are one."""
    return BLANKS.sub("", DASHES.sub("-", unicodedata.normalize("NFKC", key).casefold().translate(ALIKE)))


def _strange(text: str) -> bool:
    """Whether a text holds a sign that is not seen (all that Unicode calls other or separator, but the blank), or the one between the parts of a ticket."""
    return SEPARATOR in text or not text.isprintable()
