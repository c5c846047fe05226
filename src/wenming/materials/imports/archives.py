"""A zip of many materials, read member by member: names as Chinese machines write them, sizes that are not believed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wenming.materials.imports.faults import PaperError
from wenming.materials.imports.packages import BROKEN, MOST_RATIO, SMALL

MOST_FILES = 2000
"""Files of one batch."""
MOST_ARCHIVE = 1024 * 1024 * 1024
MOST_UNPACKED = 4 * 1024 * 1024 * 1024
PATH_LENGTH = 400
_UTF8 = 0x800
_LEFT_OUT = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive under its path."""

    path: str
    row: zipfile.ZipInfo


def path_of_upload(name: str) -> str:
    """Return a path as it is kept: parts between slashes, none of them a way upward."""
    parts = PurePosixPath(name.replace("\\", "/").replace("\0", "")).parts
    return "/".join(part for part in parts if part not in {"/", "..", "."})


def is_left_out(path: str) -> bool:
    """Tell whether a file is what machines leave in folders, no material."""
    parts = path.split("/")
    return not parts[-1] or any(part in _LEFT_OUT for part in parts) or parts[-1].startswith(("~$", "._"))


def members_of(archive: Path, name: str) -> list[Member]:
    """Return the files of an archive, each under a path of its own. PaperError for one that cannot be opened or is too much."""
    try:
        with zipfile.ZipFile(archive) as package:
            rows = [row for row in package.infolist() if not row.is_dir()]
    except BROKEN as fault:
        raise PaperError("zip_damaged", name) from fault
    if len(rows) > MOST_FILES:
        raise PaperError("zip_many", name, most=MOST_FILES)
    if sum(row.file_size for row in rows) > MOST_UNPACKED or any(_swells(row) for row in rows):
        raise PaperError("zip_bomb", name)
    return list(_named(rows))


def _swells(row: zipfile.ZipInfo) -> bool:
    """Tell whether a member says itself that it unfolds beyond all measure."""
    return row.file_size > SMALL and row.file_size > MOST_RATIO * max(row.compress_size, 1)


def _named(rows: list[zipfile.ZipInfo]) -> Iterator[Member]:
    """Yield members under their paths; a second one under the same path gets a number behind it."""
    seen: dict[str, int] = {}
    for row in rows:
        path = path_of_upload(_readable(row))
        if is_left_out(path):
            continue
        seen[path] = seen.get(path, 0) + 1
        if seen[path] > 1:
            stem, dot, ending = path.rpartition(".")
            path = f"{stem}（{seen[path]}）{dot}{ending}" if dot else f"{path}（{seen[path]}）"
        yield Member(path, row)


def _readable(row: zipfile.ZipInfo) -> str:
    """Return a member's name: zips of Chinese Windows write GB 18030 and do not say so."""
    if row.flag_bits & _UTF8:
        return row.filename
    try:
        raw = row.filename.encode("cp437")
    except UnicodeEncodeError:
        return row.filename
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return row.filename


def read_member(archive: Path, member: Member, most: int) -> tuple[bytes, int]:
    """Return a member's bytes and their number; of one with more than ``most`` only so many that it shows. PaperError for one that cannot be unpacked."""
    name = PurePosixPath(member.path).name
    if member.row.flag_bits & 0x1:
        raise PaperError("encrypted", name)
    try:
        with zipfile.ZipFile(archive) as package, package.open(member.row) as file:
            content = file.read(most + 1)
    except BROKEN as fault:
        raise PaperError("damaged", name) from fault
    return content, len(content)
