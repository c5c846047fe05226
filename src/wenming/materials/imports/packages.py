"""Zip packages, Office files among them, looked through without trusting what they say of themselves.

Every member is unpacked once, counted, and compared with what must not be in it; nothing is kept of it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from wenming.materials.imports.faults import PaperError
from wenming.materials.imports.heads import PROGRAM_ENDINGS, ZIP, hides_program, is_program
from wenming.materials.imports.scanning import OVERLAP, look_for_known

MOST_MEMBERS = 2000
MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes that a document may unfold to."""
MOST_RATIO = 250
SMALL = 4 * 1024 * 1024
"""Below this nothing is said about the ratio: an empty table packs well."""
DEEPEST = 2
"""Packages within packages that are looked into; what lies deeper is not let in."""
PIECE = 256 * 1024
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What a damaged package makes its reader raise."""
_MACROS = "vbaproject.bin"


@dataclass(slots=True)
class Look:
    """A look through one file: what it is called for people, what is left to unfold."""

    name: str
    left: int = MOST_UNPACKED
    members: int = MOST_MEMBERS
    names: set[str] = field(default_factory=set)

    def fail(self, code: str, **facts: str) -> PaperError:
        """Return the fault of this file."""
        return PaperError(code, self.name, **facts)


def look_through(name: str, content: bytes, *, better: str) -> frozenset[str]:
    """Return the names of what lies in a package, all of it looked through. PaperError says what is wrong with it.

    ``better``: as what to save a file that has macros.
    """
    look = Look(name)
    _package(look, content, better, 0)
    return frozenset(look.names)


def _package(look: Look, content: bytes, better: str, depth: int) -> None:
    """Look through one package, and the packages in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            rows = package.infolist()
            look.members -= len(rows)
            if look.members < 0:
                raise look.fail("bomb")
            for row in rows:
                _member(look, package, row, better, depth)
    except BROKEN as fault:
        raise look.fail("damaged") from fault


def _member(look: Look, package: zipfile.ZipFile, row: zipfile.ZipInfo, better: str, depth: int) -> None:
    """Unpack a member, as far as it is allowed to unfold."""
    inside = PurePath(row.filename).name
    if row.flag_bits & 0x1:
        raise look.fail("encrypted")
    if inside.lower() == _MACROS:
        raise look.fail("macros", better=better)
    if inside.lower().rpartition(".")[2] in PROGRAM_ENDINGS:
        raise look.fail("program_inside", inside=inside[:60])
    if depth == 0:
        look.names.add(row.filename)
    nested = _read_through(look, package, row, inside[:60])
    if nested:
        if depth >= DEEPEST:
            raise look.fail("bomb")
        _package(look, nested, better, depth + 1)


def _read_through(look: Look, package: zipfile.ZipFile, row: zipfile.ZipInfo, inside: str) -> bytes:
    """Look at all bytes of a member; return them where they are a package themselves."""
    head, tail, nested = b"", b"", bytearray()
    for piece in _pieces(look, package, row):
        window, head = tail + piece, head or piece[:64]
        found = look_for_known(window)
        if found:
            raise look.fail("virus", found=found)
        if is_program(head) or hides_program(window):
            raise look.fail("program_inside", inside=inside)
        if head.startswith(ZIP):
            nested += piece
        tail = piece[-OVERLAP:]
    return bytes(nested)


def _pieces(look: Look, package: zipfile.ZipFile, row: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member piece by piece; what it says of its size is not believed."""
    unfolded = 0
    with package.open(row) as member:
        while piece := member.read(PIECE):
            unfolded += len(piece)
            look.left -= len(piece)
            swells = unfolded > SMALL and unfolded > MOST_RATIO * max(row.compress_size, 1)
            if look.left < 0 or swells:
                raise look.fail("bomb")
            yield piece
