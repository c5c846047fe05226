"""Numbers and texts of a cell, as exact as the file has them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from wenming.documents.imports.workbooks import Cell
from wenming.engine.observations import FULL, ProblemKind

NOISE = Decimal("1e-9")
"""0.1 + 0.2 is 0.30000000000000004 in a spreadsheet; so much is forgiven and no more."""
_LONGEST = 1e15
"""From here on a spreadsheet shows no more digits, only the power of ten."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{1,30})?|\.[0-9]{1,30})\Z")


@dataclass(frozen=True, slots=True)
class Amount:
    """A deduction in milli-points, or why it is none; ``as_text`` where a number was typed as text."""

    milli: int = 0
    problem: ProblemKind | None = None
    as_text: bool = False


def text_of(cell: Cell) -> str:
    """Return a cell as trimmed text, as the spreadsheet shows it: TRUE, and a whole number without its decimal point."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONGEST:
        return str(int(cell))
    return str(cell)


def number_of(cell: Cell) -> Decimal | None:
    """Return the number that a cell holds or writes (also as ``20%``, also full-width), or None."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        # repr gives the shortest decimal that the cell can mean; the binary expansion would add noise
        return Decimal(repr(cell)) if cell - cell == 0 else None
    if not isinstance(cell, str):
        return None
    plain = "".join(unicodedata.normalize("NFKC", cell).replace("\u2212", "-").split())
    share = plain.removesuffix("%")
    if not _NUMBER.match(share):
        return None
    return Decimal(share) / 100 if share != plain else Decimal(share)


def deduction_of(cell: Cell) -> Amount:
    """Return the deduction of a cell: 0 for a blank, 0 to 1 with at most three decimals, or what is wrong with it."""
    if isinstance(cell, str) and not cell.strip():
        return Amount()
    number = number_of(cell)
    if number is None:
        return Amount(problem=ProblemKind.DEDUCTION_NOT_NUMBER)
    milli = int((number * FULL).to_integral_value())
    if abs(number * FULL - milli) > NOISE * FULL:
        fine = True
    else:
        fine, number = False, Decimal(milli) / FULL
    problem = _problem(number, fine=fine)
    return Amount(problem=problem) if problem else Amount(milli=milli, as_text=isinstance(cell, str))


def _problem(number: Decimal, *, fine: bool) -> ProblemKind | None:
    if number < 0:
        return ProblemKind.DEDUCTION_NEGATIVE
    if number > 1:
        return ProblemKind.DEDUCTION_ABOVE_ONE
    return ProblemKind.DEDUCTION_TOO_FINE if fine else None


def contradicts(score: Cell, milli: int) -> bool:
    """Say whether a filled score differs from what the deduction leaves; a text that is no number contradicts too."""
    if isinstance(score, str) and not score.strip():
        return False
    number = number_of(score)
    return number is None or abs(number - Decimal(FULL - milli) / FULL) > NOISE
