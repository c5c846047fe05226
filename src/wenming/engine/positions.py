"""Positions as people write them: "114.09,32.14", "32°08'49"N 114°05'28"E", 北纬32度8分, full-width, in either order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from wenming.engine.geo import Pair, is_in_china


class PositionFault(StrEnum):
    """Why a written position cannot be used."""

    UNREADABLE = "unreadable"
    HALF = "half"
    MINUTES = "minutes"
    OUTSIDE = "outside"


class UnusablePositionError(ValueError):
    """A written position that cannot be used."""

    def __init__(self, fault: PositionFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Written:
    """A position as read; ``swapped`` where latitude and longitude stood in each other's place, against what was said of them."""

    point: Pair
    swapped: bool = False


WORDS = (
    ("N", re.compile(r"纬度|北纬|LATITUDE|LAT")),
    ("E", re.compile(r"经度|东经|LONGITUDE|LNG|LON")),
)
BENT = str.maketrans("´º˚", "'°°")
"""Signs that folding of the full width would take apart."""
MARKS = str.maketrans("度′’‘`分″”“秒、。|/;−:=()[]", "°" + 5 * "'" + 4 * '"' + ",.,,,-" + 6 * " ")
TOKEN = re.compile(r"""\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<mark>[°'"])|(?P<label>[NE])|(?P<end>,))""")
PLACES = {"": 0, "°": 1, "'": 2}
"""What a number is, by the mark before it: degrees, minutes, seconds."""


def read_position(text: str) -> Written:
    """Return the position that a text names; raises UnusablePositionError.

    Two plain numbers may stand in either order: only one of the two orders lies in China.
    """
    angles = _angles(text)
    if len(angles) != 2:
        raise UnusablePositionError(PositionFault.HALF if len(angles) == 1 else PositionFault.UNREADABLE)
    (first, first_label), (second, second_label) = angles
    labels = first_label + second_label
    if labels in {"NN", "EE"}:
        raise UnusablePositionError(PositionFault.UNREADABLE)
    if labels:
        north_first = first_label == "N" or second_label == "E"
        return _placed(first, second) if north_first else _placed(second, first)
    return Written(_placed(first, second).point)


def read_degrees(latitude: str, longitude: str) -> Written:
    """Return the position that two cells name; raises UnusablePositionError."""
    found = [_angles(text) for text in (latitude, longitude)]
    if [] in found:
        raise UnusablePositionError(PositionFault.HALF)
    if any(len(angles) != 1 for angles in found):
        raise UnusablePositionError(PositionFault.UNREADABLE)
    return _placed(found[0][0][0], found[1][0][0])


def _placed(latitude: float, longitude: float) -> Written:
    """Return the position, turned round where only that lies in China."""
    if is_in_china((latitude, longitude)):
        return Written((latitude, longitude))
    if is_in_china((longitude, latitude)):
        return Written((longitude, latitude), swapped=True)
    raise UnusablePositionError(PositionFault.OUTSIDE)


def _angles(text: str) -> list[tuple[float, str]]:
    """Return every angle of a text in degrees, each with N, E or "" for what it is said to be."""
    return [(_degrees(parts), label) for parts, label in _grouped(_tokens(text)) if parts]


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return a text as kinds and values; raises UnusablePositionError for anything else in it."""
    text = unicodedata.normalize("NFKC", text.translate(BENT)).upper()
    for label, words in WORDS:
        text = words.sub(label, text)
    text = text.translate(MARKS).replace("''", '"').rstrip()
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise UnusablePositionError(PositionFault.UNREADABLE)
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        place = match.end()
    return found


def _grouped(tokens: list[tuple[str, str]]) -> list[tuple[list[str], str]]:
    """Return the numbers of each angle (degrees, minutes, seconds) with its label, before or behind them."""
    angles: list[tuple[list[str], str]] = [([], "")]
    mark = ""
    following = [value for _kind, value in tokens[1:]] + [""]
    for (kind, value), after in zip(tokens, following, strict=False):
        parts, label = angles[-1]
        if kind == "mark":
            mark = value
        elif kind == "end" or (kind == "label" and label):
            angles.append(([], value if kind == "label" else ""))
            mark = ""
        elif kind == "label":
            angles[-1] = (parts, value)
        elif PLACES.get(mark) == len(parts) and not (parts and after == "°"):
            parts.append(value)
            mark = ""
        else:
            angles.append(([value], ""))
            mark = ""
    return angles


def _degrees(parts: list[str]) -> float:
    """Return degrees, minutes and seconds as degrees; raises UnusablePositionError for a part of sixty or more."""
    values = [float(part) for part in parts]
    if any(not 0 <= value < 60 for value in values[1:]):
        raise UnusablePositionError(PositionFault.MINUTES)
    return sum((value / 60.0**power for power, value in enumerate(values)), 0.0)
